"""What a colleague reads of a ticket or a visit of somebody whose file is closed: machine, symptom, state and days, no word."""

from dataclasses import replace

from services.helpdesk.domain.ticket import Ticket
from services.helpdesk.domain.visit import Visit


def without_words(ticket: Ticket) -> Ticket:
    """The same ticket; of what was noted only the days remain. To look at, never to save."""
    notes = [replace(note, text="") for note in ticket.notes]
    return replace(ticket, notes=notes, handed_to=None)


def without_trail(visit: Visit) -> Visit:
    """The same visit without what came of it. To look at, never to save."""
    return replace(visit, trail=[])
