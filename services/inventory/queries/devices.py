"""What pages and API read about machines."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, union_all

from services.inventory.domain.device import Device
from services.inventory.domain.drive import Drive
from services.inventory.domain.search import after_prefix, words_of
from services.inventory.store.rows import device_from, drive_from
from services.inventory.store.tables import device, drive
from shared.bus.unit import Unit
from shared.contracts.vocabulary import DeviceState
from shared.database.engine import driver_of
from shared.domain import NotFound
from shared.runtime.faces import face_of

PAGE = 50
CANDIDATES = 1000

COUNT_WORD = """
SELECT count(*) FROM (
    SELECT FROM search_term WHERE organisation = $1 AND term >= $2 AND term < $3 LIMIT $4::int) AS matches
"""
SEARCH = """
WITH found AS MATERIALIZED (
    SELECT device_id FROM search_term WHERE organisation = $1 AND term >= $2 AND term < $3 LIMIT $4::int)
SELECT d.id, d.code, d.maker, d.model, d.memory_mb, d.status, d.registered_at FROM device AS d
WHERE d.id = ANY (ARRAY(SELECT device_id FROM found))
"""


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


LINE = (device.c.id, device.c.code, device.c.maker, device.c.model, device.c.memory_mb, device.c.status, device.c.registered_at)


def _line(row: Any) -> DeviceLine:
    number, code, maker, model, memory_mb, status, registered_at = row
    return DeviceLine(number, code, maker, model, memory_mb, DeviceState(status), registered_at)


async def list_devices(
    unit: Unit, *, states: Collection[DeviceState] = (), before: UUID | None = None, most: int = PAGE
) -> Sequence[DeviceLine]:
    """A page of machines, the newest first: those in one of these states, or all. `before` is the id of the last one of the
    page before. Each state has its own walk along the index, so a rare one does not make us read all the others."""
    newest = select(*LINE).where(device.c.organisation == unit.organisation).order_by(device.c.id.desc()).limit(most)
    if before is not None:
        newest = newest.where(device.c.id < before)
    if states:
        of_each = union_all(*(select(newest.where(device.c.status == state.value).subquery()) for state in states)).subquery()
        newest = select(of_each).order_by(of_each.c.id.desc()).limit(most)
    return [_line(row) for row in await unit.connection.execute(newest)]


async def search_devices(unit: Unit, text: str) -> Sequence[DeviceLine]:
    """Machines of which every word of `text` begins a word: of code, maker, model or serial number. At most one page.

    The rarest word finds, at most `CANDIDATES` machines; the others only check. So a search for what everything is called costs
    no more than a search for a serial number. Ranges instead of LIKE: LIKE is not leakproof, so under row-level security it
    would read every row of everybody.
    """
    words = words_of(text)[:5]
    if not words:
        return []
    driver = await driver_of(unit.connection)
    matches = [await driver.fetchval(COUNT_WORD, unit.organisation, word, after_prefix(word), CANDIDATES) for word in words]
    rarest, *others = [word for _, word in sorted(zip(matches, words, strict=True))]
    values = [unit.organisation, rarest, after_prefix(rarest), CANDIDATES, PAGE]
    for word in others:
        values += [word, after_prefix(word)]
    return [_line(row) for row in await driver.fetch(search_statement(len(others)), *values)]


def search_statement(others: int) -> str:
    """The query behind `search_devices` for one word that finds and some that check.

    Parameters: organisation, the word and the end of its range, how many candidates, how many rows, then two for each other word.
    """
    checks = "".join(
        f" AND EXISTS (SELECT FROM search_term AS t WHERE t.device_id = d.id AND t.term >= ${6 + 2 * n} AND t.term < ${7 + 2 * n})"
        for n in range(others)
    )
    return f"{SEARCH}{checks} ORDER BY d.id DESC LIMIT $5"


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
    rows = await unit.connection.execute(select(device).where(device.c.id.in_(device_ids)))
    drives: dict[UUID, list[Drive]] = {device_id: [] for device_id in device_ids}
    wanted = select(drive).where(drive.c.device_id.in_(device_ids), drive.c.removed_at.is_(None)).order_by(drive.c.position)
    for found in await unit.connection.execute(wanted):
        drives[found.device_id].append(drive_from(found))
    return {row.id: device_from(row, drives[row.id]) for row in rows}


async def codes_of(unit: Unit, device_ids: Collection[UUID]) -> dict[UUID, str]:
    """What the stickers of these machines say; those that are not here are left out."""
    rows = await unit.connection.execute(select(device.c.id, device.c.code).where(device.c.id.in_(device_ids)))
    return {row.id: row.code for row in rows}


async def help_line(unit: Unit) -> str | None:
    """The number that families dial, when the organisation has told one."""
    return (await face_of(unit)).help_line
