"""Note that a drive was wiped, by hand."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.inventory.domain.device import Device
from services.inventory.domain.drive import WipeEvidence, WipeMethod
from services.inventory.store.unit import InventoryUnit


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
    """Keep the evidence with the drive. Somebody still has to check it. Raises what `Device.record_wipe` raises."""
    device = await unit.devices.get(command.device_id)
    evidence = WipeEvidence(
        method=command.method,
        tool=command.tool,
        tool_version=command.tool_version,
        started_at=command.started_at,
        ended_at=command.ended_at,
        succeeded=command.succeeded,
        recorded_by=command.by,
    )
    device.record_wipe(command.drive_id, evidence)
    await unit.devices.save(device)
    return device
