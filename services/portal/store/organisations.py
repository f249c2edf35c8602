"""Organisations as rows."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, select, update
from sqlalchemy.dialects.postgresql import insert

from services.portal.domain.organisation import Details, Organisation
from services.portal.store import tables
from shared.bus.unit import Unit
from shared.domain import NotFound


class Organisations:
    """The organisation of the unit."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def get(self) -> Organisation:
        """The organisation, locked until the transaction ends: who changes its people takes turns. Raises `NotFound`."""
        found = await self._unit.connection.execute(select(tables.organisation).with_for_update())
        row = found.first()
        if row is None:
            raise NotFound()
        return organisation_from(row)

    async def add(self, organisation: Organisation) -> bool:
        """Store a new organisation and its events; False when it is there already. Two at once take turns."""
        values = {"organisation": organisation.id, **_texts(organisation.details)}
        added = await self._unit.connection.scalar(
            insert(tables.organisation).values(values).on_conflict_do_nothing().returning(tables.organisation.c.organisation)
        )
        if added is None:
            return False
        self._unit.record(organisation.take_events())
        return True

    async def save(self, organisation: Organisation) -> None:
        """Store what changed, and the events."""
        await self._unit.connection.execute(
            update(tables.organisation)
            .where(tables.organisation.c.organisation == organisation.id)
            .values(_texts(organisation.details))
        )
        self._unit.record(organisation.take_events())


def _texts(details: Details) -> Mapping[str, str]:
    return {"title": details.title, "help_line": details.help_line, "help_place": details.help_place}


def organisation_from(row: Row[Any]) -> Organisation:
    """An organisation from its row."""
    return Organisation(row.organisation, Details(row.title, row.help_line, row.help_place))
