"""Loads and saves machines. The only code that writes inventory's own tables."""

from collections.abc import Collection, Sequence
from uuid import UUID

import asyncpg
from sqlalchemy import ColumnElement, bindparam, delete, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from services.inventory.domain.device import Device
from services.inventory.domain.identifiers import IdentifierKind
from services.inventory.domain.search import terms_of, words_of
from services.inventory.store import tables
from services.inventory.store.facets import keep_facets, keep_facets_again, note_fits
from services.inventory.store.history import write_reactions
from services.inventory.store.intake_tables import device_identifier
from services.inventory.store.rows import device_from, drive_from, drive_row, fact_row, state_row, wipe_row
from services.inventory.store.spells import note_uses
from services.inventory.store.uses import BESIDE
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
READY = text("'ready'")
AT_LEAST_AS_MUCH = LOANER.format(limit=">=", direction="ASC")
LESS = LOANER.format(limit="<", direction="DESC")
TAKE_CODES = """
INSERT INTO public_code (code, organisation) SELECT code, $2 FROM unnest($1::text[]) AS new (code)
ON CONFLICT DO NOTHING RETURNING code
"""
REMOVE_DRIVES = "DELETE FROM drive WHERE device_id = ANY ($1::uuid[])"
REMOVE = "DELETE FROM device WHERE id = ANY ($1::uuid[])"

# Made once: putting a statement together costs more than running it.
LOCK = select(tables.device, *BESIDE).where(tables.device.c.id == bindparam("device_id")).with_for_update(of=tables.device)


class Devices:
    """The machines of the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def get(self, device_id: UUID) -> Device:
        """A machine with its drives, locked until the transaction ends. Raises `NotFound`."""
        found = await self._unit.connection.execute(LOCK, {"device_id": device_id})
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

    async def ready_after(self, last: UUID | None, count: int) -> Sequence[UUID]:
        """The next ready machines by id, or the first ones; for a round over all of them."""
        return await self._ids_after(last, count, tables.device.c.status == READY)

    async def kept_after(self, last: UUID | None, count: int) -> Sequence[UUID]:
        """The next machines that are kept for a request, by id, or the first ones; also those that are in repair."""
        return await self._ids_after(last, count, tables.device.c.reserved_for.is_not(None))

    async def _ids_after(self, last: UUID | None, count: int, which: ColumnElement[bool]) -> Sequence[UUID]:
        device = tables.device
        query = select(device.c.id).where(device.c.organisation == self._unit.organisation, which).order_by(device.c.id)
        if last is not None:
            query = query.where(device.c.id > last)
        return (await self._unit.connection.scalars(query.limit(count))).all()

    async def add(self, device: Device) -> None:
        """Store a new machine, what it is found by, and the events it caused."""
        await self.add_all([device])

    async def add_all(self, devices: Sequence[Device]) -> None:
        """The same for many at once, in as few statements as for one."""
        connection, organisation = self._unit.connection, self._unit.organisation
        await connection.execute(
            insert(tables.device), [{"organisation": organisation, **fact_row(one), **state_row(one)} for one in devices]
        )
        drives = [drive_row(drive, organisation, one.id, position) for one in devices for position, drive in enumerate(one.drives)]
        if drives:
            await connection.execute(insert(tables.drive), drives)
        words = [(one.id, word) for one in devices for word in self._terms(one)]
        await connection.execute(
            insert(tables.search_term),
            [{"organisation": organisation, "term": word, "device_id": device_id} for device_id, word in words],
        )
        await keep_facets(self._unit, [one.id for one in devices])
        for one in devices:
            self._unit.record(one.take_events())

    async def remove(self, device_ids: Sequence[UUID]) -> Sequence[UUID]:
        """Forget machines that came in by mistake; gives those that are gone. One that something else here holds on to stays.

        Their codes stay taken: a sticker may have been printed.
        """
        driver = await driver_of(self._unit.connection)
        await driver.execute("SAVEPOINT remove_devices")
        try:
            await driver.execute(REMOVE_DRIVES, device_ids)
            await driver.execute(REMOVE, device_ids)
        except asyncpg.ForeignKeyViolationError:
            await driver.execute("ROLLBACK TO SAVEPOINT remove_devices")
            if len(device_ids) == 1:
                return []
            return [gone for one in device_ids for gone in await self.remove([one])]
        return device_ids

    async def save_facts(self, device: Device) -> None:
        """Store what was put right on a machine, what it is found by from now on, and the events it caused."""
        connection, term = self._unit.connection, tables.search_term
        changed = fact_row(device) | {"told_fit": device.told_fit}
        await connection.execute(update(tables.device).where(tables.device.c.id == device.id).values(changed))
        before = set(await connection.scalars(select(term.c.term).where(term.c.device_id == device.id)))
        number = device_identifier.c
        others = await connection.scalars(
            select(number.shown).where(number.device_id == device.id, number.kind != IdentifierKind.SERIAL.value)
        )
        now = self._terms(device).union(*(words_of(shown) for shown in others))
        if gone := before - now:
            await connection.execute(delete(term).where(term.c.device_id == device.id, term.c.term.in_(gone)))
        await self._add_terms(device, now - before)
        await keep_facets_again(self._unit, device.id)
        events = device.take_events()
        await note_fits(self._unit, events)
        self._unit.record(events)

    @staticmethod
    def _terms(device: Device) -> set[str]:
        return set(terms_of(device.code, device.maker, device.model, device.serial))

    async def _add_terms(self, device: Device, words: set[str]) -> None:
        if words:
            rows = [{"organisation": self._unit.organisation, "term": word, "device_id": device.id} for word in sorted(words)]
            await self._unit.connection.execute(insert(tables.search_term), rows)

    async def save(self, device: Device) -> None:
        """Store what changed on a machine, and the events it caused. What it is, `save_facts` stores."""
        connection = self._unit.connection
        await connection.execute(update(tables.device).where(tables.device.c.id == device.id).values(state_row(device)))
        if device.drives_changed:
            await self._save_drives(device)
        events = device.take_events()
        await note_uses(self._unit, events)
        await note_fits(self._unit, events)
        await write_reactions(self._unit, events)
        self._unit.record(events)

    async def _save_drives(self, device: Device) -> None:
        """The evidence of those that are in it now; those that are not any more stay as removed, with what they had."""
        connection, organisation, drive = self._unit.connection, self._unit.organisation, tables.drive
        for position, one in enumerate(device.drives):
            put = upsert(drive).values(drive_row(one, organisation, device.id, position))
            changed = {name: put.excluded[name] for name in ("device_id", "position", "is_new", *wipe_row(None))}
            await connection.execute(put.on_conflict_do_update(index_elements=[drive.c.id], set_={"removed_at": None, **changed}))
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

    async def take_codes(self, codes: Collection[str]) -> list[str]:
        """Make public codes ours; gives those that nobody had."""
        driver = await driver_of(self._unit.connection)
        return [row["code"] for row in await driver.fetch(TAKE_CODES, list(codes), self._unit.organisation)]

    async def code_of_serial(self, maker: str, serial: str) -> str | None:
        """The code of the machine with this serial number, or None."""
        code: str | None = await self._unit.connection.scalar(
            select(tables.device.c.code).where(tables.device.c.maker == maker, tables.device.c.serial == serial)
        )
        return code
