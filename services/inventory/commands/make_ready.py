"""Say that a machine can go to a family."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.device import Device
from services.inventory.store.unit import InventoryUnit


@dataclass(frozen=True, slots=True)
class MakeReady:
    """Which machine."""

    device_id: UUID


async def make_ready(command: MakeReady, unit: InventoryUnit) -> Device:
    """Publish the machine as ready. Raises what `Device.make_ready` raises: it never happens with a drive unproven."""
    device = await unit.devices.get(command.device_id)
    device.make_ready()
    await unit.devices.save(device)
    return device
