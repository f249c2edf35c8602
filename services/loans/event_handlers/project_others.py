"""Projection: help that was asked. Newest sequence per subject."""

from services.loans.store.unit import LoansUnit
from shared.contracts.helpdesk import TicketClosed, TicketOpened


async def project_ticket_opened(event: TicketOpened, unit: LoansUnit) -> None:
    """Somebody asked for help; the same ticket may be opened again after it was closed."""
    at = unit.cause.time if unit.cause else unit.now()
    await unit.known_others.ticket_opened(event, unit.sequence, at)


async def project_ticket_closed(event: TicketClosed, unit: LoansUnit) -> None:
    """There was an answer."""
    await unit.known_others.ticket_closed(event, unit.sequence)
