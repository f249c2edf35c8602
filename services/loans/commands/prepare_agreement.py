"""At the counter: what goes along, how many want to learn, and the text that follows from it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from services.loans.documents.agreement_text import NEWEST, AgreementFacts, OneMore, agreement_text, own_agreement_text
from services.loans.domain.agreement import AgreementText, SignedAgreement
from services.loans.domain.household import Language, Level
from services.loans.domain.loan import Days, Loan
from services.loans.domain.loan_status import UNDER_WAY, LoanStatus
from services.loans.domain.refusals import DeviceNotKnownYet
from services.loans.domain.wording import FIRST_OWN, Published
from services.loans.queries.known import KnownDevice, known_devices
from services.loans.store.unit import LoansUnit
from shared.contracts.vocabulary import Accessory
from shared.domain import NotFound
from shared.runtime.faces import face_of


@dataclass(frozen=True, slots=True)
class PrepareAgreement:
    """What goes along with the machine, and how many people of the family want to learn.

    `along`: what goes along with each machine that comes under the same signature, by its line.
    """

    loan_id: UUID
    accessories: Collection[Accessory]
    learners: int = 0
    along: Mapping[UUID, Collection[Accessory]] = field(default_factory=dict)


async def prepare_agreement(command: PrepareAgreement, unit: LoansUnit) -> Loan:
    """Note it. Raises `NotFound`, `NotReadyToSign`, `TooManyPeople`."""
    loan = await unit.loans.get(command.loan_id)
    loan.prepare(command.accessories, command.learners, command.along)
    await unit.loans.save(loan)
    return loan


async def agreement_of_today(
    loan: Loan,
    unit: LoansUnit,
    language: Language | None = None,
    level: Level | None = None,
    version: int | None = None,
    days: Days | None = None,
) -> AgreementText:
    """The text that would be agreed now. Whatever it tells may change it until it is signed.

    Args:
        language: in which the family reads it today; None is the one that we know it by.
        level: how plainly; None is what we know of the family.
        version: the wording that the family was shown, so that one that is published meanwhile changes nothing under its hands;
            None is the newest of that language and level, and so is a number that never was of these.
        days: those that stand on a paper which was printed before; None is those that follow from today.

    Raises:
        DeviceNotKnownYet: what the machine is was not heard yet.
        NotFound: the family is forgotten: nobody agrees to anything any more.
    """
    named = await unit.known_devices.named(loan.first_device_id)
    if named is None:
        raise DeviceNotKnownYet()
    others = await _to_be_added(loan, unit)
    if any(line.device_id not in others for line in loan.kept_lines):
        raise DeviceNotKnownYet()
    household = next(iter(await unit.households.named_among([loan.household_id])), None)
    if household is None:
        raise NotFound()
    face = await face_of(unit)
    days = days or await unit.days_of_today()
    code, maker, model = named
    facts = AgreementFacts(
        organisation=face.title or None,
        help_line=face.help_line,
        help_place=face.help_place,
        call_name=household.call_name,
        household_code=household.code,
        code=code,
        maker=maker,
        model=model,
        accessories=loan.accessories,
        look_again_on=days.look_again_on,
        ends_on=days.ends_on,
        ask_about_data=face.ask_about_data,
        more=[
            OneMore(f"{one.maker} {one.model}", one.code, line.proposed(one.prepared or ()))
            for line, one in ((line, others[line.device_id]) for line in loan.kept_lines)
        ],
    )
    language, level = language or household.language, level or household.level
    own = await _own_wording(unit, language, level, version)
    if own is None:
        return agreement_text(facts, language, NEWEST[level])
    return own_agreement_text(facts, *await unit.wordings.with_dutch(own))


async def lies_ready_for(loan: Loan, unit: LoansUnit) -> Mapping[UUID, Collection[Accessory]]:
    """What lies ready with each machine that is to be added to a loan, by its line; of those for which nobody chose."""
    known = await _to_be_added(loan, unit)
    open_ones = [line for line in loan.kept_lines if line.along is None and line.device_id in known]
    return {line.id: known[line.device_id].prepared or () for line in open_ones}


async def _to_be_added(loan: Loan, unit: LoansUnit) -> Mapping[UUID, KnownDevice]:
    return await known_devices(unit, [line.device_id for line in loan.kept_lines]) if loan.kept_lines else {}


async def _own_wording(unit: LoansUnit, language: Language, level: Level, version: int | None) -> Published | None:
    """The text of the organisation that was shown or that counts today; None where that is ours."""
    if version == NEWEST[level]:
        return None
    shown = await unit.wordings.find(version) if version is not None and version >= FIRST_OWN else None
    if shown is not None and (shown.language, shown.level) == (language, level):
        return shown
    return await unit.wordings.in_use(level, language)


async def agreement_to_show(
    loan: Loan,
    signed: SignedAgreement | None,
    unit: LoansUnit,
    language: Language | None,
    level: Level | None,
    version: int | None = None,
) -> AgreementText:
    """What was signed, or as long as nothing is, the text of today in this language and at this level; see `agreement_of_today`.

    Raises:
        NotFound: it was signed and its words are forgotten: nobody agreed to the text of today.
        DeviceNotKnownYet: what the machine is was not heard yet.
    """
    if signed is not None:
        return signed.agreement
    if loan.status in (*UNDER_WAY, LoanStatus.ENDED):
        raise NotFound()
    return await agreement_of_today(loan, unit, language, level, version)
