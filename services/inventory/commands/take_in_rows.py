"""Make machines of the next rows of a list that was accepted. A batch is one transaction: each row is taken in once."""

import secrets
from collections.abc import Sequence
from uuid import UUID

from services.inventory.domain.device import Device
from services.inventory.domain.drive import Drive
from services.inventory.domain.identifiers import identifiers
from services.inventory.domain.public_code import make_code
from services.inventory.domain.sheets.checking import Line, check_rows
from services.inventory.domain.sheets.sheet import BATCH, SheetState
from services.inventory.store.unit import InventoryUnit
from shared.bus.jobs import schedule

KIND = "take_in_rows"


async def plan_batch(sheet_id: UUID, after: int, unit: InventoryUnit) -> None:
    """Have the rows behind this one taken in; planning it twice is planning it once."""
    await schedule(unit, KIND, f"{sheet_id} {after}", unit.now())


async def take_in_rows(key: str, unit: InventoryUnit) -> None:
    """The job. A row whose machine came in by another way in the meantime is left out, and it is said why.

    What stood in a row is gone once its machine is there; at the end so is what was left out.
    """
    sheet = await unit.sheets.get(UUID(key.partition(" ")[0]))
    if sheet.state is not SheetState.TAKING_IN:
        return
    rows = await unit.sheets.next_rows(sheet.id, BATCH)
    if not rows:
        await unit.sheets.forget(sheet.id)
        sheet.end(SheetState.DONE, unit.now())
        await unit.sheets.save(sheet)
        return
    lines = [one.line for one in check_rows(rows, sheet.plan) if one.line is not None]
    made, known = await register_lines(lines, sheet.lot_id, unit)
    await unit.sheets.came_in(sheet.id, [(line.number, device.id, device.code) for line, device in made], sheet.brought_by)
    await unit.sheets.left_out(sheet.id, [(line.number, "here", code) for line, code in known])
    await unit.sheets.forget(sheet.id, [row.number for row in rows])
    await plan_batch(sheet.id, rows[-1].number, unit)


async def register_lines(
    lines: Sequence[Line], lot_id: UUID | None, unit: InventoryUnit
) -> tuple[list[tuple[Line, Device]], list[tuple[Line, str]]]:
    """Register a machine for each line, with its drive and without any evidence; those that are here already are not made again,
    but come back with the code they have. A serial number that was scanned and waited is a machine now."""
    serials = [line.serial for line in lines if line.serial]
    await unit.intake.hold(serials)
    here = await unit.intake.codes_of_serials(serials)
    known = [(line, here[line.serial.casefold()]) for line in lines if line.serial and line.serial.casefold() in here]
    left_out = {line.number for line, _ in known}
    wanted = [line for line in lines if line.number not in left_out]
    waited = await unit.intake.take_waiting_all([line.serial for line in wanted if line.serial])
    codes = await _free_codes(len(wanted), unit)
    made = []
    for line, code in zip(wanted, codes, strict=True):
        made.append((line, _device(line, code, lot_id or waited.get((line.serial or "").casefold()), unit)))
    if made:
        await unit.devices.add_all([device for _, device in made])
        await unit.intake.identify_all(
            [(device.id, one) for line, device in made for one in identifiers(line.serial, asset_tag=line.asset_tag)]
        )
    return made, known


def _device(line: Line, code: str, lot_id: UUID | None, unit: InventoryUnit) -> Device:
    drive = Drive(unit.new_id(), None, None, line.drive_serial, line.capacity_gb, line.medium) if line.drive else None
    device = Device(
        id=unit.new_id(),
        code=code,
        maker=line.maker,
        model=line.model,
        serial=line.serial,
        chassis=line.chassis,
        processor=line.processor,
        memory_mb=line.memory_mb,
        registered_at=unit.now(),
        drives=[drive] if drive else [],
        lot_id=lot_id,
    )
    device.register()
    return device


async def _free_codes(count: int, unit: InventoryUnit) -> list[str]:
    """So many codes that nobody has, taken."""
    codes: list[str] = []
    while len(codes) < count:
        codes += await unit.devices.take_codes({make_code(secrets.randbelow) for _ in range(count - len(codes))})
    return codes
