"""Row `counter`: a family at the counter, command by command, beside a bare endpoint that does two inserts.

Asking, saying what goes along, showing the agreement, signing it. The last two make and seal a PDF, which the baseline does not.
"""

import itertools
import statistics
from collections import defaultdict, deque
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from typing import TypeVar
from uuid import UUID

import orjson

from shared.runtime.clock import new_id
from tests.performance.asks import JSON, Loans, get, post
from tests.performance.commands import AT_ONCE, BARE, bare_running, web_of
from tests.performance.load import Ask, Connections, Told, Work, at_rate, closed_loop, connected, percentile
from tests.performance.place import Place, Staff
from tests.performance.report import Row, ms
from tests.performance.seeding_loans import add_loans, loans_to_sign

T = TypeVar("T")
ASK, PREPARE, SHOW, SIGN = "ask for a device", "say what goes along", "show the agreement", "sign it"
CALMLY = 5
"""Families a second in the row of latency: more than all counters of a large organisation together."""


class Counter:
    """What is done with loans that lie ready, each once: prepared, then shown, then signed."""

    def __init__(self, connections: Connections, staff: Staff, ready: Sequence[UUID]) -> None:
        self._connections, self._staff = connections, staff
        self._ready, self._prepared, self._shown = deque(ready), deque[UUID](), deque[tuple[UUID, str]]()
        self._learners = itertools.cycle((0, 1, 2))

    async def prepare(self) -> Told:
        """Say what goes along. Raises `StopAsyncIteration` when there is nothing to prepare any more."""
        loan = self._next(self._ready)
        body = orjson.dumps({"accessories": ["charger", "mouse"], "learners": next(self._learners)})
        told = await self._connections.send(post(f"/loans/api/loans/{loan}/accessories", self._staff, body))
        self._prepared.append(loan)
        return told

    async def show(self) -> Told:
        """Show the text. Raises `StopAsyncIteration` when there is nothing to show."""
        loan = self._next(self._prepared)
        told = await self._connections.send(get(f"/loans/api/loans/{loan}/agreement", self._staff))
        self._shown.append((loan, told.json()["sha256"]))
        return told

    async def sign(self) -> Told:
        """Sign with a typed name: the loan starts. Raises `StopAsyncIteration` when nothing was shown."""
        loan, sha256 = self._next(self._shown)
        body = orjson.dumps({"document_sha256": sha256, "way": "typed", "signature_name": "A. Voorbeeld"})
        return await self._connections.send(post(f"/loans/api/loans/{loan}/sign", self._staff, body))

    async def whole(self) -> None:
        """All three, one after the other, for one family."""
        await self.prepare()
        await self.show()
        await self.sign()

    def _next(self, line: deque[T]) -> T:
        if not line:
            raise StopAsyncIteration
        return line.popleft()


async def counter_rows(place: Place, *, ready: int = 0, seconds: float = 0) -> list[Row]:
    """Throughput of each command in turns with the bare endpoint, and how long a whole signing takes calmly.

    Args:
        ready: loans that lie ready, and `seconds` of each turn; without them as many as the kind of bench asks for.
    """
    seconds = seconds or (1.2 if place.quick else 3.0)
    turns, staff = 3, place.staff()
    await add_loans(place, staff.organisation, ready or int(2500 * seconds), status="ready_to_sign")
    async with AsyncExitStack() as stack:
        bare = await stack.enter_async_context(connected((await stack.enter_async_context(await bare_running(place))).port))
        loans = await stack.enter_async_context(web_of(place, "loans"))
        connections = await stack.enter_async_context(connected(loans.port))
        counter = Counter(connections, staff, await loans_to_sign(place, staff.organisation))
        body = orjson.dumps({"profile": "secondary_school", "household_id": str(new_id())})
        works: dict[str, Work] = {
            BARE: lambda: bare.send(Ask("POST", "/requests", (JSON,), body)),
            ASK: Loans(connections, [staff]).ask_for_device,
            PREPARE: counter.prepare,
            SHOW: counter.show,
            SIGN: counter.sign,
        }
        await counter.whole()  # the first one makes the certificate with which all are sealed
        calm = await at_rate(counter.whole, per_second=CALMLY, seconds=3 * seconds)
        calm_bare = await at_rate(works[BARE], per_second=CALMLY, seconds=3 * seconds)
        rates: defaultdict[str, list[float]] = defaultdict(list)
        for turn in range(turns):
            for name, work in works.items():
                rate = await closed_loop(work, at_once=AT_ONCE, seconds=seconds / (1 if turn else 3))
                rates[name] += [rate] if turn else []  # the first one warms up
    return [_calm_row(calm, calm_bare), *(_row(name, rates) for name in works if name != BARE)]


def _calm_row(calm: Sequence[float], bare: Sequence[float]) -> Row:
    return Row(
        "counter",
        f"what goes along, show and sign for one family, {CALMLY} families/s (p50 / p99)",
        f"{ms(percentile(calm, 50))} / {ms(percentile(calm, 99))}",
        f"{ms(percentile(bare, 50))} / {ms(percentile(bare, 99))}",
        f"{percentile(calm, 99) / percentile(bare, 99):.1f} x",
    )


def _row(name: str, rates: Mapping[str, Sequence[float]]) -> Row:
    ratio = statistics.median(mine / bare for mine, bare in zip(rates[name], rates[BARE], strict=True))
    return Row(
        "counter",
        f"{name}: throughput with {AT_ONCE} at once, beside FastAPI + asyncpg with two inserts",
        f"{statistics.median(rates[name]):.0f}/s",
        f"{statistics.median(rates[BARE]):.0f}/s",
        f"{ratio:.0%}",
    )
