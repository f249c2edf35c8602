"""What pages read about stock takes."""

from collections.abc import AsyncIterator, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.inventory.domain.stock_take import Result, StockTake
from services.inventory.store.stock_take_rules import RESULT
from services.inventory.store.stock_takes import stock_take_from
from services.inventory.store.tables import stock_take
from shared.bus.unit import Unit
from shared.contracts.vocabulary import DeviceState
from shared.database.engine import driver_of
from shared.domain import NotFound

PAGE = 50
MOST_RECENT = 8

LINES = "FROM stock_take_line AS l LEFT JOIN device AS d ON d.id = l.device_id WHERE l.stock_take = $1"
SAYS = f"CASE WHEN l.result IS NOT NULL THEN l.result ELSE {RESULT} END"
LINE = (
    f"SELECT l.code, l.device_id, d.maker, d.model, d.serial, coalesce(l.state_at_close, d.status) AS status, {SAYS} AS result, "
    "l.scanned_at, l.scanned_by, d.lost IS NOT NULL, d.out_since IS NOT NULL"
)
COUNTS = f"SELECT {SAYS} AS result, count(*) AS many {LINES} GROUP BY 1"
OPEN_LINES = f"{LINE} {LINES} AND ({RESULT}) = ANY($2::text[]) AND l.code > $3 ORDER BY l.code LIMIT $4"
ALL_LINES = f"{LINE} {LINES} AND l.code > $2 ORDER BY l.code LIMIT $3"
SOME = "SELECT * FROM stock_take_line WHERE stock_take = $1"
CLOSED = f"{SOME} AND result = ANY($2::text[]) AND code > $3 ORDER BY code LIMIT $4"
SEEN_LAST = f"{SOME} AND scanned_at IS NOT NULL ORDER BY scanned_at DESC LIMIT $2"
CLOSED_LINES = f"{LINE} FROM ({CLOSED}) AS l LEFT JOIN device AS d ON d.id = l.device_id ORDER BY l.code"
RECENT = f"{LINE} FROM ({SEEN_LAST}) AS l LEFT JOIN device AS d ON d.id = l.device_id ORDER BY l.scanned_at DESC"
COUNTERS = "SELECT count(DISTINCT scanned_by) FROM stock_take_line WHERE stock_take = $1 AND scanned_at IS NOT NULL"


@dataclass(frozen=True, slots=True)
class Line:
    """One device or code of a stock take; maker and model are empty for a code that no machine of ours has.

    Attributes:
        is_lost, is_at_partner: what our records say of it now, also when the stock take is closed.
    """

    code: str
    device_id: UUID | None
    maker: str
    model: str
    serial: str | None
    status: DeviceState | None
    result: Result
    scanned_at: datetime | None
    scanned_by: UUID | None
    is_lost: bool
    is_at_partner: bool


async def get_stock_take(unit: Unit, stock_take_id: UUID) -> StockTake:
    """One of them, to look at. Raises `NotFound`."""
    row = (await unit.connection.execute(select(stock_take).where(stock_take.c.id == stock_take_id))).first()
    if row is None:
        raise NotFound()
    return stock_take_from(row)


async def list_stock_takes(unit: Unit, before: UUID | None = None) -> Sequence[StockTake]:
    """A page of them, the newest first. `before` is the id of the last one of the page before."""
    wanted = select(stock_take).where(stock_take.c.organisation == unit.organisation).order_by(stock_take.c.id.desc()).limit(PAGE)
    if before is not None:
        wanted = wanted.where(stock_take.c.id < before)
    return [stock_take_from(row) for row in await unit.connection.execute(wanted)]


async def counts_of(unit: Unit, one: StockTake) -> dict[Result, int]:
    """How many there are of each result; 0 for none."""
    found = {Result(row["result"]): row["many"] for row in await _of_all(unit, COUNTS, one.id)}
    return {result: found.get(result, 0) for result in Result}


async def counters_of(unit: Unit, one: StockTake) -> int:
    """How many people counted."""
    return int(await (await driver_of(unit.connection)).fetchval(COUNTERS, one.id))


async def lines_of(unit: Unit, one: StockTake, results: Collection[Result], after: str = "", most: int = PAGE) -> Sequence[Line]:
    """A page of lines with one of these results, by code. `after` is the code of the last one of the page before."""
    asked = one.id, [result.value for result in results], after, most
    if one.is_open:
        return [_line(row) for row in await _of_all(unit, OPEN_LINES, *asked)]
    return [_line(row) for row in await (await driver_of(unit.connection)).fetch(CLOSED_LINES, *asked)]


async def all_lines(unit: Unit, one: StockTake, most: int = 1000) -> AsyncIterator[Sequence[Line]]:
    """Every line, by code, in pages."""
    after = ""
    while found := [_line(row) for row in await _of_all(unit, ALL_LINES, one.id, after, most)]:
        yield found
        after = found[-1].code


async def recent_lines(unit: Unit, one: StockTake) -> Sequence[Line]:
    """What was seen last, whoever saw it; the newest first."""
    return [_line(row) for row in await (await driver_of(unit.connection)).fetch(RECENT, one.id, MOST_RECENT)]


async def line_of(unit: Unit, one: StockTake, code: str) -> Line | None:
    """One line by its code; None when it is not in this stock take."""
    row = await (await driver_of(unit.connection)).fetchrow(f"{LINE} {LINES} AND l.code = $2", one.id, code)
    return _line(row) if row else None


async def _of_all(unit: Unit, statement: str, *asked: object) -> list[Any]:
    """The rows of a statement that goes over all lines of a stock take.

    The lines came a moment ago, so PostgreSQL does not know yet how many they are. Left alone it took each of ten thousand to
    every device of the organisation: twenty seconds for a page. Without nested loops it puts them side by side in a tenth of one.
    """
    driver = await driver_of(unit.connection)
    await driver.execute("SET LOCAL enable_nestloop = off")
    rows: list[Any] = await driver.fetch(statement, *asked)
    await driver.execute("SET LOCAL enable_nestloop = on")
    return rows


def _line(row: Any) -> Line:
    code, device_id, maker, model, serial, status, result, scanned_at, scanned_by, lost, out = row
    state = DeviceState(status) if status else None
    return Line(
        code, device_id, maker or "", model or "", serial, state, Result(result), scanned_at, scanned_by, bool(lost), bool(out)
    )
