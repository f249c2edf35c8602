"""What a household is found by: the beginning of its code, or of what it is called."""

import unicodedata


def plain(text: str) -> str:
    """A text as it is compared: lower case, without accents, one space between words."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in letters if not unicodedata.combining(letter)).split())


def after_prefix(prefix: str) -> str:
    """The first text that no longer begins with `prefix`, in the order of code points: the end of a range."""
    return prefix + "\U0010ffff"
