"""Somebody talked with a family that waits."""

from dataclasses import dataclass
from uuid import UUID

from services.loans.commands.daily_round import look_again_tomorrow
from services.loans.commands.match import match_request
from services.loans.domain.request import Request
from services.loans.store.unit import LoansUnit


@dataclass(frozen=True, slots=True)
class NoteTalk:
    """About which request."""

    request_id: UUID


async def note_talk(command: NoteTalk, unit: LoansUnit) -> Request:
    """Note that the family heard from somebody today. Nothing of what was said; who it was is in the log of acts.

    One that did not come for its machine waits for a machine from now on, and gets what is there at once.

    Raises `NotFound`.
    """
    await unit.requests.lock_line()  # somebody may wait again: first, as everybody does
    request = await unit.requests.get(command.request_id)
    waited_for_talk = request.waits_for_talk
    request.note_talk(unit.today())
    await unit.requests.save(request)
    if not waited_for_talk:
        return request
    await look_again_tomorrow(unit)
    await match_request(request.id, unit)
    return await unit.requests.get(request.id)
