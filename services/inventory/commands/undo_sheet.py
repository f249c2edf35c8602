"""Take a list back as a whole: its machines were never here. Only as long as nothing was done with any of them."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.sheets.sheet import BATCH, Sheet, SheetMovedOn, SheetState
from services.inventory.store.unit import InventoryUnit
from shared.bus.jobs import schedule

KIND = "undo_rows"


@dataclass(frozen=True, slots=True)
class UndoSheet:
    """Which list."""

    sheet_id: UUID


async def undo_sheet(command: UndoSheet, unit: InventoryUnit) -> Sheet:
    """Begin to take it back.

    Raises:
        SheetWrongMoment: it is not taken in, or taken back already.
        SheetMovedOn: something was done with some of its machines.
        NotFound: there is no such list.
    """
    sheet = await unit.sheets.get(command.sheet_id)
    sheet.must_be(SheetState.DONE)
    moved, _first = await unit.sheets.moved_on(sheet.id)
    if moved:
        raise SheetMovedOn(devices=moved)
    sheet.state = SheetState.UNDOING
    await unit.sheets.save(sheet)
    await schedule(unit, KIND, f"{sheet.id} 0", unit.now())
    return sheet


async def undo_rows(key: str, unit: InventoryUnit) -> None:
    """The job: take back the machines of the next rows. One with which something was done in the meantime stays.

    Others were told that these machines are here, so they hear that they go to no family any more.
    """
    number, _, after = key.partition(" ")
    sheet = await unit.sheets.get(UUID(number))
    if sheet.state is not SheetState.UNDOING:
        return
    rows = await unit.sheets.taken_in(sheet.id, int(after), BATCH)
    if not rows:
        sheet.end(SheetState.UNDONE, unit.now())
        await unit.sheets.save(sheet)
        return
    devices = {device_id: await unit.devices.get(device_id) for _, device_id in rows}
    _count, stay = await unit.sheets.moved_on(sheet.id, list(devices), BATCH)
    gone = set(await unit.devices.remove([one for one in devices if one not in stay]))
    for device_id in gone:
        devices[device_id].was_never_here(unit.today())
        unit.record(devices[device_id].take_events())
    await unit.sheets.taken_back(sheet.id, [row for row, device_id in rows if device_id in gone])
    await schedule(unit, KIND, f"{sheet.id} {rows[-1][0]}", unit.now())
