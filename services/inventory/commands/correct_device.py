"""Put right what is said of a machine."""

from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from services.inventory.commands.settle_along import lay_ready_with, lock_with_along, tell_left
from services.inventory.domain.details import Facts
from services.inventory.domain.device import Device
from services.inventory.domain.identifiers import typed_serial
from services.inventory.domain.refusals import ChangedMeanwhile, SerialElsewhere
from services.inventory.domain.short_list import ListKind
from services.inventory.store.unit import InventoryUnit
from shared.domain import NotFound
from shared.language.free_text import clean_line


@dataclass(frozen=True, slots=True)
class CorrectDevice:
    """Which machine, and all of its facts as they should be; `seen` is what this was made from, None for a program."""

    device_id: UUID
    facts: Facts
    seen: Facts | None = None


@dataclass(frozen=True, slots=True)
class PlaceDevice:
    """Which machine, and on which shelf or in which room it lies; None when nobody knows."""

    device_id: UUID
    place_id: UUID | None


@dataclass(frozen=True, slots=True)
class NoteUpdate:
    """Which machine, and the day on which it got all updates; today without one."""

    device_id: UUID
    day: date | None = None


async def correct_device(command: CorrectDevice, unit: InventoryUnit) -> Device:
    """From now on the machine is this. It is found by its new words, and other services hear what they have to know.

    A hotspot that turns out to be something else lies ready with no machine any more; one that a family has is still asked for as
    the hotspot that was signed for.

    Raises:
        SerialElsewhere: another machine of this maker has this serial number.
        NotOnList: the place is not on the list any more.
        ChangedMeanwhile: a colleague put something right since `seen` was read.
        RegisterNumberInText, SerialLikeRegisterNumber: one of the words that changed, or the serial number, is a national register
            number. What a report told of the machine stays.

    And what `Device.correct` raises.
    """
    device = await lock_with_along(command.device_id, unit)
    if device is None:
        raise NotFound()
    if command.seen is not None and device.facts != command.seen:
        raise ChangedMeanwhile()
    facts = command.facts
    if facts.serial is not None and facts.serial != device.serial:
        facts = replace(facts, serial=typed_serial(facts.serial, longest=10_000))
    for text in _words(facts) - _words(device.facts):
        clean_line(text, longest=10_000)  # how long they may be, the machine itself says
    if facts.serial is not None and (facts.maker, facts.serial) != (device.maker, device.serial):
        await unit.intake.hold([facts.serial])
        known = await unit.devices.code_of_serial(facts.maker, facts.serial)
        if known is not None and known != device.code:
            raise SerialElsewhere(device_code=known)
    main = lay_ready_with(device)
    if main is not None and facts.chassis is not device.chassis:  # it lay ready as what it is not
        device.let_go_along(main)
        await unit.devices.save(device)
    await _keep(device, facts, unit)
    await tell_left(main, device, unit)
    return device


def _words(facts: Facts) -> set[str]:
    said = (facts.maker, facts.model, facts.processor, facts.details.operating_system, *facts.details.labels)
    return {text for text in said if text}


async def place_device(command: PlaceDevice, unit: InventoryUnit) -> Device:
    """It lies there from now on. Raises `NotOnList`."""
    device = await unit.devices.get(command.device_id)
    details = replace(device.details, place_id=command.place_id)
    await _keep(device, replace(device.facts, details=details), unit)
    if unit.remark is not None:
        unit.remark = str(command.place_id or "")
    return device


async def note_update(command: NoteUpdate, unit: InventoryUnit) -> Device:
    """It was brought up to date on that day. Raises what `Device.correct` raises."""
    device = await unit.devices.get(command.device_id)
    details = replace(device.details, updated_on=command.day or unit.today())
    return await _keep(device, replace(device.facts, details=details), unit)


async def _keep(device: Device, facts: Facts, unit: InventoryUnit) -> Device:
    place = facts.details.place_id
    if place is not None and place != device.details.place_id:
        await unit.short_lists.chosen(ListKind.PLACE, place)
    changed = device.correct(facts, unit.today())
    if "serial" in changed:
        await unit.intake.renumber(device.id, device.serial)
    await unit.devices.save_facts(device)
    unit.remark = ",".join(changed) or None
    return device
