"""What pages and API read about machines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, func, select

from services.inventory.domain.device import Device, DeviceStatus
from services.inventory.domain.search import after_prefix, words_of
from services.inventory.store.devices import device_from, drive_from
from services.inventory.store.tables import device, drive, search_term
from shared.bus.unit import Unit
from shared.domain import NotFound

PAGE = 50


@dataclass(frozen=True, slots=True)
class DeviceLine:
    """A machine as a list shows it."""

    id: UUID
    code: str
    maker: str
    model: str
    memory_mb: int | None
    status: DeviceStatus
    registered_at: datetime


LINE = (device.c.id, device.c.code, device.c.maker, device.c.model, device.c.memory_mb, device.c.status, device.c.registered_at)


def _line(row: Any) -> DeviceLine:
    return DeviceLine(row.id, row.code, row.maker, row.model, row.memory_mb, DeviceStatus(row.status), row.registered_at)


async def list_devices(unit: Unit, *, status: DeviceStatus | None = None, before: UUID | None = None) -> Sequence[DeviceLine]:
    """A page of machines, the newest first. `before` is the id of the last one of the page before."""
    query = select(*LINE).where(device.c.organisation == unit.organisation).order_by(device.c.id.desc()).limit(PAGE)
    if status is not None:
        query = query.where(device.c.status == status.value)
    if before is not None:
        query = query.where(device.c.id < before)
    return [_line(row) for row in await unit.connection.execute(query)]


async def search_devices(unit: Unit, text: str) -> Sequence[DeviceLine]:
    """Machines of which every word of `text` begins a word: of code, maker, model or serial number. At most one page.

    Ranges instead of LIKE: LIKE is not leakproof, so under row-level security it would read every row of everybody.
    """
    words = words_of(text)[:5]
    if not words:
        return []
    return [_line(row) for row in await unit.connection.execute(search_statement(unit.organisation, words))]


def search_statement(organisation: UUID, words: Sequence[str]) -> Select[Any]:
    """The query behind `search_devices`: the longest word, which is the rarest, finds; the others only check."""
    longest = max(words, key=len)
    query = select(*LINE).where(device.c.organisation == organisation).limit(PAGE)
    for word in words:
        begins = and_(
            search_term.c.organisation == organisation,
            search_term.c.term >= word,
            search_term.c.term < after_prefix(word),
        )
        if word is longest:
            query = query.where(device.c.id.in_(select(search_term.c.device_id).where(begins)))
        else:
            query = query.where(
                select(search_term.c.device_id).where(begins, search_term.c.device_id == device.c.id).correlate(device).exists()
            )
    return query


async def get_device(unit: Unit, device_id: UUID) -> Device:
    """One machine with its drives, to look at. Raises `NotFound`."""
    row = (await unit.connection.execute(select(device).where(device.c.id == device_id))).first()
    if row is None:
        raise NotFound()
    drives = await unit.connection.execute(select(drive).where(drive.c.device_id == device_id).order_by(drive.c.position))
    return device_from(row, [drive_from(found) for found in drives])


async def count_by_status(unit: Unit, at_most: int = 1000) -> dict[DeviceStatus, int]:
    """How many machines are in each state, counting up to `at_most` of each so that a million cost no more."""
    counts = {}
    for status in DeviceStatus:
        some = select(device.c.id).where(device.c.organisation == unit.organisation, device.c.status == status.value).limit(at_most)
        counts[status] = await unit.connection.scalar(select(func.count()).select_from(some.subquery())) or 0
    return counts
