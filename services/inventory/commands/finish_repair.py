"""Somebody tried a repair: it is whole, has new drives, is not whole yet, or never will be."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.commands.settle_along import lay_ready_with, lock_with_along, put_along_back, tell_left
from services.inventory.domain.drive import Drive
from services.inventory.domain.retirement import Retirement, RetireReason
from services.inventory.store.unit import InventoryUnit
from shared.contracts.helpdesk import NewDrive
from shared.contracts.vocabulary import DeviceState, RepairOutcome


@dataclass(frozen=True, slots=True)
class FinishRepair:
    """Which machine for which ticket, how it ended, and the drives that took the place of all that were in it."""

    device_id: UUID
    ticket_id: UUID
    outcome: RepairOutcome
    new_drives: tuple[NewDrive, ...]


async def finish_repair(command: FinishRepair, unit: InventoryUnit) -> None:
    """It goes on, waits for evidence of its new drives, stays in repair, or is retired.

    A machine that is not ours changes nothing.
    """
    device = await lock_with_along(command.device_id, unit)
    if device is None:
        return
    drives = [Drive(unit.new_id(), None, None, None, drive.capacity_gb, drive.medium, is_new=True) for drive in command.new_drives]
    was, main = device.status, lay_ready_with(device)
    device.finish_repair(command.ticket_id, command.outcome, drives, unit.today())
    ended = was is not DeviceState.RETIRED and device.status is DeviceState.RETIRED
    if ended:
        await put_along_back(device, unit)
    await unit.devices.save(device)
    await tell_left(main, device, unit)
    if ended:
        await unit.endings.save(Retirement(device.id, unit.today(), unit.now(), RetireReason.BROKEN, None))
