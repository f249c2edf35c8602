"""Loads and saves who is at the counter. The only code that writes it."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, text, update

from services.loans.domain.counter_visit import CounterVisit
from services.loans.store.tables import counter_visit
from shared.bus.unit import Unit
from shared.domain import NotFound


class Counter:
    """The counter of the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def get(self, visit_id: UUID) -> CounterVisit:
        """One time at the counter, locked until the transaction ends: before the line, a request, a loan or a household.

        Raises `NotFound`.
        """
        row = (
            await self._unit.connection.execute(select(counter_visit).where(counter_visit.c.id == visit_id).with_for_update())
        ).first()
        if row is None:
            raise NotFound()
        return visit_from(row)

    async def lock_of(self, household_ids: Collection[UUID]) -> None:
        """Every time at the counter of these households, locked in the order of their ids."""
        theirs = select(counter_visit.c.id).where(counter_visit.c.household_id.in_(household_ids)).order_by(counter_visit.c.id)
        await self._unit.connection.execute(theirs.with_for_update())

    async def add(self, visit: CounterVisit) -> None:
        """Somebody comes."""
        fixed = {"id": visit.id, "organisation": self._unit.organisation, "started_at": visit.started_at}
        await self._unit.connection.execute(insert(counter_visit).values(fixed | self._changing(visit)))

    async def save(self, visit: CounterVisit) -> None:
        """Keep what changed."""
        await self._unit.connection.execute(
            update(counter_visit).where(counter_visit.c.id == visit.id).values(self._changing(visit))
        )

    async def save_if_alone(self, visit: CounterVisit) -> bool:
        """The same, unless another time at the counter is under way with the same family: then False, and nothing changed.

        Of two colleagues at the same moment the second waits for the first, and sees what it did.
        """
        await self._unit.connection.execute(
            text("SELECT pg_advisory_xact_lock(hashtextextended(:family, 0))"), {"family": f"counter {visit.household_id}"}
        )
        same = (counter_visit.c.household_id == visit.household_id) & counter_visit.c.closed_at.is_(None)
        other = select(counter_visit.c.id).where(same, counter_visit.c.id != visit.id).limit(1)
        if visit.household_id is not None and await self._unit.connection.scalar(other) is not None:
            return False
        await self.save(visit)
        return True

    def _changing(self, visit: CounterVisit) -> dict[str, Any]:
        return {
            "held_by": visit.held_by,
            "household_id": visit.household_id,
            "request_id": visit.request_id,
            "changed_at": self._unit.now(),
            "closed_at": visit.closed_at,
        }


def visit_from(row: Row[Any]) -> CounterVisit:
    """A time at the counter from its row."""
    return CounterVisit(row.id, row.held_by, row.started_at, row.changed_at, row.household_id, row.request_id, row.closed_at)
