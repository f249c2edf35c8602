"""The unit of work: one transaction of one organisation, and the events it records."""

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from datetime import date, datetime
from typing import Generic, Self, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from shared.bus.audit import Note, write_notes
from shared.bus.envelope import Envelope, Trace
from shared.bus.outbox import RECORD, record_events
from shared.contracts.event import Event
from shared.database.engine import Database, driver_of
from shared.runtime.clock import Clock, new_id


class Unit:
    """What a command works with. Each service has its own, with its repositories.

    Attributes:
        connection: the open transaction; only repositories and queries touch it.
        organisation: whose rows exist for it.
        cause: the envelope of the event that is being handled, or None when a person acts.
    """

    def __init__(
        self, connection: AsyncConnection, *, service: str, organisation: UUID, clock: Clock, zone: ZoneInfo, trace: Trace
    ):
        self.connection, self.service, self.organisation = connection, service, organisation
        self.clock, self.zone, self.trace = clock, zone, trace
        self.cause: Envelope | None = None
        self.recorded = False
        self._pending: list[Event] = []
        self._notes: list[Note] = []

    def now(self) -> datetime:
        """This moment, in UTC."""
        return self.clock.now()

    def today(self) -> date:
        """Today where the organisation is."""
        return self.clock.now().astimezone(self.zone).date()

    @property
    def sequence(self) -> int:
        """The sequence of the event that is being handled, within its subject. Raises `ValueError` when a person acts."""
        if self.cause is None:
            raise ValueError("no event is being handled")
        return self.cause.sequence

    def new_id(self) -> UUID:
        """A UUIDv7."""
        return new_id()

    def record(self, events: Iterable[Event]) -> None:
        """Hold events until `flush`; repositories call it when they save an aggregate."""
        self._pending.extend(events)

    def note(self, act: str, *, subject: UUID | None = None, actor: UUID | None = None, detail: str = "") -> None:
        """Hold a line for the audit log until the transaction ends; see `Note`. A `Call` does it for what it is asked to do."""
        self._notes.append(Note(act, subject, actor, detail))

    async def write_notes(self) -> None:
        """Write the lines that are held, within the transaction."""
        if self._notes:
            notes, self._notes = self._notes, []
            await write_notes(self, notes)

    async def flush(self, statement: str = RECORD, more: Sequence[object] = ()) -> bool:
        """Write what is held to the outbox, within the transaction; False when nothing was. See `record_events`."""
        pending, self._pending = self._pending, []
        if pending:
            self.recorded = True
            await record_events(
                self.connection,
                pending,
                service=self.service,
                organisation=self.organisation,
                time=self.now(),
                trace=self.trace,
                statement=statement,
                more=more,
            )
        return bool(pending)

    @asynccontextmanager
    async def apart(self) -> AsyncIterator[None]:
        """A part of the transaction that may fail by itself: what it wrote and recorded is undone, and the rest goes on.

        What it raised comes out, for the caller to decide. A lost connection takes all along, as ever.
        """
        driver, events, notes = await driver_of(self.connection), len(self._pending), len(self._notes)
        await driver.execute("SAVEPOINT apart")
        try:
            yield
        except Exception:
            await driver.execute("ROLLBACK TO SAVEPOINT apart")
            del self._pending[events:], self._notes[notes:]
            raise
        await driver.execute("RELEASE SAVEPOINT apart")

    def because_of(self, envelope: Envelope) -> Self:
        """From now on this unit acts because of an event; what it records says so."""
        self.cause, self.trace = envelope, envelope.as_cause
        return self


U = TypeVar("U", bound=Unit, covariant=True)


class Units(Generic[U]):
    """Opens units of one service on its database.

    `committed` is called after a commit that recorded events, to wake the relay.
    """

    def __init__(
        self,
        service: str,
        unit: type[U],
        database: Database,
        *,
        clock: Clock,
        zone: ZoneInfo,
        committed: Callable[[], None] = lambda: None,
    ) -> None:
        self.service, self.database, self.clock, self.zone = service, database, clock, zone
        self._unit, self._committed = unit, committed

    @asynccontextmanager
    async def open(self, organisation: UUID, trace: Trace | None = None) -> AsyncIterator[U]:
        """One transaction. It commits when the block ends well, with all its events; otherwise nothing of it happened."""
        async with self.database.transaction(organisation) as connection:
            unit = self._unit(
                connection,
                service=self.service,
                organisation=organisation,
                clock=self.clock,
                zone=self.zone,
                trace=trace or Trace(new_id()),
            )
            yield unit
            await unit.flush()
            await unit.write_notes()
        if unit.recorded:
            self._committed()
