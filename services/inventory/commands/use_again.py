"""A machine was taken out of use by mistake."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.device import Device
from services.inventory.store.unit import InventoryUnit


@dataclass(frozen=True, slots=True)
class UseAgain:
    """Which machine."""

    device_id: UUID


async def use_again(command: UseAgain, unit: InventoryUnit) -> Device:
    """It lies on the workbench again. Raises `HasLeft` when it is out of the house, and what `Device.use_again` raises."""
    device = await unit.devices.get(command.device_id)
    device.use_again(unit.today())
    (await unit.endings.get(command.device_id)).must_be_here()
    await unit.endings.undo(device.id)
    await unit.devices.save(device)
    return device
