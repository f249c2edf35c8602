"""What skills knows of households, from the events of loans alone: their code, and nobody's name."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert

from services.skills.store.tables import known_household
from shared.bus.unit import Unit


class KnownHouseholds:
    """The households of the unit's organisation that have or had a loan."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def has_code(self, household_id: UUID, code: str) -> None:
        """Note the code of a household. It never gets another one, so events may come in any order and more than once."""
        await self._unit.connection.execute(
            upsert(known_household)
            .values(household_id=household_id, organisation=self._unit.organisation, code=code)
            .on_conflict_do_nothing()
        )

    async def is_known(self, household_id: UUID) -> bool:
        """Whether an event spoke of this household of the unit's organisation."""
        found = select(known_household.c.household_id).where(
            known_household.c.organisation == self._unit.organisation, known_household.c.household_id == household_id
        )
        return await self._unit.connection.scalar(found) is not None

    async def with_code(self, code: str) -> UUID | None:
        """The id of the household with this code, or None when no event spoke of it."""
        found: UUID | None = await self._unit.connection.scalar(
            select(known_household.c.household_id).where(
                known_household.c.organisation == self._unit.organisation, known_household.c.code == code
            )
        )
        return found
