"""Loads and saves machines. The only code that writes inventory's own tables."""

from uuid import UUID

from sqlalchemy import insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from services.inventory.domain.device import Device
from services.inventory.domain.search import terms_of
from services.inventory.store import tables
from services.inventory.store.rows import device_from, drive_from, drive_row, fact_row, state_row, wipe_row
from shared.bus.unit import Unit
from shared.contracts.vocabulary import Chassis
from shared.database.engine import driver_of
from shared.domain import NotFound

# A loaner of one shape, from the stock; every form of it walks the index `device_ready_by_memory` and stops at the first one
# that nobody else is deciding about.
LOANER = """
SELECT id FROM device WHERE organisation = $1 AND status = 'ready' AND chassis = $2 AND coalesce(memory_mb, 0) {limit} $3
ORDER BY coalesce(memory_mb, 0) {direction}, id {direction} LIMIT 1 FOR UPDATE SKIP LOCKED
"""
AT_LEAST_AS_MUCH = LOANER.format(limit=">=", direction="ASC")
LESS = LOANER.format(limit="<", direction="DESC")


class Devices:
    """The machines of the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def get(self, device_id: UUID) -> Device:
        """A machine with its drives, locked until the transaction ends. Raises `NotFound`."""
        found = await self._unit.connection.execute(select(tables.device).where(tables.device.c.id == device_id).with_for_update())
        row = found.first()
        if row is None:
            raise NotFound()
        drives = await self._unit.connection.execute(
            select(tables.drive)
            .where(tables.drive.c.device_id == device_id, tables.drive.c.removed_at.is_(None))
            .order_by(tables.drive.c.position)
        )
        return device_from(row, [drive_from(drive) for drive in drives])

    async def find(self, device_id: UUID) -> Device | None:
        """As `get`; None when it is not here, for events about machines that are not ours."""
        try:
            return await self.get(device_id)
        except NotFound:
            return None

    async def loaner_of(self, ticket_id: UUID) -> Device | None:
        """The machine that is kept, or went along, during this repair."""
        found = await self._unit.connection.scalar(
            select(tables.device.c.id).where(
                tables.device.c.organisation == self._unit.organisation, tables.device.c.loaner_ticket == ticket_id
            )
        )
        return await self.get(found) if found is not None else None

    async def pick_loaner(self, original: Device) -> Device | None:
        """A ready machine to go along, locked; None when there is none that nobody else is deciding about.

        The same shape first, then any laptop; of these the smallest with as much memory as the original, or else the largest.
        """
        driver = await driver_of(self._unit.connection)
        for chassis in dict.fromkeys((original.chassis, Chassis.LAPTOP)):
            for statement in (AT_LEAST_AS_MUCH, LESS):
                found = await driver.fetchval(statement, self._unit.organisation, chassis.value, original.memory_mb or 0)
                if found is not None:
                    return await self.get(found)
        return None

    async def add(self, device: Device) -> None:
        """Store a new machine, what it is found by, and the events it caused."""
        connection, organisation = self._unit.connection, self._unit.organisation
        await connection.execute(insert(tables.device).values(organisation=organisation, **fact_row(device), **state_row(device)))
        if device.drives:
            await connection.execute(
                insert(tables.drive),
                [drive_row(drive, organisation, device.id, position) for position, drive in enumerate(device.drives)],
            )
        words = terms_of(device.code, device.maker, device.model, device.serial)
        await connection.execute(
            insert(tables.search_term),
            [{"organisation": organisation, "term": word, "device_id": device.id} for word in words],
        )
        self._unit.record(device.take_events())

    async def save(self, device: Device) -> None:
        """Store what changed on a machine, and the events it caused. What it is and what it is called never change."""
        connection = self._unit.connection
        await connection.execute(update(tables.device).where(tables.device.c.id == device.id).values(state_row(device)))
        if device.drives_changed:
            await self._save_drives(device)
        self._unit.record(device.take_events())

    async def _save_drives(self, device: Device) -> None:
        """The evidence of those that are in it now; those that are not any more stay as removed, with what they had."""
        connection, organisation, drive = self._unit.connection, self._unit.organisation, tables.drive
        for position, one in enumerate(device.drives):
            put = upsert(drive).values(drive_row(one, organisation, device.id, position))
            changed = {name: put.excluded[name] for name in ("is_new", *wipe_row(None))}
            await connection.execute(put.on_conflict_do_update(index_elements=[drive.c.id], set_=changed))
        await connection.execute(
            update(drive)
            .where(drive.c.device_id == device.id, drive.c.removed_at.is_(None), drive.c.id.not_in([d.id for d in device.drives]))
            .values(removed_at=self._unit.now())
        )
        for void in device.voided:
            await connection.execute(
                insert(tables.voided_wipe).values(
                    id=self._unit.new_id(),
                    organisation=organisation,
                    drive_id=void.drive_id,
                    reason=void.reason.value,
                    voided_at=self._unit.now(),
                    **wipe_row(void.wipe),
                )
            )
        device.drives_changed = False
        device.voided.clear()

    async def take_code(self, code: str) -> bool:
        """Make a public code ours; False when it is in use, whoever has it."""
        taken = await self._unit.connection.execute(
            upsert(tables.public_code)
            .values(code=code, organisation=self._unit.organisation)
            .on_conflict_do_nothing()
            .returning(tables.public_code.c.code)
        )
        return taken.first() is not None

    async def hold_serial(self, maker: str, serial: str) -> None:
        """Let nobody else register this very machine until the transaction ends: two people may scan the same pallet."""
        await self._unit.connection.execute(
            text("SELECT pg_advisory_xact_lock(hashtextextended(:serial, 1))"),
            {"serial": f"{self._unit.organisation} {maker} {serial}"},
        )

    async def code_of_serial(self, maker: str, serial: str) -> str | None:
        """The code of the machine with this serial number, or None."""
        code: str | None = await self._unit.connection.scalar(
            select(tables.device.c.code).where(tables.device.c.maker == maker, tables.device.c.serial == serial)
        )
        return code
