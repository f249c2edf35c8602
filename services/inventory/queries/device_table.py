"""A list of machines to take along: every machine of it with all that is known, in pieces, so that nobody waits for a large one."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select

from services.inventory.domain.device_filter import DeviceFilter
from services.inventory.queries.finding import Place, find_devices
from services.inventory.store.intake_tables import donor, lot
from services.inventory.store.tables import device, short_list_entry
from services.inventory.store.unit import InventoryUnit
from shared.bus.unit import Units

PIECE = 500
COLUMNS = (
    device.c.id,
    device.c.code,
    device.c.status,
    device.c.stage,
    device.c.chassis,
    device.c.maker,
    device.c.model,
    device.c.serial,
    device.c.year,
    device.c.processor,
    device.c.memory_mb,
    device.c.screen_tenths,
    device.c.battery_percent,
    device.c.keyboard,
    device.c.operating_system,
    device.c.updated_on,
    device.c.warranty_until,
    device.c.looks,
    device.c.works,
    device.c.labels,
    device.c.lost,
    device.c.registered_at,
    device.c.retired_on,
    short_list_entry.c.name.label("place"),
    lot.c.received_on,
    lot.c.id.label("lot_id"),
    donor.c.name.label("donor"),
)


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """All that a list tells of a machine. Nothing of who has it, and no password.

    Attributes:
        donor: who gave it; None for a person, and where `lot_id` is None for one of which nobody said.
        registered_on: where the organisation is.
    """

    code: str
    status: str
    stage: str | None
    chassis: str
    maker: str
    model: str
    serial: str | None
    year: int | None
    processor: str | None
    memory_mb: int | None
    screen_tenths: int | None
    battery_percent: int | None
    keyboard: str | None
    operating_system: str | None
    updated_on: date | None
    warranty_until: date | None
    looks: str | None
    works: str | None
    place: str | None
    labels: Sequence[str]
    lost: str | None
    lot_id: UUID | None
    donor: str | None
    received_on: date | None
    registered_on: date
    retired_on: date | None


async def all_rows(
    units: Units[InventoryUnit], organisation: UUID, asked: DeviceFilter, *, families: bool
) -> AsyncIterator[Sequence[DeviceRow]]:
    """Every machine of a list, in its order. Each piece is a transaction of its own: whoever reads slowly holds none open."""
    after: Place | None = None
    while True:
        async with units.open(organisation) as unit:
            found = await find_devices(unit, asked, families=families, after=after, most=PIECE)
            rows = await _rows(unit, [line.id for line in found.lines])
        if rows:
            yield rows
        if found.after is None:
            return
        after = found.after


async def _rows(unit: InventoryUnit, ids: Sequence[UUID]) -> Sequence[DeviceRow]:
    whole = (
        device.outerjoin(short_list_entry, short_list_entry.c.id == device.c.place_id)
        .outerjoin(lot, lot.c.id == device.c.lot_id)
        .outerjoin(donor, donor.c.id == lot.c.donor_id)
    )
    found = {}
    for row in await unit.connection.execute(select(*COLUMNS).select_from(whole).where(device.c.id.in_(ids))):
        said = dict(row._mapping)
        device_id, registered_at = said.pop("id"), said.pop("registered_at")
        found[device_id] = DeviceRow(**said, registered_on=registered_at.astimezone(unit.zone).date())
    return [found[one] for one in ids if one in found]
