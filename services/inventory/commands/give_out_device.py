"""A machine leaves with a family that signed."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.commands.settle_along import lock_with_along, put_along_back, send_along
from services.inventory.store.unit import InventoryUnit
from shared.contracts.vocabulary import Accessory, DeviceState


@dataclass(frozen=True, slots=True)
class GiveOutDevice:
    """Which machine on which loan, and what goes along."""

    device_id: UUID
    loan_id: UUID
    accessories: tuple[Accessory, ...]


async def give_out_device(command: GiveOutDevice, unit: InventoryUnit) -> None:
    """Note that it left, and publish it. A machine that is not ours changes nothing."""
    device = await lock_with_along(command.device_id, unit)
    if device is None:
        return
    was_on = device.loan_id
    device.give_out(command.loan_id, command.accessories, unit.today())
    if was_on != device.loan_id:
        await send_along(device, command.loan_id, command.accessories, unit)
    elif device.status is DeviceState.RETIRED:
        await put_along_back(device, unit)
    await unit.devices.save(device)
