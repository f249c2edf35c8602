"""Projection: help that was asked, and what our organisation is called and where it helps. Newest sequence per subject."""

from services.loans.store.unit import LoansUnit
from shared.contracts.helpdesk import TicketClosed, TicketOpened
from shared.contracts.portal import OrganisationChanged


async def project_ticket_opened(event: TicketOpened, unit: LoansUnit) -> None:
    """Somebody asked for help; the same ticket may be opened again after it was closed."""
    at = unit.cause.time if unit.cause else unit.now()
    await unit.known_others.ticket_opened(event, unit.sequence, at)


async def project_ticket_closed(event: TicketClosed, unit: LoansUnit) -> None:
    """There was an answer."""
    await unit.known_others.ticket_closed(event, unit.sequence)


async def project_organisation_changed(event: OrganisationChanged, unit: LoansUnit) -> None:
    """What an agreement says about us."""
    if event.organisation_id == unit.organisation:
        await unit.known_others.organisation_changed(event, unit.sequence)
