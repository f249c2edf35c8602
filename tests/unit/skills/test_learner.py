"""A learner and an assessment through everything that can happen to them, in any order."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from services.skills.domain.assessment import Assessment
from services.skills.domain.items import ITEMS, RATINGS, Response
from services.skills.domain.learner import Learner, Sharing
from services.skills.domain.learner_code import LearnerCodes
from services.skills.domain.next_question import is_open
from services.skills.domain.refusals import NobodyVisits, TooManyGoals, UnknownQuestion
from shared.contracts.skills import AssessmentCompleted, LearnerEnrolled, PlaceHandedOut, TrainingNeedShared
from shared.handed_code import ALPHABET

TODAY, LATER = date(2026, 3, 2), date(2026, 4, 2)
needs = st.lists(st.sampled_from(["1.1", "2.1", "4.2"]), unique=True).map(tuple)


class LearnerLife(RuleBasedStateMachine):
    """Sharing, taking back, and changing what one wants, in any order. `known` is what whoever visits has been told."""

    def __init__(self) -> None:
        super().__init__()
        self.learner = Learner(uuid4(), uuid4(), 1, TODAY)
        self.learner.enrol()
        enrolled = LearnerEnrolled(learner_id=self.learner.id, household_id=self.learner.household_id, number=1)
        assert self.learner.take_events() == [enrolled]
        self.known: tuple[str, ...] = ()
        self.need: tuple[str, ...] = ()

    def hear(self) -> None:
        self.learner.tell(self.need)
        for event in self.learner.take_events():
            assert isinstance(event, TrainingNeedShared)
            assert event.competences != self.known, "nothing is told twice"
            self.known = event.competences

    @rule(sharing=st.sampled_from(Sharing), on=st.sampled_from([TODAY, LATER]))
    def share(self, sharing: Sharing, on: date) -> None:
        self.learner.share_with(sharing, on)
        self.hear()

    @rule(need=needs)
    def want_something_else(self, need: tuple[str, ...]) -> None:
        self.need = need
        self.hear()

    @rule()
    def new_code(self) -> None:
        before = self.learner.code_number
        assert self.learner.next_code(TODAY) == before + 1
        handed_out = [] if before else [PlaceHandedOut(learner_id=self.learner.id)]
        assert self.learner.take_events() == handed_out, "a place is handed out once"

    @invariant()
    def who_visits_knows_the_need_exactly_while_it_is_shared_with_them(self) -> None:
        shared = self.learner.sharing is Sharing.TRAINER_AND_VISITS
        assert self.known == (self.need if shared else ())

    @invariant()
    def there_is_a_day_of_sharing_exactly_while_a_trainer_may_look(self) -> None:
        assert (self.learner.shared_on is not None) == (self.learner.sharing is not Sharing.ONLY_ME)


LearnerLife.TestCase.settings = settings(max_examples=100, stateful_step_count=20, deadline=None)
TestLearnerLife = LearnerLife.TestCase


class AssessmentLife(RuleBasedStateMachine):
    """Answers, changes and stops in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.assessment = Assessment(uuid4(), uuid4(), 1, datetime(2026, 3, 2, tzinfo=UTC))
        self.answers: dict[str, Response] = {}
        self.told_of: dict[str, Response] = {}

    def hear(self) -> None:
        events = self.assessment.take_events()
        assert len(events) <= 1
        for event in events:
            assert isinstance(event, AssessmentCompleted)
            assert self.assessment.stopped
            assert event.answered == sum(response in RATINGS for response in self.answers.values()) > 0
            self.told_of = dict(self.answers)

    @rule(item=st.sampled_from(list(ITEMS)), response=st.sampled_from(Response))
    def answer(self, item: str, response: Response) -> None:
        if item not in self.answers and not is_open(ITEMS[item], self.answers):
            with pytest.raises(UnknownQuestion):
                self.assessment.answer(item, response)
        else:
            self.assessment.answer(item, response)
            self.answers[item] = response
        self.hear()

    @rule()
    def stop(self) -> None:
        changed = self.assessment.news and self.assessment.answered > 0
        self.assessment.stop()
        assert bool(self.assessment.__dict__.get("_events")) == changed
        self.hear()
        assert self.assessment.stopped

    @invariant()
    def what_was_answered_is_kept_in_its_order(self) -> None:
        assert self.assessment.responses == self.answers
        assert list(self.assessment.responses) == list(self.answers)
        for place, item in enumerate(self.answers):
            assert self.assessment.place_of(item) == place + 1
            assert self.assessment.before(item) == (list(self.answers)[place - 1] if place else None)

    @invariant()
    def after_the_last_question_it_is_over(self) -> None:
        assert self.assessment.stopped or self.assessment.next is not None or not self.answers


AssessmentLife.TestCase.settings = settings(max_examples=100, stateful_step_count=30, deadline=None)
TestAssessmentLife = AssessmentLife.TestCase


def test_at_most_three_goals_and_only_those_we_ask_about() -> None:
    learner = Learner(uuid4(), None, 1, TODAY)
    with pytest.raises(TooManyGoals):
        learner.choose_goals(["1.1", "1.2", "1.3", "2.1"])
    assert not learner.goals
    learner.choose_goals(["4.2", "1.1", "9.9", "Jan", "1.1"])
    assert learner.goals == ("1.1", "4.2")


def test_sharing_with_visits_needs_a_household() -> None:
    learner = Learner(uuid4(), None, 1, TODAY, sharing=Sharing.TRAINER, shared_on=TODAY)
    with pytest.raises(NobodyVisits):
        learner.share_with(Sharing.TRAINER_AND_VISITS, TODAY)
    assert learner.sharing is Sharing.TRAINER


CODES = LearnerCodes(b"m" * 32, b"h" * 32)


@given(st.uuids(), st.integers(1, 1_000_000))
def test_a_code_is_known_again_however_it_is_typed(learner_id: UUID, number: int) -> None:
    code = CODES.make(learner_id, number)
    assert [len(part) for part in code.split("-")] == [3, 3, 2]
    assert set(code) <= set(ALPHABET) | {"-"}
    assert len(ALPHABET) ** 8 >= 2**40
    for typed in (code, code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')} "):
        assert CODES.digest(typed) == CODES.digest(code)
    assert CODES.make(learner_id, number) == code
    assert CODES.make(learner_id, number + 1) != code
    assert LearnerCodes(b"x" * 32, b"h" * 32).make(learner_id, number) != code
    assert LearnerCodes(b"m" * 32, b"x" * 32).digest(code) != CODES.digest(code)


@given(st.text(max_size=60))
def test_what_cannot_be_a_code_has_no_digest(typed: str) -> None:
    letters = [letter for letter in typed.upper() if letter not in " -.\t"]
    if len(letters) != 8 or not set(letters) <= set(ALPHABET):
        assert CODES.digest(typed) is None


def test_codes_are_spread_over_all_letters() -> None:
    seen = {letter for number in range(1, 300) for letter in CODES.make(UUID(int=7), number)}
    assert seen == set(ALPHABET) | {"-"}
