"""What families and learners let helpdesk know, from events alone."""

from uuid import UUID

from shared.bus.unit import Unit
from shared.contracts.loans import ConsentChanged
from shared.contracts.skills import TrainingNeedShared
from shared.contracts.vocabulary import ConsentAnswer, ConsentPurpose
from shared.database.engine import driver_of

WISH = """
INSERT INTO known_wish AS known (household_id, purpose, organisation, sequence, answer) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (household_id, purpose) DO UPDATE SET sequence = $4, answer = $5 WHERE known.sequence < $4
"""
WISH_OF = "SELECT answer FROM known_wish WHERE household_id = $1 AND purpose = $2"
TRAINING = """
INSERT INTO known_training AS known (learner_id, organisation, sequence, household_id, competences) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (learner_id) DO UPDATE SET sequence = $3, household_id = $4, competences = $5 WHERE known.sequence < $3
"""
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended($1, 2))"


class KnownFamilies:
    """The wishes of the families of the unit's organisation. Who they are, is known in loans alone."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def lock(self, household_id: UUID) -> None:
        """Wait until nobody else plans visits for this family; until this transaction ends, nobody else will.

        So of two events that have to find each other, the one that is handled last sees what the other left.
        """
        await (await driver_of(self._unit.connection)).execute(LOCK, f"visits {household_id}")

    async def wishes(self, event: ConsentChanged, sequence: int) -> None:
        """Keep what a family said; unless something newer is known."""
        driver = await driver_of(self._unit.connection)
        said = (event.household_id, event.purpose.value, self._unit.organisation, sequence, event.answer.value)
        await driver.execute(WISH, *said)

    async def wish_for_visits(self, household_id: UUID) -> ConsentAnswer | None:
        """What a family said about visits, or None when we heard nothing."""
        driver = await driver_of(self._unit.connection)
        answer = await driver.fetchval(WISH_OF, household_id, ConsentPurpose.VISITS.value)
        return ConsentAnswer(answer) if answer else None

    async def wants_to_practise(self, event: TrainingNeedShared, sequence: int) -> None:
        """Keep what a learner shared; unless something newer is known."""
        driver = await driver_of(self._unit.connection)
        shared = (event.learner_id, self._unit.organisation, sequence, event.household_id, list(event.competences))
        await driver.execute(TRAINING, *shared)
