"""A family as loans knows it: how we may call it, and what it agreed to. Nobody else keeps this."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from services.loans.domain.refusals import NotATelephoneNumber
from shared.contracts.loans import ConsentChanged, HouseholdErased
from shared.contracts.vocabulary import ConsentAnswer, ConsentPurpose
from shared.domain import Aggregate
from shared.language.free_text import clean_line

LONGEST_NAME = 80
LONGEST_TELEPHONE = 30
_TELEPHONE = re.compile(r"[0-9+()./ -]*[0-9][0-9+()./ -]*")


class Language(StrEnum):
    """In which language somebody would rather hear things."""

    NL = "nl"
    FR = "fr"
    EN = "en"
    AR = "ar"
    TR = "tr"
    UK = "uk"


class Level(StrEnum):
    """How plainly somebody would rather read the agreement: in plain words, or very simply, with large letters and pictures."""

    PLAIN = "plain"
    SIMPLE = "simple"


def clean_name(name: str | None) -> str | None:
    """What a family is called, on one line; None when nothing was said. Raises `TextTooLong`, `RegisterNumberInText`."""
    return clean_line(name or "", longest=LONGEST_NAME) or None


def clean_telephone(telephone: str | None) -> str | None:
    """A telephone number as it was given; None when there is none.

    Raises `NotATelephoneNumber`, `TextTooLong`, `RegisterNumberInText`.
    """
    cleaned = clean_line(telephone or "", longest=LONGEST_TELEPHONE)
    if cleaned and not _TELEPHONE.fullmatch(cleaned):
        raise NotATelephoneNumber()
    return cleaned or None


def not_asked() -> dict[ConsentPurpose, ConsentAnswer]:
    """What a family said of which nothing was asked yet."""
    return dict.fromkeys(ConsentPurpose, ConsentAnswer.NOT_ASKED)


@dataclass
class Household(Aggregate):
    """One household, of whatever shape.

    Attributes:
        code: its friendly code, such as `KIWI-42`: what other services and shared screens show.
        call_name: how the family wants to be called; None when it never said.
        telephone: only if the family gave one.
        language: in which they would rather hear things.
        level: how plainly they would rather read the agreement.
        consents: what they said about visits and about being called. Silence is `not_asked`, never a no.
    """

    id: UUID
    code: str
    call_name: str | None = None
    telephone: str | None = None
    language: Language = Language.NL
    level: Level = Level.PLAIN
    consents: dict[ConsentPurpose, ConsentAnswer] = field(default_factory=not_asked)

    def say_consent(self, purpose: ConsentPurpose, answer: ConsentAnswer) -> None:
        """What the family says from now on. Saying the same again is no change, and tells nobody anything."""
        if self.consents[purpose] is answer:
            return
        self.consents[purpose] = answer
        self.record(ConsentChanged(household_id=self.id, purpose=purpose, answer=answer))

    def be_forgotten(self, loan_ids: Sequence[UUID]) -> None:
        """The family asked for it: everybody hears that nothing may lead to it any more. `loan_ids`: what it has or had on loan."""
        self.record(HouseholdErased(household_id=self.id, loan_ids=tuple(loan_ids)))

    def correct(self, call_name: str | None, telephone: str | None, language: Language) -> None:
        """What is true of the family now. Raises what `clean_name` and `clean_telephone` raise."""
        self.call_name, self.telephone, self.language = clean_name(call_name), clean_telephone(telephone), language
