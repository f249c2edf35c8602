"""Machines and things go along with a loan, beside what it began with."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from services.inventory.commands.give_out_device import GiveOutDevice, give_out_device
from services.inventory.commands.settle_along import lock_with_along, send_along
from services.inventory.domain.thing import ACCESSORY_OF
from services.inventory.store.unit import InventoryUnit
from shared.contracts.loans import WithMachine
from shared.contracts.vocabulary import Accessory


@dataclass(frozen=True, slots=True)
class GiveMore:
    """Which machines on which loan; which things beside, and with which machine of the loan those go.

    `along`: what goes along with each of these machines; of one that is not named, what lies ready with it.
    """

    loan_id: UUID
    device_ids: Collection[UUID]
    things: tuple[Accessory, ...] = ()
    along_with: UUID | None = None
    along: Mapping[UUID, tuple[Accessory, ...]] = field(default_factory=dict)


def agreed_along(told: Collection[WithMachine]) -> dict[UUID, tuple[Accessory, ...]]:
    """What goes along with each machine, as loans tells it."""
    return {one.device_id: one.accessories for one in told}


async def give_more(command: GiveMore, unit: InventoryUnit) -> None:
    """They left, each with what was agreed. A machine that is not ours changes nothing. The caller locked them all."""
    for device_id in sorted(command.device_ids):
        agreed = command.along.get(device_id)
        things = await _lies_ready_with(device_id, unit) if agreed is None else agreed
        await give_out_device(GiveOutDevice(device_id, command.loan_id, things), unit)
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
