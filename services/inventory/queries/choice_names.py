"""What the choices of a list are called that the organisation made itself: places, lots, donors."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from services.inventory.store.intake_tables import donor, lot
from services.inventory.store.tables import short_list_entry
from shared.bus.unit import Unit


@dataclass(frozen=True, slots=True)
class LotName:
    """What one calls a lot: who gave it, None for a person, and when."""

    donor: str | None
    received_on: date


async def names_of_places(unit: Unit, ids: Collection[UUID]) -> Mapping[UUID, str]:
    """The shelves and rooms with these ids."""
    rows = await unit.connection.execute(
        select(short_list_entry.c.id, short_list_entry.c.name).where(short_list_entry.c.id.in_(ids))
    )
    return {row.id: row.name for row in rows} if ids else {}


async def names_of_lots(unit: Unit, ids: Collection[UUID]) -> Mapping[UUID, LotName]:
    """The lots with these ids."""
    wanted = select(lot.c.id, lot.c.received_on, donor.c.name).join(donor, donor.c.id == lot.c.donor_id).where(lot.c.id.in_(ids))
    return {row.id: LotName(row.name, row.received_on) for row in await unit.connection.execute(wanted)} if ids else {}


async def names_of_donors(unit: Unit, ids: Collection[UUID]) -> Mapping[UUID, str | None]:
    """The donors with these ids; None for a person."""
    rows = await unit.connection.execute(select(donor.c.id, donor.c.name).where(donor.c.id.in_(ids)))
    return {row.id: row.name for row in rows} if ids else {}
