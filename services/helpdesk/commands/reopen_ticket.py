"""It was not done after all."""

from dataclasses import dataclass
from uuid import UUID

from services.helpdesk.domain.ticket import Ticket
from services.helpdesk.store.unit import HelpdeskUnit


@dataclass(frozen=True, slots=True)
class ReopenTicket:
    """Which ticket."""

    ticket_id: UUID


async def reopen_ticket(command: ReopenTicket, unit: HelpdeskUnit) -> Ticket:
    """Undo the closing, for others as if it were opened now. Raises `NotFound`, `TicketIsOpen`."""
    ticket = await unit.tickets.get(command.ticket_id)
    ticket.reopen()
    await unit.tickets.save(ticket)
    return ticket
