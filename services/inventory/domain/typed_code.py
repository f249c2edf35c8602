"""The code of a device in what somebody typed, or what a scanner typed for them."""

import re

from services.inventory.domain.public_code import ALPHABET

_SCANNED = re.compile(r"/q/([A-Za-z0-9-]{6,7})(?:[/?#\s]|$)")
_SHAPE = re.compile(r"[A-HJ-NP-Z2-9]{6}")
LONGEST = 200
WHOLE = 6
"""Letters in a code, without its dash."""


def code_in(typed: str) -> str | None:
    """A code such as `KX4-72M`, from the code with or without its dash and in any letters, or from the address on a sticker.

    None for what no sticker says: there is no I, O, 0 or 1 on any of them.
    """
    found = _SCANNED.search(typed[:LONGEST])
    letters = re.sub(r"[\s.-]", "", found[1] if found else typed[:40]).upper()
    return f"{letters[:3]}-{letters[3:]}" if _SHAPE.fullmatch(letters) else None


def codes_near(typed: str) -> list[str]:
    """The codes that differ in one letter from what was typed, when that is as long as a whole code; else none.

    A letter that stands on no sticker is the one that was misread; with two of them there are none.
    """
    letters = _letters(typed)
    strange = [place for place, letter in enumerate(letters) if letter not in ALPHABET]
    if len(letters) != WHOLE or len(strange) > 1:
        return []
    others = [
        letters[:place] + letter + letters[place + 1 :]
        for place in strange or range(WHOLE)
        for letter in ALPHABET
        if letter != letters[place]
    ]
    return [f"{other[:3]}-{other[3:]}" for other in others]


def has_letter_of_no_sticker(typed: str) -> bool:
    """Whether it would be a code, or three letters of one, but for an I, O, 0 or 1: then we can say that stickers have none.

    What is shorter than a code may as well be a name or a number: it counts when it has letters and figures, as most codes do.
    """
    letters = _letters(typed)
    mixed = bool(re.search(r"[A-Z]", letters) and re.search(r"[0-9]", letters))
    return (len(letters) == WHOLE or (2 < len(letters) < WHOLE and mixed)) and bool(re.search(r"[IO01]", letters))


def _letters(typed: str) -> str:
    return re.sub(r"[^A-Z0-9]", "", typed[:LONGEST].upper())


def codes_in(typed: str) -> list[str]:
    """Every code in a text with spaces, commas or line ends between them, each once, in order; what is no code is left out."""
    codes = (code_in(word) for word in re.split(r"[\s,;]+", typed))
    return list(dict.fromkeys(code for code in codes if code is not None))
