"""Projection: who asks for help and where somebody goes, of helpdesk."""

from services.portal.store.unit import PortalUnit
from shared.contracts.helpdesk import (
    CallbackDone,
    CallbackRequested,
    RepairFinished,
    TicketClosed,
    TicketOpened,
    TicketTriaged,
    VisitCalledOff,
    VisitPlanned,
    VisitRecorded,
)
from shared.contracts.vocabulary import TriageDecision


async def project_ticket_opened(event: TicketOpened, unit: PortalUnit) -> None:
    """A question waits for somebody to look at it, for the first time or again."""
    await unit.known.ticket_is(event.ticket_id, event.number, event.symptom)
    await unit.known.ticket_stands(event.ticket_id, "open")


async def project_ticket_triaged(event: TicketTriaged, unit: PortalUnit) -> None:
    """Somebody decided."""
    await unit.known.ticket_stands(event.ticket_id, "in_repair" if event.decision is TriageDecision.REPAIR else "triaged")


async def project_repair_finished(event: RepairFinished, unit: PortalUnit) -> None:
    """Somebody decides again; when the repair was the answer, `ticket_closed` follows."""
    await unit.known.ticket_stands(event.ticket_id, "open")


async def project_ticket_closed(event: TicketClosed, unit: PortalUnit) -> None:
    """It has its answer. Who waits for a call still waits."""
    await unit.known.ticket_stands(event.ticket_id, "closed")


async def project_callback_requested(event: CallbackRequested, unit: PortalUnit) -> None:
    """Somebody waits for a call."""
    await unit.known.callback(event.ticket_id, wanted=True)


async def project_callback_done(event: CallbackDone, unit: PortalUnit) -> None:
    """We reached them."""
    await unit.known.callback(event.ticket_id, wanted=False)


async def project_visit_planned(event: VisitPlanned, unit: PortalUnit) -> None:
    """Somebody will go."""
    await unit.known.visit(event.visit_id, event.household_id, event.due_on)


async def project_visit_recorded(event: VisitRecorded, unit: PortalUnit) -> None:
    """Somebody went. After an attempt there is a next day; an event of before days were told counts as done."""
    await unit.known.visit(event.visit_id, event.household_id, event.due_on)


async def project_visit_called_off(event: VisitCalledOff, unit: PortalUnit) -> None:
    """Nobody goes."""
    await unit.known.visit(event.visit_id, event.household_id, None)
