"""Everything that skills holds of a family, by its id: to tell it to the family, and to forget it."""

# ruff: noqa: S608  - put together from constants

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from shared.bus.unit import Unit
from shared.database.engine import driver_of

LEARNERS = "SELECT id FROM learner WHERE household_id = $1"
ASSESSMENTS = f"SELECT id FROM assessment WHERE learner_id IN ({LEARNERS})"
# Those that find their rows through others go first.
FORGET = (
    f"DELETE FROM answer WHERE assessment_id IN ({ASSESSMENTS})",
    f"DELETE FROM assessment WHERE learner_id IN ({LEARNERS})",
    f"DELETE FROM learner_code WHERE learner_id IN ({LEARNERS})",
    "DELETE FROM learner WHERE household_id = $1",
    "DELETE FROM known_household WHERE household_id = $1",
)
TOLD = {
    "learners": """
        SELECT l.number, l.enrolled_on, l.code_given_on,
               (SELECT count(*) FROM assessment AS a WHERE a.learner_id = l.id) AS assessments
        FROM learner AS l WHERE l.household_id = $1 ORDER BY l.number""",
}


class FamiliesKnown:
    """What is kept of families, of the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def forget(self, household_id: UUID) -> None:
        """Delete all that is about its people."""
        driver = await driver_of(self._unit.connection)
        for statement in FORGET:
            await driver.execute(statement, household_id)

    async def told(self, household_id: UUID) -> dict[str, Sequence[dict[str, Any]]]:
        """Which places it has, and how often each was used. What somebody answered and chose is theirs and not the household's:
        they read it with their own code."""
        driver = await driver_of(self._unit.connection)
        return {name: [dict(row) for row in await driver.fetch(query, household_id)] for name, query in TOLD.items()}
