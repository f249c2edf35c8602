"""What pages and API read about lots, and about reports that were brought together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, select

from services.inventory.domain.lot import Lot, WaitingSerial
from services.inventory.domain.report_file import Outcome, ReportFile
from services.inventory.queries.devices import LINE, PAGE, DeviceLine, line_from
from services.inventory.store.intake import LOT, lot_from, waiting_from
from services.inventory.store.intake_tables import donor, lot, report_file, waiting_serial
from services.inventory.store.report_files import SHOWN, file_from
from services.inventory.store.tables import device
from shared.bus.unit import Unit
from shared.database.engine import driver_of
from shared.domain import NotFound

MOST_WAITING = 200
MOST_SUGGESTIONS = 200

# What the machines of a lot that lie on the workbench still lack, by the next thing to do; the same order as `next_step` goes by.
LACKING = """
SELECT step, count(*) AS machines FROM (
    SELECT CASE
        WHEN d.stage = 'wiped' THEN 'look_over'
        WHEN d.stage = 'checked' THEN 'install'
        WHEN d.stage = 'installed' THEN 'make_ready'
        WHEN count(r.id) = 0 THEN 'no_drive'
        WHEN bool_or(r.wipe_method IS NULL OR NOT r.wipe_succeeded) THEN 'wipe'
        ELSE 'check' END AS step
    FROM device AS d LEFT JOIN drive AS r ON r.device_id = d.id AND r.removed_at IS NULL
    WHERE d.lot_id = $1 AND d.status = 'arrived' AND d.lost IS NULL GROUP BY d.id) AS lacking
GROUP BY step
"""


@dataclass(frozen=True, slots=True)
class LotLine:
    """A lot, and how many of its machines are here; `waiting` of them as a serial number only."""

    lot: Lot
    came: int
    waiting: int


async def list_lots(unit: Unit, *, before: UUID | None = None, donor_id: UUID | None = None, most: int = PAGE) -> Sequence[LotLine]:
    """A page of lots, the newest first. `before` is the id of the last one of the page before."""
    wanted = LOT.where(lot.c.organisation == unit.organisation).order_by(lot.c.id.desc()).limit(most)
    if before is not None:
        wanted = wanted.where(lot.c.id < before)
    if donor_id is not None:
        wanted = wanted.where(lot.c.donor_id == donor_id)
    lots = [lot_from(row) for row in await unit.connection.execute(wanted)]
    return await _counted(unit, lots)


async def get_lot(unit: Unit, lot_id: UUID) -> LotLine:
    """One lot. Raises `NotFound`."""
    found = (await unit.connection.execute(LOT.where(lot.c.id == lot_id))).first()
    if found is None:
        raise NotFound()
    return (await _counted(unit, [lot_from(found)]))[0]


async def _counted(unit: Unit, lots: Sequence[Lot]) -> Sequence[LotLine]:
    ids = [one.id for one in lots]
    machines = select(device.c.lot_id, func.count()).where(device.c.lot_id.in_(ids)).group_by(device.c.lot_id)
    serials = select(waiting_serial.c.lot_id, func.count()).where(waiting_serial.c.lot_id.in_(ids))
    here: Mapping[UUID, int] = {row[0]: row[1] for row in await unit.connection.execute(machines)} if ids else {}
    wait: Mapping[UUID, int] = (
        {row[0]: row[1] for row in await unit.connection.execute(serials.group_by(waiting_serial.c.lot_id))} if ids else {}
    )
    return [LotLine(one, here.get(one.id, 0) + wait.get(one.id, 0), wait.get(one.id, 0)) for one in lots]


async def machines_of(unit: Unit, lot_id: UUID, *, before: UUID | None = None, most: int = PAGE) -> Sequence[DeviceLine]:
    """A page of the machines of a lot, the newest first."""
    wanted = select(*LINE).where(device.c.lot_id == lot_id).order_by(device.c.id.desc()).limit(most)
    if before is not None:
        wanted = wanted.where(device.c.id < before)
    return [line_from(row) for row in await unit.connection.execute(wanted)]


async def lacking(unit: Unit, lot_id: UUID) -> Mapping[str, int]:
    """How many machines of a lot wait for which step; those that are past the workbench are not in it."""
    rows = await (await driver_of(unit.connection)).fetch(LACKING, lot_id)
    return {row["step"]: row["machines"] for row in rows}


async def waiting_of(unit: Unit, lot_id: UUID) -> Sequence[WaitingSerial]:
    """The scanned numbers of a lot that are no machine yet, the newest first."""
    rows = select(waiting_serial).where(waiting_serial.c.lot_id == lot_id).order_by(waiting_serial.c.id.desc()).limit(MOST_WAITING)
    return [waiting_from(row) for row in await unit.connection.execute(rows)]


async def undecided_drop(unit: Unit, lot_id: UUID) -> UUID | None:
    """The newest bringing of reports for a lot in which something waits for a decision, if any."""
    outcome = report_file.c.outcome.in_((Outcome.WAITING.value, Outcome.KNOWN.value))
    mine = (report_file.c.organisation == unit.organisation, report_file.c.lot_id == lot_id, outcome)
    found: UUID | None = await unit.connection.scalar(
        select(report_file.c.drop_id).where(*mine).order_by(report_file.c.id.desc()).limit(1)
    )
    return found


async def files_of(unit: Unit, drop_id: UUID) -> Sequence[ReportFile]:
    """What was brought together, without what is in it, in that order. Raises `NotFound`."""
    mine = (report_file.c.organisation == unit.organisation, report_file.c.drop_id == drop_id)
    files = [file_from(row) for row in await unit.connection.execute(select(*SHOWN).where(*mine).order_by(report_file.c.id))]
    if not files:
        raise NotFound()
    return files


async def donors(unit: Unit) -> Sequence[str]:
    """Names of organisations that gave something, by alphabet, to choose from while typing."""
    names = select(donor.c.name).where(donor.c.organisation == unit.organisation, donor.c.name.is_not(None))
    return list(await unit.connection.scalars(names.order_by(donor.c.name).limit(MOST_SUGGESTIONS)))


async def makers_and_models(unit: Unit) -> tuple[Sequence[str], Sequence[str]]:
    """The makers and the models among the newest machines, by alphabet, to choose from while typing."""
    newest = (
        select(device.c.maker, device.c.model)
        .where(device.c.organisation == unit.organisation)
        .order_by(device.c.id.desc())
        .limit(1000)
        .subquery()
    )
    rows = (await unit.connection.execute(select(newest.c.maker, newest.c.model).distinct())).all()
    return sorted({row.maker for row in rows})[:MOST_SUGGESTIONS], sorted({row.model for row in rows})[:MOST_SUGGESTIONS]
