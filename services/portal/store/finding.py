"""Finding an account or an organisation before anybody knows of which: all there is so far is a typed name, a passkey, the code
on a piece of paper, or an address."""

from dataclasses import dataclass
from uuid import UUID

from shared.database.engine import Database, driver_of

FIND_DOOR = "SELECT organisation_of_door($1)"
FIND = "SELECT id, organisation, password_hash FROM account_of_name($1)"
FIND_PASSKEY = "SELECT id, organisation, account_id, public_key, signed FROM passkey_of_credential($1)"
FIND_CODE = "SELECT id, organisation, sign_in_name FROM account_of_start_code($1)"


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


@dataclass(frozen=True, slots=True)
class FoundPasskey:
    """What checking a signature needs to know. `signed`: how often this passkey says it has signed."""

    id: UUID
    organisation: UUID
    account_id: UUID
    public_key: bytes
    signed: int


async def find_passkey(database: Database, credential: bytes) -> FoundPasskey | None:
    """Whose passkey this is, in whatever organisation."""
    async with database.transaction_of_all() as connection:
        row = await (await driver_of(connection)).fetchrow(FIND_PASSKEY, credential)
    return None if row is None else FoundPasskey(**dict(row))


@dataclass(frozen=True, slots=True)
class FoundCode:
    """Whose start code it is; whether it still works, the account tells."""

    id: UUID
    organisation: UUID
    sign_in_name: str


async def find_start_code(database: Database, code_id: UUID) -> FoundCode | None:
    """Whose start code this is, in whatever organisation; None when it was used or replaced."""
    async with database.transaction_of_all() as connection:
        row = await (await driver_of(connection)).fetchrow(FIND_CODE, code_id)
    return None if row is None else FoundCode(**dict(row))


async def find_door(database: Database, door: str) -> UUID | None:
    """The organisation whose own sign-in has this address; None for no organisation's."""
    if "\x00" in door:
        return None
    async with database.transaction_of_all() as connection:
        found: UUID | None = await (await driver_of(connection)).fetchval(FIND_DOOR, door)
    return found
