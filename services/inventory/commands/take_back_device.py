"""Somebody at the counter has the machine in hands again."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from services.inventory.commands.settle_along import settle
from services.inventory.domain.device import Device
from services.inventory.store.unit import InventoryUnit
from shared.contracts.vocabulary import DeviceState


@dataclass(frozen=True, slots=True)
class TakeBackDevice:
    """Which machine, and what came with it: lines and devices that went along with it. None: all but what the counter noted as
    missing, and what is lost."""

    device_id: UUID
    came_back: Collection[UUID] | None = None
    by: UUID | None = None


async def take_back_device(command: TakeBackDevice, unit: InventoryUnit) -> Device:
    """It is back, and its evidence is void; what came along lies on the shelf again. Nothing that stays away is in the way of that.

    What went along with another machine of the same loan is not asked here: it comes with that one. Of what went with a screen
    that is not back, nobody says anything here: it is asked when the screen comes, unless it is ticked already.

    Raises what `Device.take_back` raises.
    """
    along = {one.id: one for one in await unit.along.companions(command.device_id)}
    locked = {one: await unit.devices.get(one) for one in sorted({command.device_id, *along})}  # in the order that everybody takes
    device = locked.pop(command.device_id)
    loan_id = device.loan_id
    device.take_back(unit.today())
    await unit.devices.save(device)
    if loan_id is None:
        return device
    waiting = await unit.along.waiting(device.id, *locked)
    lines = await unit.along.locked([one.id for one in waiting if one.loan_id == loan_id])
    came_back = command.came_back
    if came_back is None:
        missing = {one.id for one in along.values() if one.missing}
        came_back = [one.id for one in lines if not one.not_returned and one.device_id not in missing] + [*(along.keys() - missing)]
    seen = {device.id, *came_back}
    await settle([one for one in lines if one.device_id in seen or one.id in seen], came_back, unit, command.by)
    for one in locked.values():
        went_along = one.along_with == device.id and one.loan_id == loan_id
        if one.id in came_back and went_along and one.status is DeviceState.RETURN_EXPECTED:
            one.take_back(unit.today())
            await unit.devices.save(one)
    return device
