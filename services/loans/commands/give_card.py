"""Somebody of a family gets a card, or another one in its place; it is blocked, opened again, or gets another PIN."""

from dataclasses import dataclass
from uuid import UUID

from services.loans.domain.family_card import FamilyCard, check_person
from services.loans.domain.refusals import CardChanged, NothingToShow
from services.loans.store.unit import LoansUnit


@dataclass(frozen=True, slots=True)
class GiveCard:
    """Which person of which family gets it, and what was made of it before.

    Attributes:
        card_id: its id, new; code and PIN hang on it.
        only_loans: what it shows; None for everything of the family.
        pin_hash: made outside the transaction.
        by: who of staff gives it.
        replaces: the card that this person has, as whoever gives the new one saw it; None for the first.
    """

    card_id: UUID
    household_id: UUID
    person: int
    only_loans: frozenset[UUID] | None
    code_hash: bytes
    pin_hash: str
    by: UUID
    replaces: UUID | None = None


@dataclass(frozen=True, slots=True)
class OfCard:
    """A card of a household, and who of staff does something with it."""

    card_id: UUID
    household_id: UUID
    by: UUID


@dataclass(frozen=True, slots=True)
class GivePin:
    """Another PIN for a card; hashed outside the transaction.

    Attributes:
        number: which PIN of this card it is; another one meanwhile, and this one is not taken.
    """

    card_id: UUID
    household_id: UUID
    number: int
    pin_hash: str


async def give_card(command: GiveCard, unit: LoansUnit) -> FamilyCard:
    """Give it; the one this person had works no more at once, also for whoever is in. Raises `NotFound`, `OnlyForFamilies`,
    `NoSuchPerson`, `CardChanged`, `NothingToShow`."""
    check_person(command.person)
    household = await unit.households.get(command.household_id)  # locked: two cards for one person come one after the other
    household.must_be_family()
    if await unit.cards.of_person(household.id, command.person) != command.replaces:
        raise CardChanged()
    if command.only_loans is not None:
        known = await unit.loans.ids_of_household(household.id)
        if not command.only_loans or not command.only_loans <= known:
            raise NothingToShow()
    card = FamilyCard(
        id=command.card_id,
        household_id=household.id,
        person=command.person,
        only_loans=command.only_loans,
        pin_hash=command.pin_hash,
        made_by=command.by,
        made_on=unit.today(),
    )
    await unit.cards.replace(card, command.code_hash)
    return card


async def block_card(command: OfCard, unit: LoansUnit) -> FamilyCard:
    """The card is lost: nobody comes in with it, and whoever is in is out. Raises `NotFound`."""
    card = await unit.cards.get(command.card_id, command.household_id)
    card.block(command.by, unit.now())
    await unit.cards.save(card)
    await unit.cards.let_everybody_out(card.id)
    return card


async def open_card(command: OfCard, unit: LoansUnit) -> FamilyCard:
    """After too many wrong PINs, or found again. Raises `NotFound`."""
    card = await unit.cards.get(command.card_id, command.household_id)
    card.open_again()
    await unit.cards.save(card)
    return card


async def give_pin(command: GivePin, unit: LoansUnit) -> FamilyCard:
    """Another PIN from now on; whoever is in with the one before is out. Raises `NotFound`, `CardChanged`."""
    card = await unit.cards.get(command.card_id, command.household_id)
    if command.number != card.pin_number + 1:
        raise CardChanged()
    card.take_pin(command.pin_hash)
    await unit.cards.save(card)
    await unit.cards.let_everybody_out(card.id)
    return card
