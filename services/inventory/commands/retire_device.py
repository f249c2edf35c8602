"""Take a machine out of use."""

from dataclasses import dataclass, field
from uuid import UUID

from services.inventory.commands.settle_along import lay_ready_with, lock_with_along, put_along_back, tell_left
from services.inventory.domain.device import Device
from services.inventory.domain.retirement import Destination, Parts, Retirement, RetireReason, check_end
from services.inventory.store.unit import InventoryUnit
from shared.domain import NotFound


@dataclass(frozen=True, slots=True)
class RetireDevice:
    """Which machine, why, where it goes, and what stays of it; a program may leave out why."""

    device_id: UUID
    reason: RetireReason | None = None
    destination: Destination | None = None
    parts: Parts = field(default_factory=dict)
    by: UUID | None = None


async def retire_device(command: RetireDevice, unit: InventoryUnit) -> Device:
    """It goes to no family any more; what is lost, is lost, and what lay ready with it is for others.

    Raises what `Device.retire` and `check_end` raise.
    """
    if command.reason is not None:
        check_end(command.reason, command.destination, command.parts)
    device = await lock_with_along(command.device_id, unit)
    if device is None:
        raise NotFound()
    main = lay_ready_with(device)
    device.retire(unit.today())
    await put_along_back(device, unit)
    end = Retirement(device.id, unit.today(), unit.now(), command.reason, command.destination, dict(command.parts), command.by)
    if device.lost is not None:
        end.reason, end.destination, end.parts = RetireReason.LOST, None, {}
    await unit.devices.save(device)
    await tell_left(main, device, unit)
    await unit.endings.save(end)
    return device
