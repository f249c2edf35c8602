"""The choices of the list of machines as a page shows them: each with how many there are; what is chosen, with a way to undo it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from services.inventory.domain.details import Grade, KeyboardLayout
from services.inventory.domain.device_filter import FLAGS, GROUPS, DeviceFilter
from services.inventory.domain.stage import Stage
from services.inventory.queries.board import COUNTED as SHOWN_AT_MOST
from services.inventory.queries.choice_names import names_of_donors, names_of_lots, names_of_places
from services.inventory.queries.finding import Counts
from services.inventory.web.board_texts import COLUMN as STAGE
from services.inventory.web.fact_texts import KEYBOARD, LOOKS, WORKS
from services.inventory.web.filter_texts import CHOICE, FLAG, NOT_HERE
from services.inventory.web.intake_texts import A_PERSON
from services.inventory.web.texts import CHASSIS, TAB
from shared.bus.unit import Unit
from shared.contracts.vocabulary import Chassis, DeviceState, UseProfile
from shared.language.formats import day
from shared.web.vocabulary_texts import DEVICE_STATE, PROFILE

MOST_CHOICES = 40
"""In one list; those with the most machines."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One that can be chosen. `is_own`: the organisation gave it its name."""

    value: str
    words: object
    number: str
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Choices:
    """One list of choices.

    Attributes:
        hidden: how many choices there are that do not stand in the list.
        is_least: there may be others still, for not every machine was looked at.
    """

    name: str
    words: object
    chosen: str
    among: Sequence[Choice]
    hidden: int = 0
    is_least: bool = False


@dataclass(frozen=True, slots=True)
class Chosen:
    """Something that is chosen: what it is, and the list without it."""

    words: object
    value: object
    is_own: bool
    without: str


@dataclass(frozen=True, slots=True)
class FilterView:
    """All of it: lists of choices, what one can tick, and what is chosen."""

    lists: Sequence[Choices]
    ticks: Sequence[Choices]
    chosen: Sequence[Chosen]


async def filter_view(unit: Unit, asked: DeviceFilter, counts: Counts, path: str) -> FilterView:
    """What a page shows of these choices; what no machine has, is left out."""
    said = dict(asked.pairs())
    values = {name: _values(name, counts, said.get(name, "")) for name in CHOICE}
    names = await _names(unit, values)
    lists = []
    for name, words in CHOICE.items():
        among = [
            Choice(value, called, shown(counts, name, value), _is_own(name, called))
            for value in values[name]
            for called in [names[name].get(value, NOT_HERE)]
        ]
        if among:
            hidden = max(0, len(_found(name, counts, said.get(name, ""))) - len(among))
            is_least = name not in ORDERED and any(facet.startswith(f"{name}=") for facet in counts.more)
            lists.append(Choices(name, words, said.get(name, ""), among, hidden, is_least))
    ticks = [
        Choices(name, FLAG[name], said.get(name, ""), [Choice("1", FLAG[name], shown(counts, name, "1"))])
        for name in FLAGS
        if counts.of(name, "1") or name in said
    ]
    chosen = [
        one
        for name, one in zip(asked.chosen, _chosen(asked, names, path), strict=True)
        if not (name == "status" and asked.status in TAB)  # its tab shows it
    ]
    return FilterView(lists, ticks, chosen)


async def chosen_of(unit: Unit, lists: Sequence[DeviceFilter], path: str) -> list[list[Chosen]]:
    """What is chosen in each of these lists."""
    values = {name: [value for one in lists for said, value in one.pairs() if said == name] for name in CHOICE}
    names = await _names(unit, values)
    return [_chosen(one, names, path) for one in lists]


def _chosen(asked: DeviceFilter, names: Mapping[str, Mapping[str, object]], path: str) -> list[Chosen]:
    said = dict(asked.pairs())
    called = {name: names[name].get(said[name], NOT_HERE) if name in CHOICE else FLAG[name] for name in asked.chosen}
    return [
        Chosen(CHOICE.get(name, ""), words, name in CHOICE and _is_own(name, words), asked.without([name]).address(path))
        for name, words in called.items()
    ]


def _is_own(name: str, called: object) -> bool:
    """Whether these are words that nobody translates: a name, or a size."""
    return name in ("place", "label", "memory") or (name in ("lot", "donor") and str(A_PERSON) not in str(called))


def shown(counts: Counts, name: str, value: str) -> str:
    """How many, as people read it: beyond a thousand, and where not all were counted, it is "so many or more"."""
    values = [state.value for state in GROUPS[value]] if name == "status" and value in GROUPS else [value]
    number = sum(counts.of(name, one) for one in values)
    if number >= SHOWN_AT_MOST:
        return f"{SHOWN_AT_MOST}+"
    return f"{number}+" if any(f"{name}={one}" in counts.more for one in values) else str(number)


def _values(name: str, counts: Counts, chosen: str) -> list[str]:
    """What one can choose, in the order of its words or with the most machines first; what is chosen is always there."""
    found = _found(name, counts, chosen)
    known: Sequence[str] = [str(one) for one in ORDERED.get(name, ())]
    if known:
        return sorted(found, key=lambda value: known.index(value) if value in known else len(known))
    most = sorted(found, key=lambda value: (value != chosen, -counts.of(name, value), value))[:MOST_CHOICES]
    return sorted(most, key=lambda value: (-counts.of(name, value), value))


def _found(name: str, counts: Counts, chosen: str) -> list[str]:
    found = [facet.partition("=")[2] for facet in counts.numbers if facet.startswith(f"{name}=")]
    return found if not chosen or chosen in found else [*found, chosen]


ORDERED: Mapping[str, Sequence[object]] = {
    "status": [*TAB, *(state.value for state in DeviceState)],
    "stage": [stage.value for stage in Stage],
    "kind": [kind.value for kind in CHASSIS],
    "memory": [4, 8, 16, 32],
    "keyboard": [one.value for one in KeyboardLayout],
    "fits": [use.value for use in UseProfile],
    "looks": [grade.value for grade in Grade],
    "works": [grade.value for grade in Grade],
}
WORDS: Mapping[str, Mapping[str, object]] = {
    "status": {**{key: words for key, words in TAB.items() if key}, **{state.value: DEVICE_STATE[state] for state in DeviceState}},
    "stage": {stage.value: STAGE[stage] for stage in Stage},
    "kind": {kind.value: CHASSIS[kind] for kind in Chassis},
    "memory": {str(step): f"{step} GB" for step in (4, 8, 16, 32)},
    "keyboard": {one.value: KEYBOARD[one] for one in KeyboardLayout},
    "fits": {use.value: PROFILE[use] for use in UseProfile},
    "looks": {grade.value: LOOKS[grade][0] for grade in Grade},
    "works": {grade.value: WORKS[grade][0] for grade in Grade},
}


async def _names(unit: Unit, values: Mapping[str, Sequence[str]]) -> Mapping[str, Mapping[str, object]]:
    places = await names_of_places(unit, _ids(values["place"]))
    lots = await names_of_lots(unit, _ids(values["lot"]))
    donors = await names_of_donors(unit, _ids(values["donor"]))
    own: dict[str, Mapping[str, object]] = {
        "place": {str(one): name for one, name in places.items()},
        "lot": {str(one): f"{name.donor or A_PERSON}, {day(name.received_on)}" for one, name in lots.items()},
        "donor": {str(one): name or A_PERSON for one, name in donors.items()},
        "label": {value: value for value in values["label"]},
    }
    return {**WORDS, **own}


def _ids(values: Sequence[str]) -> list[UUID]:
    return [UUID(value) for value in values]
