"""Something of a loan that is over comes back after all."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from services.loans.domain.loan import Loan
from services.loans.store.unit import LoansUnit
from shared.contracts.vocabulary import Accessory


@dataclass(frozen=True, slots=True)
class BringLater:
    """Which loan, and what is here now of what was missing. `along`: of the lists of machines, by machine."""

    loan_id: UUID
    things: Collection[Accessory]
    along: Mapping[UUID, Collection[Accessory]] = field(default_factory=dict)


async def bring_later(command: BringLater, unit: LoansUnit) -> Loan:
    """It is missing no more, and inventory hears that it lies on the shelf again. Who brought it is not asked. Said twice, it
    counts once.

    Raises `NotFound`, `LoanNotOver`, `NothingChosen`.
    """
    loan = await unit.loans.get(command.loan_id)
    if loan.bring_later(command.things, unit.today(), command.along):
        await unit.loans.save(loan)
    return loan
