"""Whose code it is with which somebody signs on a phone."""

from uuid import UUID

from shared.bus.unit import Unit, Units
from shared.database.engine import driver_of

OF_CODE = "SELECT organisation, phone_id FROM phone_signing_of_code($1)"


async def phone_of(units: Units[Unit], code_hash: bytes) -> tuple[UUID, UUID] | None:
    """The organisation and the id behind a code with this hash; None when there is none."""
    async with units.database.transaction_of_all() as connection:
        row = await (await driver_of(connection)).fetchrow(OF_CODE, code_hash)
    return None if row is None else (row["organisation"], row["phone_id"])
