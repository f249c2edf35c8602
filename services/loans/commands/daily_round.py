"""What is done once a day as long as somebody waits: a command with a date, kept as a job."""

from datetime import UTC, date, datetime, time, timedelta

from services.loans.commands.keep_round import plan_keep_round
from services.loans.commands.match import match_all
from services.loans.store.unit import LoansUnit
from shared.bus.jobs import schedule

KIND = "daily_round"
AT = time(5, 0)


async def plan_daily_round(day: date, unit: LoansUnit) -> None:
    """Have the round of a day run at five in the morning, where the organisation is. Planning it twice is planning it once."""
    moment = datetime.combine(day, AT, tzinfo=unit.zone).astimezone(UTC)
    await schedule(unit, KIND, day.isoformat(), moment)


async def daily_round(day_text: str, unit: LoansUnit) -> None:
    """The job: match whoever can be matched, and plan tomorrow's round if somebody still waits or is not answered yet.

    Trusted people who were taken away before today are deleted here too.
    """
    day = date.fromisoformat(day_text)
    await unit.people.forget_removed(unit.today())
    claims = await match_all(unit)
    await plan_keep_round(unit)  # an organisation whose families are all from before there was such a round
    if claims or await unit.requests.waiting_after(None, 1) or await unit.requests.claimed_before(unit.now(), 1):
        await plan_daily_round(max(day, unit.today()) + timedelta(days=1), unit)


async def look_again_tomorrow(unit: LoansUnit) -> None:
    """Somebody waits again, or a name is to be deleted: there may be no round planned any more."""
    await plan_daily_round(unit.today() + timedelta(days=1), unit)


async def daily_round_failed(_day: str, unit: LoansUnit) -> None:
    """A round did not end well and is tried again; that of tomorrow comes whatever becomes of it, and knows whether to go on."""
    await look_again_tomorrow(unit)
