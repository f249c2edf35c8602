"""Somebody talked with a family that waits."""

from dataclasses import dataclass
from uuid import UUID

from services.loans.domain.request import Request
from services.loans.store.unit import LoansUnit


@dataclass(frozen=True, slots=True)
class NoteTalk:
    """About which request."""

    request_id: UUID


async def note_talk(command: NoteTalk, unit: LoansUnit) -> Request:
    """Note that the family heard from somebody today. Nothing of what was said; who it was is in the log of acts.

    Raises `NotFound`.
    """
    request = await unit.requests.get(command.request_id)
    request.note_talk(unit.today())
    await unit.requests.save(request)
    return request
