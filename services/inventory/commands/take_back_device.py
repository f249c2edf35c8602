"""Somebody at the counter has the machine in hands again."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.device import Device
from services.inventory.store.unit import InventoryUnit


@dataclass(frozen=True, slots=True)
class TakeBackDevice:
    """Which machine."""

    device_id: UUID


async def take_back_device(command: TakeBackDevice, unit: InventoryUnit) -> Device:
    """It is back, and its evidence is void. Raises what `Device.take_back` raises."""
    device = await unit.devices.get(command.device_id)
    device.take_back(unit.today())
    await unit.devices.save(device)
    return device
