"""What is done once a day as long as anybody has a machine of ours: messages are written, and whom to call is listed.

Nothing is sent from here. A message waits for a person, who posts it, hands it over or types it; or goes by itself where this
installation can send texts (`pass_on.py`).
"""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import structlog

from services.loans.domain.household import Household
from services.loans.domain.loan import Loan
from services.loans.domain.loan_status import LoanStatus
from services.loans.domain.quiet import is_quiet
from services.loans.domain.reach import TYPED, Channel, Reach, way_to
from services.loans.domain.touch import INTERNET_AHEAD, ONE_OF_A_FAMILY, About, Message, MessageState, MessageText
from services.loans.store.unit import LoansUnit
from shared.bus.jobs import schedule
from shared.database.engine import is_collision
from shared.runtime.faces import rhythm_here

log = structlog.get_logger()

KIND = "touch_round"
TOUCH_ONE = "touch_one"
PASS_ON = "pass_on_message"  # noqa: S105  - the kind of a job
AT = time(5, 30)
ROUND_SIZE = 100
"""Loans in one transaction: each is locked, and nobody at the counter should wait for it."""


async def plan_touch_round(day: date, unit: LoansUnit) -> None:
    """Have the round of a day run early in the morning, where the organisation is. Planning it twice is planning it once."""
    await schedule(unit, KIND, day.isoformat(), datetime.combine(day, AT, tzinfo=unit.zone).astimezone(UTC))


async def touch_round(key: str, unit: LoansUnit) -> None:
    """The job: the next loans of a day. `key` is the day, and after the first part also the last loan that was done.

    On a Sunday or a public holiday nothing is written: the next day does it.
    """
    day_text, _, last = key.partition("/")
    if not last and await unit.touches.anything_runs():
        await plan_touch_round(max(date.fromisoformat(day_text), unit.today()) + timedelta(days=1), unit)
    if is_quiet(unit.today()):
        return
    today, ahead = unit.today(), timedelta(days=(await rhythm_here(unit)).call_ahead_days)
    internet = today + INTERNET_AHEAD
    loans = await unit.touches.loans_to_think_of(today + ahead, internet, UUID(last) if last else None, ROUND_SIZE)
    for loan_id in loans:
        try:
            async with unit.apart():
                await keep_in_touch(loan_id, ahead, unit)
        except Exception as error:
            if is_collision(error):
                raise  # all of it again: two who wait for each other are nobody's fault
            log.error("a loan is left for later", loan_id=str(loan_id), error=type(error).__name__)
            await schedule(unit, TOUCH_ONE, f"{today.isoformat()}/{loan_id}", unit.now())
    if len(loans) == ROUND_SIZE:
        await schedule(unit, KIND, f"{day_text}/{loans[-1]}", unit.now())


async def touch_one(key: str, unit: LoansUnit) -> None:
    """The job for a loan that failed in the round of a day, so that the others went on. `key` is the day and the loan.

    It is tried again as every job is, and then waits for a person among the dead letters. Too late for its own day it does nothing:
    the round of today looks at every loan anew.
    """
    day, _, loan_id = key.partition("/")
    if day == unit.today().isoformat() and not is_quiet(unit.today()):
        await keep_in_touch(UUID(loan_id), timedelta(days=(await rhythm_here(unit)).call_ahead_days), unit)


async def touch_round_failed(_key: str, unit: LoansUnit) -> None:
    """A part did not end well and is tried again; tomorrow's round comes whatever becomes of it, and knows whether to go on."""
    await plan_touch_round(unit.today() + timedelta(days=1), unit)


async def keep_in_touch(loan_id: UUID, ahead: timedelta, unit: LoansUnit) -> None:
    """What is to do today about one loan. Nothing while it comes back, while the family waits for help from us, or once it is
    forgotten; a room and a bag have nobody to ask."""
    loan = await unit.loans.get(loan_id)
    if loan.status is not LoanStatus.RUNNING or await unit.touches.has_open_ticket(loan.household_id, loan.id):
        return
    today = unit.today()
    due = [(About.INTERNET, day) for day in await unit.touches.internet_of(loan.id, today + INTERNET_AHEAD)]
    if loan.look_again_on is not None and loan.look_again_on <= today + ahead:
        due.append((About.LOOK_AGAIN, loan.look_again_on))
    if not due:
        return
    household = await unit.households.counting(loan.household_id)
    if household is None or not household.is_family:  # forgotten: nobody to write to; of a room or a bag nobody reads it
        return
    reach = await unit.touches.reach_of(household.id)
    for about, day in due:
        touch = await unit.touches.of_loan(loan.id, loan.household_id, about, day)
        hears = about is About.LOOK_AGAIN and await unit.touches.hears_of_another(loan, today - ONE_OF_A_FAMILY)
        if touch.go_on(today, way_to(reach, household), ahead, _writer(household, reach, unit), hears_already=hears):
            await unit.touches.save(touch)
            for one in touch.messages:
                if one.state is MessageState.READY:
                    await plan_message(one.id, one.channel, unit)


async def plan_message(message_id: UUID, channel: Channel | None, unit: LoansUnit) -> None:
    """Have somebody look whether it can go by itself, where it goes to a telephone. Planning it twice is planning it once."""
    if channel in TYPED:
        await schedule(unit, PASS_ON, str(message_id), unit.now())


async def still_wanted(loan: Loan, about: About, on: date, unit: LoansUnit) -> bool:
    """Whether somebody still has to write or call about this day of a loan."""
    if loan.status is not LoanStatus.RUNNING or await unit.touches.has_open_ticket(loan.household_id, loan.id):
        return False
    return about is not About.LOOK_AGAIN or loan.look_again_on == on


def _writer(household: Household, reach: Reach, unit: LoansUnit) -> Callable[[MessageText, Channel], Message]:
    def write(text: MessageText, channel: Channel) -> Message:
        return Message(unit.new_id(), text, channel, household.language, reach.neutral, unit.today())

    return write
