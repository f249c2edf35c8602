"""The card with which somebody of a family comes in: one card and one PIN for each person."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from services.loans.domain.refusals import NoSuchPerson
from shared.handed_code import HandedCodes

TRIES = 5
"""Wrong PINs before a card is locked. It stays so until somebody of staff opens it: no clock helps whoever guesses."""
MOST_PERSONS = 10
"""People of one family with a card of their own."""
GROUPS = (4, 4, 4, 4)
"""Sixteen letters: 80 bits. Nobody finds a card by trying."""


class CardState(StrEnum):
    """What a card does now."""

    WORKS = "works"
    LOCKED = "locked"
    BLOCKED = "blocked"


@dataclass
class FamilyCard:
    """The card of one person of a household. A new one for the same person takes its place, and this one is gone.

    Attributes:
        person: which person of the family, from 1; no name belongs to it.
        only_loans: the loans this card shows; None for all of the household, those to come too.
        pin_hash: argon2id of the PIN with a key (`Pins.keyed`).
        pin_number: counts the PINs of this card, from 1.
        wrong_tries: since somebody came in.
        made_by, made_on: who of staff gave it, and on which day.
        blocked_by, blocked_at: who of staff blocked it and when (UTC), if anybody did.
        last_used_on: the day on which somebody last came in.
    """

    id: UUID
    household_id: UUID
    person: int
    only_loans: frozenset[UUID] | None
    pin_hash: str
    made_by: UUID
    made_on: date
    pin_number: int = 1
    wrong_tries: int = 0
    blocked_by: UUID | None = None
    blocked_at: datetime | None = None
    last_used_on: date | None = None

    @property
    def state(self) -> CardState:
        """What it does now."""
        if self.blocked_at is not None:
            return CardState.BLOCKED
        return CardState.LOCKED if self.wrong_tries >= TRIES else CardState.WORKS

    @property
    def shows_all(self) -> bool:
        """Whether it shows all that there is of the household, and not some of its loans only."""
        return self.only_loans is None

    def shows(self, loan_id: UUID) -> bool:
        """Whether a loan of the household is for this person's eyes."""
        return self.only_loans is None or loan_id in self.only_loans

    def block(self, by: UUID, now: datetime) -> None:
        """It is lost. Blocking it again changes nothing: who was first stays noted."""
        if self.blocked_at is None:
            self.blocked_by, self.blocked_at = by, now

    def open_again(self) -> None:
        """After too many wrong PINs, or when it was not lost after all."""
        self.wrong_tries, self.blocked_by, self.blocked_at = 0, None, None

    def take_pin(self, pin_hash: str) -> None:
        """Another PIN from now on; that also forgives the tries with the one before. A blocked card stays blocked."""
        self.pin_hash, self.pin_number, self.wrong_tries = pin_hash, self.pin_number + 1, 0


def check_person(person: int) -> None:
    """Raises `NoSuchPerson` for a number that no person of a family has."""
    if not 1 <= person <= MOST_PERSONS:
        raise NoSuchPerson(most=MOST_PERSONS)


def card_codes(derive: Callable[[str], bytes]) -> HandedCodes:
    """The codes on cards: of a card's id, with keys for these two purposes from whatever derives keys."""
    return HandedCodes(derive("loans/family-card"), derive("loans/family-card-hash"), GROUPS)
