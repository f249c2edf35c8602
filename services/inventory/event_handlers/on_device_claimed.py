"""Loans found a request for a machine of ours.

The other order: `request_withdrawn` of the same request has the same key, so it never comes before the claim. When the claim
was discarded by a person, the withdrawal finds nothing reserved and changes nothing.
"""

from services.inventory.commands.reserve_device import ReserveDevice, reserve_device
from services.inventory.store.unit import InventoryUnit
from shared.contracts.loans import DeviceClaimed


async def on_device_claimed(event: DeviceClaimed, unit: InventoryUnit) -> None:
    """Reserve it, or say why not."""
    await reserve_device(ReserveDevice(event.device_id, event.request_id), unit)
