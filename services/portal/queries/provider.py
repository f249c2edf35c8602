"""What pages read about an organisation's own sign-in."""

from uuid import UUID

from sqlalchemy import select

from services.portal.domain.provider import Provider
from services.portal.store import tables
from services.portal.store.providers import provider_from
from shared.bus.unit import Unit


async def find_provider(unit: Unit) -> Provider | None:
    """The provider of the organisation, to look at; None where there is none."""
    row = (await unit.connection.execute(select(tables.identity_provider))).first()
    return None if row is None else provider_from(row)


async def is_linked(unit: Unit, account_id: UUID) -> bool:
    """Whether somebody comes in by it."""
    table = tables.identity_link
    return await unit.connection.scalar(select(table.c.account_id).where(table.c.account_id == account_id)) is not None
