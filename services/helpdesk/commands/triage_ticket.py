"""A person looked at a ticket and decides what to do."""

from dataclasses import dataclass
from uuid import UUID

from services.helpdesk.commands.plan_visits import plan_help_visit
from services.helpdesk.domain.ticket import Ticket
from services.helpdesk.store.unit import HelpdeskUnit
from shared.contracts.vocabulary import TriageDecision


@dataclass(frozen=True, slots=True)
class TriageTicket:
    """What to do."""

    ticket_id: UUID
    decision: TriageDecision


async def triage_ticket(command: TriageTicket, unit: HelpdeskUnit) -> Ticket:
    """Decide; a visit is planned at once.

    Raises `NotFound`, `TicketIsClosed`, `InRepair`, `RepairNeedsDevice`, `NobodyToVisit`, `NoVisitsWanted`.
    """
    ticket = await unit.tickets.get(command.ticket_id)
    ticket.triage(command.decision)
    if command.decision is TriageDecision.VISIT and ticket.household_id is not None:
        await plan_help_visit(ticket.household_id, unit)
    await unit.tickets.save(ticket)
    return ticket
