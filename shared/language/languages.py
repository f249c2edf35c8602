"""Which languages we speak, and where. A language is a folder of texts: adding one is adding a folder, no code."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Literal

TEXTS = Path(__file__).parent / "texts"
SOURCE = "nl"
"""The language that texts are written in, in code and templates."""
PSEUDO = "qps"
"""No language: Dutch in disguise, to see what is not translated or does not fit. Only where a setting asks for it."""


class Reach(StrEnum):
    """Which pages a language has words for. What stands on every page, such as the frame, is part of each."""

    STAFF = "staff"
    LEARNER = "learner"
    FAMILY = "family"
    STICKER = "sticker"


@dataclass(frozen=True, slots=True)
class Language:
    """One language.

    Attributes:
        code: two letters, ISO 639-1.
        own_name: what its speakers call it.
        direction: of its script.
        locale: by CLDR, for dates, numbers and plurals.
        reach: the pages it has words for.
    """

    code: str
    own_name: str
    direction: Literal["ltr", "rtl"]
    locale: str
    reach: frozenset[Reach]


@cache
def languages() -> Mapping[str, Language]:
    """Every language by its code, the source first, then those that reach furthest."""
    found = []
    for file in TEXTS.glob("*/language.toml"):
        told = tomllib.loads(file.read_text(encoding="utf-8"))
        reach = frozenset(Reach(part) for part in told["reach"])
        found.append(Language(file.parent.name, told["own_name"], told["direction"], told["locale"], reach))
    found.sort(key=lambda one: (one.code != SOURCE, -len(one.reach), one.own_name))
    return {one.code: one for one in found}


@cache
def language_of(code: str) -> Language:
    """A language by its code; the pseudo-language too. Raises `KeyError`."""
    if code == PSEUDO:
        return Language(PSEUDO, "⟦Pseudo⟧", "ltr", languages()[SOURCE].locale, frozenset(Reach))
    return languages()[code]


def choose(wanted: Sequence[str], reach: Reach, *, pseudo: bool = False) -> str:
    """The first wanted language that has words for these pages, else Dutch.

    Args:
        wanted: codes, best first, such as a cookie and then what the browser says; may hold anything.
        pseudo: whether the pseudo-language may be chosen.
    """
    for code in wanted:
        if (pseudo and code == PSEUDO) or (code in languages() and reach in languages()[code].reach):
            return code
    return SOURCE


def accepted(header: str) -> list[str]:
    """Two-letter codes of an `Accept-Language` header, best first (RFC 9110, 12.5.4). What cannot be read is left out."""
    found: list[tuple[float, str]] = []
    for part in header[:1000].split(","):
        name, _, weight = part.strip().partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=")) if weight else 1.0
        except ValueError:
            continue
        code = name.strip().partition("-")[0].lower()
        if quality > 0 and code.isalpha():
            found.append((quality, code))
    return list(dict.fromkeys(code for _, code in sorted(found, key=lambda one: -one[0])))
