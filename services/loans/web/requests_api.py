"""Requests for a device, and the line in which they wait."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from services.loans.commands.ask_for_device import AskForDevice, ask_for_device
from services.loans.commands.choose_device import ChooseDevice, choose_device
from services.loans.commands.come_back import ComeBack, come_back
from services.loans.commands.move_request import MoveRequest, move_request
from services.loans.commands.note_no_answer import NoteNoAnswer, note_no_answer
from services.loans.commands.note_offers import NoteOffers, note_offers
from services.loans.commands.note_talk import NoteTalk, note_talk
from services.loans.commands.take_talk import TakeTalk, take_talk
from services.loans.commands.withdraw_request import WithdrawRequest, withdraw_request
from services.loans.domain.line_move import MoveReason, MoveTo
from services.loans.domain.priority import Internet, Need, PriorityReason, points
from services.loans.domain.request import Request as DeviceRequest
from services.loans.domain.request import RequestStatus
from services.loans.domain.wishes import HomeOffer, QuietPlace, machine_wishes
from services.loans.queries import requests as queries
from services.loans.store.closed import ClosedFiles
from shared.bus.answers import Answer
from shared.contracts.vocabulary import Accessory, MachineWish, UseProfile
from shared.identity.permissions import Permission
from shared.web.call import ApiCall, SignedIn, as_json, may, running_service

router = APIRouter(prefix="/loans/api", tags=["requests"])


class RequestBody(BaseModel):
    """What a device is for, what it should be like, and what tells how urgent it is. `must_have` is what the family cannot do
    without; the rest of `machine_wishes` decides between devices that suit."""

    profile: UseProfile
    school_child_without_machine: bool = False
    internet: Internet = Internet.UNKNOWN
    household_id: UUID | None = None
    wishes: list[Accessory] = []
    machine_wishes: list[MachineWish] = []
    must_have: list[MachineWish] = []
    quiet_place: QuietPlace = QuietPlace.UNKNOWN


class OffersBody(BaseModel):
    """Everything that was offered by now for what is missing at home."""

    offered: list[HomeOffer] = []


class MoveBody(BaseModel):
    """Where a family goes in line and why; `before` is the request in front of which it comes. Back to the rule needs no reason.

    `words` are at most 140 letters, for staff alone.
    """

    to: MoveTo
    before: UUID | None = None
    reason: MoveReason | None = None
    words: str = ""


class ChoiceBody(BaseModel):
    """A machine for a family; `passing` is the request ahead that would get it by the rule, once somebody saw that."""

    device_id: UUID
    passing: UUID | None = None


class RequestView(BaseModel):
    """A request as the API shows it. `points` are what the rule gives; `reasons` say why they are higher than days waited,
    and `days_ahead` by how many days each. Where `moved`, staff chose another place than that.

    `loan_id` is there as soon as a machine is kept, but not in the answer to a command.
    """

    id: UUID
    household_id: UUID
    household_code: str
    profile: UseProfile
    since: date
    status: RequestStatus
    device_id: UUID | None
    points: int
    reasons: list[PriorityReason]
    days_ahead: dict[PriorityReason, int]
    moved: bool
    wishes: list[Accessory]
    machine_wishes: list[MachineWish]
    must_have: list[MachineWish]
    quiet_place: QuietPlace
    to_offer: list[HomeOffer]
    offered: list[HomeOffer]
    talked_on: date | None
    talk_by: UUID | None
    loan_id: UUID | None = None


class RequestList(BaseModel):
    """Requests; `next` is the address of the following page, if there may be one."""

    requests: list[RequestView]
    next: str | None = None


def view(request: DeviceRequest, today: date, loan_id: UUID | None = None) -> RequestView:
    """What the API says about a request."""
    return RequestView(
        id=request.id,
        household_id=request.household_id,
        household_code=request.household_code,
        profile=request.profile,
        since=request.since,
        status=request.status,
        device_id=request.device_id,
        points=points(request.place_by_rule, today),
        reasons=list(request.days_ahead),
        days_ahead=dict(request.days_ahead),
        moved=request.is_moved,
        wishes=list(request.wishes),
        machine_wishes=list(request.machine.wanted),
        must_have=list(request.machine.must),
        quiet_place=request.quiet,
        to_offer=list(request.to_offer),
        offered=list(request.offered),
        talked_on=request.talked_on,
        talk_by=request.talk_by,
        loan_id=loan_id,
    )


def told(request: DeviceRequest, today: date, status: int = 200) -> Answer:
    """The answer to a command about one request."""
    return Answer(status, f"/loans/api/requests/{request.id}", view(request, today).model_dump(mode="json"))


@router.post("/requests", status_code=201, response_model=RequestView, dependencies=[may(Permission.ASK_FOR_DEVICES)])
async def post_request(body: RequestBody, call: ApiCall) -> Response:
    """Ask for a device; without a household a new one gets a friendly code."""
    need = Need(body.school_child_without_machine, body.internet)
    machine = machine_wishes(body.machine_wishes, body.must_have)
    command = AskForDevice(body.profile, need, body.household_id, tuple(body.wishes), machine, body.quiet_place)
    return as_json(await call.answer(lambda unit: ask_for_device(command, unit), lambda request: told(request, request.since, 201)))


@router.post("/requests/{request_id}/withdraw", response_model=RequestView, dependencies=[may(Permission.ASK_FOR_DEVICES)])
async def post_withdraw(request_id: UUID, call: ApiCall) -> Response:
    """Stop a request; a device that was kept for it becomes free."""
    return as_json(
        await call.answer(
            lambda unit: withdraw_request(WithdrawRequest(request_id), unit), lambda request: told(request, request.since)
        )
    )


@router.post("/requests/{request_id}/talk", response_model=RequestView, dependencies=[may(Permission.ASK_FOR_DEVICES)])
async def post_talk(request_id: UUID, call: ApiCall) -> Response:
    """Somebody talked with the family today; what was said is not written down."""
    return as_json(
        await call.answer(lambda unit: note_talk(NoteTalk(request_id), unit), lambda request: told(request, request.since))
    )


@router.post("/requests/{request_id}/no-answer", response_model=RequestView, dependencies=[may(Permission.ASK_FOR_DEVICES)])
async def post_no_answer(request_id: UUID, call: ApiCall) -> Response:
    """Somebody tried to reach the family; it is counted with no family, and changes nothing about the request."""
    command = NoteNoAnswer(request_id)
    return as_json(await call.answer(lambda unit: note_no_answer(command, unit), lambda request: told(request, request.since)))


@router.post("/requests/{request_id}/offers", response_model=RequestView, dependencies=[may(Permission.ASK_FOR_DEVICES)])
async def post_offers(request_id: UUID, body: OffersBody, call: ApiCall) -> Response:
    """What was offered at a talk for what is missing at home: all of it each time."""
    command = NoteOffers(request_id, body.offered)
    return as_json(await call.answer(lambda unit: note_offers(command, unit), lambda request: told(request, request.since)))


@router.post("/requests/{request_id}/come-back", response_model=RequestView, dependencies=[may(Permission.ASK_FOR_DEVICES)])
async def post_come_back(request_id: UUID, call: ApiCall) -> Response:
    """A request that stopped waits again, on its old place, within two weeks."""
    command = ComeBack(request_id)
    return as_json(await call.answer(lambda unit: come_back(command, unit), lambda request: told(request, request.since)))


@router.post("/requests/{request_id}/take-talk", response_model=RequestView, dependencies=[may(Permission.ASK_FOR_DEVICES)])
async def post_take_talk(request_id: UUID, call: ApiCall) -> Response:
    """Whoever asks will talk with the family; it may be taken over."""
    command = TakeTalk(request_id, call.person.id)
    return as_json(await call.answer(lambda unit: take_talk(command, unit), lambda request: told(request, request.since)))


@router.post("/requests/{request_id}/move", response_model=RequestView, dependencies=[may(Permission.ASK_FOR_DEVICES)])
async def post_move(request_id: UUID, body: MoveBody, call: ApiCall) -> Response:
    """Put a family elsewhere in line, or back where the rule puts it."""
    command = MoveRequest(request_id, body.to, call.person.id, body.before, body.reason, body.words)
    return as_json(await call.answer(lambda unit: move_request(command, unit), lambda request: told(request, request.since)))


@router.post("/requests/{request_id}/choose", response_model=RequestView, dependencies=[may(Permission.ASK_FOR_DEVICES)])
async def post_choice(request_id: UUID, body: ChoiceBody, call: ApiCall) -> Response:
    """Choose a machine for a family that waits; inventory has the last word, as always."""
    command = ChooseDevice(request_id, body.device_id, body.passing)
    return as_json(await call.answer(lambda unit: choose_device(command, unit), lambda request: told(request, request.since)))


@router.get("/requests", dependencies=[may(Permission.SEE_REQUESTS)])
async def get_requests(
    request: Request,
    person: SignedIn,
    status: Annotated[RequestStatus, Query(description="Which requests.")] = RequestStatus.WAITING,
    after: Annotated[UUID | None, Query()] = None,
) -> RequestList:
    """Requests of one status; those that wait come in the order of the line, others newest first."""
    async with running_service(request).units.open(person.organisation) as unit:
        shut = await ClosedFiles(unit).shut_for(person.id)
        found = await queries.list_requests(unit, status, after)
        loans = await queries.loans_of(unit, [one.id for one in found])
        today = unit.today()
    following = f"/loans/api/requests?status={status.value}&after={found[-1].id}" if len(found) == queries.PAGE else None
    return RequestList(
        requests=[view(one, today, loans.get(one.id)) for one in found if one.household_id not in shut], next=following
    )


@router.get("/requests/{request_id}", dependencies=[may(Permission.SEE_REQUESTS)])
async def get_request(request: Request, request_id: UUID, person: SignedIn) -> RequestView:
    """One request."""
    async with running_service(request).units.open(person.organisation) as unit:
        loans = await queries.loans_of(unit, [request_id])
        return view(await queries.get_request(unit, request_id), unit.today(), loans.get(request_id))
