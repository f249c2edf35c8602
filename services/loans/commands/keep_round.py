"""What is kept no longer than an organisation chose: once a week, what is older really goes. It closes nothing that goes on.

The job plans itself again as long as the organisation has families; registering one plans the first.
"""

from datetime import UTC, date, datetime, time, timedelta

from services.loans.commands.forget_household import ForgetHousehold, forget_household
from services.loans.store.unit import LoansUnit
from shared.bus.jobs import schedule
from shared.runtime.faces import rhythm_here

KIND = "keep_round"
AT = time(4, 0)
AT_ONCE = 50
"""Families that one round forgets; more than that, and it comes back the next day."""


async def plan_keep_round(unit: LoansUnit) -> None:
    """Have a round run on the night before the next Monday, where the organisation is. Planning it twice is planning it once."""
    await _plan(unit.today() + timedelta(days=7 - unit.today().weekday()), unit)


async def keep_round(_day: str, unit: LoansUnit) -> None:
    """The job. A family with a loan that runs, a question that waits or a signature within its term is never touched."""
    rhythm, today = await rhythm_here(unit), unit.today()
    await unit.closed.may_have_changed()  # so that what other services believe about closed files is put right by itself
    await unit.old.forget_looks(months_before(today, rhythm.keep_looks_months))
    await unit.old.forget_cards(months_before(today, rhythm.keep_cards_months))
    await unit.old.forget_signed(months_before(today, rhythm.keep_signed_months))
    found = await unit.old.families(months_before(today, rhythm.keep_families_months), AT_ONCE)
    for household_id in found:
        await forget_household(ForgetHousehold(household_id), unit)
        unit.note("forget_by_term", subject=household_id)
    if len(found) == AT_ONCE:
        await _plan(today + timedelta(days=1), unit)
    elif await unit.old.has_families():
        await plan_keep_round(unit)


async def keep_round_failed(_day: str, unit: LoansUnit) -> None:
    """A round did not end well and is tried again; that of next week comes whatever becomes of it."""
    await plan_keep_round(unit)


async def _plan(day: date, unit: LoansUnit) -> None:
    await schedule(unit, KIND, day.isoformat(), datetime.combine(day, AT, tzinfo=unit.zone).astimezone(UTC))


def months_before(day: date, months: int) -> date:
    """The same day so many months before; the first of a month for a day that month does not have."""
    month = day.year * 12 + day.month - 1 - months
    try:
        return day.replace(year=month // 12, month=month % 12 + 1)
    except ValueError:
        return date(month // 12, month % 12 + 1, 1)
