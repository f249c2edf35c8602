"""A family agrees, and takes the machine along."""

from dataclasses import dataclass
from uuid import UUID

from services.loans.commands.prepare_agreement import agreement_of_today
from services.loans.domain.agreement import Signature, SignedAgreement, clean_signature
from services.loans.domain.household import Language, Level
from services.loans.domain.loan import Loan
from services.loans.store.unit import LoansUnit
from shared.contracts.vocabulary import SigningWay


@dataclass(frozen=True, slots=True)
class SignAgreement:
    """What the family saw and how it agreed.

    Attributes:
        seen_by: who of ours was there.
        language: in which the family read it, beside Dutch; None is the one that we know it by.
        level: how plainly it was worded; None is what we know of the family.
        template_version: the number of the wording that was shown; None is the newest.
        explained_in: the language in which somebody explained it aloud, if anybody did.
    """

    loan_id: UUID
    document_sha256: str
    way: SigningWay
    seen_by: UUID
    name: str | None = None
    language: Language | None = None
    level: Level | None = None
    template_version: int | None = None
    explained_in: Language | None = None


async def sign_agreement(command: SignAgreement, unit: LoansUnit) -> Loan:
    """Bind the family to exactly the text it saw, on the screen or on paper; the loan runs from today.

    Raises `NotFound`, `SignatureMissing`, `TextTooLong`, `RegisterNumberInText`, `DeviceNotKnownYet`, `NotReadyToSign`,
    `WrongText`.
    """
    name = clean_signature(command.way, command.name)
    request = await unit.requests.get(await unit.loans.request_of(command.loan_id))  # before the loan, as everybody does
    loan = await unit.loans.get(command.loan_id)
    agreement = await agreement_of_today(loan, unit, command.language, command.level, command.template_version)
    signature = Signature(
        document_sha256=command.document_sha256,
        template_version=agreement.template_version,
        way=command.way,
        name=name,
        explained_in=command.explained_in,
        seen_by=command.seen_by,
        at=unit.now(),
    )
    loan.sign(agreement.sha256, signature, unit.today(), await unit.look_again_day())
    request.lend()
    await unit.requests.save(request)
    await unit.loans.save(loan)
    await unit.loans.keep_signed(loan.id, SignedAgreement(agreement, signature))
    return loan
