"""When nobody starts about a loan: on Sundays and public holidays in Belgium, and nothing is sent outside set hours.

Source: the law of 4 January 1974 on public holidays and the royal decree of 18 April 1974, article 1: ten days, of which Easter
Monday, Ascension Day and Whit Monday move with Easter.
"""

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

FIXED = ((1, 1), (5, 1), (7, 21), (8, 15), (11, 1), (11, 11), (12, 25))
AFTER_EASTER = (1, 39, 50)
SUNDAY = 6


def easter(year: int) -> date:
    """Easter Sunday in the Gregorian calendar, by the rule of Meeus, Jones and Butcher (Nature, 20 April 1876)."""
    golden, century, of_century = year % 19, year // 100, year % 100
    leap_centuries, left_century = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - correction + 15) % 30
    leap_years, left_year = divmod(of_century, 4)
    weekday = (32 + 2 * left_century + 2 * leap_years - epact - left_year) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)


@cache
def holidays(year: int) -> frozenset[date]:
    """The ten public holidays of a year."""
    fixed = {date(year, month, day) for month, day in FIXED}
    return frozenset(fixed | {easter(year) + timedelta(days=days) for days in AFTER_EASTER})


def is_quiet(day: date) -> bool:
    """Whether nothing is written or asked on this day."""
    return day.weekday() == SUNDAY or day in holidays(day.year)


def next_working_day(day: date) -> date:
    """This day, or the first one after it on which somebody may start about a loan."""
    while is_quiet(day):
        day += timedelta(days=1)
    return day


def may_send_from(now: datetime, zone: ZoneInfo, from_hour: int, until_hour: int) -> datetime:
    """When something may be sent: `now` itself, or the first moment after it (UTC).

    Args:
        zone: where the organisation is; the hours are those of a clock there, also on the days on which it is put forward or back.
        from_hour, until_hour: from the first until, and not in, the second; both between the hours at which clocks are changed.
    """
    here = now.astimezone(zone)
    day = here.date()
    if not is_quiet(day) and from_hour <= here.hour < until_hour:
        return now
    if here.hour >= from_hour:
        day += timedelta(days=1)
    while is_quiet(day):
        day += timedelta(days=1)
    return datetime.combine(day, time(from_hour), tzinfo=zone).astimezone(UTC)
