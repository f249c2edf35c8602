"""A machine that is out of use goes to somebody for good."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.device import Device
from services.inventory.domain.retirement import Destination
from services.inventory.store.unit import InventoryUnit


@dataclass(frozen=True, slots=True)
class GiveAwayDevice:
    """Which machine; whether somebody looked that no drive is in it; who says so. Not to whom: we keep no names."""

    device_id: UUID
    no_drive_seen: bool
    by: UUID


async def give_away_device(command: GiveAwayDevice, unit: InventoryUnit) -> Device:
    """It is out of the house. Raises what `Retirement.leave` raises."""
    device = await unit.devices.get(command.device_id)
    end = await unit.endings.get(command.device_id)
    end.leave(device, Destination.GIVEN_AWAY, unit.today(), command.by, no_drive_seen=command.no_drive_seen)
    await unit.endings.save(end)
    return device
