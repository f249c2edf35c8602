"""What a family says yes or no to: for each purpose, on a day, in some way. The newest answer is the one that counts."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from shared.contracts.vocabulary import ConsentAnswer, ConsentPurpose


class ConsentFor(StrEnum):
    """Each thing a family is asked about by itself. Who plans visits and calls hears the first two; the others stay here."""

    VISITS = "visits"
    CALLS = "calls"
    MESSAGES = "messages"
    SHARE_WITH_PARTNER = "share_with_partner"
    PHOTO = "photo"

    @property
    def told(self) -> ConsentPurpose | None:
        """What other services call it; None where it is nobody's business."""
        return ConsentPurpose(self.value) if self.value in list(ConsentPurpose) else None


class ConsentWay(StrEnum):
    """How a family said it."""

    COUNTER = "counter"
    PHONE = "phone"
    PAPER = "paper"
    OWN_CARD = "own_card"


@dataclass(frozen=True, slots=True)
class ConsentSaid:
    """One answer of a family.

    Attributes:
        household_id: of which row of the family.
        said_on: the day, where the organisation is.
        noted_by: the colleague who noted it; None where the family did so itself.
    """

    id: UUID
    household_id: UUID
    purpose: ConsentFor
    answer: ConsentAnswer
    way: ConsentWay
    said_on: date
    noted_by: UUID | None


_STRICT = (ConsentAnswer.YES, ConsentAnswer.NOT_ASKED, ConsentAnswer.NO)


def strictest(answers: Iterable[ConsentAnswer]) -> ConsentAnswer:
    """The one that allows least: a no before silence, silence before a yes. Of nothing said it is silence."""
    return max(answers, key=_STRICT.index, default=ConsentAnswer.NOT_ASKED)
