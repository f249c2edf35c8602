"""Families that asked to be forgotten. Every service keeps their ids, so that no late event and no replay brings one back.

Whoever writes something about a family asks `is_forgotten` first, in the same transaction; whoever forgets calls `never_again`
before anything is deleted. A lock on the family puts one of the two last: either what was written is there to be deleted, or who
wants to write sees that the family is forgotten.
"""

from typing import Any
from uuid import UUID

from shared.bus.unit import Unit
from shared.database.engine import driver_of

LOCK = "SELECT pg_advisory_xact_lock(hashtextextended($1, 8))"
LOCK_SHARED = "SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 8))"
KEEP = """
INSERT INTO bus.forgotten_household (household_id, organisation, forgotten_at) VALUES ($1, $2, $3)
ON CONFLICT DO NOTHING RETURNING true
"""
IS = "SELECT true FROM bus.forgotten_household WHERE household_id = $1"
# What a command answered may say the code of the family. The same key again gets the same status, and nothing about it.
EMPTY_ANSWERS = "UPDATE bus.answer SET body = NULL WHERE organisation = $1 AND strpos(body::text, $2) > 0"


async def never_again(unit: Unit, household_id: UUID, *words: str) -> bool:
    """From now on nothing is written about this family, once the transaction commits. True when that is news.

    Remembered answers that name it are emptied: those with its id, and with one of `words`, such as its code in quotation marks.
    """
    driver = await driver_of(unit.connection)
    await driver.execute(LOCK, str(household_id))
    for word in (str(household_id), *words):
        await driver.execute(EMPTY_ANSWERS, unit.organisation, word)
    return bool(await driver.fetchval(KEEP, household_id, unit.organisation, unit.now()))


async def is_forgotten(unit: Unit, household_id: UUID) -> bool:
    """Whether a family asked to be forgotten; until this transaction ends nobody forgets it if not."""
    driver = await driver_of(unit.connection)
    await driver.execute(LOCK_SHARED, str(household_id))
    return bool(await driver.fetchval(IS, household_id))


async def is_about_forgotten(unit: Unit, event: Any) -> bool:
    """Whether an event names a household, as most do in `household_id`, that is forgotten here."""
    household_id = getattr(event, "household_id", None)
    return isinstance(household_id, UUID) and await is_forgotten(unit, household_id)
