"""A service that only exists in these tests: it publishes numbers about things and notes what it applied."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import text

from shared.bus.consumer import Consumer, Handler
from shared.bus.dead_letters import DeadLetters
from shared.bus.doorbell import Doorbell
from shared.bus.relay import Relay
from shared.bus.retries import Retries
from shared.bus.retry_policy import RetryPolicy
from shared.bus.transport import Record, Subscription, Transport
from shared.bus.unit import Unit, Units
from shared.contracts.catalogue import Catalogue
from shared.contracts.event import Event
from shared.database.engine import Database
from shared.database.migrations import migrate
from shared.runtime.clock import SetClock, new_id
from shared.runtime.running import BUS_MIGRATIONS
from shared.runtime.settings import Settings

SERVICE = "probe"
DEADLINE_SECONDS = 60.0


async def migrate_probe(settings: Settings) -> None:
    await migrate(settings.database_url("probe_owner", SERVICE), BUS_MIGRATIONS, "tests.bus.migrations")


def counted_event(topic: str) -> type[Event]:
    """An event class of its own topic, so that each test has a history of its own."""

    class Counted(Event, topic=topic, subject="thing_id"):
        """A thing was counted."""

        thing_id: UUID
        number: int

    return Counted


async def note_effect(event: Any, unit: Unit) -> None:
    """The effect every test looks for: a row, in the transaction of the inbox."""
    cause = unit.cause
    assert cause is not None
    await unit.connection.execute(
        text("INSERT INTO effect (organisation, group_name, subject, number, sequence) VALUES (:o, :g, :s, :n, :q)"),
        {"o": unit.organisation, "g": "effects", "s": event.thing_id, "n": event.number, "q": cause.sequence},
    )


@dataclass
class Probe:
    """The probe's side of the bus, on one transport, with a topic that nobody else uses."""

    settings: Settings
    transport: Transport
    topic: str
    event: type[Event]
    units: Units[Unit]
    bus: Database
    clock: SetClock
    doorbell: Doorbell
    organisation: UUID
    policy: RetryPolicy
    _tasks: list[asyncio.Task[None]] = field(default_factory=list)

    @property
    def group(self) -> str:
        """The group most tests use."""
        return f"group-{self.topic}"

    async def publish(self, thing: UUID, *numbers: int, organisation: UUID | None = None) -> None:
        """Record numbers about a thing, in one transaction."""
        async with self.units.open(organisation or self.organisation) as unit:
            unit.record(self.event(thing_id=thing, number=number) for number in numbers)

    def relay(self) -> Relay:
        return Relay(SERVICE, self.settings.database_url("probe_bus", SERVICE), self.transport, self.doorbell, self.clock)

    async def relay_all(self) -> int:
        """Carry everything that is in the outbox to the transport."""
        return await self.relay().relay_all()

    def consumer(self, handler: Handler = note_effect, group: str | None = None) -> Consumer:
        return Consumer(
            group or self.group,
            {self.event: handler},
            self.units,
            self.bus,
            catalogue=Catalogue([self.event]),
            policy=self.policy,
        )

    def retries(self, consumer: Consumer) -> Retries:
        return Retries({consumer.group: consumer}, self.bus, self.doorbell, self.clock)

    @property
    def dead_letters(self) -> DeadLetters:
        return DeadLetters(self.bus, self.clock)

    @asynccontextmanager
    async def member(
        self, handler: Callable[[Sequence[Record]], Awaitable[None]], group: str | None = None
    ) -> AsyncIterator[Subscription]:
        """A reading member of a group until the block ends."""
        subscription = self.transport.subscribe(group or self.group, [self.topic], handler)
        task = asyncio.create_task(subscription.run())
        try:
            yield subscription
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    async def deliver(self, consumer: Consumer) -> None:
        """Relay, and let a group take everything there is."""
        await self.relay_all()
        async with self.member(consumer.handle, consumer.group) as subscription:
            await within_deadline(subscription.drain())

    async def effects(self, organisation: UUID | None = None) -> list[tuple[UUID, int]]:
        """What was applied, in the order of application."""
        async with self.units.open(organisation or self.organisation) as unit:
            rows = await unit.connection.execute(text("SELECT subject, number FROM effect ORDER BY id"))
            return [(UUID(str(row.subject)), row.number) for row in rows]

    async def effects_of(self, thing: UUID) -> list[int]:
        return [number for subject, number in await self.effects() if subject == thing]

    async def close(self) -> None:
        await self.units.database.close()
        await self.bus.close()


def make_probe(settings: Settings, transport: Transport, topic: str, organisation: UUID | None = None) -> Probe:
    clock = SetClock(datetime.now(UTC))
    doorbell = Doorbell()
    database = Database(settings.database_url("probe_app", SERVICE), pool_size=10)
    units: Units[Unit] = Units(
        SERVICE, Unit, database, clock=clock, zone=ZoneInfo("Europe/Brussels"), committed=lambda: doorbell.ring("outbox")
    )
    return Probe(
        settings=settings,
        transport=transport,
        topic=topic,
        event=counted_event(topic),
        units=units,
        bus=Database(settings.database_url("probe_bus", SERVICE), pool_size=3),
        clock=clock,
        doorbell=doorbell,
        organisation=organisation or new_id(),
        policy=RetryPolicy(attempts=3),
    )


async def within_deadline(work: Awaitable[Any]) -> Any:
    """Wait for something that has to happen; the deadline only says that it never will."""
    async with asyncio.timeout(DEADLINE_SECONDS):
        return await work


async def until(condition: Callable[[], Awaitable[bool]]) -> None:
    """Ask until a condition in another process or server holds, within the deadline."""
    async with asyncio.timeout(DEADLINE_SECONDS):
        while not await condition():
            await asyncio.sleep(0.02)
