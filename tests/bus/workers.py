"""Members of a group on Kafka in the test's own process, that can be looked into and held up.

Handlers here have no inbox behind them: what is dealt with twice shows.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from shared.bus.topics import PARTITIONS
from shared.bus.transport import Record
from shared.bus.transports.kafka.membership import Membership
from shared.bus.transports.kafka.publisher import partition_of
from shared.runtime.clock import new_id
from tests.bus.probe import Probe, until
from tests.bus.test_conformance import publish_all

NUMBERS = list(range(PARTITIONS))


def partition(key: str) -> int:
    return int(partition_of(key.encode(), NUMBERS, NUMBERS))


def keys_everywhere() -> dict[int, str]:
    """A key for each partition."""
    found: dict[int, str] = {}
    while len(found) < PARTITIONS:
        key = new_id().hex
        found.setdefault(partition(key), key)
    return found


@dataclass
class Told:
    """All that was dealt with by anybody, in that order: by whom, the key, the number."""

    all: list[tuple[str, str, int]] = field(default_factory=list)

    def by(self, name: str) -> set[int]:
        """The partitions of which somebody dealt with something."""
        return {partition(key) for who, key, _ in self.all if who == name}

    def numbers(self, key: str) -> list[int]:
        return [number for _, of, number in self.all if of == key]


class Worker:
    """One member, and what a test can see and hold up in it."""

    def __init__(self, probe: Probe, told: Told, name: str) -> None:
        self.probe, self.told, self.name = probe, told, name
        self.before: Callable[[Sequence[Record]], Awaitable[None]] | None = None
        self.membership: Membership | None = None
        self.reading: asyncio.Task[None] | None = None

    async def __call__(self, records: Sequence[Record]) -> None:
        if self.before is not None:
            await self.before(records)
        self.told.all += [(self.name, record.key, int(record.value)) for record in records]

    @property
    def coordinator(self) -> Any:
        assert self.membership is not None
        return self.membership.consumer._coordinator

    @property
    def has(self) -> set[int]:
        """The partitions it reads now."""
        if self.membership is None or self.membership.consumer is None:
            return set()
        return {tp.partition for tp in self.membership.consumer.assignment()}

    @property
    def reads_on(self) -> bool:
        """Whether it goes on reading when the group meets."""
        return self.membership is not None and bool(self.coordinator._reads_on)

    @property
    def meets(self) -> bool:
        """Whether it waits to meet its group."""
        return self.membership is not None and self.coordinator._silent_since is not None


@dataclass
class Group:
    """A group of workers in this process, and numbers for them: of each key from 0 up."""

    probe: Probe
    told: Told = field(default_factory=Told)
    keys: dict[int, str] = field(default_factory=keys_everywhere)
    workers: list[Worker] = field(default_factory=list)
    count: Counter[str] = field(default_factory=Counter)

    async def publish(self, partitions: set[int] | None = None) -> None:
        """The next number of each key, or of those of some partitions."""
        records = []
        for key in [key for number, key in self.keys.items() if partitions is None or number in partitions]:
            records.append(Record(self.probe.topic, key, str(self.count[key]).encode(), {"ce_id": str(new_id())}))
            self.count[key] += 1
        await publish_all(self.probe.transport, records)

    @asynccontextmanager
    async def worker(self, name: str) -> AsyncIterator[Worker]:
        worker = Worker(self.probe, self.told, name)
        self.workers.append(worker)
        worker.reading = asyncio.create_task(self.probe.transport.subscribe(self.probe.group, [self.probe.topic], worker).run())
        try:
            yield worker
        finally:
            self.workers.remove(worker)
            worker.reading.cancel()
            await asyncio.gather(worker.reading, return_exceptions=True)

    def is_shared(self, *workers: Worker) -> Callable[[], Awaitable[bool]]:
        """Whether these read everything, nothing twice, each about as much."""

        async def shared() -> bool:
            share = PARTITIONS // len(workers)
            return all(len(worker.has) == share for worker in workers) and set().union(*(w.has for w in workers)) == set(NUMBERS)

        return shared

    def has_worked(self, name: str) -> Callable[[], Awaitable[bool]]:
        async def worked() -> bool:
            return bool(self.told.by(name))

        return worked

    async def everything_told(self) -> None:
        async def told() -> bool:
            return all(len(set(self.told.numbers(key))) == self.count[key] for key in self.keys.values())

        await until(told)

    def assert_once_and_in_order(self) -> None:
        for key in self.keys.values():
            assert self.told.numbers(key) == list(range(self.count[key])), f"partition {partition(key)}"


@dataclass
class HeldUp:
    """A worker that was told to let go of something, and does not yet."""

    begun: asyncio.Event = field(default_factory=asyncio.Event)
    goes_on: asyncio.Event = field(default_factory=asyncio.Event)


def hold_up(worker: Worker, monkeypatch: pytest.MonkeyPatch) -> HeldUp:
    held, plain = HeldUp(), Membership.let_go

    async def slowly(self: Membership, partitions: Any) -> None:
        if self is worker.membership and partitions:
            held.begun.set()
            await held.goes_on.wait()
        await plain(self, partitions)

    monkeypatch.setattr(Membership, "let_go", slowly)
    return held


async def all_acknowledged(group: Group) -> None:
    async def acknowledged() -> bool:
        ends = await group.probe.transport._cluster.ends([group.probe.topic])  # type: ignore[attr-defined]
        done = await group.probe.transport._cluster.acknowledged(group.probe.group)  # type: ignore[attr-defined]
        return all(done.get(tp) == end for tp, end in ends.items() if end)

    await until(acknowledged)
