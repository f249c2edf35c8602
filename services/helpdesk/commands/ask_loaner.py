"""The family should not be without a machine during the repair."""

from dataclasses import dataclass
from uuid import UUID

from services.helpdesk.domain.refusals import LoanerIsThere
from services.helpdesk.domain.ticket import Ticket
from services.helpdesk.store.known_loaners import THERE
from services.helpdesk.store.unit import HelpdeskUnit


@dataclass(frozen=True, slots=True)
class AskLoaner:
    """During the repair of which ticket."""

    ticket_id: UUID


async def ask_loaner(command: AskLoaner, unit: HelpdeskUnit) -> Ticket:
    """Ask inventory for a machine. While it did not answer yet, asking again changes nothing; after a no it asks anew.

    Raises `NotFound`, `NotInRepair`, `NotOnLoan`, `LoanerIsThere`.
    """
    ticket = await unit.tickets.get(command.ticket_id)
    loaner = await unit.known_loaners.of_ticket(ticket.id)
    if loaner is not None and loaner.state in THERE:
        raise LoanerIsThere()
    if ticket.loaner_asked and loaner is None:
        return ticket
    with_family = ticket.device_id is not None and await unit.known_loans.holder_of(ticket.device_id) is not None
    ticket.ask_loaner(with_family=with_family)
    await unit.tickets.save(ticket)
    return ticket
