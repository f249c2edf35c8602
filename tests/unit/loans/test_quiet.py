"""When something may be sent."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from services.loans.domain.quiet import may_send_from, next_working_day

BRUSSELS = ZoneInfo("Europe/Brussels")


def here(moment: str) -> datetime:
    return datetime.fromisoformat(moment).replace(tzinfo=BRUSSELS)


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2026-06-10 08:59", "2026-06-10 09:00"),
        ("2026-06-10 09:00", "2026-06-10 09:00"),
        ("2026-06-10 18:59", "2026-06-10 18:59"),
        ("2026-06-10 19:00", "2026-06-11 09:00"),
        ("2026-06-13 12:00", "2026-06-13 12:00"),  # a Saturday
        ("2026-06-13 20:00", "2026-06-15 09:00"),
        ("2026-06-14 12:00", "2026-06-15 09:00"),
        ("2026-12-24 20:00", "2026-12-26 09:00"),  # over Christmas, to a Saturday
        ("2026-04-04 19:30", "2026-04-07 09:00"),  # Easter, and the Monday after it
        ("2026-03-28 23:00", "2026-03-30 09:00"),  # the clock goes forward on Sunday
        ("2026-10-24 23:00", "2026-10-26 09:00"),  # and back
    ],
)
def test_hours_are_those_of_a_clock_on_the_wall(now: str, then: str) -> None:
    found = may_send_from(here(now).astimezone(UTC), BRUSSELS, 9, 19)
    assert found == here(then)
    assert may_send_from(found, BRUSSELS, 9, 19) == found, "then it may"


def test_summer_and_winter_are_an_hour_apart_for_the_sun() -> None:
    assert may_send_from(here("2026-03-28 23:00"), BRUSSELS, 9, 19) == datetime(2026, 3, 30, 7, tzinfo=UTC)
    assert may_send_from(here("2026-10-24 23:00"), BRUSSELS, 9, 19) == datetime(2026, 10, 26, 8, tzinfo=UTC)
    assert may_send_from(datetime(2026, 10, 26, 8, 30, tzinfo=UTC), BRUSSELS, 10, 13) == datetime(2026, 10, 26, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "first"),
    [
        (date(2026, 11, 23), date(2026, 11, 23)),
        (date(2026, 11, 1), date(2026, 11, 2)),
        (date(2027, 3, 28), date(2027, 3, 30)),
        (date(2026, 12, 25), date(2026, 12, 26)),
    ],
    ids=["a_monday", "a_sunday", "easter_and_the_monday_after", "christmas_on_a_friday"],
)
def test_a_promise_falls_on_a_day_on_which_somebody_is_there(day: date, first: date) -> None:
    assert next_working_day(day) == first
