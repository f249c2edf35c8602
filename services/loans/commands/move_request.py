"""Staff puts a family elsewhere in line, with a reason, or back where the rule puts it."""

from dataclasses import dataclass
from uuid import UUID

from services.loans.commands.match import match_request
from services.loans.domain.line_move import LineMove, MoveReason, MoveTo, Spot, clean_words, needs_reason, spot_between
from services.loans.domain.refusals import AlreadyThere, NotInLine, OtherNotInLine
from services.loans.domain.request import Request, RequestStatus
from services.loans.store.unit import LoansUnit


@dataclass(frozen=True, slots=True)
class MoveRequest:
    """Which request goes where, and why.

    Attributes:
        by: who of staff does it.
        before: the request in front of which it comes; only for `MoveTo.BEFORE`.
        reason: not needed to go back to the rule.
        words: at most 140 letters beside the reason, for staff alone.
    """

    request_id: UUID
    to: MoveTo
    by: UUID
    before: UUID | None = None
    reason: MoveReason | None = None
    words: str = ""


async def move_request(command: MoveRequest, unit: LoansUnit) -> Request:
    """Put it there, keep who did it and why, and look for a machine at once. To the front is the front of now: who asks later may
    come before it by the rule. To the back is the back of now: who asks later comes behind it.

    Raises `NotFound`, `NotInLine`, `OtherNotInLine`, `AlreadyThere`, `NoRoomInLine`, `MoveReasonMissing`, `MoveWordsMissing`,
    `TextTooLong`, `RegisterNumberInText`.
    """
    reason = words = None
    if command.to is not MoveTo.RULE:
        reason = needs_reason(command.reason)
        words = clean_words(reason, command.words)
    await unit.requests.lock_line()  # first, as everybody does; nobody comes between while we look who stands where
    request = await unit.requests.get(command.request_id)
    if request.status is not RequestStatus.WAITING:
        raise NotInLine()
    before = request.spot
    from_number = await unit.line.number_of(before)
    if command.to is MoveTo.RULE:
        request.back_to_rule()
    else:
        request.move_to(await _spot(command, request, unit))
    await unit.requests.save(request)
    to_number = await unit.line.number_of(request.spot)
    move = LineMove(request.id, command.to, command.before, from_number, to_number, reason, words, command.by, unit.now())
    await unit.line.add_move(move)
    await match_request(request.id, unit)
    return await unit.requests.get(request.id)


async def _spot(command: MoveRequest, request: Request, unit: LoansUnit) -> Spot:
    """Where it comes. Raises `AlreadyThere`, `OtherNotInLine` and `NoRoomInLine`."""
    if command.to is MoveTo.FRONT:
        first = await unit.line.first(but=request.id)
        if first is None or request.spot < first:
            raise AlreadyThere()
        return request.spot_ahead_of(first)
    if command.to is MoveTo.BACK:
        last = await unit.line.last(but=request.id)
        if last is None or last < request.spot:
            raise AlreadyThere()
        return request.spot_behind(last)
    later = await unit.line.spot_of(command.before) if command.before and command.before != request.id else None
    if later is None:
        raise OtherNotInLine()
    earlier = await unit.line.last_before(later, but=request.id)
    if request.spot < later and (earlier is None or earlier < request.spot):
        raise AlreadyThere()
    held = await unit.line.last_held_before(later, but=request.id)
    return spot_between(max((one for one in (earlier, held) if one is not None), default=None), later)
