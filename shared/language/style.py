"""What makes a Dutch sentence hard or unkind, beside its length: phrases that are not used, and verbs made into nouns.

Phrases that are not used exist for the other languages too, `forbidden_CODE.toml`: there only those that threaten.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from shared.language.languages import SOURCE
from shared.language.words import WORDS


class Kind(StrEnum):
    """Why a phrase is not used."""

    THREAT = "threat"
    BLAME = "blame"
    VAGUE = "vague"
    STIFF = "stiff"
    IMAGE = "image"


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase that a text for a family does not use, with the reason and what to say instead, both in Dutch."""

    say_never: str
    kind: Kind
    why: str
    instead: str


_EVERYDAY = frozenset(WORDS["everyday_nouns"].split())
_NOUN_OF_VERB = re.compile(r"\w{2,}(?:ing|ingen|atie|aties|isering|heid|heden|iteit|iteiten|ement|ementen)")
_NOUN_OF = re.compile(r"\b(\w+(?:ing|atie|isering|heid|iteit)) van (?:de|het|een|je|jouw|uw|ons|onze|hun|dit|dat|deze)\b")
_VERB_OF = re.compile(r"\bhet (\w{3,}en) van\b")
_THINGS_IN_EN = frozenset(WORDS["things_in_en"].split())
_LETTERS = re.compile(r"[^\W\d_]+")


def _pattern(phrase: str) -> str:
    words = [re.escape(word).replace(r"\*", r"\w*").replace("’", "['’\u02bc]") for word in phrase.split()]
    return r"(?<!\w)" + r"\s+".join(words) + r"(?!\w)"


@cache
def _read(code: str) -> tuple[tuple[re.Pattern[str], Phrase], ...]:
    rows = tomllib.loads((Path(__file__).parent / f"forbidden_{code}.toml").read_text(encoding="utf-8"))["phrase"]
    return tuple(
        (
            re.compile(_pattern(phrase), re.IGNORECASE),
            Phrase(phrase.replace("*", ""), Kind(row["kind"]), row["why"], row["instead"]),
        )
        for row in rows
        for phrase in row["say_never"]
    )


def phrases(code: str = SOURCE) -> Sequence[Phrase]:
    """All phrases of `forbidden_CODE.toml`, in its order. Raises `FileNotFoundError` for a language that has none."""
    return tuple(phrase for _, phrase in _read(code))


PHRASES = phrases()
"""The Dutch ones."""


def forbidden_phrases(text: str, code: str = SOURCE) -> tuple[Phrase, ...]:
    """The phrases in a text of this language that it should not use, each once, in the order of the list."""
    return tuple(phrase for pattern, phrase in _read(code) if pattern.search(text))


def noun_style(sentence: str) -> bool:
    """Whether a sentence hides its verbs in nouns: "het wissen van", "de herstelling van het", or two such nouns and more.

    Nouns in -ing, -atie, -heid, -iteit and -ement count, but not those of everyday things (rekening, lening, organisatie).
    """
    text = sentence.lower()
    if any(verb not in _THINGS_IN_EN for verb in _VERB_OF.findall(text)):
        return True
    if any(noun not in _EVERYDAY for noun in _NOUN_OF.findall(text)):
        return True
    return sum(word not in _EVERYDAY and _NOUN_OF_VERB.fullmatch(word) is not None for word in _LETTERS.findall(text)) >= 2
