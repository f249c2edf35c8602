"""The need goes on."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from services.loans.commands.write_addendum import write_addendum
from services.loans.domain.loan import Loan
from services.loans.domain.more_machines import Change
from services.loans.store.unit import LoansUnit


@dataclass(frozen=True, slots=True)
class ExtendLoan:
    """When to ask again; left out, as long from today as a new loan gets."""

    loan_id: UUID
    look_again_on: date | None = None


async def extend_loan(command: ExtendLoan, unit: LoansUnit) -> Loan:
    """Ask again on another day. Raises `NotFound`, `NotRunning`, `DateNotAhead`."""
    loan = await unit.loans.get(command.loan_id)
    await go_on(loan, command.look_again_on, unit)
    return loan


async def go_on(loan: Loan, look_again_on: date | None, unit: LoansUnit) -> None:
    """The same for a loan that is locked; it is saved. An addendum tells of another end date, where there is one.

    Raises `NotRunning`, `DateNotAhead`.
    """
    moved = loan.extend(look_again_on or await unit.look_again_day(), unit.today(), await unit.end_day())
    await unit.loans.save(loan)
    if moved:
        await write_addendum(loan, Change(ends_on=loan.ends_on, no_end=loan.ends_on is None), unit)
