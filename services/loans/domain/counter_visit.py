"""A family is at the counter: which family, and what it asks. How far it got follows from that, and is written nowhere twice."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.loans.domain.refusals import CounterStepDone, CounterTaken
from services.loans.domain.request import RequestStatus


class CounterStep(StrEnum):
    """What comes next at the counter, in this order. `OVER` is when the family stopped asking."""

    WHO = "who"
    WHAT_FOR = "what_for"
    MACHINE = "machine"
    ALONG = "along"
    SIGN = "sign"
    GIVE = "give"
    OVER = "over"


@dataclass
class CounterVisit:
    """One time that somebody of us helps one family at the counter. It knows ids, and nothing of the family.

    Attributes:
        held_by: the colleague who helps the family; another one may take over.
        household_id, request_id: None until that step is done.
        started_at, changed_at, closed_at: in UTC; `closed_at` is None while it is under way. No timer closes it.
    """

    id: UUID
    held_by: UUID
    started_at: datetime
    changed_at: datetime
    household_id: UUID | None = None
    request_id: UUID | None = None
    closed_at: datetime | None = None

    def welcome(self, household_id: UUID, by: UUID) -> None:
        """This is the family. Raises `CounterTaken`; `CounterStepDone` when there is one already, or when it is all over."""
        self._is_at(by, done=self.household_id is not None)
        self.household_id = household_id

    def send_back(self, by: UUID) -> None:
        """It was another family. Raises `CounterTaken`; `CounterStepDone` when it asked something already, or when it is over."""
        self._is_at(by, done=self.household_id is None or self.request_id is not None)
        self.household_id = None

    def may_ask(self, by: UUID) -> None:
        """Before the family asks anything. Raises `CounterTaken`; `CounterStepDone` when it did already, or when nobody said yet
        which family it is."""
        self._is_at(by, done=self.household_id is None or self.request_id is not None)

    def take(self, by: UUID) -> None:
        """Another colleague goes on with it. Raises `CounterStepDone` when it is over."""
        if self.closed_at is not None:
            raise CounterStepDone()
        self.held_by = by

    def close(self, by: UUID, at: datetime) -> None:
        """The family goes, with or without a machine. Closing twice is closing once. Raises `CounterTaken`."""
        if self.closed_at is None:
            self._is_at(by, done=False)
            self.closed_at = at

    def open_again(self, by: UUID) -> None:
        """The family is still here, or again: whoever says so goes on with it."""
        self.closed_at, self.held_by = None, by

    def _is_at(self, by: UUID, *, done: bool) -> None:
        """Who holds it is asked first: then a page that is old says that a colleague went on, and not that something is wrong."""
        if self.held_by != by:
            raise CounterTaken()
        if done or self.closed_at is not None:
            raise CounterStepDone()


def step_of(visit: CounterVisit, status: RequestStatus | None, *, chosen: bool) -> CounterStep:
    """How far it is.

    Args:
        status: of what the family asks; None when that is not known yet.
        chosen: whether somebody said what goes along with the machine that is kept.
    """
    if visit.household_id is None:
        return CounterStep.WHO
    match status:
        case None:
            return CounterStep.WHAT_FOR
        case RequestStatus.WAITING | RequestStatus.CLAIMED:
            return CounterStep.MACHINE
        case RequestStatus.RESERVED:
            return CounterStep.SIGN if chosen else CounterStep.ALONG
        case RequestStatus.LENT:
            return CounterStep.GIVE
        case _:
            return CounterStep.OVER
