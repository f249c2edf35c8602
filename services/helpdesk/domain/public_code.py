"""The code on a sticker, as people type it."""

import re

_SHAPE = re.compile(r"[A-HJ-NP-Z2-9]{6}")


def normalise_code(typed: str) -> str | None:
    """A code such as `KX4-72M` from what somebody typed: small letters, spaces and a forgotten dash are fine.

    None when no sticker can say this. There is no I, O, 0 or 1 on any sticker: whoever types one misread something else, and
    we do not guess what.
    """
    letters = re.sub(r"[^A-Z0-9]", "", typed[:40].upper())
    return f"{letters[:3]}-{letters[3:]}" if _SHAPE.fullmatch(letters) else None


def has_letter_of_no_sticker(typed: str) -> bool:
    """Whether somebody typed an I, O, 0 or 1, so that we can say that stickers have none."""
    return bool(re.search(r"[IO01]", typed[:40].upper()))
