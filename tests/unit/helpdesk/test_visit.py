"""When we go and see a family, and what can happen to a visit."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from services.helpdesk.domain.plan import LoanFacts, call_off_unwanted, plan_again, wanted_visits
from services.helpdesk.domain.refusals import DayHasPassed, SomebodyGoes, VisitIsOver
from services.helpdesk.domain.visit import TOOK_PLACE, Attempt, Visit, VisitStatus
from services.helpdesk.web.texts import COMPETENCE
from shared.contracts.helpdesk import VisitCalledOff, VisitRecorded
from shared.contracts.rhythm import USUAL
from shared.contracts.vocabulary import ConsentAnswer, VisitFinding, VisitOutcome, VisitPurpose
from shared.web.days import read_day

NOW, TODAY = datetime(2026, 3, 2, 9, tzinfo=UTC), date(2026, 3, 2)
PLANNED, DONE, CALLED_OFF = VisitStatus
YES, NOT_ASKED, NO = ConsentAnswer
wishes = st.sampled_from([None, YES, NOT_ASKED, NO])
ages = st.integers(0, 400)


def a_loan(age: int, ended: int | None = None) -> LoanFacts:
    """A loan that began `age` days ago, and ended `ended` days ago."""
    return LoanFacts(uuid4(), TODAY - timedelta(days=age), None if ended is None else TODAY - timedelta(days=ended))


def a_visit(loan: LoanFacts, due: int = 0, purpose: VisitPurpose = VisitPurpose.FOLLOW_UP) -> Visit:
    """A visit that is due in so many days."""
    day = TODAY + timedelta(days=due)
    return Visit(uuid4(), uuid4(), loan.loan_id, purpose, day, day)


def test_visits_thin_out() -> None:
    loan = a_loan(0)
    days = [(day - TODAY).days for _, day in wanted_visits(loan, YES, TODAY, USUAL)]
    assert days == [14, 42, 91, 182]
    gaps = [later - earlier for earlier, later in zip([0, *days], days, strict=False)]
    assert gaps == sorted(gaps)


@given(ages, wishes)
def test_nobody_is_followed_up_without_a_yes_and_nobody_in_the_past(age: int, wish: ConsentAnswer | None) -> None:
    found = list(wanted_visits(a_loan(age), wish, TODAY, USUAL))
    assert not found or wish is YES
    assert all(day >= TODAY and purpose is VisitPurpose.FOLLOW_UP for purpose, day in found)


@given(st.integers(0, 60), wishes)
def test_after_a_loan_there_is_one_goodbye_talk_at_most(ended: int, wish: ConsentAnswer | None) -> None:
    found = list(wanted_visits(a_loan(100, ended), wish, TODAY, USUAL))
    assert [purpose for purpose, _ in found] == ([] if wish is NO or ended > 37 else [VisitPurpose.GOODBYE])


@given(wishes, st.sampled_from(VisitPurpose), st.none() | st.just(3))
def test_what_is_called_off(wish: ConsentAnswer | None, purpose: VisitPurpose, ended: int | None) -> None:
    loan = a_loan(10, ended)
    visit = a_visit(loan, 4, purpose)
    call_off_unwanted([visit], [loan], wish)
    follow_up = purpose is VisitPurpose.FOLLOW_UP
    assert (visit.status is CALLED_OFF) == (wish is NO or (follow_up and (wish is NOT_ASKED or ended is not None)))


def test_a_loan_we_did_not_hear_of_calls_nothing_off() -> None:
    visit = a_visit(a_loan(10))
    call_off_unwanted([visit], [], YES)
    assert visit.status is PLANNED


@given(wishes, st.integers(-40, 5), st.sampled_from(VisitPurpose), st.booleans())
def test_what_comes_back(wish: ConsentAnswer | None, due: int, purpose: VisitPurpose, is_over: bool) -> None:
    loan = a_loan(60, 50 if is_over else None)
    visit = a_visit(loan, due, purpose)
    visit.call_off()
    plan_again([visit], [loan], wish, TODAY)
    comes_back = {
        VisitPurpose.FOLLOW_UP: wish is YES and due >= 0 and not is_over,
        VisitPurpose.HELP: wish is YES and due >= 0,
        VisitPurpose.GOODBYE: wish is not NO and due >= -30 and is_over,
    }[purpose]
    assert (visit.status is PLANNED) == comes_back
    assert not comes_back or visit.due_on >= TODAY


class VisitLife(RuleBasedStateMachine):
    """Attempts, claims and calling off in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.visit = a_visit(a_loan(14))
        self.visit.plan()
        self.visit.take_events()
        self.helpers = [uuid4(), uuid4()]

    @rule(
        outcome=st.sampled_from(VisitOutcome), found=st.sets(st.sampled_from(VisitFinding)), after=st.none() | st.integers(-3, 30)
    )
    def attempt(self, outcome: VisitOutcome, found: set[VisitFinding], after: int | None) -> None:
        attempt = Attempt(uuid4(), outcome, tuple(found), self.helpers[0], NOW, TODAY)
        day = None if after is None else TODAY + timedelta(days=after)
        before = repr(self.visit)
        refusal = VisitIsOver if self.visit.status is not PLANNED else DayHasPassed if day and day <= TODAY else None
        if refusal:
            with pytest.raises(refusal):
                self.visit.note_attempt(attempt, day, timedelta(days=9))
            assert (repr(self.visit), self.visit.take_events()) == (before, [])
            return
        self.visit.note_attempt(attempt, day, timedelta(days=9))
        (event,) = self.visit.take_events()
        assert isinstance(event, VisitRecorded)
        assert (event.outcome, event.due_on) == (outcome, None if outcome in TOOK_PLACE else self.visit.due_on)
        assert self.visit.status is (DONE if outcome in TOOK_PLACE else PLANNED)
        if outcome not in TOOK_PLACE:
            assert self.visit.due_on == (day or TODAY + timedelta(days=9)) > TODAY

    @rule(who=st.integers(0, 1))
    def claim(self, who: int) -> None:
        helper, other = self.helpers[who], self.helpers[1 - who]
        refusal = VisitIsOver if self.visit.status is not PLANNED else SomebodyGoes if self.visit.claimed_by == other else None
        if refusal:
            with pytest.raises(refusal):
                self.visit.claim(helper)
        else:
            self.visit.claim(helper)
            assert self.visit.claimed_by == helper

    @rule()
    def let_go(self) -> None:
        if self.visit.status is PLANNED:
            self.visit.let_go()
            assert self.visit.claimed_by is None

    @rule()
    def call_off(self) -> None:
        was = self.visit.status
        self.visit.call_off()
        told = [VisitCalledOff(visit_id=self.visit.id, household_id=self.visit.household_id)]
        assert self.visit.take_events() == (told if was is PLANNED else [])
        assert self.visit.status is (DONE if was is DONE else CALLED_OFF)

    @invariant()
    def only_a_talk_makes_it_done(self) -> None:
        talked = any(attempt.outcome in TOOK_PLACE for attempt in self.visit.trail)
        assert talked == (self.visit.status is DONE)
        assert self.visit.take_events() == []


VisitLife.TestCase.settings = settings(max_examples=100, stateful_step_count=20, deadline=None)
TestVisitLife = VisitLife.TestCase


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", (None, True)),
        ("24/3/2027", (date(2027, 3, 24), True)),
        ("24-03-2027", (date(2027, 3, 24), True)),
        ("2027-03-24", (date(2027, 3, 24), True)),
        ("31/12/26", (date(2026, 12, 31), True)),
        ("1-1-07", (date(2007, 1, 1), True)),
        ("29/2/00", (date(2000, 2, 29), True)),
        ("29/2/27", (None, False)),
        ("1/1/127", (None, False)),
        ("1/1/7", (None, False)),
        ("27-03-24", (date(2024, 3, 27), True)),
        ("31/2/2027", (None, False)),
        ("morgen", (None, False)),
        ("٢٤/٣/٢٠٢٧", (None, False)),
        ("24/3/0000", (None, False)),
    ],
)
def test_a_day_as_people_type_it(typed: str, expected: tuple[date | None, bool]) -> None:
    assert read_day(typed) == expected


def test_every_competence_has_words() -> None:
    """The 21 of DigComp 3.0: 3, 6, 4, 4 and 4 in its five areas."""
    assert list(COMPETENCE) == [
        f"{area}.{one}" for area, count in zip("12345", (3, 6, 4, 4, 4), strict=True) for one in range(1, count + 1)
    ]
