"""Loads and saves lists that somebody brings, and what stands in them for as long as it does."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg
import orjson
from sqlalchemy import Row as DatabaseRow
from sqlalchemy import insert, select, update

from services.inventory.domain.sheets.checking import Checked, Plan, RowProblem
from services.inventory.domain.sheets.headings import Field
from services.inventory.domain.sheets.sheet import Sheet, SheetState
from services.inventory.domain.sheets.table import Row
from services.inventory.store.history import write_arrivals
from services.inventory.store.sheet_tables import sheet
from shared.bus.unit import Unit
from shared.contracts.vocabulary import Chassis
from shared.database.engine import driver_of
from shared.domain import NotFound

ADD_ROW = """
INSERT INTO sheet_row (sheet_id, organisation, number, cells, problems, is_wrong, is_line) VALUES ($1, $2, $3, $4, $5, $6, $7)
"""
CHECKED = """
UPDATE sheet_row AS r SET problems = new.problems, is_wrong = new.is_wrong, is_line = new.is_line,
    skipped = r.skipped AND new.is_wrong
FROM unnest($2::int[], $3::jsonb[], $4::bool[], $5::bool[]) AS new (number, problems, is_wrong, is_line)
WHERE r.sheet_id = $1 AND r.number = new.number
"""
ROWS = "SELECT number, cells FROM sheet_row WHERE sheet_id = $1 ORDER BY number"
SKIP = "UPDATE sheet_row SET skipped = number = ANY ($3::int[]) WHERE sheet_id = $1 AND is_wrong AND number = ANY ($2::int[])"
SKIP_ALL = "UPDATE sheet_row SET skipped = true WHERE sheet_id = $1 AND is_wrong"
TALLY = """
SELECT count(*) FILTER (WHERE is_line AND NOT is_wrong) AS good, count(*) FILTER (WHERE is_wrong) AS wrong,
    count(*) FILTER (WHERE is_wrong AND skipped) AS skipped FROM sheet_row WHERE sheet_id = $1
"""
NEXT = """
SELECT number, cells FROM sheet_row WHERE sheet_id = $1 AND is_line AND NOT is_wrong ORDER BY number LIMIT $2
"""
FORGET = "DELETE FROM sheet_row WHERE sheet_id = $1 AND number = ANY ($2::int[])"
FORGET_ALL = "DELETE FROM sheet_row WHERE sheet_id = $1"
SAME = """
SELECT id FROM sheet WHERE organisation = $1 AND content_hash = $2 AND id <> $3 AND state IN ('taking_in', 'done') ORDER BY id DESC
LIMIT 1
"""
SAME_OPEN = """
SELECT id FROM sheet WHERE organisation = $1 AND content_hash = $2 AND state = 'open' ORDER BY id DESC LIMIT 1
"""
OUTCOME = """
INSERT INTO sheet_outcome (sheet_id, organisation, number, device_id, code, problem, other) VALUES ($1, $2, $3, $4, $5, $6, $7)
"""
TAKEN_IN = """
SELECT number, device_id FROM sheet_outcome WHERE sheet_id = $1 AND device_id IS NOT NULL AND number > $2 ORDER BY number LIMIT $3
"""
UNTAKEN = "DELETE FROM sheet_outcome WHERE sheet_id = $1 AND number = ANY ($2::int[])"
MOVED_ON = """
SELECT count(*) OVER () AS all, d.id, d.code FROM sheet_outcome AS o JOIN device AS d ON d.id = o.device_id
WHERE o.sheet_id = $1 AND ($2::uuid[] IS NULL OR d.id = ANY ($2)) AND (
    d.status <> 'arrived' OR d.check_at IS NOT NULL OR d.install_at IS NOT NULL OR d.lost IS NOT NULL
    OR EXISTS (SELECT FROM bus.subject AS s WHERE s.subject = d.id AND s.last_sequence > 1)
    OR EXISTS (SELECT FROM device_history AS h WHERE h.device_id = d.id AND h.kind <> 'register_device')
    OR EXISTS (SELECT FROM device_photo AS p WHERE p.device_id = d.id)
    OR EXISTS (SELECT FROM device_password AS p WHERE p.device_id = d.id)
    OR EXISTS (SELECT FROM remark AS m WHERE m.device_id = d.id)
    OR EXISTS (SELECT FROM stock_take_line AS l WHERE l.device_id = d.id)
    OR EXISTS (SELECT FROM drive_move AS m WHERE m.device_id = d.id)
    OR EXISTS (SELECT FROM known_ticket AS t WHERE t.organisation = d.organisation AND t.device_id = d.id AND t.is_open)
    OR EXISTS (SELECT FROM drive AS r WHERE r.device_id = d.id AND (r.wipe_method IS NOT NULL OR r.removed_at IS NOT NULL)))
ORDER BY o.number LIMIT $3
"""


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows of a list can be taken in, have a problem, and of those are left out on purpose."""

    good: int
    wrong: int
    skipped: int

    @property
    def undecided(self) -> int:
        """Rows that a person still has to decide about."""
        return self.wrong - self.skipped


class Sheets:
    """The lists of the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def _driver(self) -> asyncpg.Connection:
        return await driver_of(self._unit.connection)

    async def get(self, sheet_id: UUID) -> Sheet:
        """A list, locked until the transaction ends. Raises `NotFound`."""
        row = (await self._unit.connection.execute(select(sheet).where(sheet.c.id == sheet_id).with_for_update())).first()
        if row is None:
            raise NotFound()
        return sheet_from(row)

    async def add(self, new: Sheet, rows: Sequence[Row], checked: Sequence[Checked]) -> None:
        """Store a list with everything that stands in it."""
        organisation = self._unit.organisation
        await self._unit.connection.execute(insert(sheet).values(id=new.id, organisation=organisation, **_sheet_row(new)))
        of = {one.row.number: one for one in checked}
        records = ((new.id, organisation, row.number, list(row.cells), *_check_row(of.get(row.number))) for row in rows)
        await (await self._driver()).executemany(ADD_ROW, records)

    async def save(self, changed: Sheet) -> None:
        """Store how far a list is and how it is read."""
        await self._unit.connection.execute(update(sheet).where(sheet.c.id == changed.id).values(_sheet_row(changed)))

    async def rows(self, sheet_id: UUID) -> list[Row]:
        """Everything that stands in a list."""
        return [Row(row["number"], tuple(row["cells"])) for row in await (await self._driver()).fetch(ROWS, sheet_id)]

    async def save_checked(self, sheet_id: UUID, rows: Sequence[Row], checked: Sequence[Checked]) -> None:
        """Store what is wrong with each row now. What was left out on purpose stays so while something is wrong with it."""
        of = {one.row.number: one for one in checked}
        columns = zip(*[(row.number, *_check_row(of.get(row.number))) for row in rows], strict=True)
        await (await self._driver()).execute(CHECKED, sheet_id, *columns)

    async def skip(self, sheet_id: UUID, shown: Sequence[int], ticked: Sequence[int]) -> None:
        """Leave out those that are ticked, of those with a problem that somebody looked at; and the others of these not."""
        await (await self._driver()).execute(SKIP, sheet_id, shown, ticked)

    async def skip_all(self, sheet_id: UUID) -> None:
        """Leave out every row with a problem."""
        await (await self._driver()).execute(SKIP_ALL, sheet_id)

    async def tally(self, sheet_id: UUID) -> Tally:
        """How many rows are good, wrong, and left out."""
        row = await (await self._driver()).fetchrow(TALLY, sheet_id)
        return Tally(row["good"], row["wrong"], row["skipped"]) if row else Tally(0, 0, 0)

    async def next_rows(self, sheet_id: UUID, most: int) -> list[Row]:
        """The first rows that still wait to be taken in."""
        return [Row(row["number"], tuple(row["cells"])) for row in await (await self._driver()).fetch(NEXT, sheet_id, most)]

    async def forget(self, sheet_id: UUID, numbers: Sequence[int] | None = None) -> None:
        """Let go of what stands in these rows; of all that are left without `numbers`."""
        driver = await self._driver()
        await (driver.execute(FORGET_ALL, sheet_id) if numbers is None else driver.execute(FORGET, sheet_id, numbers))

    async def same_taken_in(self, of: Sheet) -> UUID | None:
        """Another list with the very same content that was taken in, and not taken back."""
        found: UUID | None = await (await self._driver()).fetchval(SAME, self._unit.organisation, of.content_hash, of.id)
        return found

    async def same_open(self, content_hash: bytes) -> UUID | None:
        """The list with this content that waits for a decision."""
        found: UUID | None = await (await self._driver()).fetchval(SAME_OPEN, self._unit.organisation, content_hash)
        return found

    async def came_in(self, sheet_id: UUID, devices: Sequence[tuple[int, UUID, str]], brought_by: UUID) -> None:
        """Note which row became which machine: number, id and code; also in the history of each, as done by this person."""
        records = [(sheet_id, self._unit.organisation, number, device, code, None, None) for number, device, code in devices]
        await (await self._driver()).executemany(OUTCOME, records)
        await write_arrivals(self._unit, [device for _, device, _ in devices], brought_by)

    async def left_out(self, sheet_id: UUID, rows: Sequence[tuple[int, str, str]]) -> None:
        """Note which row became none: number, the name of the problem, what it is about."""
        records = [(sheet_id, self._unit.organisation, number, None, None, problem, other) for number, problem, other in rows]
        await (await self._driver()).executemany(OUTCOME, records)

    async def taken_in(self, sheet_id: UUID, after: int, most: int) -> list[tuple[int, UUID]]:
        """Rows that became a machine, and which; from behind a row's number."""
        return [(row["number"], row["device_id"]) for row in await (await self._driver()).fetch(TAKEN_IN, sheet_id, after, most)]

    async def taken_back(self, sheet_id: UUID, numbers: Sequence[int]) -> None:
        """These rows are no machine any more."""
        await (await self._driver()).execute(UNTAKEN, sheet_id, numbers)

    async def moved_on(self, sheet_id: UUID, among: Sequence[UUID] | None = None, most: int = 20) -> tuple[int, dict[UUID, str]]:
        """Machines of a list with which something was done since: how many, and the codes of the first ones."""
        return await moved_on(self._unit, sheet_id, among, most)


async def moved_on(unit: Unit, sheet_id: UUID, among: Sequence[UUID] | None, most: int) -> tuple[int, dict[UUID, str]]:
    """See `Sheets.moved_on`; pages ask it too."""
    rows = await (await driver_of(unit.connection)).fetch(MOVED_ON, sheet_id, among, most)
    return (rows[0]["all"] if rows else 0), {row["id"]: row["code"] for row in rows}


def sheet_from(row: DatabaseRow[Any]) -> Sheet:
    """A list from its row."""
    plan = Plan(
        heading_row=row.heading_row,
        fields=tuple(Field(one) if one else None for one in row.fields),
        kind=Chassis(row.kind) if row.kind else None,
        maker=row.maker,
        kinds={word: Chassis(kind) for word, kind in row.kinds.items()},
    )
    return Sheet(
        row.id,
        row.content_hash,
        row.name,
        plan,
        row.rows,
        row.brought_by,
        row.brought_at,
        SheetState(row.state),
        row.ended_at,
        row.lot_id,
    )


def problems_from(stored: Any) -> list[RowProblem]:
    """What is wrong with a row, as it is stored."""
    return [RowProblem(code, column, other) for code, column, other in stored]


def _check_row(checked: Checked | None) -> tuple[str, bool, bool]:
    if checked is None or not checked.problems:
        return "[]", False, checked is not None
    return orjson.dumps([(one.code, one.column, one.other) for one in checked.problems]).decode(), True, True


def _sheet_row(of: Sheet) -> dict[str, object]:
    return {
        "content_hash": of.content_hash,
        "name": of.name,
        "state": of.state.value,
        "heading_row": of.plan.heading_row,
        "fields": [one.value if one else "" for one in of.plan.fields],
        "kind": of.plan.kind.value if of.plan.kind else None,
        "maker": of.plan.maker,
        "kinds": {word: kind.value for word, kind in of.plan.kinds.items()},
        "rows": of.rows,
        "brought_by": of.brought_by,
        "brought_at": of.brought_at,
        "ended_at": of.ended_at,
        "lot_id": of.lot_id,
    }
