"""At the counter: one more machine or thing, a part that comes back, and what is ticked when it leaves."""

import asyncio
from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.loans.commands.add_machine import AskForMore, DropMore, GiveMore, ask_for_more, drop_more, give_more
from services.loans.commands.take_some_back import TakeSomeBack, take_some_back
from services.loans.commands.tick_hand_over import TickHandOver, tick_hand_over
from services.loans.documents.addendum_pdf import addendum_pdf
from services.loans.domain.hand_over import HandOver
from services.loans.domain.loan import Loan
from services.loans.domain.loan_status import LoanStatus
from services.loans.domain.refusals import NoSuchCode, SomebodyAhead
from services.loans.queries import loans as queries
from services.loans.queries.known import device_with_code, free_devices_for, get_known_device, known_devices
from services.loans.queries.line import last_moves
from services.loans.queries.requests import get_request, place_of
from services.loans.web.along import chosen_with, to_give, to_take_back
from services.loans.web.loans_pages import to_loan, try_with_loan
from services.loans.web.requests_pages import MOST
from services.loans.web.requests_pages import WORDS as REQUEST_WORDS
from services.loans.web.texts import REFUSALS, WITH_A_CODE
from services.loans.web.typed import chosen_accessories
from shared.bus.answers import Answer
from shared.contracts.vocabulary import Accessory, UseProfile
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.free_text import RegisterNumberInText, TextTooLong
from shared.runtime.faces import face_of
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.fit_texts import fit_said
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page
from shared.web.vocabulary_texts import ACCESSORY, PROFILE

router = APIRouter(prefix="/loans/loans/{loan_id}", include_in_schema=False)

LONGEST_CODE = 40


@router.get("/more", dependencies=[may(Permission.LEND)])
async def show_more(request: Request, loan_id: UUID, person: SignedIn, profile: str = "") -> Response:
    """What lies ready to be added, and what could be."""
    return await _more_page(request, person.organisation, loan_id, profile)


@router.post("/more", dependencies=[may(Permission.LEND)])
async def ask(request: Request, loan_id: UUID, call: FormCall) -> Response:
    """Claim a machine for this loan, from the list or by its code; where a family waits that would get it, ask once."""
    form = await typed(request)
    profile = form.get("profile", "")
    device_id = _id_in(form.get("device_id", ""))
    if device_id is None:
        async with running_service(request).units.open(call.organisation) as unit:
            device_id = await device_with_code(unit, form.get("code", "")[:LONGEST_CODE])
    if device_id is None:
        status, problem = refused(NoSuchCode(), REFUSALS, "code")
        return await _more_page(request, call.organisation, loan_id, profile, [problem], status)
    command = AskForMore(loan_id, device_id, _id_in(form.get("passing", "")))
    try:
        return as_redirect(await call.answer(lambda unit: ask_for_more(command, unit), _to_more))
    except NotFound:
        raise
    except SomebodyAhead as refusal:
        return await _ahead_page(request, call.organisation, command, UUID(str(refusal.facts["request_id"])))
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS)
        return await _more_page(request, call.organisation, loan_id, profile, [problem], status)


@router.post("/drop", dependencies=[may(Permission.LEND)])
async def drop(request: Request, loan_id: UUID, call: FormCall) -> Response:
    """Not this one after all."""
    line_id = _id_in((await typed(request)).get("line_id", ""))
    try:
        return as_redirect(await call.answer(lambda unit: drop_more(DropMore(loan_id, line_id or loan_id), unit), _to_more))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS)
        return await _more_page(request, call.organisation, loan_id, "", [problem], status)


@router.post("/give", dependencies=[may(Permission.LEND)])
async def give(request: Request, loan_id: UUID, call: FormCall) -> Response:
    """What is ticked goes along."""
    lines, along = await _ids_in(request, "line_id"), await chosen_with(request)
    command = GiveMore(
        loan_id, lines, await chosen_accessories(request), {one: things for one, things in along.items() if one in lines}
    )
    try:
        return as_redirect(await call.answer(lambda unit: give_more(command, unit), to_loan))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS)
        return await _more_page(request, call.organisation, loan_id, "", [problem], status)


@router.get("/some", dependencies=[may(Permission.LEND)])
async def show_some(request: Request, loan_id: UUID, person: SignedIn) -> Response:
    """What comes back while the rest goes on?"""
    return await _some_page(request, person.organisation, loan_id)


@router.post("/some", dependencies=[may(Permission.LEND)])
async def take_some(request: Request, loan_id: UUID, call: FormCall) -> Response:
    """Check it off."""
    brought_by = (await typed(request)).get("brought_by", "")
    devices, things = await _ids_in(request, "device_id"), await chosen_accessories(request)
    command = TakeSomeBack(loan_id, devices, things, brought_by, await _along_in(request, devices))
    try:
        return as_redirect(await call.answer(lambda unit: take_some_back(command, unit), to_loan))
    except NotFound:
        raise
    except Refused as refusal:
        about_name = isinstance(refusal, (TextTooLong, RegisterNumberInText))
        status, problem = refused(refusal, REFUSALS, "brought_by" if about_name else "things")
        return await _some_page(request, call.organisation, loan_id, [problem], status, command)


@router.post("/handed-over", dependencies=[may(Permission.LEND)])
async def handed_over(request: Request, loan_id: UUID, call: FormCall) -> Response:
    """Keep what is ticked now."""
    ticked = (await request.form()).getlist("handed_over")
    command = TickHandOver(loan_id, [one for one in HandOver if one.value in ticked])
    return await try_with_loan(request, call, loan_id, lambda unit: tick_hand_over(command, unit))


@router.get("/addenda.pdf", dependencies=[may(Permission.SEE_HOUSEHOLDS)])
async def print_addenda(request: Request, loan_id: UUID, person: SignedIn) -> Response:
    """What changed after it was signed, on paper: a sheet for each language."""
    async with running_service(request).units.open(person.organisation) as unit:
        await queries.get_loan(unit, loan_id)
        addenda = await queries.get_addenda(unit, loan_id)
        author = (await face_of(unit)).title or None
    if not addenda:
        raise NotFound()
    pdf = await asyncio.to_thread(addendum_pdf, addenda, author)
    headers = {"content-disposition": 'inline; filename="wat-veranderde.pdf"', "cache-control": "no-store"}
    return Response(pdf, media_type="application/pdf", headers=headers)


async def _more_page(
    request: Request,
    organisation: UUID,
    loan_id: UUID,
    profile: str,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
) -> Response:
    async with running_service(request).units.open(organisation) as unit:
        loan = await queries.get_loan(unit, loan_id)
        asked = await get_request(unit, loan.request_id)
        use = UseProfile(profile) if profile in list(UseProfile) else asked.profile
        offered = await free_devices_for(unit, use)
        devices = await known_devices(unit, [line.device_id for line in loan.coming_lines])
    if loan.status not in (LoanStatus.READY_TO_SIGN, LoanStatus.RUNNING) and not problems:
        return as_redirect(to_loan(loan))
    fits = [one.fits.get(use) for one in offered]
    things = [one for one in Accessory if one not in WITH_A_CODE and (one not in loan.accessories or one in loan.gone)]
    context = {
        "loan": loan,
        "devices": devices,
        "use": use,
        "uses": PROFILE,
        "ACCESSORY": ACCESSORY,
        "to_give": {one.id: one for one in to_give(loan, devices)},
        "offered": list(zip(offered, [fit_said(fit.score, fit.why) if fit else None for fit in fits], strict=True)),
        "things": [(one.value, ACCESSORY[one], "") for one in things],
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "loans/more.html", context, status=status)


async def _some_page(
    request: Request,
    organisation: UUID,
    loan_id: UUID,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
    mine: TakeSomeBack | None = None,
) -> Response:
    """What can come back; `mine` is what somebody ticked and typed, which stands there still."""
    async with running_service(request).units.open(organisation) as unit:
        loan = await queries.get_loan(unit, loan_id)
        devices = await known_devices(unit, [line.device_id for line in loan.lines])
    if not loan.under_way:
        return as_redirect(to_loan(loan))
    with_each = to_take_back(loan, devices, {one: mine.along.get(one, ()) for one in mine.device_ids} if mine else None)
    context = {
        "loan": loan,
        "devices": devices,
        "with_each": {one.id: one for one in with_each},
        "alone": [f"{one}:{thing.value}" for one, things in mine.along.items() for thing in things] if mine else [],
        "things": [(one.value, ACCESSORY[one], "") for one in loan.accessories],
        "ticked": [*mine.device_ids, *(one.value for one in mine.things)] if mine else [],
        "brought_by": (mine.brought_by or "") if mine else "",
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "loans/some.html", context, status=status)


async def _ahead_page(request: Request, organisation: UUID, command: AskForMore, ahead_id: UUID) -> Response:
    """Asked once, with whom it passes and why that family waits."""
    async with running_service(request).units.open(organisation) as unit:
        loan, ahead = await queries.get_loan(unit, command.loan_id), await get_request(unit, ahead_id)
        device = await get_known_device(unit, command.device_id)
        move = (await last_moves(unit, [ahead_id])).get(ahead_id) if ahead.is_moved else None
        number = await place_of(unit, ahead, MOST)
        line = {"asked": ahead, "days": (unit.today() - ahead.since).days}
    choosing = f"/loans/loans/{loan.id}/more"
    to = {"household_code": loan.household_code, "choosing": choosing, "no": choosing}
    context = to | {"device": device, "line": line, "move": move, "number": number}
    return page(request, "loans/choose_ahead.html", REQUEST_WORDS | context, status=409)


async def _along_in(request: Request, devices: Sequence[UUID]) -> dict[UUID, set[Accessory]]:
    """What came back of the lists of machines: with a machine that comes back what is ticked below it, and what is ticked alone."""
    back: dict[UUID, set[Accessory]] = {one: {*things} for one, things in (await chosen_with(request)).items() if one in devices}
    for ticked in (await request.form()).getlist("alone"):
        device_id, _of, thing = str(ticked).partition(":")
        if thing in list(Accessory) and (known := _id_in(device_id)) is not None:
            back.setdefault(known, set()).add(Accessory(thing))
    return back


async def _ids_in(request: Request, field: str) -> list[UUID]:
    """The ids that are ticked in a form; what is none is one that nobody has, so that the command refuses it."""
    ticked = [str(one) for one in (await request.form()).getlist(field)]
    return [_id_in(one) or UUID(int=0) for one in ticked if one]


def _id_in(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _to_more(loan: Loan) -> Answer:
    return Answer(303, f"/loans/loans/{loan.id}/more")
