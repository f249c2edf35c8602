"""What somebody may have meant by what they typed or scanned: a code, a number. Nothing is guessed that can be two things."""

import re

_STICKER = re.compile(r"[A-HJ-NP-Z2-9]{3,6}")
_FULL_STICKER = 7
_SCANNED = re.compile(r"/q/([^/?#\s]+)")
_TOGETHER = re.compile(r"([A-Z01]*[A-Z])([0-9OIL]*)")
_TICKET = re.compile(r"(?:nr\.?|#|vraag|ticket)?\s*([0-9]{1,8})", re.IGNORECASE)


def scanned_code(typed: str) -> str:
    """The code in the address on a sticker, whichever site it names; any other text as it is."""
    found = _SCANNED.search(typed)
    return found[1] if found else typed


def sticker_begin(typed: str) -> str | None:
    """How the code of a device begins: `kx4 7` is `KX4-7`. None for what no sticker says.

    There is no I, O, 0 or 1 on any sticker: whoever types one misread something, and we cannot know what.
    """
    letters = re.sub(r"[^A-Z0-9]", "", typed.upper())
    if not _STICKER.fullmatch(letters):
        return None
    return f"{letters[:3]}-{letters[3:]}" if len(letters) > 3 else letters


def is_full_sticker(code: str) -> bool:
    """Whether nothing of the code is missing."""
    return len(code) == _FULL_STICKER


def has_letter_of_no_sticker(typed: str) -> bool:
    """Whether it would be a code, or three letters of one, but for an I, O, 0 or 1: then we can say that stickers have none.

    What is shorter than a code may as well be a name or a number: it counts when it has letters and figures, as most codes do.
    """
    letters = re.sub(r"[^A-Z0-9]", "", typed.upper())
    mixed = bool(re.search(r"[A-Z]", letters) and re.search(r"[0-9]", letters))
    whole = _FULL_STICKER - 1
    return (len(letters) == whole or (2 < len(letters) < whole and mixed)) and bool(re.search(r"[IO01]", letters))


def household_begin(typed: str) -> str | None:
    """How the code of a household begins: `kiwi42`, `KIWI 42` and `k1wi-42` are all `KIWI-42`. None for what no code says.

    In the word a 0 can only be an O and a 1 an I; in the number it is the other way round.
    """
    parts = re.split(r"[^A-Z0-9]+", typed.upper().strip())
    if len(parts) == 1:
        together = _TOGETHER.fullmatch(parts[0])
        parts = list(together.groups()) if together else []
    if len(parts) != 2:
        return None
    word = parts[0].translate(str.maketrans("01", "OI"))
    number = parts[1].translate(str.maketrans("OIL", "011"))
    if not re.fullmatch(r"[A-Z]{2,8}", word) or not re.fullmatch(r"[0-9]{0,6}", number):
        return None
    return f"{word}-{number}" if number else word


def ticket_number(typed: str) -> int | None:
    """The number of a ticket: `12`, `nr. 12`, `#12`. None for anything else."""
    found = _TICKET.fullmatch(typed.strip())
    return int(found[1]) if found else None
