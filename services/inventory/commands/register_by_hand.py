"""Take machines in by hand: what one can read on the outside."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.commands.register_device import free_code, lot_of
from services.inventory.domain.device import Device
from services.inventory.domain.hardware_report.values import MAKER_LENGTH, MODEL_LENGTH
from services.inventory.domain.identifiers import first_known, identifiers, scanned_serial
from services.inventory.domain.intake_refusals import LooksKnown, MachineNeedsName, SerialForMany, TooManyAtOnce
from services.inventory.domain.refusals import AlreadyRegistered
from services.inventory.store.unit import InventoryUnit
from shared.contracts.vocabulary import Chassis
from shared.language.free_text import clean_line

MOST_AT_ONCE = 50


@dataclass(frozen=True, slots=True)
class RegisterByHand:
    """What somebody sees.

    Attributes:
        serial, asset_tag: of one machine; empty for none.
        count: how many equal ones.
        lot_id: with which others they came; None for none.
        another: a person said that it is another machine than the one with this serial number.
    """

    chassis: Chassis
    maker: str
    model: str
    serial: str
    asset_tag: str
    count: int
    lot_id: UUID | None
    another: bool = False


async def register_by_hand(command: RegisterByHand, unit: InventoryUnit) -> list[Device]:
    """Register so many machines, each with a code. No drive is known of them yet.

    Raises:
        MachineNeedsName: no maker or no model.
        TooManyAtOnce, SerialForMany: the number of machines cannot be, or not with a serial number or an asset tag.
        NoSerial, SerialIsOurs: what was typed is no serial number.
        AlreadyRegistered, LooksKnown: a machine with this serial number is here.
        NotFound: there is no such lot.
        TextTooLong, RegisterNumberInText: see `clean_line`.
    """
    maker, model = clean_line(command.maker, longest=MAKER_LENGTH), clean_line(command.model, longest=MODEL_LENGTH)
    if not maker or not model:
        raise MachineNeedsName()
    if not 1 <= command.count <= MOST_AT_ONCE:
        raise TooManyAtOnce(most=MOST_AT_ONCE)
    serial = scanned_serial(command.serial) if command.serial.strip() else None
    asset_tag = clean_line(command.asset_tag, longest=40) or None
    if (serial or asset_tag) and command.count > 1:
        raise SerialForMany()
    if serial:
        await _must_be_new(maker, serial, command.another, unit)
    lot_id = await lot_of(command.lot_id, serial, unit)
    made = []
    for _ in range(command.count):
        device = Device(
            id=unit.new_id(),
            code=await free_code(unit),
            maker=maker,
            model=model,
            serial=serial,
            chassis=command.chassis,
            processor=None,
            memory_mb=None,
            registered_at=unit.now(),
            lot_id=lot_id,
        )
        device.register()
        await unit.devices.add(device)
        await unit.intake.identify(device.id, identifiers(serial, asset_tag=asset_tag))
        made.append(device)
    return made


async def _must_be_new(maker: str, serial: str, another: bool, unit: InventoryUnit) -> None:
    await unit.intake.hold([serial])
    code = await unit.devices.code_of_serial(maker, serial)
    if code is not None:
        raise AlreadyRegistered(device_code=code)
    known = first_known(await unit.intake.known(serial))
    if known is not None and not another:
        raise LooksKnown(device_code=known.code, by=known.by.value)
