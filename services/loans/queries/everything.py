"""Everything that loans keeps of one family, table by table, as the registry of personal data says where it is."""

# ruff: noqa: S608  - put together from constants

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from services.loans.store.forgetting import leads_to_household
from services.loans.store.personal import PERSONAL
from shared.bus.unit import Unit
from shared.database.engine import driver_of

NOT_TOLD = ("organisation", "code_hash", "pin_hash")
"""The same in every row, or worth something to a thief and nothing to anybody else."""


async def everything_of(unit: Unit, household_id: UUID) -> dict[str, Sequence[dict[str, Any]]]:
    """The rows of a household in every table that leads to it, by table; tables without any are left out."""
    driver = await driver_of(unit.connection)
    found: dict[str, Sequence[dict[str, Any]]] = {}
    for table, holding in PERSONAL.items():
        if holding.through is None or table == "household_name":  # the name once more, cut up to be found
            continue
        condition, _ = leads_to_household(PERSONAL, table)
        rows = await driver.fetch(f"SELECT * FROM {table} WHERE {condition} ORDER BY 1", household_id)
        if rows:
            found[table] = [_told(dict(row)) for row in rows]
    return found


def _told(row: dict[str, Any]) -> dict[str, Any]:
    return {name: "(file)" if isinstance(value, bytes) else value for name, value in row.items() if name not in NOT_TOLD}
