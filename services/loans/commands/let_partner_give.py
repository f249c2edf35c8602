"""We let a partner hand a machine out: a code for one loan, taken back, or used and undone the same day."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from uuid import UUID

from services.loans.commands.prepare_agreement import agreement_of_today
from services.loans.domain.household import Language, Level
from services.loans.domain.loan import Loan
from services.loans.domain.loan_status import LoanStatus
from services.loans.domain.partner_hand_out import HandOutCodes, PartnerHandOut, last_day
from services.loans.domain.refusals import HandOutOver
from services.loans.queries.known import known_devices
from services.loans.store.unit import LoansUnit


@dataclass(frozen=True, slots=True)
class LetPartnerGive:
    """Which loan, how the family reads, and who of a partner may do it: None is whoever has the code.

    Attributes:
        by: the colleague who makes the code.
    """

    loan_id: UUID
    language: Language
    level: Level
    by: UUID
    for_person: UUID | None = None


@dataclass(frozen=True, slots=True)
class OfLoan:
    """Of which loan."""

    loan_id: UUID


async def let_partner_give(command: LetPartnerGive, unit: LoansUnit, codes: HandOutCodes) -> Loan:
    """A new code; the one before opens nothing any more. The text that stands on its paper is fixed now.

    Raises `NotFound`, `HandOutOver` when there is nothing to hand out, or when a partner did already, `DeviceNotKnownYet`.
    """
    loan = await unit.loans.get(command.loan_id)
    if loan.status not in (LoanStatus.READY_TO_SIGN, LoanStatus.RUNNING):
        raise HandOutOver()
    before = await unit.hand_outs.of_loan(loan.id)
    if before is not None:
        if before.given_at is not None:
            raise HandOutOver()  # who handed it out stays known
        await _end_phone_code(loan, unit)
    text = await agreement_of_today(loan, unit, command.language, command.level)
    kept = [one.kept_until for one in (await known_devices(unit, [loan.first_device_id])).values()]
    until = last_day(unit.today(), kept[0] if kept and loan.waits_for_signature else None)
    made = PartnerHandOut(
        id=unit.new_id(),
        loan_id=loan.id,
        language=command.language,
        level=command.level,
        template_version=text.template_version,
        document_sha256=text.sha256,
        days=await unit.days_of_today(),
        for_person=command.for_person,
        made_by=command.by,
        valid_until=datetime.combine(until + timedelta(days=1), time(), tzinfo=unit.zone),
    )
    code_hash = codes.digest(codes.make(made.id))
    assert code_hash is not None, "a code that we make is one"
    await unit.hand_outs.replace(made, code_hash)
    return loan


async def take_partner_code_back(command: OfLoan, unit: LoansUnit) -> Loan:
    """It opens nothing any more, also for a partner who has the page open, and neither does the code for a phone that was shown
    with it. What was handed out stays so. Raises `NotFound`."""
    loan = await unit.loans.get(command.loan_id)
    if await unit.hand_outs.take_back(loan.id):
        await _end_phone_code(loan, unit)
    return loan


async def undo_give_for_us(command: OfLoan, unit: LoansUnit) -> Loan:
    """It was not handed out after all, the partner tapped too soon: the code works again. What was signed stays signed.

    Raises `NotFound`, `HandOutOver` when it was not handed out, or before today.
    """
    loan = await unit.loans.get(command.loan_id)
    if not await unit.hand_outs.undo(loan.id, datetime.combine(unit.today(), time(), tzinfo=unit.zone)):
        raise HandOutOver()
    return loan


async def _end_phone_code(loan: Loan, unit: LoansUnit) -> None:
    """Whoever scans what a partner showed reads who the family is. A code that was used tells that it was, and stays."""
    if loan.waits_for_signature:
        await unit.phones.withdraw(loan.id)
