"""What loans knows of inventory's machines, from events alone."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import select

from services.loans.store import tables
from shared.bus.unit import Unit
from shared.contracts.inventory import DeviceReady, DeviceRegistered
from shared.contracts.vocabulary import DeviceState, UseProfile
from shared.database.engine import driver_of

SUITS = 2
"""A machine is offered by itself to somebody it suits. One that will do (1) is for a person to choose."""

# The hottest statements of the projection, as the driver takes them. What fits is a statement of its own: it has to see what
# another group wrote while this one waited for the row in `known_device`.
READY = """
INSERT INTO known_device AS known (device_id, organisation, sequence, ready, code, maker, model, memory_mb, state)
VALUES ($1, $2, $3, true, $4, $5, $6, $7, 'ready')
ON CONFLICT (device_id) DO UPDATE
SET sequence = $3, ready = true, code = $4, maker = $5, model = $6, memory_mb = $7, state = 'ready'
WHERE known.sequence < $3 RETURNING true
"""
NOT_READY = """
INSERT INTO known_device AS known (device_id, organisation, sequence, ready, state, back_by)
VALUES ($1, $2, $3, false, $4::text, $5::uuid)
ON CONFLICT (device_id) DO UPDATE
SET sequence = $3, ready = false, state = coalesce($4::text, known.state), back_by = coalesce($5::uuid, known.back_by)
WHERE known.sequence < $3 RETURNING true
"""
# What a machine is does not change, so it may come late; only what nothing newer has told is filled in.
REGISTERED = """
INSERT INTO known_device AS known (device_id, organisation, sequence, ready, code, maker, model, memory_mb, state)
VALUES ($1, $2, $3, false, $4, $5, $6, $7, 'arrived')
ON CONFLICT (device_id) DO UPDATE SET code = $4, maker = $5, model = $6, memory_mb = $7 WHERE known.code IS NULL
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

    async def registered(self, event: DeviceRegistered, sequence: int) -> None:
        """A machine came in: what it is, also when something newer is known about where it is."""
        driver = await driver_of(self._unit.connection)
        facts = (event.code, event.maker, event.model, event.memory_mb)
        await driver.execute(REGISTERED, event.device_id, self._unit.organisation, sequence, *facts)

    async def no_longer_ready(
        self, device_id: UUID, sequence: int, state: DeviceState | None = None, *, back_by: UUID | None = None
    ) -> None:
        """A machine is kept for somebody or cannot be given out; unless something newer is known about it.

        Args:
            state: where it is now, if the event tells.
            back_by: the event, when it says that the machine is back with its family after a repair.
        """
        if await self._is_newer(NOT_READY, device_id, sequence, state.value if state else None, back_by):
            await self._set_fit(device_id, {}, 0)

    async def suited_profiles(self, device_id: UUID) -> list[UseProfile]:
        """What a ready machine suits; empty when it is not ready."""
        found = await self._unit.connection.scalars(
            select(tables.device_fit.c.profile).where(tables.device_fit.c.device_id == device_id, tables.device_fit.c.fit >= SUITS)
        )
        return [UseProfile(profile) for profile in found]

    async def best_free_for(self, profile: UseProfile) -> UUID | None:
        """The ready machine that suits best, is promised to nobody and on no loan; among equals the smallest, so that strong
        ones stay for those who need them."""
        fit, request, line = tables.device_fit, tables.request, tables.loan_line
        promised = select(request.c.id).where(request.c.device_id == fit.c.device_id).exists()
        on_loan = select(line.c.id).where(line.c.device_id == fit.c.device_id, line.c.ended.is_(None)).exists()
        found: UUID | None = await self._unit.connection.scalar(
            select(fit.c.device_id)
            .where(
                fit.c.organisation == self._unit.organisation,
                fit.c.profile == profile.value,
                fit.c.fit >= SUITS,
                ~promised,
                ~on_loan,
            )
            .order_by(fit.c.fit.desc(), fit.c.memory_mb, fit.c.device_id)
            .limit(1)
        )
        return found

    async def is_promised(self, device_id: UUID) -> bool:
        """Whether a request has claimed this machine or has it reserved."""
        promised = await self._unit.connection.scalar(select(tables.request.c.id).where(tables.request.c.device_id == device_id))
        return promised is not None

    async def named(self, device_id: UUID) -> tuple[str, str, str] | None:
        """Code, maker and model of a machine; None when its event did not arrive yet."""
        known = tables.known_device.c
        query = select(known.code, known.maker, known.model).where(known.device_id == device_id, known.code.is_not(None))
        row = (await self._unit.connection.execute(query)).first()
        return None if row is None else (row.code, row.maker, row.model)

    async def back_by(self, device_id: UUID) -> UUID | None:
        """The newest event that said that this machine is back with its family after a repair, or None."""
        found: UUID | None = await self._unit.connection.scalar(
            select(tables.known_device.c.back_by).where(tables.known_device.c.device_id == device_id)
        )
        return found

    async def _is_newer(self, statement: str, device_id: UUID, sequence: int, *facts: object) -> bool:
        """Keep what an event says, unless its sequence is not above what is known; then False."""
        driver = await driver_of(self._unit.connection)
        return bool(await driver.fetchval(statement, device_id, self._unit.organisation, sequence, *facts))

    async def _set_fit(self, device_id: UUID, fit: Mapping[UseProfile, int], memory_mb: int) -> None:
        suits = {profile.value: value for profile, value in fit.items() if value > 0}
        driver = await driver_of(self._unit.connection)
        await driver.execute(SET_FIT, device_id, self._unit.organisation, memory_mb, list(suits.keys()), list(suits.values()))
