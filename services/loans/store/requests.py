"""Loads and saves requests, and finds who and what is next. The only code that writes requests and households."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, text, tuple_, update
from sqlalchemy.dialects.postgresql import insert as upsert

from services.loans.domain.priority import Internet, Need, place_in_line
from services.loans.domain.request import Request, RequestStatus
from services.loans.store import tables
from shared.bus.unit import Unit
from shared.contracts.vocabulary import UseProfile
from shared.domain import NotFound

WITH_CODE = select(tables.request, tables.household.c.code.label("household_code")).join(
    tables.household, tables.household.c.id == tables.request.c.household_id
)


class Requests:
    """The requests of the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def lock_line(self) -> None:
        """Wait until nobody else matches in this organisation; until this transaction ends, nobody else will.

        So of two events that have to find each other, the one that is handled last sees what the other left.
        """
        await self._unit.connection.execute(
            text("SELECT pg_advisory_xact_lock(hashtextextended(:line, 0))"), {"line": f"line {self._unit.organisation}"}
        )

    async def get(self, request_id: UUID) -> Request:
        """A request, locked until the transaction ends. Raises `NotFound`."""
        request = await self.find(request_id)
        if request is None:
            raise NotFound()
        return request

    async def find(self, request_id: UUID) -> Request | None:
        """A request, locked until the transaction ends, or None when it is not one of ours."""
        found = await self._unit.connection.execute(
            WITH_CODE.where(tables.request.c.id == request_id).with_for_update(of=tables.request)
        )
        row = found.first()
        return None if row is None else request_from(row)

    async def add(self, request: Request) -> None:
        """Store a new request and the events it caused."""
        await self._unit.connection.execute(
            insert(tables.request).values(
                id=request.id,
                organisation=self._unit.organisation,
                household_id=request.household_id,
                profile=request.profile.value,
                school_child_without_machine=request.need.school_child_without_machine,
                internet=request.need.internet.value,
                since=request.since,
                place_in_line=place_in_line(request.since, request.need),
                status=request.status.value,
                device_id=request.device_id,
                changed_at=self._unit.now(),
            )
        )
        self._unit.record(request.take_events())

    async def save(self, request: Request) -> None:
        """Store what changed on a request, and the events it caused."""
        await self._unit.connection.execute(
            update(tables.request)
            .where(tables.request.c.id == request.id)
            .values(status=request.status.value, device_id=request.device_id, changed_at=self._unit.now())
        )
        self._unit.record(request.take_events())

    async def add_household(self, household_id: UUID, code: str) -> bool:
        """Store a household under a friendly code; False when the code is in use here."""
        stored = await self._unit.connection.execute(
            upsert(tables.household)
            .values(id=household_id, organisation=self._unit.organisation, code=code)
            .on_conflict_do_nothing()
            .returning(tables.household.c.id)
        )
        return stored.first() is not None

    async def code_of_household(self, household_id: UUID) -> str:
        """The friendly code of a household. Raises `NotFound`."""
        code: str | None = await self._unit.connection.scalar(
            select(tables.household.c.code).where(tables.household.c.id == household_id)
        )
        if code is None:
            raise NotFound()
        return code

    async def first_waiting_for(self, profiles: Collection[UseProfile]) -> UUID | None:
        """Who has waited longest, priority counted, for one of these uses."""
        request = tables.request
        found: UUID | None = await self._unit.connection.scalar(
            select(request.c.id)
            .where(request.c.status == "waiting", request.c.profile.in_([profile.value for profile in profiles]))
            .order_by(request.c.place_in_line, request.c.id)
            .limit(1)
        )
        return found

    async def waiting_after(self, last: Request | None, count: int) -> Sequence[Request]:
        """The next ones in line behind `last`, or the first ones; for a round over all who wait."""
        request = tables.request
        query = (
            WITH_CODE.where(request.c.organisation == self._unit.organisation, request.c.status == "waiting")
            .order_by(request.c.place_in_line, request.c.id)
            .limit(count)
        )
        if last is not None:
            query = query.where(
                tuple_(request.c.place_in_line, request.c.id) > tuple_(place_in_line(last.since, last.need), last.id)
            )
        return [request_from(row) for row in await self._unit.connection.execute(query)]

    async def claimed_before(self, moment: datetime, count: int) -> Sequence[UUID]:
        """Requests whose claim got no answer since before `moment`."""
        request = tables.request
        found = await self._unit.connection.scalars(
            select(request.c.id)
            .where(request.c.status == "claimed", request.c.changed_at < moment)
            .order_by(request.c.changed_at)
            .limit(count)
        )
        return found.all()


def request_from(row: Row[Any]) -> Request:
    """A request from its row."""
    return Request(
        id=row.id,
        household_id=row.household_id,
        household_code=row.household_code,
        profile=UseProfile(row.profile),
        need=Need(row.school_child_without_machine, Internet(row.internet)),
        since=row.since,
        status=RequestStatus(row.status),
        device_id=row.device_id,
    )
