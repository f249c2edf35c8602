"""How well a machine fits what a family wants to do with it, and why. Pure: what is wished for stands in `use_profile`."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from services.inventory.domain.use_profile import Level, Wishes
from shared.contracts.inventory import FitReason
from shared.contracts.vocabulary import Chassis, FitAspect, FitVerdict, MachineWish, Medium, UseProfile

CARRIED = frozenset({Chassis.LAPTOP, Chassis.TABLET})
AT_A_DESK = frozenset({Chassis.DESKTOP, Chassis.ALL_IN_ONE})
FAST = frozenset({Medium.SSD, Medium.NVME})
SLACK = 1.1
"""A tenth: part of the memory is often taken by the graphics, and a drive of 240 GB is sold beside one of 256."""
LARGE_TENTHS = 156
"""From this diagonal on, in tenths of an inch, a screen is large: that of a laptop one reads from without glasses."""
LIGHT_TENTHS = 140
"""Up to this diagonal a laptop is light enough to carry about each day; weights are known of none."""
SUITS = 2
"""From this score on a machine is offered to a family by itself."""
MORE_THAN_NEEDED = 2
"""So many times the comfortable memory: somebody else may need it more."""


@dataclass(frozen=True, slots=True)
class Specs:
    """What is known of a machine; None for what nobody said.

    Attributes:
        memory_mb: in MiB.
        drives: what each of its drives stores on, and its size in decimal gigabytes.
        screen_tenths: the diagonal in tenths of an inch.
        camera: whether it has a camera and a microphone that work.
        keyboard: how the letters lie, such as `azerty`.
        year: in which it was made.
    """

    chassis: Chassis
    memory_mb: int | None = None
    drives: tuple[tuple[Medium, int | None], ...] = ()
    screen_tenths: int | None = None
    camera: bool | None = None
    keyboard: str | None = None
    year: int | None = None

    @property
    def is_computer(self) -> bool:
        """Whether a family can do anything of this with it."""
        return self.chassis in CARRIED | AT_A_DESK

    @property
    def drive_gb(self) -> int | None:
        """The size of the largest drive; None when one of them may be larger, or none is known."""
        sizes = [size for _, size in self.drives]
        return None if None in sizes or not sizes else max(size for size in sizes if size is not None)

    @property
    def has_fast_drive(self) -> bool | None:
        """Whether one of the drives is fast; None when nobody knows."""
        media = {medium for medium, _ in self.drives}
        return True if media & FAST else None if not media or Medium.UNKNOWN in media else False


@dataclass(frozen=True, slots=True)
class Fit:
    """How well: 0 does not, 1 will do, 2 suits, 3 suits very well; and why, an answer for everything that was wished for."""

    score: int
    why: tuple[FitReason, ...]


def fit_of(specs: Specs, wishes: Wishes) -> Fit:
    """How a machine fits one use.

    - Below a minimum it does not fit.
    - At a minimum it will do. From there memory, and that it can be carried, decide whether it suits; what else is comfortable
      decides whether it suits very well.
    - What nobody knows never counts as enough: where the minimum asks for it the machine will do at most, and where only
      comfort does it suits at most.

    More memory never fits worse. That it is more than needed is said, so that among equals another machine goes first.
    """
    if not specs.is_computer:
        return Fit(0, (FitReason(about=FitAspect.KIND, verdict=FitVerdict.LACKING),))
    score, why = 3, []
    for reason, asked, decides in _judged(specs, wishes):
        why.append(reason)
        score = min(score, _most(reason.verdict, asked=asked, decides=decides))
    return Fit(score, tuple(why))


def fits_of(specs: Specs, all_wishes: Mapping[UseProfile, Wishes]) -> dict[UseProfile, Fit]:
    """How it fits every use."""
    return {profile: fit_of(specs, wishes) for profile, wishes in all_wishes.items()}


def unknown_that_hides(specs: Specs, all_wishes: Iterable[Wishes]) -> list[FitAspect]:
    """What has to be known of a machine before it can suit a use; of uses for which it falls short anyhow nothing counts."""
    found: dict[FitAspect, None] = {}
    for wishes in all_wishes if specs.is_computer else ():
        judged = list(_judged(specs, wishes))
        if any(reason.verdict is FitVerdict.LACKING for reason, _asked, _decides in judged):
            continue
        for reason, asked, decides in judged:
            if reason.verdict is FitVerdict.UNKNOWN and _most(reason.verdict, asked=asked, decides=decides) < SUITS:
                found[reason.about] = None
    return list(found)


def meets_of(specs: Specs) -> tuple[MachineWish, ...]:
    """The wishes of families that this machine meets as far as is known, in a fixed order. What nobody knows meets nothing."""
    carried, screen = specs.chassis in CARRIED, specs.screen_tenths
    met = {
        MachineWish.AZERTY: specs.keyboard == "azerty",
        MachineWish.QWERTY: specs.keyboard == "qwerty",
        MachineWish.LARGE_SCREEN: screen is not None and screen >= LARGE_TENTHS,
        MachineWish.LIGHT: specs.chassis is Chassis.TABLET or (carried and screen is not None and screen <= LIGHT_TENTHS),
        MachineWish.WEBCAM: bool(specs.camera),
    }
    return tuple(wish for wish, is_met in met.items() if is_met)


def digest_of(fits: Mapping[UseProfile, Fit], meets: Iterable[MachineWish] = ()) -> str:
    """The same for the same fits and wishes met: what was told once need not be told again."""
    said: dict[str, list[Any]] = {
        profile.value: [fit.score, *(reason.model_dump(mode="json") for reason in fit.why)] for profile, fit in fits.items()
    }
    if wishes := [wish.value for wish in meets]:
        said["meets"] = wishes
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:16]


def _most(verdict: FitVerdict, *, asked: bool, decides: bool) -> int:
    """The best that is possible with this answer; `asked`: by the minimum."""
    if verdict is FitVerdict.LACKING:
        return 0
    if verdict is FitVerdict.UNKNOWN and asked:
        return 1
    if verdict in (FitVerdict.ENOUGH, FitVerdict.UNKNOWN):
        return 1 if decides else 2
    return 3


def _judged(specs: Specs, wishes: Wishes) -> Iterator[tuple[FitReason, bool, bool]]:
    """Each thing that is wished for: what is so, whether the minimum asks for it, and whether it decides if the machine suits."""
    low, high = wishes.minimum, wishes.comfortable
    gigabytes = None if specs.memory_mb is None else specs.memory_mb / 1024
    if high.memory_gb:
        reason = _at_least(FitAspect.MEMORY, gigabytes, low.memory_gb, high.memory_gb, shown=specs.memory_mb)
        if gigabytes is not None and gigabytes >= MORE_THAN_NEEDED * high.memory_gb:
            reason = reason.model_copy(update={"verdict": FitVerdict.MORE_THAN_NEEDED})
        yield reason, bool(low.memory_gb), True
    if high.portable:
        yield _has(FitAspect.PORTABLE, specs.chassis in CARRIED, low, "portable"), low.portable, True
    if high.drive_gb:
        size = specs.drive_gb
        yield _at_least(FitAspect.DRIVE_SIZE, size, low.drive_gb, high.drive_gb, shown=size), bool(low.drive_gb), False
    if high.fast_drive:
        yield _has(FitAspect.FAST_DRIVE, specs.has_fast_drive, low, "fast_drive"), low.fast_drive, False
    if high.screen is not None:
        inside = [None if specs.screen_tenths is None else _lies_in(specs.screen_tenths, level.screen) for level in (low, high)]
        yield _reason(FitAspect.SCREEN, inside, specs.screen_tenths), low.screen is not None, False
    if high.camera:
        yield _has(FitAspect.CAMERA, specs.camera, low, "camera"), low.camera, False
    if high.keyboard is not None:
        same = None if specs.keyboard is None else specs.keyboard == high.keyboard
        yield _reason(FitAspect.KEYBOARD, [same if low.keyboard else True, same]), low.keyboard is not None, False
    if high.from_year:
        years = [None if specs.year is None else specs.year >= level.from_year for level in (low, high)]
        yield _reason(FitAspect.YEAR, years, specs.year), bool(low.from_year), False


def _at_least(aspect: FitAspect, value: float | None, low: int, high: int, *, shown: int | None) -> FitReason:
    return _reason(aspect, [None if value is None else value * SLACK >= limit for limit in (low, high)], shown)


def _has(aspect: FitAspect, has_it: bool | None, low: Level, name: str) -> FitReason:
    return _reason(aspect, [has_it if getattr(low, name) else True, has_it])


def _reason(aspect: FitAspect, met: Iterable[bool | None], amount: int | None = None) -> FitReason:
    """`met`: whether the minimum is, and whether comfort is; None when nobody knows."""
    minimum, comfortable = met
    if comfortable is None:
        verdict = FitVerdict.UNKNOWN
    elif comfortable:
        verdict = FitVerdict.COMFORTABLE
    else:
        verdict = FitVerdict.ENOUGH if minimum else FitVerdict.LACKING
    return FitReason(about=aspect, verdict=verdict, amount=amount)


def _lies_in(value: int, bounds: tuple[int, int] | None) -> bool:
    return bounds is None or bounds[0] <= value <= bounds[1]
