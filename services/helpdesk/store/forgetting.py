"""Everything that helpdesk holds of a family, by its id: to tell it to the family, and to forget it."""

# ruff: noqa: S608  - put together from constants

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from shared.bus.unit import Unit
from shared.database.engine import driver_of

# A ticket that came in before we knew whose machine it is has no family: then the machine tells, for as long as the family had it.
TICKETS = """
SELECT t.id FROM ticket AS t WHERE t.household_id = $1 OR (t.household_id IS NULL AND EXISTS (
    SELECT FROM loan_device AS d JOIN known_loan AS l USING (loan_id) WHERE l.household_id = $1 AND d.device_id = t.device_id
    AND t.opened_at >= l.started_on AND (l.ended_on IS NULL OR t.opened_at < l.ended_on + 1)))
"""
LOANS = "SELECT loan_id FROM known_loan WHERE household_id = $1"
VISITS = "SELECT id FROM visit WHERE household_id = $1"
CALLBACKS = f"SELECT id FROM ticket WHERE callback_open AND id IN ({TICKETS}) ORDER BY id"
# Those that find their rows through others go first.
FORGET = (
    f"DELETE FROM ticket_note WHERE ticket_id IN ({TICKETS})",
    f"""UPDATE ticket SET household_id = NULL, handed_to = NULL,
        callback_open = false, callback_asker = NULL WHERE id IN ({TICKETS})""",
    f"UPDATE visit_attempt SET note = NULL, note_kind = NULL WHERE visit_id IN ({VISITS})",
    f"DELETE FROM loan_device WHERE loan_id IN ({LOANS})",
    "DELETE FROM known_loan WHERE household_id = $1",
    "DELETE FROM known_wish WHERE household_id = $1",
    "DELETE FROM known_training WHERE household_id = $1",
    "DELETE FROM known_file WHERE household_id = $1",
)
TOLD = {
    "tickets": f"""
        SELECT t.number, t.symptom, t.channel, t.opened_at, t.status, t.handed_to,
               (SELECT json_agg(json_build_object('kind', n.kind, 'text', n.text, 'written_at', n.written_at) ORDER BY n.id)
                FROM ticket_note AS n WHERE n.ticket_id = t.id) AS notes
        FROM ticket AS t WHERE t.id IN ({TICKETS}) ORDER BY t.id""",
    "visits": f"""
        SELECT v.purpose, v.due_on, v.status,
               (SELECT json_agg(json_build_object('outcome', a.outcome, 'findings', a.findings, 'noted_on', a.noted_on,
                                                  'kind', a.note_kind, 'note', a.note) ORDER BY a.id)
                FROM visit_attempt AS a WHERE a.visit_id = v.id) AS attempts
        FROM visit AS v WHERE v.id IN ({VISITS}) ORDER BY v.id""",
    "practise": "SELECT competences FROM known_training WHERE household_id = $1 ORDER BY learner_id",
}


class FamiliesKnown:
    """What is kept of families, of the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def waits_for_a_call(self, household_id: UUID) -> Sequence[UUID]:
        """The tickets of it for which somebody was to call; whom, nobody knows soon."""
        rows = await (await driver_of(self._unit.connection)).fetch(CALLBACKS, household_id)
        return [row["id"] for row in rows]

    async def forget(self, household_id: UUID) -> None:
        """Delete what says something of it. Tickets and visits stay as counts, without a family and without a word."""
        driver = await driver_of(self._unit.connection)
        for statement in FORGET:
            await driver.execute(statement, household_id)

    async def told(self, household_id: UUID) -> dict[str, Sequence[dict[str, Any]]]:
        """All of it, under the names of what it is; empty lists where there is nothing."""
        driver = await driver_of(self._unit.connection)
        return {name: [dict(row) for row in await driver.fetch(query, household_id)] for name, query in TOLD.items()}
