"""Who is next and why, and what can happen to a request."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from services.loans.domain.friendly_code import WORDS, make_friendly_code
from services.loans.domain.priority import (
    DaysAhead,
    Internet,
    Need,
    PriorityReason,
    days_ahead,
    place_in_line,
    points,
    weights_of,
)
from services.loans.domain.refusals import AlreadyWithdrawn
from services.loans.domain.request import Request, RequestStatus
from shared.contracts.loans import ClaimDropped, DeviceClaimed, RequestWithdrawn
from shared.contracts.rhythm import USUAL, RhythmWish, rhythm_of
from shared.contracts.vocabulary import UseProfile

TODAY = date(2026, 3, 2)
needs = st.builds(Need, st.booleans(), st.sampled_from(Internet))
days = st.dates(date(2024, 1, 1), date(2026, 3, 2))
rules = st.builds(
    lambda school, internet: weights_of(rhythm_of(RhythmWish(school_child_days=school, no_internet_days=internet))),
    st.integers(0, 120),
    st.integers(0, 60),
)


def place(since: date, need: Need, weights: DaysAhead) -> date:
    """Where somebody comes who asks on this day under this rule."""
    return place_in_line(since, days_ahead(need, weights))


@given(days, needs, rules)
def test_points_are_days_waited_plus_days_ahead(since: date, need: Need, weights: DaysAhead) -> None:
    expected = (TODAY - since).days + sum(weights[reason] for reason in need.reasons)
    assert points(place(since, need, weights), TODAY) == expected


@given(days, needs, rules, days, needs, rules)
def test_the_line_and_the_points_say_the_same(
    a: date, need_a: Need, rule_a: DaysAhead, b: date, need_b: Need, rule_b: DaysAhead
) -> None:
    """And they go on saying the same while both wait, also when each asked under another rule."""
    first, second = place(a, need_a, rule_a), place(b, need_b, rule_b)
    for later in (0, 1, 400):
        today = TODAY + timedelta(days=later)
        assert (first < second) == (points(first, today) > points(second, today))


@given(needs, needs, rules)
def test_waiting_always_wins_in_the_end(need: Need, other: Need, weights: DaysAhead) -> None:
    """Nobody is passed for ever: whoever waits long enough is ahead of everybody who asks today."""
    long_ago = TODAY - timedelta(days=sum(weights.values()) + 1)
    assert place(long_ago, need, weights) < place(TODAY, other, weights)


def test_who_chooses_nothing_has_the_rule_of_before() -> None:
    """Four weeks and one: what counted for everybody while nobody could choose."""
    both = {PriorityReason.SCHOOL_CHILD_WITHOUT_MACHINE: 28, PriorityReason.NO_INTERNET: 7}
    assert weights_of(USUAL) == both
    assert days_ahead(Need(True, Internet.NO), both) == both
    assert days_ahead(Need(False, Internet.UNKNOWN), both) == {}


def test_a_reason_that_counts_for_nothing_is_not_told() -> None:
    weights = weights_of(rhythm_of(RhythmWish(no_internet_days=0)))
    assert days_ahead(Need(True, Internet.NO), weights) == {PriorityReason.SCHOOL_CHILD_WITHOUT_MACHINE: 28}


def test_only_what_was_asked_gives_a_reason() -> None:
    assert Need().reasons == ()
    assert Need(internet=Internet.UNKNOWN).reasons == ()
    assert Need(True, Internet.NO).reasons == (PriorityReason.SCHOOL_CHILD_WITHOUT_MACHINE, PriorityReason.NO_INTERNET)


class RequestLife(RuleBasedStateMachine):
    """Claims, answers and withdrawals in any order, also answers that come late, twice or about another machine."""

    def __init__(self) -> None:
        super().__init__()
        self.request = Request(uuid4(), uuid4(), "KIWI-42", UseProfile.WORK, Need(), TODAY, TODAY)
        self.devices = [uuid4() for _ in range(3)]
        self.promised: UUID | None = None

    @precondition(lambda self: self.request.status is RequestStatus.WAITING)
    @rule(number=st.integers(0, 2))
    def claim(self, number: int) -> None:
        self.promised = self.devices[number]
        self.request.claim(self.promised)
        assert self.request.take_events() == [DeviceClaimed(request_id=self.request.id, device_id=self.promised)]

    @precondition(lambda self: self.request.status is not RequestStatus.WAITING)
    @rule()
    def no_second_claim(self) -> None:
        with pytest.raises(ValueError, match="cannot claim"):
            self.request.claim(uuid4())

    @rule(number=st.integers(0, 2))
    def confirmed(self, number: int) -> None:
        device = self.devices[number]
        self.request.confirm(device)
        dropped = [] if self.promised == device else [ClaimDropped(request_id=self.request.id, device_id=device)]
        assert self.request.take_events() == dropped
        assert (self.request.status is RequestStatus.RESERVED) or self.promised != device

    @rule(number=st.integers(0, 2))
    def refused(self, number: int) -> None:
        expected = self.request.status is RequestStatus.CLAIMED and self.promised == self.devices[number]
        assert self.request.refused(self.devices[number]) == expected
        if expected:
            self.promised = None

    @rule()
    def ask_again(self) -> None:
        self.request.ask_again()
        asked = self.request.take_events()
        assert bool(asked) == (self.request.status is RequestStatus.CLAIMED)

    @rule()
    def withdraw(self) -> None:
        if self.request.status is RequestStatus.WITHDRAWN:
            with pytest.raises(AlreadyWithdrawn):
                self.request.withdraw(TODAY)
            return
        self.request.withdraw(TODAY)
        assert self.request.take_events() == [RequestWithdrawn(request_id=self.request.id, device_id=self.promised)]
        self.promised = None

    @invariant()
    def a_machine_is_promised_exactly_when_claimed_or_reserved(self) -> None:
        assert self.request.device_id == self.promised
        assert (self.promised is not None) == (self.request.status in (RequestStatus.CLAIMED, RequestStatus.RESERVED))
        assert self.request.take_events() == []


RequestLife.TestCase.settings = settings(max_examples=100, stateful_step_count=20, deadline=None)
TestRequestLife = RequestLife.TestCase


def test_friendly_codes_are_nobodys_name() -> None:
    assert len(set(WORDS)) == len(WORDS)
    assert all(word.isascii() and word.isupper() for word in WORDS)
    assert make_friendly_code(lambda below: 41 % below, 99) == f"{WORDS[41 % len(WORDS)]}-42"
