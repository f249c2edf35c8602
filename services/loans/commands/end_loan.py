"""Everything is back, or as much of it as there is."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from services.loans.domain.line_count import CountKind, WhyStopped
from services.loans.domain.loan import Loan
from services.loans.store.unit import LoansUnit
from shared.contracts.vocabulary import Accessory


@dataclass(frozen=True, slots=True)
class EndLoan:
    """Which loan, and what came back with the machine; and why, when somebody tapped that: it is counted, and kept with no loan."""

    loan_id: UUID
    returned: Collection[Accessory]
    why: WhyStopped | None = None


async def end_loan(command: EndLoan, unit: LoansUnit) -> Loan:
    """End it; what is missing is noted, and nobody pays. Its machines may be promised again once they are ready.

    Raises `NotFound`, `NotRunning`.
    """
    request = await unit.requests.get(await unit.loans.request_of(command.loan_id))  # before the loan, as everybody does
    loan = await unit.loans.get(command.loan_id)
    loan.end(command.returned, unit.today())
    request.end()
    await unit.requests.save(request)
    await unit.loans.save(loan)
    if command.why is not None:
        await unit.counts.tick(CountKind.RETURNED, command.why.value)
    return loan
