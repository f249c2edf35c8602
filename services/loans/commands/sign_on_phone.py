"""A family reads and signs on its own phone: the counter shows a code, and can take it back."""

from dataclasses import dataclass
from uuid import UUID

from services.loans.domain.household import Language, Level
from services.loans.domain.loan import Loan
from services.loans.domain.loan_status import LoanStatus
from services.loans.domain.phone_signing import VALID, PhoneSigning
from services.loans.domain.refusals import NotReadyToSign
from services.loans.store.unit import LoansUnit
from shared.handed_code import HandedCodes


@dataclass(frozen=True, slots=True)
class ShowPhoneCode:
    """For which loan, in which language and how plainly, and who of ours is there.

    Attributes:
        explained_in: the language in which a colleague explains it aloud, if one does.
    """

    loan_id: UUID
    language: Language
    level: Level
    seen_by: UUID
    explained_in: Language | None = None


@dataclass(frozen=True, slots=True)
class WithdrawPhoneCode:
    """Of which loan."""

    loan_id: UUID


async def show_phone_code(command: ShowPhoneCode, unit: LoansUnit, codes: HandedCodes) -> Loan:
    """A new code for half an hour; the one before lets nobody in any more. Raises `NotFound`, `NotReadyToSign`."""
    loan = await unit.loans.get(command.loan_id)
    if loan.status is not LoanStatus.READY_TO_SIGN:
        raise NotReadyToSign()
    phone = PhoneSigning(
        id=unit.new_id(),
        loan_id=loan.id,
        language=command.language,
        level=command.level,
        explained_in=command.explained_in,
        seen_by=command.seen_by,
        valid_until=unit.now() + VALID,
    )
    code_hash = codes.digest(codes.make(phone.id.bytes))
    assert code_hash is not None, "a code that we make is one"
    await unit.phones.replace(phone, code_hash)
    return loan


async def withdraw_phone_code(command: WithdrawPhoneCode, unit: LoansUnit) -> Loan:
    """It lets nobody in any more; what was signed with it stays. Raises `NotFound`."""
    loan = await unit.loans.get(command.loan_id)
    if loan.status is LoanStatus.READY_TO_SIGN:
        await unit.phones.withdraw(loan.id)
    return loan
