"""Finding an account before anybody knows of which organisation: all there is so far is a name that somebody typed."""

from dataclasses import dataclass
from uuid import UUID

from shared.database.engine import Database, driver_of

FIND = "SELECT id, organisation, password_hash FROM account_of_name($1)"


@dataclass(frozen=True, slots=True)
class Found:
    """What signing in needs to know. `password_hash` is None while no password was chosen, or not any more."""

    id: UUID
    organisation: UUID
    password_hash: str | None


async def find_account(database: Database, sign_in_name: str) -> Found | None:
    """Whose name this is, in whatever organisation."""
    if "\x00" in sign_in_name:  # no text in PostgreSQL holds it
        return None
    async with database.transaction_of_all() as connection:
        row = await (await driver_of(connection)).fetchrow(FIND, sign_in_name)
    return None if row is None else Found(row["id"], row["organisation"], row["password_hash"])
