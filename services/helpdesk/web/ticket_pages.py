"""The pages of tickets: the queue, a new one, and one with its one next step."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.helpdesk.commands.open_by_code import open_by_code
from services.helpdesk.commands.open_ticket import OpenTicket
from services.helpdesk.domain.note import NoteKind
from services.helpdesk.domain.ticket import Ticket, TicketStatus
from services.helpdesk.queries import tickets as queries
from services.helpdesk.queries.tickets import Line, Seen, Show
from services.helpdesk.store.known_loaners import THERE
from services.helpdesk.web import texts
from services.helpdesk.web.calling import asker_of
from services.helpdesk.web.covered import who_reads
from services.helpdesk.web.texts import CHANNEL, REFUSALS, TAB
from shared.bus.answers import Answer
from shared.contracts.disclosure import FamilyContact
from shared.contracts.vocabulary import Channel, DeviceState, RepairOutcome, Symptom, TicketResolution
from shared.domain import Refused
from shared.identity.permissions import Permission
from shared.identity.tokens import Person
from shared.language.formats import capital
from shared.language.translate import _
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page
from shared.web.vocabulary_texts import LOST, SYMPTOM, TICKET_STATE, TICKET_TONE

router = APIRouter(prefix="/helpdesk/tickets", include_in_schema=False)

NAMES = ("CHANNEL", "DECIDED", "RESOLUTION", "OUTCOME", "KIND", "CHASSIS", "NO_LOANER")
SHARED = {"SYMPTOM": SYMPTOM, "STATUS": TICKET_STATE, "TONE": TICKET_TONE, "LOST": LOST}
WORDS = {name: getattr(texts, name) for name in NAMES} | SHARED
BY_STAFF = (Channel.COUNTER, Channel.CALL, Channel.PAPER)
FIELD_OF = {"unknown_code": "code", "text_too_long": "text", "register_number_in_text": "text"}


@router.get("", dependencies=[may(Permission.SEE_TICKETS)])
async def list_tickets(request: Request, person: SignedIn, show: str = "open", after: UUID | None = None) -> Response:
    """What waits for us, by urgency; what is in repair; what is closed. Numbers, so that anybody may see the screen."""
    chosen = Show(show) if show in [known.value for known in Show] else Show.OPEN
    units = running_service(request).units
    async with units.open(person.organisation) as unit:
        lines = await queries.list_tickets(unit, chosen, person.id, after)
        today = unit.today()
    following = f"/helpdesk/tickets?show={chosen.value}&after={lines[-1].ticket.id}" if len(lines) == queries.PAGE else None
    context = {
        "lines": [(line, _age(line, today, units.zone)) for line in lines],
        "chosen": chosen,
        "tabs": TAB,
        "views": [(f"/helpdesk/tickets?show={one.value}", words, "page" if one is chosen else "") for one, words in TAB.items()],
        "following": following,
        "first": after is None,
    }
    return page(request, "helpdesk/tickets.html", WORDS | context)


@router.get("/new", dependencies=[may(Permission.OPEN_TICKETS)])
async def new_ticket(request: Request, person: SignedIn, code: str = "") -> Response:
    """The form for what somebody says at the counter or on the phone."""
    return _new_page(request, {"code": code[:40]})


@router.post("/new", dependencies=[may(Permission.OPEN_TICKETS)])
async def open_new(request: Request, call: FormCall) -> Response:
    """Note it. Only the way it came in and what is wrong have to be chosen."""
    form = await typed(request)
    problems = []
    if form.get("channel") not in [channel.value for channel in BY_STAFF]:
        problems.append(FormProblem(_("Kies hoe de vraag binnenkwam"), field="channel"))
    if form.get("symptom") not in [symptom.value for symptom in Symptom]:
        problems.append(FormProblem(_("Kies wat er is"), field="symptom"))
    if problems:
        return _new_page(request, form, problems, 422)
    command = OpenTicket(
        channel=Channel(form["channel"]),
        symptom=Symptom(form["symptom"]),
        text=form.get("text", ""),
        callback=asker_of(call.person) if form.get("callback") == "yes" else None,
        by=call.person.id,
    )

    def to_ticket(ticket: Ticket) -> Answer:
        return Answer(303, f"/helpdesk/tickets/{ticket.id}")

    try:
        return as_redirect(await call.answer(lambda unit: open_by_code(form.get("code", ""), command, unit), to_ticket))
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, FIELD_OF.get(refusal.code, ""))
        return _new_page(request, form, [problem], status)


@router.get("/{ticket_id}", dependencies=[may(Permission.SEE_TICKETS)])
async def show_ticket(request: Request, ticket_id: UUID, person: SignedIn) -> Response:
    """One ticket: what is wrong, with which machine, what was said, and the one next step."""
    return await ticket_page(request, person, ticket_id)


async def ticket_page(
    request: Request,
    person: Person,
    ticket_id: UUID,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
    form: dict[str, str] | None = None,
    contact: FamilyContact | str | None = None,
) -> Response:
    """The page of a ticket.

    Args:
        form: what was typed in the form that is wrong.
        contact: how to call the family, or why that cannot be shown; only right after somebody asked for it.
    """
    running = running_service(request)
    units = running.units
    async with units.open(person.organisation) as unit:
        seen = await queries.get_ticket(unit, ticket_id, person.id)
    who = await who_reads(running, person.organisation, seen.readers) if seen.covered else ""
    context: dict[str, Any] = {
        "seen": seen,
        "ticket": seen.ticket,
        "who_reads": who,
        "step": next_step(seen.ticket, can_call=person.may(Permission.CALL_FAMILIES) and not seen.covered),
        "can_ask_loaner": _can_ask_loaner(seen),
        "drive_to_check": _drive_to_check(seen),
        "place": texts.PLACE[state] if (state := _state_of(seen)) else "",
        "bring_back": _bring_back(seen),
        "zone": units.zone,
        "me": person.id,
        "form": form or {},
        "contact": contact,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
        "decisions": [(decision.value, *words) for decision, words in texts.DECISION.items()],
        "outcomes": [(outcome.value, *words) for outcome, words in texts.OUTCOME.items()],
        "drives": [(fate.value, *words) for fate, words in texts.DRIVES.items()],
        "files": [(answer.value, *words) for answer, words in texts.FILES.items()],
        "media": [("", _("Geen nieuwe schijf")), *((medium.value, words) for medium, words in texts.MEDIUM.items())],
        "resolutions": [(resolution.value, *words) for resolution, words in texts.CLOSE.items()],
        "kinds": [(kind.value, words, "") for kind, words in texts.KIND.items()],
        "default_kind": NoteKind.SEEN.value,
    }
    return page(request, "helpdesk/ticket.html", WORDS | context, status=status)


def next_step(ticket: Ticket, *, can_call: bool) -> str:
    """The one thing to do now: call, decide, repair, close, or open again. Calling is no work for who may not call."""
    if ticket.callback_open and can_call:
        return "call"
    return {
        TicketStatus.OPEN: "decide",
        TicketStatus.TRIAGED: "close",
        TicketStatus.IN_REPAIR: "repair",
        TicketStatus.CLOSED: "reopen",
    }[ticket.status]


def _can_ask_loaner(seen: Seen) -> bool:
    """Whether to offer it; the command decides."""
    if seen.ticket.status is not TicketStatus.IN_REPAIR or seen.ticket.household_id is None:
        return False
    if seen.loaner is None:
        return not seen.ticket.loaner_asked
    return seen.loaner.state not in THERE


def _state_of(seen: Seen) -> DeviceState | None:
    """In which state the machine is, as far as we know. What this ticket decided counts before the news of it is back from
    inventory: a machine that somebody is to repair is not simply with its family."""
    status = seen.device.status if seen.device is not None else None
    if seen.ticket.status is TicketStatus.IN_REPAIR and status in (DeviceState.GIVEN_OUT, DeviceState.RETURN_EXPECTED):
        return DeviceState.IN_REPAIR
    return status


def _bring_back(seen: Seen) -> bool:
    """Whether a family may still wait for its repaired machine. Only with a new drive somebody notes, after checking it, that the
    machine is home again."""
    ticket, repair = seen.ticket, seen.ticket.repair
    fixed = repair is not None and repair.outcome is RepairOutcome.FIXED and not repair.new_drives
    lent = seen.device is not None and seen.device.status in (DeviceState.GIVEN_OUT, DeviceState.IN_REPAIR)
    return fixed and lent and ticket.resolution is TicketResolution.REPAIRED and ticket.household_id is not None


def _drive_to_check(seen: Seen) -> bool:
    """Whether a new drive is in the machine that nobody at the workbench checked yet, as far as we heard."""
    repair, device = seen.ticket.repair, seen.device
    new = repair is not None and bool(repair.new_drives)
    return new and device is not None and device.status in (DeviceState.IN_REPAIR, DeviceState.REPAIRED)


def _age(line: Line, today: date, zone: Any) -> int:
    return max(0, (today - line.ticket.opened_at.astimezone(zone).date()).days)


def _new_page(
    request: Request,
    form: dict[str, str],
    problems: Sequence[FormProblem] = (),
    status: int = 200,
) -> Response:
    context = {
        "channels": [(channel.value, capital(CHANNEL[channel]), "") for channel in BY_STAFF],
        "symptoms": [(symptom.value, capital(words), "") for symptom, words in SYMPTOM.items()],
        "form": form,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "helpdesk/new_ticket.html", context, status=status)
