"""The two short lists on the workbench: is the hardware fine, and is everything installed? An organisation makes them its own."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.inventory.domain.refusals import ChecklistTooLong, LineTwice, TextMissing
from services.inventory.domain.stage import NO_COMPUTER
from shared.contracts.vocabulary import Chassis
from shared.language.free_text import clean_line

MOST_LINES = 40
"""Who has more to look at than this looks at nothing."""
LONGEST_LINE = 80


class Phase(StrEnum):
    """Which list."""

    CHECK = "check"
    INSTALL = "install"


@dataclass(frozen=True, slots=True)
class ChecklistResult:
    """What came of going through a list.

    Attributes:
        missing: the items that were not fine or not done, by the name of their line.
        finished: nothing is missing, or a person decided that it may go like this.
        by, at: who noted it last, and when (UTC); nobody where it was ready before there were lists.
    """

    missing: tuple[str, ...]
    finished: bool
    by: UUID | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a list.

    Attributes:
        name: a key of `DEFAULTS`, which is shown in the language of who reads it; or the words that the organisation typed.
        kinds: for which kinds of device; none means for all of them.
        is_on: whether anybody has to look at it. A line of ours can be switched off, not removed.
    """

    name: str
    kinds: frozenset[Chassis] = frozenset()
    is_on: bool = True

    def is_for(self, chassis: Chassis) -> bool:
        """Whether it is asked of this kind of device."""
        return self.is_on and (not self.kinds or chassis in self.kinds)


CARRIED = frozenset({Chassis.LAPTOP, Chassis.TABLET, Chassis.PHONE})
WITH_SCREEN = CARRIED | {Chassis.ALL_IN_ONE, Chassis.SCREEN, Chassis.OTHER}
WITH_KEYS = frozenset({Chassis.LAPTOP, Chassis.DESKTOP, Chassis.ALL_IN_ONE, Chassis.SERVER, Chassis.OTHER})
WITH_CAMERA = CARRIED | {Chassis.ALL_IN_ONE}
COMPUTERS = frozenset(Chassis) - NO_COMPUTER
DEFAULTS: dict[Phase, tuple[Line, ...]] = {
    Phase.CHECK: (
        Line("screen", WITH_SCREEN),
        Line("keyboard", WITH_KEYS),
        Line("touchpad", frozenset({Chassis.LAPTOP})),
        Line("battery", CARRIED | {Chassis.HOTSPOT}),
        Line("camera", WITH_CAMERA),
        Line("microphone", WITH_CAMERA),
        Line("sound", CARRIED | {Chassis.DESKTOP, Chassis.ALL_IN_ONE}),
        Line("wifi", CARRIED | {Chassis.DESKTOP, Chassis.ALL_IN_ONE, Chassis.HOTSPOT}),
        Line("charger"),
        Line("clean"),
    ),
    Phase.INSTALL: (
        Line("system", COMPUTERS),
        Line("updates", COMPUTERS),
        Line("language", COMPUTERS),
        Line("office", WITH_KEYS),
        Line("browser", COMPUTERS),
        Line("account", COMPUTERS),
        Line("no_password", COMPUTERS),
    ),
}
"""What is looked at where an organisation says nothing else."""


def switched(lines: Sequence[Line], was_on: Mapping[str, bool], on: Collection[str]) -> list[Line]:
    """A list as it is now, with what somebody switched on a page that was opened before: which lines were on there, and which are
    on after it. What that page did not show stays as it is."""
    mine = {name: name in on for name, was in was_on.items() if was is not (name in on)}
    return [replace(line, is_on=mine.get(line.name, line.is_on)) for line in lines]


def is_ours(phase: Phase, name: str) -> bool:
    """Whether a line is one of `DEFAULTS`."""
    return any(line.name == name for line in DEFAULTS[phase])


def whole_list(phase: Phase, own: Sequence[Line]) -> list[Line]:
    """The list of an organisation: its own arrangement, and behind it what a newer release brought. Nothing arranged: ours."""
    named = {line.name for line in own}
    ours = {line.name: line for line in DEFAULTS[phase]}
    kept = [Line(line.name, ours[line.name].kinds, line.is_on) if line.name in ours else line for line in own]
    return kept + [line for line in DEFAULTS[phase] if line.name not in named]


def items_for(lines: Sequence[Line], chassis: Chassis) -> list[str]:
    """What has to be looked at on this kind of device, in order."""
    return [line.name for line in lines if line.is_for(chassis)]


def items_to_install(lines: Sequence[Line], chassis: Chassis, software: Sequence[str]) -> list[str]:
    """What has to be done on this kind of device, and behind it the programs of what it is meant for; each once."""
    items = items_for(lines, chassis)
    there = {name.casefold() for name in items}
    return items + [name for name in software if name.casefold() not in there]


FINE, LACKS, NOT_SEEN = "fine", "lacks", ""


def looked(items: Sequence[str], result: ChecklistResult | None) -> dict[str, str]:
    """What is known of each item: `FINE`, `LACKS`, or `NOT_SEEN` where nobody looked."""
    if result is None:
        return dict.fromkeys(items, NOT_SEEN)
    return {item: LACKS if item in result.missing else FINE for item in items}


def arranged(phase: Phase, lines: Sequence[Line]) -> list[Line]:
    """The lines as they are kept: own words cleaned, ours all there.

    Raises:
        TextMissing: a line says nothing.
        LineTwice: two lines say the same.
        ChecklistTooLong: there are more than `MOST_LINES`.
        TextTooLong, RegisterNumberInText: see `clean_text`.
    """
    cleaned = [line if is_ours(phase, line.name) else Line(_words(line.name), line.kinds, line.is_on) for line in lines]
    names = [line.name.casefold() for line in cleaned]
    if len(set(names)) < len(names):
        raise LineTwice()
    found = whole_list(phase, cleaned)
    if len(found) > MOST_LINES:
        raise ChecklistTooLong(most=MOST_LINES)
    return found


def _words(text: str) -> str:
    words = clean_line(text, longest=LONGEST_LINE)
    if not words:
        raise TextMissing()
    return words
