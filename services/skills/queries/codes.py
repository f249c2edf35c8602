"""Whose code this is: the one question that is asked before anybody knows of which organisation it is about."""

from dataclasses import dataclass
from uuid import UUID

from shared.bus.unit import Unit, Units
from shared.database.engine import driver_of

OF_CODE = "SELECT organisation, learner_id, number FROM learner_of_code($1)"
NUMBER = "SELECT code_number FROM learner WHERE id = $1"


@dataclass(frozen=True, slots=True)
class CodeHolder:
    """Who a code lets in.

    Attributes:
        number: of the code; another one by now means that the code is no longer good.
    """

    organisation: UUID
    learner_id: UUID
    number: int


async def holder_of(units: Units[Unit], code_hash: bytes) -> CodeHolder | None:
    """Who has the code with this hash, in whatever organisation; None when nobody has."""
    async with units.database.transaction_of_all() as connection:
        row = await (await driver_of(connection)).fetchrow(OF_CODE, code_hash)
    return None if row is None else CodeHolder(row["organisation"], row["learner_id"], row["number"])


async def is_current(unit: Unit, holder: CodeHolder) -> bool:
    """Whether nobody made a newer code for this learner since."""
    number = await (await driver_of(unit.connection)).fetchval(NUMBER, holder.learner_id)
    return bool(number == holder.number)
