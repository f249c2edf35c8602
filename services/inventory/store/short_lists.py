"""Loads and saves the short lists of an organisation."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, insert, select, text, update

from services.inventory.domain.refusals import NotOnList
from services.inventory.domain.short_list import Entry, ListKind
from services.inventory.store.tables import short_list_entry as entry
from shared.bus.unit import Unit
from shared.domain import NotFound

HOLD = text("SELECT pg_advisory_xact_lock(hashtextextended(:what, 6))")


class ShortLists:
    """The shelves, rooms, partners and recyclers of the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def hold(self, kind: ListKind) -> None:
        """Let nobody else change which names are on a list until the transaction ends: two people may think of the same name."""
        await self._unit.connection.execute(HOLD, {"what": f"{self._unit.organisation} {kind.value}"})

    async def all_of(self, kind: ListKind) -> Sequence[Entry]:
        """Every name of a list, also those that were taken off, by name."""
        found = select(entry).where(entry.c.organisation == self._unit.organisation, entry.c.kind == kind.value)
        rows = (await self._unit.connection.execute(found)).all()
        return sorted((_entry(row) for row in rows), key=lambda one: one.name.casefold())

    async def get(self, entry_id: UUID) -> Entry:
        """One name. Raises `NotFound`."""
        row = (await self._unit.connection.execute(select(entry).where(entry.c.id == entry_id))).first()
        if row is None:
            raise NotFound()
        return _entry(row)

    async def chosen(self, kind: ListKind, entry_id: UUID) -> Entry:
        """A name that somebody chooses now. Raises `NotOnList` when it is not there, or not any more."""
        found = select(entry).where(entry.c.id == entry_id, entry.c.kind == kind.value, entry.c.removed_at.is_(None))
        row = (await self._unit.connection.execute(found)).first()
        if row is None:
            raise NotOnList()
        return _entry(row)

    async def add(self, one: Entry) -> None:
        """A new name."""
        values = {"id": one.id, "organisation": self._unit.organisation, "kind": one.kind.value, "name": one.name}
        await self._unit.connection.execute(insert(entry).values(values))

    async def save(self, one: Entry) -> None:
        """A name that changed, was taken off, or came back."""
        removed_at = self._unit.now() if one.removed else None
        await self._unit.connection.execute(update(entry).where(entry.c.id == one.id).values(name=one.name, removed_at=removed_at))


def _entry(row: Row[Any]) -> Entry:
    return Entry(row.id, ListKind(row.kind), row.name, row.removed_at is not None)
