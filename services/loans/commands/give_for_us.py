"""A partner hands a machine out for us. It knows the code and the machine, and never who the family is."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from services.loans.commands.sign_agreement import SignAgreement, sign_agreement
from services.loans.commands.sign_on_phone import ShowPhoneCode, show_phone_code
from services.loans.domain.hand_over import HandOver
from services.loans.domain.loan import Loan
from services.loans.domain.partner_hand_out import PARTNER_DOES, HandOutState, PartnerHandOut
from services.loans.domain.refusals import HandOutOver, NotReadyToSign, NotSignedYet, PaperOutOfDate, WrongText
from services.loans.domain.signing import Manner, Said, SealedPaper
from services.loans.queries.known import known_devices
from services.loans.store.unit import LoansUnit
from shared.handed_code import HandedCodes


@dataclass(frozen=True, slots=True)
class HandOutBy:
    """Which code, and which partner."""

    hand_out_id: UUID
    by: UUID


@dataclass(frozen=True, slots=True)
class GiveForUs:
    """The same, and what was ticked of what one does when a machine leaves. Nothing waits for it."""

    hand_out_id: UUID
    by: UUID
    ticked: Collection[HandOver] = ()


@dataclass(frozen=True, slots=True)
class SignAndGiveForUs:
    """The same, where the family signed the paper with a pen.

    Attributes:
        adult: the partner saw that an adult signed.
        paper: the sealed PDF of exactly the text on that paper, made before.
    """

    hand_out_id: UUID
    by: UUID
    adult: bool
    ticked: Collection[HandOver] = ()
    paper: SealedPaper | None = None


async def show_phone_code_for_us(command: HandOutBy, unit: LoansUnit, codes: HandedCodes) -> Loan:
    """A code with which the family reads and signs on its own phone, as at our counter. Raises `HandOutOver`, `NotReadyToSign`."""
    found = await _usable(unit, command.hand_out_id, command.by)
    loan = await show_phone_code(ShowPhoneCode(found.loan_id, found.language, found.level, command.by), unit, codes)
    await _usable(unit, command.hand_out_id, command.by)  # again behind the lock on the loan: it may have been taken back
    return loan


async def give_for_us(command: GiveForUs, unit: LoansUnit) -> Loan:
    """The family signed, and takes the machine along. The code is used up. Raises `HandOutOver`, `NotSignedYet`."""
    found = await _usable(unit, command.hand_out_id, command.by)
    loan = await unit.loans.get(found.loan_id)
    if loan.waits_for_signature:
        raise NotSignedYet()
    await _give(found, loan, command.by, command.ticked, unit)
    return loan


async def sign_and_give_for_us(command: SignAndGiveForUs, unit: LoansUnit) -> Loan:
    """The family signed the paper, and takes the machine along: the loan runs from today, as at our counter.

    Raises `HandOutOver`, `AdultSigns`, and `PaperOutOfDate` when something changed since it was printed.
    """
    found = await _usable(unit, command.hand_out_id, command.by)
    try:
        loan = await sign_agreement(replace(paper_signed(found, command.by, adult=command.adult), paper=command.paper), unit)
    except WrongText:
        raise PaperOutOfDate() from None
    except NotReadyToSign:  # signed at our counter meanwhile, on a phone, or stopped: the page says which
        raise HandOutOver() from None
    await unit.phones.withdraw(loan.id)
    await _give(found, loan, command.by, command.ticked, unit)
    return loan


def paper_signed(hand_out: PartnerHandOut, by: UUID, *, adult: bool) -> SignAgreement:
    """What is signed when a family signs the paper that we printed with this code."""
    return SignAgreement(
        loan_id=hand_out.loan_id,
        document_sha256=hand_out.document_sha256,
        said=Said(Manner.PAPER, adult=adult),
        seen_by=by,
        language=hand_out.language,
        level=hand_out.level,
        template_version=hand_out.template_version,
        days=hand_out.days,
    )


async def state_of(hand_out: PartnerHandOut, loan: Loan, unit: LoansUnit, now: datetime) -> HandOutState:
    """How far it is at this moment (UTC), with what is known of its machines."""
    machines = await known_devices(unit, machines_of(loan))
    return hand_out.state(now, loan.status, lost=any(one.lost for one in machines.values()))


def machines_of(loan: Loan) -> list[UUID]:
    """What leaves with the family: the machines on the loan, and before the signature those that lie ready to come under it."""
    ready = loan.kept_lines if loan.waits_for_signature else []
    return [line.device_id for line in (*loan.active_lines, *ready)]


async def _usable(unit: LoansUnit, hand_out_id: UUID, by: UUID) -> PartnerHandOut:
    found = await unit.hand_outs.get(hand_out_id)
    if found is None or not found.is_for(by) or found.given_at is not None or unit.now() >= found.valid_until:
        raise HandOutOver()
    return found


async def _give(found: PartnerHandOut, loan: Loan, by: UUID, ticked: Collection[HandOver], unit: LoansUnit) -> None:
    """Behind the lock on the loan. Whoever is second finds the code used, and then nothing of the second happened."""
    if await state_of(found, loan, unit, unit.now()) is not HandOutState.SIGNED:
        raise HandOutOver()
    ours = [one for one in loan.handed_over if one not in PARTNER_DOES]
    loan.tick_hand_over([*ours, *(one for one in ticked if one in PARTNER_DOES)])
    await unit.loans.save(loan)
    if not await unit.hand_outs.give(found.id, by):
        raise HandOutOver()
