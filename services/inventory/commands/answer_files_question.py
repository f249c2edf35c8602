"""Shall we save your files? What the family said."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.device import Device
from services.inventory.domain.machine import FilesAnswer
from services.inventory.store.unit import InventoryUnit


@dataclass(frozen=True, slots=True)
class AnswerFilesQuestion:
    """Which machine, what the family said (`SAVED` is no answer of theirs), and who notes it."""

    device_id: UUID
    answer: FilesAnswer
    by: UUID


async def answer_files_question(command: AnswerFilesQuestion, unit: InventoryUnit) -> Device:
    """Note it; without it nothing is wiped. Raises what `Device.answer_files_question` raises."""
    device = await unit.devices.get(command.device_id)
    device.answer_files_question(command.answer, command.by, unit.now())
    await unit.devices.save(device)
    return device
