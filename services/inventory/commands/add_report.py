"""Add a report to a machine that is here: "it is the same one"."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.commands.register_device import lot_of
from services.inventory.domain.device import Device
from services.inventory.domain.hardware_report import HardwareReport
from services.inventory.domain.identifiers import identifiers
from services.inventory.domain.refusals import AlreadyRegistered
from services.inventory.store.unit import InventoryUnit


@dataclass(frozen=True, slots=True)
class AddReport:
    """Which machine, the report, read and found good, and who brought it."""

    device_id: UUID
    report: HardwareReport
    by: UUID


async def add_report(command: AddReport, unit: InventoryUnit) -> Device:
    """Fill in what was missing. A scanned number of this machine waits no longer, and tells its lot if it had none.

    Raises:
        AlreadyRegistered: the serial number that the report would give it is that of another machine of this maker.
        What `Device.add_report` raises.
    """
    report = command.report
    if report.serial:
        await unit.intake.hold([report.serial])
    device = await unit.devices.get(command.device_id)
    had_serial = device.serial
    device.add_report(report, unit.new_id, command.by)
    if device.serial and not had_serial:
        code = await unit.devices.code_of_serial(device.maker, device.serial)
        if code is not None:
            raise AlreadyRegistered(device_code=code)
    device.lot_id = await lot_of(device.lot_id, device.serial, unit)
    await unit.intake.identify(device.id, identifiers(device.serial, report.system_uuid))
    await unit.devices.save(device)
    await unit.devices.save_facts(device)
    return device
