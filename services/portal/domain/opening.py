"""When families can come in: from what somebody typed, such as `9-12 en 13.30-17`, to blocks of a day."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import pairwise

from services.portal.domain.refusals import BadHours, HoursOverlap, TooManyExceptions, TooManyHours
from shared.contracts.portal import MOST_BLOCKS, MOST_EXCEPTIONS, OpenBlock, OpenDay, OpenException, OpeningHours

_TIME = r"(\d{1,2})(?:\s*[:.uUhH]\s*(\d{2})?)?\s*(?:uur)?"
_BLOCK = re.compile(rf"(?:van\s+)?{_TIME}\s*(?:-|–|—|tot|à)\s*{_TIME}")
_BETWEEN = re.compile(r"\s*(?:,|;|&|\+|\ben\b)\s*")
CLOSED = frozenset({"", "-", "/", "toe", "gesloten", "dicht"})
NOTHING_SAID = OpeningHours()


def read_blocks(typed: str) -> tuple[OpenBlock, ...]:
    """The blocks of one day, in order; none for a closed day.

    Raises `BadHours` for what is no time, `HoursOverlap`, `TooManyHours`.
    """
    words = typed.strip().lower()
    if words in CLOSED:
        return ()
    blocks = sorted((_block(part) for part in _BETWEEN.split(words)), key=lambda block: block.opens)
    if len(blocks) > MOST_BLOCKS:
        raise TooManyHours(most=MOST_BLOCKS)
    if any(later.opens < earlier.closes for earlier, later in pairwise(blocks)):
        raise HoursOverlap()
    return tuple(blocks)


def as_typed(blocks: Sequence[OpenBlock]) -> str:
    """Blocks as somebody would type them, and as `read_blocks` reads them."""
    return ", ".join(f"{block.opens}-{block.closes}" for block in blocks)


def with_days(opening: OpeningHours, days: Mapping[int, tuple[OpenBlock, ...]]) -> OpeningHours:
    """The same with other weekdays (1 is Monday); closed ones are left out."""
    open_days = tuple(OpenDay(weekday=weekday, blocks=blocks) for weekday, blocks in sorted(days.items()) if blocks)
    return OpeningHours(days=open_days, exceptions=opening.exceptions)


def with_exception(opening: OpeningHours, on: date, blocks: tuple[OpenBlock, ...], today: date) -> OpeningHours:
    """The same with a date on which it is otherwise. What is past is forgotten. Raises `TooManyExceptions`."""
    kept = [one for one in opening.exceptions if one.on >= today and one.on != on]
    if len(kept) >= MOST_EXCEPTIONS:
        raise TooManyExceptions(most=MOST_EXCEPTIONS)
    kept.append(OpenException(on=on, blocks=blocks))
    return OpeningHours(days=opening.days, exceptions=tuple(sorted(kept, key=lambda one: one.on)))


def without_exception(opening: OpeningHours, on: date) -> OpeningHours:
    """The same without what was said about a date."""
    return OpeningHours(days=opening.days, exceptions=tuple(one for one in opening.exceptions if one.on != on))


def _block(part: str) -> OpenBlock:
    found = _BLOCK.fullmatch(part.strip())
    if found is None:
        raise BadHours()
    hours, minutes = (int(found[1]), int(found[3])), (int(found[2] or 0), int(found[4] or 0))
    opens, closes = (f"{hour:02}:{minute:02}" for hour, minute in zip(hours, minutes, strict=True))
    if max(hours) > 23 or max(minutes) > 59 or opens >= closes:
        raise BadHours()
    return OpenBlock(opens=opens, closes=closes)
