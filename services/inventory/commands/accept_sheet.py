"""Take a list in: from now on its rows become machines, a batch at a time."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.commands.take_in_rows import plan_batch
from services.inventory.domain.sheets.sheet import Sheet
from services.inventory.store.unit import InventoryUnit


@dataclass(frozen=True, slots=True)
class AcceptSheet:
    """Which list. `others`: a person said that these are other machines than those of the same list that came in before."""

    sheet_id: UUID
    others: bool = False


async def accept_sheet(command: AcceptSheet, unit: InventoryUnit) -> Sheet:
    """Raises what `Sheet.accept` raises, and `NotFound`."""
    sheet = await unit.sheets.get(command.sheet_id)
    tally = await unit.sheets.tally(sheet.id)
    before = None if command.others else await unit.sheets.same_taken_in(sheet)
    sheet.accept(good=tally.good, undecided=tally.undecided, seen_before=before is not None)
    await unit.sheets.save(sheet)
    await plan_batch(sheet.id, 0, unit)
    return sheet
