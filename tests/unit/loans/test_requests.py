"""Who is next and why, and what can happen to a request."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from services.loans.domain.friendly_code import WORDS, make_friendly_code
from services.loans.domain.priority import DAYS_AHEAD, Internet, Need, PriorityReason, place_in_line, points
from services.loans.domain.refusals import AlreadyWithdrawn
from services.loans.domain.request import Request, RequestStatus
from shared.contracts.loans import ClaimDropped, DeviceClaimed, RequestWithdrawn
from shared.contracts.vocabulary import UseProfile

TODAY = date(2026, 3, 2)
needs = st.builds(Need, st.booleans(), st.sampled_from(Internet))
days = st.dates(date(2024, 1, 1), date(2026, 3, 2))


@given(days, needs)
def test_points_are_days_waited_plus_days_ahead(since: date, need: Need) -> None:
    expected = (TODAY - since).days + sum(DAYS_AHEAD[reason] for reason in need.reasons)
    assert points(place_in_line(since, need), TODAY) == expected


@given(days, needs, days, needs)
def test_the_line_and_the_points_say_the_same(a: date, need_a: Need, b: date, need_b: Need) -> None:
    """And they go on saying the same while both wait."""
    first = place_in_line(a, need_a) < place_in_line(b, need_b)
    for later in (0, 1, 400):
        today = TODAY + timedelta(days=later)
        assert first == (points(place_in_line(a, need_a), today) > points(place_in_line(b, need_b), today))


@given(needs, needs)
def test_waiting_always_wins_in_the_end(need: Need, other: Need) -> None:
    """Nobody is passed for ever: whoever waits long enough is ahead of everybody who asks today."""
    long_ago = TODAY - timedelta(days=sum(DAYS_AHEAD.values()) + 1)
    assert place_in_line(long_ago, need) < place_in_line(TODAY, other)


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
                self.request.withdraw()
            return
        self.request.withdraw()
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
