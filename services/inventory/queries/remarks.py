"""What pages and API read about remarks."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select

from services.inventory.domain.remark import Remark
from services.inventory.store.tables import device, remark
from shared.bus.unit import Unit

PAGE = 50


async def open_remarks(unit: Unit, *, after: UUID | None = None) -> Sequence[tuple[Remark, str]]:
    """A page of what is still to do, each with what the sticker of its machine says; the oldest first."""
    query = (
        select(remark, device.c.code)
        .join(device, device.c.id == remark.c.device_id)
        .where(remark.c.organisation == unit.organisation, remark.c.done_at.is_(None))
        .order_by(remark.c.id)
        .limit(PAGE)
    )
    rows = await unit.connection.execute(query.where(remark.c.id > after) if after else query)
    return [(_remark(row), row.code) for row in rows]


async def remarks_of(unit: Unit, device_id: UUID, *, done: UUID | None = None) -> Sequence[Remark]:
    """What is still to do with one machine; and the remark `done`, which somebody finished a moment ago."""
    wanted = remark.c.done_at.is_(None)
    rows = await unit.connection.execute(
        select(remark)
        .where(remark.c.device_id == device_id, (wanted | (remark.c.id == done)) if done else wanted)
        .order_by(remark.c.id)
    )
    return [_remark(row) for row in rows]


async def get_remark(unit: Unit, remark_id: UUID) -> Remark | None:
    """One remark, to look at."""
    row = (await unit.connection.execute(select(remark).where(remark.c.id == remark_id))).first()
    return _remark(row) if row else None


def _remark(row: Row[Any]) -> Remark:
    return Remark(row.id, row.device_id, row.words, row.made_by, row.made_at, row.done_by, row.done_at)
