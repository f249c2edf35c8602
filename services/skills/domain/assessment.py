"""One time that somebody goes through the questions. It can stop at any moment, go on later, and every answer can be changed."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from services.skills.domain.items import ITEMS, RATINGS, Item, Response
from services.skills.domain.next_question import is_open, next_question
from services.skills.domain.refusals import UnknownQuestion
from shared.contracts.skills import AssessmentCompleted
from shared.domain import Aggregate


@dataclass
class Assessment(Aggregate):
    """The questions that one learner answered in one go or in several.

    Attributes:
        number: which time, from 1.
        started_at: the moment, UTC.
        responses: answers by question id, in the order in which they were first given.
        stopped: whether the learner has stopped, or there was nothing left to ask.
        news: whether an answer was given or changed since it was last told that this stopped.
    """

    id: UUID
    learner_id: UUID
    number: int
    started_at: datetime
    responses: dict[str, Response] = field(default_factory=dict)
    stopped: bool = False
    news: bool = False

    @property
    def answered(self) -> int:
        """How many questions have an answer; what somebody does not need to know is none."""
        return sum(response in RATINGS for response in self.responses.values())

    @property
    def next(self) -> Item | None:
        """What is asked next; None when there is nothing left."""
        return next_question(self.responses)

    def answer(self, item_id: str, response: Response) -> None:
        """Answer a question, or change an answer. After the last question this stops by itself.

        Raises `UnknownQuestion` when there is no such question, or it is not asked because of the answers before it.
        """
        item = ITEMS.get(item_id)
        if item is None or not (item_id in self.responses or is_open(item, self.responses)):
            raise UnknownQuestion()
        self.news = self.news or self.responses.get(item_id) is not response
        self.responses[item_id] = response
        self.stopped = False
        if self.next is None:
            self.stop()

    def stop(self) -> None:
        """Leave it for now. What there is stays. Told once for all answers that are new since the last time."""
        self.stopped = True
        if self.news and self.answered:
            self.news = False
            self.record(AssessmentCompleted(learner_id=self.learner_id, assessment_id=self.id, answered=self.answered))

    def before(self, item_id: str) -> str | None:
        """The id of the question that was answered before this one; None for the first."""
        asked = list(self.responses)
        if item_id in asked:
            place = asked.index(item_id)
            return asked[place - 1] if place else None
        return asked[-1] if asked else None

    def place_of(self, item_id: str) -> int:
        """Which question it is for this learner, counted from 1. How many there will be depends on the answers."""
        asked = list(self.responses)
        return asked.index(item_id) + 1 if item_id in asked else len(asked) + 1
