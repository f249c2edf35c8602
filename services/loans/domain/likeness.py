"""Why two families may be the same: one telephone number, or nearly one name. A guess for people to look at, never more."""

from enum import StrEnum

from services.loans.domain.search import plain

TELEPHONE_END = 8
"""Digits at the end that are the same however a number is written: `0470 12 34 56`, `+32 470 12 34 56`."""
_NOT_NAMES = frozenset(["familie", "fam", "gezin", "mevrouw", "mevr", "meneer", "mijnheer", "dhr", "de", "van", "la", "el"])
_SHORTEST_TO_MISTYPE = 5


class Likeness(StrEnum):
    """What two families have in common."""

    TELEPHONE = "telephone"
    NAME = "name"


def telephone_end(telephone: str | None) -> str | None:
    """The last digits of a number; None when there are too few to say anything. The database makes the same."""
    digits = "".join(letter for letter in telephone or "" if letter in "0123456789")
    return digits[-TELEPHONE_END:] if len(digits) >= TELEPHONE_END else None


def names_in(call_name: str | None) -> list[str]:
    """The words that say something in what a family is called, as they are compared, in one order."""
    return sorted({word.strip(".,") for word in plain(call_name or "").replace("-", " ").split()} - _NOT_NAMES - {""})


def near_same(one: str | None, other: str | None) -> bool:
    """Whether two names may be one: the same words in any order, all words of the shorter one, or one letter typed wrong."""
    first, second = sorted((names_in(one), names_in(other)), key=len)
    return bool(first) and all(any(_alike(word, there) for there in second) for word in first)


def _alike(one: str, other: str) -> bool:
    """The same word, or a long one with a letter too many, too few or wrong."""
    if one == other:
        return True
    if min(len(one), len(other)) < _SHORTEST_TO_MISTYPE or abs(len(one) - len(other)) > 1:
        return False
    short, long = sorted((one, other), key=len)
    at = next((number for number, letter in enumerate(short) if letter != long[number]), len(short))
    return short[at + (len(short) == len(long)) :] == long[at + 1 :]
