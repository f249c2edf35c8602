"""Signing at the counter: what goes along, the text on the screen, a name under it or a pen on paper."""

import asyncio
from collections.abc import Mapping, Sequence
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.loans.commands.note_printed import NotePrinted, note_printed, papers_to_sign
from services.loans.commands.prepare_agreement import PrepareAgreement, agreement_to_show, prepare_agreement
from services.loans.commands.remember_language import RememberLanguage, remember_language
from services.loans.commands.sign_agreement import SignAgreement, sign_agreement
from services.loans.documents import addendum_text
from services.loans.documents.agreement_pdf import agreement_pdf
from services.loans.documents.agreement_text import words_of
from services.loans.domain.household import Language, Level
from services.loans.domain.loan_status import LoanStatus
from services.loans.domain.refusals import PrintedPaperChanged, WrongText
from services.loans.domain.signing import FileKind
from services.loans.queries import loans as queries
from services.loans.queries.households import get_household
from services.loans.queries.known import known_devices
from services.loans.web.along import chosen_with, lost_meanwhile
from services.loans.web.counter_bar import back_to_counter, counter_bar
from services.loans.web.loans_pages import STEPS, loan_page, to_loan, try_with_loan
from services.loans.web.reading import reading_address
from services.loans.web.signing import SHOWN, as_printed, drawing_in, how, manner_of, said_in, with_paper, without_wrong
from services.loans.web.texts import LANGUAGE, LEVEL, LOOK_TWICE, LOST_MEANWHILE, REFUSALS, SIGNERS, WRONG_FIELD
from services.loans.web.typed import chosen_accessories
from shared.bus.answers import Answer
from shared.contracts.vocabulary import Accessory, SigningWay
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.free_text import has_register_number
from shared.language.languages import languages
from shared.runtime.faces import face_of, limits_here
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page, trail

router = APIRouter(prefix="/loans/loans/{loan_id}", include_in_schema=False)

NAMES = ("signature_name", "witness", "institution", "collected_by", "explainer")
"""Fields of a signature in which people type."""


@router.post("/prepare", dependencies=[may(Permission.LEND)])
async def prepare(request: Request, loan_id: UUID, call: FormCall) -> Response:
    """What goes along; on to the text."""
    form = await typed(request)
    learners = form.get("learners", "")
    count = int(learners) if learners.isascii() and learners.isdigit() and len(learners) < 4 else -1
    chosen, along = await chosen_accessories(request), await chosen_with(request)
    lost, lost_with = await _lost_meanwhile(request, call.organisation, loan_id)
    there = {one: [thing for thing in things if thing not in lost_with.get(one, ())] for one, things in along.items()}
    command = PrepareAgreement(loan_id, [one for one in chosen if one not in lost], count, there)
    on = Answer(303, f"/loans/loans/{loan_id}/agreement")
    answer = await try_with_loan(request, call, loan_id, lambda unit: prepare_agreement(command, unit), lambda _: on)
    if answer.status_code == on.status and (lost & set(chosen) or any(len(along[one]) > len(there[one]) for one in along)):
        return await loan_page(request, call.organisation, loan_id, [LOST_MEANWHILE], 422)
    if (
        answer.status_code == on.status
        and form.get("looked_twice") != "yes"
        and await _has_many(request, call.organisation, loan_id)
    ):
        return await loan_page(request, call.organisation, loan_id, [LOOK_TWICE], 422)  # what was chosen is stored, and on it
    return answer


async def _lost_meanwhile(request: Request, organisation: UUID, loan_id: UUID) -> tuple[set[Accessory], dict[UUID, set[Accessory]]]:
    """What is lost or out of use since the page was opened, and of which no other one lies ready: nobody ticked it knowing that.
    Of the list of the loan, and of those of machines by their lines."""
    async with running_service(request).units.open(organisation) as unit:
        loan = await queries.get_loan(unit, loan_id)
        devices = await known_devices(unit, [line.device_id for line in loan.lines])
    device = devices.get(loan.first_device_id)
    lies_ready = (device.prepared if device else None) or ()
    lost = {*loan.gone} - {*lies_ready} - {*await chosen_accessories(request, "known_lost")}
    return lost, await lost_meanwhile(request, loan, devices)


@router.get("/agreement", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def read_agreement(request: Request, loan_id: UUID, person: SignedIn, language: str = "", level: str = "") -> Response:
    """The text, as it would be agreed now or as it was signed. What was not signed yet may be read in any language and level."""
    return await _agreement_page(request, person.organisation, loan_id, language_in(language), level_in(level))


@router.get("/agreement.pdf", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def print_agreement(
    request: Request, loan_id: UUID, person: SignedIn, language: str = "", level: str = "", text: str = ""
) -> Response:
    """The same on paper, a sheet for each language. What was signed is the sealed paper itself, to the byte. `text` is the number
    of the wording that was on the page. What is to be signed with a pen is noted: it may happen on another day."""
    async with running_service(request).units.open(person.organisation) as unit:
        loan = await queries.get_loan(unit, loan_id)
        signed = await queries.get_signed(unit, loan_id)
        if loan.waits_for_signature:
            shown = await note_printed(NotePrinted(loan_id, language_in(language), level_in(level), number_in(text)), unit)
        else:
            shown = await agreement_to_show(loan, signed, unit, language_in(language), level_in(level), number_in(text))
        told = how(signed, unit) if signed else None
        author = (await face_of(unit)).title or None
        kept = await unit.files.of(loan_id, FileKind.PAPER) if signed else None
    if kept:
        return paper_answer(kept.content)
    read_at = reading_address(running_service(request).settings, shown)
    return paper_answer(await asyncio.to_thread(agreement_pdf, shown, told, author, read_at=read_at))


def paper_answer(pdf: bytes) -> Response:
    """A PDF to print. It stays in no browser."""
    headers = {"content-disposition": 'inline; filename="afspraken.pdf"', "cache-control": "no-store"}
    return Response(pdf, media_type="application/pdf", headers=headers)


@router.get("/agreement/drawing.png", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def drawing(request: Request, loan_id: UUID, person: SignedIn) -> Response:
    """What was drawn as a signature."""
    async with running_service(request).units.open(person.organisation) as unit:
        kept = await unit.files.of(loan_id, FileKind.DRAWING)
    if kept is None:
        raise NotFound()
    return Response(kept.content, media_type="image/png", headers=SHOWN)


@router.post("/sign", dependencies=[may(Permission.LEND)])
async def sign(request: Request, loan_id: UUID, call: FormCall) -> Response:
    """Sign the text that was on the page, on the screen or on paper."""
    form = await typed(request)
    way = SigningWay.PAPER if form.get("way") == SigningWay.PAPER.value else SigningWay.TYPED
    language, level = language_in(form.get("language", "")), level_in(form.get("level", ""))
    version = number_in(form.get("text", ""))
    explained_in = language_in(form.get("explained_in", ""))
    printed = False
    try:
        drawn = await drawing_in(form.get("drawing", "")) if way is SigningWay.TYPED else None
        manner = manner_of(way, mark=form.get("mark") == "yes", drawing=drawn is not None)
        command = SignAgreement(
            loan_id=loan_id,
            document_sha256=form.get("document_sha256", ""),
            said=said_in(form, manner, explained_in, call.person.id),
            seen_by=call.person.id,
            name=form.get("signature_name"),
            language=language,
            level=level,
            template_version=version,
            explained_in=explained_in,
            drawing=drawn,
        )
        command = await as_printed(call.running, call.organisation, command, strictly=True)
        printed = command.days is not None
        command = await with_paper(call.running, call.organisation, command)
        answer = as_redirect(await call.answer(lambda unit: sign_agreement(command, unit), to_loan))
        async with call.running.units.open(call.organisation) as unit:
            loan = await queries.get_loan(unit, loan_id)
            return await back_to_counter(unit, request, loan.request_id, answer)
    except NotFound:
        raise
    except Refused as refusal:
        if printed and isinstance(refusal, WrongText):
            refusal = PrintedPaperChanged()
        status, problem = refused(refusal, REFUSALS, field=wrong_field(refusal, form))
        again = without_wrong(form, refusal)
        return await _agreement_page(request, call.organisation, loan_id, language, level, again, [problem], status, version)


def wrong_field(refusal: Refused, form: Mapping[str, str]) -> str:
    """The id of the field that a refusal is about; those of the form for paper have an ending of their own."""
    field = WRONG_FIELD.get(refusal.code, "")
    if refusal.code in ("text_too_long", "register_number_in_text"):
        field = max(NAMES, key=lambda name: _suspect(form, name))
    return f"{field}-paper" if field and form.get("way") == SigningWay.PAPER.value else field


def _suspect(form: Mapping[str, str], name: str) -> tuple[bool, int]:
    """The field that somebody should look at again: one with a register number, else the longest."""
    return has_register_number(form.get(name, "")), len(form.get(name, ""))


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


def number_in(typed: str) -> int | None:
    """The number of a wording from a form or an address; None when it can be none."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 11 else None


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
    version: int | None = None,
) -> Response:
    try:
        async with running_service(request).units.open(organisation) as unit:
            loan = await queries.get_loan(unit, loan_id)
            household = await get_household(unit, loan.household_id, forgotten_too=True)
            signed = await queries.get_signed(unit, loan_id)
            text = await agreement_to_show(loan, signed, unit, language, level, version)
            addenda = await queries.get_addenda(unit, loan_id)
            papers, changed = await papers_to_sign(loan, unit) if loan.waits_for_signature else ([], False)
            printed = [(one, one.printed_at.astimezone(unit.zone).date()) for one in papers]
            told = how(signed, unit) if signed else {}
            kept = await unit.files.added_at(loan_id) if signed else {}
            counter = await counter_bar(unit, request, request_id=loan.request_id)
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS)
        return await loan_page(request, organisation, loan_id, [problem], status)
    context = {
        "counter": counter,
        "loan": loan,
        "household": household,
        "text": text,
        "how": told,
        "addenda": addenda,
        "drawn_addendum": addendum_text.PICTOGRAMS,
        "drawing": f"/loans/loans/{loan_id}/agreement/drawing.png" if FileKind.DRAWING in kept else "",
        "signers": SIGNERS,
        "spoken": [(one.value, LANGUAGE[one]) for one in Language],
        "printed": printed,
        "paper_changed": changed and not printed,
        "can_sign": loan.status is LoanStatus.READY_TO_SIGN,
        "trail": trail(STEPS, 4 if signed else 1),
        "known_languages": [languages()[one.value] for one in Language],
        "LANGUAGE": LANGUAGE,
        "LEVEL": LEVEL,
        "direction": lambda code: languages()[code].direction,
        "drawn": text.pictures,
        "own_words": words_of(text.language),
        "form": form or {},
        "typed": form if form and form.get("way") != SigningWay.PAPER.value else {},
        "penned": form if form and form.get("way") == SigningWay.PAPER.value else {},
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "loans/agreement.html", context, status=status)
