"""What people may type in a free text: not too long, and never a national register number."""

import re
import unicodedata

from shared.domain import Refused

LONGEST_NOTE = 500
"""Letters in a note. Field rule: who needs more is writing a file about a family."""

_JOINERS = "\u200c\u200d"  # nobody sees them, and without them Persian or Pashto reads as something else
# Between two digits at most this many others, whatever they are, as long as they are no letters. It looks ahead, so that numbers
# that begin inside another one are seen too; a run of digits is taken from its beginning or up to its end.
_GAP = r"[\W_]{0,4}"
_ELEVEN_DIGITS = re.compile(rf"(?=(?<!\d)(\d(?:{_GAP}\d){{10}})(?!\d))")


class TextTooLong(Refused):
    """A text has more letters than fit."""

    code = "text_too_long"


class RegisterNumberInText(Refused):
    """A text holds a number that is a Belgian national register number."""

    code = "register_number_in_text"


def clean_text(text: str, *, longest: int = LONGEST_NOTE) -> str:
    """A free text as we keep it: without control characters and outer spaces; line ends stay.

    Raises:
        TextTooLong: it has more than `longest` letters.
        RegisterNumberInText: it holds a national register number; where, is not repeated.
    """
    lines = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    cleaned = "\n".join("".join(letter if _stays(letter) else " " for letter in line).rstrip() for line in lines).strip()
    if len(cleaned) > longest:
        raise TextTooLong(longest=longest, letters=len(cleaned))
    if has_register_number(cleaned):
        raise RegisterNumberInText()
    return cleaned


def clean_line(text: str, *, longest: int = 80) -> str:
    """The same, on one line; for what somebody is called. Raises what `clean_text` raises."""
    return " ".join(clean_text(text, longest=longest).split())


def has_register_number(text: str) -> bool:
    """Whether a Belgian national register number (or a bis number) is in a text, with or without separators.

    Eleven digits: birth date as yymmdd, a serial of three, and a check of two that is 97 minus the first nine modulo 97; for
    those born from 2000 on, the nine digits have a 2 in front (Royal Decree of 3 April 1984, article 4). A phone number that
    happens to have eleven digits and the right check is refused too: one in fifty. Any marks may stand between the digits, and
    another number may stand right in front.
    """
    seen = text.translate(dict.fromkeys(map(ord, _JOINERS)))
    return any(_is_register_number(re.sub(r"\D", "", found)) for found in _ELEVEN_DIGITS.findall(seen))


def _stays(letter: str) -> bool:
    return letter.isprintable() or letter in _JOINERS


def _is_register_number(digits: str) -> bool:
    month, day, check = int(digits[2:4]), int(digits[4:6]), int(digits[9:])
    # A bis number has 20 or 40 added to the month; an unknown birth date has zeros.
    if month % 20 > 12 or month >= 60 or day > 31:
        return False
    return check in (97 - int(digits[:9]) % 97, 97 - int("2" + digits[:9]) % 97)
