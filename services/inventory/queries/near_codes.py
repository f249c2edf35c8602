"""Machines whose code is almost what somebody typed."""

from collections.abc import Sequence

from sqlalchemy import select

from services.inventory.domain.typed_code import codes_near
from services.inventory.queries.devices import LINE, DeviceLine, line_from
from services.inventory.store.tables import device
from shared.bus.unit import Unit

MOST_NEAR = 5


async def devices_near(unit: Unit, typed: str) -> Sequence[DeviceLine]:
    """At most `MOST_NEAR` machines, by code, that are found when one letter of a whole typed code was another one."""
    codes = codes_near(typed)
    if not codes:
        return []
    wanted = select(*LINE).where(device.c.organisation == unit.organisation, device.c.code.in_(codes))
    rows = (await unit.connection.execute(wanted.order_by(device.c.code).limit(MOST_NEAR))).all()
    return [line_from(row) for row in rows]
