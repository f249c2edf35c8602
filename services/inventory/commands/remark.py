"""Remarks on a machine: what to do when it is here again."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.refusals import TooManyRemarks
from services.inventory.domain.remark import MOST_OPEN, Remark, remark_of
from services.inventory.store.unit import InventoryUnit


@dataclass(frozen=True, slots=True)
class AddRemark:
    """On which machine, the words, and whose they are."""

    device_id: UUID
    words: str
    by: UUID


@dataclass(frozen=True, slots=True)
class FinishRemark:
    """Which remark, and who did what it says."""

    remark_id: UUID
    by: UUID


@dataclass(frozen=True, slots=True)
class ReopenRemark:
    """Which remark."""

    remark_id: UUID


async def add_remark(command: AddRemark, unit: InventoryUnit) -> Remark:
    """Keep it. Raises `NotFound`, `TooManyRemarks` and what `remark_of` raises."""
    device = await unit.devices.get(command.device_id)
    if await unit.remarks.count_open(device.id) >= MOST_OPEN:
        raise TooManyRemarks(most=MOST_OPEN)
    remark = remark_of(unit.new_id(), device.id, command.words, command.by, unit.now())
    await unit.remarks.add(remark)
    return remark


async def finish_remark(command: FinishRemark, unit: InventoryUnit) -> Remark:
    """It is done, and goes from the list. Raises `NotFound`."""
    remark = await unit.remarks.get(command.remark_id)
    remark.finish(command.by, unit.now())
    await unit.remarks.save(remark)
    return remark


async def reopen_remark(command: ReopenRemark, unit: InventoryUnit) -> Remark:
    """It is still to do. Raises `NotFound`."""
    remark = await unit.remarks.get(command.remark_id)
    remark.reopen()
    await unit.remarks.save(remark)
    return remark
