"""Keeping in touch: at most two friendly messages, then a person calls, and nothing closes by itself."""

from collections.abc import Callable
from datetime import date, timedelta
from uuid import uuid4

import pytest

from services.loans.domain.household import Household, Language
from services.loans.domain.quiet import easter, holidays, is_quiet
from services.loans.domain.reach import Channel, Reach, Way, way_to
from services.loans.domain.refusals import AddressTooLong, AnsweredMeanwhile, CallDayNotNear, MessageNotThere, NumberMissing
from services.loans.domain.touch import (
    CALL_AGAIN,
    PATIENCE,
    About,
    CallTry,
    Message,
    MessageState,
    MessageText,
    Outcome,
    Touch,
)
from shared.contracts.loans import LookAgainDue, LookAgainPassed
from shared.contracts.vocabulary import ConsentAnswer, ConsentPurpose
from shared.language.free_text import RegisterNumberInText

DAY = date(2026, 6, 10)
AHEAD = timedelta(days=30)
LETTER, CALL, NOBODY = Way(Channel.LETTER, True), Way(None, True), Way(None, False)


def a_touch(about: About = About.LOOK_AGAIN) -> Touch:
    return Touch(uuid4(), uuid4(), uuid4(), about, DAY)


def writer(today: date) -> Callable[[MessageText, Channel], Message]:
    return lambda text, channel: Message(uuid4(), text, channel, Language.NL, False, today)


def go(touch: Touch, today: date, way: Way = LETTER) -> bool:
    return touch.go_on(today, way, AHEAD, writer(today))


def tried(outcome: Outcome, on: date) -> CallTry:
    return CallTry(uuid4(), outcome, on, uuid4())


def test_two_messages_then_a_call_and_each_once() -> None:
    touch = a_touch()
    assert not go(touch, DAY - AHEAD - timedelta(days=1))
    for day in (DAY - AHEAD, DAY - timedelta(days=3)):
        go(touch, day)
    assert [one.text for one in touch.messages] == [MessageText.COMING]
    touch.sent(touch.messages[0].id, DAY, uuid4())
    assert touch.take_events() == []
    for _ in range(2):
        go(touch, DAY)
    assert [one.text for one in touch.messages] == [MessageText.COMING, MessageText.REACHED]
    assert touch.take_events() == [LookAgainDue(loan_id=touch.loan_id, household_id=touch.household_id, look_again_on=DAY)]
    assert touch.call_since is None
    for later in range(200):
        go(touch, DAY + timedelta(days=later))
    assert len(touch.messages) == 2, "nobody is written to for ever"
    assert touch.call_since == DAY + PATIENCE
    assert touch.settled_on is None
    assert touch.take_events() == []


def test_a_message_that_nobody_sent_makes_room_for_the_next() -> None:
    touch = a_touch()
    go(touch, DAY - AHEAD)
    go(touch, DAY)
    assert [one.state for one in touch.messages] == [MessageState.DROPPED, MessageState.READY]
    with pytest.raises(MessageNotThere):
        touch.sent(touch.messages[0].id, DAY, uuid4())


def test_a_visit_may_be_proposed_after_two_messages_and_a_call_once() -> None:
    touch = a_touch()
    for day in (DAY - AHEAD, DAY):
        go(touch, day)
        touch.sent(touch.messages[-1].id, day, uuid4())
    go(touch, DAY + PATIENCE)
    touch.take_events()
    touch.note_call(tried(Outcome.NO_ANSWER, DAY + PATIENCE))
    assert touch.take_events() == [LookAgainPassed(loan_id=touch.loan_id, household_id=touch.household_id, look_again_on=DAY)]
    assert touch.call_on == DAY + PATIENCE + CALL_AGAIN
    touch.note_call(tried(Outcome.NO_ANSWER, DAY + PATIENCE * 2))
    assert touch.take_events() == []


def test_who_would_rather_be_called_is_called_three_times_first() -> None:
    touch = a_touch()
    go(touch, DAY, CALL)
    assert (touch.messages, touch.call_since) == ([], DAY)
    touch.take_events()
    for day in range(1, 3):
        touch.note_call(tried(Outcome.NO_ANSWER, DAY + timedelta(days=day)))
    assert touch.take_events() == []
    touch.note_call(tried(Outcome.NO_ANSWER, DAY + timedelta(days=3)))
    assert len(touch.take_events()) == 1


def test_who_may_not_be_called_is_left_alone_a_while_after_two_letters() -> None:
    touch, way = a_touch(), Way(Channel.LETTER, False)
    for day in (DAY - AHEAD, DAY):
        go(touch, day, way)
        touch.sent(touch.messages[-1].id, day, uuid4())
    touch.take_events()
    go(touch, DAY + PATIENCE, way)
    assert (touch.call_since, touch.take_events()) == (None, [])
    go(touch, DAY + 2 * PATIENCE, way)
    go(touch, DAY + 3 * PATIENCE, way)
    assert len(touch.take_events()) == 1


def test_who_wants_neither_messages_nor_calls_hears_nothing() -> None:
    touch = a_touch()
    go(touch, DAY - AHEAD)
    for later in range(100):
        go(touch, DAY + timedelta(days=later), NOBODY)
    assert [one.state for one in touch.messages] == [MessageState.DROPPED]
    assert touch.call_since is None
    assert [type(one) for one in touch.take_events()] == [LookAgainDue]


def test_an_answer_ends_it_and_drops_what_waits() -> None:
    touch = a_touch()
    go(touch, DAY)
    go(touch, DAY + PATIENCE)
    touch.note_call(tried(Outcome.REACHED, DAY + PATIENCE))
    assert touch.settled_on == DAY + PATIENCE
    assert [one.state for one in touch.messages] == [MessageState.DROPPED]
    with pytest.raises(AnsweredMeanwhile):
        touch.note_call(tried(Outcome.NO_ANSWER, DAY + PATIENCE))


@pytest.mark.parametrize("days", [None, 0, -1, 61])
def test_a_day_to_call_again_is_near(days: int | None) -> None:
    touch = a_touch()
    on = DAY + timedelta(days=days) if days is not None else None
    with pytest.raises(CallDayNotNear):
        touch.note_call(tried(Outcome.CALL_BACK, DAY), on)
    assert touch.tries == []


def test_a_slip_is_undone_the_same_day_only() -> None:
    touch = a_touch()
    go(touch, DAY)
    [message] = touch.messages
    touch.sent(message.id, DAY, uuid4())
    with pytest.raises(MessageNotThere):
        touch.not_sent(message.id, DAY + timedelta(days=1))
    touch.not_sent(message.id, DAY)
    assert (message.state, message.sent_on, message.sent_by) == (MessageState.READY, None, None)


def test_internet_is_announced_before_it_stops_and_no_visit_follows() -> None:
    touch = a_touch(About.INTERNET)
    assert not go(touch, DAY - timedelta(days=22))
    go(touch, DAY - timedelta(days=21))
    go(touch, DAY - timedelta(days=8))
    assert ([one.text for one in touch.messages], touch.call_since) == ([MessageText.INTERNET], None)
    go(touch, DAY - timedelta(days=7))
    assert touch.call_since == DAY - timedelta(days=7)
    for later in range(9):
        touch.note_call(tried(Outcome.NO_ANSWER, DAY + timedelta(days=later)))
    assert touch.take_events() == []


def test_who_is_called_hears_of_the_internet_three_weeks_ahead() -> None:
    touch = a_touch(About.INTERNET)
    go(touch, DAY - timedelta(days=21), CALL)
    assert touch.call_since == DAY - timedelta(days=21)


@pytest.mark.parametrize(
    ("reach", "number", "calls", "way"),
    [
        ({}, True, "not_asked", Way(Channel.LETTER, True)),
        ({}, True, "yes", Way(None, True)),
        ({}, True, "no", Way(Channel.LETTER, False)),
        ({}, False, "yes", Way(Channel.LETTER, False)),
        ({"channel": Channel.SMS}, True, "no", Way(Channel.SMS, False)),
        ({"channel": Channel.SMS}, False, "yes", Way(Channel.LETTER, False)),
        ({"channel": Channel.CALL}, True, "no", Way(Channel.LETTER, False)),
        ({"channel": Channel.CALL}, True, "not_asked", Way(None, True)),
        ({"channel": Channel.SCHOOL}, True, "yes", Way(Channel.SCHOOL, True)),
        ({"messages": False}, True, "yes", Way(None, True)),
        ({"messages": False}, True, "no", Way(None, False)),
    ],
)
def test_the_way_is_what_the_family_said(reach: dict[str, object], number: bool, calls: str, way: Way) -> None:
    family = Household(uuid4(), "KIWI-42", telephone="0470" if number else None)
    family.consents[ConsentPurpose.CALLS] = ConsentAnswer(calls)
    assert way_to(Reach(family.id, **reach), family) == way  # type: ignore[arg-type]


def test_an_address_is_kept_for_letters_alone() -> None:
    reach = Reach(uuid4())
    reach.say(Channel.LETTER, neutral=False, messages=True, address=" Dorp 1 \r\n\r\n 2000 Antwerpen ")
    assert reach.address == "Dorp 1\n2000 Antwerpen"
    for address, why in (("a\nb\nc\nd\ne", AddressTooLong), ("a" * 161, AddressTooLong), ("85.07.30-033 28", RegisterNumberInText)):
        with pytest.raises(why):
            reach.say(Channel.LETTER, neutral=True, messages=True, address=address)
    assert (reach.address, reach.neutral) == ("Dorp 1\n2000 Antwerpen", False)
    with pytest.raises(NumberMissing):
        reach.say(Channel.SMS, neutral=False, messages=True, address=None, has_number=False)
    reach.say(Channel.SCHOOL, neutral=False, messages=True, address="Dorp 1")
    assert reach.address is None


@pytest.mark.parametrize("day", [date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2027, 3, 28), date(2038, 4, 25)])
def test_easter(day: date) -> None:
    """As the almanacs have it."""
    assert easter(day.year) == day


def test_sundays_and_the_ten_holidays_are_quiet() -> None:
    assert sorted(holidays(2026)) == [
        date(2026, 1, 1),
        date(2026, 4, 6),
        date(2026, 5, 1),
        date(2026, 5, 14),
        date(2026, 5, 25),
        date(2026, 7, 21),
        date(2026, 8, 15),
        date(2026, 11, 1),
        date(2026, 11, 11),
        date(2026, 12, 25),
    ]
    assert is_quiet(date(2026, 6, 7))
    assert not is_quiet(date(2026, 6, 8))
