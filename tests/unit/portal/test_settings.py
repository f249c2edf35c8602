"""Hours and numbers as people type them."""

import ast
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from launcher.environment import PROJECT
from services.portal.domain.house_texts import clean_notice, clean_place_to_ask
from services.portal.domain.numbers import LIMITS, RHYTHM, read_number, usual
from services.portal.domain.opening import as_typed, read_blocks, with_exception
from services.portal.domain.refusals import (
    BadHours,
    HoursOverlap,
    NoticeWithoutDutch,
    NoWholeNumber,
    OutOfBounds,
    TooManyExceptions,
    TooManyHours,
    TooManyNumbers,
)
from services.portal.web.act_texts import ACT
from services.portal.web.texts import LIMIT_WORDS, RHYTHM_WORDS
from services.portal.web.upkeep_texts import findings, why
from shared.contracts.limits import LimitsWish, limits_of
from shared.contracts.portal import MOST_EXCEPTIONS, NOTICE_LANGUAGES, Notice, OpeningHours
from shared.contracts.rhythm import RhythmWish, rhythm_of
from shared.contracts.upkeep import GroupHealth, Health
from shared.language.languages import Reach, languages


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("9-12", "09:00-12:00"),
        ("9-12 en 13.30-17", "09:00-12:00, 13:30-17:00"),
        ("13:30 tot 17:00, 9u15-12u", "09:15-12:00, 13:30-17:00"),
        ("van 14 tot 17 uur", "14:00-17:00"),
        ("", ""),
        ("Gesloten", ""),
    ],
)
def test_hours_are_read_as_people_write_them(typed: str, kept: str) -> None:
    assert as_typed(read_blocks(typed)) == kept
    assert as_typed(read_blocks(kept)) == kept


@pytest.mark.parametrize(
    ("typed", "refusal"),
    [
        ("straks", BadHours),
        ("9", BadHours),
        ("17-9", BadHours),
        ("9-9", BadHours),
        ("8-25", BadHours),
        ("9.75-12", BadHours),
        ("9-12, 11-13", HoursOverlap),
        ("1-2, 3-4, 5-6, 7-8, 9-10", TooManyHours),
    ],
)
def test_what_says_no_hours_is_refused(typed: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        read_blocks(typed)


@given(st.text(max_size=40))
def test_nothing_that_is_typed_breaks_it(typed: str) -> None:
    try:
        read_blocks(typed)
    except (BadHours, HoursOverlap, TooManyHours):
        return


def test_dates_that_are_past_make_room_for_new_ones() -> None:
    today, opening = date(2026, 3, 2), OpeningHours()
    for ahead in range(MOST_EXCEPTIONS):
        opening = with_exception(opening, today + timedelta(days=ahead), (), today)
    with pytest.raises(TooManyExceptions):
        with_exception(opening, today + timedelta(days=99), (), today)
    assert len(with_exception(opening, today, (), today).exceptions) == MOST_EXCEPTIONS
    later = with_exception(opening, today + timedelta(days=99), (), today + timedelta(days=10))
    assert later.exceptions[0].on == today + timedelta(days=10)


def test_every_number_has_limits_words_and_something_usual() -> None:
    assert set(RHYTHM) == set(RHYTHM_WORDS) == set(RhythmWish.model_fields)
    assert set(LIMITS) == set(LIMIT_WORDS) == set(LimitsWish.model_fields)
    for name, bounds in (RHYTHM | LIMITS).items():
        several = usual(name)
        for number in several if isinstance(several, tuple) else (several,):
            assert bounds.least <= number <= bounds.most
        for number in (bounds.least, bounds.most):  # what the page takes, the event takes
            chosen = {name: read_number(name, str(number))}
            counts = (
                rhythm_of(RhythmWish.model_validate(chosen)) if name in RHYTHM else limits_of(LimitsWish.model_validate(chosen))
            )
            assert getattr(counts, name) in (number, (number,))


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("try_again_days", "", None),
        ("try_again_days", "7", None),
        ("try_again_days", " 10 ", 10),
        ("follow_up_days", "30, 7 en 30", (7, 30)),
        ("follow_up_days", "14, 42, 91, 182", None),
        ("loans_per_household", "5", 5),
        ("loans_per_household", "3", None),
    ],
)
def test_numbers_are_read_and_what_is_usual_is_no_wish(name: str, typed: str, value: int | tuple[int, ...] | None) -> None:
    assert read_number(name, typed) == value


@pytest.mark.parametrize(
    ("name", "typed", "refusal"),
    [
        ("try_again_days", "2", OutOfBounds),
        ("try_again_days", "61", OutOfBounds),
        ("try_again_days", "-7", NoWholeNumber),
        ("try_again_days", "7,5", NoWholeNumber),
        ("try_again_days", "٧", NoWholeNumber),
        ("follow_up_days", "10,20,30,40,50,60,70", TooManyNumbers),
        ("visits_per_helper_week", "0", OutOfBounds),
    ],
)
def test_numbers_that_make_no_sense_are_refused(name: str, typed: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        read_number(name, typed)


def commands_handed_over() -> set[str]:
    """The commands that pages and API hand over to be done: those that a `lambda … unit:` calls."""
    found: set[str] = set()
    for file in PROJECT.glob("services/*/web/*.py"):
        tree = ast.parse(file.read_text())
        modules = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and ".commands." in (node.module or "")]
        commands = {name.name for node in modules for name in node.names}
        lambdas = [node for node in ast.walk(tree) if isinstance(node, ast.Lambda) and node.args.args[-1:]]
        called = {name.id for node in lambdas for name in ast.walk(node.body) if isinstance(name, ast.Name)}
        found |= {name for name in commands & called if name.islower()}
    return found


def test_every_command_of_a_page_has_words_in_the_log() -> None:
    assert len(commands_handed_over()) > 40
    assert commands_handed_over() <= set(ACT)


WELL = GroupHealth(name="loans.projections", behind=0, seen_seconds=3, parked=0, dead=0)


@pytest.mark.parametrize(
    ("health", "tones"),
    [
        (None, ["stop"]),
        (Health(database=False), ["stop"]),
        (Health(database=True, groups=(WELL,)), ["good"]),
        (Health(database=True, groups=(WELL.model_copy(update={"seen_seconds": None, "behind": None}),)), ["good"]),
        (Health(database=True, groups=(WELL.model_copy(update={"seen_seconds": 500}),)), ["care"]),
        (Health(database=True, groups=(WELL.model_copy(update={"parked": 3}),)), ["care"]),
        (Health(database=True, groups=(WELL.model_copy(update={"parked": 3, "dead": 1}),)), ["stop"]),
        (Health(database=True, outbox=2, outbox_seconds=10), ["good"]),
        (Health(database=True, outbox=2, outbox_seconds=100), ["care"]),
        (Health(database=True, dead_jobs=1, unreadable=1), ["stop", "care"]),
    ],
)
def test_each_state_of_a_service_is_said(health: Health | None, tones: list[str]) -> None:
    found = findings(health)
    assert [one.tone for one in found] == tones
    assert all(one.tone == "good" or one.todo for one in found)


def test_an_error_is_said_in_plain_words() -> None:
    assert why("TimeoutError: tried long enough") != why("KeyError: 'x'")


def test_a_notice_is_in_dutch_first_and_on_one_line() -> None:
    assert clean_notice({}, None) is None
    assert clean_notice({"nl": "  ", "fr": ""}, date(2026, 1, 1)) is None
    with pytest.raises(NoticeWithoutDutch):
        clean_notice({"fr": "Nous sommes fermés."}, None)
    notice = clean_notice({"nl": " We zijn\ndicht. ", "en": "We are closed.", "zz": "niets"}, date(2026, 1, 1))
    assert notice == Notice(nl="We zijn dicht.", en="We are closed.", until=date(2026, 1, 1))
    assert (notice.words_in("en"), notice.words_in("uk"), notice.words_in("until")) == ("We are closed.", None, None)


def test_a_notice_is_shown_on_its_last_day_and_not_the_day_after() -> None:
    notice = Notice(nl="We zijn dicht.", until=date(2026, 1, 4))
    assert [notice.is_shown_on(date(2026, 1, day)) for day in (1, 4, 5)] == [True, True, False]
    assert Notice(nl="We zijn dicht.").is_shown_on(date(2999, 1, 1))


def test_a_notice_can_be_written_in_every_language_of_families() -> None:
    assert set(NOTICE_LANGUAGES) == {one.code for one in languages().values() if Reach.FAMILY in one.reach}


def test_where_to_ask_goes_into_a_sentence() -> None:
    assert clean_place_to_ask(" aan de balie. ") == "aan de balie"
