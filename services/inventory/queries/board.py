"""What the board of the workbench reads: how much stands where, and what lies in a column."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, Table, and_, func, literal, select, union_all

from services.inventory.domain.device import Device
from services.inventory.domain.stage import Stage
from services.inventory.queries.devices import get_devices
from services.inventory.store.tables import device, known_ticket, remark
from shared.bus.unit import Unit
from shared.contracts.vocabulary import DeviceState, Symptom

COUNTED = 1000
"""Nobody needs to know more exactly how much work there is; beyond it the board says "1000 or more"."""
BESIDE = (DeviceState.READY, DeviceState.REPAIRED, DeviceState.IN_REPAIR, DeviceState.RETURN_EXPECTED)
"""States that the board counts beside its stages."""


async def counts(unit: Unit, on_list: Sequence[ColumnElement[bool]] = ()) -> dict[str, int]:
    """How many machines stand in each stage and in each state of `BESIDE`, by the value of it; under `lost`, `found` and `remarks`
    how many are lost, how many reports there are that one was found, and how many remarks wait. At most `COUNTED` each; every one
    of them walks an index that holds little else. `on_list` as `narrowed_to` gives it: only these machines are counted."""
    mine = and_(device.c.organisation == unit.organisation, *on_list)
    wanted: dict[str, tuple[Table, ColumnElement[bool]]] = {}
    wanted |= {stage.value: (device, mine & (device.c.stage == stage.value)) for stage in Stage}
    wanted |= {state.value: (device, mine & (device.c.status == state.value)) for state in BESIDE}
    wanted["lost"] = (device, mine & is_missed())
    wanted["found"] = (known_ticket, is_found_report(unit))
    wanted["remarks"] = (remark, (remark.c.organisation == unit.organisation) & remark.c.done_at.is_(None))
    each = [
        select(literal(name).label("name"), func.count().label("how_many")).select_from(
            select(literal(1).label("one")).select_from(table).where(condition).limit(COUNTED).subquery()
        )
        for name, (table, condition) in wanted.items()
    ]
    return {row.name: row.how_many for row in await unit.connection.execute(union_all(*each))}


async def in_stage(
    unit: Unit, stage: Stage, *, most: int, after: UUID | None = None, on_list: Sequence[ColumnElement[bool]] = ()
) -> Sequence[Device]:
    """Machines in one column, those that are longest with us first. `after` is the last one of the page before."""
    ids = select(device.c.id).where(device.c.organisation == unit.organisation, device.c.stage == stage.value, *on_list)
    return await _in_order(unit, ids.where(device.c.id > after) if after else ids, most)


async def in_state(unit: Unit, state: DeviceState, *, most: int, on_list: Sequence[ColumnElement[bool]] = ()) -> Sequence[Device]:
    """The same for a state: what is ready."""
    ids = select(device.c.id).where(device.c.organisation == unit.organisation, device.c.status == state.value, *on_list)
    return await _in_order(unit, ids, most)


async def lost_devices(unit: Unit, *, most: int, after: UUID | None = None) -> Sequence[Device]:
    """What is lost or stolen and was not given up."""
    ids = select(device.c.id).where(device.c.organisation == unit.organisation, is_missed())
    return await _in_order(unit, ids.where(device.c.id > after) if after else ids, most)


async def found_reports(unit: Unit, *, most: int) -> Sequence[tuple[UUID, UUID]]:
    """Open tickets in which somebody says to have found a machine, and which one; the oldest first."""
    query = select(known_ticket.c.ticket_id, known_ticket.c.device_id).where(is_found_report(unit))
    rows = await unit.connection.execute(query.order_by(known_ticket.c.ticket_id).limit(most))
    return [(row.ticket_id, row.device_id) for row in rows]


def is_missed() -> ColumnElement[bool]:
    """What is lost and was not given up, as the index has it."""
    return device.c.lost.is_not(None) & (device.c.status != DeviceState.RETIRED.value)


def is_found_report(unit: Unit) -> ColumnElement[bool]:
    """An open ticket of somebody who found a machine of ours, as the index has it."""
    mine = (known_ticket.c.organisation == unit.organisation) & known_ticket.c.is_open
    return mine & (known_ticket.c.symptom == Symptom.FOUND.value)


async def _in_order(unit: Unit, ids: Select[Any], most: int) -> Sequence[Device]:
    rows = await unit.connection.scalars(ids.order_by(device.c.id).limit(most))
    wanted = list(rows)
    found = await get_devices(unit, wanted)
    return [found[one] for one in wanted]
