"""What skills publishes, on `digibank.skills.learners`, keyed by learner. No level and no answer: those stay with the learner."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.contracts.event import CompetenceId, Event

LEARNERS = "digibank.skills.learners"

Questions = Annotated[int, Field(ge=0, le=1000)]
"""How many questions."""


Persons = Annotated[int, Field(ge=1, le=99_999_999)]
"""Counts the people of a household, or those without one."""


class LearnerEnrolled(Event, topic=LEARNERS, subject="learner_id"):
    """There is a place for somebody who wants to learn; of a household, or of nobody we know.

    `number` is which person of the household; without a household which one of all those.
    """

    learner_id: UUID
    household_id: UUID | None = None
    number: Persons | None = None


class PlaceHandedOut(Event, topic=LEARNERS, subject="learner_id"):
    """Somebody was given the place: it has a code from now on. Which code is known to nobody but its holder."""

    learner_id: UUID


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


EVENTS: tuple[type[Event], ...] = (LearnerEnrolled, PlaceHandedOut, AssessmentCompleted, TrainingNeedShared)
