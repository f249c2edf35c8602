"""What pages read about SIM cards."""

from collections.abc import Collection, Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from services.inventory.domain.sim import SOON_DAYS, Sim, SimPlace, SimState, place_in
from services.inventory.store.accessory_tables import sim
from services.inventory.store.sims import sim_from
from services.inventory.store.tables import device
from shared.bus.unit import Unit
from shared.contracts.vocabulary import DeviceState
from shared.domain import NotFound

PAGE = 50


async def get_sim(unit: Unit, sim_id: UUID) -> Sim:
    """One card, to look at. Raises `NotFound`."""
    row = (await unit.connection.execute(select(sim).where(sim.c.id == sim_id))).first()
    if row is None:
        raise NotFound()
    return sim_from(row)


async def places_of(unit: Unit, sims: Collection[Sim]) -> dict[UUID, SimPlace]:
    """Where each of these cards is."""
    wanted = device.c.id.in_([one.device_id for one in sims if one.device_id])
    rows = await unit.connection.execute(select(device.c.id, device.c.status, device.c.loan_id, device.c.lost).where(wanted))
    there = {row.id: place_in(DeviceState(row.status), on_loan=row.loan_id is not None, lost=row.lost is not None) for row in rows}
    return {one.id: there.get(one.device_id, SimPlace.LOOSE) if one.device_id else SimPlace.LOOSE for one in sims}


async def list_sims(unit: Unit, before: UUID | None = None, *, most: int = PAGE) -> Sequence[Sim]:
    """A page of all cards, the newest first."""
    found = select(sim).where(sim.c.organisation == unit.organisation).order_by(sim.c.id.desc()).limit(most)
    if before is not None:
        found = found.where(sim.c.id < before)
    return [sim_from(row) for row in await unit.connection.execute(found)]


async def sims_soon(unit: Unit) -> Sequence[Sim]:
    """Cards in use that end within the days in which somebody has to do something, the first one first; one page."""
    last = unit.today() + timedelta(days=SOON_DAYS)
    found = select(sim).where(
        sim.c.organisation == unit.organisation, sim.c.state == SimState.ACTIVE.value, sim.c.valid_until <= last
    )
    return [sim_from(row) for row in await unit.connection.execute(found.order_by(sim.c.valid_until, sim.c.id).limit(PAGE))]


async def sims_lost(unit: Unit) -> Sequence[Sim]:
    """Cards that work still and sit in a device that is lost or stolen: somebody pays for them. The last one to end first; one
    page."""
    found = (
        select(sim)
        .join_from(sim, device, sim.c.device_id == device.c.id)
        .where(sim.c.organisation == unit.organisation, sim.c.state == SimState.ACTIVE.value, device.c.lost.is_not(None))
        .where(sim.c.valid_until.is_(None) | (sim.c.valid_until >= unit.today()))
        .order_by(sim.c.valid_until.desc().nulls_first(), sim.c.id)
    )
    return [sim_from(row) for row in await unit.connection.execute(found.limit(PAGE))]


async def sims_in(unit: Unit, device_id: UUID) -> Sequence[Sim]:
    """The cards that sit in a device."""
    return [
        sim_from(row) for row in await unit.connection.execute(select(sim).where(sim.c.device_id == device_id).order_by(sim.c.id))
    ]
