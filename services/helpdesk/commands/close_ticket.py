"""A person says that a question has its answer."""

from dataclasses import dataclass
from uuid import UUID

from services.helpdesk.domain.ticket import Ticket
from services.helpdesk.store.unit import HelpdeskUnit
from shared.contracts.vocabulary import TicketResolution
from shared.language.free_text import clean_line


@dataclass(frozen=True, slots=True)
class CloseTicket:
    """How it ended. With a hand-over: to which service or person at work, and that they said yes."""

    ticket_id: UUID
    resolution: TicketResolution
    handed_to: str = ""
    accepted: bool = False


async def close_ticket(command: CloseTicket, unit: HelpdeskUnit) -> Ticket:
    """Close it; one tap opens it again.

    Raises `NotFound`, `TicketIsClosed`, `InRepair`, `HandoverNotAccepted`, `TextTooLong`, `RegisterNumberInText`.
    """
    ticket = await unit.tickets.get(command.ticket_id)
    ticket.close(command.resolution, clean_line(command.handed_to), accepted=command.accepted)
    await unit.tickets.save(ticket)
    return ticket
