"""Loads and saves requests, and finds who and what is next. The only code that writes requests."""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, select, text, tuple_, update

from services.loans.domain.priority import COUNTED_FIRST, DaysAhead, Internet, Need, PriorityReason, days_ahead
from services.loans.domain.request import Request, RequestStatus
from services.loans.domain.wishes import HomeOffer, MachineWishes, QuietPlace
from services.loans.store import tables
from shared.bus.unit import Unit
from shared.contracts.vocabulary import Accessory, MachineWish, UseProfile
from shared.database.engine import driver_of
from shared.domain import NotFound

WITH_CODE = select(tables.request, tables.household.c.code.label("household_code")).join(
    tables.household, tables.household.c.id == tables.request.c.household_id
)

# Part of the statement and not a value in it: a plan for all values could not use the indexes on these states alone.
WAITING, CLAIMED = text("'waiting'"), text("'claimed'")
# Made once: putting a statement together costs more than running it.
LOCK = WITH_CODE.where(tables.request.c.id == bindparam("request_id")).with_for_update(of=tables.request)
SAVE = update(tables.request).where(tables.request.c.id == bindparam("request_id"))
# The hottest ones go to the driver as they are.
ADD = """
INSERT INTO request (id, organisation, household_id, profile, school_child_without_machine, internet, since, place_in_line,
                     status, device_id, changed_at, wishes, days_ahead, machine_wishes, must_have, quiet_place)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13::text::jsonb, $14, $15, $16)
"""


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
        found = await self._unit.connection.execute(LOCK, {"request_id": request_id})
        row = found.first()
        return None if row is None else request_from(row)

    async def open_of_households(self, household_ids: Collection[UUID]) -> Sequence[UUID]:
        """The requests of these rows that did not become a loan yet and were not withdrawn, in the order of their ids."""
        request = tables.request
        over = (RequestStatus.LENT.value, RequestStatus.ENDED.value, RequestStatus.WITHDRAWN.value)
        mine = select(request.c.id).where(request.c.household_id.in_(household_ids), request.c.status.not_in(over))
        return (await self._unit.connection.scalars(mine.order_by(request.c.id))).all()

    async def look_at(self, request_id: UUID) -> Request:
        """A request as it is now, not locked. Raises `NotFound`."""
        row = (await self._unit.connection.execute(WITH_CODE.where(tables.request.c.id == request_id))).first()
        if row is None:
            raise NotFound()
        return request_from(row)

    async def add(self, request: Request) -> None:
        """Store a new request and the events it caused."""
        driver = await driver_of(self._unit.connection)
        await driver.execute(
            ADD,
            request.id,
            self._unit.organisation,
            request.household_id,
            request.profile.value,
            request.need.school_child_without_machine,
            request.need.internet.value,
            request.since,
            request.place,
            request.status.value,
            request.device_id,
            self._unit.now(),
            [wish.value for wish in request.wishes],
            json.dumps(request.days_ahead),
            [wish.value for wish in request.machine.wanted],
            [wish.value for wish in request.machine.must],
            request.quiet.value,
        )
        self._unit.record(request.take_events())

    async def save(self, request: Request) -> None:
        """Store what changed on a request, and the events it caused."""
        await self._unit.connection.execute(
            SAVE,
            {
                "request_id": request.id,
                "status": request.status.value,
                "device_id": request.device_id,
                "changed_at": self._unit.now(),
                "talked_on": request.talked_on,
                "lay_ready_until": request.lay_ready_until,
                "place_in_line": request.place,
                "rule_place": request.rule_place,
                "moved_key": request.moved_key,
                "talk_by": request.talk_by,
                "offered": [one.value for one in request.offered],
                "withdrawn_on": request.withdrawn_on,
            },
        )
        self._unit.record(request.take_events())

    async def asks_something_else(self, request: Request) -> bool:
        """Whether the family of this request waits for a machine, or has one ready, by another request."""
        other = tables.request
        under_way = other.c.status.in_([RequestStatus.WAITING.value, RequestStatus.CLAIMED.value, RequestStatus.RESERVED.value])
        same = select(other.c.id).where(other.c.household_id == request.household_id, other.c.id != request.id, under_way)
        return await self._unit.connection.scalar(same.limit(1)) is not None

    async def promised(self, device_id: UUID) -> UUID | None:
        """The request that has claimed this machine, has it reserved or has it on loan; None when nobody has."""
        found: UUID | None = await self._unit.connection.scalar(
            select(tables.request.c.id).where(tables.request.c.device_id == device_id)
        )
        return found

    async def first_waiting_for(self, profiles: Collection[UseProfile], meets: Collection[MachineWish]) -> UUID | None:
        """Who has waited longest, priority counted, for one of these uses; without those that wait for a talk, and those that
        cannot do without what is not met."""
        request = tables.request
        found: UUID | None = await self._unit.connection.scalar(
            select(request.c.id)
            .where(request.c.status == WAITING, request.c.profile.in_([profile.value for profile in profiles]))
            .where(request.c.lay_ready_until.is_(None))
            .where(request.c.must_have.contained_by([wish.value for wish in meets]))
            .order_by(request.c.place_in_line, request.c.line_key)
            .limit(1)
        )
        return found

    async def waiting_after(self, last: Request | None, count: int) -> Sequence[Request]:
        """The next ones in line behind `last`, or the first ones; for a round over all who wait, and not for a talk first."""
        request = tables.request
        query = (
            WITH_CODE.where(request.c.organisation == self._unit.organisation, request.c.status == WAITING)
            .order_by(request.c.place_in_line, request.c.line_key)
            .limit(count)
        )
        if last is not None:
            query = query.where(tuple_(request.c.place_in_line, request.c.line_key) > tuple_(last.place, last.spot.key))
        return [request_from(row) for row in await self._unit.connection.execute(query)]

    async def claimed_before(self, moment: datetime, count: int) -> Sequence[UUID]:
        """Requests whose claim got no answer since before `moment`."""
        request = tables.request
        found = await self._unit.connection.scalars(
            select(request.c.id)
            .where(request.c.status == CLAIMED, request.c.changed_at < moment)
            .order_by(request.c.changed_at)
            .limit(count)
        )
        return found.all()


def request_from(row: Row[Any]) -> Request:
    """A request from its row."""
    need = Need(row.school_child_without_machine, Internet(row.internet))
    return Request(
        id=row.id,
        household_id=row.household_id,
        household_code=row.household_code,
        profile=UseProfile(row.profile),
        need=need,
        since=row.since,
        place=row.place_in_line,
        days_ahead=_days_ahead(row.days_ahead, need),
        status=RequestStatus(row.status),
        device_id=row.device_id,
        wishes=tuple(Accessory(wish) for wish in row.wishes),
        talked_on=row.talked_on,
        lay_ready_until=row.lay_ready_until,
        rule_place=row.rule_place,
        moved_key=row.moved_key,
        talk_by=row.talk_by,
        machine=MachineWishes(tuple(map(MachineWish, row.machine_wishes)), tuple(map(MachineWish, row.must_have))),
        quiet=QuietPlace(row.quiet_place),
        offered=tuple(HomeOffer(one) for one in row.offered),
        withdrawn_on=row.withdrawn_on,
    )


def _days_ahead(kept: Mapping[str, int] | None, need: Need) -> DaysAhead:
    if kept is None:
        return days_ahead(need, COUNTED_FIRST)
    return {one: kept[one.value] for one in PriorityReason if one.value in kept}
