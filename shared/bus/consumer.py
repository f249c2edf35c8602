"""The consumer side of the bus: inbox, effects and outgoing events of a delivery are one transaction, then it is acknowledged.

Most batches go the fast way: one transaction for all events of an organisation. When something in it fails, the batch is
undone and its events go one by one, so that only the failing key is put aside.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from pydantic import ValidationError
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.bus.envelope import Envelope, Unreadable, read_envelope
from shared.bus.forgotten import is_about_forgotten
from shared.bus.metrics import EVENTS_APPLIED, EVENTS_FAILED, EVENTS_REPEATED, HANDLED
from shared.bus.parking import blocked_keys, id_of_unreadable, park
from shared.bus.retry_policy import RetryPolicy
from shared.bus.transport import Record
from shared.bus.unit import Unit, Units
from shared.contracts.catalogue import Catalogue, UnknownType
from shared.contracts.event import Event
from shared.database.engine import Database, driver_of, is_collision, is_outage, is_unavailable

log = structlog.get_logger()

LONGEST_HANDLER_SECONDS = 60.0
COLLISIONS_BEFORE_PARKING = 5
ORGANISATIONS_AT_ONCE = 3
"""Leaves connections of the pool for people."""

APPLY_ONCE = """
INSERT INTO bus.inbox (group_name, event_id, organisation)
SELECT $1, id, $3 FROM unnest($2::uuid[]) AS new (id) ORDER BY id ON CONFLICT DO NOTHING RETURNING event_id
"""
IS_PARKED = "SELECT 1 FROM bus.parked_event WHERE group_name = $1 AND event_id = $2"
IS_APPLIED = "SELECT 1 FROM bus.inbox WHERE group_name = $1 AND event_id = $2"

Handler = Callable[[Any, Any], Awaitable[None]]
"""`async def on_device_ready(event: DeviceReady, unit: LoansUnit) -> None`."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A readable event and who handles it."""

    record: Record
    envelope: Envelope
    event: Event
    handler: Handler


@dataclass(frozen=True, slots=True)
class Poison:
    """A record that cannot be read, and why."""

    record: Record
    event_id: UUID
    organisation: UUID | None
    error: Exception


async def first_time(connection: AsyncConnection, group: str, organisation: UUID, ids: Sequence[UUID]) -> set[UUID]:
    """Enter event ids in the inbox, in the open transaction; returns those that were not there yet."""
    rows = await (await driver_of(connection)).fetch(APPLY_ONCE, group, list(ids), organisation)
    return {row["event_id"] for row in rows}


class Consumer:
    """One group of one service: its handlers and what happens when they fail.

    Args:
        group: such as `loans.reactions`.
        handlers: by event class, in its newest version.
        units: opens transactions as the application role.
        bus: the same database as the bus role, for records whose organisation cannot be read.
        skips_forgotten: whether an event about a household that is forgotten here is left without effect.
    """

    def __init__(
        self,
        group: str,
        handlers: Mapping[type[Event], Handler],
        units: Units[Unit],
        bus: Database,
        *,
        catalogue: Catalogue,
        policy: RetryPolicy,
        parked: Callable[[], None] = lambda: None,
        skips_forgotten: bool = False,
    ) -> None:
        self.group, self.handlers, self.units, self.policy = group, handlers, units, policy
        self._skips_forgotten = skips_forgotten
        self._bus, self._catalogue, self._parked = bus, catalogue, parked
        self._names = {event.type.rpartition(".")[0] for event in handlers}
        EVENTS_REPEATED.labels(units.service, group)  # at 0 from the start, so that the first one is seen to be one more
        EVENTS_FAILED.labels(units.service, group, "unreadable")
        self._side_by_side = asyncio.Semaphore(ORGANISATIONS_AT_ONCE)

    @property
    def topics(self) -> list[str]:
        """The topics this group has to read."""
        return sorted({event.topic for event in self.handlers})

    async def handle(self, records: Sequence[Record]) -> None:
        """Deal with a batch: each event is applied, known already, put aside or of no concern. Then it may be acknowledged.

        Raises when the database is away: the transport brings the same records again.
        """
        with HANDLED.labels(self.units.service, self.group).time():
            found = [delivery for delivery in map(self.read, records) if delivery is not None]
            by_organisation: defaultdict[UUID, list[Delivery]] = defaultdict(list)
            for delivery in found:
                if isinstance(delivery, Poison):
                    await self._one_by_one(found)
                    return
                by_organisation[delivery.envelope.organisation].append(delivery)
            # A key belongs to one organisation, so side by side they keep its order; and they share the wait for the disk.
            work = (self._of_one_organisation(organisation, deliveries) for organisation, deliveries in by_organisation.items())
            for result in await asyncio.gather(*work, return_exceptions=True):
                if isinstance(result, BaseException):
                    raise result

    async def _of_one_organisation(self, organisation: UUID, deliveries: Sequence[Delivery]) -> None:
        async with self._side_by_side:
            if len(deliveries) == 1:
                await self._one_by_one(deliveries)
                return
            try:
                async with asyncio.timeout(LONGEST_HANDLER_SECONDS):
                    await self._together(organisation, deliveries)
            except Exception as error:
                if is_unavailable(error) and not isinstance(error, OSError):
                    raise
                log.info("a batch failed; its events go one by one", group=self.group, error=type(error).__name__)
                await self._one_by_one(deliveries)

    def read(self, record: Record) -> Delivery | Poison | None:
        """What a record is to this group; None when it is of no concern."""
        envelope = None
        name = record.headers.get("ce_type", "").rpartition(".")[0]
        if name and name not in self._names:
            return None  # whatever it says, and in whatever version
        try:
            envelope = read_envelope(record)
            event = self._catalogue.read(envelope.type, record.value)
            handler = self.handlers.get(type(event))
            if handler is None:
                return None
            if str(event.subject) != record.key:
                raise Unreadable("the payload is about another subject than the key")
            return Delivery(record, envelope, event, handler)
        except UnknownType:
            return None
        except Exception as error:  # an upcast may stumble over what it did not expect
            if envelope is None:
                return Poison(record, id_of_unreadable(record), None, error)
            return Poison(record, envelope.id, envelope.organisation, _without_input(error))

    async def apply(self, unit: Unit, delivery: Delivery) -> None:
        """Let the handler work, and write the events it caused, within the unit's transaction."""
        with structlog.contextvars.bound_contextvars(correlation_id=str(delivery.envelope.trace.correlation_id)):
            if self._skips_forgotten and await is_about_forgotten(unit, delivery.event):
                return
            await delivery.handler(delivery.event, unit.because_of(delivery.envelope))
            await unit.flush()

    def applied(self, delivery: Delivery) -> None:
        """Tell that an event had its effect; call it after the commit."""
        envelope = delivery.envelope
        EVENTS_APPLIED.labels(self.units.service, self.group, envelope.type).inc()
        log.info(
            "event applied",
            service=self.units.service,
            group=self.group,
            event_type=envelope.type,
            event_id=str(envelope.id),
            correlation_id=str(envelope.trace.correlation_id),
        )

    async def _together(self, organisation: UUID, deliveries: Sequence[Delivery]) -> None:
        applied: list[Delivery] = []
        async with self.units.open(organisation) as unit:
            blocked = await blocked_keys(unit.connection, self.group, (delivery.record.key for delivery in deliveries))
            free = [delivery for delivery in deliveries if delivery.record.key not in blocked]
            new = await first_time(unit.connection, self.group, organisation, [delivery.envelope.id for delivery in free])
            EVENTS_REPEATED.labels(self.units.service, self.group).inc(len(free) - len(new))
            # Two groups may write the same rows, as reactions that project first do. When both go in the order of the keys,
            # neither waits for one that waits for it. Within a key the order stays; between keys nobody was promised one.
            for delivery in sorted(deliveries, key=lambda one: one.record.key):
                if delivery.record.key in blocked:
                    await self._queue(unit, delivery)
                elif delivery.envelope.id in new:
                    new.remove(delivery.envelope.id)  # the same event may be in one batch twice
                    await self.apply(unit, delivery)
                    applied.append(delivery)
        for delivery in applied:
            self.applied(delivery)

    async def _one_by_one(self, deliveries: Sequence[Delivery | Poison]) -> None:
        for delivery in deliveries:
            if isinstance(delivery, Poison):
                await self._park_poison(delivery)
            else:
                await self._alone(delivery)

    async def _alone(self, delivery: Delivery) -> None:
        envelope = delivery.envelope
        for collisions in range(COLLISIONS_BEFORE_PARKING + 1):
            is_new = False
            try:
                async with asyncio.timeout(LONGEST_HANDLER_SECONDS), self.units.open(envelope.organisation) as unit:
                    if await blocked_keys(unit.connection, self.group, [delivery.record.key]):
                        await self._queue(unit, delivery)
                    elif is_new := bool(await first_time(unit.connection, self.group, envelope.organisation, [envelope.id])):
                        await self.apply(unit, delivery)
                    else:
                        EVENTS_REPEATED.labels(self.units.service, self.group).inc()
                if is_new:
                    self.applied(delivery)
                return
            except Exception as error:
                if is_collision(error) and collisions < COLLISIONS_BEFORE_PARKING:
                    continue
                if await is_outage(error, self.units.database):
                    raise
                await self._park_failed(delivery, error)
                return

    async def _queue(self, unit: Unit, delivery: Delivery) -> None:
        """Put an event behind those of its key that wait already."""
        envelope = delivery.envelope
        if await self._is_applied(unit, envelope.id):
            return
        await park(
            unit.connection,
            self.group,
            delivery.record,
            event_id=envelope.id,
            organisation=envelope.organisation,
            now=unit.now(),
        )

    async def _park_failed(self, delivery: Delivery, error: Exception) -> None:
        """Put a failing event aside, to be tried again later, and block its key."""
        envelope = delivery.envelope
        EVENTS_FAILED.labels(self.units.service, self.group, envelope.type).inc()
        log.warning(
            "an event failed and is put aside",
            group=self.group,
            event_type=envelope.type,
            event_id=str(envelope.id),
            correlation_id=str(envelope.trace.correlation_id),
            error=type(error).__name__,
        )
        async with self.units.open(envelope.organisation) as unit:
            # Another member of the group may have had better luck with the same event in the meantime.
            if await self._is_applied(unit, envelope.id):
                return
            await park(
                unit.connection,
                self.group,
                delivery.record,
                event_id=envelope.id,
                organisation=envelope.organisation,
                now=unit.now(),
                error=error,
                retry_at=self.retry_at(unit.now(), attempts=1),
                attempts=1,
            )
        self._parked()

    def retry_at(self, now: datetime, *, attempts: int) -> datetime | None:
        """When to try again after so many failures; None when a person has to look."""
        pause = self.policy.pause_after(attempts)
        return None if pause is None else now + pause

    async def _park_poison(self, poison: Poison) -> None:
        """Make a record that cannot be read a dead letter at once."""
        log.error(
            "an event cannot be read and is a dead letter",
            group=self.group,
            topic=poison.record.topic,
            error=type(poison.error).__name__,
        )
        EVENTS_FAILED.labels(self.units.service, self.group, "unreadable").inc()
        async with self._bus.transaction_of_all() as connection:
            known = await connection.exec_driver_sql(IS_PARKED, (self.group, poison.event_id))
            if known.first() is not None:
                return  # it came before, and a person decides or has decided
            await park(
                connection,
                self.group,
                poison.record,
                event_id=poison.event_id,
                organisation=poison.organisation,
                now=self.units.clock.now(),
                error=poison.error,
            )
        self._parked()

    async def _is_applied(self, unit: Unit, event_id: UUID) -> bool:
        return (await unit.connection.exec_driver_sql(IS_APPLIED, (self.group, event_id))).first() is not None


def _without_input(error: Exception) -> Exception:
    """A validation error without the values that caused it: an error text must not carry data."""
    if isinstance(error, ValidationError):
        return Unreadable("; ".join(f"{'.'.join(map(str, e['loc']))}: {e['type']}" for e in error.errors(include_input=False)))
    return error
