"""Tickets: who asks for help, and what becomes of it."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, HTTPException, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from services.helpdesk.commands.add_note import AddNote, add_note
from services.helpdesk.commands.ask_loaner import AskLoaner, ask_loaner
from services.helpdesk.commands.close_ticket import CloseTicket, close_ticket
from services.helpdesk.commands.finish_repair import FinishRepair, finish_repair
from services.helpdesk.commands.note_callback_done import NoteCallbackDone, note_callback_done
from services.helpdesk.commands.open_by_code import open_by_code
from services.helpdesk.commands.open_ticket import OpenTicket
from services.helpdesk.commands.reopen_ticket import ReopenTicket, reopen_ticket
from services.helpdesk.commands.request_callback import RequestCallback, request_callback
from services.helpdesk.commands.triage_ticket import TriageTicket, triage_ticket
from services.helpdesk.domain.note import NoteKind
from services.helpdesk.domain.repair import DriveFate, FilesAnswer, RepairReport
from services.helpdesk.domain.ticket import Ticket, TicketStatus
from services.helpdesk.queries import tickets as queries
from services.helpdesk.queries.tickets import DeviceFacts, Line, Seen, Show
from services.helpdesk.store.known_loaners import LoanerState
from services.helpdesk.store.unit import HelpdeskUnit
from services.helpdesk.web.calling import asker_of, purpose_of
from shared.bus.answers import Answer
from shared.contracts.helpdesk import NewDrive
from shared.contracts.vocabulary import (
    Channel,
    Chassis,
    DeviceState,
    LoanerRefusalReason,
    RepairOutcome,
    Symptom,
    TicketResolution,
    TriageDecision,
)
from shared.identity.permissions import Permission
from shared.identity.tokens import Person
from shared.language.translate import _
from shared.web.call import ApiCall, Call, SignedIn, as_json, id_at_end, may, running_service
from shared.web.families import ask_families

router = APIRouter(prefix="/helpdesk/api/tickets", tags=["tickets"])

LOANS_IS_AWAY = _("We kunnen nu geen namen opvragen. Probeer het over een minuut opnieuw.")


class TicketBody(BaseModel):
    """What somebody asks. Without a code it is about a machine of their own, or one that is not known."""

    channel: Channel
    symptom: Symptom = Symptom.NOT_SAID
    code: str | None = Field(None, max_length=40)
    text: str = ""
    text_kind: NoteKind = NoteKind.FAMILY_SAID
    callback: bool = False


class NoteBody(BaseModel):
    """What somebody said or saw: at most 500 characters."""

    kind: NoteKind
    text: str


class TriageBody(BaseModel):
    """What a person decided."""

    decision: TriageDecision


class CalledBody(BaseModel):
    """Whether somebody answered."""

    reached: bool


class RepairBody(BaseModel):
    """How a repair ended, in the words of the Open Repair Data Standard, and what happened to the drives."""

    outcome: RepairOutcome
    drives: DriveFate = DriveFate.STAYED
    files: FilesAnswer = FilesAnswer.NOT_ASKED
    new_drives: Annotated[list[NewDrive], Field(max_length=8)] = []


class CloseBody(BaseModel):
    """How the question ended. A hand-over says to whom, and that they accepted."""

    resolution: TicketResolution
    handed_to: str = ""
    accepted: bool = False


class NoteView(BaseModel):
    """A note as the API shows it."""

    kind: NoteKind
    text: str
    at: datetime


class DeviceView(BaseModel):
    """A device as far as helpdesk knows it."""

    id: UUID
    code: str
    maker: str
    model: str
    chassis: Chassis
    status: DeviceState | None


class LoanerView(BaseModel):
    """What was said last about a device that goes along."""

    state: LoanerState
    device_id: UUID | None
    code: str | None
    reason: LoanerRefusalReason | None


class TicketView(BaseModel):
    """A ticket as lists show it. `household_id` is there only for those who may see households.

    `covered`: its family has a closed file, and who asks does not open it: no words, no family, and of notes the days alone.
    """

    id: UUID
    number: int
    symptom: Symptom
    channel: Channel
    opened_at: datetime
    status: TicketStatus
    decision: TriageDecision | None
    resolution: TicketResolution | None
    handed_to: str | None
    device_id: UUID | None
    household_id: UUID | None
    callback_open: bool
    callback_tries: int
    loaner_asked: bool
    repair_outcome: RepairOutcome | None
    notes: list[NoteView]
    covered: bool = False


class TicketSeen(TicketView):
    """One ticket, with its device and what is known about a loaner."""

    device: DeviceView | None
    loaner: LoanerView | None
    household_code: str | None


class TicketList(BaseModel):
    """Tickets, without their notes; `next` is the address of the following page, if there may be one."""

    tickets: list[TicketView]
    next: str | None = None


class ContactView(BaseModel):
    """How to call the family; empty when it did not agree to that, when its file is closed to who asks, or when nobody knows which
    family it is."""

    call_name: str | None = None
    telephone: str | None = None


def view(seen: Seen | Line, person: Person) -> TicketView:
    """What the API says about a ticket, to this person."""
    ticket, names_family = seen.ticket, person.may(Permission.SEE_HOUSEHOLDS) and not seen.covered
    return TicketView(
        id=ticket.id,
        number=ticket.number,
        symptom=ticket.symptom,
        channel=ticket.channel,
        opened_at=ticket.opened_at,
        status=ticket.status,
        decision=ticket.decision,
        resolution=ticket.resolution,
        handed_to=ticket.handed_to,
        device_id=ticket.device_id,
        household_id=ticket.household_id if names_family else None,
        callback_open=ticket.callback_open,
        callback_tries=ticket.callback_tries,
        loaner_asked=ticket.loaner_asked,
        repair_outcome=ticket.repair.outcome if ticket.repair else None,
        notes=[NoteView(kind=note.kind, text=note.text, at=note.at) for note in ticket.notes],
        covered=seen.covered,
    )


async def _done(call: Call, command: Callable[[HelpdeskUnit], Awaitable[Ticket]], status: int = 200) -> Response:
    """Run a command, and show the ticket as it is now to this person. Kept for a repeat is only which ticket, and no words."""
    answer = await call.answer(command, lambda ticket: Answer(status, f"/helpdesk/api/tickets/{ticket.id}"))
    async with call.running.units.open(call.organisation) as unit:
        seen = await queries.get_ticket(unit, id_at_end(answer), call.person.id)
    return as_json(Answer(answer.status, answer.location, view(seen, call.person).model_dump(mode="json")))


def _device_view(device: DeviceFacts | None) -> DeviceView | None:
    if device is None:
        return None
    return DeviceView(
        id=device.device_id,
        code=device.code,
        maker=device.maker,
        model=device.model,
        chassis=device.chassis,
        status=device.status,
    )


def _seen_view(seen: Seen, person: Person) -> TicketSeen:
    loaner = seen.loaner
    return TicketSeen(
        **view(seen, person).model_dump(),
        device=_device_view(seen.device),
        loaner=LoanerView(state=loaner.state, device_id=loaner.device_id, code=loaner.code, reason=loaner.reason)
        if loaner
        else None,
        household_code=seen.household_code if person.may(Permission.SEE_HOUSEHOLDS) else None,
    )


@router.post("", status_code=201, response_model=TicketView, dependencies=[may(Permission.OPEN_TICKETS)])
async def post_ticket(body: TicketBody, call: ApiCall) -> Response:
    """Note what somebody asks. A code with small letters or without a dash is fine."""
    command = OpenTicket(
        channel=body.channel,
        symptom=body.symptom,
        text=body.text,
        text_kind=body.text_kind,
        callback=asker_of(call.person) if body.callback else None,
        by=call.person.id,
    )
    return await _done(call, lambda unit: open_by_code(body.code or "", command, unit), 201)


@router.get("", dependencies=[may(Permission.SEE_TICKETS)])
async def get_tickets(
    request: Request,
    person: SignedIn,
    show: Annotated[Show, Query(description="Which tickets.")] = Show.OPEN,
    after: Annotated[UUID | None, Query()] = None,
) -> TicketList:
    """Tickets that wait for us by urgency, those in repair oldest first, or closed ones newest first."""
    async with running_service(request).units.open(person.organisation) as unit:
        lines = await queries.list_tickets(unit, show, person.id, after)
    following = f"/helpdesk/api/tickets?show={show.value}&after={lines[-1].ticket.id}" if len(lines) == queries.PAGE else None
    return TicketList(tickets=[view(line, person) for line in lines], next=following)


@router.get("/{ticket_id}", dependencies=[may(Permission.SEE_TICKETS)])
async def get_ticket(request: Request, ticket_id: UUID, person: SignedIn) -> TicketSeen:
    """One ticket."""
    async with running_service(request).units.open(person.organisation) as unit:
        return _seen_view(await queries.get_ticket(unit, ticket_id, person.id), person)


@router.post("/{ticket_id}/notes", response_model=TicketView, dependencies=[may(Permission.TRIAGE_TICKETS)])
async def post_note(ticket_id: UUID, body: NoteBody, call: ApiCall) -> Response:
    """Add what was said or seen."""
    command = AddNote(ticket_id, body.kind, body.text, call.person.id)
    return await _done(call, lambda unit: add_note(command, unit))


@router.post("/{ticket_id}/callback", response_model=TicketView, dependencies=[may(Permission.TRIAGE_TICKETS)])
async def post_callback(ticket_id: UUID, call: ApiCall) -> Response:
    """Somebody would like to be called; asking twice is asking once."""
    command = RequestCallback(ticket_id, asker_of(call.person))
    return await _done(call, lambda unit: request_callback(command, unit))


@router.post("/{ticket_id}/callback/done", response_model=TicketView, dependencies=[may(Permission.CALL_FAMILIES)])
async def post_called(ticket_id: UUID, body: CalledBody, call: ApiCall) -> Response:
    """We called; whoever was not reached keeps waiting."""
    command = NoteCallbackDone(ticket_id, body.reached)
    return await _done(call, lambda unit: note_callback_done(command, unit))


@router.post("/{ticket_id}/contact", dependencies=[may(Permission.CALL_FAMILIES)])
async def post_contact(request: Request, ticket_id: UUID, call: ApiCall) -> ContactView:
    """How to call the family that waits for a call. Loans writes down that we asked, so it is a POST; nothing is kept here.

    404 when nobody waits for a call; 503 when loans does not answer.
    """
    running = running_service(request)
    async with running.units.open(call.organisation) as unit:
        seen = await queries.get_ticket(unit, ticket_id, call.person.id)
    ticket = seen.ticket
    if not ticket.callback_open:
        raise HTTPException(404, _("Er wacht niemand op telefoon."))
    if ticket.household_id is None or seen.covered:
        return ContactView()
    families = await ask_families(running, call.person, purpose_of(ticket), [ticket.household_id])
    if families is None:
        raise HTTPException(503, LOANS_IS_AWAY)
    family = families.get(ticket.household_id)
    return ContactView(call_name=family.call_name, telephone=family.telephone) if family else ContactView()


@router.post("/{ticket_id}/triage", response_model=TicketView, dependencies=[may(Permission.TRIAGE_TICKETS)])
async def post_triage(ticket_id: UUID, body: TriageBody, call: ApiCall) -> Response:
    """A person decides what to do."""
    command = TriageTicket(ticket_id, body.decision, call.person.may(Permission.CALL_FAMILIES))
    return await _done(call, lambda unit: triage_ticket(command, unit))


@router.post("/{ticket_id}/loaner", response_model=TicketView, dependencies=[may(Permission.TRIAGE_TICKETS)])
async def post_loaner(ticket_id: UUID, call: ApiCall) -> Response:
    """Ask for a device that goes along during the repair."""
    command = AskLoaner(ticket_id)
    return await _done(call, lambda unit: ask_loaner(command, unit))


@router.post("/{ticket_id}/repair", response_model=TicketView, dependencies=[may(Permission.REPAIR)])
async def post_repair(ticket_id: UUID, body: RepairBody, call: ApiCall) -> Response:
    """The repair ended, well or not."""
    command = FinishRepair(ticket_id, RepairReport(body.outcome, body.drives, body.files, tuple(body.new_drives)))
    return await _done(call, lambda unit: finish_repair(command, unit))


@router.post("/{ticket_id}/close", response_model=TicketView, dependencies=[may(Permission.TRIAGE_TICKETS)])
async def post_close(ticket_id: UUID, body: CloseBody, call: ApiCall) -> Response:
    """The question has its answer."""
    command = CloseTicket(ticket_id, body.resolution, body.handed_to, body.accepted)
    return await _done(call, lambda unit: close_ticket(command, unit))


@router.post("/{ticket_id}/reopen", response_model=TicketView, dependencies=[may(Permission.TRIAGE_TICKETS)])
async def post_reopen(ticket_id: UUID, call: ApiCall) -> Response:
    """It was not done after all."""
    command = ReopenTicket(ticket_id)
    return await _done(call, lambda unit: reopen_ticket(command, unit))
