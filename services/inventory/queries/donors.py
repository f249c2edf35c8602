"""What pages read about donors: who they are, all their lots, and what became of what they gave."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.inventory.domain.became import Became
from services.inventory.domain.lot import Donor, DonorKind
from services.inventory.queries.reuse import IS_LENT, OUTCOME
from services.inventory.store.intake_tables import donor, lot
from services.inventory.store.tables import device
from services.inventory.store.unit import InventoryUnit
from shared.bus.unit import Unit
from shared.contracts.vocabulary import Chassis
from shared.database.engine import driver_of
from shared.domain import NotFound

PAGE = 50
DONORS = f"""
SELECT g.id, g.kind, g.name, count(l.id) AS lots, coalesce(sum(l.expected), 0) AS expected, max(l.received_on) AS last_on,
       coalesce(sum(here.machines), 0) AS machines, coalesce(sum(here.out), 0) AS out, coalesce(sum(here.waiting), 0) AS waiting
FROM (SELECT id, kind, name FROM donor WHERE organisation = $1 AND name IS NOT NULL
        AND ($2::text IS NULL OR (lower(name), id) > ($2, $3)) ORDER BY lower(name), id LIMIT $4) AS g
LEFT JOIN lot AS l ON l.donor_id = g.id
LEFT JOIN LATERAL (
    SELECT count(*) AS machines, count(*) FILTER (WHERE {IS_LENT}) AS out,
           (SELECT count(*) FROM waiting_serial AS w WHERE w.lot_id = l.id) AS waiting
    FROM device AS d WHERE d.lot_id = l.id) AS here ON true
GROUP BY g.id, g.kind, g.name ORDER BY lower(g.name), g.id
"""  # noqa: S608  - put together from constants
PERSONS = "SELECT count(*) FROM lot AS l JOIN donor AS g ON g.id = l.donor_id WHERE l.organisation = $1 AND g.name IS NULL"
BECAME = f"""
SELECT d.chassis, {OUTCOME} AS outcome, count(*) AS machines,
       count(*) FILTER (WHERE (SELECT count(*) FROM lending_spell AS s WHERE s.device_id = d.id) > 1) AS again
FROM device AS d LEFT JOIN retirement AS r ON r.device_id = d.id
WHERE d.organisation = $1 AND d.lot_id = ANY($2) GROUP BY 1, 2
"""  # noqa: S608  - put together from constants
WIPED = """
WITH came AS (
    SELECT coalesce(first.device_id, r.device_id) AS device_id,
           r.wipe_checked_by IS NOT NULL
             OR EXISTS (SELECT FROM voided_wipe AS v WHERE v.drive_id = r.id AND v.wipe_checked_by IS NOT NULL) AS proven
    FROM drive AS r
    LEFT JOIN LATERAL (
        SELECT m.device_id, m.way FROM drive_move AS m WHERE m.drive_id = r.id ORDER BY m.id LIMIT 1) AS first ON true
    WHERE (r.device_id IN (SELECT id FROM device WHERE lot_id = ANY($1))
           OR r.id IN (SELECT m.drive_id FROM drive_move AS m JOIN device AS d ON d.id = m.device_id
                       WHERE d.lot_id = ANY($1) AND m.way = 'out'))
      AND NOT r.is_new AND coalesce(r.wipe_method, '') <> 'new_drive'
      AND NOT EXISTS (SELECT FROM voided_wipe AS v WHERE v.drive_id = r.id AND v.wipe_method = 'new_drive')
      AND coalesce(first.way, 'out') = 'out')
SELECT count(*) AS with_drive, count(*) FILTER (WHERE wiped) AS wiped FROM (
    SELECT came.device_id, bool_and(came.proven) AS wiped FROM came JOIN device AS d ON d.id = came.device_id
    WHERE d.lot_id = ANY($1) GROUP BY 1) AS machines
"""
"""Of which machines every drive that came with them is proven empty, wherever that drive is now: the rule of
`queries.certificate`, in numbers."""
WAITING = "SELECT count(*) FROM waiting_serial WHERE lot_id = ANY($1)"
RECYCLERS = """
SELECT DISTINCT c.name FROM device AS d JOIN retirement AS r ON r.device_id = d.id
JOIN hand_over AS h ON h.id = r.hand_over_id JOIN short_list_entry AS c ON c.id = h.recycler_id
WHERE d.organisation = $1 AND d.lot_id = ANY($2) AND r.left_on IS NOT NULL ORDER BY 1
"""


@dataclass(frozen=True, slots=True)
class DonorLine:
    """An organisation that gave something, and all of it together.

    Attributes:
        came: machines that came in; `out` of these are with a family.
        expected: how many were promised, over the lots of which somebody said so.
    """

    donor: Donor
    lots: int
    came: int
    out: int
    expected: int


async def list_donors(unit: Unit, *, after: tuple[str, UUID] | None = None, most: int = PAGE) -> Sequence[DonorLine]:
    """A page of organisations that gave something, by alphabet. `after` is the last one of the page before: its name in small
    letters, and its id."""
    name, last = after or (None, None)
    rows = await (await driver_of(unit.connection)).fetch(DONORS, unit.organisation, name, last, most)
    return [
        DonorLine(
            Donor(row["id"], DonorKind(row["kind"]), row["name"]),
            row["lots"],
            int(row["machines"] + row["waiting"]),
            int(row["out"]),
            int(row["expected"]),
        )
        for row in rows
    ]


async def lots_of_persons(unit: Unit) -> int:
    """How many lots came from private persons, of whom no name is kept."""
    return int(await (await driver_of(unit.connection)).fetchval(PERSONS, unit.organisation))


async def get_donor(unit: Unit, donor_id: UUID) -> Donor:
    """One donor. Raises `NotFound`."""
    row = (await unit.connection.execute(select(donor).where(donor.c.id == donor_id))).first()
    if row is None:
        raise NotFound()
    return Donor(row.id, DonorKind(row.kind), row.name)


async def lot_ids_of(unit: Unit, donor_id: UUID) -> Sequence[UUID]:
    """The lots of a donor."""
    return list(await unit.connection.scalars(select(lot.c.id).where(lot.c.donor_id == donor_id)))


async def device_ids_of(unit: Unit, lot_ids: Collection[UUID], most: int) -> Sequence[UUID]:
    """The machines of these lots, the oldest first; one more than `most` tells that there are more."""
    wanted = select(device.c.id).where(device.c.lot_id.in_(lot_ids)).order_by(device.c.id).limit(most + 1)
    return list(await unit.connection.scalars(wanted))


async def became(unit: InventoryUnit, lot_ids: Collection[UUID]) -> Became:
    """What became of the machines of these lots."""
    driver, lots = await driver_of(unit.connection), list(lot_ids)
    rows = await driver.fetch(BECAME, unit.organisation, lots)
    [wiped] = await driver.fetch(WIPED, lots)
    weights = await unit.endings.weights()
    kinds: dict[Chassis, int] = {}
    for row in rows:
        kinds[Chassis(row["chassis"])] = kinds.get(Chassis(row["chassis"]), 0) + row["machines"]

    def together(*outcomes: str) -> int:
        return sum(row["machines"] for row in rows if row["outcome"] in outcomes)

    recycled = [row for row in rows if row["outcome"] == "recycled" and Chassis(row["chassis"]) in weights]
    return Became(
        waiting=await driver.fetchval(WAITING, lots),
        preparing=together("in_stock"),
        lent=together("lent"),
        given_away=together("given_away"),
        parts=together("parts"),
        recycled=together("recycled"),
        ended=together("to_leave", "lost"),
        lent_again=sum(row["again"] for row in rows),
        with_drive=wiped["with_drive"],
        wiped=wiped["wiped"],
        kinds={kind: kinds[kind] for kind in Chassis if kind in kinds},
        recycled_grams=sum(row["machines"] * weights[Chassis(row["chassis"])].grams for row in recycled),
        recyclers=await _recyclers(driver, unit.organisation, lots),
    )


async def _recyclers(driver: Any, organisation: UUID, lots: Sequence[UUID]) -> Sequence[str]:
    return [row["name"] for row in await driver.fetch(RECYCLERS, organisation, lots)]
