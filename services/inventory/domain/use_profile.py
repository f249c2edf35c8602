"""What each use wishes of a machine, and what has to be installed for it. An organisation makes them its own.

The uses themselves are a closed list (`UseProfile`). A call with picture is a wish that a machine can meet: camera and microphone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from services.inventory.domain.refusals import TooMuchSoftware, WishNotRight
from shared.contracts.vocabulary import UseProfile
from shared.language.free_text import clean_line

MOST_MEMORY_GB, MOST_DRIVE_GB = 256, 16_000
LEAST_SCREEN, MOST_SCREEN = 50, 400
"""Tenths of an inch."""
FIRST_YEAR, LAST_YEAR = 2000, 2100
KEYBOARDS = ("azerty", "qwerty")
MOST_SOFTWARE = 20
LONGEST_SOFTWARE = 60


class Licence(StrEnum):
    """Where the right to use a program comes from. A closed list: a key that somebody types here could be read by all."""

    FREE = "free"
    OURS = "ours"
    SCHOOL = "school"


@dataclass(frozen=True, slots=True)
class Software:
    """A program that has to be on the machine."""

    name: str
    licence: Licence = Licence.FREE


@dataclass(frozen=True, slots=True)
class Level:
    """What is asked of a machine. 0, False and None ask nothing.

    Attributes:
        memory_gb: at least so much, in GiB.
        drive_gb: at least one drive of so many decimal gigabytes.
        fast_drive: an SSD.
        screen: the smallest and the largest diagonal, in tenths of an inch.
        camera: a camera and a microphone.
        portable: it can be carried. Most families have no place for what stays on a desk.
        keyboard: how the letters lie.
        from_year: made in this year or later.
    """

    memory_gb: int = 0
    drive_gb: int = 0
    fast_drive: bool = False
    screen: tuple[int, int] | None = None
    camera: bool = False
    portable: bool = False
    keyboard: str | None = None
    from_year: int = 0


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a machine must have, and with what it is comfortable: at least the same."""

    minimum: Level
    comfortable: Level


@dataclass(frozen=True, slots=True)
class Use:
    """One use: what it wishes, and what has to be installed."""

    wishes: Wishes
    software: tuple[Software, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """What has to be installed, by name."""
        return tuple(one.name for one in self.software)


# Memory: browser work and the platforms of schools are comfortable from 4 GB for the tasks of one child and from 8 GB with several
# things open; the makers of drawing programs ask 8 GB and recommend 16 (AutoCAD's requirements). A choice of ours, as is the rest
# that names no source. 2 GB is the least with which a light Linux still opens a browser.
# 64 GB, 4 GB and a processor from about 2018 (Intel's eighth generation): Windows 11's requirements. A machine from then on can
# have a system that still gets repairs, whichever it is.
SMALL = Level(memory_gb=2)
ORDINARY = Level(memory_gb=4, drive_gb=32)
COMFORT_SMALL = Level(memory_gb=4, drive_gb=64, fast_drive=True, portable=True)
COMFORT = Level(memory_gb=8, drive_gb=120, fast_drive=True, portable=True, camera=True, screen=(125, 160), from_year=2018)
OFFICE, BROWSER, READER = Software("LibreOffice"), Software("Firefox"), Software("PDF-lezer")
DEFAULTS: Mapping[UseProfile, Use] = MappingProxyType(
    {
        UseProfile.PRIMARY_SCHOOL: Use(Wishes(SMALL, COMFORT_SMALL), (BROWSER, Software("GCompris"))),
        UseProfile.SECONDARY_SCHOOL: Use(Wishes(ORDINARY, COMFORT), (BROWSER, OFFICE, READER)),
        UseProfile.STUDY_GENERAL: Use(Wishes(ORDINARY, COMFORT), (BROWSER, OFFICE, READER)),
        UseProfile.STUDY_DESIGN: Use(
            Wishes(
                Level(memory_gb=8, drive_gb=120),
                Level(memory_gb=16, drive_gb=240, fast_drive=True, portable=True, screen=(150, 180), from_year=2018),
            ),
            (BROWSER, OFFICE, READER, Software("Tekenprogramma van de opleiding", Licence.SCHOOL)),
        ),
        UseProfile.DUTCH_LESSONS: Use(Wishes(SMALL, COMFORT_SMALL), (BROWSER,)),
        UseProfile.WORK: Use(Wishes(ORDINARY, COMFORT), (BROWSER, OFFICE, READER, Software("eID-software"))),
        UseProfile.DAILY_LIFE: Use(Wishes(SMALL, COMFORT_SMALL), (BROWSER, READER, Software("eID-software"))),
    }
)
"""What counts where an organisation chose nothing else."""


def with_defaults(chosen: Mapping[UseProfile, Use]) -> dict[UseProfile, Use]:
    """Every use: as the organisation chose it, and for the rest what is usual."""
    return {profile: chosen.get(profile, usual) for profile, usual in DEFAULTS.items()}


def checked(use: Use) -> Use:
    """A use as it is kept: comfort asks at least what the minimum asks, and names of programs are clean and stand once.

    Raises:
        WishNotRight: a number is out of bounds, or comfort asks less than the minimum; `field` names it.
        TooMuchSoftware: nobody ticks so many; `most` says how many fit.
        TextTooLong, RegisterNumberInText: see `clean_line`.
    """
    low, high = use.wishes.minimum, use.wishes.comfortable
    for part, level in (("minimum", low), ("comfortable", high)):
        for name, most, least in (
            ("memory_gb", MOST_MEMORY_GB, 0),
            ("drive_gb", MOST_DRIVE_GB, 0),
            ("from_year", LAST_YEAR, FIRST_YEAR),
        ):
            if getattr(level, name) and not max(1, least) <= getattr(level, name) <= most:
                raise WishNotRight(field=f"{part}-{name}")
        if level.screen is not None and not LEAST_SCREEN <= level.screen[0] <= level.screen[1] <= MOST_SCREEN:
            raise WishNotRight(field=f"{part}-screen")
        if level.keyboard is not None and level.keyboard not in KEYBOARDS:
            raise WishNotRight(field=f"{part}-keyboard")
    full = Level(
        memory_gb=high.memory_gb or low.memory_gb,
        drive_gb=high.drive_gb or low.drive_gb,
        fast_drive=high.fast_drive or low.fast_drive,
        screen=high.screen or low.screen,
        camera=high.camera or low.camera,
        portable=high.portable or low.portable,
        keyboard=high.keyboard or low.keyboard,
        from_year=high.from_year or low.from_year,
    )
    for name in ("memory_gb", "drive_gb", "from_year"):
        if getattr(full, name) < getattr(low, name):
            raise WishNotRight(field=f"comfortable-{name}")
    if low.screen and full.screen and not (low.screen[0] <= full.screen[0] and full.screen[1] <= low.screen[1]):
        raise WishNotRight(field="comfortable-screen")
    if low.keyboard and full.keyboard != low.keyboard:
        raise WishNotRight(field="comfortable-keyboard")
    return Use(Wishes(low, full), _clean_software(use.software))


def software_for(uses: Mapping[UseProfile, Use], meant_for: Iterable[UseProfile]) -> list[Software]:
    """What has to be on a machine that is meant for these uses: each program once, in the order of the uses."""
    wanted: dict[str, Software] = {}
    for profile in sorted(meant_for, key=list(UseProfile).index):
        for one in uses[profile].software:
            wanted.setdefault(one.name.casefold(), one)
    return list(wanted.values())


def _clean_software(software: Iterable[Software]) -> tuple[Software, ...]:
    clean: dict[str, Software] = {}
    for one in software:
        name = clean_line(one.name, longest=LONGEST_SOFTWARE)
        if name:
            clean.setdefault(name.casefold(), Software(name, one.licence))
    if len(clean) > MOST_SOFTWARE:
        raise TooMuchSoftware(most=MOST_SOFTWARE)
    return tuple(clean.values())
