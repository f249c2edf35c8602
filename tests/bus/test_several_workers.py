"""Several workers of one group on Kafka, under load: one is killed, one joins, one is asked to stop.

What has to hold is asserted; that those of whom nothing moves read on meanwhile, in `test_cooperation.py`. How long an event waited
at most is told in the facts of the run and not asserted: it depends on the machine. Only a deadline says that somebody stands still
for good.
"""

import asyncio
import signal
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from statistics import median
from uuid import UUID

import pytest
from sqlalchemy import text

from launcher.pytest_facts import report_fact
from shared.bus.topics import PARTITIONS
from shared.bus.transports.kafka.publisher import partition_of
from shared.runtime.clock import new_id
from tests.bus.probe import Probe, until, within_deadline
from tests.bus.test_failures import member_process

EVERY_SECONDS = 0.2
KEYS_PER_PARTITION = 2

EFFECTS = "SELECT subject, number, applied_at FROM effect ORDER BY id"


def partition(thing: UUID) -> int:
    """Where on Kafka the events of a thing are."""
    numbers = list(range(PARTITIONS))
    return int(partition_of(str(thing).encode(), numbers, numbers))


def things_everywhere() -> list[UUID]:
    """As many things in every partition."""
    found: dict[int, list[UUID]] = {number: [] for number in range(PARTITIONS)}
    while any(len(things) < KEYS_PER_PARTITION for things in found.values()):
        thing = new_id()
        if len(found[partition(thing)]) < KEYS_PER_PARTITION:
            found[partition(thing)].append(thing)
    return [thing for things in found.values() for thing in things]


@dataclass
class Load:
    """Numbers about every thing, one each every fifth of a second, from 0 up.

    Attributes:
        published_at: when each number was committed.
    """

    probe: Probe
    things: list[UUID]
    published_at: list[datetime] = field(default_factory=list)
    _ended: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self) -> None:
        relay = asyncio.create_task(self.probe.relay().run())
        try:
            while not self._ended.is_set():
                async with self.probe.units.open(self.probe.organisation) as unit:
                    unit.record(self.probe.event(thing_id=thing, number=self.count) for thing in self.things)
                self.published_at.append(datetime.now(UTC))
                await asyncio.sleep(EVERY_SECONDS)
            await until(self._all_applied)
        finally:
            relay.cancel()
            await asyncio.gather(relay, return_exceptions=True)

    @property
    def count(self) -> int:
        """How many numbers there are of each thing."""
        return len(self.published_at)

    def end(self) -> None:
        """Publish no more; `run` returns when everything is applied."""
        self._ended.set()

    async def goes_on(self) -> None:
        """Back when every thing has come to a number that was published after now."""
        goal = self.count

        async def everywhere() -> bool:
            return await self._slowest() >= goal

        await until(everywhere)

    async def _all_applied(self) -> bool:
        return await self._slowest() >= self.count - 1

    async def _slowest(self) -> int:
        async with self.probe.units.open(self.probe.organisation) as unit:
            seen = (await unit.connection.execute(text("SELECT subject, max(number) FROM effect GROUP BY subject"))).all()
        return min(number for _, number in seen) if len(seen) == len(self.things) else -1


@asynccontextmanager
async def loaded(probe: Probe) -> AsyncIterator[Load]:
    load = Load(probe, things_everywhere())
    task = asyncio.create_task(load.run())
    try:
        yield load
        load.end()
        await within_deadline(task)
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def works(process: asyncio.subprocess.Process) -> None:
    """Back when a worker has applied its first events."""
    assert process.stdout is not None
    assert await within_deadline(process.stdout.readline()) == b"working\n"


@pytest.mark.parametrize("transport_settings", ["kafka"], indirect=True)
async def test_a_worker_is_killed_one_joins_and_one_is_stopped(probe: Probe) -> None:
    """Nothing is lost, nothing has its effect twice, and every key keeps its order, whoever comes and goes."""
    phases: list[tuple[str, int]] = []
    async with AsyncExitStack() as workers, loaded(probe) as load:

        async def phase(what: str) -> None:
            await load.goes_on()
            phases.append((what, load.count))

        first, second, third = [await workers.enter_async_context(member_process(probe)) for _ in range(3)]
        await asyncio.gather(works(first), works(second), works(third))
        await phase("nobody comes or goes")
        await load.goes_on()
        await phase("one is killed with -9")
        first.kill()
        await phase("one joins")
        await works(await workers.enter_async_context(member_process(probe)))
        await phase("one is asked to stop")
        second.send_signal(signal.SIGTERM)
        await within_deadline(second.wait())
        assert second.returncode == 0
        await phase("the end")
    async with probe.units.open(probe.organisation) as unit:
        effects = [(UUID(str(row.subject)), row.number, row.applied_at) for row in await unit.connection.execute(text(EFFECTS))]
    for thing in load.things:
        assert [number for subject, number, _ in effects if subject == thing] == list(range(load.count))
    for (what, first_number), (_, end) in pairwise(phases):
        longest = [
            max(
                (applied - load.published_at[number]).total_seconds()
                for of, number, applied in effects
                if of == thing and first_number <= number < end
            )
            for thing in load.things
        ]
        # Those of partitions that move wait; of half of the things or more nothing moves.
        told = f"{what}: {max(longest):.1f} s, of half of the things at most {median(longest):.2f} s"
        report_fact("three workers on Kafka, the longest that an event waited", told)
