"""Loads and saves learners, their codes, and the wishes that were answered. The only code that writes those tables."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, func, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from services.skills.domain.learner import Learner, Sharing
from services.skills.store import tables
from shared.bus.unit import Unit
from shared.domain import NotFound


class Learners:
    """The learners of the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def get(self, learner_id: UUID) -> Learner:
        """A learner, locked until the transaction ends. Raises `NotFound`."""
        found = await self._unit.connection.execute(
            select(tables.learner).where(tables.learner.c.id == learner_id).with_for_update()
        )
        row = found.first()
        if row is None:
            raise NotFound()
        return learner_from(row)

    async def add(self, learner: Learner) -> None:
        """Store a new learner and the events it caused."""
        await self._unit.connection.execute(
            insert(tables.learner).values(
                id=learner.id,
                organisation=self._unit.organisation,
                household_id=learner.household_id,
                number=learner.number,
                enrolled_on=learner.enrolled_on,
                **_row(learner),
            )
        )
        self._unit.record(learner.take_events())

    async def save(self, learner: Learner) -> None:
        """Store what changed on a learner, and the events it caused."""
        await self._unit.connection.execute(update(tables.learner).where(tables.learner.c.id == learner.id).values(_row(learner)))
        self._unit.record(learner.take_events())

    async def lock_places_of(self, household_id: UUID | None) -> None:
        """Wait until nobody else adds places for this household, or for people of no household, and let nobody else do so."""
        whose = household_id or self._unit.organisation
        await self._unit.connection.execute(
            text("SELECT pg_advisory_xact_lock(hashtextextended(:places, 2))"), {"places": f"places {whose}"}
        )

    async def next_number(self, household_id: UUID | None) -> int:
        """The number for one more person of this household; behind `lock_places_of`."""
        learner = tables.learner
        highest = await self._unit.connection.scalar(
            select(func.max(learner.c.number)).where(
                learner.c.organisation == self._unit.organisation, learner.c.household_id.is_not_distinct_from(household_id)
            )
        )
        return (highest or 0) + 1

    async def has_place_of(self, household_id: UUID) -> bool:
        """Whether a household has a place here; the first one comes from a loan or a visit."""
        learner = tables.learner
        found = select(learner.c.id).where(
            learner.c.organisation == self._unit.organisation, learner.c.household_id == household_id
        )
        return await self._unit.connection.scalar(found.limit(1)) is not None

    async def unused_places_of(self, household_id: UUID) -> int:
        """How many places of a household have no assessment yet."""
        learner, assessment = tables.learner, tables.assessment
        used = select(assessment.c.id).where(assessment.c.learner_id == learner.c.id).exists()
        unused = select(func.count()).where(
            learner.c.organisation == self._unit.organisation, learner.c.household_id == household_id, ~used
        )
        return await self._unit.connection.scalar(unused) or 0

    async def is_new_wish(self, source_id: UUID) -> bool:
        """Remember that a loan or a visit told of somebody who wants to learn; False when it was answered before."""
        known = await self._unit.connection.execute(
            upsert(tables.wish)
            .values(source_id=source_id, organisation=self._unit.organisation, heard_on=self._unit.today())
            .on_conflict_do_nothing()
            .returning(tables.wish.c.source_id)
        )
        return known.first() is not None

    async def take_code(self, learner_id: UUID, code_hash: bytes, number: int) -> bool:
        """Make this the one code of a learner; False when somebody has it, whoever that is, and then there is none."""
        code = tables.learner_code
        await self._unit.connection.execute(delete(code).where(code.c.learner_id == learner_id))
        taken = await self._unit.connection.execute(
            upsert(code)
            .values(code_hash=code_hash, organisation=self._unit.organisation, learner_id=learner_id, number=number)
            .on_conflict_do_nothing(index_elements=[code.c.code_hash])
            .returning(code.c.number)
        )
        return taken.first() is not None


def learner_from(row: Row[Any]) -> Learner:
    """A learner from a row."""
    return Learner(
        id=row.id,
        household_id=row.household_id,
        number=row.number,
        enrolled_on=row.enrolled_on,
        code_number=row.code_number,
        code_given_on=row.code_given_on,
        sharing=Sharing(row.sharing),
        shared_on=row.shared_on,
        goals=tuple(row.goals),
        told=tuple(row.told),
    )


def _row(learner: Learner) -> dict[str, object]:
    return {
        "code_number": learner.code_number,
        "code_given_on": learner.code_given_on,
        "sharing": learner.sharing.value,
        "shared_on": learner.shared_on,
        "goals": list(learner.goals),
        "told": list(learner.told),
    }
