"""A machine leaves with a family that signed."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.store.unit import InventoryUnit
from shared.contracts.vocabulary import Accessory


@dataclass(frozen=True, slots=True)
class GiveOutDevice:
    """Which machine on which loan, and what goes along."""

    device_id: UUID
    loan_id: UUID
    accessories: tuple[Accessory, ...]


async def give_out_device(command: GiveOutDevice, unit: InventoryUnit) -> None:
    """Note that it left, and publish it. A machine that is not ours changes nothing."""
    device = await unit.devices.find(command.device_id)
    if device is not None:
        device.give_out(command.loan_id, command.accessories, unit.today())
        await unit.devices.save(device)
