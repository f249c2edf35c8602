"""What pages read about passkeys."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from services.portal.domain.passkey import Passkey
from services.portal.store.passkeys import passkey_from
from services.portal.store.tables import passkey
from shared.bus.unit import Unit


async def list_passkeys(unit: Unit, account_id: UUID) -> Sequence[Passkey]:
    """The passkeys of somebody, the oldest first."""
    query = select(passkey).where(passkey.c.account_id == account_id).order_by(passkey.c.id)
    return [passkey_from(row) for row in await unit.connection.execute(query)]
