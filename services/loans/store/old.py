"""What is older than an organisation keeps it. The only code that deletes because of age."""

from collections.abc import Sequence
from datetime import date, datetime, time
from uuid import UUID

from shared.bus.unit import Unit
from shared.database.engine import driver_of

CARDS = "DELETE FROM family_card WHERE organisation = $1 AND coalesce(last_used_on, made_on) < $2"
SIGNED = """
DELETE FROM {table} AS c USING loan AS l
WHERE l.id = c.loan_id AND l.organisation = $1 AND l.status = 'ended' AND l.ended_on < $2
"""
WITH_NAMES = ("agreement_file", "agreement_content", "phone_signing", "addendum", "loan_return")
"""Of one loan: words and names, drawing, sealed PDF and photo, the code of a phone, what was added, who brought it back."""
# Of a family with several rows the one that counts stands for all. Nothing under way, nothing asked, nothing signed that is still
# kept, and no sign of it since that day.
FAMILIES = """
SELECT h.id FROM household AS h WHERE h.organisation = $1 AND h.erased_on IS NULL AND h.merged_into IS NULL
AND h.registered_on < $2
AND NOT EXISTS (
    SELECT FROM household AS same WHERE coalesce(same.merged_into, same.id) = h.id
    AND (same.registered_on >= $2 OR same.merged_on >= $2
         OR EXISTS (SELECT FROM request AS r WHERE r.household_id = same.id
                    AND (r.status NOT IN ('ended', 'withdrawn') OR r.changed_at >= $3))
         OR EXISTS (SELECT FROM loan AS l LEFT JOIN agreement_content AS c ON c.loan_id = l.id WHERE l.household_id = same.id
                    AND (l.status NOT IN ('ended', 'cancelled') OR l.changed_at >= $3 OR c.loan_id IS NOT NULL))
         OR EXISTS (SELECT FROM known_ticket AS t WHERE t.household_id = same.id AND t.open)
         OR EXISTS (SELECT FROM counter_visit AS v WHERE v.household_id = same.id
                    AND (v.closed_at IS NULL OR v.changed_at >= $3))
         OR EXISTS (SELECT FROM consent AS s WHERE s.household_id = same.id AND s.said_on >= $2)
         OR EXISTS (SELECT FROM family_card AS k WHERE k.household_id = same.id AND k.last_used_on >= $2)))
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
        """Words, names, drawings and photos of loans that ended before this day. That something was agreed, stays."""
        driver = await driver_of(self._unit.connection)
        for table in WITH_NAMES:
            await driver.execute(SIGNED.format(table=table), self._unit.organisation, before)

    async def families(self, before: date, at_most: int) -> Sequence[UUID]:
        """Families of which nothing happened since this day, and of which nothing is under way or signed and kept: of each the row
        that counts."""
        driver = await driver_of(self._unit.connection)
        rows = await driver.fetch(FAMILIES, self._unit.organisation, before, self._midnight(before), at_most)
        return [row["id"] for row in rows]

    async def has_families(self) -> bool:
        """Whether there is any family to come back for."""
        return bool(await (await driver_of(self._unit.connection)).fetchval(HAS, self._unit.organisation))

    def _midnight(self, day: date) -> datetime:
        return datetime.combine(day, time(), tzinfo=self._unit.zone)
