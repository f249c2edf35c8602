"""What pages and API read about machines."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import exists, select, union_all

from services.inventory.domain.device import Device
from services.inventory.domain.drive import Drive
from services.inventory.store.rows import device_from, drive_from
from services.inventory.store.tables import device, drive
from services.inventory.store.uses import BESIDE
from shared.bus.unit import Unit
from shared.contracts.vocabulary import DeviceState, LossKind
from shared.domain import NotFound
from shared.runtime.faces import face_of

PAGE = 50


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """A machine as a list shows it."""

    id: UUID
    code: str
    maker: str
    model: str
    memory_mb: int | None
    status: DeviceState
    registered_at: datetime
    lost: LossKind | None


LINE = tuple(device.c[name] for name in ("id", "code", "maker", "model", "memory_mb", "status", "registered_at", "lost"))


def line_from(row: Any) -> DeviceLine:
    """A machine from its row, as `LINE` selects it."""
    number, code, maker, model, memory_mb, status, registered_at, lost = row
    return DeviceLine(
        number, code, maker, model, memory_mb, DeviceState(status), registered_at, LossKind(lost) if lost is not None else None
    )


async def list_devices(
    unit: Unit, *, states: Collection[DeviceState] = (), before: UUID | None = None, most: int = PAGE, with_drives: bool = False
) -> Sequence[DeviceLine]:
    """A page of machines, the newest first: those in one of these states, or all; `with_drives`: only those of which we know a
    drive. `before` is the id of the last one of the page before. Each state has its own walk along the index, so a rare one does
    not make us read all the others."""
    newest = select(*LINE).where(device.c.organisation == unit.organisation).order_by(device.c.id.desc()).limit(most)
    if before is not None:
        newest = newest.where(device.c.id < before)
    if with_drives:
        newest = newest.where(exists().where(drive.c.organisation == unit.organisation, drive.c.device_id == device.c.id))
    if states:
        of_each = union_all(*(select(newest.where(device.c.status == state.value).subquery()) for state in states)).subquery()
        newest = select(of_each).order_by(of_each.c.id.desc()).limit(most)
    return [line_from(row) for row in await unit.connection.execute(newest)]


async def get_device(unit: Unit, device_id: UUID) -> Device:
    """One machine with its drives, to look at. Raises `NotFound`."""
    found = await get_devices(unit, [device_id])
    if not found:
        raise NotFound()
    return found[device_id]


async def get_devices(unit: Unit, device_ids: Collection[UUID]) -> dict[UUID, Device]:
    """These machines with their drives, to look at; those that are not here are left out."""
    if not device_ids:
        return {}
    rows = await unit.connection.execute(select(device, *BESIDE).where(device.c.id.in_(device_ids)))
    drives: dict[UUID, list[Drive]] = {device_id: [] for device_id in device_ids}
    wanted = select(drive).where(drive.c.device_id.in_(device_ids), drive.c.removed_at.is_(None)).order_by(drive.c.position)
    for found in await unit.connection.execute(wanted):
        drives[found.device_id].append(drive_from(found))
    return {row.id: device_from(row, drives[row.id]) for row in rows}


async def days_left(unit: Unit, device_ids: Collection[UUID], most: int) -> dict[UUID, int]:
    """How many days these machines are kept for a family still, where it is no more than `most`; 0 on the last one."""
    today = unit.today()
    rows = await unit.connection.execute(
        select(device.c.id, device.c.reserved_until).where(
            device.c.id.in_(device_ids),
            device.c.status == DeviceState.RESERVED.value,
            device.c.reserved_for.is_not(None),
            device.c.reserved_until <= today + timedelta(days=most),
        )
    )
    return {row.id: max(0, (row.reserved_until - today).days) for row in rows}


async def lines_of(unit: Unit, device_ids: Collection[UUID]) -> dict[UUID, DeviceLine]:
    """These machines as a list shows them; those that are not here are left out."""
    rows = await unit.connection.execute(select(*LINE).where(device.c.id.in_(device_ids)))
    return {line.id: line for line in map(line_from, rows)}


async def codes_of(unit: Unit, device_ids: Collection[UUID]) -> dict[UUID, str]:
    """What the stickers of these machines say; those that are not here are left out."""
    rows = await unit.connection.execute(select(device.c.id, device.c.code).where(device.c.id.in_(device_ids)))
    return {row.id: row.code for row in rows}


async def help_line(unit: Unit) -> str | None:
    """The number that families dial, when the organisation has told one."""
    return (await face_of(unit)).help_line
