"""What loans knows of inventory's machines, from events alone."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from services.loans.store import tables
from shared.bus.unit import Unit
from shared.contracts.inventory import DeviceReady
from shared.contracts.vocabulary import UseProfile
from shared.database.engine import driver_of

SUITS = 2
"""A machine is offered by itself to somebody it suits. One that will do (1) is for a person to choose."""

# The hottest statements of the projection, as the driver takes them. What fits is a statement of its own: it has to see what
# another group wrote while this one waited for the row in `known_device`.
READY = """
INSERT INTO known_device AS known (device_id, organisation, sequence, ready, code, maker, model, memory_mb)
VALUES ($1, $2, $3, true, $4, $5, $6, $7)
ON CONFLICT (device_id) DO UPDATE SET sequence = $3, ready = true, code = $4, maker = $5, model = $6, memory_mb = $7
WHERE known.sequence < $3 RETURNING true
"""
NOT_READY = """
INSERT INTO known_device AS known (device_id, organisation, sequence, ready) VALUES ($1, $2, $3, false)
ON CONFLICT (device_id) DO UPDATE SET sequence = $3, ready = false WHERE known.sequence < $3 RETURNING true
"""
SET_FIT = """
WITH gone AS (DELETE FROM device_fit WHERE device_id = $1 AND profile <> ALL($4))
INSERT INTO device_fit (device_id, profile, organisation, fit, memory_mb)
SELECT $1, profile, $2, fit, $3 FROM unnest($4::text[], $5::smallint[]) AS new (profile, fit)
ON CONFLICT (device_id, profile) DO UPDATE SET fit = excluded.fit, memory_mb = excluded.memory_mb
"""


class KnownDevices:
    """The machines of the unit's organisation as loans last heard of them."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def now_ready(self, event: DeviceReady, sequence: int) -> None:
        """A machine can be given out; unless something newer is known about it."""
        facts = (event.code, event.maker, event.model, event.memory_mb)
        if await self._is_newer(READY, event.device_id, sequence, *facts):
            await self._set_fit(event.device_id, event.fit, event.memory_mb or 0)

    async def no_longer_ready(self, device_id: UUID, sequence: int) -> None:
        """A machine is kept for somebody or cannot be given out; unless something newer is known about it."""
        if await self._is_newer(NOT_READY, device_id, sequence):
            await self._set_fit(device_id, {}, 0)

    async def suited_profiles(self, device_id: UUID) -> list[UseProfile]:
        """What a ready machine suits; empty when it is not ready."""
        found = await self._unit.connection.scalars(
            select(tables.device_fit.c.profile).where(tables.device_fit.c.device_id == device_id, tables.device_fit.c.fit >= SUITS)
        )
        return [UseProfile(profile) for profile in found]

    async def best_free_for(self, profile: UseProfile) -> UUID | None:
        """The ready machine that suits best and is promised to nobody; among equals the smallest, so that strong ones stay
        for those who need them."""
        fit, request = tables.device_fit, tables.request
        promised = select(request.c.id).where(request.c.device_id == fit.c.device_id).exists()
        found: UUID | None = await self._unit.connection.scalar(
            select(fit.c.device_id)
            .where(fit.c.organisation == self._unit.organisation, fit.c.profile == profile.value, fit.c.fit >= SUITS, ~promised)
            .order_by(fit.c.fit.desc(), fit.c.memory_mb, fit.c.device_id)
            .limit(1)
        )
        return found

    async def is_promised(self, device_id: UUID) -> bool:
        """Whether a request has claimed this machine or has it reserved."""
        promised = await self._unit.connection.scalar(select(tables.request.c.id).where(tables.request.c.device_id == device_id))
        return promised is not None

    async def _is_newer(self, statement: str, device_id: UUID, sequence: int, *facts: object) -> bool:
        """Keep what an event says, unless its sequence is not above what is known; then False."""
        driver = await driver_of(self._unit.connection)
        return bool(await driver.fetchval(statement, device_id, self._unit.organisation, sequence, *facts))

    async def _set_fit(self, device_id: UUID, fit: Mapping[UseProfile, int], memory_mb: int) -> None:
        suits = {profile.value: value for profile, value in fit.items() if value > 0}
        driver = await driver_of(self._unit.connection)
        await driver.execute(SET_FIT, device_id, self._unit.organisation, memory_mb, list(suits.keys()), list(suits.values()))
