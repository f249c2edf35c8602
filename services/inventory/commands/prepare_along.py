"""What lies ready to go along with a machine."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from services.inventory.commands.settle_along import tell_lies_ready
from services.inventory.domain.accessory_refusals import CannotGoAlong
from services.inventory.domain.device import Device
from services.inventory.domain.refusals import ChangedMeanwhile, IsLost, WrongMoment
from services.inventory.queries.devices import get_device
from services.inventory.store.unit import InventoryUnit
from shared.contracts.vocabulary import DeviceState

BEFORE_IT_LEAVES = (DeviceState.ARRIVED, DeviceState.RETURNED, DeviceState.REPAIRED, DeviceState.READY, DeviceState.RESERVED)


@dataclass(frozen=True, slots=True)
class PrepareAlong:
    """With which machine, which counted things (one of a kind), and which devices with a code of their own.

    Attributes:
        seen: what lay ready, things and devices, when this was put together; None for a program that says all of it.
    """

    device_id: UUID
    thing_ids: Collection[UUID]
    companion_ids: Collection[UUID]
    seen: Collection[UUID] | None = None


def can_prepare(device: Device) -> bool:
    """Whether somebody may choose now what goes along: the machine is here for a next family, and is no companion itself."""
    is_here = device.status in BEFORE_IT_LEAVES and device.lost is None
    return is_here and device.loan_id is None and device.along_with is None


async def lies_ready(device_id: UUID, unit: InventoryUnit) -> set[UUID]:
    """What lies ready with a machine: things, and devices that did not go along on a loan yet."""
    things = {one.thing_id for one in await unit.along.prepared(device_id)}
    return things | {one.id for one in await unit.along.companions(device_id) if one.loan_id is None}


async def prepare_along(command: PrepareAlong, unit: InventoryUnit) -> Device:
    """All of this lies ready, and nothing else; loans hears what of it an agreement names. Numbers change when it leaves.

    A hotspot, screen or printer is kept from now on: two who choose it at once get one refusal. Machines are locked in the order of
    their ids, as everybody does.

    Raises:
        WrongMoment: the machine is with a family or goes back there, is on its way back, in repair or out of use.
        IsLost: nobody knows where it is.
        CannotGoAlong: a thing is counted no more, two are of one kind, or a device does not lie ready or has something that goes
            along with itself.
        ChangedMeanwhile: a colleague laid something else ready since `seen` was read.
        NotFound: no such machine or thing.
    """
    before = [one.id for one in await unit.along.companions(command.device_id)]
    wanted = set(command.companion_ids)
    if command.device_id in wanted:
        raise CannotGoAlong()
    locked = {one: await unit.devices.get(one) for one in sorted({command.device_id, *before, *wanted})}
    device = locked[command.device_id]
    if not can_prepare(device):
        raise IsLost() if device.lost is not None else WrongMoment(device_status=device.status.value)
    if command.seen is not None and await lies_ready(device.id, unit) != set(command.seen):
        raise ChangedMeanwhile()
    for one in wanted:  # behind the locks: what goes along with it would stay kept, for it goes to no family of its own
        if await unit.along.companions(one):
            raise CannotGoAlong()
    things = [await unit.things.get(one) for one in sorted(set(command.thing_ids))]
    chosen = {one.kind: one.id for one in things if not one.removed}
    kinds_of_devices = {locked[one].chassis for one in wanted}
    if len(chosen) != len(things) or len(kinds_of_devices) != len(wanted):
        raise CannotGoAlong()
    for one, other in locked.items():
        if one in wanted:
            other.keep_along(device.id)
        elif one in before:
            other.let_go_along(device.id)
        else:
            continue
        await unit.devices.save(other)
    await unit.along.prepare(device.id, chosen)
    await tell_lies_ready(device, unit)
    return device


@dataclass(frozen=True, slots=True)
class LoosenCompanion:
    """Which hotspot, screen or printer."""

    device_id: UUID


async def loosen_companion(command: LoosenCompanion, unit: InventoryUnit) -> Device:
    """It goes along with no other machine any more, and is ready for others; the same again changes nothing. Raises `NotFound`."""
    main = (await get_device(unit, command.device_id)).along_with
    if main is None:
        return await unit.devices.get(command.device_id)
    locked = {one: await unit.devices.get(one) for one in sorted({main, command.device_id})}
    other = locked[command.device_id]
    other.let_go_along(main)
    await unit.devices.save(other)
    await tell_lies_ready(locked[main], unit)
    return other
