"""What is older than an organisation keeps it. The only code that deletes because of age."""

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID

from shared.bus.unit import Unit
from shared.database.engine import driver_of

CARDS = "DELETE FROM family_card WHERE organisation = $1 AND coalesce(last_used_on, made_on) < $2"
SIGNED = """
DELETE FROM agreement_content AS c USING loan AS l
WHERE l.id = c.loan_id AND l.organisation = $1 AND l.status = 'ended' AND l.ended_on < $2
"""
# Nothing under way, nothing asked, nothing signed that is still kept, and nothing that happened since that day.
FAMILIES = """
SELECT h.id FROM household AS h WHERE h.organisation = $1 AND h.erased_on IS NULL
AND h.registered_on < $2
AND NOT EXISTS (SELECT FROM request AS r WHERE r.household_id = h.id
                AND (r.status NOT IN ('ended', 'withdrawn') OR r.changed_at >= $3))
AND NOT EXISTS (SELECT FROM loan AS l LEFT JOIN agreement_content AS c ON c.loan_id = l.id WHERE l.household_id = h.id
                AND (l.status NOT IN ('ended', 'cancelled') OR l.changed_at >= $3 OR c.loan_id IS NOT NULL))
ORDER BY h.id LIMIT $4
"""
HAS = "SELECT EXISTS (SELECT FROM household WHERE organisation = $1 AND erased_on IS NULL)"


class Old:
    """What is old at the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def forget_looks(self, before: date) -> None:
        """Who looked before this day; of the last year the database lets nobody take anything."""
        driver = await driver_of(self._unit.connection)
        await driver.fetchval("SELECT forget_old_looks($1)", self._midnight(before))

    async def forget_cards(self, before: date) -> None:
        """Cards that nobody used since this day. The family gets a new one when it asks."""
        await (await driver_of(self._unit.connection)).execute(CARDS, self._unit.organisation, before)

    async def forget_signed(self, before: date) -> None:
        """Words and names of agreements whose loan ended before this day. That something was agreed, stays."""
        await (await driver_of(self._unit.connection)).execute(SIGNED, self._unit.organisation, before)

    async def families(self, before: date, at_most: int) -> Sequence[UUID]:
        """Families of which nothing happened since this day, and of which nothing is under way or signed and kept."""
        driver = await driver_of(self._unit.connection)
        rows = await driver.fetch(FAMILIES, self._unit.organisation, before, self._midnight(before), at_most)
        return [row["id"] for row in rows]

    async def has_families(self) -> bool:
        """Whether there is any family to come back for."""
        return bool(await (await driver_of(self._unit.connection)).fetchval(HAS, self._unit.organisation))

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), tzinfo=self._unit.zone)
