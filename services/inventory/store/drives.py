"""Loads and saves what belongs to drives rather than to machines: loose drives, files of evidence, moves, the level asked."""

from hashlib import sha256
from uuid import UUID

from sqlalchemy import insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from services.inventory.domain.drive import Drive
from services.inventory.domain.loose_drive import LooseDrive
from services.inventory.domain.sanitization import Level
from services.inventory.store import tables
from services.inventory.store.rows import drive_from, wipe_row
from services.inventory.store.wipe_tables import drive_move, evidence_file, wipe_rule
from shared.bus.unit import Unit
from shared.domain import NotFound


class Drives:
    """The drives of the unit's organisation, apart from their machines."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def get_loose(self, drive_id: UUID) -> LooseDrive:
        """A drive that is in no machine, locked until the transaction ends. Raises `NotFound`, also when it is in one."""
        drive = tables.drive
        found = await self._unit.connection.execute(
            select(drive).where(drive.c.id == drive_id, drive.c.removed_at.is_not(None)).with_for_update()
        )
        row = found.first()
        if row is None:
            raise NotFound()
        return LooseDrive(drive_from(row), row.device_id, row.removed_at)

    async def get(self, drive_id: UUID) -> Drive:
        """A drive, in a machine or loose, locked until the transaction ends. Raises `NotFound`."""
        drive = tables.drive
        row = (await self._unit.connection.execute(select(drive).where(drive.c.id == drive_id).with_for_update())).first()
        if row is None:
            raise NotFound()
        return drive_from(row)

    async def save_evidence(self, one: Drive) -> None:
        """Store the evidence of a drive, and nothing else of it."""
        drive = tables.drive
        await self._unit.connection.execute(update(drive).where(drive.c.id == one.id).values(wipe_row(one.wipe)))

    async def save_loose(self, loose: LooseDrive) -> None:
        """Store the evidence of a loose drive."""
        drive = tables.drive
        await self._unit.connection.execute(
            update(drive).where(drive.c.id == loose.id).values(is_new=False, **wipe_row(loose.drive.wipe))
        )

    async def device_of(self, drive_id: UUID) -> UUID | None:
        """The machine that a drive is in; None when it is loose. Raises `NotFound`."""
        drive = tables.drive
        found = await self._unit.connection.execute(select(drive.c.device_id, drive.c.removed_at).where(drive.c.id == drive_id))
        row = found.first()
        if row is None:
            raise NotFound()
        device_id: UUID = row.device_id
        return device_id if row.removed_at is None else None

    async def keep_file(self, content: bytes, by: UUID) -> str:
        """Keep a file as it is; the same file twice is kept once. Gives its SHA-256."""
        name = sha256(content).hexdigest()
        await self._unit.connection.execute(
            upsert(evidence_file)
            .values(organisation=self._unit.organisation, sha256=name, content=content, kept_at=self._unit.now(), kept_by=by)
            .on_conflict_do_nothing()
        )
        return name

    async def note_move(self, drive_id: UUID, device_id: UUID, way: str, by: UUID) -> None:
        """A person put a drive into a machine (`in`) or took it out (`out`)."""
        await self._unit.connection.execute(
            insert(drive_move).values(
                id=self._unit.new_id(),
                organisation=self._unit.organisation,
                drive_id=drive_id,
                device_id=device_id,
                way=way,
                moved_at=self._unit.now(),
                moved_by=by,
            )
        )

    async def disk_minimum(self) -> Level:
        """How well a hard disk has to be wiped here."""
        return await disk_minimum_of(self._unit)

    async def save_disk_minimum(self, level: Level, by: UUID) -> None:
        """From now on a hard disk has to be wiped so well."""
        values = {"disk_minimum": level.value, "changed_at": self._unit.now(), "changed_by": by}
        await self._unit.connection.execute(
            upsert(wipe_rule)
            .values(organisation=self._unit.organisation, **values)
            .on_conflict_do_update(index_elements=[wipe_rule.c.organisation], set_=values)
        )


async def disk_minimum_of(unit: Unit) -> Level:
    """How well a hard disk has to be wiped in the unit's organisation."""
    said = await unit.connection.scalar(select(wipe_rule.c.disk_minimum).where(wipe_rule.c.organisation == unit.organisation))
    return Level(said) if said is not None else Level.CLEAR
