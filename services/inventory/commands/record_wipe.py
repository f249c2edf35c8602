"""Note that a drive was wiped, by hand."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.inventory.domain.device import Device
from services.inventory.domain.drive import WipeEvidence, WipeMethod
from services.inventory.store.unit import InventoryUnit
from shared.language.free_text import clean_line


@dataclass(frozen=True, slots=True)
class RecordWipe:
    """Which drive, how, with what, when (UTC), and what came of it."""

    device_id: UUID
    drive_id: UUID
    method: WipeMethod
    tool: str
    tool_version: str | None
    started_at: datetime | None
    ended_at: datetime | None
    succeeded: bool
    by: UUID


async def record_wipe(command: RecordWipe, unit: InventoryUnit) -> Device:
    """Keep the evidence with the drive. Somebody still has to check it.

    Raises what `Device.record_wipe` and `clean_line` raise.
    """
    device = await unit.devices.get(command.device_id)
    evidence = WipeEvidence(
        method=command.method,
        tool=clean_line(command.tool),
        tool_version=clean_line(command.tool_version) if command.tool_version else None,
        started_at=command.started_at,
        ended_at=command.ended_at,
        succeeded=command.succeeded,
        recorded_by=command.by,
    )
    device.record_wipe(command.drive_id, evidence)
    await unit.devices.save(device)
    return device
