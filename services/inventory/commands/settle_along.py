"""What leaves with a loan, and what comes back of it: numbers follow. Nothing blocks, and nobody is blamed for what stays away."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.device import Device
from services.inventory.domain.kit import taken, unsure
from services.inventory.domain.thing import ACCESSORY_OF, Reason
from services.inventory.store.along import Line
from services.inventory.store.unit import InventoryUnit
from shared.contracts.inventory import AccessoriesPrepared
from shared.contracts.vocabulary import Accessory


@dataclass(frozen=True, slots=True)
class SettleAlong:
    """Of these lines some came back, the others did not; of those that are in neither, nobody said anything."""

    device_id: UUID
    came_back: Collection[UUID]
    stayed_away: Collection[UUID]
    by: UUID


async def settle_along(command: SettleAlong, unit: InventoryUnit) -> Device:
    """What came back lies on the shelf again. What did not, may still come later. Raises `NotFound`.

    Said twice, it is counted once.
    """
    device = await unit.devices.get(command.device_id)
    lines = await unit.along.locked({*command.came_back, *command.stayed_away})
    await settle([one for one in lines if one.device_id == device.id], set(command.came_back), unit, command.by)
    return device


async def settle(lines: Collection[Line], came_back: Collection[UUID], unit: InventoryUnit, by: UUID | None) -> None:
    """The same for lines that are locked."""
    for one in lines:
        if one.loan_id is None or one.came_back:
            continue
        if one.id in came_back:
            thing = await unit.things.get(one.thing_id)
            if thing.removed:  # it was written off, and its sort is counted no more since: there is no number to change
                continue
            back = await unit.things.move(thing.id, 1, Reason.CAME_BACK, by=by, loan_id=one.loan_id, undoes=one.settled_with)
            await unit.along.settle(one.id, True, unit.today(), back.id)
        elif one.settled_with is None:  # of what never comes back, that was said already
            await unit.along.settle(one.id, False, unit.today())


async def lock_with_along(device_id: UUID, unit: InventoryUnit) -> Device | None:
    """A machine, the devices that lie ready to go along with it, and the one with which it goes along itself, locked in the order
    of their ids, as everybody does. Gives the machine; None when it is not here."""
    along = {one.id for one in await unit.along.companions(device_id)}
    main = await unit.along.main_of(device_id)
    wanted = {device_id, *along, *await unit.along.lay_ready_before(device_id)} | ({main} if main is not None else set())
    return {one: await unit.devices.find(one) for one in sorted(wanted)}[device_id]


async def lock_all_with_along(device_ids: Collection[UUID], unit: InventoryUnit) -> None:
    """The same for several machines at once, before each of them is taken by itself."""
    along = {companion.id for one in device_ids for companion in await unit.along.companions(one)}
    along |= {before for one in device_ids for before in await unit.along.lay_ready_before(one)}
    mains = {await unit.along.main_of(one) for one in device_ids} - {None}
    for one in sorted({*device_ids, *along, *(main for main in mains if main is not None)}):
        await unit.devices.find(one)


async def tell_lies_ready(device: Device, unit: InventoryUnit) -> None:
    """Loans hears what lies ready with a machine now, of what an agreement names. Saves the machine."""
    companions = [one for one in await unit.along.companions(device.id) if one.loan_id is None]  # the others are not back
    lines = await unit.along.prepared(device.id, *(one.id for one in companions))  # what lies ready with a screen, goes with it
    names = {ACCESSORY_OF[one.kind] for one in lines if one.kind in ACCESSORY_OF} | {one.accessory for one in companions}
    device.record(AccessoriesPrepared(device_id=device.id, accessories=tuple(one for one in Accessory if one in names)))
    await unit.devices.save(device)


def lay_ready_with(device: Device) -> UUID | None:
    """With which machine a device lies ready that did not go along yet, before something happens to it."""
    return device.along_with if device.loan_id is None else None


async def tell_left(main_id: UUID | None, device: Device, unit: InventoryUnit) -> None:
    """Something happened to a device that lay ready with this machine: if it does not any more, loans hears what still does. The
    device is saved, and both are locked with `lock_with_along`."""
    if main_id is not None and device.along_with is None:
        await tell_lies_ready(await unit.devices.get(main_id), unit)


async def put_along_back(device: Device, unit: InventoryUnit) -> None:
    """The machine takes nothing along after all: what lay ready with it is for others. What is with a family already stays there.

    The caller locked it with `lock_with_along`, and saves it.
    """
    lines, companions = await unit.along.prepared(device.id), await unit.along.companions(device.id)
    await unit.along.prepare(device.id, {})
    kept = [one for one in companions if one.loan_id is None]
    for companion in kept:
        other = await unit.devices.get(companion.id)
        other.let_go_along(device.id)
        await unit.devices.save(other)
    if lines or kept:
        device.record(AccessoriesPrepared(device_id=device.id))


async def send_along(device: Device, loan_id: UUID, accessories: Collection[Accessory], unit: InventoryUnit) -> None:
    """The machine left on a loan: what lay ready with it goes along, as far as the agreement names it, and so does what lay ready
    with a device that goes along. What the agreement names beside that was taken from the shelf at the counter.

    A thing that no agreement names, such as a cable, goes along. What lay ready and is not in the agreement, stays. The family has
    what it took, also when our number says that none was left: then one more was there than somebody counted, and somebody is
    asked to count again.
    """
    known = {one.id: one.accessory for one in await unit.along.companions(device.id)}
    companions = [await unit.devices.get(one) for one in known]
    for other in companions:
        if known[other.id] in accessories:
            other.leave_along(device.id, loan_id, unit.today())
        else:
            other.let_go_along(device.id)
    leaving = (device.id, *(other.id for other in companions if other.loan_id == loan_id))
    lay_ready = await unit.along.prepared(*leaving)
    await _take_from_shelf(device, lay_ready, loan_id, accessories, unit)
    for one in await unit.along.prepared(*leaving):
        named = ACCESSORY_OF.get(one.kind)
        if named is not None and named not in accessories:
            await unit.along.stay(one.id)
            continue
        await take_off_shelf(one.thing_id, loan_id, unit)
        await unit.along.leave(one.id, loan_id, unit.today())
    went = {known[other.id]: other.id for other in companions if other.loan_id == loan_id}
    emptied = {one.device_id for one in lay_ready}
    for other in companions:
        if other.id in emptied:
            other.record(AccessoriesPrepared(device_id=other.id))
        await unit.devices.save(other)
    await _tell_replaced(device, loan_id, went, unit)
    if lay_ready or companions:
        device.record(AccessoriesPrepared(device_id=device.id))


async def _tell_replaced(device: Device, loan_id: UUID, went: Mapping[Accessory, UUID], unit: InventoryUnit) -> None:
    """What lay ready with this machine and was lost before it left: loans may hear of that after the signature."""
    for one in await unit.along.lay_ready_before(device.id):
        other = await unit.devices.get(one)
        other.tell_replaced(device.id, went, loan_id)
        await unit.devices.save(other)


async def _take_from_shelf(
    device: Device, lay_ready: Collection[Line], loan_id: UUID, accessories: Collection[Accessory], unit: InventoryUnit
) -> None:
    """What the agreement names and nobody laid ready lies beside the machine now, as if somebody had. Where there are two sorts of
    it, somebody is asked which it was. What nobody counts is not ours to know, and which hotspot somebody took we cannot guess:
    that has a code of its own."""
    there = {one.kind for one in lay_ready}
    lacking = [kind for kind, named in ACCESSORY_OF.items() if named in accessories and kind not in there]
    if lacking:
        counted = await unit.things.all(kinds=lacking)
        await unit.things.hold({*(one.id for one in counted), *(one.thing_id for one in lay_ready)})
        things = await unit.things.all(kinds=lacking)  # again, behind the locks
        found = taken(lacking, things, device.details.plug)
        await unit.along_questions.ask(device.id, loan_id, unsure(lacking, things, device.details.plug), unit.today())
        own = {one.kind: one.thing_id for one in lay_ready if one.device_id == device.id}
        await unit.along.prepare(device.id, own | found)


async def take_off_shelf(thing_id: UUID, loan_id: UUID, unit: InventoryUnit) -> None:
    """One went along. Our number said that none was left: then one more lay there, and somebody counts again."""
    thing = await unit.things.get(thing_id)
    if thing.on_shelf < 1:
        await unit.things.move(thing.id, 1 - thing.on_shelf, Reason.COUNTED, loan_id=loan_id)
        await unit.things.count_again(thing.id, asked=True)
    await unit.things.move(thing.id, -1, Reason.GONE_ALONG, loan_id=loan_id)
