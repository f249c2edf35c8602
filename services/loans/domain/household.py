"""A family as loans knows it: how we may call it, and what it agreed to. Nobody else keeps this."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from uuid import UUID

from services.loans.domain.family_refusals import OnlyForFamilies, OwnerMissing
from services.loans.domain.refusals import NameMissing, NotATelephoneNumber
from shared.contracts.loans import ConsentChanged, HouseholdErased
from shared.contracts.vocabulary import ConsentAnswer, ConsentPurpose
from shared.domain import Aggregate
from shared.language.free_text import clean_line

LONGEST_NAME = 80
LONGEST_TELEPHONE = 30
_TELEPHONE = re.compile(r"[0-9+()./ -]*[0-9][0-9+()./ -]*")


class BorrowerKind(StrEnum):
    """Who borrows. Only a household tells us things; a room of a partner and the bag of a helper have a name and an owner."""

    HOUSEHOLD = "household"
    ROOM = "room"
    BAG = "bag"


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


def clean_owner(owner: str | None) -> str:
    """Whose room or bag it is. Raises `OwnerMissing`, `TextTooLong`, `RegisterNumberInText`."""
    cleaned = clean_line(owner or "", longest=LONGEST_NAME)
    if not cleaned:
        raise OwnerMissing()
    return cleaned


@dataclass
class Household(Aggregate):
    """One household, of whatever shape; or a room or a bag, that borrows like one and tells nothing.

    Attributes:
        code: its friendly code, such as `KIWI-42`: what other services and shared screens show.
        call_name: how the family wants to be called; None when it never said.
        telephone: only if the family gave one.
        language: in which they would rather hear things.
        level: how plainly they would rather read the agreement.
        consents: what they said about visits and about being called. Silence is `not_asked`, never a no. While two rows are one
            family it is the stricter of both, and so it is what other services were told last.
        kind: a household, a room or a bag.
        belongs_to: of a room which partner, of a bag which helper; None for a household.
        merged_into: the row of the same family that counts; None when this one does.
        merged_on: since which day that is so.
        own: what this row itself said, while it is one family with another; empty while it stands alone.
    """

    id: UUID
    code: str
    call_name: str | None = None
    telephone: str | None = None
    language: Language = Language.NL
    level: Level = Level.PLAIN
    consents: dict[ConsentPurpose, ConsentAnswer] = field(default_factory=not_asked)
    kind: BorrowerKind = BorrowerKind.HOUSEHOLD
    belongs_to: str | None = None
    merged_into: UUID | None = None
    merged_on: date | None = None
    own: dict[ConsentPurpose, ConsentAnswer] = field(default_factory=dict)

    @property
    def is_family(self) -> bool:
        """Whether there are people of whom we know something."""
        return self.kind is BorrowerKind.HOUSEHOLD

    @property
    def counts_as(self) -> UUID:
        """The row that counts for this family."""
        return self.merged_into or self.id

    def must_be_family(self) -> None:
        """Raises `OnlyForFamilies` for a room and for a bag."""
        if not self.is_family:
            raise OnlyForFamilies()

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
        """What is true of the family now. Raises `OnlyForFamilies`, and what `clean_name` and `clean_telephone` raise."""
        self.must_be_family()
        self.call_name, self.telephone, self.language = clean_name(call_name), clean_telephone(telephone), language

    def name_place(self, call_name: str | None, belongs_to: str | None) -> None:
        """What a room or a bag is called and whose it is. Nobody visits it. Raises `NameMissing`, `OwnerMissing`,
        and what `clean_name` raises; `ValueError` for a household."""
        if self.is_family:
            raise ValueError("a household has a name of its own choice and belongs to nobody")
        self.call_name, self.belongs_to = clean_name(call_name), clean_owner(belongs_to)
        if self.call_name is None:
            raise NameMissing()
        self.say_consent(ConsentPurpose.VISITS, ConsentAnswer.NO)
