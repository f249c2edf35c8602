"""We let a partner hand a machine out: make the code, print its sheet and the agreement, take it back, undo."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.loans.commands.give_for_us import machines_of, paper_signed, state_of
from services.loans.commands.let_partner_give import (
    LetPartnerGive,
    OfLoan,
    let_partner_give,
    take_partner_code_back,
    undo_give_for_us,
)
from services.loans.commands.prepare_agreement import agreement_of_today
from services.loans.documents.agreement_pdf import agreement_pdf
from services.loans.documents.partner_sheet_pdf import partner_sheet_pdf, sheet_words
from services.loans.domain.household import Language, Level
from services.loans.domain.partner_hand_out import HandOutState
from services.loans.domain.refusals import PaperOutOfDate
from services.loans.queries.households import get_household
from services.loans.queries.known import known_devices
from services.loans.queries.loans import get_loan
from services.loans.web.agreement_pages import language_in, level_in, paper_answer
from services.loans.web.along import own_lists
from services.loans.web.hand_out_pages import hand_outs_of
from services.loans.web.others import partners_of
from services.loans.web.partner_texts import STATE, TO_DO, TONE
from services.loans.web.reading import reading_address
from services.loans.web.texts import LANGUAGE, LEVEL, REFUSALS
from shared.bus.answers import Answer
from shared.documents.qr import qr_svg
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.runtime.faces import face_of
from shared.web.call import Call, FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page
from shared.web.vocabulary_texts import ACCESSORY

router = APIRouter(prefix="/loans/loans/{loan_id}/at-partner", include_in_schema=False)

LEND = [may(Permission.LEND)]


@router.get("", dependencies=LEND)
async def show(request: Request, loan_id: UUID, person: SignedIn) -> Response:
    """The code and how far the partner is; or the form to make one."""
    return await _page(request, person.organisation, loan_id)


@router.post("", dependencies=LEND)
async def make(request: Request, loan_id: UUID, call: FormCall) -> Response:
    """A new code; the one before opens nothing any more."""
    form = await typed(request)
    partners = await partners_of(call.running, call.organisation)
    chosen = next((one for one in partners if str(one) == form.get("for_person")), None)
    command = LetPartnerGive(
        loan_id,
        language_in(form.get("language", "")) or Language.NL,
        level_in(form.get("level", "")) or Level.PLAIN,
        call.person.id,
        chosen,
    )
    codes = hand_outs_of(call.running)
    try:
        return as_redirect(await call.answer(lambda unit: let_partner_give(command, unit, codes), lambda _: _back(loan_id)))
    except NotFound:
        raise
    except Refused as refusal:
        return await _refused(request, call, loan_id, refusal)


@router.post("/withdraw", dependencies=LEND)
async def withdraw(request: Request, loan_id: UUID, call: FormCall) -> Response:
    """The code opens nothing any more, also where the page is open."""
    command = OfLoan(loan_id)
    return as_redirect(await call.answer(lambda unit: take_partner_code_back(command, unit), lambda _: _back(loan_id)))


@router.post("/undo", dependencies=LEND)
async def undo(request: Request, loan_id: UUID, call: FormCall) -> Response:
    """It was not handed out after all: the same day the code works again."""
    command = OfLoan(loan_id)
    try:
        return as_redirect(await call.answer(lambda unit: undo_give_for_us(command, unit), lambda _: _back(loan_id)))
    except NotFound:
        raise
    except Refused as refusal:
        return await _refused(request, call, loan_id, refusal)


@router.get("/sheet.pdf", dependencies=LEND)
async def print_sheet(request: Request, loan_id: UUID, person: SignedIn) -> Response:
    """The sheet that lies with the machine: the code and what to do. Nothing of the family is on it."""
    running = running_service(request)
    async with running.units.open(person.organisation) as unit:
        loan = await get_loan(unit, loan_id)
        made = await unit.hand_outs.of_loan(loan_id)
        if made is None or await state_of(made, loan, unit, unit.now()) in (HandOutState.GIVEN, HandOutState.OVER):
            raise NotFound()
        known = await known_devices(unit, machines_of(loan))
        face = await face_of(unit)
        until = made.valid_until.astimezone(unit.zone)
    machines, own = [known[one] for one in machines_of(loan) if one in known], own_lists(loan, known)
    words = sheet_words(
        organisation=face.title,
        help_line=face.help_line,
        machines=[(one.code, f"{one.maker} {one.model}", [ACCESSORY[thing] for thing in own.get(one.id, ())]) for one in machines],
        along=[ACCESSORY[one] for one in loan.accessories],
        to_do=list(TO_DO.values()),
        until=until,
    )
    code = hand_outs_of(running).make(made.id)
    return _named(await asyncio.to_thread(partner_sheet_pdf, words, code, running.settings.base_url), "meegeven.pdf")


@router.get("/agreement.pdf", dependencies=LEND)
async def print_agreement(request: Request, loan_id: UUID, person: SignedIn) -> Response:
    """The paper that the family can sign with a pen at the partner's: to the letter what is agreed then."""
    running = running_service(request)
    async with running.units.open(person.organisation) as unit:
        loan = await get_loan(unit, loan_id)
        made = await unit.hand_outs.of_loan(loan_id)
        if made is None or await state_of(made, loan, unit, unit.now()) is not HandOutState.TO_SIGN:
            raise NotFound()
        signs = paper_signed(made, person.id, adult=True)
        text = await agreement_of_today(loan, unit, signs.language, signs.level, signs.template_version, signs.days)
        author = (await face_of(unit)).title or None
    if text.sha256 != made.document_sha256:
        return await _page(request, person.organisation, loan_id, *_said(PaperOutOfDate()))
    read_at = reading_address(running.settings, text)
    return paper_answer(await asyncio.to_thread(agreement_pdf, text, None, author, read_at=read_at))


def _named(pdf: bytes, name: str) -> Response:
    headers = {"content-disposition": f'inline; filename="{name}"', "cache-control": "no-store"}
    return Response(pdf, media_type="application/pdf", headers=headers)


def _back(loan_id: UUID) -> Answer:
    return Answer(303, f"/loans/loans/{loan_id}/at-partner")


def _said(refusal: Refused) -> tuple[Sequence[FormProblem], int]:
    status, problem = refused(refusal, REFUSALS)
    return [problem], status


async def _refused(request: Request, call: Call, loan_id: UUID, refusal: Refused) -> Response:
    return await _page(request, call.organisation, loan_id, *_said(refusal))


async def _page(
    request: Request, organisation: UUID, loan_id: UUID, problems: Sequence[FormProblem] = (), status: int = 200
) -> Response:
    running = running_service(request)
    partners = await partners_of(running, organisation)
    async with running.units.open(organisation) as unit:
        loan = await get_loan(unit, loan_id)
        household = await get_household(unit, loan.household_id, forgotten_too=True)
        made = await unit.hand_outs.of_loan(loan_id)
        state = await state_of(made, loan, unit, unit.now()) if made else None
        zone, today = unit.zone, unit.today()
    given_at = made.given_at.astimezone(zone) if made and made.given_at else None
    may_be_made = loan.waits_for_signature or (loan.under_way and loan.started_on == today)
    if made is None and not may_be_made:
        return RedirectResponse(f"/loans/loans/{loan_id}", status_code=303)
    code = hand_outs_of(running).make(made.id) if made else ""
    address = f"{running.settings.base_url}/loans/hand-out/{code}"
    context = {
        "loan": loan,
        "household": household,
        "made": made,
        "state": state,
        "works": state in (HandOutState.TO_SIGN, HandOutState.SIGNED),
        "to_sign": state is HandOutState.TO_SIGN,
        "given": state is HandOutState.GIVEN,
        "given_at": given_at,
        "may_undo": given_at is not None and given_at.date() == today,
        "last_day": made.valid_until.astimezone(zone).date() - timedelta(days=1) if made else None,  # it stops at midnight
        "code": code,
        "qr": qr_svg(address) if code else "",
        "partners": [(str(one), name) for one, name in partners.items()],
        "for_whom": partners.get(made.for_person, "") if made and made.for_person else "",
        "given_by": partners.get(made.given_by, "") if made and made.given_by else "",
        "may_be_made": may_be_made,
        "languages": [(one.value, LANGUAGE[one]) for one in Language],
        "levels": [(one.value, LEVEL[one], "") for one in Level],
        "STATE": STATE,
        "TONE": TONE,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "loans/at_partner.html", context, status=status)
