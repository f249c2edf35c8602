"""The numbers that an organisation chooses for itself: read from what somebody typed, within what makes sense."""

import re
from dataclasses import dataclass
from typing import TypeVar

from services.portal.domain.refusals import NoWholeNumber, OutOfBounds, TooManyNumbers
from shared.contracts import limits, rhythm
from shared.contracts.limits import LimitsWish
from shared.contracts.rhythm import MOST_FOLLOW_UPS, RhythmWish

Wish = TypeVar("Wish", RhythmWish, LimitsWish)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The least and the most that makes sense, and in what it is counted."""

    least: int
    most: int
    unit: str = "days"


RHYTHM = {
    "look_again_months": Bounds(3, 36, "months"),
    "loan_end_months": Bounds(0, 60, "months"),
    "call_ahead_days": Bounds(7, 90),
    "follow_up_days": Bounds(3, 730),
    "try_again_days": Bounds(3, 60),
    "goodbye_days": Bounds(1, 60),
    "audit_months": Bounds(12, 120, "months"),
    "update_months": Bounds(1, 36, "months"),
    "keep_apart_days": Bounds(5, 90),
    "school_child_days": Bounds(0, 120),
    "no_internet_days": Bounds(0, 60),
    "first_talk_days": Bounds(1, 30),
    "send_from_hour": Bounds(7, 12, "hours"),
    "send_until_hour": Bounds(13, 21, "hours"),
    "keep_families_months": Bounds(6, 120, "months"),
    "keep_signed_months": Bounds(6, 120, "months"),
    "keep_looks_months": Bounds(12, 120, "months"),
    "keep_cards_months": Bounds(6, 60, "months"),
}
LIMITS = {
    "waiting_days_without_talk": Bounds(2, 90),
    "loans_per_household": Bounds(1, 20, "devices"),
    "visits_per_helper_week": Bounds(1, 40, "visits"),
    "agreement_score": Bounds(70, 100, "score"),
}
"""Both in the order in which a page shows them."""


def usual(name: str) -> int | tuple[int, ...]:
    """What counts where nothing was chosen."""
    value: int | tuple[int, ...] = getattr(rhythm.USUAL if name in RHYTHM else limits.USUAL, name)
    return value


def read_number(name: str, typed: str) -> int | tuple[int, ...] | None:
    """What somebody typed for one of the numbers; None, which is what is usual, when it was left empty or says just that.

    Raises `NoWholeNumber`, `OutOfBounds` and `TooManyNumbers`.
    """
    if not typed.strip():
        return None
    parts = [part for part in re.split(r"\s*(?:,|;|\ben\b|\s)\s*", typed.strip()) if part]
    several = name == "follow_up_days"
    if not all(re.fullmatch(r"[0-9]{1,4}", part) for part in parts) or (len(parts) > 1 and not several):
        raise NoWholeNumber()
    bounds, numbers = (RHYTHM | LIMITS)[name], tuple(sorted({int(part) for part in parts}))
    if not all(bounds.least <= number <= bounds.most for number in numbers):
        raise OutOfBounds(least=bounds.least, most=bounds.most)
    if len(numbers) > MOST_FOLLOW_UPS:
        raise TooManyNumbers(most=MOST_FOLLOW_UPS)
    value = numbers if several else numbers[0]
    return None if value == usual(name) else value


def with_number(wish: Wish, name: str, value: int | tuple[int, ...] | None) -> Wish:
    """The same wish with another number; None for what is usual."""
    return wish.model_copy(update={name: value})
