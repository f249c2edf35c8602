"""What loans knows of inventory's machines, from events alone."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.dialects.postgresql import insert as upsert

from services.loans.store import tables
from shared.bus.unit import Unit
from shared.contracts.inventory import DeviceReady
from shared.contracts.vocabulary import UseProfile

SUITS = 2
"""A machine is offered by itself to somebody it suits. One that will do (1) is for a person to choose."""


class KnownDevices:
    """The machines of the unit's organisation as loans last heard of them."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def now_ready(self, event: DeviceReady, sequence: int) -> None:
        """A machine can be given out; unless something newer is known about it."""
        facts = {
            "ready": True,
            "code": event.code,
            "maker": event.maker,
            "model": event.model,
            "memory_mb": event.memory_mb,
        }
        if await self._is_newer(event.device_id, sequence, facts):
            await self._set_fit(event.device_id, event.fit, event.memory_mb or 0)

    async def no_longer_ready(self, device_id: UUID, sequence: int) -> None:
        """A machine is kept for somebody or cannot be given out; unless something newer is known about it."""
        if await self._is_newer(device_id, sequence, {"ready": False}):
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

    async def _is_newer(self, device_id: UUID, sequence: int, facts: Mapping[str, object]) -> bool:
        """Keep what an event says, unless its sequence is not above what is known; then False."""
        known = tables.known_device
        stored = await self._unit.connection.execute(
            upsert(known)
            .values(device_id=device_id, organisation=self._unit.organisation, sequence=sequence, **facts)
            .on_conflict_do_update(
                index_elements=[known.c.device_id],
                set_={"sequence": sequence, **facts},
                where=known.c.sequence < sequence,
            )
            .returning(known.c.device_id)
        )
        return stored.first() is not None

    async def _set_fit(self, device_id: UUID, fit: Mapping[UseProfile, int], memory_mb: int) -> None:
        await self._unit.connection.execute(delete(tables.device_fit).where(tables.device_fit.c.device_id == device_id))
        rows = [
            {
                "device_id": device_id,
                "profile": profile.value,
                "organisation": self._unit.organisation,
                "fit": value,
                "memory_mb": memory_mb,
            }
            for profile, value in fit.items()
            if value > 0
        ]
        if rows:
            await self._unit.connection.execute(insert(tables.device_fit), rows)
