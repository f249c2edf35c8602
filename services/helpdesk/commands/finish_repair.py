"""A repair ended, well or not."""

from dataclasses import dataclass
from uuid import UUID

from services.helpdesk.domain.repair import RepairReport
from services.helpdesk.domain.ticket import Ticket
from services.helpdesk.store.unit import HelpdeskUnit


@dataclass(frozen=True, slots=True)
class FinishRepair:
    """What the repairer says."""

    ticket_id: UUID
    report: RepairReport


async def finish_repair(command: FinishRepair, unit: HelpdeskUnit) -> Ticket:
    """Note how it ended; fixed or never to be fixed closes the ticket.

    Raises `NotFound`, `NotInRepair`, `FilesNotAsked`, `NewDriveMissing`.
    """
    ticket = await unit.tickets.get(command.ticket_id)
    ticket.finish_repair(command.report)
    await unit.tickets.save(ticket)
    return ticket
