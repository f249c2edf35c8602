"""A ticket has its answer. When that was not a repair, its machine would be in repair for ever.

The other order: `repair_finished` has the same key and came before, if at all; then nothing is left to do.
"""

from services.inventory.commands.repair_device import StopRepair, stop_repair
from services.inventory.store.unit import InventoryUnit
from shared.contracts.helpdesk import TicketClosed


async def on_ticket_closed(event: TicketClosed, unit: InventoryUnit) -> None:
    """It is not repaired for this ticket any more."""
    if event.device_id is not None:
        await stop_repair(StopRepair(event.device_id, event.ticket_id), unit)
