"""The counter: one path from who comes in to a machine that goes along. It leads through pages and commands that exist."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.loans.commands.ask_for_device import AskForDevice
from services.loans.commands.counter_visit import (
    STILL_ASKS,
    AskAtCounter,
    AtCounter,
    BeginCounter,
    WelcomeFamily,
    ask_at_counter,
    begin_counter,
    close_counter,
    other_family,
    reopen_counter,
    take_counter,
    welcome_family,
)
from services.loans.commands.register_household import RegisterHousehold
from services.loans.domain.counter_visit import CounterStep, CounterVisit
from services.loans.domain.household import Language, clean_name
from services.loans.domain.refusals import NameMissing
from services.loans.domain.request import Request as DeviceRequest
from services.loans.domain.request import RequestStatus
from services.loans.domain.signing import FileKind, SignsAs
from services.loans.queries import counter as queries
from services.loans.queries.households import get_household, search_households
from services.loans.queries.known import free_devices_for, get_known_device
from services.loans.queries.loans import get_loan, get_signed
from services.loans.queries.requests import get_request, place_of, requests_of_household
from services.loans.store.closed import ClosedFiles
from services.loans.store.unit import LoansUnit
from services.loans.web import asking
from services.loans.web.requests_pages import MOST, WORDS
from services.loans.web.texts import COUNTER_STEP, LANGUAGE, REFUSALS, colleague
from services.loans.web.typed import chosen_accessories, chosen_wishes, searched
from shared.bus.answers import Answer
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.identity.tokens import Person
from shared.language.formats import capital
from shared.runtime.faces import limits_here, rhythm_here
from shared.web.call import Call, FormCall, SignedIn, as_redirect, may, running_service
from shared.web.fit_texts import fit_said
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page, trail

router = APIRouter(prefix="/loans/counter", include_in_schema=False)

AT_THE_COUNTER = may(Permission.LEND)
FIELD = {"name_missing": "call_name", "text_too_long": "call_name", "register_number_in_text": "call_name"}
"""At which field a refusal of a new family is told; the others are told on top alone."""


@router.get("", dependencies=[AT_THE_COUNTER])
async def show_counter(request: Request, person: SignedIn) -> Response:
    """Begin with a family; or go on with one that is at the counter."""
    async with running_service(request).units.open(person.organisation) as unit:
        shut = await ClosedFiles(unit).shut_for(person.id)
        busy = [one for one in await queries.under_way(unit, person.id) if one.visit.household_id not in shut]
    context = {
        "busy": busy,
        "holders": {one.visit.id: colleague(one.visit.held_by, person.id) for one in busy},
        "STEPS": COUNTER_STEP,
        "me": person.id,
    }
    return page(request, "loans/counter.html", context)


@router.post("", dependencies=[AT_THE_COUNTER])
async def begin(call: FormCall) -> Response:
    """Somebody comes in."""
    command = BeginCounter(call.person.id)
    return as_redirect(await call.answer(lambda unit: begin_counter(command, unit), to_visit))


@router.get("/{counter_id}", dependencies=[AT_THE_COUNTER])
async def show_visit(request: Request, counter_id: UUID, person: SignedIn) -> Response:
    """The step that comes next, and those before and after it."""
    return await _visit_page(request, person, counter_id)


@router.post("/{counter_id}/find", dependencies=[AT_THE_COUNTER])
async def find(request: Request, counter_id: UUID, call: FormCall) -> Response:
    """The families that a search finds. It is sent and not linked, so that no name stands in an address."""
    text = searched(await typed(request))
    async with call.running.units.open(call.organisation) as unit:
        found = await search_households(unit, call.person.id, text)
    return await _visit_page(request, call.person, counter_id, {"found": found, "text": text})


@router.post("/{counter_id}/family", dependencies=[AT_THE_COUNTER])
async def welcome(request: Request, counter_id: UUID, call: FormCall) -> Response:
    """It is this family, or a new one: by name, or by a code alone."""
    form = await typed(request)
    try:
        if form.get("household_id"):
            family: UUID | RegisterHousehold = _id_in(form["household_id"])
        else:
            name = None if form.get("nameless") == "yes" else clean_name(form.get("call_name"))
            if name is None and form.get("nameless") != "yes":
                raise NameMissing()
            language = form.get("language", "")
            family = RegisterHousehold(name, language=Language(language) if language in list(Language) else Language.NL)
    except NotFound:
        raise
    except Refused as refusal:
        return await _refused(request, call, counter_id, refusal, {"form": form})
    command = WelcomeFamily(counter_id, call.person.id, family)
    return await _done(request, call, counter_id, lambda unit: welcome_family(command, unit), {"form": form})


@router.post("/{counter_id}/other-family", dependencies=[AT_THE_COUNTER])
async def choose_again(request: Request, counter_id: UUID, call: FormCall) -> Response:
    """It was another family."""
    command = AtCounter(counter_id, call.person.id)
    return await _done(request, call, counter_id, lambda unit: other_family(command, unit))


@router.post("/{counter_id}/ask", dependencies=[AT_THE_COUNTER])
async def ask(request: Request, counter_id: UUID, call: FormCall) -> Response:
    """What the family asks: what it asked before, or something new."""
    form, wishes, machine = await typed(request), await chosen_accessories(request), await chosen_wishes(request)
    shown = {"form": form, "wishes": [one.value for one in wishes], "machine_ticked": [one.value for one in machine]}
    if form.get("request_id"):
        asks: AskForDevice | UUID = _id_in(form["request_id"])
    elif problems := asking.problems_in(form, machine):
        return await _visit_page(request, call.person, counter_id, shown, problems, 422)
    else:
        asks = asking.asked_in(form, None, wishes, machine)
    command = AskAtCounter(counter_id, call.person.id, asks)
    return await _done(request, call, counter_id, lambda unit: ask_at_counter(command, unit), shown)


@router.post("/{counter_id}/take", dependencies=[AT_THE_COUNTER])
async def take(request: Request, counter_id: UUID, call: FormCall) -> Response:
    """Whoever taps goes on with the family."""
    command = AtCounter(counter_id, call.person.id)
    return await _done(request, call, counter_id, lambda unit: take_counter(command, unit))


@router.post("/{counter_id}/close", dependencies=[AT_THE_COUNTER])
async def close(request: Request, counter_id: UUID, call: FormCall) -> Response:
    """The family goes."""
    command = AtCounter(counter_id, call.person.id)
    return await _done(request, call, counter_id, lambda unit: close_counter(command, unit), tell=_after_closing)


@router.post("/{counter_id}/reopen", dependencies=[AT_THE_COUNTER])
async def reopen(request: Request, counter_id: UUID, call: FormCall) -> Response:
    """The family is still here."""
    command = AtCounter(counter_id, call.person.id)
    return await _done(request, call, counter_id, lambda unit: reopen_counter(command, unit))


async def _done(
    request: Request,
    call: Call,
    counter_id: UUID,
    command: Callable[[Any], Awaitable[CounterVisit]],
    shown: dict[str, Any] | None = None,
    tell: Callable[[CounterVisit], Answer] | None = None,
) -> Response:
    """Run a command and show the step that follows, or what `tell` says; when it is refused, the step as it is now with why."""
    try:
        return as_redirect(await call.answer(command, tell or to_visit))
    except NotFound:
        raise
    except Refused as refusal:
        return await _refused(request, call, counter_id, refusal, shown)


async def _refused(
    request: Request, call: Call, counter_id: UUID, refusal: Refused, shown: dict[str, Any] | None = None
) -> Response:
    status, problem = refused(refusal, REFUSALS, field=FIELD.get(refusal.code, ""))
    return await _visit_page(request, call.person, counter_id, shown, [problem], status)


async def _visit_page(
    request: Request,
    person: Person,
    counter_id: UUID,
    shown: dict[str, Any] | None = None,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
) -> Response:
    async with running_service(request).units.open(person.organisation) as unit:
        now = await queries.get_counter(unit, counter_id)
        visit = now.visit
        context: dict[str, Any] = {
            "now": now,
            "visit": visit,
            "mine": visit.held_by == person.id,
            "holder": colleague(visit.held_by, person.id),
            "trail": _trail(now),
            "household": await get_household(unit, visit.household_id) if visit.household_id else None,
            "found": None,
            "at_home_lacks": (),
            "photo_to_make": False,
            "twice": False,
            "hears_by": None,
            "loan": None,
            "text": "",
            "form": {},
            "wishes": [],
            "machine_ticked": [],
            "languages_of_families": [(one.value, capital(words), "") for one, words in LANGUAGE.items()],
            "problems": problems,
            "wrong": {problem.field: problem for problem in problems},
        }
        if now.step is CounterStep.WHAT_FOR and visit.household_id:
            asked = await requests_of_household(unit, visit.household_id)
            context |= asking.answers(await unit.weights())
            context["still_asks"] = [one for one in asked if one.status in STILL_ASKS]
        elif visit.request_id:
            asked_now = await get_request(unit, visit.request_id)
            context["asked"] = asked_now
            context["at_home_lacks"] = asked_now.to_offer if now.step is not CounterStep.OVER else ()
            context["device"] = await get_known_device(unit, asked_now.device_id) if asked_now.device_id else None
            if now.step is CounterStep.GIVE and now.loan_id:
                context |= await _to_give(unit, now.loan_id)
            if now.status is RequestStatus.WAITING:
                devices = await free_devices_for(unit, asked_now.profile, asked_now.machine)
                fits = [one.fits.get(asked_now.profile) for one in devices]
                said = [fit_said(fit.score, fit.why) if fit else None for fit in fits]
                context["offered"] = list(zip(devices, said, strict=True))
                context["place"] = await place_of(unit, asked_now, MOST)
                context["hears_by"] = await _hears_by(unit, asked_now)
    return page(request, "loans/counter_visit.html", WORDS | context | (shown or {}), status=status)


def _trail(now: queries.AtTheCounter) -> list[tuple[str, str]]:
    """How far it is; nothing when the family stopped. Somebody who says that all is given along has done the last step too."""
    if now.step is CounterStep.OVER:
        return []
    all_done = now.step is CounterStep.GIVE and now.visit.closed_at is not None
    return trail(list(COUNTER_STEP.values()), len(COUNTER_STEP) if all_done else list(CounterStep).index(now.step))


async def _hears_by(unit: LoansUnit, asked: DeviceRequest) -> date | None:
    """The day by which a family that goes without a machine hears from us; None when that is past, and people agree on another."""
    limit = (await limits_here(unit)).waiting_days_without_talk
    day = asked.hears_by((await rhythm_here(unit)).first_talk_days, limit)
    return day if day >= unit.today() else None


async def _to_give(unit: LoansUnit, loan_id: UUID) -> dict[str, Any]:
    """What goes along with a machine that was signed for, and whether the paper with the signature is still to be kept."""
    loan, signed = await get_loan(unit, loan_id), await get_signed(unit, loan_id)
    said = signed.signature.said if signed else None
    to_keep = said is not None and said.manner.on_paper and FileKind.PHOTO not in await unit.files.added_at(loan_id)
    return {"loan": loan, "twice": said is not None and said.signs_as is not SignsAs.FAMILY, "photo_to_make": to_keep}


def _id_in(text: str) -> UUID:
    """An id from a form. Raises `NotFound` for what is none."""
    try:
        return UUID(text)
    except ValueError:
        raise NotFound() from None


def _after_closing(visit: CounterVisit) -> Answer:
    """Where nobody came, there is nothing to look at any more, and nothing to take back."""
    return to_visit(visit) if visit.household_id else Answer(303, "/loans/counter")


def to_visit(visit: CounterVisit) -> Answer:
    """Where a form leads that changed something at the counter."""
    return Answer(303, f"/loans/counter/{visit.id}")
