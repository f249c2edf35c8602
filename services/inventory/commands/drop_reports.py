"""Bring many reports at once. Each is read on its own, a moment later, and what came of one changes nothing for another."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.inventory.commands.forget_reports import KIND as FORGET
from services.inventory.commands.register_device import RegisterDevice, known_machine, register_device
from services.inventory.domain.hardware_report import ReportRefused, read_report
from services.inventory.domain.report_file import KEPT, Outcome, ReportFile
from services.inventory.store.unit import InventoryUnit
from shared.bus.jobs import schedule
from shared.language.free_text import has_register_number

KIND = "read_report"
LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class DropReports:
    """The files, each with what it is called and what is in it; for which lot, if any; and who brings them."""

    files: Sequence[tuple[str, bytes]]
    lot_id: UUID | None
    by: UUID


@dataclass(frozen=True, slots=True)
class Dropped:
    """What was brought together."""

    id: UUID
    files: Sequence[ReportFile]


async def drop_reports(command: DropReports, unit: InventoryUnit) -> Dropped:
    """Keep the files until their turn comes. Raises `NotFound` for a lot that is not here."""
    if command.lot_id is not None:
        await unit.intake.must_have_lot(command.lot_id)
    drop_id, now = unit.new_id(), unit.now()
    files = [
        ReportFile(unit.new_id(), drop_id, command.lot_id, shown_name(name, number), content, command.by, now)
        for number, (name, content) in enumerate(command.files, 1)
    ]
    await unit.report_files.add(files)
    for one in files:
        await schedule(unit, KIND, str(one.id), now)
    await schedule(unit, FORGET, str(drop_id), now + KEPT)
    return Dropped(drop_id, files)


async def drop_report(command: DropReports, unit: InventoryUnit) -> ReportFile:
    """The same for one file, which has its turn at once."""
    dropped = await drop_reports(command, unit)
    await read_dropped(str(dropped.files[0].id), unit)
    return await unit.report_files.get(dropped.files[0].id)


async def read_dropped(file_id: str, unit: InventoryUnit) -> None:
    """The job: take in the machine of one report, or keep why not. Twice is once."""
    file = await unit.report_files.get(UUID(file_id))
    if file.outcome is not Outcome.WAITING or file.content is None:
        return
    try:
        # In a thread: a report takes some milliseconds, one that means harm a second. The transaction holds only its own row.
        report = await asyncio.to_thread(read_report, file.content)
    except ReportRefused as refusal:
        file.refuse(refusal.code)
        await unit.report_files.save(file)
        return
    known = await known_machine(report, unit)
    if known is not None:
        file.looks_like(known.device_id, known.by)
    else:
        device = await register_device(RegisterDevice(report, file.brought_by, file.lot_id), unit)
        unit.note("register_device", subject=device.id, actor=file.brought_by)
        file.settle(Outcome.TAKEN_IN, device.id)
    await unit.report_files.save(file)


def shown_name(name: str, number: int) -> str:
    """A file's name without its folder and without what nobody sees; one that holds a national register number is not kept."""
    bare = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(letter for letter in bare if letter.isprintable()).strip()[-LONGEST_NAME:]
    return shown if shown and not has_register_number(shown) else f"{number}.json"
