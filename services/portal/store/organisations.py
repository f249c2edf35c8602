"""Organisations as rows."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Row, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from services.portal.domain.organisation import Details, Organisation, Picture
from services.portal.store import tables
from shared.bus.unit import Unit
from shared.contracts.limits import LimitsWish
from shared.contracts.portal import Logo, Notice, OpeningHours
from shared.contracts.rhythm import RhythmWish
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
        values = {"organisation": organisation.id, **_values(organisation)}
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
            update(tables.organisation).where(tables.organisation.c.organisation == organisation.id).values(_values(organisation))
        )
        self._unit.record(organisation.take_events())

    async def keep_picture(self, picture: Picture | None) -> None:
        """Store the picture itself in the place of the one before; None: have none."""
        table = tables.organisation_logo
        if picture is None:
            await self._unit.connection.execute(delete(table).where(table.c.organisation == self._unit.organisation))
            return
        changed = {"picture": picture.logo.picture, "png": picture.png}
        await self._unit.connection.execute(
            insert(table)
            .values(organisation=self._unit.organisation, **changed)
            .on_conflict_do_update(index_elements=["organisation"], set_=changed)
        )


def _values(organisation: Organisation) -> Mapping[str, Any]:
    details, logo = organisation.details, organisation.logo
    return {
        "title": details.title,
        "help_line": details.help_line,
        "help_place": details.help_place,
        "colour": organisation.colour,
        "logo": logo.picture if logo else None,
        "logo_width": logo.width if logo else None,
        "logo_height": logo.height if logo else None,
        "opening": organisation.opening.model_dump(mode="json"),
        "rhythm": organisation.rhythm.model_dump(mode="json"),
        "limits": organisation.limits.model_dump(mode="json"),
        "notice": organisation.notice.model_dump(mode="json") if organisation.notice else None,
        "ask_about_data": organisation.ask_about_data,
    }


def organisation_from(row: Row[Any]) -> Organisation:
    """An organisation from its row."""
    logo = Logo(picture=row.logo, width=row.logo_width, height=row.logo_height) if row.logo else None
    details = Details(row.title, row.help_line, row.help_place)
    opening, rhythm = OpeningHours.model_validate(row.opening or {}), RhythmWish.model_validate(row.rhythm or {})
    limits, notice = LimitsWish.model_validate(row.limits or {}), Notice.model_validate(row.notice) if row.notice else None
    return Organisation(row.organisation, details, row.colour, logo, opening, rhythm, limits, notice, row.ask_about_data)
