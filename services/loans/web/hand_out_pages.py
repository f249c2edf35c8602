"""The pages of a partner that hands a machine out for us: a code, the machine, and one tap. Nothing of the family is on them."""

from collections.abc import Sequence
from dataclasses import replace

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from services.loans.commands.give_for_us import (
    GiveForUs,
    HandOutBy,
    SignAndGiveForUs,
    give_for_us,
    machines_of,
    paper_signed,
    show_phone_code_for_us,
    sign_and_give_for_us,
    state_of,
)
from services.loans.domain.hand_over import HandOver
from services.loans.domain.partner_hand_out import HandOutCodes, HandOutState, PartnerHandOut, hand_out_codes
from services.loans.domain.phone_signing import PhoneState
from services.loans.domain.refusals import PaperOutOfDate, WrongText
from services.loans.queries.known import known_devices
from services.loans.queries.loans import get_loan
from services.loans.web.along import own_lists
from services.loans.web.partner_texts import NO_CODE, PARTNER_REFUSALS, TO_DO, TOO_MANY_TRIES, UNKNOWN_CODE
from services.loans.web.phone_pages import codes_of
from services.loans.web.signing import with_paper
from shared.bus.answers import Answer
from shared.documents.qr import qr_svg
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.identity.tokens import Person
from shared.runtime.faces import face_of
from shared.runtime.running import RunningService
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page
from shared.web.rate_limit import RateLimit
from shared.web.vocabulary_texts import ACCESSORY

router = APIRouter(prefix="/loans/hand-out", include_in_schema=False)

HAND_OUT = [may(Permission.HAND_OUT)]
TRIES = RateLimit(most=60, seconds=600)
"""Per person. Of codes with 40 bits nobody finds one so; and each is of use to a partner alone."""
START = "/loans/hand-out"
DONE = f"{START}/done"


def hand_outs_of(running: RunningService) -> HandOutCodes:
    """The codes with which partners hand out, of this installation."""
    return hand_out_codes(running.settings.master_key.derive)


@router.get("", dependencies=HAND_OUT)
async def ask_code(request: Request, person: SignedIn) -> Response:
    """Where the code is typed; whoever scans it comes past this page."""
    return await _code_page(request, person)


@router.post("", dependencies=HAND_OUT)
async def find(request: Request, call: FormCall) -> Response:
    """On to what the code opens."""
    sent = (await typed(request)).get("code", "").strip()
    if not sent:
        return await _code_page(request, call.person, "", NO_CODE, 422)
    found = await _found(request, call.person, sent)
    if found is None:
        return await _code_page(request, call.person, sent, UNKNOWN_CODE, 422)
    return RedirectResponse(_page_of(call.running, found), status_code=303)


@router.get("/done", dependencies=HAND_OUT)
async def done(request: Request, person: SignedIn) -> Response:
    """It is handed out. Says nothing of what, or to whom."""
    return page(request, "loans/hand_out_done.html", {"help_line": await _help_line(request, person)})


@router.get("/{given_code}", dependencies=HAND_OUT)
async def show(request: Request, given_code: str, person: SignedIn) -> Response:
    """The machine, what goes along, what to do, and how far it is."""
    found = await _found(request, person, given_code)
    if found is None:
        return await _code_page(request, person, "", UNKNOWN_CODE, 404)
    return await _hand_out_page(request, person, found)


@router.post("/{given_code}/phone", dependencies=HAND_OUT)
async def show_phone_code(request: Request, given_code: str, call: FormCall) -> Response:
    """A code to sign on the family's own phone; one that was shown before lets nobody in any more."""
    found = await _found(request, call.person, given_code)
    if found is None:
        raise NotFound()
    command, codes = HandOutBy(found.id, call.person.id), codes_of(call.running)
    try:
        await call.answer(lambda unit: show_phone_code_for_us(command, unit, codes), lambda _: Answer(303, START))
    except Refused as refusal:
        return await _again(request, call.person, found, refusal)
    return RedirectResponse(_page_of(call.running, found), status_code=303)  # the code is not kept with the answer


@router.post("/{given_code}/given", dependencies=HAND_OUT)
async def given(request: Request, given_code: str, call: FormCall) -> Response:
    """The family signed, and takes it along."""
    found = await _found(request, call.person, given_code)
    if found is None:
        raise NotFound()
    command = GiveForUs(found.id, call.person.id, await _ticked(request))
    try:
        return as_redirect(await call.answer(lambda unit: give_for_us(command, unit), lambda _: Answer(303, DONE)))
    except Refused as refusal:
        return await _again(request, call.person, found, refusal)


@router.post("/{given_code}/given-on-paper", dependencies=HAND_OUT)
async def given_on_paper(request: Request, given_code: str, call: FormCall) -> Response:
    """The family signed the paper with a pen, and takes it along."""
    found = await _found(request, call.person, given_code)
    if found is None:
        raise NotFound()
    adult = (await typed(request)).get("adult") == "yes"
    command = SignAndGiveForUs(found.id, call.person.id, adult, await _ticked(request))
    try:
        if found.given_at is None:  # the sealed paper is made before the transaction; sent twice, it is there already
            signed = await with_paper(call.running, call.organisation, paper_signed(found, call.person.id, adult=adult))
            command = replace(command, paper=signed.paper)
        answer = await call.answer(lambda unit: sign_and_give_for_us(command, unit), lambda _: Answer(303, DONE))
        return as_redirect(answer)
    except WrongText:
        return await _again(request, call.person, found, PaperOutOfDate())
    except Refused as refusal:
        return await _again(request, call.person, found, refusal)


async def _again(request: Request, person: Person, found: PartnerHandOut, refusal: Refused) -> Response:
    """The page as it is now, with why nothing happened."""
    status, problem = refused(refusal, PARTNER_REFUSALS, "adult" if refusal.code == "adult_signs" else "")
    async with running_service(request).units.open(person.organisation) as unit:
        now = await unit.hand_outs.get(found.id)
    if now is None:
        return await _over_page(request, person, used=False)
    return await _hand_out_page(request, person, now, [problem], status)


async def _ticked(request: Request) -> Sequence[HandOver]:
    sent = (await request.form()).getlist("handed_over")
    return [one for one in HandOver if one.value in sent]


async def _found(request: Request, person: Person, typed_code: str) -> PartnerHandOut | None:
    """What a code opens for this partner, used or too old included; None when it opens nothing. Raises 429 after too many tries."""
    running = running_service(request)
    if not TRIES.allows(str(person.id)):
        raise HTTPException(429, TOO_MANY_TRIES)
    code_hash = hand_outs_of(running).digest(typed_code)
    if code_hash is None:
        return None
    async with running.units.open(person.organisation) as unit:
        found: PartnerHandOut | None = await unit.hand_outs.of_code(code_hash)
    return found if found is not None and found.is_for(person.id) else None


def _page_of(running: RunningService, found: PartnerHandOut) -> str:
    return f"{START}/{hand_outs_of(running).make(found.id)}"


async def _help_line(request: Request, person: Person) -> str:
    """The number of the organisation; empty where it has none."""
    async with running_service(request).units.open(person.organisation) as unit:
        return (await face_of(unit)).help_line or ""


async def _over_page(request: Request, person: Person, *, used: bool) -> Response:
    context = {"used": used, "help_line": await _help_line(request, person)}
    return page(request, "loans/hand_out_over.html", context, status=410)


async def _code_page(
    request: Request, person: Person, code: str = "", wrong: tuple[str, str] | None = None, status: int = 200
) -> Response:
    problems = [FormProblem(wrong[0], wrong[1], "code")] if wrong else []
    context = {
        "code": code,
        "help_line": await _help_line(request, person),
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "loans/hand_out.html", context, status=status)


async def _hand_out_page(
    request: Request, person: Person, found: PartnerHandOut, problems: Sequence[FormProblem] = (), status: int = 200
) -> Response:
    running = running_service(request)
    async with running.units.open(person.organisation) as unit:
        loan = await get_loan(unit, found.loan_id)
        known = await known_devices(unit, machines_of(loan))
        phone = await unit.phones.of_loan(loan.id)
        state = await state_of(found, loan, unit, unit.now())
        waits = phone is not None and phone.state(unit.now()) in (PhoneState.WAITS, PhoneState.OPENED)
        until = phone.valid_until.astimezone(unit.zone) if phone else None
        help_line = (await face_of(unit)).help_line or ""
    if state in (HandOutState.GIVEN, HandOutState.OVER):
        return await _over_page(request, person, used=state is HandOutState.GIVEN)
    sign_at, sign_code = "", ""
    if phone is not None and waits and phone.seen_by == person.id and state is HandOutState.TO_SIGN:
        sign_at, sign_code = f"{running.settings.base_url}/family/sign/", codes_of(running).make(phone.id.bytes)
    context = {
        "address": _page_of(running, found),
        "machines": [known[one] for one in machines_of(loan) if one in known],
        "own_lists": own_lists(loan, known),
        "accessories": loan.accessories,
        "to_do": [(one.value, words, "") for one, words in TO_DO.items()],
        "ticked": [one.value for one in await _ticked(request)] if request.method == "POST" else [],
        "signed": state is HandOutState.SIGNED,
        "qr": qr_svg(sign_at + sign_code) if sign_at else "",
        "sign_at": sign_at.partition("://")[2],
        "sign_code": sign_code,
        "looked_again": request.query_params.get("signed") == "yes",
        "help_line": help_line,
        "until": until,
        "phones_reach_us": running.settings.phones_reach_us,
        "ACCESSORY": ACCESSORY,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "loans/hand_out_machine.html", context, status=status)
