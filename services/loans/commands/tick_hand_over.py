"""What a colleague did and told when the machine left."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from services.loans.domain.hand_over import HandOver
from services.loans.domain.loan import Loan
from services.loans.store.unit import LoansUnit


@dataclass(frozen=True, slots=True)
class TickHandOver:
    """Everything that is ticked now; what is not, is not."""

    loan_id: UUID
    ticked: Collection[HandOver]


async def tick_hand_over(command: TickHandOver, unit: LoansUnit) -> Loan:
    """Keep the ticks. Nothing waits for them. Raises `NotFound`, `NotRunning`."""
    loan = await unit.loans.get(command.loan_id)
    loan.tick_hand_over(command.ticked)
    await unit.loans.save(loan)
    return loan
