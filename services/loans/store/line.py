"""Who stands where in line, and who was put elsewhere. The only code that writes moves."""

from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, insert, select, tuple_

from services.loans.domain.line_move import LineMove, Spot
from services.loans.domain.request import RequestStatus
from services.loans.store import tables
from services.loans.store.requests import WAITING
from shared.bus.unit import Unit

COUNTED = 1000
"""Counting stops there: for people, further than that is far."""
MAY_COME_BACK = (RequestStatus.CLAIMED.value, RequestStatus.RESERVED.value)

request = tables.request
stands = tuple_(request.c.place_in_line, request.c.line_key)


class Line:
    """The line of the unit's organisation. What it says holds as long as the line is locked."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def spot_of(self, request_id: UUID) -> Spot | None:
        """Where a request waits; None when it does not."""
        return await self._spot(self._waiting().where(request.c.id == request_id))

    async def first(self, *, but: UUID) -> Spot | None:
        """Where the first one waits, this one left out; None when nobody else does."""
        in_order = self._waiting().where(request.c.id != but).order_by(request.c.place_in_line, request.c.line_key)
        return await self._spot(in_order.limit(1))

    async def last(self, *, but: UUID) -> Spot | None:
        """Where the last one stands, also of those that may come back to their spot, this one left out; None when nobody does."""
        spots = [
            await self._spot(
                standing.where(request.c.id != but).order_by(request.c.place_in_line.desc(), request.c.line_key.desc()).limit(1)
            )
            for standing in (self._waiting(), self._standing(request.c.status.in_(MAY_COME_BACK)))
        ]
        return max((one for one in spots if one is not None), default=None)

    async def last_before(self, spot: Spot, *, but: UUID) -> Spot | None:
        """Where the one right in front of a spot waits, this one left out; None when nobody does."""
        ahead = self._waiting().where(request.c.id != but, stands < tuple_(spot.place, spot.key))
        return await self._spot(ahead.order_by(request.c.place_in_line.desc(), request.c.line_key.desc()).limit(1))

    async def last_held_before(self, spot: Spot, *, but: UUID) -> Spot | None:
        """The same among those that have a machine and no agreement yet: they keep their spot, and may come back to it."""
        held = self._standing(request.c.status.in_(MAY_COME_BACK)).where(request.c.id != but, stands < tuple_(spot.place, spot.key))
        return await self._spot(held.order_by(request.c.place_in_line.desc(), request.c.line_key.desc()).limit(1))

    async def number_of(self, spot: Spot) -> int:
        """Which one in line somebody on this spot is, from 1; counting stops at a thousand."""
        ahead = self._waiting().where(stands < tuple_(spot.place, spot.key)).limit(COUNTED - 1)
        return 1 + (await self._unit.connection.scalar(select(func.count()).select_from(ahead.subquery())) or 0)

    async def add_move(self, move: LineMove) -> None:
        """Keep what was done."""
        await self._unit.connection.execute(
            insert(tables.line_move).values(
                id=self._unit.new_id(),
                organisation=self._unit.organisation,
                request_id=move.request_id,
                kind=move.to.value,
                before_request=move.before,
                from_number=move.from_number,
                to_number=move.to_number,
                reason=move.reason and move.reason.value,
                words=move.words,
                moved_by=move.moved_by,
                moved_at=move.moved_at,
            )
        )

    def _waiting(self) -> Select[tuple[object, object]]:
        return self._standing(request.c.status == WAITING)

    def _standing(self, so: ColumnElement[bool]) -> Select[tuple[object, object]]:
        return select(request.c.place_in_line, request.c.line_key).where(request.c.organisation == self._unit.organisation, so)

    async def _spot(self, query: Select[tuple[object, object]]) -> Spot | None:
        row = (await self._unit.connection.execute(query)).first()
        return None if row is None else Spot(row.place_in_line, row.line_key)
