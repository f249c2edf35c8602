"""Say what a machine is prepared for."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.device import Device
from services.inventory.store.unit import InventoryUnit
from shared.contracts.vocabulary import UseProfile


@dataclass(frozen=True, slots=True)
class MeanDeviceFor:
    """Which machine, and for which uses; none means that nothing special is installed."""

    device_id: UUID
    profiles: Collection[UseProfile]


async def mean_device_for(command: MeanDeviceFor, unit: InventoryUnit) -> Device:
    """From now on the software of these uses has to be on it. It says nothing about whom it may go to. Raises `NotFound`."""
    device = await unit.devices.get(command.device_id)
    device.mean_for(command.profiles)
    await unit.devices.save(device)
    return device
