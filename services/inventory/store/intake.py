"""Donors, lots, scanned serial numbers, and what machines are recognised by."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, delete, insert, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from services.inventory.domain.hardware_report import HardwareReport
from services.inventory.domain.identifiers import Identifier, IdentifierKind, Known, KnownBy, identifiers
from services.inventory.domain.lot import DataAgreement, Donor, DonorKind, Lot, WaitingSerial
from services.inventory.domain.search import words_of
from services.inventory.store import intake_tables as tables
from services.inventory.store.facets import keep_giver
from services.inventory.store.rows import serial_key
from services.inventory.store.tables import device, drive, search_term
from shared.bus.unit import Unit
from shared.database.engine import driver_of
from shared.domain import NotFound


def lot_from(row: Row[Any]) -> Lot:
    """A lot from its row joined with that of its donor, as `LOT` selects them."""
    donor = Donor(row.donor_id, DonorKind(row.kind), row.name)
    return Lot(row.id, donor, row.received_on, row.source, DataAgreement(row.agreement), row.expected, row.added_at)


LOT = select(tables.lot, tables.donor.c.kind, tables.donor.c.name).join(tables.donor, tables.donor.c.id == tables.lot.c.donor_id)


HOLD = "SELECT pg_advisory_xact_lock(hashtextextended(word, 2)) FROM unnest($1::text[]) AS wanted (word)"
CODES_OF_SERIALS = """
SELECT i.value, d.code FROM device_identifier AS i JOIN device AS d ON d.id = i.device_id
WHERE i.organisation = $1 AND i.kind = 'serial' AND i.value = ANY ($2::text[])
"""
TAKE_WAITING = "DELETE FROM waiting_serial WHERE organisation = $1 AND value = ANY ($2::text[]) RETURNING value, lot_id"


class Intake:
    """How machines come in at the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def donor(self, kind: DonorKind, name: str | None) -> Donor:
        """The donor with this name, added when it is not here; a person is another one each time."""
        row = tables.donor
        if name is not None:
            mine = {"id": self._unit.new_id(), "organisation": self._unit.organisation}
            put = upsert(row).values(**mine, kind=kind.value, name=name)
            same = put.on_conflict_do_update(
                index_elements=[row.c.organisation, row.c.name],
                index_where=row.c.name.is_not(None),
                set_={"kind": put.excluded.kind},
            )
            return Donor((await self._unit.connection.execute(same.returning(row.c.id))).scalar_one(), kind, name)
        added = Donor(self._unit.new_id(), kind, None)
        await self._unit.connection.execute(
            insert(row).values(id=added.id, organisation=self._unit.organisation, kind=kind.value, name=None)
        )
        return added

    async def add_lot(self, lot: Lot) -> None:
        """Store a new lot."""
        await self._unit.connection.execute(
            insert(tables.lot).values(id=lot.id, organisation=self._unit.organisation, added_at=lot.added_at, **_lot_row(lot))
        )
        await keep_giver(self._unit, lot)

    async def save_lot(self, lot: Lot) -> None:
        """Store what is said of a lot now."""
        await self._unit.connection.execute(update(tables.lot).where(tables.lot.c.id == lot.id).values(_lot_row(lot)))
        await keep_giver(self._unit, lot, changed=True)

    async def lot(self, lot_id: UUID) -> Lot:
        """A lot, locked until the transaction ends. Raises `NotFound`."""
        found = (await self._unit.connection.execute(LOT.where(tables.lot.c.id == lot_id).with_for_update(of=tables.lot))).first()
        if found is None:
            raise NotFound()
        return lot_from(found)

    async def must_have_lot(self, lot_id: UUID) -> None:
        """Raises `NotFound` for a lot that is not here."""
        if await self._unit.connection.scalar(select(tables.lot.c.id).where(tables.lot.c.id == lot_id)) is None:
            raise NotFound()

    async def wait_for(self, waiting: WaitingSerial) -> WaitingSerial:
        """Keep a scanned number; gives the one that waits already when there is one, of whatever lot."""
        row = tables.waiting_serial
        value = waiting.serial.casefold()
        added = await self._unit.connection.execute(
            upsert(row)
            .values(
                id=waiting.id,
                organisation=self._unit.organisation,
                lot_id=waiting.lot_id,
                serial=waiting.serial,
                value=value,
                chassis=waiting.chassis,
                maker=waiting.maker,
                model=waiting.model,
            )
            .on_conflict_do_nothing()
            .returning(row.c.id)
        )
        if added.first() is not None:
            return waiting
        own = row.c.organisation == self._unit.organisation
        return waiting_from((await self._unit.connection.execute(select(row).where(own, row.c.value == value))).one())

    async def waiting(self, lot_id: UUID) -> Sequence[WaitingSerial]:
        """The numbers that wait in a lot, locked, the oldest first."""
        row = tables.waiting_serial
        found = await self._unit.connection.execute(
            select(row).where(row.c.lot_id == lot_id).order_by(row.c.id).with_for_update().limit(1000)
        )
        return [waiting_from(one) for one in found]

    async def forget_waiting(self, waiting_id: UUID, lot_id: UUID) -> None:
        """Take a scanned number away. Raises `NotFound` when this lot has none such."""
        row = tables.waiting_serial
        gone = delete(row).where(row.c.id == waiting_id, row.c.lot_id == lot_id).returning(row.c.id)
        if (await self._unit.connection.execute(gone)).first() is None:
            raise NotFound()

    async def take_waiting(self, serial: str) -> WaitingSerial | None:
        """Take a scanned number away because a machine comes of it; gives what it was."""
        row = tables.waiting_serial
        own = row.c.organisation == self._unit.organisation
        taken = await self._unit.connection.execute(delete(row).where(own, row.c.value == serial.casefold()).returning(*row.c))
        found = taken.first()
        return waiting_from(found) if found is not None else None

    async def hold(self, words: Collection[str]) -> None:
        """Let nobody else register what is recognised by any of these until the transaction ends: two people may bring the same
        report. Always in the same order, so that they never wait for each other."""
        names = sorted({f"{self._unit.organisation} {word.casefold()}" for word in words})
        await (await driver_of(self._unit.connection)).execute(HOLD, names)

    async def identify(self, device_id: UUID, numbers: Sequence[Identifier]) -> None:
        """Note what a machine is recognised and found by. A system id that is another machine's says nothing and is left out."""
        await self.identify_all([(device_id, number) for number in numbers])

    async def identify_all(self, numbers: Sequence[tuple[UUID, Identifier]]) -> None:
        """The same for many machines, each number with whose it is."""
        if not numbers:
            return
        own = self._unit.organisation
        rows = [
            {"organisation": own, "kind": one.kind.value, "value": one.value, "device_id": device_id, "shown": one.shown}
            for device_id, one in numbers
        ]
        await self._unit.connection.execute(upsert(tables.device_identifier).on_conflict_do_nothing(), rows)
        words = sorted({(word, device_id) for device_id, one in numbers for word in words_of(one.shown)})
        terms = [{"organisation": own, "term": word, "device_id": device_id} for word, device_id in words]
        if terms:
            await self._unit.connection.execute(upsert(search_term).on_conflict_do_nothing(), terms)

    async def renumber(self, device_id: UUID, serial: str | None) -> None:
        """Its serial number is this one; the one that it had recognises it no more."""
        number, connection = tables.device_identifier.c, self._unit.connection
        old = delete(tables.device_identifier).where(number.device_id == device_id, number.kind == IdentifierKind.SERIAL.value)
        await connection.execute(old)
        await self.identify(device_id, identifiers(serial))

    async def codes_of_serials(self, serials: Collection[str]) -> dict[str, str]:
        """Of these serial numbers the ones of which a machine is here, whoever made it: in lower case, with its code."""
        values = list({serial.casefold() for serial in serials})
        rows = await (await driver_of(self._unit.connection)).fetch(CODES_OF_SERIALS, self._unit.organisation, values)
        return {row["value"]: row["code"] for row in rows}

    async def take_waiting_all(self, serials: Collection[str]) -> dict[str, UUID]:
        """`take_waiting` for many: the lot for which each of these was scanned, by the number in lower case."""
        values = list({serial.casefold() for serial in serials})
        rows = await (await driver_of(self._unit.connection)).fetch(TAKE_WAITING, self._unit.organisation, values)
        return {row["value"]: row["lot_id"] for row in rows}

    async def known(self, serial: str | None, report: HardwareReport | None = None) -> Sequence[Known]:
        """Machines that are here and share a serial number, a system id or a drive with one that comes in."""
        own = self._unit.organisation
        wanted: list[tuple[KnownBy, Any]] = []
        if serial:
            wanted.append((KnownBy.SERIAL, _by_number(IdentifierKind.SERIAL, serial.casefold(), own)))
        if report and report.system_uuid:
            wanted.append((KnownBy.SYSTEM_UUID, _by_number(IdentifierKind.SYSTEM_UUID, str(report.system_uuid), own)))
        drives = [key for one in report.drives if (key := serial_key(one.serial))] if report else []
        if drives:
            of_drive = drive.c.device_id == device.c.id
            here = (drive.c.organisation == own, drive.c.serial_key.in_(drives), drive.c.removed_at.is_(None))
            wanted.append((KnownBy.DRIVE, select(device.c.id, device.c.code).join(drive, of_drive).where(*here)))
        found: dict[UUID, Known] = {}
        for by, query in wanted:
            for one in await self._unit.connection.execute(query.order_by(device.c.id).limit(20)):
                found.setdefault(one.id, Known(one.id, one.code, by))
        return list(found.values())


def waiting_from(row: Row[Any]) -> WaitingSerial:
    """A scanned number from its row."""
    return WaitingSerial(row.id, row.lot_id, row.serial, row.chassis, row.maker, row.model)


def _by_number(kind: IdentifierKind, value: str, organisation: UUID) -> Any:
    row = tables.device_identifier
    return (
        select(device.c.id, device.c.code)
        .join(row, row.c.device_id == device.c.id)
        .where(row.c.organisation == organisation, row.c.kind == kind.value, row.c.value == value)
    )


def _lot_row(lot: Lot) -> dict[str, object]:
    return {
        "donor_id": lot.donor.id,
        "received_on": lot.received_on,
        "source": lot.source,
        "agreement": lot.agreement.value,
        "expected": lot.expected,
    }
