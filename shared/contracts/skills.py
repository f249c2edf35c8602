"""What skills publishes, on `digibank.skills.learners`, keyed by learner. No level and no answer: those stay with the learner."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.contracts.event import CompetenceId, Event

LEARNERS = "digibank.skills.learners"

Questions = Annotated[int, Field(ge=0, le=1000)]
"""How many questions."""


class LearnerEnrolled(Event, topic=LEARNERS, subject="learner_id"):
    """There is a place for somebody who wants to learn; of a household, or of nobody we know."""

    learner_id: UUID
    household_id: UUID | None = None


class AssessmentCompleted(Event, topic=LEARNERS, subject="learner_id"):
    """Somebody answered questions and stopped, after the last one or before. How it went is not told."""

    learner_id: UUID
    assessment_id: UUID
    answered: Questions


class TrainingNeedShared(Event, topic=LEARNERS, subject="learner_id"):
    """The learner wants whoever visits to know what to practise. Takes the place of what was shared before; empty: taken back."""

    learner_id: UUID
    household_id: UUID | None = None
    competences: tuple[CompetenceId, ...] = ()


EVENTS: tuple[type[Event], ...] = (LearnerEnrolled, AssessmentCompleted, TrainingNeedShared)
