"""Let go of a list that nobody takes in: because somebody says so, or because a week went by."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.sheets.sheet import Sheet, SheetState
from services.inventory.store.unit import InventoryUnit
from shared.domain import NotFound

KIND = "forget_sheet"


@dataclass(frozen=True, slots=True)
class DropSheet:
    """Which list."""

    sheet_id: UUID


async def drop_sheet(command: DropSheet, unit: InventoryUnit) -> Sheet:
    """Nothing that stands in it is kept. Raises `NotFound`, `SheetWrongMoment`."""
    sheet = await unit.sheets.get(command.sheet_id)
    sheet.must_be(SheetState.OPEN)
    await unit.sheets.forget(sheet.id)
    sheet.end(SheetState.DROPPED, unit.now())
    await unit.sheets.save(sheet)
    return sheet


async def forget_sheet(sheet_id: str, unit: InventoryUnit) -> None:
    """The job, a week after a list came: let go of it if it still waits."""
    try:
        sheet = await unit.sheets.get(UUID(sheet_id))
    except NotFound:
        return
    if sheet.state is SheetState.OPEN:
        await drop_sheet(DropSheet(sheet.id), unit)
