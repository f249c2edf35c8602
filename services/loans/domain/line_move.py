"""Staff puts a family elsewhere in line, and says why. Being referred is no reason: it is not in the list."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from services.loans.domain.refusals import MoveReasonMissing, MoveWordsMissing, NoRoomInLine
from shared.language.free_text import clean_line

LONGEST_WORDS = 140


class MoveTo(StrEnum):
    """Where somebody goes in line."""

    FRONT = "front"
    BACK = "back"
    BEFORE = "before"
    RULE = "rule"


class MoveReason(StrEnum):
    """Why somebody is put elsewhere. None of them says anything about health, and none is about who asked for the family."""

    NEEDED_BY_A_DAY = "needed_by_a_day"
    NEED_GREW = "need_grew"
    OUR_MISTAKE = "our_mistake"
    LATER_WILL_DO = "later_will_do"
    OTHER = "other"


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A place in line, the first one lowest: the day, and among those of the same day the key."""

    place: date
    key: UUID


@dataclass(frozen=True, slots=True)
class LineMove:
    """What is kept of a move, for good.

    Attributes:
        from_number, to_number: which one in line it was and became, from 1.
        reason: None for going back to the rule, which needs none.
        words: what somebody added, for staff alone; None when nothing.
        moved_at: in UTC.
    """

    request_id: UUID
    to: MoveTo
    before: UUID | None
    from_number: int
    to_number: int
    reason: MoveReason | None
    words: str | None
    moved_by: UUID
    moved_at: datetime


def spot_between(earlier: Spot | None, later: Spot) -> Spot:
    """The spot right in front of `later` and behind `earlier`, the nearest one in front of it that is taken; None when none is.

    Raises `NoRoomInLine` when nothing lies between them: after a hundred moves in front of the same one.
    """
    low = earlier.key.int if earlier is not None and earlier.place == later.place else 0
    key = (low + later.key.int) // 2
    if key == low:
        raise NoRoomInLine()
    return Spot(later.place, UUID(int=key))


def clean_words(reason: MoveReason, words: str) -> str | None:
    """What somebody added to the reason, as we keep it. Raises `MoveWordsMissing`, `TextTooLong`, `RegisterNumberInText`."""
    cleaned = clean_line(words, longest=LONGEST_WORDS)
    if reason is MoveReason.OTHER and not cleaned:
        raise MoveWordsMissing()
    return cleaned or None


def needs_reason(reason: MoveReason | None) -> MoveReason:
    """The reason. Raises `MoveReasonMissing` when there is none."""
    if reason is None:
        raise MoveReasonMissing()
    return reason
