"""We called."""

from dataclasses import dataclass
from uuid import UUID

from services.helpdesk.domain.ticket import Ticket
from services.helpdesk.store.unit import HelpdeskUnit


@dataclass(frozen=True, slots=True)
class NoteCallbackDone:
    """Whether somebody answered."""

    ticket_id: UUID
    reached: bool


async def note_callback_done(command: NoteCallbackDone, unit: HelpdeskUnit) -> Ticket:
    """Whoever was not reached keeps waiting, and we call again. Raises `NotFound`, `NoCallbackWanted`."""
    ticket = await unit.tickets.get(command.ticket_id)
    ticket.called(reached=command.reached)
    await unit.tickets.save(ticket)
    return ticket
