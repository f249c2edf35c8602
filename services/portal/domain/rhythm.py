"""The numbers that an organisation chooses for itself: read from what somebody typed, within what makes sense."""

import re
from dataclasses import dataclass

from services.portal.domain.refusals import NoWholeNumber, OutOfBounds
from shared.contracts.rhythm import MOST_FOLLOW_UPS, USUAL, RhythmWish


@dataclass(frozen=True, slots=True)
class Limits:
    """The least and the most that makes sense, and in what it is counted."""

    least: int
    most: int
    unit: str = "days"


LIMITS = {
    "look_again_months": Limits(3, 36, "months"),
    "call_ahead_days": Limits(7, 90),
    "follow_up_days": Limits(3, 730),
    "try_again_days": Limits(3, 60),
    "goodbye_days": Limits(1, 60),
    "audit_months": Limits(12, 120, "months"),
}
"""In the order in which a page shows them."""


def read_number(name: str, typed: str) -> int | tuple[int, ...] | None:
    """What somebody typed for one of the numbers; None, which is what is usual, when it was left empty or says just that.

    Raises `NoWholeNumber`, and `OutOfBounds`.
    """
    if not typed.strip():
        return None
    parts = [part for part in re.split(r"\s*(?:,|;|\ben\b|\s)\s*", typed.strip()) if part]
    several = name == "follow_up_days"
    if not all(re.fullmatch(r"[0-9]{1,4}", part) for part in parts) or (len(parts) > 1 and not several):
        raise NoWholeNumber()
    limits, numbers = LIMITS[name], tuple(sorted({int(part) for part in parts}))
    if not all(limits.least <= number <= limits.most for number in numbers) or len(numbers) > MOST_FOLLOW_UPS:
        raise OutOfBounds(least=limits.least, most=limits.most, times=MOST_FOLLOW_UPS)
    value = numbers if several else numbers[0]
    return None if value == getattr(USUAL, name) else value


def with_number(wish: RhythmWish, name: str, value: int | tuple[int, ...] | None) -> RhythmWish:
    """The same wish with another number; None for what is usual."""
    return wish.model_copy(update={name: value})
