"""Keep a paper with the evidence of a drive, such as a certificate as PDF: a person typed what it says."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.drive import Drive
from services.inventory.domain.wiping import attach
from services.inventory.store.unit import InventoryUnit


@dataclass(frozen=True, slots=True)
class AttachWipeFile:
    """Which drive, the file itself, and who brings it."""

    drive_id: UUID
    content: bytes
    by: UUID


async def attach_wipe_file(command: AttachWipeFile, unit: InventoryUnit) -> Drive:
    """Keep the file. It proves nothing by itself: its text is not read. Raises `NotFound`, and what `attach` raises."""
    drive = await unit.drives.get(command.drive_id)
    attach(drive, await unit.drives.keep_file(command.content, command.by))
    await unit.drives.save_evidence(drive)
    return drive
