"""Somebody who learns. A random id and, if we know it, a household; never a name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from services.skills.domain.items import ASKED_COMPETENCES
from services.skills.domain.need import MOST_GOALS
from services.skills.domain.refusals import NobodyVisits, TooManyGoals
from shared.contracts.skills import LearnerEnrolled, PlaceHandedOut, TrainingNeedShared
from shared.domain import Aggregate


class Sharing(StrEnum):
    """Who may see what somebody can do. The learner decides, and may change it at any time."""

    ONLY_ME = "only_me"
    TRAINER = "trainer"
    TRAINER_AND_VISITS = "trainer_and_visits"


WITH_TRAINER = (Sharing.TRAINER, Sharing.TRAINER_AND_VISITS)


@dataclass
class Learner(Aggregate):
    """One place to learn, and whoever has it.

    Attributes:
        household_id: None for somebody of no household that we know.
        number: which person of the household, from 1; without a household: which one of all those.
        enrolled_on: the day, where the organisation is.
        code_number: how many codes were made; 0 as long as the place waits to be handed out.
        code_given_on: the day of the newest code.
        sharing: who may see the levels.
        shared_on: since when a trainer may see them; None when nobody may.
        goals: what this person wants to learn first, as competence ids; at most three.
        told: the training need that whoever visits knows now; empty when they know nothing.
    """

    id: UUID
    household_id: UUID | None
    number: int
    enrolled_on: date
    code_number: int = 0
    code_given_on: date | None = None
    sharing: Sharing = Sharing.ONLY_ME
    shared_on: date | None = None
    goals: tuple[str, ...] = ()
    told: tuple[str, ...] = ()

    def enrol(self) -> None:
        """There is a place."""
        self.record(LearnerEnrolled(learner_id=self.id, household_id=self.household_id, number=self.number))

    def next_code(self, on: date) -> int:
        """The number of a new code; every older code, and whoever is in with one, is out."""
        if not self.code_number:
            self.record(PlaceHandedOut(learner_id=self.id))
        self.code_number, self.code_given_on = self.code_number + 1, on
        return self.code_number

    def choose_goals(self, goals: Sequence[str]) -> None:
        """Want to learn these first; takes the place of what was chosen before. Unknown ones are left out.

        Raises `TooManyGoals`.
        """
        chosen = tuple(competence for competence in ASKED_COMPETENCES if competence in goals)
        if len(chosen) > MOST_GOALS:
            raise TooManyGoals(most=MOST_GOALS, chosen=len(chosen))
        self.goals = chosen

    def share_with(self, sharing: Sharing, on: date) -> None:
        """Decide who may see the levels; call `tell` after it. Raises `NobodyVisits`."""
        if sharing is Sharing.TRAINER_AND_VISITS and self.household_id is None:
            raise NobodyVisits()
        if sharing not in WITH_TRAINER:
            self.shared_on = None
        elif self.sharing not in WITH_TRAINER:
            self.shared_on = on
        self.sharing = sharing

    def tell(self, need: tuple[str, ...]) -> None:
        """See to it that whoever visits knows this training need if the learner wants that, and nothing otherwise.

        Taking back tells an empty one, which takes the place of what was known. Nothing new is not told again.
        """
        wanted = need if self.sharing is Sharing.TRAINER_AND_VISITS else ()
        if wanted != self.told:
            self.told = wanted
            self.record(TrainingNeedShared(learner_id=self.id, household_id=self.household_id, competences=wanted))
