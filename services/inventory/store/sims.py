"""Loads and saves SIM cards."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.dialects.postgresql import insert as upsert

from services.inventory.domain.sim import Sim, SimState
from services.inventory.store.accessory_tables import sim
from services.inventory.store.tables import device
from shared.bus.unit import Unit
from shared.contracts.vocabulary import DeviceState
from shared.domain import NotFound

PAGE = 50


class Sims:
    """The SIM cards of the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def get(self, sim_id: UUID) -> Sim:
        """One card, locked until the transaction ends. Raises `NotFound`."""
        row = (await self._unit.connection.execute(select(sim).where(sim.c.id == sim_id).with_for_update())).first()
        if row is None:
            raise NotFound()
        return sim_from(row)

    async def known(self, iccid: str) -> UUID | None:
        """The card with this number, or None."""
        wanted = select(sim.c.id).where(sim.c.organisation == self._unit.organisation, sim.c.iccid == iccid)
        found: UUID | None = await self._unit.connection.scalar(wanted)
        return found

    async def loan_of(self, device_id: UUID | None) -> UUID | None:
        """The loan on which a family has this device now."""
        if device_id is None:
            return None
        wanted = select(device.c.loan_id).where(device.c.id == device_id, device.c.status != DeviceState.RETURN_EXPECTED.value)
        found: UUID | None = await self._unit.connection.scalar(wanted)
        return found

    async def with_end_after(self, last: UUID | None, count: int) -> Sequence[UUID]:
        """The next cards that can end or of which something was announced, by id."""
        wanted = (
            select(sim.c.id)
            .where(sim.c.organisation == self._unit.organisation, sim.c.valid_until.is_not(None) | sim.c.told_until.is_not(None))
            .where((sim.c.state == SimState.ACTIVE.value) | sim.c.told_until.is_not(None))
            .order_by(sim.c.id)
            .limit(count)
        )
        if last is not None:
            wanted = wanted.where(sim.c.id > last)
        return (await self._unit.connection.scalars(wanted)).all()

    async def save(self, one: Sim) -> None:
        """A new card, or what it is now, and the events it caused."""
        said = {
            "provider": one.provider,
            "iccid": one.iccid,
            "data_mb": one.data_mb,
            "valid_until": one.valid_until,
            "device_id": one.device_id,
            "state": one.state.value,
            "told_until": one.told_until,
            "told_loan": one.told_loan,
            "told_urgent": one.told_urgent,
        }
        put = upsert(sim).values(id=one.id, organisation=self._unit.organisation, **said)
        await self._unit.connection.execute(put.on_conflict_do_update(index_elements=[sim.c.id], set_=said))
        self._unit.record(one.take_events())


def sim_from(row: Row[Any]) -> Sim:
    """A card from its row."""
    return Sim(
        row.id,
        row.provider,
        row.iccid,
        row.data_mb,
        row.valid_until,
        row.device_id,
        SimState(row.state),
        row.told_until,
        row.told_loan,
        row.told_urgent,
    )
