"""A colleague posted a message, handed it over or typed it; or tapped that too soon."""

from dataclasses import dataclass
from uuid import UUID

from services.loans.commands.keep_in_touch import still_wanted
from services.loans.domain.refusals import AnsweredMeanwhile
from services.loans.domain.touch import Touch
from services.loans.store.unit import LoansUnit


@dataclass(frozen=True, slots=True)
class OfMessage:
    """Which message, and who says so."""

    message_id: UUID
    by: UUID


async def message_sent(command: OfMessage, unit: LoansUnit) -> Touch:
    """It is on its way. Raises `NotFound`, `MessageNotThere`, `AnsweredMeanwhile`."""
    touch = await _locked(command, unit)
    loan = await unit.loans.get(touch.loan_id)
    if not await still_wanted(loan, touch.about, touch.on, unit):
        raise AnsweredMeanwhile()
    touch.sent(command.message_id, unit.today(), command.by)
    await unit.touches.save(touch)
    return touch


async def message_not_sent(command: OfMessage, unit: LoansUnit) -> Touch:
    """It was not sent after all, today. Raises `NotFound`, `MessageNotThere`."""
    touch = await _locked(command, unit)
    touch.not_sent(command.message_id, unit.today())
    await unit.touches.save(touch)
    return touch


async def _locked(command: OfMessage, unit: LoansUnit) -> Touch:
    touch_id = await unit.touches.of_message(command.message_id)
    await unit.loans.get(await unit.touches.loan_of(touch_id))  # the lock, before anything of it is read
    return await unit.touches.get(touch_id)
