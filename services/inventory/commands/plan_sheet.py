"""Say how a list is read: where its headings are, what each column says, and what holds for all rows."""

import asyncio
from dataclasses import dataclass
from uuid import UUID

from services.inventory.commands.bring_sheet import with_those_here
from services.inventory.domain.sheets.checking import Plan, check_rows
from services.inventory.domain.sheets.headings import Field, recognised
from services.inventory.domain.sheets.sheet import Sheet, SheetState
from services.inventory.store.unit import InventoryUnit


@dataclass(frozen=True, slots=True)
class PlanSheet:
    """Which list, and how it is read from now on. A column about persons stays one, whatever is asked."""

    sheet_id: UUID
    plan: Plan


async def plan_sheet(command: PlanSheet, unit: InventoryUnit) -> Sheet:
    """Look at every row again. With another row of headings the columns are recognised anew.

    Raises `NotFound`, and `SheetWrongMoment` when it is no longer only looked at.
    """
    sheet = await unit.sheets.get(command.sheet_id)
    sheet.must_be(SheetState.OPEN)
    rows = await unit.sheets.rows(sheet.id)
    wanted = command.plan
    fields = wanted.fields
    if wanted.heading_row != sheet.plan.heading_row:
        headings = next((row.cells for row in rows if row.number == wanted.heading_row), None)
        fields = tuple(recognised(headings)) if headings is not None else (None,) * len(sheet.plan.fields)
    kept = tuple(Field.PERSONAL if before is Field.PERSONAL else now for before, now in zip(sheet.plan.fields, fields, strict=True))
    sheet.plan = Plan(wanted.heading_row, kept, wanted.kind, wanted.maker, wanted.kinds)
    checked = await asyncio.to_thread(check_rows, rows, sheet.plan)
    await unit.sheets.save_checked(sheet.id, rows, await with_those_here(checked, sheet.plan, unit))
    sheet.rows = len(checked)
    await unit.sheets.save(sheet)
    return sheet
