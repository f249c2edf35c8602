"""A part of a loan comes back, and the rest goes on."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from services.loans.commands.write_addendum import write_addendum
from services.loans.domain.loan import Loan
from services.loans.store.unit import LoansUnit
from shared.contracts.vocabulary import Accessory


@dataclass(frozen=True, slots=True)
class TakeSomeBack:
    """Which machines and which things of which loan."""

    loan_id: UUID
    device_ids: Collection[UUID]
    things: Collection[Accessory]


async def take_some_back(command: TakeSomeBack, unit: LoansUnit) -> Loan:
    """Check them off, and an addendum says so. Nobody pays.

    Raises `NotFound`, `NotRunning`, `NotOnThisLoan`, `EndInstead`, `NothingChosen`.
    """
    loan = await unit.loans.get(command.loan_id)
    change = loan.take_some_back(command.device_ids, command.things, unit.today())
    await unit.loans.save(loan)
    await write_addendum(loan, change, unit)
    return loan
