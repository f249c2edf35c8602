"""A family agrees, and takes the machine along."""

from dataclasses import dataclass, field
from uuid import UUID

from services.loans.commands.prepare_agreement import agreement_of_today, lies_ready_for
from services.loans.domain.agreement import AgreementText, Signature, SignedAgreement
from services.loans.domain.household import Language, Level
from services.loans.domain.loan import Days, Loan
from services.loans.domain.refusals import PhoneCodeOver
from services.loans.domain.signing import FileKind, Said, SealedPaper, said_cleanly
from services.loans.store.unit import LoansUnit


@dataclass(frozen=True, slots=True)
class SignAgreement:
    """What the family saw and how it agreed.

    Attributes:
        seen_by: who of ours was there.
        said: by whose hand, for whom, and who helped.
        language: in which the family read it, beside Dutch; None is the one that we know it by.
        level: how plainly it was worded; None is what we know of the family.
        template_version: the number of the wording that was shown; None is the newest.
        explained_in: the language in which somebody explained it aloud, if anybody did.
        drawing: what was drawn, as `documents/drawing.py` made it.
        paper: the sealed PDF of exactly this, made before; without one nothing is kept but words.
        phone_id: the code that is used up by it, when it happens on an own phone.
        days: those that stand on a paper which was printed before today; None is those that follow from today.
    """

    loan_id: UUID
    document_sha256: str
    said: Said
    seen_by: UUID
    name: str | None = None
    language: Language | None = None
    level: Level | None = None
    template_version: int | None = None
    explained_in: Language | None = None
    drawing: bytes | None = field(default=None, repr=False)
    paper: SealedPaper | None = field(default=None, repr=False)
    phone_id: UUID | None = None
    days: Days | None = None


def signature_of(command: SignAgreement, agreement: AgreementText, unit: LoansUnit) -> Signature:
    """How the family agrees, cleaned. Raises what `said_cleanly` raises."""
    said, name = said_cleanly(command.said, command.name, drawn=command.drawing is not None)
    return Signature(
        document_sha256=command.document_sha256,
        template_version=agreement.template_version,
        said=said,
        name=name,
        explained_in=command.explained_in,
        seen_by=command.seen_by,
        at=command.paper.at if command.paper else unit.now(),
    )


async def sign_agreement(command: SignAgreement, unit: LoansUnit) -> Loan:
    """Bind the family to exactly the text it saw, on the screen or on paper; the loan runs from today.

    Raises `NotFound`, `SignatureMissing`, `DrawingMissing`, `WitnessMissing`, `InstitutionMissing`, `AdultSigns`, `TextTooLong`,
    `RegisterNumberInText`, `DeviceNotKnownYet`, `NotReadyToSign`, `WrongText`, `PhoneCodeOver`.
    """
    said_cleanly(command.said, command.name, drawn=command.drawing is not None)  # before anybody waits for a lock
    request = await unit.requests.get(await unit.loans.request_of(command.loan_id))  # before the loan, as everybody does
    loan = await unit.loans.get(command.loan_id)
    days = command.days or await unit.days_of_today()
    agreement = await agreement_of_today(loan, unit, command.language, command.level, command.template_version, days)
    signature = signature_of(command, agreement, unit)
    lies_ready = await lies_ready_for(loan, unit)
    loan.sign(agreement.sha256, signature, unit.today(), days.look_again_on, days.ends_on, lies_ready)
    request.lend()
    await unit.requests.save(request)
    await unit.loans.save(loan)
    paper = command.paper
    await unit.loans.keep_signed(loan.id, SignedAgreement(agreement, signature), paper.sha256 if paper else None)
    if paper is not None:
        await unit.files.add(loan.id, FileKind.PAPER, paper.content, command.seen_by)
    if command.drawing is not None and signature.said.manner.is_drawn:
        await unit.files.add(loan.id, FileKind.DRAWING, command.drawing, command.seen_by)
    await unit.prints.clear(loan.id)
    if command.phone_id is not None and not await unit.phones.use(command.phone_id):
        raise PhoneCodeOver()
    return loan
