"""A family will come for its machine: keep it longer."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from services.inventory.domain.device import Device
from services.inventory.store.unit import InventoryUnit
from shared.runtime.faces import rhythm_here


@dataclass(frozen=True, slots=True)
class KeepLonger:
    """Which machine."""

    device_id: UUID


async def keep_longer(command: KeepLonger, unit: InventoryUnit) -> Device:
    """From today on it is kept all the days again. Raises `NotFound`, `NothingKept`."""
    device = await unit.devices.get(command.device_id)
    device.keep_until(unit.today() + timedelta(days=(await rhythm_here(unit)).keep_apart_days))
    await unit.devices.save(device)
    return device
