"""What pages and API read about the organisation."""

from sqlalchemy import select

from services.portal.domain.organisation import Organisation
from services.portal.store import tables
from services.portal.store.organisations import organisation_from
from shared.bus.unit import Unit
from shared.domain import NotFound


async def find_picture(unit: Unit, picture: str) -> bytes | None:
    """The logo with this hash as PNG, or None when the organisation shows another one by now."""
    table = tables.organisation_logo
    found: bytes | None = await unit.connection.scalar(
        select(table.c.png).where(table.c.organisation == unit.organisation, table.c.picture == picture)
    )
    return found


async def find_organisation(unit: Unit) -> Organisation | None:
    """The organisation, to look at; None where it was never set up."""
    row = (await unit.connection.execute(select(tables.organisation))).first()
    return None if row is None else organisation_from(row)


async def get_organisation(unit: Unit) -> Organisation:
    """The organisation, to look at. Raises `NotFound` where it was never set up."""
    found = await find_organisation(unit)
    if found is None:
        raise NotFound()
    return found
