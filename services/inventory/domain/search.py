"""What a machine is found by."""

import re
import unicodedata


def terms_of(code: str, maker: str, model: str, serial: str | None) -> list[str]:
    """The words a machine is found by, each once, in plain lower case."""
    return sorted({*words_of(maker), *words_of(model), *words_of(serial or ""), plain(code), plain(code).replace("-", "")})


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared: lower case, without accents, at most 40 characters each."""
    return [word[:40] for word in re.split(r"[^\w-]+", plain(text)) if word]


def plain(text: str) -> str:
    """A text in lower case without accents."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


def after_prefix(prefix: str) -> str:
    """The first text that no longer begins with `prefix`, in the order of code points: the end of a range of words."""
    return prefix + "\U0010ffff"
