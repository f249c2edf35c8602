"""Bring a list to look at: nothing of it is a machine yet."""

import asyncio
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

from services.inventory.commands.forget_sheet import KIND as FORGET
from services.inventory.domain.sheets.checking import Checked, Plan, RowProblem, check_rows, machine_rows
from services.inventory.domain.sheets.headings import Field, heading_row, recognised
from services.inventory.domain.sheets.reading import read_sheet
from services.inventory.domain.sheets.sheet import KEPT, Sheet
from services.inventory.domain.sheets.table import MOST_ROWS, Row, SheetProblem, SheetRefused
from services.inventory.store.unit import InventoryUnit
from shared.bus.jobs import schedule
from shared.language.free_text import has_register_number

_LONGEST_NAME = 80
_ONE_AT_A_TIME = asyncio.Semaphore(1)
"""Reading a large list takes a processor and some 100 MB for seconds; others wait their turn."""


@dataclass(frozen=True, slots=True)
class ReadSheet:
    """A list that was read, outside any transaction: what stands in it, how it seems to be meant, and what that gives."""

    content_hash: bytes
    name: str
    plan: Plan
    rows: list[Row]
    checked: list[Checked]


@dataclass(frozen=True, slots=True)
class BringSheet:
    """What was read, who brought it, and with which lot it came; None when nobody says."""

    read: ReadSheet
    by: UUID
    lot_id: UUID | None = None


async def read_outside_loop(content: bytes, name: str) -> ReadSheet:
    """Read a list in a thread of its own. Raises `SheetRefused`."""
    async with _ONE_AT_A_TIME:
        return await asyncio.to_thread(_read, content, name)


def _read(content: bytes, name: str) -> ReadSheet:
    table = read_sheet(content)
    number = heading_row(table.rows)
    headings = next((row.cells for row in table.rows if row.number == number), None)
    fields = recognised(headings) if headings is not None else [None] * len(table.rows[0].cells)
    plan = Plan(number, tuple(fields))
    rows = [_without_persons(row, plan) for row in table.rows]
    machines = machine_rows(rows, plan)
    if not machines:
        raise SheetRefused(SheetProblem.ONLY_HEADINGS)
    if machines > MOST_ROWS:
        raise SheetRefused(SheetProblem.TOO_MANY_ROWS)
    shown = " · ".join(part for part in (_file_name(name), table.name) if part)
    return ReadSheet(sha256(content).digest(), shown, plan, rows, check_rows(rows, plan))


async def bring_sheet(command: BringSheet, unit: InventoryUnit) -> Sheet:
    """Keep a list to look at, for a week. The same list that still waits is that list. Raises `NotFound` for an unknown lot."""
    read = command.read
    if command.lot_id is not None:
        await unit.intake.must_have_lot(command.lot_id)
    waiting = await unit.sheets.same_open(read.content_hash)
    if waiting is not None:
        return await unit.sheets.get(waiting)
    sheet = Sheet(
        id=unit.new_id(),
        content_hash=read.content_hash,
        name=read.name,
        plan=read.plan,
        rows=machine_rows(read.rows, read.plan),
        brought_by=command.by,
        brought_at=unit.now(),
        lot_id=command.lot_id,
    )
    await unit.sheets.add(sheet, read.rows, await with_those_here(read.checked, read.plan, unit))
    await schedule(unit, FORGET, str(sheet.id), unit.now() + KEPT)
    return sheet


async def with_those_here(checked: list[Checked], plan: Plan, unit: InventoryUnit) -> list[Checked]:
    """The same rows; a machine that is here already is a problem, which says with what code."""
    here = await unit.intake.codes_of_serials([one.line.serial for one in checked if one.line and one.line.serial])
    column = plan.column(Field.SERIAL)

    def looked_up(one: Checked) -> Checked:
        code = here.get(one.line.serial.casefold()) if one.line and one.line.serial else None
        return Checked(one.row, None, (*one.problems, RowProblem("here", column, code))) if code else one

    return [looked_up(one) for one in checked] if here else checked


def _without_persons(row: Row, plan: Plan) -> Row:
    """What stands in columns about persons is not kept, but for the headings above them."""
    if row.number <= plan.heading_row or Field.PERSONAL not in plan.fields:
        return row
    return Row(
        row.number,
        tuple("" if one is Field.PERSONAL else cell for cell, one in zip(row.cells, plan.fields, strict=True)),
    )


def _file_name(name: str) -> str:
    shown = "".join(letter for letter in name.replace("\\", "/").rpartition("/")[2] if letter.isprintable()).strip()
    return "" if has_register_number(shown) else shown[-_LONGEST_NAME:]
