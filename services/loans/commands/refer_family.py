"""Who sent a family to us, and until when that counts. Nothing of it touches a request or a loan."""

from dataclasses import dataclass
from uuid import UUID

from services.loans.domain.household import Household
from services.loans.domain.people import REFERRAL_DAYS, Referral, check_until, clean_referrer
from services.loans.store.unit import LoansUnit


@dataclass(frozen=True, slots=True)
class NoteReferral:
    """A school or a service sent this family; it counts for so many days from today."""

    household_id: UUID
    by_whom: str | None
    days: int = REFERRAL_DAYS


@dataclass(frozen=True, slots=True)
class RenewReferral:
    """It counts so many days more, from today; none: today is the last one."""

    household_id: UUID
    referral_id: UUID
    days: int = REFERRAL_DAYS


async def note_referral(command: NoteReferral, unit: LoansUnit) -> Household:
    """Note it; gives the row of the family that counts.

    Raises `NotFound`, `OnlyForFamilies`, `ReferrerMissing`, `BadReferralDay`, `TextTooLong`, `RegisterNumberInText`.
    """
    household = (await unit.households.family_of(command.household_id))[0]
    household.must_be_family()
    by_whom, today = clean_referrer(command.by_whom), unit.today()
    until = check_until(today, command.days)
    await unit.people.add_referral(Referral(unit.new_id(), household.id, by_whom, None, today, until))
    return household


async def renew_referral(command: RenewReferral, unit: LoansUnit) -> Referral:
    """Let it count until another day. Raises `NotFound`, `BadReferralDay`."""
    known = await unit.people.referral(command.household_id, command.referral_id)
    until = check_until(unit.today(), command.days)
    await unit.people.renew_referral(known.id, until)
    return Referral(known.id, known.household_id, known.by_whom, known.by_person, known.since, until)


async def referred_by_partner(household_id: UUID, partner: UUID, unit: LoansUnit) -> None:
    """A partner asked for a new family with an account of its own: that counts for a year."""
    today = unit.today()
    until = check_until(today, REFERRAL_DAYS)
    await unit.people.add_referral(Referral(unit.new_id(), household_id, None, partner, today, until))
