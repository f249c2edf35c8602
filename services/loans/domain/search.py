"""What a household is found by: the beginning of its code, or of any word in what it is called."""

import re
import unicodedata


def plain(text: str) -> str:
    """A text as it is compared: lower case, without accents, one space between words."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def code_begins(text: str) -> str:
    """A text as the beginning of a code: `zon 89`, `ZON89` and `zon-89` are all `ZON-89`."""
    letters = "".join(letter for letter in text.upper() if letter.isalnum())
    return re.sub(r"(?<=[A-Z])(?=[0-9])", "-", letters, count=1)


def beginnings_of(name: str) -> list[str]:
    """The name from each of its words on: `Familie Peeters` is found by `fam`, by `peet` and by `familie pee`."""
    words = plain(name).split()
    return sorted({" ".join(words[number:]) for number in range(len(words))})


def after_prefix(prefix: str) -> str:
    """The first text that no longer begins with `prefix`, in the order of code points: the end of a range."""
    return prefix + "\U0010ffff"
