"""A person looked at a ticket and decides what to do."""

from dataclasses import dataclass
from uuid import UUID

from services.helpdesk.commands.plan_visits import plan_help_visit
from services.helpdesk.domain.refusals import VisitsAreForOthers
from services.helpdesk.domain.ticket import Ticket
from services.helpdesk.store.unit import HelpdeskUnit
from shared.contracts.vocabulary import TriageDecision


@dataclass(frozen=True, slots=True)
class TriageTicket:
    """What to do, and whether who decides knows families: only then a visit can be chosen."""

    ticket_id: UUID
    decision: TriageDecision
    knows_families: bool


async def triage_ticket(command: TriageTicket, unit: HelpdeskUnit) -> Ticket:
    """Decide; a visit is planned at once. A family that we had not heard of when the ticket was opened is on it from now on.

    Raises `NotFound`, `VisitsAreForOthers`, `TicketIsClosed`, `InRepair`, `RepairNeedsDevice`, `NobodyToVisit`, `NoVisitsWanted`.
    """
    ticket = await unit.tickets.get(command.ticket_id)
    if command.decision is TriageDecision.VISIT and not command.knows_families:
        raise VisitsAreForOthers()
    if ticket.household_id is None and ticket.device_id is not None:
        day = ticket.opened_at.astimezone(unit.zone).date()
        ticket.household_id = await unit.known_loans.holder_of(ticket.device_id, since=day)
    ticket.triage(command.decision)
    if command.decision is TriageDecision.VISIT and ticket.household_id is not None:
        await plan_help_visit(ticket.household_id, unit)
    await unit.tickets.save(ticket)
    return ticket
