"""What pages read about the line: who was put elsewhere in it and why."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import distinct_on

from services.loans.domain.line_move import LineMove, MoveReason, MoveTo
from services.loans.domain.request import Request, RequestStatus
from services.loans.store.requests import WITH_CODE, request_from
from services.loans.store.tables import line_move, request
from shared.bus.unit import Unit

TO_CHOOSE_FROM = 100
"""As many families of the line as a form can offer."""


async def last_moves(unit: Unit, request_ids: Collection[UUID]) -> dict[UUID, LineMove]:
    """The newest move of each of these requests; one that was never moved is missing."""
    query = (
        select(line_move)
        .where(line_move.c.request_id.in_(request_ids))
        .ext(distinct_on(line_move.c.request_id))
        .order_by(line_move.c.request_id, line_move.c.id.desc())
    )
    return {
        row.request_id: LineMove(
            row.request_id,
            MoveTo(row.kind),
            row.before_request,
            row.from_number,
            row.to_number,
            MoveReason(row.reason) if row.reason else None,
            row.words,
            row.moved_by,
            row.moved_at,
        )
        for row in await unit.connection.execute(query)
    }


async def others_in_line(unit: Unit, but: UUID) -> Sequence[tuple[int, Request]]:
    """The first ones in line with which one they are, from 1; without this one."""
    query = (
        WITH_CODE.where(request.c.organisation == unit.organisation, request.c.status == RequestStatus.WAITING.value)
        .order_by(request.c.place_in_line, request.c.line_key)
        .limit(TO_CHOOSE_FROM)
    )
    found = [request_from(row) for row in await unit.connection.execute(query)]
    return [(number, one) for number, one in enumerate(found, 1) if one.id != but]
