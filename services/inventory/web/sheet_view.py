"""The page of one list, whatever state it is in."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from fastapi import Request
from fastapi.responses import Response

from services.inventory.domain.sheets.checking import Plan, read_line
from services.inventory.domain.sheets.headings import Field
from services.inventory.domain.sheets.sheet import KEPT, SheetState
from services.inventory.domain.sheets.table import ABOVE, WITHHELD, Row
from services.inventory.queries import sheets as queries
from services.inventory.queries.devices import PAGE
from services.inventory.web.sheet_texts import FIELD, NOT_USED, PROBLEM, STATE
from services.inventory.web.texts import CHASSIS, MEDIUM
from shared.bus.unit import Unit
from shared.language.translate import _
from shared.web.call import running_service
from shared.web.forms import FormProblem
from shared.web.pages import page

WORDS = {"FIELD": FIELD, "PROBLEM": PROBLEM, "STATE": STATE, "CHASSIS": CHASSIS, "MEDIUM": MEDIUM}
_EXAMPLES = 3
_LONGEST_EXAMPLE = 40


async def show_sheet(
    request: Request,
    organisation: UUID,
    sheet_id: UUID,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
    *,
    after: int = 0,
) -> Response:
    """The page, with what was wrong with what somebody asked."""
    units = running_service(request).units
    async with units.open(organisation) as unit:
        line = await queries.get_sheet(unit, sheet_id)
        state = line.sheet.state
        context: dict[str, Any] = {
            "line": line,
            "sheet": line.sheet,
            "address": f"/inventory/sheets/{sheet_id}",
            "zone": units.zone,
            "problems": problems,
            "wrong": {problem.field: problem for problem in problems},
        }
        if state is SheetState.OPEN:
            context |= await _looked_at(unit, line, after)
            return page(request, "inventory/sheet.html", WORDS | context, status=status)
        if state in (SheetState.TAKING_IN, SheetState.UNDOING):
            waiting = await queries.waiting(unit, sheet_id) if state is SheetState.TAKING_IN else 0
            context |= {"done": line.machines + line.others, "total": line.machines + line.others + waiting}
        else:
            machines = await queries.machines_of(unit, sheet_id, after)
            parts = -(-line.machines // queries.STICKERS_AT_ONCE)
            moved, which = await queries.moved_on(unit, sheet_id) if state is SheetState.DONE else (0, {})
            context |= {
                "machines": machines,
                "first": after == 0,
                "following": f"{context['address']}?after={machines[-1].number}" if len(machines) == PAGE else None,
                "left_out": await queries.left_out(unit, sheet_id),
                "parts_of_stickers": [
                    (n + 1, n * queries.STICKERS_AT_ONCE + 1, min(line.machines, (n + 1) * queries.STICKERS_AT_ONCE))
                    for n in range(parts)
                ],
                "moved": moved,
                "which": which,
            }
    return page(request, "inventory/sheet_result.html", WORDS | context, status=status)


async def _looked_at(unit: Unit, line: queries.SheetLine, after: int) -> Mapping[str, Any]:
    sheet = line.sheet
    begin = await queries.beginning(unit, sheet.id)
    first = await queries.first_rows(unit, sheet.id)
    wrong = await queries.wrong_rows(unit, sheet.id, after)
    headings = next((row.cells for row in begin if row.number == sheet.plan.heading_row), ("",) * len(sheet.plan.fields))
    before = await queries.same_taken_in(unit, sheet)
    return {
        "tally": await queries.tally(unit, sheet.id),
        "ready": not sheet.plan.lacking,
        "lacking": [str(FIELD[one]) for one in sheet.plan.lacking],
        "before": before,
        "until": sheet.brought_at + KEPT,
        "first_rows": [(row, read_line(row, sheet.plan)) for row in first],
        "rows": wrong,
        "after": after,
        "following": f"/inventory/sheets/{sheet.id}?after={wrong[-1].row.number}#problems" if len(wrong) == PAGE else None,
        "which": await queries.which_problems(unit, sheet.id),
        "columns": [
            (number, column_name(number), heading, _examples(begin, sheet.plan, number), field.value if field else "")
            for number, (heading, field) in enumerate(zip(headings, sheet.plan.fields, strict=True))
            if field is not Field.PERSONAL and (heading or any(row.cells[number] for row in begin))
        ],
        "personal": [
            heading for heading, field in zip(headings, sheet.plan.fields, strict=True) if field is Field.PERSONAL and heading
        ],
        "fields": [("", NOT_USED), *((one.value, words) for one, words in FIELD.items())],
        "kinds": [(one.value, words) for one, words in CHASSIS.items()],
        "strange": await queries.strange_kinds(unit, sheet),
        "heading_rows": [("0", _("Er zijn geen koppen")), *((str(row.number), _row_words(row)) for row in begin[:ABOVE])],
        "column_name": column_name,
    }


def column_name(number: int) -> str:
    """The letters above a column in a spreadsheet program: A to Z, then AA; `number` counts from 0."""
    letters = ""
    number += 1
    while number:
        number, letter = divmod(number - 1, 26)
        letters = chr(65 + letter) + letters
    return letters


def _examples(rows: Sequence[Row], plan: Plan, column: int) -> str:
    """Some of what stands in a column."""
    cells = dict.fromkeys(
        row.cells[column][:_LONGEST_EXAMPLE]
        for row in rows
        if row.number > plan.heading_row and row.cells[column] and row.cells[column] != WITHHELD
    )
    return " · ".join(list(cells)[:_EXAMPLES])


def _row_words(row: Row) -> str:
    """A row as one can choose it for the headings."""
    return f"{row.number}: {' · '.join(cell for cell in row.cells if cell)[:60]}"
