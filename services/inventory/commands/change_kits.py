"""Kits: what goes along with a kind of device."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.accessory_refusals import KitNotRight, TooManyKits
from services.inventory.domain.kit import LONGEST_NAME, MOST_KITS, Kit
from services.inventory.domain.refusals import ChangedMeanwhile
from services.inventory.domain.thing import ThingKind
from services.inventory.store.unit import InventoryUnit
from shared.contracts.vocabulary import Chassis
from shared.language.free_text import clean_line


@dataclass(frozen=True, slots=True)
class SaveKit:
    """A new kit, or with an id all of one that is there; `seen` is the kit that this was made from, None for a program."""

    name: str
    chassis: Chassis
    kinds: Sequence[ThingKind]
    kit_id: UUID | None = None
    seen: Kit | None = None


@dataclass(frozen=True, slots=True)
class RemoveKit:
    """Which one, or to have it back."""

    kit_id: UUID
    removed: bool = True


async def save_kit(command: SaveKit, unit: InventoryUnit) -> Kit:
    """It is proposed from now on.

    Raises `KitNotRight`, `TooManyKits`, `NotFound`, `ChangedMeanwhile`, and what `clean_line` raises.
    """
    if command.kit_id is None:
        one = Kit(unit.new_id(), "", command.chassis, ())
    else:
        await unit.intake.hold([f"kit {command.kit_id}"])
        one = await unit.things.kit(command.kit_id)
        if command.seen is not None and one != command.seen:
            raise ChangedMeanwhile()
    one.name, one.chassis = clean_line(command.name, longest=LONGEST_NAME), command.chassis
    one.kinds, one.removed = tuple(kind for kind in ThingKind if kind in command.kinds), False
    one.must_be_right()
    await _keep(one, unit)
    return one


async def remove_kit(command: RemoveKit, unit: InventoryUnit) -> Kit:
    """It is proposed no more, or again; what lies ready stays. Raises `NotFound`, `KitNotRight`, `TooManyKits`."""
    one = await unit.things.kit(command.kit_id)
    one.removed = command.removed
    await _keep(one, unit)
    return one


async def _keep(one: Kit, unit: InventoryUnit) -> None:
    others = [kit for kit in await unit.things.kits() if kit.id != one.id]
    if not one.removed and any(kit.name.casefold() == one.name.casefold() for kit in others):
        raise KitNotRight(field="twice")
    if not one.removed and len(others) >= MOST_KITS:
        raise TooManyKits(most=MOST_KITS)
    await unit.things.save_kit(one)
