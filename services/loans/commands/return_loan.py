"""The need is over: the family brings everything back. Or keeps it after all."""

from dataclasses import dataclass
from uuid import UUID

from services.loans.domain.loan import Loan
from services.loans.store.unit import LoansUnit


@dataclass(frozen=True, slots=True)
class RequestReturn:
    """Which loan. No reason is asked."""

    loan_id: UUID


@dataclass(frozen=True, slots=True)
class KeepLoan:
    """Which loan goes on after all."""

    loan_id: UUID


async def request_return(command: RequestReturn, unit: LoansUnit) -> Loan:
    """The need is over. Raises `NotFound`, `NotRunning`."""
    loan = await unit.loans.get(command.loan_id)
    loan.request_return()
    await unit.loans.save(loan)
    return loan


async def keep_loan(command: KeepLoan, unit: LoansUnit) -> Loan:
    """The loan goes on as if nobody had said anything. Raises `NotFound`, `NothingToKeep`."""
    loan = await unit.loans.get(command.loan_id)
    loan.keep_after_all(unit.now())
    await unit.loans.save(loan)
    return loan
