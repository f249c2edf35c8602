"""What pages read about lists that somebody brought."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import select

from services.inventory.domain.sheets.checking import RowProblem, unknown_kinds
from services.inventory.domain.sheets.headings import Field
from services.inventory.domain.sheets.sheet import Sheet
from services.inventory.domain.sheets.table import ABOVE, Row
from services.inventory.queries.devices import PAGE
from services.inventory.store import sheets as store
from services.inventory.store.sheet_tables import sheet
from services.inventory.store.sheets import SAME, TALLY, Tally, problems_from, sheet_from
from shared.bus.unit import Unit
from shared.database.engine import driver_of
from shared.domain import NotFound

SHOWN_ROWS = 5
MOVED_SHOWN = 20
STICKERS_AT_ONCE = 420
"""Twenty sheets of 21; as many ids as an address holds with ease."""

COUNTS = """
SELECT sheet_id, count(device_id) AS machines, count(*) FILTER (WHERE device_id IS NULL) AS others
FROM sheet_outcome WHERE sheet_id = ANY ($1::uuid[]) GROUP BY sheet_id
"""
BEGIN = "SELECT number, cells FROM sheet_row WHERE sheet_id = $1 ORDER BY number LIMIT $2"
FIRST = "SELECT number, cells FROM sheet_row WHERE sheet_id = $1 AND is_line ORDER BY number LIMIT $2"
WRONG = """
SELECT number, cells, problems, skipped FROM sheet_row WHERE sheet_id = $1 AND is_wrong AND number > $2 ORDER BY number LIMIT $3
"""
KINDS = """
SELECT cells[$2::int + 1] AS cell, count(*) AS times FROM sheet_row WHERE sheet_id = $1 AND is_line
GROUP BY 1 ORDER BY 2 DESC LIMIT 1000
"""
WHICH = """
SELECT problem->>0 AS code, count(DISTINCT number) AS times FROM sheet_row, jsonb_array_elements(problems) AS problem
WHERE sheet_id = $1 AND is_wrong GROUP BY 1 ORDER BY 2 DESC, 1
"""
WAITING = "SELECT count(*) FROM sheet_row WHERE sheet_id = $1 AND is_line AND NOT is_wrong"
OUTCOMES = """
SELECT o.number, o.device_id, o.code, d.maker, d.model FROM sheet_outcome AS o JOIN device AS d ON d.id = o.device_id
WHERE o.sheet_id = $1 AND o.number > $2 ORDER BY o.number LIMIT $3
"""
LEFT_OUT = """
SELECT number, problem, other FROM sheet_outcome WHERE sheet_id = $1 AND device_id IS NULL ORDER BY number LIMIT $2
"""
IDS = "SELECT device_id FROM sheet_outcome WHERE sheet_id = $1 AND device_id IS NOT NULL ORDER BY number LIMIT $2 OFFSET $3"


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A list, how many machines came of it, and how many rows became none while it was taken in."""

    sheet: Sheet
    machines: int
    others: int


@dataclass(frozen=True, slots=True)
class WrongRow:
    """A row with what is wrong with it, and whether it is left out on purpose."""

    row: Row
    problems: Sequence[RowProblem]
    skipped: bool


@dataclass(frozen=True, slots=True)
class Machine:
    """What a row became."""

    number: int
    id: UUID
    code: str
    maker: str
    model: str


async def get_sheet(unit: Unit, sheet_id: UUID) -> SheetLine:
    """One list. Raises `NotFound`."""
    row = (await unit.connection.execute(select(sheet).where(sheet.c.id == sheet_id))).first()
    if row is None:
        raise NotFound()
    return (await _counted(unit, [sheet_from(row)]))[0]


async def list_sheets(unit: Unit, *, before: UUID | None = None, most: int = PAGE) -> Sequence[SheetLine]:
    """A page of lists, the newest first. `before` is the id of the last one of the page before."""
    wanted = select(sheet).where(sheet.c.organisation == unit.organisation).order_by(sheet.c.id.desc()).limit(most)
    if before is not None:
        wanted = wanted.where(sheet.c.id < before)
    return await _counted(unit, [sheet_from(row) for row in await unit.connection.execute(wanted)])


async def _counted(unit: Unit, sheets: Sequence[Sheet]) -> Sequence[SheetLine]:
    rows = await (await driver_of(unit.connection)).fetch(COUNTS, [one.id for one in sheets])
    counts: Mapping[UUID, tuple[int, int]] = {row["sheet_id"]: (row["machines"], row["others"]) for row in rows}
    return [SheetLine(one, *counts.get(one.id, (0, 0))) for one in sheets]


async def tally(unit: Unit, sheet_id: UUID) -> Tally:
    """How many rows are good, wrong and left out."""
    row = await (await driver_of(unit.connection)).fetchrow(TALLY, sheet_id)
    return Tally(row["good"], row["wrong"], row["skipped"]) if row else Tally(0, 0, 0)


async def beginning(unit: Unit, sheet_id: UUID) -> Sequence[Row]:
    """The first rows of a list, of which one has the headings."""
    return await _rows(unit, BEGIN, sheet_id, 2 * ABOVE)


async def first_rows(unit: Unit, sheet_id: UUID) -> Sequence[Row]:
    """The first rows that may be a machine."""
    return await _rows(unit, FIRST, sheet_id, SHOWN_ROWS)


async def _rows(unit: Unit, statement: str, *values: object) -> Sequence[Row]:
    return [Row(row["number"], tuple(row["cells"])) for row in await (await driver_of(unit.connection)).fetch(statement, *values)]


async def wrong_rows(unit: Unit, sheet_id: UUID, after: int, most: int = PAGE) -> Sequence[WrongRow]:
    """A page of the rows with a problem, behind the row with this number."""
    rows = await (await driver_of(unit.connection)).fetch(WRONG, sheet_id, after, most)
    return [
        WrongRow(Row(row["number"], tuple(row["cells"])), problems_from(_json(row["problems"])), row["skipped"]) for row in rows
    ]


async def which_problems(unit: Unit, sheet_id: UUID) -> Sequence[tuple[str, int]]:
    """Which problems there are, and on how many rows; the most frequent first."""
    rows = await (await driver_of(unit.connection)).fetch(WHICH, sheet_id)
    return [(row["code"], row["times"]) for row in rows]


async def strange_kinds(unit: Unit, of: Sheet) -> Sequence[tuple[str, int]]:
    """Words for kinds of machine in a list that we do not know, with how many rows say them."""
    column = of.plan.column(Field.KIND)
    if column is None:
        return []
    rows = await (await driver_of(unit.connection)).fetch(KINDS, of.id, column)
    return unknown_kinds((row["cell"], row["times"]) for row in rows)


async def same_taken_in(unit: Unit, of: Sheet) -> SheetLine | None:
    """Another list with the very same content that was taken in and not taken back."""
    found = await (await driver_of(unit.connection)).fetchval(SAME, unit.organisation, of.content_hash, of.id)
    return await get_sheet(unit, found) if found else None


async def waiting(unit: Unit, sheet_id: UUID) -> int:
    """How many rows still wait to be taken in."""
    count: int = await (await driver_of(unit.connection)).fetchval(WAITING, sheet_id)
    return count


async def machines_of(unit: Unit, sheet_id: UUID, after: int, most: int = PAGE) -> Sequence[Machine]:
    """A page of what the rows became, behind the row with this number."""
    rows = await (await driver_of(unit.connection)).fetch(OUTCOMES, sheet_id, after, most)
    return [Machine(row["number"], row["device_id"], row["code"], row["maker"], row["model"]) for row in rows]


async def left_out(unit: Unit, sheet_id: UUID) -> Sequence[tuple[int, RowProblem]]:
    """Rows that became no machine while the list was taken in, and why; the first ones."""
    rows = await (await driver_of(unit.connection)).fetch(LEFT_OUT, sheet_id, PAGE)
    return [(row["number"], RowProblem(row["problem"], None, row["other"] or "")) for row in rows]


async def moved_on(unit: Unit, sheet_id: UUID) -> tuple[int, Mapping[UUID, str]]:
    """Machines of a list with which something was done since they came in: how many, and the codes of the first ones."""
    return await store.moved_on(unit, sheet_id, None, MOVED_SHOWN)


async def ids_of_part(unit: Unit, sheet_id: UUID, part: int) -> Sequence[UUID]:
    """The machines of a part of a list, from 1, as many as stickers are printed at once; in the order of the list."""
    rows = await (await driver_of(unit.connection)).fetch(IDS, sheet_id, STICKERS_AT_ONCE, (part - 1) * STICKERS_AT_ONCE)
    return [row["device_id"] for row in rows]


def _json(stored: Any) -> Any:
    return orjson.loads(stored) if isinstance(stored, str | bytes) else stored
