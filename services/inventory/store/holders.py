"""Which family has a loan, by its friendly code, from events alone: so that a machine is found by who has it."""

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from services.inventory.store.finding_tables import known_holder, saved_view
from shared.bus.forgotten import is_forgotten, never_again
from shared.bus.unit import Unit


class Holders:
    """The loans that run at the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def has(self, loan_id: UUID, household_id: UUID, household_code: str) -> None:
        """This family has what is on this loan, unless it asked to be forgotten; hearing it again changes nothing."""
        if await is_forgotten(self._unit, household_id):
            return
        row = {"loan_id": loan_id, "organisation": self._unit.organisation, "household_code": household_code}
        await self._unit.connection.execute(insert(known_holder).values(row).on_conflict_do_nothing())

    async def has_no_more(self, loan_id: UUID) -> None:
        """The loan is over: who had it is known in loans, and here no longer."""
        await self._unit.connection.execute(delete(known_holder).where(known_holder.c.loan_id == loan_id))

    async def forget(self, household_id: UUID, loan_ids: Collection[UUID]) -> None:
        """Who has what is on these loans is known to nobody any more; a list that somebody kept of its machines goes too."""
        await never_again(self._unit, household_id)
        gone = delete(known_holder).where(known_holder.c.loan_id.in_(loan_ids)).returning(known_holder.c.household_code)
        for code in set((await self._unit.connection.scalars(gone)).all()):
            of_it = saved_view.c.asked.regexp_match(f"={code}(&|$)")
            await self._unit.connection.execute(delete(saved_view).where(of_it))

    async def codes(self, loan_ids: Collection[UUID]) -> Mapping[UUID, str]:
        """The codes of the families that have these loans; a loan that is over, or of which nobody told yet, is not among them."""
        found = select(known_holder.c.loan_id, known_holder.c.household_code).where(known_holder.c.loan_id.in_(loan_ids))
        return {row.loan_id: row.household_code for row in await self._unit.connection.execute(found)}
