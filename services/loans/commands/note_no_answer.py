"""Somebody tried to reach a family that waits, and nobody answered."""

from dataclasses import dataclass
from uuid import UUID

from services.loans.domain.line_count import NO_ANSWER, CountKind
from services.loans.domain.refusals import NotInLine
from services.loans.domain.request import Request, RequestStatus
from services.loans.store.unit import LoansUnit


@dataclass(frozen=True, slots=True)
class NoteNoAnswer:
    """About which request."""

    request_id: UUID


async def note_no_answer(command: NoteNoAnswer, unit: LoansUnit) -> Request:
    """Count it, and nothing else: it is kept with no family, and the family stays on the list of those to talk with.

    Raises `NotFound`, `NotInLine`.
    """
    request = await unit.requests.look_at(command.request_id)
    if request.status is not RequestStatus.WAITING:
        raise NotInLine()
    await unit.counts.tick(CountKind.NOT_REACHED, NO_ANSWER)
    return request
