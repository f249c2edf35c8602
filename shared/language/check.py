"""`./digibank language check`: every text is in the catalogues, every language has all words it needs, and one thing has one name.

Nothing here repairs: `./digibank language extract` brings the catalogues in step, people write the words.
"""

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from babel.messages.catalog import Message

from shared.language.catalogue import (
    PARTS,
    PROJECT,
    Found,
    catalogue_file,
    found_texts,
    named_files,
    read_catalogue,
    texts_needed,
    updated,
)
from shared.language.hard_coded import hard_coded_texts
from shared.language.languages import SOURCE, languages

GLOSSARY = Path(__file__).parent / "glossary.toml"

_KEPT = re.compile(r"%\(\w+\)[sd]|\{\w*\}|</?\w[^>]*>|%%")
_FILLED_IN = re.compile(r"%\(\w+\)[sd]|\{\w*\}")
_TAG = re.compile(r"<[^>]*>")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the glossary and what may stand for it, by language."""

    dutch: frozenset[str]
    words: Mapping[str, tuple[str, ...]]
    exceptions: frozenset[str]


def problems() -> Iterator[str]:
    """Everything that is not in order, a line each."""
    yield from (f"{name}: reach.toml names this file, and it is not there" for name in sorted(named_files()) if not _is_there(name))
    yield from hard_coded_texts()
    terms, never = read_glossary(), read_never()
    for code in languages():
        if code != SOURCE:
            yield from _problems_of(code, terms, never.get(code, frozenset()))


def read_glossary(file: Path | None = None) -> list[Term]:
    """The glossary beside this file, or another one of the same shape."""
    told = tomllib.loads((file or GLOSSARY).read_text(encoding="utf-8"))
    return [
        Term(
            frozenset(term["nl"]),
            {code: tuple(term[code]) for code in languages() if code in term and code != SOURCE},
            frozenset(term.get("except", ())),
        )
        for term in told["term"]
    ]


def read_never() -> Mapping[str, frozenset[str]]:
    """By language, the words that address a reader otherwise than that language does here; from the glossary."""
    told = tomllib.loads(GLOSSARY.read_text(encoding="utf-8"))
    return {one["language"]: frozenset(one["never"]) for one in told["address"]}


def address_problems(words: str, never: frozenset[str]) -> Iterator[str]:
    """Words in a translation that say to its reader what we do not say, such as ‘tu’. A verb alone (‘choisis’) is not seen."""
    said = {word.casefold() for word in _WORD.findall(_KEPT.sub(" ", words))}
    yield from (f"‘{word}’ is not how we address whoever reads (glossary.toml)" for word in sorted(said & never))


def word_problems(dutch: str, words: str, code: str, terms: list[Term]) -> Iterator[str]:
    """What is wrong with one translation: lost placeholders or tags, other spaces at the ends, a thing called otherwise."""
    if Counter(_KEPT.findall(dutch)) != Counter(_KEPT.findall(words)):
        yield "other placeholders or tags"
    if (dutch[:1].isspace(), dutch[-1:].isspace()) != (words[:1].isspace(), words[-1:].isspace()):
        yield "other spaces at an end"
    said = {word.casefold() for word in _WORD.findall(_KEPT.sub(" ", dutch))}
    for term in terms:
        known = term.words.get(code, ())
        meant = dutch not in term.exceptions and not said.isdisjoint(term.dutch)
        if known and meant and not any(one in words.casefold() for one in known):
            yield f"‘{min(term.dutch, key=len)}’ is called {' or '.join(known)} (glossary.toml)"


def breaking_problems(found: Found, form: str) -> Iterator[str]:
    """What in one form of a translation makes a page fail or fall apart: in every form, also where there are more than in Dutch."""
    known = {name for text in found.texts for name in _FILLED_IN.findall(text)}
    if not known.issuperset(_FILLED_IN.findall(form)):
        yield "a placeholder that nobody fills in"
    rest = _FILLED_IN.sub("", form)
    if known and ("{" in rest or "}" in rest):
        yield "a brace that belongs to no placeholder"
    if any(place.endswith(".html") for place in found.places):  # templates fill in with %, and write a text as HTML
        if "%" in rest.replace("%%", ""):
            yield "a % that is not written as %%"
        if '"' in _TAG.sub("", form):
            yield 'a ", which ends an attribute; the language has marks of its own'


def _problems_of(code: str, terms: list[Term], never: frozenset[str]) -> Iterator[str]:
    words_of: dict[str, tuple[str, str]] = {}
    for part in PARTS:
        file = catalogue_file(code, part)
        needed = texts_needed(languages()[code], part)
        if (file.exists() or needed) and (not file.exists() or updated(code, part) != file.read_bytes()):
            yield f"{code}/{part}: not in step with the code; run ./digibank language extract"
        catalogue = read_catalogue(code, part)
        for singular, found in needed.items():
            message = catalogue.get(singular)
            forms = _forms(message)
            if not forms or not all(forms):
                yield f"{code}/{part}: no words for ‘{singular}’"
                continue
            for form in forms:
                for wrong in (*breaking_problems(found, form), *address_problems(form, never)):
                    yield f"{code}/{part}: ‘{singular}’ → ‘{form}’: {wrong}"
            if len(forms) <= 2:  # a language with more forms than Dutch may leave the count out of some of them
                for dutch, form in zip(found.texts, forms, strict=False):
                    for wrong in word_problems(dutch, form, code, terms):
                        yield f"{code}/{part}: ‘{dutch}’ → ‘{form}’: {wrong}"
            earlier = words_of.setdefault(singular, (part, forms[0]))
            if earlier[1] != forms[0]:
                yield f"{code}: ‘{singular}’ is ‘{earlier[1]}’ in {earlier[0]} and ‘{forms[0]}’ in {part}"


def _forms(message: Message | None) -> tuple[str, ...]:
    if message is None or not message.string:
        return ()
    return (message.string,) if isinstance(message.string, str) else tuple(message.string)


def _is_there(name: str) -> bool:
    return (PROJECT / name).is_file()


def count_of_texts() -> int:
    """How many texts there are in all parts together."""
    return sum(len(texts) for texts in found_texts().values())
