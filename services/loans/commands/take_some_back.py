"""A part of a loan comes back, and the rest goes on."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from services.loans.commands.write_addendum import write_addendum
from services.loans.domain.household import LONGEST_NAME
from services.loans.domain.loan import Loan
from services.loans.store.unit import LoansUnit
from shared.contracts.vocabulary import Accessory
from shared.language.free_text import clean_line


@dataclass(frozen=True, slots=True)
class TakeSomeBack:
    """Which machines and which things of which loan. `brought_by`: who brought them, if that was somebody else and says so.

    `along`: what came back of the list of a machine, by that machine; see `Loan.take_some_back`.
    """

    loan_id: UUID
    device_ids: Collection[UUID]
    things: Collection[Accessory]
    brought_by: str | None = None
    along: Mapping[UUID, Collection[Accessory]] = field(default_factory=dict)


async def take_some_back(command: TakeSomeBack, unit: LoansUnit) -> Loan:
    """Check them off, and an addendum says so. Nobody pays.

    Raises `NotFound`, `NotRunning`, `NotOnThisLoan`, `EndInstead`, `NothingChosen`, `TextTooLong`, `RegisterNumberInText`.
    """
    name = clean_line(command.brought_by or "", longest=LONGEST_NAME)
    loan = await unit.loans.get(command.loan_id)
    change = loan.take_some_back(command.device_ids, command.things, unit.today(), command.along)
    await unit.loans.save(loan)
    part = await write_addendum(loan, change, unit)
    if name and part is not None:
        await unit.loans.keep_brought_by(loan.id, name, part)
    return loan
