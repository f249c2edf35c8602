"""Counted stock: what is counted, and how many there are."""

from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.accessory_refusals import LiesReady, ThingKnown, ThingNotRight, TooManyThings
from services.inventory.domain.charger import Plug
from services.inventory.domain.refusals import ChangedMeanwhile
from services.inventory.domain.short_list import ListKind
from services.inventory.domain.thing import (
    ADD_REASONS,
    LONGEST_NAME,
    MOST_THINGS,
    TAKE_REASONS,
    Movement,
    Reason,
    Said,
    Thing,
    ThingKind,
)
from services.inventory.store.unit import InventoryUnit
from shared.domain import NotFound
from shared.language.free_text import clean_line


@dataclass(frozen=True, slots=True)
class AddThing:
    """What it is, which of it, and how many lie there now."""

    kind: ThingKind
    name: str
    plug: Plug | None
    place_id: UUID | None
    lowest: int
    count: int
    by: UUID


@dataclass(frozen=True, slots=True)
class ChangeThing:
    """Which one, and all that is said of it. Its kind stays. `seen` is what this was made from; None for a program."""

    thing_id: UUID
    name: str
    plug: Plug | None
    place_id: UUID | None
    lowest: int
    seen: Said | None = None


@dataclass(frozen=True, slots=True)
class MoveThing:
    """How many more or fewer, and why; with `Reason.COUNTED`, how many there are."""

    thing_id: UUID
    count: int
    reason: Reason
    by: UUID


@dataclass(frozen=True, slots=True)
class UndoMovement:
    """Which movement."""

    movement_id: UUID
    by: UUID


@dataclass(frozen=True, slots=True)
class RemoveThing:
    """Which one, or to have it back."""

    thing_id: UUID
    removed: bool = True


async def add_thing(command: AddThing, unit: InventoryUnit) -> Thing:
    """It is counted from now on.

    Raises:
        ThingKnown: something of this kind has this name.
        TooManyThings, NotOnList, NumberNotRight, ThingNotRight, and what `clean_line` raises.
    """
    if len(await unit.things.all()) >= MOST_THINGS:
        raise TooManyThings(most=MOST_THINGS)
    one = Thing(unit.new_id(), command.kind, clean_line(command.name, longest=LONGEST_NAME), command.plug, None, command.lowest)
    change = one.count(command.count)
    await _keep(one, command.place_id, unit)
    await unit.things.move(one.id, change, Reason.COUNTED, by=command.by)
    return one


async def change_thing(command: ChangeThing, unit: InventoryUnit) -> Thing:
    """This is what is said of it from now on. Raises as `add_thing`, `NotFound` and `ChangedMeanwhile`."""
    one = await unit.things.get(command.thing_id)
    if command.seen is not None and one.said != command.seen:
        raise ChangedMeanwhile()
    one.name, one.plug, one.lowest = clean_line(command.name, longest=LONGEST_NAME), command.plug, command.lowest
    await _keep(one, command.place_id, unit)
    return one


async def move_thing(command: MoveThing, unit: InventoryUnit) -> Movement:
    """So many came, went, or were counted. Two who take the last one get one refusal.

    Raises `NotFound`, `NumberNotRight`, `NotEnough`, and `ThingNotRight` for a reason that only a loan has.
    """
    one = await unit.things.get(command.thing_id)
    if one.removed:
        raise NotFound()
    if command.reason in ADD_REASONS:
        change = one.add(command.count)
    elif command.reason in TAKE_REASONS:
        change = one.take(command.count)
    elif command.reason is Reason.COUNTED:
        change = one.count(command.count)
        await unit.things.count_again(one.id, asked=False)  # also when the number turns out to be right
    else:
        raise ThingNotRight(field="reason")
    return await unit.things.move(one.id, change, command.reason, by=command.by)


async def undo_movement(command: UndoMovement, unit: InventoryUnit) -> Movement:
    """It did not happen after all: what it changed is changed back, and both stay in the history.

    What somebody said of a thing that went along is open again. Raises `NotFound` also for a thing that is counted no more,
    `NothingToUndo`, and `NotEnough` when others took them since.
    """
    seen = await unit.things.movement(command.movement_id)
    line = await unit.along.settled_with(seen.id)
    one = await unit.things.get(seen.thing_id)
    if one.removed:
        raise NotFound()
    change = one.undo(await unit.things.movement(command.movement_id))  # again, behind the lock
    if line is not None:
        await unit.along.reopen(line)
    return await unit.things.move(one.id, change, Reason.UNDONE, by=command.by, undoes=command.movement_id)


async def remove_thing(command: RemoveThing, unit: InventoryUnit) -> Thing:
    """It is counted no more, or again. Raises `NotFound`, `StillOnShelf`, `LiesReady`, `ThingKnown`."""
    one = await unit.things.get(command.thing_id)
    if command.removed:
        one.remove()
        if (code := await unit.along.first_with(one.id)) is not None:
            raise LiesReady(device_code=code)
    else:
        one.removed = False
    if not await unit.things.save(one):
        raise ThingKnown()
    return one


async def _keep(one: Thing, place_id: UUID | None, unit: InventoryUnit) -> None:
    if place_id is not None and place_id != one.place_id:
        await unit.short_lists.chosen(ListKind.PLACE, place_id)
    one.place_id = place_id
    one.must_be_right()
    if not await unit.things.save(one):
        raise ThingKnown()
