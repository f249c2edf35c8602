"""A household does not need a machine any more.

The other order: see `on_device_claimed`. The machine may also have been refused to this request; then it is kept for another
one, and stays so.
"""

from services.inventory.commands.reserve_device import ReleaseDevice, release_device
from services.inventory.store.unit import InventoryUnit
from shared.contracts.loans import RequestWithdrawn


async def on_request_withdrawn(event: RequestWithdrawn, unit: InventoryUnit) -> None:
    """Let go of the machine that was claimed for it, if any."""
    if event.device_id is not None:
        await release_device(ReleaseDevice(event.device_id, event.request_id), unit)
