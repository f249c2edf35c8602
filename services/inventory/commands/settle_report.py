"""Decide about a report of a machine that looks like one that is here."""

import asyncio
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from services.inventory.commands.add_report import AddReport, add_report
from services.inventory.commands.register_device import RegisterDevice, register_device
from services.inventory.domain.hardware_report import read_report
from services.inventory.domain.intake_refusals import ReportIsDecided
from services.inventory.domain.report_file import Outcome, ReportFile
from services.inventory.store.unit import InventoryUnit
from shared.domain import NotFound


class Decision(StrEnum):
    """What a person says."""

    SAME = "same"
    ANOTHER = "another"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class SettleReport:
    """Which file of which drop, what was decided, and by whom."""

    drop_id: UUID
    file_id: UUID
    decision: Decision
    by: UUID


async def settle_report(command: SettleReport, unit: InventoryUnit) -> ReportFile:
    """Add the report to the machine that is here, take in another machine, or leave it.

    Raises:
        ReportIsDecided: somebody did already.
        NotFound: there is no such file.
        What `add_report` and `register_device` raise.
    """
    file = await unit.report_files.get(command.file_id)
    if file.drop_id != command.drop_id:
        raise NotFound()
    content = file.undecided()
    if command.decision is Decision.LEAVE:
        file.settle(Outcome.LEFT)
    else:
        report = await asyncio.to_thread(read_report, content)
        if command.decision is Decision.SAME:
            if file.device_id is None:
                raise ReportIsDecided()
            await add_report(AddReport(file.device_id, report, command.by), unit)
            file.settle(Outcome.ADDED)
        else:
            device = await register_device(RegisterDevice(report, command.by, file.lot_id, another=True), unit)
            file.settle(Outcome.TAKEN_IN, device.id)
    await unit.report_files.save(file)
    return file
