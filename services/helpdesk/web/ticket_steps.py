"""What somebody does on the page of a ticket: each a form that leads back to it."""

from collections.abc import Awaitable, Callable
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.helpdesk.commands.add_note import AddNote, add_note
from services.helpdesk.commands.ask_loaner import AskLoaner, ask_loaner
from services.helpdesk.commands.close_ticket import CloseTicket, close_ticket
from services.helpdesk.commands.finish_repair import FinishRepair, finish_repair
from services.helpdesk.commands.note_callback_done import NoteCallbackDone, note_callback_done
from services.helpdesk.commands.reopen_ticket import ReopenTicket, reopen_ticket
from services.helpdesk.commands.request_callback import RequestCallback, request_callback
from services.helpdesk.commands.triage_ticket import TriageTicket, triage_ticket
from services.helpdesk.domain.note import NoteKind
from services.helpdesk.domain.ticket import Ticket
from services.helpdesk.queries import tickets as queries
from services.helpdesk.store.unit import HelpdeskUnit
from services.helpdesk.web.calling import asker_of, purpose_of
from services.helpdesk.web.repair_form import read_repair
from services.helpdesk.web.texts import REFUSALS
from services.helpdesk.web.ticket_pages import ticket_page
from shared.bus.answers import Answer
from shared.contracts.disclosure import FamilyContact
from shared.contracts.vocabulary import TicketResolution, TriageDecision
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.translate import _
from shared.web.call import Call, FormCall, as_redirect, may, running_service
from shared.web.families import ask_families
from shared.web.forms import FormProblem, refused, typed

router = APIRouter(prefix="/helpdesk/tickets/{ticket_id}", include_in_schema=False)

FIELD_OF = {
    "text_missing": "text",
    "too_many_notes": "text",
    "files_not_asked": "files",
    "new_drive_missing": "medium",
    "handover_not_accepted": "handed_to",
    "repair_needs_device": "decision",
    "nobody_to_visit": "decision",
    "no_visits_wanted": "decision",
    "visits_are_for_others": "decision",
}
AWAY = _("We kunnen nu geen namen opvragen. Probeer het over een minuut opnieuw.")
NOBODY = _("Bij deze vraag hoort geen gezin dat we kennen. Kijk of er een nummer in de notities staat.")
NOT_SHARED = _("Dit gezin heeft geen naam of nummer met ons gedeeld om te bellen. Kijk of er een nummer in de notities staat.")


@router.post("/notes", dependencies=[may(Permission.TRIAGE_TICKETS)])
async def note(request: Request, ticket_id: UUID, call: FormCall) -> Response:
    """Add what was said or seen."""
    form = await typed(request)
    if form.get("kind") not in [kind.value for kind in NoteKind]:
        return await _wrong(request, call, ticket_id, [FormProblem(_("Kies wie dit zei of zag"), field="kind")], form)
    command = AddNote(ticket_id, NoteKind(form["kind"]), form.get("text", ""), call.person.id)
    return await _try(request, call, ticket_id, lambda unit: add_note(command, unit), form, "text")


@router.post("/callback", dependencies=[may(Permission.TRIAGE_TICKETS)])
async def callback(request: Request, ticket_id: UUID, call: FormCall) -> Response:
    """They would like to be called."""
    command = RequestCallback(ticket_id, asker_of(call.person))
    return await _try(request, call, ticket_id, lambda unit: request_callback(command, unit))


@router.post("/callback/done", dependencies=[may(Permission.CALL_FAMILIES)])
async def called(request: Request, ticket_id: UUID, call: FormCall) -> Response:
    """We called, and somebody answered or not."""
    form = await typed(request)
    if form.get("reached") not in ("yes", "no"):
        return await _wrong(
            request, call, ticket_id, [FormProblem(_("Kies of je iemand aan de lijn kreeg"), field="reached")], form
        )
    command = NoteCallbackDone(ticket_id, form["reached"] == "yes")
    return await _try(request, call, ticket_id, lambda unit: note_callback_done(command, unit), form)


@router.post("/contact", dependencies=[may(Permission.CALL_FAMILIES)])
async def show_contact(request: Request, ticket_id: UUID, call: FormCall) -> Response:
    """Show how to call the family, once. Looking is on purpose, and loans writes it down for the family to read."""
    running = running_service(request)
    async with running.units.open(call.organisation) as unit:
        seen = await queries.get_ticket(unit, ticket_id, call.person.id)
    ticket = seen.ticket
    if not ticket.callback_open or seen.covered:
        return await ticket_page(request, call.person, ticket_id)
    shown: FamilyContact | str = str(NOBODY)
    if ticket.household_id is not None:
        families = await ask_families(running, call.person, purpose_of(ticket), [ticket.household_id])
        shown = str(AWAY) if families is None else families.get(ticket.household_id, str(NOT_SHARED))
    return await ticket_page(request, call.person, ticket_id, contact=shown)


@router.post("/triage", dependencies=[may(Permission.TRIAGE_TICKETS)])
async def triage(request: Request, ticket_id: UUID, call: FormCall) -> Response:
    """Decide what to do."""
    form = await typed(request)
    if form.get("decision") not in [decision.value for decision in TriageDecision]:
        return await _wrong(request, call, ticket_id, [FormProblem(_("Kies wat we doen"), field="decision")], form)
    command = TriageTicket(ticket_id, TriageDecision(form["decision"]), call.person.may(Permission.CALL_FAMILIES))
    return await _try(request, call, ticket_id, lambda unit: triage_ticket(command, unit), form)


@router.post("/loaner", dependencies=[may(Permission.TRIAGE_TICKETS)])
async def loaner(request: Request, ticket_id: UUID, call: FormCall) -> Response:
    """Ask for a machine that goes along."""
    return await _try(request, call, ticket_id, lambda unit: ask_loaner(AskLoaner(ticket_id), unit))


@router.post("/repair", dependencies=[may(Permission.REPAIR)])
async def repair(request: Request, ticket_id: UUID, call: FormCall) -> Response:
    """Note how the repair ended."""
    form = await typed(request)
    report, problems = read_repair(form)
    if report is None:
        return await _wrong(request, call, ticket_id, problems, form)
    command = FinishRepair(ticket_id, report)
    return await _try(request, call, ticket_id, lambda unit: finish_repair(command, unit), form)


@router.post("/close", dependencies=[may(Permission.TRIAGE_TICKETS)])
async def close(request: Request, ticket_id: UUID, call: FormCall) -> Response:
    """Say how it ended."""
    form = await typed(request)
    if form.get("resolution") not in [resolution.value for resolution in TicketResolution]:
        return await _wrong(request, call, ticket_id, [FormProblem(_("Kies hoe het afliep"), field="resolution")], form)
    resolution = TicketResolution(form["resolution"])
    command = CloseTicket(ticket_id, resolution, form.get("handed_to", ""), form.get("accepted") == "yes")
    return await _try(request, call, ticket_id, lambda unit: close_ticket(command, unit), form, "handed_to")


@router.post("/reopen", dependencies=[may(Permission.TRIAGE_TICKETS)])
async def reopen(request: Request, ticket_id: UUID, call: FormCall) -> Response:
    """It was not done after all."""
    return await _try(request, call, ticket_id, lambda unit: reopen_ticket(ReopenTicket(ticket_id), unit))


async def _try(
    request: Request,
    call: Call,
    ticket_id: UUID,
    command: Callable[[HelpdeskUnit], Awaitable[Ticket]],
    form: dict[str, str] | None = None,
    text_field: str = "",
) -> Response:
    """Run a command and go to the ticket; when it is refused, show the ticket again with why and with what was typed.

    `text_field` is the field of a text that may be refused for what is in it.
    """
    try:
        return as_redirect(await call.answer(command, lambda ticket: Answer(303, f"/helpdesk/tickets/{ticket.id}")))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, FIELD_OF.get(refusal.code, text_field))
        return await ticket_page(request, call.person, ticket_id, [problem], status, form)


async def _wrong(request: Request, call: Call, ticket_id: UUID, problems: list[FormProblem], form: dict[str, str]) -> Response:
    return await ticket_page(request, call.person, ticket_id, problems, 422, form)
