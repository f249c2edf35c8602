"""Carries out what `personal.py` says. Statements follow from the registry: a new table is forgotten once it is named there."""

# ruff: noqa: S608  - put together from constants

import secrets
from collections.abc import Mapping
from functools import cache

from services.loans.domain.household import Household
from services.loans.store.personal import LEADS_TO, PERSONAL, Forgetting, Holding
from shared.bus.forgotten import never_again
from shared.bus.unit import Unit
from shared.database.engine import driver_of

NEW_CODE = """
UPDATE household SET code = $2
WHERE id = $1 AND NOT EXISTS (SELECT FROM household WHERE organisation = $3 AND code = $2) RETURNING true
"""
FORGOTTEN = "UPDATE household SET erased_on = $2 WHERE id = $1"
CODE = "code"
"""The one column that cannot be empty and has no usual value: it gets a code that was never on a card."""
HIGHEST = 1_000_000


async def forget(unit: Unit, household: Household) -> None:
    """Delete and empty everything of a household, behind its lock, and see to it that nothing comes back."""
    await never_again(unit, household.id, f'"{household.code}"')
    driver = await driver_of(unit.connection)
    await driver.execute(FORGOTTEN, household.id, unit.today())  # first: a room or a bag without a name is let through then
    for statement in statements():
        await driver.execute(statement, household.id)
    while not await driver.fetchval(NEW_CODE, household.id, _code_of_nobody(), unit.organisation):
        pass


@cache
def statements() -> tuple[str, ...]:
    """What forgets the household `$1`, in the order in which tables lean on each other: those that lean first."""
    return forgetting(PERSONAL)


def forgetting(registry: Mapping[str, Holding]) -> tuple[str, ...]:
    """One statement for every table of a registry of which something goes. What is emptied gets the column's usual value."""
    found = []
    for table, holding in registry.items():
        if holding.forgetting is Forgetting.KEEP or holding.through is None:
            continue
        condition, depth = leads_to_household(registry, table)
        columns = [column for column in holding.clears if (table, column) != ("household", CODE)]
        if holding.forgetting is Forgetting.DELETE:
            found.append((depth, f"DELETE FROM {table} WHERE {condition}"))
        elif columns:
            emptied = ", ".join(f"{column} = DEFAULT" for column in columns)
            found.append((depth, f"UPDATE {table} SET {emptied} WHERE {condition}"))
    return tuple(statement for _, statement in sorted(found, key=lambda one: -one[0]))


def leads_to_household(registry: Mapping[str, Holding], table: str) -> tuple[str, int]:
    """The condition under which a row is of the household `$1`, and how many tables are between."""
    column = registry[table].through
    if table == "household" or column == "household_id" or column is None:
        return f"{column} = $1", 0 if table == "household" else 1
    condition, depth = leads_to_household(registry, LEADS_TO[column])
    return f"{column} IN (SELECT id FROM {LEADS_TO[column]} WHERE {condition})", depth + 1


def _code_of_nobody() -> str:
    return f"WEG-{secrets.randbelow(HIGHEST - 1) + 1}"
