"""Keep what a file says of the wiping of drives, in machines and loose: one file, many drives, all or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.sanitization import EvidenceSource, WipeEvidence
from services.inventory.domain.wipe_file import ReportedErasure
from services.inventory.store.unit import InventoryUnit


@dataclass(frozen=True, slots=True)
class BringWipeEvidence:
    """What a file says of each drive of ours, and who brings it.

    Attributes:
        content: the file itself; it is kept.
        source: what kind of file it is.
        erasures: by drive.
    """

    content: bytes
    source: EvidenceSource
    erasures: Mapping[UUID, ReportedErasure]
    by: UUID


async def bring_wipe_evidence(command: BringWipeEvidence, unit: InventoryUnit) -> int:
    """Keep it with each drive; says with how many. Somebody still has to check each of them.

    Machines are locked in the order of their ids, as everybody does, and loose drives after them. Raises `NotFound`, and what
    `Device.record_wipe` and `LooseDrive.record_wipe` raise; then nothing is kept.
    """
    file = await unit.drives.keep_file(command.content, command.by)
    where = {drive_id: await unit.drives.device_of(drive_id) for drive_id in command.erasures}
    for drive_id, device_id in sorted(where.items(), key=lambda one: (one[1] is None, one[1] or one[0], one[0])):
        erasure = command.erasures[drive_id]
        evidence = evidence_of(erasure, command.source, command.by, file)
        if device_id is None:
            loose = await unit.drives.get_loose(drive_id)
            loose.record_wipe(evidence)
            await unit.drives.save_loose(loose)
            continue
        device = await unit.devices.get(device_id)
        wiped_on = erasure.ended_at.astimezone(unit.zone).date() if erasure.ended_at else None
        device.record_wipe(drive_id, evidence, wiped_on)
        await unit.devices.save(device)
    return len(where)


def evidence_of(erasure: ReportedErasure, source: EvidenceSource, by: UUID, file: str | None) -> WipeEvidence:
    """What a file says of one drive, as evidence that nobody checked yet."""
    return WipeEvidence(
        method=erasure.method,
        tool=erasure.tool,
        tool_version=erasure.tool_version,
        started_at=erasure.started_at,
        ended_at=erasure.ended_at,
        succeeded=erasure.problem is None,
        recorded_by=by,
        source=source,
        verified=erasure.verified,
        rounds=erasure.rounds,
        file=file,
    )
