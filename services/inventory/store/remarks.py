"""Loads and saves remarks."""

from dataclasses import asdict
from uuid import UUID

from sqlalchemy import func, insert, select, update

from services.inventory.domain.remark import Remark
from services.inventory.store.tables import remark
from shared.bus.unit import Unit
from shared.domain import NotFound


class Remarks:
    """The remarks of the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def get(self, remark_id: UUID) -> Remark:
        """One remark, locked until the transaction ends. Raises `NotFound`."""
        found = await self._unit.connection.execute(select(remark).where(remark.c.id == remark_id).with_for_update())
        row = found.first()
        if row is None:
            raise NotFound()
        return Remark(row.id, row.device_id, row.words, row.made_by, row.made_at, row.done_by, row.done_at)

    async def count_open(self, device_id: UUID) -> int:
        """How many are open on a machine."""
        counted = await self._unit.connection.scalar(
            select(func.count()).select_from(remark).where(remark.c.device_id == device_id, remark.c.done_at.is_(None))
        )
        return counted or 0

    async def add(self, one: Remark) -> None:
        """Store a new one."""
        await self._unit.connection.execute(insert(remark).values(organisation=self._unit.organisation, **asdict(one)))

    async def save(self, one: Remark) -> None:
        """Store whether it is done."""
        await self._unit.connection.execute(
            update(remark).where(remark.c.id == one.id).values(done_by=one.done_by, done_at=one.done_at)
        )
