"""The machine that we kept as a loaner is not needed.

The other order: it answers our `loaner_reserved`, so the machine was kept before. Should it have gone along already, or be kept
for another ticket, nothing changes.
"""

from services.inventory.commands.lend_loaner import ReleaseLoaner, release_loaner
from services.inventory.store.unit import InventoryUnit
from shared.contracts.loans import LoanerDeclined


async def on_loaner_declined(event: LoanerDeclined, unit: InventoryUnit) -> None:
    """Let it go."""
    await release_loaner(ReleaseLoaner(event.device_id, event.ticket_id), unit)
