"""The people around a family: its fixed faces with us, and those whom it named itself."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.loans.commands.daily_round import look_again_tomorrow
from services.loans.domain.family_refusals import TooManyContacts, TooManyTrusted
from services.loans.domain.household import Household
from services.loans.domain.people import MOST_CONTACTS, MOST_TRUSTED, TrustedFor, trusted_person
from services.loans.store.unit import LoansUnit
from shared.domain import NotFound


@dataclass(frozen=True, slots=True)
class ContactOf:
    """A colleague, and the family that knows this face."""

    household_id: UUID
    person_id: UUID


@dataclass(frozen=True, slots=True)
class TrustPerson:
    """Somebody whom the family named: what to call this person, how to reach, and what for."""

    household_id: UUID
    name: str | None
    reach: str | None
    purposes: frozenset[TrustedFor]


@dataclass(frozen=True, slots=True)
class TrustedOf:
    """Somebody whom the family named before."""

    household_id: UUID
    trusted_id: UUID


async def add_contact(command: ContactOf, unit: LoansUnit) -> Household:
    """A colleague is a fixed face of the family; who is one already stays it.

    Raises `NotFound`, `OnlyForFamilies`, `TooManyContacts`.
    """
    household = await _family(command.household_id, unit)
    known = await unit.people.contacts_of(household.id)
    if command.person_id not in known or known[command.person_id] is not None:
        _must_leave_a_face(known)
        await unit.people.add_contact(household.id, command.person_id, unit.today())
    return household


async def drop_contact(command: ContactOf, unit: LoansUnit) -> Household:
    """No fixed face any more; why is not asked. Today it can be put back. Raises `NotFound`, `OnlyForFamilies`."""
    household = await _family(command.household_id, unit)
    if command.person_id not in await unit.people.contacts_of(household.id):
        raise NotFound()
    await unit.people.forget_removed(unit.today())
    await unit.people.mark_contact(household.id, command.person_id, unit.today())
    await look_again_tomorrow(unit)
    return household


async def put_back_contact(command: ContactOf, unit: LoansUnit) -> Household:
    """It was taken away by mistake, today. Raises `NotFound`, `OnlyForFamilies`, `TooManyContacts`."""
    household = await _family(command.household_id, unit)
    await unit.people.forget_removed(unit.today())
    known = await unit.people.contacts_of(household.id)
    if command.person_id not in known:
        raise NotFound()
    if known[command.person_id] is not None:
        _must_leave_a_face(known)
        await unit.people.mark_contact(household.id, command.person_id, None)
    return household


def _must_leave_a_face(known: Mapping[UUID, date | None]) -> None:
    if sum(removed_on is None for removed_on in known.values()) >= MOST_CONTACTS:
        raise TooManyContacts(most=MOST_CONTACTS)


async def trust_person(command: TrustPerson, unit: LoansUnit) -> Household:
    """Keep somebody whom the family named.

    Raises `NotFound`, `OnlyForFamilies`, `TooManyTrusted`, `TrustedNameMissing`, `TrustedForNothing`, `TextTooLong`,
    `RegisterNumberInText`.
    """
    household = await _family(command.household_id, unit)
    person = trusted_person(unit.new_id(), household.id, command.name, command.reach, command.purposes, unit.today())
    await _must_have_room(household, unit)
    await unit.people.forget_removed(unit.today())
    await unit.people.add_trusted(person)
    return household


async def drop_trusted(command: TrustedOf, unit: LoansUnit) -> Household:
    """The family does not want this person any more. Today it can be put back; then the name is deleted. Raises `NotFound`."""
    household = await _family(command.household_id, unit)
    person = await unit.people.trusted(household.id, command.trusted_id)
    await unit.people.forget_removed(unit.today())
    await unit.people.mark_trusted(person.id, unit.today())
    await look_again_tomorrow(unit)  # the round of tomorrow deletes it, also when nobody waits for a machine
    return household


async def put_back_trusted(command: TrustedOf, unit: LoansUnit) -> Household:
    """It was taken away by mistake, today: who was taken away before is gone. Raises `NotFound`, `TooManyTrusted`."""
    household = await _family(command.household_id, unit)
    await unit.people.forget_removed(unit.today())
    person = await unit.people.trusted(household.id, command.trusted_id)
    if person.removed_on is not None:
        await _must_have_room(household, unit)
        await unit.people.mark_trusted(person.id, None)
    return household


async def _must_have_room(household: Household, unit: LoansUnit) -> None:
    if await unit.people.count_trusted(household.id) >= MOST_TRUSTED:
        raise TooManyTrusted(most=MOST_TRUSTED)


async def _family(household_id: UUID, unit: LoansUnit) -> Household:
    """The row that counts, all rows locked: two colleagues who add at once come one after the other."""
    household = (await unit.households.family_of(household_id))[0]
    household.must_be_family()
    return household
