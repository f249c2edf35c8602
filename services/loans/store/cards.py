"""Loads and saves cards of families, counts tries, and keeps who is in. The only code that writes them."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, insert, select, update

from services.loans.domain.family_card import TRIES, FamilyCard
from services.loans.store.tables import family_card, family_session
from shared.bus.unit import Unit
from shared.database.engine import driver_of
from shared.domain import NotFound

# The try is counted before anybody looks at the PIN: two at the same moment are two, and the sixth is looked at by nobody.
COUNT_TRY = """
UPDATE family_card SET wrong_tries = wrong_tries + 1 WHERE id = $1 AND wrong_tries < $2 AND blocked_at IS NULL
RETURNING pin_hash, wrong_tries
"""
RIGHT = """
UPDATE family_card SET wrong_tries = 0, last_used_on = $3 WHERE id = $1 AND pin_hash = $2 AND blocked_at IS NULL RETURNING true
"""
FORGET_IDLE = "DELETE FROM family_session WHERE card_id = $1 AND seen_at < $2"


class Cards:
    """The cards of the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def get(self, card_id: UUID, household_id: UUID) -> FamilyCard:
        """A card of this household, locked until the transaction ends. Raises `NotFound`."""
        query = select(family_card).where(family_card.c.id == card_id, family_card.c.household_id == household_id)
        row = (await self._unit.connection.execute(query.with_for_update())).first()
        if row is None:
            raise NotFound()
        return card_from(row)

    async def of_person(self, household_id: UUID, person: int) -> UUID | None:
        """The id of the card that a person of a household has; None for none."""
        same = (family_card.c.household_id == household_id) & (family_card.c.person == person)
        found: UUID | None = await self._unit.connection.scalar(select(family_card.c.id).where(same))
        return found

    async def replace(self, card: FamilyCard, code_hash: bytes) -> None:
        """Store a new card. The one that this person had is gone, and with it whoever was in with it."""
        same = (family_card.c.household_id == card.household_id) & (family_card.c.person == card.person)
        await self._unit.connection.execute(delete(family_card).where(same))
        fixed = {
            "id": card.id,
            "organisation": self._unit.organisation,
            "household_id": card.household_id,
            "person": card.person,
            "code_hash": code_hash,
            "only_loans": None if card.only_loans is None else sorted(card.only_loans),
            "made_by": card.made_by,
            "made_on": card.made_on,
        }
        await self._unit.connection.execute(insert(family_card).values(fixed | _changing(card)))

    async def save(self, card: FamilyCard) -> None:
        """Store what changed on a card."""
        await self._unit.connection.execute(update(family_card).where(family_card.c.id == card.id).values(_changing(card)))

    async def let_everybody_out(self, card_id: UUID) -> None:
        """Whoever is in with this card is not any more."""
        await self._unit.connection.execute(delete(family_session).where(family_session.c.card_id == card_id))

    async def count_try(self, card_id: UUID) -> tuple[str, int] | None:
        """Count a try as a wrong one: the hash to compare with, and how many there are with this one. None: it is not looked at."""
        row = await (await driver_of(self._unit.connection)).fetchrow(COUNT_TRY, card_id, TRIES)
        return None if row is None else (row["pin_hash"], row["wrong_tries"])

    async def let_in(self, card_id: UUID, pin_hash: str, *, today: date, wrong_before: int, idle: timedelta) -> UUID | None:
        """The PIN was right: forget what was wrong before, and begin a session. None when the card or its PIN changed meanwhile."""
        driver = await driver_of(self._unit.connection)
        if not await driver.fetchval(RIGHT, card_id, pin_hash, today):
            return None
        await driver.execute(FORGET_IDLE, card_id, self._unit.now() - idle)
        session_id = self._unit.new_id()
        row = {
            "id": session_id,
            "organisation": self._unit.organisation,
            "card_id": card_id,
            "seen_at": self._unit.now(),
            "wrong_before": wrong_before,
        }
        await self._unit.connection.execute(insert(family_session).values(row))
        return session_id

    async def seen(self, session_id: UUID, at: datetime) -> None:
        """Somebody is still there."""
        await self._unit.connection.execute(update(family_session).where(family_session.c.id == session_id).values(seen_at=at))

    async def let_out(self, session_id: UUID) -> None:
        """This session lets nobody in any more."""
        await self._unit.connection.execute(delete(family_session).where(family_session.c.id == session_id))


def card_from(row: Row[Any]) -> FamilyCard:
    """A card from its row."""
    return FamilyCard(
        id=row.id,
        household_id=row.household_id,
        person=row.person,
        only_loans=None if row.only_loans is None else frozenset(row.only_loans),
        pin_hash=row.pin_hash,
        made_by=row.made_by,
        made_on=row.made_on,
        pin_number=row.pin_number,
        wrong_tries=row.wrong_tries,
        blocked_by=row.blocked_by,
        blocked_at=row.blocked_at,
        last_used_on=row.last_used_on,
    )


def _changing(card: FamilyCard) -> dict[str, Any]:
    return {
        "pin_hash": card.pin_hash,
        "pin_number": card.pin_number,
        "wrong_tries": card.wrong_tries,
        "blocked_by": card.blocked_by,
        "blocked_at": card.blocked_at,
        "last_used_on": card.last_used_on,
    }
