"""The agreement is printed to be signed with a pen, today or on a later day: what stands on the paper is what is signed then."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.loans.commands.prepare_agreement import agreement_of_today
from services.loans.domain.agreement import AgreementText
from services.loans.domain.household import Language, Level
from services.loans.domain.loan import Loan
from services.loans.domain.printed import Printed
from services.loans.domain.refusals import NotReadyToSign
from services.loans.store.unit import LoansUnit


@dataclass(frozen=True, slots=True)
class NotePrinted:
    """Which loan, and how the family reads it; see `agreement_of_today`."""

    loan_id: UUID
    language: Language | None = None
    level: Level | None = None
    template_version: int | None = None


async def note_printed(command: NotePrinted, unit: LoansUnit) -> AgreementText:
    """Gives the text to print, and keeps which one it was and its days.

    Raises `NotFound`, `NotReadyToSign`, `DeviceNotKnownYet`.
    """
    loan = await unit.loans.get(command.loan_id)  # locked: nobody signs between the look and the note
    if not loan.waits_for_signature:
        raise NotReadyToSign()
    days = await unit.days_of_today()
    text = await agreement_of_today(loan, unit, command.language, command.level, command.template_version, days)
    await unit.prints.note(
        Printed(loan.id, text.sha256, text.language, text.level, text.template_version, days, printed_at=unit.now())
    )
    return text


async def papers_to_sign(loan: Loan, unit: LoansUnit) -> tuple[Sequence[Printed], bool]:
    """The printed texts that can still be signed, the newest first; and whether any was printed that cannot be."""
    printed = await unit.prints.of_loan(loan.id)
    still = [one for one in printed if await _still_says_so(one, loan, unit)]
    return still, len(still) < len(printed)


async def _still_says_so(printed: Printed, loan: Loan, unit: LoansUnit) -> bool:
    """Whether the same text would be agreed now, but for its days: machine, what goes along, names and wording are as they were."""
    if not printed.counts_on(unit.today()):
        return False
    now = await agreement_of_today(loan, unit, printed.language, printed.level, printed.template_version, printed.days)
    return now.sha256 == printed.document_sha256
