"""A family says that a machine is lost or stolen, or there after all. A colleague looks at it; nothing moves by itself."""

from dataclasses import dataclass
from uuid import UUID

from services.loans.domain.loan import Loan
from services.loans.store.unit import LoansUnit


@dataclass(frozen=True, slots=True)
class SayLost:
    """Which machine on which loan. Whose fault it was is asked nowhere."""

    loan_id: UUID
    device_id: UUID


@dataclass(frozen=True, slots=True)
class SayFound:
    """Which machine on which loan."""

    loan_id: UUID
    device_id: UUID


async def say_lost(command: SayLost, unit: LoansUnit) -> Loan:
    """Note since when. Said twice, the first day stays. Raises `NotFound`, `NotOnThisLoan`."""
    loan = await unit.loans.get(command.loan_id)
    loan.say_lost(command.device_id, unit.today())
    await unit.loans.save(loan)
    return loan


async def say_found(command: SayFound, unit: LoansUnit) -> Loan:
    """It is there. Raises `NotFound`, `NotOnThisLoan`."""
    loan = await unit.loans.get(command.loan_id)
    loan.say_found(command.device_id)
    await unit.loans.save(loan)
    return loan
