"""Somebody adds in a few words what was said or seen."""

from dataclasses import dataclass
from uuid import UUID

from services.helpdesk.domain.note import NoteKind, note_of
from services.helpdesk.domain.ticket import Ticket
from services.helpdesk.store.unit import HelpdeskUnit


@dataclass(frozen=True, slots=True)
class AddNote:
    """The words, and where they come from. `by` is None when the family typed them."""

    ticket_id: UUID
    kind: NoteKind
    text: str
    by: UUID | None


async def add_note(command: AddNote, unit: HelpdeskUnit) -> Ticket:
    """Keep it with the ticket.

    Raises `NotFound`, `TextMissing`, `TextTooLong`, `RegisterNumberInText`, `TicketIsClosed`, `TooManyNotes`.
    """
    ticket = await unit.tickets.get(command.ticket_id)
    ticket.add_note(note_of(unit.new_id(), command.kind, command.text, command.by, unit.now()))
    await unit.tickets.save(ticket)
    return ticket
