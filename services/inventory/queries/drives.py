"""What pages read about drives: by serial number, those that are loose, what happened to one."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, Select, select

from services.inventory.domain.drive import Drive, VoidedWipe, WipeEvidence
from services.inventory.domain.loose_drive import LooseDrive
from services.inventory.store.rows import drive_from, serial_key, wipe_from
from services.inventory.store.tables import device, drive, voided_wipe
from services.inventory.store.wipe_tables import drive_move, evidence_file
from shared.bus.unit import Unit
from shared.contracts.vocabulary import VoidReason
from shared.domain import NotFound

PAGE = 50


@dataclass(frozen=True, slots=True)
class KnownDrive:
    """A drive with the machine it is in, or was in last.

    Attributes:
        removed_at: since when it is loose, UTC; None while it is in the machine.
    """

    drive: Drive
    device_id: UUID
    device_code: str
    device_model: str
    removed_at: datetime | None

    @property
    def loose(self) -> LooseDrive | None:
        """The drive as one that is in no machine; None while it is in one."""
        return LooseDrive(self.drive, self.device_id, self.removed_at) if self.removed_at is not None else None


@dataclass(frozen=True, slots=True)
class Move:
    """A person put a drive into a machine (`in`) or took it out (`out`); `at` in UTC."""

    device_id: UUID
    device_code: str
    way: str
    at: datetime
    by: UUID


def _drives() -> Select[Any]:
    names = (device.c[name].label(f"device_{name}") for name in ("code", "maker", "model"))
    return select(drive, *names).join(device, device.c.id == drive.c.device_id)


def _known(row: Row[Any]) -> KnownDrive:
    name = f"{row.device_maker} {row.device_model}"
    return KnownDrive(drive_from(row), row.device_id, row.device_code, name, row.removed_at)


async def drives_with_serials(unit: Unit, serials: Collection[str]) -> dict[str, list[KnownDrive]]:
    """Drives by serial number, however it is written; a number that several drives have, gives them all."""
    keys = {key: serial for serial in serials if (key := serial_key(serial)) is not None}
    found: dict[str, list[KnownDrive]] = {serial: [] for serial in serials}
    if keys:
        rows = await unit.connection.execute(
            _drives().where(drive.c.organisation == unit.organisation, drive.c.serial_key.in_(keys)).order_by(drive.c.id)
        )
        for row in rows:
            found[keys[row.serial_key]].append(_known(row))
    return found


async def get_drive(unit: Unit, drive_id: UUID) -> KnownDrive:
    """One drive, in a machine or loose. Raises `NotFound`."""
    row = (await unit.connection.execute(_drives().where(drive.c.id == drive_id))).first()
    if row is None:
        raise NotFound()
    return _known(row)


async def loose_drives(unit: Unit, *, before: UUID | None = None, most: int = PAGE) -> Sequence[KnownDrive]:
    """Drives that are in no machine, the newest first; `before` is the id of the last one of the page before."""
    query = _drives().where(drive.c.organisation == unit.organisation, drive.c.removed_at.is_not(None))
    if before is not None:
        query = query.where(drive.c.id < before)
    return [_known(row) for row in await unit.connection.execute(query.order_by(drive.c.id.desc()).limit(most))]


async def drives_of(unit: Unit, device_ids: Collection[UUID], drive_ids: Collection[UUID] = ()) -> Sequence[KnownDrive]:
    """All drives that are or were in these machines, and these drives, in the order of the machines' codes."""
    came_out = select(drive_move.c.drive_id).where(drive_move.c.device_id.in_(device_ids), drive_move.c.way == "out")
    query = _drives().where(drive.c.device_id.in_(device_ids) | drive.c.id.in_(drive_ids) | drive.c.id.in_(came_out))
    return [_known(row) for row in await unit.connection.execute(query.order_by(device.c.code, drive.c.position, drive.c.id))]


async def void_evidence(unit: Unit, drive_ids: Collection[UUID]) -> dict[UUID, list[VoidedWipe]]:
    """What was proven once of these drives and is void now, the oldest first."""
    void: dict[UUID, list[VoidedWipe]] = {drive_id: [] for drive_id in drive_ids}
    query = select(voided_wipe).where(voided_wipe.c.drive_id.in_(drive_ids)).order_by(voided_wipe.c.voided_at, voided_wipe.c.id)
    for row in await unit.connection.execute(query):
        wipe: WipeEvidence | None = wipe_from(row)
        if wipe is not None:
            void[row.drive_id].append(VoidedWipe(row.drive_id, wipe, VoidReason(row.reason)))
    return void


async def history_of(unit: Unit, drive_id: UUID) -> tuple[Sequence[Move], Sequence[VoidedWipe]]:
    """In and out of which machines people brought a drive, the last one first; and the evidence of it that is void."""
    query = (
        select(drive_move, device.c.code)
        .join(device, device.c.id == drive_move.c.device_id)
        .where(drive_move.c.drive_id == drive_id)
        .order_by(drive_move.c.id.desc())
    )
    moves = [Move(row.device_id, row.code, row.way, row.moved_at, row.moved_by) for row in await unit.connection.execute(query)]
    return moves, (await void_evidence(unit, [drive_id]))[drive_id]


async def file_of(unit: Unit, name: str) -> bytes:
    """A file that tells of a wipe, by its SHA-256. Raises `NotFound`."""
    content: bytes | None = await unit.connection.scalar(select(evidence_file.c.content).where(evidence_file.c.sha256 == name))
    if content is None:
        raise NotFound()
    return content
