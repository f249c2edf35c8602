"""Take a machine in, from the report that a survey tool wrote about it."""

import secrets
from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.device import Device
from services.inventory.domain.drive import Drive, WipeEvidence, WipeMethod
from services.inventory.domain.hardware_report import HardwareReport, ReportedDrive
from services.inventory.domain.public_code import make_code
from services.inventory.domain.refusals import AlreadyRegistered
from services.inventory.store.unit import InventoryUnit


@dataclass(frozen=True, slots=True)
class RegisterDevice:
    """What is needed: the report, read and found good, and who brought it."""

    report: HardwareReport
    by: UUID


async def register_device(command: RegisterDevice, unit: InventoryUnit) -> Device:
    """Register the machine with its drives, and what the report says of their wiping as evidence that nobody checked yet.

    Raises `AlreadyRegistered` when a machine of this maker with this serial number is here.
    """
    report = command.report
    if report.serial:
        await unit.devices.hold_serial(report.maker, report.serial)
        known = await unit.devices.code_of_serial(report.maker, report.serial)
        if known is not None:
            raise AlreadyRegistered(device_code=known)
    device = Device(
        id=unit.new_id(),
        code=await _free_code(unit),
        maker=report.maker,
        model=report.model,
        serial=report.serial,
        chassis=report.chassis,
        processor=report.processor,
        memory_mb=report.memory_mb,
        registered_at=unit.now(),
        drives=[_drive(drive, unit, command.by) for drive in report.drives],
    )
    device.register()
    await unit.devices.add(device)
    return device


async def _free_code(unit: InventoryUnit) -> str:
    while True:
        code = make_code(secrets.randbelow)
        if await unit.devices.take_code(code):
            return code


def _drive(reported: ReportedDrive, unit: InventoryUnit, by: UUID) -> Drive:
    wipe = reported.wipe
    return Drive(
        id=unit.new_id(),
        maker=reported.maker,
        model=reported.model,
        serial=reported.serial,
        capacity_gb=reported.capacity_gb,
        medium=reported.medium,
        wipe=None
        if wipe is None
        else WipeEvidence(
            method=WipeMethod.OVERWRITE,  # the only kind that the reports we read can prove
            tool=wipe.tool,
            tool_version=wipe.tool_version,
            started_at=wipe.started_at,
            ended_at=wipe.ended_at,
            succeeded=wipe.succeeded,
            recorded_by=by,
        ),
    )
