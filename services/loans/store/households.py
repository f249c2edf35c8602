"""Loads and saves households. The only code that writes them, and what was told about them."""

from collections.abc import Collection, Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, insert, select, update

from services.loans.domain.household import Household, Language, Level
from services.loans.domain.search import beginnings_of
from services.loans.store import tables
from services.loans.store.forgetting import forget
from shared.bus.unit import Unit
from shared.contracts.disclosure import TOLD, DisclosurePurpose
from shared.contracts.vocabulary import ConsentAnswer, ConsentPurpose
from shared.database.engine import driver_of
from shared.domain import NotFound

KNOWN = tables.household.c.erased_on.is_(None)
"""A family that was not forgotten."""
LOCK = select(tables.household).where(tables.household.c.id == bindparam("household_id"), KNOWN).with_for_update(key_share=True)
CODE = "SELECT code FROM household WHERE id = $1 AND erased_on IS NULL"
ADD = """
INSERT INTO household (id, organisation, code, call_name, telephone, language, level, visits, calls, registered_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT DO NOTHING RETURNING true
"""
OPENED = """
INSERT INTO disclosure (id, organisation, household_id, service, person_id, purpose, what, at)
SELECT $1, $2, $3, 'loans', $4, 'open', $5, $6 WHERE NOT EXISTS (
    SELECT FROM disclosure WHERE household_id = $3 AND person_id = $4 AND purpose = 'open' AND at >= $7)
"""
ADD_NAME = "INSERT INTO household_name (organisation, beginning, household_id) VALUES ($1, $2, $3)"


class Households:
    """The households of the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def get(self, household_id: UUID) -> Household:
        """A household, locked until the transaction ends. Raises `NotFound`."""
        row = (await self._unit.connection.execute(LOCK, {"household_id": household_id})).first()
        if row is None:
            raise NotFound()
        return household_from(row)

    async def code_of(self, household_id: UUID) -> str:
        """The friendly code of a household. Raises `NotFound`."""
        code: str | None = await (await driver_of(self._unit.connection)).fetchval(CODE, household_id)
        if code is None:
            raise NotFound()
        return code

    async def add(self, household: Household) -> bool:
        """Store a new household and the events it caused; False, and nothing, when its code is in use here."""
        driver = await driver_of(self._unit.connection)
        facts = _facts(household)
        added = await driver.fetchval(
            ADD, household.id, self._unit.organisation, household.code, *facts.values(), self._unit.today()
        )
        if added:
            await self._add_names(household)
            self._unit.record(household.take_events())
        return bool(added)

    async def save(self, household: Household) -> None:
        """Store what changed on a household, and the events it caused."""
        await self._unit.connection.execute(
            update(tables.household).where(tables.household.c.id == household.id).values(_facts(household))
        )
        await self._unit.connection.execute(
            delete(tables.household_name).where(tables.household_name.c.household_id == household.id)
        )
        await self._add_names(household)
        self._unit.record(household.take_events())

    async def forget(self, household: Household) -> None:
        """Nothing of it may lead to anybody any more, and its events are published. Nothing of this comes back."""
        await forget(self._unit, household)
        self._unit.record(household.take_events())

    async def _add_names(self, household: Household) -> None:
        """Let it be found by what it is called."""
        if beginnings := beginnings_of(household.call_name or ""):
            await (await driver_of(self._unit.connection)).executemany(
                ADD_NAME, [(self._unit.organisation, beginning, household.id) for beginning in beginnings]
            )

    async def named_among(self, household_ids: Collection[UUID]) -> Sequence[Household]:
        """Those of these households that are ours, to read only."""
        found = await self._unit.connection.execute(select(tables.household).where(tables.household.c.id.in_(household_ids), KNOWN))
        return [household_from(row) for row in found]

    async def note_disclosures(
        self, service: str, person_id: UUID, purpose: DisclosurePurpose, told: Sequence[tuple[UUID, Sequence[str]]]
    ) -> None:
        """Write down who looked, why, and what was told of each household, in words of the contract. Nobody rewrites it."""
        if told:
            rows = [
                {
                    "id": self._unit.new_id(),
                    "organisation": self._unit.organisation,
                    "household_id": household_id,
                    "service": service,
                    "person_id": person_id,
                    "purpose": purpose.value,
                    "what": list(what),
                    "at": self._unit.now(),
                }
                for household_id, what in told
            ]
            await self._unit.connection.execute(insert(tables.disclosure), rows)

    async def note_opened(self, household_id: UUID, person_id: UUID) -> None:
        """Write down that a colleague opened the page of a household: one line a day, however often."""
        midnight = datetime.combine(self._unit.today(), time(), tzinfo=self._unit.zone)
        known = (self._unit.new_id(), self._unit.organisation, household_id, person_id, list(TOLD), self._unit.now(), midnight)
        await (await driver_of(self._unit.connection)).execute(OPENED, *known)


def _facts(household: Household) -> dict[str, str | None]:
    return {
        "call_name": household.call_name,
        "telephone": household.telephone,
        "language": household.language.value,
        "level": household.level.value,
        "visits": household.consents[ConsentPurpose.VISITS].value,
        "calls": household.consents[ConsentPurpose.CALLS].value,
    }


def household_from(row: Row[Any]) -> Household:
    """A household from its row."""
    return Household(
        id=row.id,
        code=row.code,
        call_name=row.call_name,
        telephone=row.telephone,
        language=Language(row.language),
        level=Level(row.level),
        consents={ConsentPurpose.VISITS: ConsentAnswer(row.visits), ConsentPurpose.CALLS: ConsentAnswer(row.calls)},
    )
