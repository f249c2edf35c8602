"""The people around a family: its fixed faces with us, and those whom it named itself. And who referred it, until when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from services.loans.domain.family_refusals import BadReferralDay, ReferrerMissing, TrustedForNothing, TrustedNameMissing
from shared.language.free_text import clean_line

MOST_CONTACTS = 2
MOST_TRUSTED = 3
LONGEST_NAME = 80
LONGEST_REACH = 80
REFERRAL_DAYS = 365
"""As long as a referral counts when nobody says otherwise."""
MOST_REFERRAL_DAYS = 3 * 365


class TrustedFor(StrEnum):
    """What a family wants somebody for."""

    PICK_UP = "pick_up"
    TALK = "talk"
    TRANSLATE = "translate"


@dataclass(frozen=True, slots=True)
class ContactPerson:
    """A colleague whom the family knows, since a day; `removed_on` is the day on which that ended, None while it goes on."""

    person_id: UUID
    since: date
    removed_on: date | None = None


@dataclass(frozen=True, slots=True)
class TrustedPerson:
    """Somebody whom the family named.

    Attributes:
        reach: how that person is reached, in words of the family; None when it did not say.
        removed_on: the day on which it was taken away; None while it counts.
    """

    id: UUID
    household_id: UUID
    name: str
    reach: str | None
    purposes: tuple[TrustedFor, ...]
    added_on: date
    removed_on: date | None = None


def trusted_person(
    id_: UUID, household_id: UUID, name: str | None, reach: str | None, purposes: Collection[TrustedFor], today: date
) -> TrustedPerson:
    """A trusted person as it was told. Raises `TrustedNameMissing`, `TrustedForNothing`, `TextTooLong`, `RegisterNumberInText`."""
    called = clean_line(name or "", longest=LONGEST_NAME)
    if not called:
        raise TrustedNameMissing()
    if not purposes:
        raise TrustedForNothing()
    chosen = tuple(purpose for purpose in TrustedFor if purpose in purposes)
    return TrustedPerson(id_, household_id, called, clean_line(reach or "", longest=LONGEST_REACH) or None, chosen, today)


@dataclass(frozen=True, slots=True)
class Referral:
    """Who sent a family to us, until which day that counts. No request and no loan looks at it.

    Attributes:
        by_whom: a school or a service, as staff wrote it; None when the partner did it itself.
        by_person: that partner's account.
        until: the last day.
    """

    id: UUID
    household_id: UUID
    by_whom: str | None
    by_person: UUID | None
    since: date
    until: date

    def counts_on(self, day: date) -> bool:
        """Whether it counts on a day."""
        return self.since <= day <= self.until


def clean_referrer(by_whom: str | None) -> str:
    """Who referred the family. Raises `ReferrerMissing`, `TextTooLong`, `RegisterNumberInText`."""
    cleaned = clean_line(by_whom or "", longest=LONGEST_NAME)
    if not cleaned:
        raise ReferrerMissing()
    return cleaned


def check_until(today: date, days: int) -> date:
    """The last day of a referral that counts so many days more. Raises `BadReferralDay` for a past one or one years ahead."""
    if not 0 <= days <= MOST_REFERRAL_DAYS:
        raise BadReferralDay()
    return today + timedelta(days=days)
