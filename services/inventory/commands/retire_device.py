"""Take a machine out of use."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.device import Device
from services.inventory.store.unit import InventoryUnit


@dataclass(frozen=True, slots=True)
class RetireDevice:
    """Which machine."""

    device_id: UUID


async def retire_device(command: RetireDevice, unit: InventoryUnit) -> Device:
    """It goes to no family any more. Raises what `Device.retire` raises."""
    device = await unit.devices.get(command.device_id)
    device.retire(unit.today())
    await unit.devices.save(device)
    return device
