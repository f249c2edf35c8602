"""The need goes on."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.loans.domain.loan import Loan
from services.loans.store.unit import LoansUnit


@dataclass(frozen=True, slots=True)
class ExtendLoan:
    """When to ask again; left out, as long from today as a new loan gets."""

    loan_id: UUID
    look_again_on: date | None = None


async def extend_loan(command: ExtendLoan, unit: LoansUnit) -> Loan:
    """Ask again on another day. Raises `NotFound`, `NotRunning`, `DateNotAhead`."""
    loan = await unit.loans.get(command.loan_id)
    loan.extend(command.look_again_on or await unit.look_again_day(), unit.today())
    await unit.loans.save(loan)
    return loan
