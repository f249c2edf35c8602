"""A machine was kept for a request that has no use for it.

The other order: it follows the claim on the same key. By the time it comes the machine may be free already or be kept for
somebody else; then nothing changes.
"""

from services.inventory.commands.reserve_device import ReleaseDevice, release_device
from services.inventory.store.unit import InventoryUnit
from shared.contracts.loans import ClaimDropped


async def on_claim_dropped(event: ClaimDropped, unit: InventoryUnit) -> None:
    """Let it go."""
    await release_device(ReleaseDevice(event.device_id, event.request_id), unit)
