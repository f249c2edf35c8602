"""What pages read about cards of families: which there are, whose a code is, and who is in."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from services.loans.domain.family_card import FamilyCard
from services.loans.store.cards import card_from
from services.loans.store.households import family_ids
from services.loans.store.tables import family_card, family_session
from shared.bus.unit import Unit, Units
from shared.database.engine import driver_of
from shared.domain import NotFound

OF_CODE = "SELECT organisation, card_id FROM card_of_code($1)"


@dataclass(frozen=True, slots=True)
class CardHolder:
    """Which card a code belongs to, and of which organisation."""

    organisation: UUID
    card_id: UUID


@dataclass(frozen=True, slots=True)
class FamilyHere:
    """Somebody who is in with a card.

    Attributes:
        seen_at: the last sign of life that was written down (UTC).
        wrong_before: wrong PINs with this card since somebody came in before.
    """

    organisation: UUID
    session_id: UUID
    card: FamilyCard
    seen_at: datetime
    wrong_before: int


async def holder_of(units: Units[Unit], code_hash: bytes) -> CardHolder | None:
    """The card with this hash, in whatever organisation; None when there is none."""
    async with units.database.transaction_of_all() as connection:
        row = await (await driver_of(connection)).fetchrow(OF_CODE, code_hash)
    return None if row is None else CardHolder(row["organisation"], row["card_id"])


async def household_of_card(unit: Unit, card_id: UUID) -> UUID | None:
    """Whose card it is; None when it is not there any more."""
    found: UUID | None = await unit.connection.scalar(select(family_card.c.household_id).where(family_card.c.id == card_id))
    return found


async def session_here(unit: Unit, session_id: UUID, since: datetime) -> FamilyHere | None:
    """Who is in with this session; None when it is over, idle since before `since`, or of a card that lets nobody in."""
    query = (
        select(family_card, family_session.c.seen_at, family_session.c.wrong_before)
        .join(family_session, family_session.c.card_id == family_card.c.id)
        .where(family_session.c.id == session_id, family_session.c.seen_at > since, family_card.c.blocked_at.is_(None))
    )
    row = (await unit.connection.execute(query)).first()
    if row is None:
        return None
    return FamilyHere(unit.organisation, session_id, card_from(row), row.seen_at, row.wrong_before)


async def cards_of_household(unit: Unit, household_id: UUID) -> Sequence[FamilyCard]:
    """The cards of a household, by person. What is one family with it has cards of its own: see `cards_of_family`."""
    query = select(family_card).where(family_card.c.household_id == household_id).order_by(family_card.c.person)
    return [card_from(row) for row in await unit.connection.execute(query)]


async def cards_of_family(unit: Unit, household_id: UUID) -> Sequence[FamilyCard]:
    """The cards of all rows of a family, row by row, by person: two rows may each have a card for person 1."""
    query = select(family_card).where(family_card.c.household_id.in_(family_ids(household_id)))
    ordered = query.order_by(family_card.c.household_id != household_id, family_card.c.household_id, family_card.c.person)
    return [card_from(row) for row in await unit.connection.execute(ordered)]


async def get_card(unit: Unit, household_id: UUID, card_id: UUID) -> FamilyCard:
    """One card of this household. Raises `NotFound`."""
    query = select(family_card).where(family_card.c.id == card_id, family_card.c.household_id == household_id)
    row = (await unit.connection.execute(query)).first()
    if row is None:
        raise NotFound()
    return card_from(row)
