"""Which machines somebody wants to see, and in which order: as the address of a list says it, and as it is looked up.

What an address asks that cannot be, is left out: an old address shows a longer list instead of an error.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum
from typing import TypeVar
from urllib.parse import urlencode
from uuid import UUID

from services.inventory.domain.details import LONGEST_LABEL, Grade, KeyboardLayout
from services.inventory.domain.stage import Stage
from shared.contracts.vocabulary import Chassis, DeviceState, UseProfile

LONGEST_TEXT = 100
MEMORY_STEPS = (4, 8, 16, 32)
"""Gigabytes from which one can choose "at least"."""
GROUPS: Mapping[str, tuple[DeviceState, ...]] = {
    "bench": (DeviceState.ARRIVED, DeviceState.RETURNED, DeviceState.REPAIRED, DeviceState.IN_REPAIR),
    "ready": (DeviceState.READY,),
    "reserved": (DeviceState.RESERVED,),
    "out": (DeviceState.GIVEN_OUT, DeviceState.RETURN_EXPECTED),
    "retired": (DeviceState.RETIRED,),
}
"""The tabs of the list, and the states that each of them shows."""
_HOUSEHOLD = re.compile(r"([A-Za-z]{3,8})[\s-]*([0-9]{1,6})")


class Order(StrEnum):
    """What comes first: the newest, or by alphabet."""

    NEWEST = "newest"
    CODE = "code"
    MODEL = "model"


@dataclass(frozen=True, slots=True, kw_only=True)
class DeviceFilter:
    """What somebody chose; the usual value of each says nothing.

    Attributes:
        text: what was typed: words of the machine, its code or numbers, who gave it, or the code of who has it.
        status: a key of `GROUPS`, or one state.
        memory: at least so many gigabytes, one of `MEMORY_STEPS`.
        fits: it was good enough for this use when it was last judged.
        lost, ending, stale: lost; kept for a family a few days still; not updated for long.
    """

    text: str = ""
    status: str = ""
    stage: Stage | None = None
    kind: Chassis | None = None
    lot: UUID | None = None
    donor: UUID | None = None
    place: UUID | None = None
    label: str = ""
    looks: Grade | None = None
    works: Grade | None = None
    memory: int | None = None
    keyboard: KeyboardLayout | None = None
    fits: UseProfile | None = None
    lost: bool = False
    ending: bool = False
    stale: bool = False
    order: Order = Order.NEWEST

    @property
    def states(self) -> tuple[DeviceState, ...]:
        """The states that are asked for; none means all."""
        return states_of(self.status)

    @property
    def chosen(self) -> tuple[str, ...]:
        """The names of what narrows the list, without the text."""
        return tuple(name for name, _value in self.pairs() if name not in ("q", "order"))

    @property
    def facets(self) -> dict[str, str]:
        """What is looked up in the table of facets, by name: such as `kind=laptop`."""
        return {name: f"{name}={value}" for name, value in self.pairs() if name in FACETS}

    def pairs(self) -> list[tuple[str, str]]:
        """As they stand in an address, without what says nothing; always in the same order."""
        said = []
        for field in fields(self):
            value = getattr(self, field.name)
            if value != field.default:
                said.append(("q" if field.name == "text" else field.name, "1" if value is True else str(value)))
        return said

    def address(self, path: str, *more: tuple[str, str]) -> str:
        """The address of this list, at a path."""
        pairs = [*self.pairs(), *more]
        return f"{path}?{urlencode(pairs)}" if pairs else path

    def but(self, **other: object) -> "DeviceFilter":
        """The same with some of it otherwise."""
        return replace(self, **other)  # type: ignore[arg-type]

    def without(self, names: Iterable[str]) -> "DeviceFilter":
        """The same without what these names chose."""
        usual = DeviceFilter()
        return self.but(**{name: getattr(usual, name) for name in names})


FACETS = ("lot", "donor", "place", "label", "fits", "keyboard", "looks", "works", "kind", "memory")
"""What is kept as facets, what holds the fewest machines first, mostly."""
FLAGS = ("lost", "ending", "stale")


def read_filter(asked: Mapping[str, str]) -> DeviceFilter:
    """What an address asks for; what it asks that cannot be is left out."""
    memory = asked.get("memory", "")
    return DeviceFilter(
        text=_plain(asked.get("q", ""), LONGEST_TEXT),
        status=asked.get("status", "") if states_of(asked.get("status", "")) else "",
        stage=_one_of(Stage, asked.get("stage", "")),
        kind=_one_of(Chassis, asked.get("kind", "")),
        lot=_id(asked.get("lot", "")),
        donor=_id(asked.get("donor", "")),
        place=_id(asked.get("place", "")),
        label=_plain(asked.get("label", ""), LONGEST_LABEL),
        looks=_one_of(Grade, asked.get("looks", "")),
        works=_one_of(Grade, asked.get("works", "")),
        memory=int(memory) if memory in [str(step) for step in MEMORY_STEPS] else None,
        keyboard=_one_of(KeyboardLayout, asked.get("keyboard", "")),
        fits=_one_of(UseProfile, asked.get("fits", "")),
        lost=asked.get("lost") == "1",
        ending=asked.get("ending") == "1",
        stale=asked.get("stale") == "1",
        order=_one_of(Order, asked.get("order", "")) or Order.NEWEST,
    )


def of_board(asked: DeviceFilter) -> DeviceFilter:
    """What of these choices narrows the board of the workbench: a lot and a place. Everything else is a column of it, or stays."""
    return DeviceFilter(lot=asked.lot, place=asked.place)


def states_of(status: str) -> tuple[DeviceState, ...]:
    """The states that an address asks for: those of a tab, or one by its name; none for anything else."""
    if status in GROUPS:
        return GROUPS[status]
    return (DeviceState(status),) if status in [known.value for known in DeviceState] else ()


def household_code_in(typed: str) -> str | None:
    """The friendly code of a family in what somebody typed, such as `KIWI-42`, in any letters; None when it is none."""
    found = _HOUSEHOLD.fullmatch(typed.strip())
    return f"{found[1].upper()}-{found[2]}" if found and typed.isascii() else None


Known = TypeVar("Known", bound=StrEnum)


def _one_of(known: type[Known], typed: str) -> Known | None:
    """The member with this value; an open enum would make another one of what it does not know."""
    members: Sequence[Known] = list(known)
    return next((one for one in members if one.value == typed), None)


def _id(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _plain(typed: str, longest: int) -> str:
    return "".join(letter for letter in typed if letter.isprintable()).strip()[:longest].strip()
