"""What pages and API read about loans."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select, tuple_

from services.loans.domain.addendum import Addendum
from services.loans.domain.agreement import AgreementText, Signature, SignedAgreement
from services.loans.domain.household import Language, Level
from services.loans.domain.loan import Loan
from services.loans.domain.loan_line import LineKind, LoanLine
from services.loans.domain.loan_status import UNDER_WAY, LoanStatus
from services.loans.domain.signing import Manner, Said, SignsAs
from services.loans.store.households import family_ids
from services.loans.store.loans import WHAT_WAS_SIGNED, WITH_HOUSEHOLD, line_from, loan_from
from services.loans.store.tables import addendum, agreement, agreement_content, agreement_wording, loan, loan_line, loan_return
from services.loans.store.wordings import pictures_in
from shared.bus.unit import Unit
from shared.domain import NotFound
from shared.runtime.faces import rhythm_here

PAGE = 50


async def get_loan(unit: Unit, loan_id: UUID) -> Loan:
    """One loan, to look at. Raises `NotFound`."""
    found = await _loans(unit, WITH_HOUSEHOLD.where(loan.c.id == loan_id))
    if not found:
        raise NotFound()
    return found[0]


async def list_loans(unit: Unit, status: LoanStatus, after: UUID | None = None) -> Sequence[Loan]:
    """A page of loans of one status, the newest first. `after` is the id of the last one of the page before."""
    query = WITH_HOUSEHOLD.where(loan.c.organisation == unit.organisation, loan.c.status == status.value)
    query = query.order_by(loan.c.id.desc()).limit(PAGE)
    if after is not None:
        query = query.where(loan.c.id < after)
    return await _loans(unit, query)


async def to_look_again(unit: Unit, today: date, after: UUID | None = None) -> Sequence[Loan]:
    """A page of loans whose family should hear from us: the day to look again is near or past; the earliest first."""
    ahead = (await rhythm_here(unit)).call_ahead_days
    query = WITH_HOUSEHOLD.where(_look_again(unit, today, ahead)).order_by(loan.c.look_again_on, loan.c.id).limit(PAGE)
    if after is not None:
        day = select(loan.c.look_again_on).where(loan.c.id == after).scalar_subquery()
        query = query.where(tuple_(loan.c.look_again_on, loan.c.id) > tuple_(day, after))
    return await _loans(unit, query)


async def loans_of_household(unit: Unit, household_id: UUID) -> Sequence[Loan]:
    """What a family has or had on loan, of all its rows, the newest first; what was never signed and is cancelled is no loan."""
    query = WITH_HOUSEHOLD.where(loan.c.household_id.in_(family_ids(household_id)), loan.c.status != LoanStatus.CANCELLED.value)
    return await _loans(unit, query.order_by(loan.c.id.desc()).limit(PAGE))


async def machines_of_household(unit: Unit, household_id: UUID) -> int:
    """How many machines a household has on loan; one that goes along while another is repaired is not one more."""
    loans = await loans_of_household(unit, household_id)
    lines = [line for one in loans if one.status in UNDER_WAY for line in one.active_lines]
    return sum(line.kind is not LineKind.TEMPORARY for line in lines)


async def get_signed(unit: Unit, loan_id: UUID) -> SignedAgreement | None:
    """What was agreed, to the letter, and how; None when nothing is signed yet, or when its words are forgotten.

    Raises `ValueError` when the words are not those that were signed: the right to forget them could put others there.
    """
    content = agreement_content.c
    its_words = (content.loan_id == agreement.c.loan_id) & (content.part == WHAT_WAS_SIGNED)
    own = agreement_wording.c
    names = (content.text, content.signature_name, content.institution, content.witness, content.collected_by, content.explainer)
    query = select(agreement, *names, own.level.label("own_level"), own.blocks).join(agreement_content, its_words)
    query = query.outerjoin(agreement_wording, own.number == agreement.c.template_version)
    row = (await unit.connection.execute(query.where(agreement.c.loan_id == loan_id))).first()
    return None if row is None else _signed_from(row)


async def get_addenda(unit: Unit, loan_id: UUID) -> Sequence[Addendum]:
    """What changed on a loan after it was signed, the oldest first. Raises `ValueError` when words are not those that were kept."""
    rows = await unit.connection.execute(select(addendum).where(addendum.c.loan_id == loan_id).order_by(addendum.c.part))
    kept = [(Addendum(row.part, row.made_on, Language(row.language), row.text), row.sha256) for row in rows]
    if any(one.sha256 != sha256 for one, sha256 in kept):
        raise ValueError(f"the words of an addendum of loan {loan_id} are not those that were kept")
    return [one for one, _ in kept]


async def lent_since(unit: Unit, lines: Sequence[LoanLine]) -> frozenset[UUID]:
    """Which machines of these lines that are over were on a loan afterwards: inventory lets none go there that is not empty."""
    later, before = loan_line.alias("later"), loan_line.alias("before")
    query = select(before.c.device_id).join(later, (later.c.device_id == before.c.device_id) & (later.c.id > before.c.id))
    over = [line.id for line in lines if line.ended]
    return frozenset(await unit.connection.scalars(query.where(before.c.id.in_(over)))) if over else frozenset()


async def brought_by(unit: Unit, loan_id: UUID) -> Mapping[int, str]:
    """Who brought something back instead of the family, by the number of the sheet that says what; `WHAT_WAS_SIGNED`: all of it."""
    rows = await unit.connection.execute(
        select(loan_return.c.part, loan_return.c.brought_by).where(loan_return.c.loan_id == loan_id).order_by(loan_return.c.part)
    )
    return {row.part: row.brought_by for row in rows}


async def said_lost(unit: Unit, after: UUID | None = None) -> Sequence[Loan]:
    """A page of loans of which the family says that something is lost or stolen, the newest first."""
    here = (loan_line.c.organisation == unit.organisation) & loan_line.c.said_lost_on.is_not(None) & loan_line.c.ended.is_(None)
    query = WITH_HOUSEHOLD.where(loan.c.id.in_(select(loan_line.c.loan_id).where(here))).order_by(loan.c.id.desc()).limit(PAGE)
    return await _loans(unit, query if after is None else query.where(loan.c.id < after))


async def _loans(unit: Unit, query: Select[Any]) -> list[Loan]:
    rows = (await unit.connection.execute(query)).all()
    lines: dict[UUID, list[LoanLine]] = {row.id: [] for row in rows}
    of_these = select(loan_line).where(loan_line.c.loan_id.in_(list(lines))).order_by(loan_line.c.id)
    for line in await unit.connection.execute(of_these) if rows else ():
        lines[line.loan_id].append(line_from(line))
    return [loan_from(row, lines[row.id]) for row in rows]


def _look_again(unit: Unit, today: date, ahead: int) -> Any:
    return (
        (loan.c.organisation == unit.organisation)
        & (loan.c.status == LoanStatus.RUNNING.value)
        & (loan.c.look_again_on <= today + timedelta(days=ahead))
    )


def _signed_from(row: Row[Any]) -> SignedAgreement:
    signature = Signature(
        document_sha256=row.sha256,
        template_version=row.template_version,
        said=Said(
            manner=Manner(row.manner or row.way),
            signs_as=SignsAs(row.signs_as or SignsAs.FAMILY),
            institution=row.institution,
            witness=row.witness,
            collected_by=row.collected_by,
            explained_by=row.explained_by,
            explainer=row.explainer,
        ),
        name=row.signature_name,
        explained_in=Language(row.explained_in) if row.explained_in else None,
        seen_by=row.seen_by,
        at=row.signed_at,
    )
    agreement = AgreementText(row.text, row.template_version, Language(row.language))
    if row.own_level is not None:
        agreement = replace(agreement, own_level=Level(row.own_level), pictures=pictures_in(row.blocks))
    if agreement.sha256 != signature.document_sha256:
        raise ValueError(f"the words of the agreement of loan {row.loan_id} are not those that were signed")
    return SignedAgreement(agreement, signature)
