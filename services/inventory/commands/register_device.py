"""Take a machine in, from the report that a survey tool wrote about it."""

import secrets
from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.completing import reported_drive
from services.inventory.domain.device import Device
from services.inventory.domain.hardware_report import HardwareReport
from services.inventory.domain.identifiers import Known, first_known, identifiers
from services.inventory.domain.intake_refusals import LooksKnown
from services.inventory.domain.public_code import make_code
from services.inventory.domain.refusals import AlreadyRegistered
from services.inventory.store.unit import InventoryUnit


@dataclass(frozen=True, slots=True)
class RegisterDevice:
    """What is needed: the report, read and found good, and who brought it.

    Attributes:
        lot_id: with which others it came; None when nobody says, then it is that of its scanned serial number, if any.
        another: a person said that it is another machine than those that look like it.
    """

    report: HardwareReport
    by: UUID
    lot_id: UUID | None = None
    another: bool = False


async def register_device(command: RegisterDevice, unit: InventoryUnit) -> Device:
    """Register the machine with its drives, and what the report says of their wiping as evidence that nobody checked yet.

    Raises:
        AlreadyRegistered: a machine of this maker with this serial number is here.
        LooksKnown: one is here with the same serial number of another maker, the same id or the same drive, and nobody said that
            it is another one.
        NotFound: there is no such lot.
    """
    report = command.report
    known = await known_machine(report, unit)
    if report.serial:
        code = await unit.devices.code_of_serial(report.maker, report.serial)
        if code is not None:
            raise AlreadyRegistered(device_code=code)
    if known is not None and not command.another:
        raise LooksKnown(device_code=known.code, by=known.by.value)
    device = Device(
        id=unit.new_id(),
        code=await free_code(unit),
        maker=report.maker,
        model=report.model,
        serial=report.serial,
        chassis=report.chassis,
        processor=report.processor,
        memory_mb=report.memory_mb,
        registered_at=unit.now(),
        drives=[reported_drive(drive, unit.new_id(), command.by) for drive in report.drives],
        lot_id=await lot_of(command.lot_id, report.serial, unit),
    )
    device.register()
    await unit.devices.add(device)
    await unit.intake.identify(device.id, identifiers(report.serial, report.system_uuid))
    return device


async def known_machine(report: HardwareReport, unit: InventoryUnit) -> Known | None:
    """The machine that is here and looks most like the one of a report. Until the transaction ends nobody else brings it in."""
    names = [report.serial, str(report.system_uuid or ""), *(drive.serial for drive in report.drives)]
    await unit.intake.hold([name for name in names if name])
    return first_known(await unit.intake.known(report.serial, report))


async def lot_of(lot_id: UUID | None, serial: str | None, unit: InventoryUnit) -> UUID | None:
    """The lot that a new machine belongs to: the one that was said, or the one for which its number was scanned. That number
    waits no longer. Raises `NotFound` for a lot that is not here."""
    if lot_id is not None:
        await unit.intake.must_have_lot(lot_id)
    waited = await unit.intake.take_waiting(serial) if serial else None
    return lot_id if lot_id is not None or waited is None else waited.lot_id


async def free_code(unit: InventoryUnit) -> str:
    """A code that nobody has, taken."""
    while True:
        code = make_code(secrets.randbelow)
        if await unit.devices.take_code(code):
            return code
