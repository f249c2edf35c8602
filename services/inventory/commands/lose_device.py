"""A machine is lost or stolen, or found again."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.commands.settle_along import lay_ready_with, lock_with_along, put_along_back, tell_left
from services.inventory.domain.device import Device
from services.inventory.store.unit import InventoryUnit
from shared.contracts.vocabulary import LossKind
from shared.domain import NotFound


@dataclass(frozen=True, slots=True)
class LoseDevice:
    """Which machine, and which of the two. Nobody notes whose fault it was."""

    device_id: UUID
    kind: LossKind


@dataclass(frozen=True, slots=True)
class FindDevice:
    """Which machine."""

    device_id: UUID


async def lose_device(command: LoseDevice, unit: InventoryUnit) -> Device:
    """It goes to nobody until it is found; what lay ready with it is for others, and it lies ready
    with none. Raises what `Device.lose` raises."""
    device = await lock_with_along(command.device_id, unit)
    if device is None:
        raise NotFound()
    main = lay_ready_with(device)
    device.lose(command.kind, unit.today())
    await put_along_back(device, unit)
    await unit.devices.save(device)
    await tell_left(main, device, unit)
    return device


async def find_device(command: FindDevice, unit: InventoryUnit) -> Device:
    """It is there again. Raises what `Device.find` raises."""
    device = await unit.devices.get(command.device_id)
    device.find(unit.today())
    await unit.devices.save(device)
    return device
