"""Everything is back, or as much of it as there is."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from services.loans.domain.household import LONGEST_NAME
from services.loans.domain.line_count import CountKind, WhyStopped
from services.loans.domain.loan import Loan
from services.loans.store.unit import LoansUnit
from shared.contracts.vocabulary import Accessory
from shared.language.free_text import clean_line


@dataclass(frozen=True, slots=True)
class EndLoan:
    """Which loan, and what came back with the machine.

    `why` is what somebody tapped: it is counted, and kept with no loan. `brought_by` is who brought it, if that was
    somebody else and says so. `along`: what came back of the list of each machine, by machine; see `Loan.end`.
    """

    loan_id: UUID
    returned: Collection[Accessory]
    why: WhyStopped | None = None
    brought_by: str | None = None
    along: Mapping[UUID, Collection[Accessory]] = field(default_factory=dict)


async def end_loan(command: EndLoan, unit: LoansUnit) -> Loan:
    """End it; what is missing is noted, and nobody pays. Its machines may be promised again once they are ready.

    Raises `NotFound`, `NotRunning`, `TextTooLong`, `RegisterNumberInText`.
    """
    name = clean_line(command.brought_by or "", longest=LONGEST_NAME)
    request = await unit.requests.get(await unit.loans.request_of(command.loan_id))  # before the loan, as everybody does
    loan = await unit.loans.get(command.loan_id)
    loan.end(command.returned, unit.today(), command.along)
    request.end()
    await unit.requests.save(request)
    await unit.loans.save(loan)
    if command.why is not None:
        await unit.counts.tick(CountKind.RETURNED, command.why.value)
    if name and await unit.households.named_among([loan.household_id]):  # of a family that is forgotten nothing is written down
        await unit.loans.keep_brought_by(loan.id, name)
    return loan
