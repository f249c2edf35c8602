"""Somebody would like to be called."""

from dataclasses import dataclass
from uuid import UUID

from services.helpdesk.domain.ticket import CallbackAsker, Ticket
from services.helpdesk.store.unit import HelpdeskUnit


@dataclass(frozen=True, slots=True)
class RequestCallback:
    """About which ticket, and through whom we know it."""

    ticket_id: UUID
    asker: CallbackAsker


async def request_callback(command: RequestCallback, unit: HelpdeskUnit) -> Ticket:
    """Put the ticket before those where nobody waits for a call. Raises `NotFound`, `TicketIsClosed`."""
    ticket = await unit.tickets.get(command.ticket_id)
    ticket.ask_callback(command.asker)
    await unit.tickets.save(ticket)
    return ticket
