"""A drive that is in no machine is wiped or destroyed, and somebody confirms it."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.loose_drive import LooseDrive
from services.inventory.domain.sanitization import EvidenceSource, WipeEvidence, WipeMethod
from services.inventory.store.unit import InventoryUnit


@dataclass(frozen=True, slots=True)
class RecordLooseWipe:
    """Which drive, how, with what, what came of it, and who says so."""

    drive_id: UUID
    method: WipeMethod
    tool: str
    succeeded: bool
    by: UUID


@dataclass(frozen=True, slots=True)
class CheckLooseWipe:
    """Which drive, and who looked."""

    drive_id: UUID
    by: UUID


async def record_loose_wipe(command: RecordLooseWipe, unit: InventoryUnit) -> LooseDrive:
    """Keep what a person says. Raises `NotFound`, and what `LooseDrive.record_wipe` raises."""
    loose = await unit.drives.get_loose(command.drive_id)
    loose.record_wipe(
        WipeEvidence(
            method=command.method,
            tool=command.tool,
            tool_version=None,
            started_at=None,
            ended_at=unit.now() if command.method is WipeMethod.DESTROYED else None,
            succeeded=command.succeeded,
            recorded_by=command.by,
            source=EvidenceSource.STATEMENT,
        )
    )
    await unit.drives.save_loose(loose)
    return loose


async def check_loose_wipe(command: CheckLooseWipe, unit: InventoryUnit) -> LooseDrive:
    """Somebody saw it. Raises `NotFound`, and what `LooseDrive.check_wipe` raises."""
    loose = await unit.drives.get_loose(command.drive_id)
    loose.check_wipe(command.by, unit.now(), await unit.drives.disk_minimum())
    await unit.drives.save_loose(loose)
    return loose
