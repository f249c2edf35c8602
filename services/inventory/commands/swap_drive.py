"""A drive leaves a machine on the workbench, or comes into one."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.device import Device
from services.inventory.domain.drive import Drive
from services.inventory.domain.identifiers import typed_serial
from services.inventory.store.unit import InventoryUnit
from shared.contracts.vocabulary import Medium
from shared.language.free_text import clean_line


@dataclass(frozen=True, slots=True)
class TakeOutDrive:
    """Which drive out of which machine, and who does it."""

    device_id: UUID
    drive_id: UUID
    by: UUID


@dataclass(frozen=True, slots=True)
class PutInDrive:
    """Which loose drive into which machine, and who does it."""

    device_id: UUID
    drive_id: UUID
    by: UUID


@dataclass(frozen=True, slots=True)
class AddDrive:
    """A drive that we did not know, into which machine, and who does it.

    Attributes:
        is_new: it came out of a closed box.
    """

    device_id: UUID
    medium: Medium
    capacity_gb: int | None
    model: str
    serial: str
    is_new: bool
    by: UUID


async def take_out_drive(command: TakeOutDrive, unit: InventoryUnit) -> Device:
    """The drive is loose from now on, with its own evidence. Raises what `Device.take_out` raises."""
    device = await unit.devices.get(command.device_id)
    device.take_out(command.drive_id, unit.today())
    await unit.devices.save(device)
    await unit.drives.note_move(command.drive_id, device.id, "out", command.by)
    return device


async def put_in_drive(command: PutInDrive, unit: InventoryUnit) -> Device:
    """The drive is in the machine from now on, with the evidence it has. Raises `NotFound`, and what `Device.put_in` raises."""
    device = await unit.devices.get(command.device_id)
    loose = await unit.drives.get_loose(command.drive_id)
    device.put_in(loose.drive, unit.today())
    await unit.devices.save(device)
    await unit.drives.note_move(command.drive_id, device.id, "in", command.by)
    return device


async def add_drive(command: AddDrive, unit: InventoryUnit) -> Device:
    """The machine has one drive more, without evidence. Raises what `Device.put_in`, `clean_line` and `typed_serial` raise."""
    device = await unit.devices.get(command.device_id)
    drive = Drive(
        id=unit.new_id(),
        maker=None,
        model=clean_line(command.model) if command.model else None,
        serial=typed_serial(command.serial) if command.serial else None,
        capacity_gb=command.capacity_gb,
        medium=command.medium,
        is_new=command.is_new,
    )
    device.put_in(drive, unit.today())
    await unit.devices.save(device)
    await unit.drives.note_move(drive.id, device.id, "in", command.by)
    return device
