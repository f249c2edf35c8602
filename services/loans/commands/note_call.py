"""A colleague called a family, or tried to."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.loans.commands.extend_loan import go_on
from services.loans.commands.keep_in_touch import still_wanted
from services.loans.domain.refusals import AnsweredMeanwhile
from services.loans.domain.touch import About, CallTry, Outcome, Touch
from services.loans.store.unit import LoansUnit


@dataclass(frozen=True, slots=True)
class NoteCall:
    """What came of it. `call_on` is the day to call again, where the family asked for one."""

    touch_id: UUID
    outcome: Outcome
    by: UUID
    call_on: date | None = None


async def note_call(command: NoteCall, unit: LoansUnit) -> Touch:
    """Note it. What the family still needs, it keeps: we look again as long from now as with a new loan. Who brings everything back
    starts that here, and nobody asks why.

    Raises `NotFound`, `AnsweredMeanwhile`, `CallDayNotNear`.
    """
    loan = await unit.loans.get(await unit.touches.loan_of(command.touch_id))
    touch = await unit.touches.get(command.touch_id)
    if not await still_wanted(loan, touch.about, touch.on, unit):
        raise AnsweredMeanwhile()
    touch.note_call(CallTry(unit.new_id(), command.outcome, unit.today(), command.by), command.call_on)
    await unit.touches.save(touch)
    if command.outcome is Outcome.BRINGS_BACK:
        loan.request_return()
    elif command.outcome is Outcome.REACHED and touch.about is About.LOOK_AGAIN:
        await go_on(loan, None, unit)
    await unit.loans.save(loan)
    return touch
