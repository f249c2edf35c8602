"""Row `web`: what one more web process of a service brings, for a client that spreads its requests over them."""

import itertools
import os
import statistics
from collections import defaultdict
from collections.abc import Sequence
from contextlib import AsyncExitStack

import orjson

from shared.runtime.clock import new_id
from tests.performance.asks import JSON, Loans
from tests.performance.commands import ORGANISATIONS, bare_running, half_of
from tests.performance.load import Ask, Work, closed_loop, connected
from tests.performance.place import Place
from tests.performance.processes import tree_cpu_seconds
from tests.performance.report import Row

AT_ONCE = 16
MOST = 2


async def web_rows(place: Place, *, seconds: float | None = None) -> list[Row]:
    """Commands per second by number of web processes of loans, in turns; the baseline is one bare endpoint.

    Args:
        seconds: how long each turn takes.
    """
    seconds = seconds or (2.0 if place.quick else 5.0)
    rounds = 1 if place.quick else 3
    rates: defaultdict[int, list[float]] = defaultdict(list)
    busy: defaultdict[int, list[float]] = defaultdict(list)
    bare: list[float] = []
    body = orjson.dumps({"profile": "secondary_school", "household_id": str(new_id())})
    async with AsyncExitStack() as stack:
        plain = await stack.enter_async_context(await bare_running(place))
        plain_connections = await stack.enter_async_context(connected(plain.port))
        children = [await stack.enter_async_context(half_of(place, "loans", "web")) for _ in range(MOST)]
        staff = [place.staff() for _ in range(ORGANISATIONS)]
        ways = [await stack.enter_async_context(connected(child.port)) for child in children]
        each = [Loans(way, staff) for way in ways]
        for turn in range(rounds + 1):
            for way in (plain_connections, *ways):
                await way.close()  # one that was not used during the turns of the others may be closed while it is taken
            rate = await closed_loop(
                lambda: plain_connections.send(Ask("POST", "/requests", (JSON,), body)), at_once=AT_ONCE, seconds=seconds
            )
            if turn:  # the first one warms up
                bare.append(rate)
            for number in range(1, MOST + 1):
                before = sum(tree_cpu_seconds(child.process.pid) for child in children)
                rate = await closed_loop(_spread(each[-number:]), at_once=AT_ONCE, seconds=seconds)
                if turn:
                    rates[number].append(rate)
                    busy[number].append((sum(tree_cpu_seconds(child.process.pid) for child in children) - before) / seconds)
    return [
        Row(
            "web",
            f"{number} of loans, ask for a device, {AT_ONCE} at once; cores busy with web: {statistics.median(busy[number]):.2f} "
            f"(of {os.cpu_count()}); baseline: one bare endpoint",
            f"{statistics.median(each_rate):.0f}/s",
            f"{statistics.median(bare):.0f}/s",
            f"{statistics.median(each_rate) / statistics.median(bare):.0%}, "
            f"{statistics.median(each_rate) / statistics.median(rates[1]):.2f} x one",
        )
        for number, each_rate in rates.items()
    ]


def _spread(loans: Sequence[Loans]) -> Work:
    """One after the other."""
    turn = itertools.cycle(loans)
    return lambda: next(turn).ask_for_device()
