"""Signing at the counter: what goes along, the text on the screen, a name under it or a pen on paper."""

import asyncio
from collections.abc import Mapping, Sequence
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.loans.commands.prepare_agreement import PrepareAgreement, agreement_to_show, prepare_agreement
from services.loans.commands.remember_language import RememberLanguage, remember_language
from services.loans.commands.sign_agreement import SignAgreement, sign_agreement
from services.loans.documents.agreement_pdf import agreement_pdf
from services.loans.documents.agreement_text import PICTOGRAMS, how_signed, words_of
from services.loans.domain.agreement import SignedAgreement, clean_signature
from services.loans.domain.household import Language, Level
from services.loans.domain.loan_status import LoanStatus
from services.loans.queries import loans as queries
from services.loans.queries.households import get_household
from services.loans.queries.known import known_devices
from services.loans.web.loans_pages import STEPS, loan_page, to_loan, try_with_loan
from services.loans.web.texts import LANGUAGE, LEVEL, LOOK_TWICE, LOST_MEANWHILE, REFUSALS
from services.loans.web.typed import chosen_accessories
from shared.bus.answers import Answer
from shared.bus.unit import Unit
from shared.contracts.vocabulary import Accessory, SigningWay
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.languages import languages
from shared.runtime.faces import face_of, limits_here
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page, trail

router = APIRouter(prefix="/loans/loans/{loan_id}", include_in_schema=False)


@router.post("/prepare", dependencies=[may(Permission.LEND)])
async def prepare(request: Request, loan_id: UUID, call: FormCall) -> Response:
    """What goes along; on to the text."""
    form = await typed(request)
    learners = form.get("learners", "")
    count = int(learners) if learners.isascii() and learners.isdigit() and len(learners) < 4 else -1
    chosen, lost = await chosen_accessories(request), await _lost_meanwhile(request, call.organisation, loan_id)
    command = PrepareAgreement(loan_id, [one for one in chosen if one not in lost], count)
    on = Answer(303, f"/loans/loans/{loan_id}/agreement")
    answer = await try_with_loan(request, call, loan_id, lambda unit: prepare_agreement(command, unit), lambda _: on)
    if answer.status_code == on.status and lost & set(chosen):
        return await loan_page(request, call.organisation, loan_id, [LOST_MEANWHILE], 422)
    if (
        answer.status_code == on.status
        and form.get("looked_twice") != "yes"
        and await _has_many(request, call.organisation, loan_id)
    ):
        return await loan_page(request, call.organisation, loan_id, [LOOK_TWICE], 422)  # what was chosen is stored, and on it
    return answer


async def _lost_meanwhile(request: Request, organisation: UUID, loan_id: UUID) -> set[Accessory]:
    """What is lost or out of use since the page was opened, and of which no other one lies ready: nobody ticked it knowing that."""
    async with running_service(request).units.open(organisation) as unit:
        loan = await queries.get_loan(unit, loan_id)
        device = (await known_devices(unit, [loan.first_device_id])).get(loan.first_device_id)
    lies_ready = (device.prepared if device else None) or ()
    return {*loan.gone} - {*lies_ready} - {*await chosen_accessories(request, "known_lost")}


@router.get("/agreement", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def read_agreement(request: Request, loan_id: UUID, person: SignedIn, language: str = "", level: str = "") -> Response:
    """The text, as it would be agreed now or as it was signed. What was not signed yet may be read in any language and level."""
    return await _agreement_page(request, person.organisation, loan_id, language_in(language), level_in(level))


@router.get("/agreement.pdf", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def print_agreement(request: Request, loan_id: UUID, person: SignedIn, language: str = "", level: str = "") -> Response:
    """The same on paper, a sheet for each language."""
    async with running_service(request).units.open(person.organisation) as unit:
        loan = await queries.get_loan(unit, loan_id)
        signed = await queries.get_signed(unit, loan_id)
        text = await agreement_to_show(loan, signed, unit, language_in(language), level_in(level))
        how = _how(signed, unit) if signed else None
        author = (await face_of(unit)).title or None
    pdf = await asyncio.to_thread(agreement_pdf, text, how, author)
    headers = {"content-disposition": 'inline; filename="afspraken.pdf"', "cache-control": "no-store"}
    return Response(pdf, media_type="application/pdf", headers=headers)


@router.post("/sign", dependencies=[may(Permission.LEND)])
async def sign(request: Request, loan_id: UUID, call: FormCall) -> Response:
    """Sign the text that was on the page, on the screen or on paper."""
    form = await typed(request)
    way = SigningWay.PAPER if form.get("way") == SigningWay.PAPER.value else SigningWay.TYPED
    language, level = language_in(form.get("language", "")), level_in(form.get("level", ""))
    try:
        name = clean_signature(way, form.get("signature_name"))
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, field="signature_name")
        return await _agreement_page(request, call.organisation, loan_id, language, level, form, [problem], status)
    command = SignAgreement(
        loan_id=loan_id,
        document_sha256=form.get("document_sha256", ""),
        way=way,
        seen_by=call.person.id,
        name=name,
        language=language,
        level=level,
        explained_in=language_in(form.get("explained_in", "")),
    )
    try:
        return as_redirect(await call.answer(lambda unit: sign_agreement(command, unit), to_loan))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS)
        return await _agreement_page(request, call.organisation, loan_id, language, level, form, [problem], status)


@router.post("/agreement/language", dependencies=[may(Permission.LEND)])
async def remember(request: Request, loan_id: UUID, call: FormCall) -> Response:
    """The family reads this language or this level better: from now on everything we give it is in that one."""
    form = await typed(request)
    language, level = language_in(form.get("language", "")) or Language.NL, level_in(form.get("level", ""))
    told, command = Answer(303, f"/loans/loans/{loan_id}/agreement"), RememberLanguage(loan_id, language, level)
    return as_redirect(await call.answer(lambda unit: remember_language(command, unit), lambda _: told))


async def _has_many(request: Request, organisation: UUID, loan_id: UUID) -> bool:
    """Whether somebody looks twice before this family gets another machine. It is asked on the page, and refuses nothing."""
    async with running_service(request).units.open(organisation) as unit:
        loan = await queries.get_loan(unit, loan_id)
        limit = (await limits_here(unit)).loans_per_household
        return await queries.machines_of_household(unit, loan.household_id) >= limit


def language_in(code: str) -> Language | None:
    """The language behind two letters from a form or an address; None when it is none of ours."""
    return Language(code) if code in list(Language) else None


def level_in(name: str) -> Level | None:
    """The level of that name from a form or an address; None when it is none of ours."""
    return Level(name) if name in list(Level) else None


async def _agreement_page(
    request: Request,
    organisation: UUID,
    loan_id: UUID,
    language: Language | None = None,
    level: Level | None = None,
    form: Mapping[str, str] | None = None,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
) -> Response:
    try:
        async with running_service(request).units.open(organisation) as unit:
            loan = await queries.get_loan(unit, loan_id)
            household = await get_household(unit, loan.household_id, forgotten_too=True)
            signed = await queries.get_signed(unit, loan_id)
            text = await agreement_to_show(loan, signed, unit, language, level)
            how = _how(signed, unit) if signed else {}
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS)
        return await loan_page(request, organisation, loan_id, [problem], status)
    context = {
        "loan": loan,
        "household": household,
        "text": text,
        "how": how,
        "can_sign": loan.status is LoanStatus.READY_TO_SIGN,
        "trail": trail(STEPS, 4 if signed else 1),
        "known_languages": [languages()[one.value] for one in Language],
        "LANGUAGE": LANGUAGE,
        "LEVEL": LEVEL,
        "direction": lambda code: languages()[code].direction,
        "drawn": PICTOGRAMS,
        "own_words": words_of(text.language),
        "form": form or {},
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "loans/agreement.html", context, status=status)


def _how(signed: SignedAgreement, unit: Unit) -> dict[Language, str]:
    """Who signed, when and how, in the language of each sheet."""
    at = signed.signature.at.astimezone(unit.zone)
    return {sheet.language: how_signed(signed.signature, at, sheet.language) for sheet in signed.agreement.sheets}
