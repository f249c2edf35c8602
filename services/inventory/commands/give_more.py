"""Machines and things go along with a loan, beside what it began with."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from services.inventory.commands.give_out_device import GiveOutDevice, give_out_device
from services.inventory.commands.settle_along import lock_with_along, send_along
from services.inventory.domain.thing import ACCESSORY_OF
from services.inventory.store.unit import InventoryUnit
from shared.contracts.vocabulary import Accessory


@dataclass(frozen=True, slots=True)
class GiveMore:
    """Which machines on which loan; which things beside, and with which machine of the loan those go."""

    loan_id: UUID
    device_ids: Collection[UUID]
    things: tuple[Accessory, ...] = ()
    along_with: UUID | None = None


async def give_more(command: GiveMore, unit: InventoryUnit) -> None:
    """They left, each with what lay ready with it. A machine that is not ours changes nothing. The caller locked them all."""
    for device_id in sorted(command.device_ids):
        ready = await _lies_ready_with(device_id, unit)
        await give_out_device(GiveOutDevice(device_id, command.loan_id, ready), unit)
    if not command.things or command.along_with is None:
        return
    device = await lock_with_along(command.along_with, unit)
    if device is None or device.loan_id != command.loan_id:
        return
    device.accessories = (*device.accessories, *(one for one in command.things if one not in device.accessories))
    await send_along(device, command.loan_id, command.things, unit)
    await unit.devices.save(device)


async def _lies_ready_with(device_id: UUID, unit: InventoryUnit) -> tuple[Accessory, ...]:
    things = {ACCESSORY_OF.get(one.kind) for one in await unit.along.prepared(device_id)}
    devices = {one.accessory for one in await unit.along.companions(device_id) if one.loan_id is None}
    return tuple(one for one in Accessory if one in things | devices)
