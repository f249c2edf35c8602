"""Ticks that lead to no family and no colleague: why people stop, why they turn a machine down, whom we do not reach."""

from enum import StrEnum


class CountKind(StrEnum):
    """What is counted."""

    STOPPED = "stopped"
    TURNED_DOWN = "turned_down"
    RETURNED = "returned"
    NOT_REACHED = "not_reached"


class WhyStopped(StrEnum):
    """Why a family stops asking, turns a machine down, or brings it back: what somebody tapped, if anybody did."""

    NOT_NEEDED = "not_needed"
    HAS_ONE = "has_one"
    TOO_LONG = "too_long"
    DID_NOT_FIT = "did_not_fit"
    DID_NOT_WORK = "did_not_work"
    MOVED = "moved"
    OTHER = "other"


NO_ANSWER = "no_answer"
"""Somebody tried to reach a family that waits, and nobody answered."""

WHILE_WAITING = (
    WhyStopped.HAS_ONE,
    WhyStopped.NOT_NEEDED,
    WhyStopped.TOO_LONG,
    WhyStopped.DID_NOT_FIT,
    WhyStopped.MOVED,
    WhyStopped.OTHER,
)
WITH_A_MACHINE = (
    WhyStopped.NOT_NEEDED,
    WhyStopped.HAS_ONE,
    WhyStopped.DID_NOT_FIT,
    WhyStopped.DID_NOT_WORK,
    WhyStopped.MOVED,
    WhyStopped.OTHER,
)

FEWEST_SHOWN = 5
"""A smaller number is not shown: who knows the families could tell whose it is."""


def shown(number: int) -> int | None:
    """The number as figures may show it; None for one that is too small. Nobody is nobody, and may be shown."""
    return number if number == 0 or number >= FEWEST_SHOWN else None
