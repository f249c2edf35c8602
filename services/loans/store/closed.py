"""Closed files: which there are, who opens them, and whether what somebody asks for leads to one. The only place that knows.

Two doors use it: `web/closed_door.py` looks at every id in a request of a colleague before the route sees it, and lists leave out
or cover what is shut for who reads them.
"""

# ruff: noqa: S608  - put together from constants

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import delete

from services.loans.store import tables
from shared.bus.jobs import schedule
from shared.bus.unit import Unit
from shared.contracts.loans import FileAccessChanged
from shared.database.engine import driver_of

TELL = "tell_file_access"
"""The kind of the job that tells other services who opens which file: `commands/tell_file_access.py`."""

# Of a `household AS row`: whether a row of the same family was closed.
IS_CLOSED = """
CASE WHEN row.merged_into IS NULL THEN row.id ELSE row.merged_into END IN (
    SELECT coalesce(one.merged_into, one.id) FROM closed_file JOIN household AS one ON one.id = closed_file.household_id
    WHERE closed_file.organisation = $1)
"""
SHUT = f"""
SELECT row.id FROM household AS row WHERE {IS_CLOSED}
AND NOT EXISTS (SELECT FROM file_reader WHERE organisation = $1 AND person_id = $2)
"""
LEADS_THERE = """
SELECT $1::uuid[] && $2::uuid[]
OR EXISTS (SELECT FROM request WHERE id = ANY($1::uuid[]) AND household_id = ANY($2::uuid[]))
OR EXISTS (SELECT FROM loan WHERE id = ANY($1::uuid[]) AND household_id = ANY($2::uuid[]))
OR EXISTS (SELECT FROM family_card WHERE id = ANY($1::uuid[]) AND household_id = ANY($2::uuid[]))
OR EXISTS (SELECT FROM counter_visit WHERE id = ANY($1::uuid[]) AND household_id = ANY($2::uuid[]))
OR EXISTS (SELECT FROM touch WHERE id = ANY($1::uuid[]) AND household_id = ANY($2::uuid[]))
OR EXISTS (SELECT FROM touch_message JOIN touch ON touch.id = touch_message.touch_id
           WHERE touch_message.id = ANY($1::uuid[]) AND touch.household_id = ANY($2::uuid[]))
"""
CLOSE = """
INSERT INTO closed_file (household_id, organisation, closed_by, closed_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING
"""
NEWEST = """
SELECT household_id FROM closed_file WHERE organisation = $1 AND closed_by = $2 AND (closed_at AT TIME ZONE $3)::date = $4
ORDER BY closed_at DESC LIMIT 1
"""
# What is true now beside what was told last, by household; where they differ, everybody has to hear what is true.
DIFFERS = f"""
WITH opens AS (SELECT coalesce(array_agg(person_id ORDER BY person_id), ARRAY[]::uuid[]) AS readers
               FROM file_reader WHERE organisation = $1),
now AS (SELECT row.id AS household_id, opens.readers FROM household AS row, opens WHERE row.erased_on IS NULL AND {IS_CLOSED}),
told AS (SELECT household_id, readers FROM told_access WHERE organisation = $1)
SELECT household_id, now.readers FROM now FULL JOIN told USING (household_id)
WHERE now.readers IS DISTINCT FROM told.readers ORDER BY household_id
"""
LOCK_ROWS = "SELECT id FROM household WHERE id = ANY($1::uuid[]) ORDER BY id FOR NO KEY UPDATE"
TOLD = """
INSERT INTO told_access (household_id, organisation, readers) VALUES ($1, $2, $3)
ON CONFLICT (household_id) DO UPDATE SET readers = $3
"""


class ClosedFiles:
    """The closed files of the unit's organisation, and the colleagues who open them."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def shut_for(self, person_id: UUID | None) -> frozenset[UUID]:
        """Households whose file this colleague does not open, with all rows of each family; mostly none. Nobody: all of them."""
        driver = await driver_of(self._unit.connection)
        return frozenset(row["id"] for row in await driver.fetch(SHUT, self._unit.organisation, person_id))

    async def leads_to(self, ids: Collection[UUID], shut: Collection[UUID]) -> bool:
        """Whether one of these ids is one of these households, or something of it: a request, a loan, a card, a call, ..."""
        return bool(await (await driver_of(self._unit.connection)).fetchval(LEADS_THERE, list(ids), list(shut)))

    async def is_closed(self, household_ids: Collection[UUID]) -> bool:
        """Whether one of these rows was closed."""
        there = "SELECT EXISTS (SELECT FROM closed_file WHERE household_id = ANY($1::uuid[]))"
        return bool(await (await driver_of(self._unit.connection)).fetchval(there, list(household_ids)))

    async def close(self, household_id: UUID, by: UUID) -> None:
        """From now on only the readers open it. Closed already: nothing."""
        row = (household_id, self._unit.organisation, by, self._unit.now())
        await (await driver_of(self._unit.connection)).execute(CLOSE, *row)
        await self.may_have_changed()

    async def open(self, household_ids: Collection[UUID]) -> None:
        """Everybody who may see families opens it again."""
        gone = delete(tables.closed_file).where(tables.closed_file.c.household_id.in_(household_ids))
        await self._unit.connection.execute(gone)
        await self.may_have_changed()

    async def closed_today_by(self, person_id: UUID) -> UUID | None:
        """What this colleague closed last, today: who is no reader can take that back, and never sees it again otherwise."""
        known = (self._unit.organisation, person_id, self._unit.zone.key, self._unit.today())
        found: UUID | None = await (await driver_of(self._unit.connection)).fetchval(NEWEST, *known)
        return found

    async def count(self) -> int:
        """How many files are closed."""
        there = "SELECT count(*) FROM closed_file WHERE organisation = $1"
        return int(await (await driver_of(self._unit.connection)).fetchval(there, self._unit.organisation))

    async def readers(self) -> frozenset[UUID]:
        """The colleagues who open closed files."""
        there = "SELECT person_id FROM file_reader WHERE organisation = $1"
        rows = await (await driver_of(self._unit.connection)).fetch(there, self._unit.organisation)
        return frozenset(row["person_id"] for row in rows)

    async def choose_readers(self, person_ids: Collection[UUID]) -> None:
        """These and nobody else from now on; who stays keeps its day. Locked against who closes a file at this moment."""
        driver = await driver_of(self._unit.connection)
        organisation, today = self._unit.organisation, self._unit.today()
        await driver.execute(
            "DELETE FROM file_reader WHERE organisation = $1 AND person_id <> ALL($2::uuid[])", organisation, list(person_ids)
        )
        add = "INSERT INTO file_reader (organisation, person_id, since) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
        await driver.executemany(add, [(organisation, one, today) for one in sorted(person_ids)])
        await self.may_have_changed()

    async def may_have_changed(self) -> None:
        """Who opens what may be different once this transaction commits: a job looks, and tells other services what is.

        It is asked for whatever moves a file, a reader or the rows of a family. Asking once too often costs one query.
        """
        await schedule(self._unit, TELL, str(self._unit.new_id()), self._unit.now())

    async def tell(self) -> None:
        """Record an event for each household of which others believe something else than is true now; mostly none.

        Behind `lock`: of two who tell, the last one sees what the other told.
        """
        driver = await driver_of(self._unit.connection)
        locked = [row["household_id"] for row in await driver.fetch(DIFFERS, self._unit.organisation)]
        if not locked:
            return
        # A family that is being forgotten is told about before that or not at all, so look again behind its lock. Who differs only
        # since then has a job of its own.
        await driver.execute(LOCK_ROWS, locked)
        for row in await driver.fetch(DIFFERS, self._unit.organisation):
            household_id, readers = row["household_id"], row["readers"]
            if household_id not in locked:
                continue
            if readers is None:
                await driver.execute("DELETE FROM told_access WHERE household_id = $1", household_id)
            else:
                await driver.execute(TOLD, household_id, self._unit.organisation, readers)
            told = None if readers is None else tuple(readers)
            self._unit.record([FileAccessChanged(household_id=household_id, readers=told)])

    async def lock(self) -> None:
        """Who chooses readers and who closes a file come one after the other, until the transaction ends."""
        await (await driver_of(self._unit.connection)).execute(
            "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"closed files {self._unit.organisation}"
        )
