"""Pages that the counter leads through: a bar on top tells which step it is, and after the step it leads on."""

from uuid import UUID

from fastapi import Request
from fastapi.responses import Response

from services.loans.queries.counter import AtTheCounter, held_by
from shared.bus.unit import Unit
from shared.identity.tokens import Person


async def counter_bar(
    unit: Unit, request: Request, *, request_id: UUID | None = None, household_id: UUID | None = None
) -> AtTheCounter | None:
    """The time at the counter for which this colleague opens the page; None when he is not busy with this family there."""
    person: Person | None = getattr(request.state, "person", None)
    return None if person is None else await held_by(unit, person.id, request_id=request_id, household_id=household_id)


async def back_to_counter(unit: Unit, request: Request, request_id: UUID, answer: Response) -> Response:
    """The answer to a step that succeeded; where that step was done at the counter, it leads back to there."""
    busy = await counter_bar(unit, request, request_id=request_id)
    if busy is not None and answer.status_code == 303:
        answer.headers["location"] = f"/loans/counter/{busy.visit.id}"
    return answer
