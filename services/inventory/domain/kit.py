"""Kits: what goes along with a kind of device, by name."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.accessory_refusals import KitNotRight
from services.inventory.domain.charger import Plug, fits
from services.inventory.domain.thing import Thing, ThingKind
from shared.contracts.vocabulary import Chassis

LONGEST_NAME = 60
MOST_KITS = 40


@dataclass
class Kit:
    """What usually goes along with a kind of device: kinds of things, of which the one that fits is looked for."""

    id: UUID
    name: str
    chassis: Chassis
    kinds: tuple[ThingKind, ...]
    removed: bool = False

    def must_be_right(self) -> None:
        """Raises `KitNotRight`."""
        if not 0 < len(self.name) <= LONGEST_NAME:
            raise KitNotRight(field="name")
        if not self.kinds:
            raise KitNotRight(field="kinds")


USUAL: Mapping[Chassis, tuple[ThingKind, ...]] = {
    Chassis.LAPTOP: (ThingKind.CHARGER, ThingKind.BAG, ThingKind.MOUSE),
    Chassis.TABLET: (ThingKind.CHARGER,),
    Chassis.PHONE: (ThingKind.CHARGER,),
    Chassis.DESKTOP: (ThingKind.KEYBOARD, ThingKind.MOUSE),
    Chassis.ALL_IN_ONE: (ThingKind.KEYBOARD, ThingKind.MOUSE),
}
"""What counts as long as an organisation made no kit for this kind of device."""


def proposal(kinds: Sequence[ThingKind], things: Sequence[Thing], machine: Plug | None) -> dict[ThingKind, UUID]:
    """Of each of these kinds the thing to put with a machine, where one lies on the shelf.

    Of chargers only one that fits; when nothing is known of either, one that may fit, for somebody looks at it anyway. Among those
    the one of which most are left.
    """
    on_shelf = [one for one in things if one.on_shelf > 0]
    return {kind: one.id for kind in kinds if (one := _best(kind, on_shelf, machine)) is not None}


def taken(kinds: Sequence[ThingKind], things: Sequence[Thing], machine: Plug | None) -> dict[ThingKind, UUID]:
    """What somebody took of each of these kinds without saying which, where it can be only one sort. A kind of which nothing is
    counted is left out, and so is one of which a person has to say it: see `unsure`."""
    sorts = {kind: may_be(kind, things, machine) for kind in kinds}
    return {kind: found[0].id for kind, found in sorts.items() if len(found) == 1}


def unsure(kinds: Sequence[ThingKind], things: Sequence[Thing], machine: Plug | None) -> list[ThingKind]:
    """The kinds of which somebody took one, and it may be one of several sorts."""
    return [kind for kind in kinds if len(may_be(kind, things, machine)) > 1]


def may_be(kind: ThingKind, things: Sequence[Thing], machine: Plug | None) -> list[Thing]:
    """Which sorts it may have been: those that lay there by our number; where none did, still one of them. Of chargers only
    one that fits; when nothing is known of either, one that may fit."""
    there = [one for one in things if one.kind is kind and not one.removed]
    return _that_fit(kind, [one for one in there if one.on_shelf > 0] or there, machine)


def _best(kind: ThingKind, things: Sequence[Thing], machine: Plug | None) -> Thing | None:
    there = _that_fit(kind, [one for one in things if one.kind is kind and not one.removed], machine)
    return min(there, key=lambda one: (-one.on_shelf, one.name), default=None)


def _that_fit(kind: ThingKind, things: Sequence[Thing], machine: Plug | None) -> list[Thing]:
    if kind is not ThingKind.CHARGER:
        return list(things)
    may = [one for one in things if fits(one.plug, machine) is not False]
    return ([one for one in may if fits(one.plug, machine)] or may) if machine is not None else may
