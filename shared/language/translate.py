"""Words in the language of who reads them. Dutch is the source: a text stands in the code as it is said in Dutch.

A text at the level of a module is marked with `_` and becomes words only when it is shown, so that one process speaks all
languages at once.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from typing import cast

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import LazyProxy

from shared.language.languages import PSEUDO, SOURCE, TEXTS, Language, language_of

_speaking: ContextVar[str] = ContextVar("language", default=SOURCE)

_KEPT = re.compile(r"%%|%\(\w+\)\w|\{\w*\}|<[^>]*>|&\w+;|\n")
_NEVER_ALONE = re.compile(r" (?=[?!:;»])|(?<=«) ")
"""French has a space before these marks; a line may not break there, or the mark stands alone on the next one."""
_STRANGE = str.maketrans("aeiounscAEIOUNSC", "àéîöûñšçÀÉÎÖÛÑŠÇ")


def _(message: str) -> str:
    """A Dutch text that is shown in the language of the moment at which it is shown, not of the moment at which this runs.

    It behaves as a `str`; `str(...)` makes it one, which JSON needs. Placeholders `{name}` are filled with `.format(...)`.
    """
    return cast(str, LazyProxy(translated, message, enable_cache=False))


def only_dutch(words: str) -> str:
    """Marks words that stay Dutch whoever asks for them: those on a sticker, which stays for years and for everybody."""
    return words


def translated(message: str) -> str:
    """A text in the language of this moment; in Dutch where there is no translation."""
    return _catalogue(_speaking.get()).gettext(message) if message else ""


def plural(one: str, many: str, count: int, **facts: object) -> str:
    """The text for this many, in the language of this moment; `{count}` and other facts are filled in.

    A language with more forms than Dutch has them in its catalogue.
    """
    text = _catalogue(_speaking.get()).ngettext(one, many, count)
    return text.format(**({"count": count} | facts))


def plural_unfilled(one: str, many: str, count: int) -> str:
    """The same, not filled in yet: for templates, which fill in themselves."""
    return _catalogue(_speaking.get()).ngettext(one, many, count)


def language() -> Language:
    """The language of this moment."""
    return language_of(_speaking.get())


def speak(code: str) -> None:
    """Speak a language from now on, in this request or task. Raises `KeyError` for one that we do not have."""
    _speaking.set(language_of(code).code)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speak a language within a block: for a text in the language of its reader on a page in another one."""
    token = _speaking.set(language_of(code).code)
    try:
        yield
    finally:
        _speaking.reset(token)


def load_catalogues(codes: Iterable[str]) -> None:
    """Read catalogues now: takes some tenths of a second each, which no request should wait for."""
    for code in codes:
        _catalogue(code)


class _Pseudo(NullTranslations):
    """Dutch with strange letters, a third longer and between brackets: what is bare or cut off on a page stands out."""

    def gettext(self, message: str) -> str:
        return disguised(message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return disguised(msgid1 if n == 1 else msgid2)


def disguised(message: str) -> str:
    """A text in the pseudo-language; placeholders, tags and line ends stay."""
    parts, last = [], 0
    for kept in _KEPT.finditer(message):
        parts += [message[last : kept.start()].translate(_STRANGE), kept.group()]
        last = kept.end()
    parts.append(message[last:].translate(_STRANGE))
    padding = " ···" * (len(message) // 12) + "·" * (len(message) % 12 // 3)
    return f"⟦{''.join(parts)}{padding}⟧"


@cache
def _catalogue(code: str) -> NullTranslations:
    """All texts of a language, of all parts together. Dutch has none of its own: the source is the text."""
    if code == PSEUDO:
        return _Pseudo()
    found: NullTranslations | None = None
    for file in sorted((TEXTS / code).glob("*.po")):
        compiled = BytesIO()
        write_mo(compiled, read_po(BytesIO(file.read_bytes()), locale=language_of(code).locale))
        compiled.seek(0)
        part = GNUTranslations(compiled)
        if found is None:
            found = part
        else:
            # One dictionary instead of a chain of fallbacks: plural forms are the same in all parts.
            found._catalog |= part._catalog  # type: ignore[attr-defined]
    if found is None:
        return NullTranslations()
    if code == "fr":
        words = found._catalog  # type: ignore[attr-defined]
        words |= {message: _NEVER_ALONE.sub("\N{NO-BREAK SPACE}", said) for message, said in words.items() if message}
    return found
