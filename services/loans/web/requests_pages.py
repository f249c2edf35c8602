"""The pages of requests: the line, a request, and a new one."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.loans.commands.ask_for_device import ask_for_device
from services.loans.commands.come_back import ComeBack, come_back
from services.loans.commands.note_no_answer import NoteNoAnswer, note_no_answer
from services.loans.commands.note_offers import NoteOffers, note_offers
from services.loans.commands.note_talk import NoteTalk, note_talk
from services.loans.commands.take_talk import TakeTalk, take_talk
from services.loans.commands.withdraw_request import WithdrawRequest, withdraw_request
from services.loans.domain.line_count import WHILE_WAITING
from services.loans.domain.priority import points
from services.loans.domain.request import Request as DeviceRequest
from services.loans.domain.request import RequestStatus
from services.loans.queries import requests as queries
from services.loans.queries.counter import under_way
from services.loans.queries.households import get_household, search_households
from services.loans.queries.known import get_known_device
from services.loans.queries.line import last_moves
from services.loans.store.closed import ClosedFiles
from services.loans.web import asking
from services.loans.web.counter_bar import back_to_counter, counter_bar
from services.loans.web.texts import (
    COUNTER_STEP,
    HOME_OFFER,
    INTERNET,
    MACHINE_WISH,
    MOVE_REASON,
    QUIET,
    REASON,
    REFUSALS,
    STATUS,
    TAB,
    TONE,
    WHY_STOPPED,
    colleague,
)
from services.loans.web.typed import chosen_accessories, chosen_offers, chosen_wishes, searched, why_in
from shared.bus.answers import Answer
from shared.contracts.vocabulary import Accessory, ConsentAnswer, ConsentPurpose
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.identity.tokens import Person
from shared.language.formats import capital
from shared.language.translate import _
from shared.runtime.faces import limits_here, rhythm_here
from shared.web.call import Call, FormCall, SignedIn, as_redirect, may, running_service
from shared.web.fit_texts import fit_said
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page, trail
from shared.web.vocabulary_texts import ACCESSORY, PROFILE

router = APIRouter(prefix="/loans", include_in_schema=False)

MOST = 1000
WORDS = {
    "ACCESSORY": ACCESSORY,
    "PROFILE": PROFILE,
    "REASON": REASON,
    "MOVE_REASON": MOVE_REASON,
    "INTERNET": INTERNET,
    "QUIET": QUIET,
    "MACHINE_WISH": MACHINE_WISH,
    "STATUS": STATUS,
    "TONE": TONE,
}


@router.get("/requests", dependencies=[may(Permission.SEE_REQUESTS)])
async def list_requests(request: Request, person: SignedIn, status: str = "waiting", after: UUID | None = None) -> Response:
    """The line, in order and with why; or the requests of another status, the newest first."""
    chosen = RequestStatus(status) if status in [known.value for known in RequestStatus] else RequestStatus.WAITING
    async with running_service(request).units.open(person.organisation) as unit:
        shut = await ClosedFiles(unit).shut_for(person.id)
        found = await queries.list_requests(unit, chosen, after)
        first_place = await queries.place_of(unit, found[0], MOST) if after is not None and found else 1
        lines = [line | {"place": place} for place, line in enumerate(_lines(found, unit.today()), first_place)]
        to_call = await queries.without_talk(unit, person.id) if chosen is RequestStatus.WAITING and after is None else None
        today = unit.today()
        ending = await queries.kept_not_long(unit) if chosen in (RequestStatus.WAITING, RequestStatus.RESERVED) else []
        weights = await unit.weights()
        busy = await under_way(unit, person.id) if after is None and chosen is RequestStatus.WAITING else []
        moves = await last_moves(unit, [one.id for one in found if one.is_moved])
    if to_call is not None:
        to_call = replace(to_call, requests=_open(to_call.requests, shut), taken=_open(to_call.taken, shut))
    busy = [one for one in busy if one.visit.household_id not in shut]
    following = f"/loans/requests?status={chosen.value}&after={found[-1].id}" if len(found) == queries.PAGE else None
    views = [(f"/loans/requests?status={one.value}", words, "page" if one is chosen else "") for one, words in TAB.items()]
    context = {
        "busy": busy,
        "holders": {one.visit.id: colleague(one.visit.held_by, person.id) for one in busy},
        "STEPS": COUNTER_STEP,
        "to_call": to_call,
        "me": person.id,
        "taken_by": {one.id: colleague(one.talk_by, person.id) for one in to_call.taken} if to_call else {},
        "ending": [one for one in ending if one[0].household_id not in shut] if after is None else [],
        "shut": shut,
        "today": today,
        "lines": lines,
        "most": MOST,
        "moves": moves,
        "weights": weights,
        "other_days": any(weights[reason] != days for one in found for reason, days in one.days_ahead.items()),
        "chosen": chosen,
        "tabs": TAB,
        "views": views,
        "following": following,
        "first": after is None,
    }
    return page(request, "loans/requests.html", WORDS | context)


def _open(requests: Sequence[DeviceRequest], shut: Collection[UUID]) -> Sequence[DeviceRequest]:
    """Those whose file is not shut: who may open it talks with the others."""
    return [one for one in requests if one.household_id not in shut]


@router.get("/requests/start", dependencies=[may(Permission.ASK_FOR_DEVICES)])
async def choose_family(request: Request, person: SignedIn) -> Response:
    """Who asks? A family we know, or a new one."""
    return page(request, "loans/choose_household.html", {"found": None, "text": ""})


@router.post("/requests/start", dependencies=[may(Permission.ASK_FOR_DEVICES)])
async def find_family(request: Request, call: FormCall) -> Response:
    """The families that a search finds. It is sent and not linked, so that no name stands in an address."""
    text = searched(await typed(request))
    async with call.running.units.open(call.organisation) as unit:
        found = await search_households(unit, call.person.id, text)
    return page(request, "loans/choose_household.html", {"found": found, "text": text})


@router.get("/requests/new", dependencies=[may(Permission.ASK_FOR_DEVICES)])
async def new_request(request: Request, person: SignedIn, household: UUID | None = None) -> Response:
    """The form at the counter: what is it for, and nothing that is not needed."""
    return await _new_page(request, person.organisation, {"household_id": str(household or "")})


@router.post("/requests/new", dependencies=[may(Permission.ASK_FOR_DEVICES)])
async def ask(request: Request, call: FormCall) -> Response:
    """Put a family in line."""
    form = await typed(request)
    wishes, machine = await chosen_accessories(request), await chosen_wishes(request)
    if problems := asking.problems_in(form, machine):
        return await _new_page(request, call.organisation, form, wishes, problems, 422)
    command = asking.asked_in(form, _household_in(form), wishes, machine)
    try:
        return as_redirect(await call.answer(lambda unit: ask_for_device(command, unit), to_request))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS)
        return await _new_page(request, call.organisation, form, wishes, [problem], status)


@router.get("/requests/{request_id}", dependencies=[may(Permission.SEE_REQUESTS)])
async def show_request(request: Request, request_id: UUID, person: SignedIn) -> Response:
    """One request: what for, where it stands and why there; or the loan to which a machine is added that is kept under this id."""
    async with running_service(request).units.open(person.organisation) as unit:
        loan_id = await unit.loans.of_line(request_id)
    if loan_id is not None:
        return as_redirect(Answer(303, f"/loans/loans/{loan_id}"))
    return await request_page(request, person, request_id)


@router.post("/requests/{request_id}/talk", dependencies=[may(Permission.ASK_FOR_DEVICES)])
async def talked(request: Request, request_id: UUID, call: FormCall) -> Response:
    """The family heard from somebody today."""
    command = NoteTalk(request_id)
    answer = as_redirect(await call.answer(lambda unit: note_talk(command, unit), to_request))
    async with call.running.units.open(call.organisation) as unit:
        return await back_to_counter(unit, request, request_id, answer)


@router.post("/requests/{request_id}/take-talk", dependencies=[may(Permission.ASK_FOR_DEVICES)])
async def take(request: Request, request_id: UUID, call: FormCall) -> Response:
    """Whoever taps will talk with the family."""
    command = TakeTalk(request_id, call.person.id)
    try:
        return as_redirect(await call.answer(lambda unit: take_talk(command, unit), to_request))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS)
        return await request_page(request, call.person, request_id, [problem], status)


@router.post("/requests/{request_id}/no-answer", dependencies=[may(Permission.ASK_FOR_DEVICES)])
async def nobody_answered(request: Request, request_id: UUID, call: FormCall) -> Response:
    """Somebody tried; it is counted, and the family stays on the list."""
    command = NoteNoAnswer(request_id)
    return await _tried(request, call, request_id, lambda unit: note_no_answer(command, unit), "?tried=yes")


@router.post("/requests/{request_id}/offers", dependencies=[may(Permission.ASK_FOR_DEVICES)])
async def offer(request: Request, request_id: UUID, call: FormCall) -> Response:
    """What was offered for what is missing at home."""
    command = NoteOffers(request_id, await chosen_offers(request))
    return await _tried(request, call, request_id, lambda unit: note_offers(command, unit))


@router.post("/requests/{request_id}/come-back", dependencies=[may(Permission.ASK_FOR_DEVICES)])
async def ask_again(request: Request, request_id: UUID, call: FormCall) -> Response:
    """It was stopped by mistake, or the family needs it after all."""
    command = ComeBack(request_id)
    return await _tried(request, call, request_id, lambda unit: come_back(command, unit))


async def _tried(
    request: Request, call: Call, request_id: UUID, command: Callable[[Any], Awaitable[DeviceRequest]], said: str = ""
) -> Response:
    """Run a command about a request and show it; when it is refused, show it with why."""
    try:
        answer = as_redirect(await call.answer(command, to_request))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS)
        return await request_page(request, call.person, request_id, [problem], status)
    answer.headers["location"] += said
    return answer


@router.get("/requests/{request_id}/stop", dependencies=[may(Permission.ASK_FOR_DEVICES)])
async def ask_to_stop(request: Request, request_id: UUID, person: SignedIn) -> Response:
    """Ask once whether to stop; no reason is asked."""
    async with running_service(request).units.open(person.organisation) as unit:
        found = await queries.get_request(unit, request_id)
    if found.status in (RequestStatus.WITHDRAWN, RequestStatus.LENT, RequestStatus.ENDED):
        return as_redirect(to_request(found))
    reasons = [(one.value, capital(WHY_STOPPED[one]), "") for one in WHILE_WAITING]
    return page(request, "loans/stop.html", WORDS | {"asked": found, "reasons": reasons})


@router.post("/requests/{request_id}/stop", dependencies=[may(Permission.ASK_FOR_DEVICES)])
async def stop(request: Request, request_id: UUID, call: FormCall) -> Response:
    """Take the request out of the line."""
    command = WithdrawRequest(request_id, why_in(await typed(request)))
    try:
        return as_redirect(await call.answer(lambda unit: withdraw_request(command, unit), to_request))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS)
        return await request_page(request, call.person, request_id, [problem], status)


async def _new_page(
    request: Request,
    organisation: UUID,
    form: dict[str, str],
    wishes: Sequence[Accessory] = (),
    problems: Sequence[FormProblem] = (),
    status: int = 200,
) -> Response:
    household_id = _household_in(form)
    async with running_service(request).units.open(organisation) as unit:
        household = await get_household(unit, household_id) if household_id is not None else None
        weights = await unit.weights()
    context = {
        "household": household,
        "wishes": [wish.value for wish in wishes],
        "machine_ticked": [wish.value for wish in await chosen_wishes(request)] if request.method == "POST" else [],
        "form": form,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "loans/new_request.html", asking.answers(weights) | context, status=status)


def _household_in(form: dict[str, str]) -> UUID | None:
    """The family that a form is about; None for one that is a code only. Raises `NotFound` for what is no id."""
    try:
        return UUID(form["household_id"]) if form.get("household_id") else None
    except ValueError:
        raise NotFound() from None


async def request_page(
    request: Request, person: Person, request_id: UUID, problems: Sequence[FormProblem] = (), status: int = 200
) -> Response:
    """The page of one request, for this person; also of another module that could not do what somebody asked there."""
    async with running_service(request).units.open(person.organisation) as unit:
        found = await queries.get_request(unit, request_id)
        device = await get_known_device(unit, found.device_id) if found.device_id else None
        loan_id = (await queries.loans_of(unit, [request_id])).get(request_id)
        place = await queries.place_of(unit, found, MOST) if found.status is RequestStatus.WAITING else None
        line = _lines([found], unit.today())[0]
        today = unit.today()
        days_without_talk = (await limits_here(unit)).waiting_days_without_talk
        talk_after = found.talk_due_after((await rhythm_here(unit)).first_talk_days, days_without_talk)
        weights = await unit.weights()
        move = (await last_moves(unit, [request_id])).get(request_id) if found.is_moved else None
        zone = unit.zone
        counter = await counter_bar(unit, request, request_id=request_id)
        calls = (await get_household(unit, found.household_id, forgotten_too=True)).consents[ConsentPurpose.CALLS]
    silent = found.heard_nobody_for(today)
    fit = device.fits.get(found.profile) if device else None
    context = {
        "counter": counter,
        "line": line,
        "move": move,
        "moved_on": move.moved_at.astimezone(zone).date() if move else None,
        "moved_by": colleague(move.moved_by, person.id) if move else "",
        "weights": weights,
        "device": device,
        "said": fit_said(fit.score, fit.why) if fit else None,
        "left": (device.kept_until - today).days if device and device.kept_until else None,
        "loan_id": loan_id,
        "place": place,
        "most": MOST,
        "trail": _trail(found.status),
        "silent": silent,
        "tried": request.query_params.get("tried") == "yes",
        "offers": [(one.value, capital(HOME_OFFER[one][0]), HOME_OFFER[one][1]) for one in found.to_offer],
        "can_come_back": found.can_come_back(today),
        "to_call": found.status is RequestStatus.WAITING and silent >= talk_after,
        "mine": found.talk_by == person.id,
        "talk_by": colleague(found.talk_by, person.id),
        "no_calls": calls is ConsentAnswer.NO,
        "problems": problems,
    }
    return page(request, "loans/request.html", WORDS | context, status=status)


def _lines(found: Sequence[DeviceRequest], on: date) -> list[dict[str, Any]]:
    """Requests as lists show them: with the days they wait and their points, on a day where the organisation is."""
    return [{"asked": one, "days": (on - one.since).days, "points": points(one.place_by_rule, on)} for one in found]


def _trail(status: RequestStatus) -> list[tuple[str, str]]:
    """How far a request is, as steps of the trail."""
    if status is RequestStatus.WITHDRAWN:
        return trail([("", _("Vraag gesteld")), ("", _("Gestopt"))], 2)
    steps = [
        (_("Vraag stellen"), _("Vraag gesteld")),
        (_("Toestel zoeken"), _("Toestel gevonden")),
        (_("Reserveren"), _("Toestel ligt klaar")),
        (_("Tekenen en meegeven"), _("Meegegeven")),
    ]
    if status is RequestStatus.ENDED:
        return trail([*steps, ("", _("Teruggebracht"))], 5)
    done = {RequestStatus.WAITING: 1, RequestStatus.CLAIMED: 2, RequestStatus.RESERVED: 3, RequestStatus.LENT: 4}
    return trail(steps, done[status])


def to_request(request: DeviceRequest) -> Answer:
    """Where a form leads that changed something about a request."""
    return Answer(303, f"/loans/requests/{request.id}")
