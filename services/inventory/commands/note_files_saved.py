"""The files that a family wanted to keep are safe."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.device import Device
from services.inventory.store.unit import InventoryUnit


@dataclass(frozen=True, slots=True)
class NoteFilesSaved:
    """From which machine, and who says so."""

    device_id: UUID
    by: UUID


async def note_files_saved(command: NoteFilesSaved, unit: InventoryUnit) -> Device:
    """From now on it may be wiped. Raises what `Device.note_files_saved` raises."""
    device = await unit.devices.get(command.device_id)
    device.note_files_saved(command.by, unit.now())
    await unit.devices.save(device)
    return device
