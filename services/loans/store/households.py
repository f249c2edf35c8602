"""Loads and saves households. The only code that writes them, and what was told about them."""

from collections.abc import Collection, Sequence
from datetime import datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, FromClause, Row, Select, bindparam, case, delete, insert, select, update

from services.loans.domain.household import BorrowerKind, Household, Language, Level
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
here, row_of_family = tables.household.alias("here"), tables.household.alias("row_of_family")


def family_ids(household_id: UUID) -> Select[Any]:
    """The ids of all rows that are one family with this one, itself included; of one that nobody knows there are none."""
    return select(row_of_family.c.id).join(here, counting(row_of_family) == counting(here)).where(here.c.id == household_id)


def counting(row: FromClause) -> ColumnElement[UUID]:
    """The row that counts for the family of this one. With `coalesce` no index would be used: see migration loans_0030."""
    return case((row.c.merged_into.is_(None), row.c.id), else_=row.c.merged_into)


NAMED = (tables.household.c.id == bindparam("household_id"), KNOWN)
LOCK = select(tables.household).where(*NAMED).with_for_update(key_share=True)
ASKING = """
SELECT counts.id, counts.code, counts.kind = 'household' AS is_family
FROM household AS named JOIN household AS counts ON counts.id = coalesce(named.merged_into, named.id)
WHERE named.id = $1 AND named.erased_on IS NULL FOR SHARE OF named
"""
# The lock: who asks while the family is being forgotten waits, and then nobody knows it.
ADD = """
INSERT INTO household (id, organisation, code, kind, call_name, telephone, language, level, visits, calls, belongs_to,
                       registered_on)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) ON CONFLICT DO NOTHING RETURNING true
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

    async def family_of(self, household_id: UUID) -> Sequence[Household]:
        """All rows that are one family with this one, the one that counts first; each locked, in the order of their ids.

        Somebody may have put more together while this waited: then what came along is locked too. Raises `NotFound`.
        """
        locked: dict[UUID, Household] = {}
        while missing := set(await self._unit.connection.scalars(family_ids(household_id))) - set(locked):
            locked |= {one: await self.get(one) for one in sorted(missing)}
        if household_id not in locked:
            raise NotFound()
        family = [household for household in locked.values() if household.counts_as == locked[household_id].counts_as]
        return sorted(family, key=lambda household: (household.merged_into is not None, household.id))

    async def ids_of_family(self, household_id: UUID) -> Sequence[UUID]:
        """The ids of all rows that are one family with this one, not locked; empty when nobody knows it."""
        return (await self._unit.connection.scalars(family_ids(household_id))).all()

    async def asking(self, household_id: UUID) -> tuple[UUID, str, bool]:
        """Who asks when this household does: the row of its family that counts, its friendly code, and whether it is a family
        and no room or bag. Nobody forgets it until the transaction ends. Raises `NotFound`."""
        row = await (await driver_of(self._unit.connection)).fetchrow(ASKING, household_id)
        if row is None:
            raise NotFound()
        return row["id"], row["code"], row["is_family"]

    async def add(self, household: Household) -> bool:
        """Store a new household and the events it caused; False, and nothing, when its code is in use here."""
        driver = await driver_of(self._unit.connection)
        facts = _facts(household)
        fixed = (household.id, self._unit.organisation, household.code, household.kind.value)
        added = await driver.fetchval(ADD, *fixed, *facts.values(), self._unit.today())
        if added:
            await self._add_names(household)
            self._unit.record(household.take_events())
        return bool(added)

    async def save(self, household: Household) -> None:
        """Store what changed on a household, and the events it caused."""
        await self._unit.connection.execute(
            update(tables.household).where(tables.household.c.id == household.id).values(_facts(household) | _together(household))
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

    async def counting(self, household_id: UUID) -> Household | None:
        """The row that counts for the family of this one, to read only; None for one that is forgotten or not ours."""
        household = next(iter(await self.named_among([household_id])), None)
        if household is None or household.merged_into is None:
            return household
        return next(iter(await self.named_among([household.merged_into])), None)

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
        "belongs_to": household.belongs_to,
    }


def _together(household: Household) -> dict[str, Any]:
    """What changes only where two rows turn out to be one family."""
    return {
        "merged_into": household.merged_into,
        "merged_on": household.merged_on,
        "own_visits": household.own.get(ConsentPurpose.VISITS),
        "own_calls": household.own.get(ConsentPurpose.CALLS),
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
        kind=BorrowerKind(row.kind),
        belongs_to=row.belongs_to,
        merged_into=row.merged_into,
        merged_on=row.merged_on,
        own={
            purpose: ConsentAnswer(answer)
            for purpose, answer in ((ConsentPurpose.VISITS, row.own_visits), (ConsentPurpose.CALLS, row.own_calls))
            if answer is not None
        },
    )
