"""Leave rows of a list out on purpose."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.sheets.sheet import Sheet, SheetState
from services.inventory.store.unit import InventoryUnit


@dataclass(frozen=True, slots=True)
class SkipRows:
    """Which rows: of those that somebody looked at the ones that are ticked; or every row with a problem, `all_of_them`."""

    sheet_id: UUID
    shown: Sequence[int] = ()
    ticked: Sequence[int] = ()
    all_of_them: bool = False


async def skip_rows(command: SkipRows, unit: InventoryUnit) -> Sheet:
    """Only rows with a problem can be left out. Raises `NotFound`, `SheetWrongMoment`."""
    sheet = await unit.sheets.get(command.sheet_id)
    sheet.must_be(SheetState.OPEN)
    if command.all_of_them:
        await unit.sheets.skip_all(sheet.id)
    else:
        await unit.sheets.skip(sheet.id, command.shown, command.ticked)
    return sheet
