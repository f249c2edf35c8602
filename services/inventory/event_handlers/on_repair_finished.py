"""Somebody tried a repair: the machine is whole, or not yet, or never will be.

The other order: `ticket_triaged` has the same key and comes before; other tickets of the same machine may come at any time, and
the machine is in repair until the last of them is done. `agreement_signed` after a repair that ended the machine: see there.
`loan_ended` before: it goes to the workbench; after: it is with the family and expected back.
"""

from services.inventory.commands.finish_repair import FinishRepair, finish_repair
from services.inventory.store.unit import InventoryUnit
from shared.contracts.helpdesk import RepairFinished


async def on_repair_finished(event: RepairFinished, unit: InventoryUnit) -> None:
    """It goes on, waits for evidence, stays in repair, or is retired."""
    await finish_repair(FinishRepair(event.device_id, event.ticket_id, event.outcome, event.new_drives), unit)
