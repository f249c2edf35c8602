"""Confirm that a wiped drive is really empty."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.device import Device
from services.inventory.store.unit import InventoryUnit


@dataclass(frozen=True, slots=True)
class CheckWipe:
    """Which drive, and who looked."""

    device_id: UUID
    drive_id: UUID
    by: UUID


async def check_wipe(command: CheckWipe, unit: InventoryUnit) -> Device:
    """Turn recorded evidence into checked evidence. Raises what `Device.check_wipe` raises."""
    device = await unit.devices.get(command.device_id)
    device.check_wipe(command.drive_id, command.by, unit.now(), unit.today(), await unit.drives.disk_minimum())
    await unit.devices.save(device)
    return device
