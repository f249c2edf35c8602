"""A person at the helpdesk decided what to do about a ticket.

The other order: `repair_finished` and `ticket_closed` have the same key and come after. With `agreement_signed` and `loan_ended`
of the machine both orders end the same; see there. With `device_claimed` the lock on the machine decides: first the claim, and it
stays kept while it is in repair; first the repair, and the claim is refused.
"""

from services.inventory.commands.repair_device import StartRepair, StopRepair, start_repair, stop_repair
from services.inventory.store.unit import InventoryUnit
from shared.contracts.helpdesk import TicketTriaged
from shared.contracts.vocabulary import TriageDecision


async def on_ticket_triaged(event: TicketTriaged, unit: InventoryUnit) -> None:
    """Repair it. When somebody decided otherwise after all, it is not repaired for this ticket any more."""
    if event.device_id is None:
        return
    if event.decision is TriageDecision.REPAIR:
        await start_repair(StartRepair(event.device_id, event.ticket_id), unit)
    else:
        await stop_repair(StopRepair(event.device_id, event.ticket_id), unit)
