"""Which files are closed, from events alone, and whether a ticket or a visit is about one. The only place that knows.

It is asked when somebody reads, never kept with a ticket: so a file that is closed later covers what was written before, and a
ticket of which we hear later whose machine it was is covered from then on.
"""

from collections.abc import Collection, Iterable
from uuid import UUID

from shared.bus.unit import Unit
from shared.contracts.loans import FileAccessChanged
from shared.database.engine import driver_of

TOLD = """
INSERT INTO known_file AS known (household_id, organisation, sequence, readers) VALUES ($1, $2, $3, $4)
ON CONFLICT (household_id) DO UPDATE SET sequence = $3, readers = $4 WHERE known.sequence < $3
"""
# Only who surely reads is left out: for nobody, and without any reader, all of them are shut.
SHUT = """
SELECT household_id, readers FROM known_file
WHERE organisation = $1 AND readers IS NOT NULL AND ($2 = ANY(readers)) IS NOT TRUE
"""
# A ticket that came in before we knew whose machine it is has no family: then the machine tells, for as long as the family had it.
# Of a loan whose beginning we did not hear yet, all that is before its end counts: covering too much is put right by itself.
ABOUT = """
SELECT t.id, coalesce(t.household_id, (
    SELECT l.household_id FROM loan_device AS d JOIN known_loan AS l USING (loan_id)
    WHERE d.device_id = t.device_id AND l.household_id = ANY($2::uuid[])
    AND ((t.opened_at AT TIME ZONE $3)::date >= l.started_on) IS NOT FALSE
    AND ((t.opened_at AT TIME ZONE $3)::date <= l.ended_on) IS NOT FALSE LIMIT 1)) AS household_id
FROM ticket AS t WHERE t.id = ANY($1::uuid[])
"""

Readers = frozenset[UUID]


class KnownFiles:
    """The closed files of the unit's organisation as helpdesk last heard of them."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def told(self, event: FileAccessChanged, sequence: int) -> None:
        """Keep who reads about a family; unless something newer is known."""
        readers = None if event.readers is None else list(event.readers)
        driver = await driver_of(self._unit.connection)
        await driver.execute(TOLD, event.household_id, self._unit.organisation, sequence, readers)

    async def shut_for(self, person_id: UUID | None) -> dict[UUID, Readers]:
        """Families about which this colleague reads no words, and who does; mostly none. Nobody signed in: all that are closed."""
        rows = await (await driver_of(self._unit.connection)).fetch(SHUT, self._unit.organisation, person_id)
        return {row["household_id"]: frozenset(row["readers"]) for row in rows}

    async def tickets_shut_for(self, person_id: UUID | None, ticket_ids: Iterable[UUID]) -> dict[UUID, Readers]:
        """Those of these tickets of which this colleague reads no words, and who does."""
        shut, asked = await self.shut_for(person_id), list(ticket_ids)
        if not shut or not asked:
            return {}
        driver = await driver_of(self._unit.connection)
        rows = await driver.fetch(ABOUT, asked, list(shut), self._unit.zone.key)
        return {row["id"]: shut[row["household_id"]] for row in rows if row["household_id"] in shut}

    async def visits_shut_for(self, person_id: UUID | None, household_ids: Collection[UUID]) -> dict[UUID, Readers]:
        """Those of these families of whose visits this colleague reads no words, and who does."""
        shut = await self.shut_for(person_id)
        return {household_id: shut[household_id] for household_id in household_ids if household_id in shut}
