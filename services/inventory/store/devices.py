"""Loads and saves machines. The only code that writes inventory's tables."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert

from services.inventory.domain.device import Device, DeviceStatus
from services.inventory.domain.drive import Drive, WipeEvidence, WipeMethod
from services.inventory.domain.search import terms_of
from services.inventory.store import tables
from shared.bus.unit import Unit
from shared.contracts.vocabulary import Chassis, Medium
from shared.domain import NotFound


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
            select(tables.drive).where(tables.drive.c.device_id == device_id).order_by(tables.drive.c.position)
        )
        return device_from(row, [drive_from(drive) for drive in drives])

    async def add(self, device: Device) -> None:
        """Store a new machine, what it is found by, and the events it caused."""
        connection, organisation = self._unit.connection, self._unit.organisation
        await connection.execute(
            insert(tables.device).values(
                id=device.id,
                organisation=organisation,
                code=device.code,
                maker=device.maker,
                model=device.model,
                serial=device.serial,
                chassis=device.chassis.value,
                processor=device.processor,
                memory_mb=device.memory_mb,
                registered_at=device.registered_at,
                status=device.status.value,
                reserved_for=device.reserved_for,
            )
        )
        if device.drives:
            await connection.execute(
                insert(tables.drive),
                [_drive_row(drive) | {"organisation": organisation, "device_id": device.id, "position": position}
                 for position, drive in enumerate(device.drives)],
            )  # fmt: skip
        words = terms_of(device.code, device.maker, device.model, device.serial)
        await connection.execute(
            insert(tables.search_term),
            [{"organisation": organisation, "term": word, "device_id": device.id} for word in words],
        )
        self._unit.record(device.take_events())

    async def save(self, device: Device) -> None:
        """Store what changed on a machine, and the events it caused. What it is and what it is called never change."""
        connection = self._unit.connection
        await connection.execute(
            update(tables.device)
            .where(tables.device.c.id == device.id)
            .values(status=device.status.value, reserved_for=device.reserved_for)
        )
        if device.status is DeviceStatus.ARRIVED:  # evidence changes in that state only
            for drive in device.drives:
                await connection.execute(update(tables.drive).where(tables.drive.c.id == drive.id).values(_wipe_row(drive.wipe)))
        self._unit.record(device.take_events())

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


def device_from(row: Row[Any], drives: list[Drive]) -> Device:
    """A machine from its row and its drives."""
    return Device(
        id=row.id,
        code=row.code,
        maker=row.maker,
        model=row.model,
        serial=row.serial,
        chassis=Chassis(row.chassis),
        processor=row.processor,
        memory_mb=row.memory_mb,
        registered_at=row.registered_at,
        drives=drives,
        status=DeviceStatus(row.status),
        reserved_for=row.reserved_for,
    )


def drive_from(row: Row[Any]) -> Drive:
    """A drive, with the evidence of its wipe if there is any, from its row."""
    wipe = None
    if row.wipe_method is not None:
        wipe = WipeEvidence(
            method=WipeMethod(row.wipe_method),
            tool=row.wipe_tool,
            tool_version=row.wipe_tool_version,
            started_at=row.wipe_started_at,
            ended_at=row.wipe_ended_at,
            succeeded=row.wipe_succeeded,
            recorded_by=row.wipe_recorded_by,
            checked_by=row.wipe_checked_by,
            checked_at=row.wipe_checked_at,
        )
    return Drive(row.id, row.maker, row.model, row.serial, row.capacity_gb, Medium(row.medium), wipe)


def _drive_row(drive: Drive) -> dict[str, object]:
    return {
        "id": drive.id,
        "maker": drive.maker,
        "model": drive.model,
        "serial": drive.serial,
        "capacity_gb": drive.capacity_gb,
        "medium": drive.medium.value,
    } | _wipe_row(drive.wipe)


def _wipe_row(wipe: WipeEvidence | None) -> dict[str, object]:
    return {
        "wipe_method": wipe.method.value if wipe else None,
        "wipe_tool": wipe.tool if wipe else None,
        "wipe_tool_version": wipe.tool_version if wipe else None,
        "wipe_started_at": wipe.started_at if wipe else None,
        "wipe_ended_at": wipe.ended_at if wipe else None,
        "wipe_succeeded": wipe.succeeded if wipe else None,
        "wipe_recorded_by": wipe.recorded_by if wipe else None,
        "wipe_checked_by": wipe.checked_by if wipe else None,
        "wipe_checked_at": wipe.checked_at if wipe else None,
    }
