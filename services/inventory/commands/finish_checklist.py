"""Somebody went through one of the two lists of the organisation with a machine: its hardware, or its system and programs; or
takes that back. Each is an act with its own name in the logs, so each is a command."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.checklist import ChecklistResult, Phase, items_for, items_to_install, looked
from services.inventory.domain.device import Device
from services.inventory.domain.refusals import ChangedMeanwhile
from services.inventory.store.unit import InventoryUnit


@dataclass(frozen=True, slots=True)
class FinishChecklist:
    """Which machine, what is fine or done (None: everything on the list), whether it may go like this anyway, and who says so.

    Attributes:
        seen: what was known of each item (`looked`) when this was put together; None for who says all of it.
    """

    device_id: UUID
    ticked: Collection[str] | None
    anyway: bool
    by: UUID
    seen: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class UndoChecklist:
    """Of which machine."""

    device_id: UUID


async def finish_check(command: FinishChecklist, unit: InventoryUnit) -> Device:
    """Note what is fine and what is missing of the hardware. Raises `ChangedMeanwhile`, and what `Device.finish_check` raises."""
    device = await unit.devices.get(command.device_id)
    items = items_for(await unit.checklists.get(Phase.CHECK), device.chassis)
    _must_be_as_seen(command, items, device.check)
    device.finish_check(items, command.ticked, command.by, unit.now(), anyway=command.anyway)
    await unit.devices.save(device)
    return device


async def finish_installation(command: FinishChecklist, unit: InventoryUnit) -> Device:
    """Note what is installed and what is not. Raises `ChangedMeanwhile`, and what `Device.finish_installation` raises."""
    device = await unit.devices.get(command.device_id)
    items = items_to_install(await unit.checklists.get(Phase.INSTALL), device.chassis, device.software)
    _must_be_as_seen(command, items, device.installation)
    device.finish_installation(items, command.ticked, command.by, unit.now(), anyway=command.anyway)
    await unit.devices.save(device)
    return device


async def undo_check(command: UndoChecklist, unit: InventoryUnit) -> Device:
    """It has to be looked at again. Raises what `Device.undo_check` raises."""
    device = await unit.devices.get(command.device_id)
    device.undo_check()
    await unit.devices.save(device)
    return device


async def undo_installation(command: UndoChecklist, unit: InventoryUnit) -> Device:
    """It has to be installed again. Raises what `Device.undo_installation` raises."""
    device = await unit.devices.get(command.device_id)
    device.undo_installation()
    await unit.devices.save(device)
    return device


def _must_be_as_seen(command: FinishChecklist, items: Sequence[str], result: ChecklistResult | None) -> None:
    if command.seen is not None and looked(items, result) != command.seen:
        raise ChangedMeanwhile()
