"""Everything that loans keeps of one family, table by table, as the registry of personal data says where it is."""

# ruff: noqa: S608  - put together from constants

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from services.loans.store.forgetting import leads_to_household
from services.loans.store.households import family_ids
from services.loans.store.personal import PERSONAL
from shared.bus.unit import Unit
from shared.database.engine import driver_of

NOT_TOLD = ("organisation", "code_hash", "pin_hash")
"""The same in every row, or worth something to a thief and nothing to anybody else."""


async def everything_of(unit: Unit, household_id: UUID) -> Mapping[str, Sequence[dict[str, Any]]]:
    """The rows of a household in every table that leads to it, by table, and of what is one family with it; tables without any are
    left out."""
    driver = await driver_of(unit.connection)
    rows_of_family = await unit.connection.scalars(family_ids(household_id))
    family = sorted(rows_of_family, key=lambda one: (one != household_id, one))
    found: dict[str, list[dict[str, Any]]] = {}
    for table, holding in PERSONAL.items():
        if holding.through is None or table == "household_name":  # the name once more, cut up to be found
            continue
        condition, _ = leads_to_household(PERSONAL, table)
        for one in family:
            rows = await driver.fetch(f"SELECT * FROM {table} WHERE {condition} ORDER BY 1", one)
            if rows:
                found.setdefault(table, []).extend(_told(dict(row)) for row in rows)
    return found


def _told(row: dict[str, Any]) -> dict[str, Any]:
    return {name: "(file)" if isinstance(value, bytes) else value for name, value in row.items() if name not in NOT_TOLD}
