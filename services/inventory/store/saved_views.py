"""Loads and saves the lists that people keep."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, or_, select, update

from services.inventory.domain.saved_view import SavedView, as_kept, from_kept
from services.inventory.store.finding_tables import saved_view
from shared.bus.unit import Unit
from shared.domain import NotFound


class SavedViews:
    """The lists of the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def seen_by(self, person: UUID) -> Sequence[SavedView]:
        """Those of this person and those that are shared, by name; without what was thrown away."""
        mine = or_(saved_view.c.made_by == person, saved_view.c.is_shared)
        here = (saved_view.c.organisation == self._unit.organisation, saved_view.c.removed_at.is_(None), mine)
        rows = (await self._unit.connection.execute(select(saved_view).where(*here))).all()
        return sorted((_view(row) for row in rows), key=lambda one: (one.name.casefold(), str(one.id)))

    async def get(self, view_id: UUID) -> SavedView:
        """One of them, also one that was thrown away. Raises `NotFound`."""
        row = (await self._unit.connection.execute(select(saved_view).where(saved_view.c.id == view_id))).first()
        if row is None:
            raise NotFound()
        return _view(row)

    async def add(self, one: SavedView) -> None:
        """A new one."""
        values = {"id": one.id, "organisation": self._unit.organisation, "made_by": one.made_by}
        await self._unit.connection.execute(insert(saved_view).values(**values, **self._row(one)))

    async def save(self, one: SavedView) -> None:
        """One that changed, was thrown away, or came back."""
        await self._unit.connection.execute(update(saved_view).where(saved_view.c.id == one.id).values(self._row(one)))

    def _row(self, one: SavedView) -> dict[str, object]:
        removed_at = self._unit.now() if one.removed else None
        return {"name": one.name, "asked": as_kept(one.filter), "is_shared": one.is_shared, "removed_at": removed_at}


def _view(row: Row[Any]) -> SavedView:
    return SavedView(row.id, row.made_by, row.name, from_kept(row.asked), row.is_shared, row.removed_at is not None)
