"""Finds every text in code, templates and data files, and keeps the catalogues of all languages in step with them."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.pofile import read_po, write_po

from shared.language.languages import SOURCE, TEXTS, Language, Reach, languages

PROJECT = Path(__file__).parent.parent.parent
PARTS = ("shared", "portal", "inventory", "loans", "helpdesk", "skills")
"""One catalogue for what is shared and one per service, so that who changes a service has its texts together."""

PYTHON_KEYWORDS = {"_": None, "translated": None, "plural": (1, 2)}
TEMPLATE_KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
TEMPLATE_OPTIONS = {"trimmed": "true", "silent": "false", "trim_blocks": "true", "lstrip_blocks": "true"}
SPOKEN_KEYS = frozenset({"task", "situation", "question", "answers"})
"""In a TOML file of texts: what stands under these keys, however deep, is for people. See `texts_of_toml`."""
Id = str | tuple[str, str]
"""A text, or its singular and plural."""


@dataclass(slots=True)
class Found:
    """A text and the files it stands in, from the folder of the project."""

    message: Id
    places: set[str] = field(default_factory=set)

    @property
    def texts(self) -> tuple[str, ...]:
        """Its one form, or its two."""
        return self.message if isinstance(self.message, tuple) else (self.message,)


@cache
def found_texts() -> Mapping[str, Mapping[str, Found]]:
    """Every text of the project by part, and by its singular. Reads all files; takes a second or so."""
    return {part: _texts_of_part(part) for part in PARTS}


def texts_of(reach: Reach, part: str) -> dict[str, Found]:
    """The texts of a part that a language of this reach needs: for staff all, else those of its pages and of what is on each."""
    texts = found_texts()[part]
    if reach is Reach.STAFF:
        return dict(texts)
    files = _files_of(reach)
    return {singular: found for singular, found in texts.items() if not files.isdisjoint(found.places)}


def texts_needed(language: Language, part: str) -> dict[str, Found]:
    """Every text of a part that a language must have words for."""
    return {singular: found for reach in language.reach for singular, found in texts_of(reach, part).items()}


def texts_of_families() -> dict[str, Found]:
    """Every Dutch text that a family may meet on a screen."""
    families = (Reach.STICKER, Reach.FAMILY, Reach.LEARNER)
    return {singular: found for reach in families for part in PARTS for singular, found in texts_of(reach, part).items()}


def catalogue_file(code: str, part: str) -> Path:
    """Where the texts of a part in a language are."""
    return TEXTS / code / f"{part}.po"


def read_catalogue(code: str, part: str) -> Catalog:
    """The texts of a part in a language; an empty catalogue when there are none yet."""
    file = catalogue_file(code, part)
    if not file.exists():
        return Catalog(locale=languages()[code].locale, fuzzy=False)
    return read_po(BytesIO(file.read_bytes()), locale=languages()[code].locale)


def updated(code: str, part: str) -> bytes:
    """A catalogue in step with the code: new texts without words, those that are gone left out, all in order.

    A language that does not reach staff gets only what it needs.
    """
    language, old = languages()[code], read_catalogue(code, part)
    new = Catalog(locale=language.locale, fuzzy=False, header_comment=f"# {language.own_name}: {part}", charset="utf-8")
    for singular, found in sorted(texts_needed(language, part).items()):
        known = old.get(singular)  # of a text that had no plural before, the words are not its words any more
        words = known.string if known is not None and known.pluralizable == isinstance(found.message, tuple) else None
        new.add(found.message, words, locations=[(place, 0) for place in sorted(found.places)])
    written = BytesIO()
    write_po(written, new, width=120, omit_header=False, include_lineno=False)
    return b"".join(line for line in written.getvalue().splitlines(keepends=True) if not line.startswith(_CHANGING))


_CHANGING = tuple(
    f'"{name}'.encode()
    for name in ("POT-Creation", "PO-Revision", "Generated-By", "Last-Translator", "Project-Id", "Report-Msgid", "Language-Team")
)
"""Header lines that would differ each time, or say nothing."""


def extract() -> list[str]:
    """Bring every catalogue in step with the code. Returns those that changed, as `fr/loans`."""
    changed = []
    for code in languages():
        for part in PARTS:
            if code == SOURCE:
                continue
            file, content = catalogue_file(code, part), updated(code, part)
            before = file.read_bytes() if file.exists() else b""
            if not texts_needed(languages()[code], part):
                file.unlink(missing_ok=True)
            elif content != before:
                file.write_bytes(content)
                changed.append(f"{code}/{part}")
    return changed


def texts_of_toml(content: Mapping[str, Any]) -> Iterator[str]:
    """The texts for people in a TOML file: strings, and lists of strings, under one of `SPOKEN_KEYS`."""
    for key, value in content.items():
        if isinstance(value, Mapping):
            yield from texts_of_toml(value)
        elif isinstance(value, list):
            for one in value:
                if isinstance(one, Mapping):
                    yield from texts_of_toml(one)
                elif key in SPOKEN_KEYS and isinstance(one, str):
                    yield one
        elif key in SPOKEN_KEYS and isinstance(value, str) and value:
            yield value


def _files_of(reach: Reach) -> frozenset[str]:
    told = tomllib.loads((Path(__file__).parent / "reach.toml").read_text(encoding="utf-8"))
    return frozenset(told["everywhere"]) | frozenset(told[reach.value])


def named_files() -> frozenset[str]:
    """Every file that `reach.toml` names."""
    told = tomllib.loads((Path(__file__).parent / "reach.toml").read_text(encoding="utf-8"))
    return frozenset(name for names in told.values() for name in names)


def _texts_of_part(part: str) -> dict[str, Found]:
    folder = PROJECT / "shared" if part == "shared" else PROJECT / "services" / part
    texts: dict[str, Found] = {}
    for file in sorted(folder.rglob("*")):
        place = file.relative_to(PROJECT).as_posix()
        for message in _texts_of_file(file, place):
            singular = message[0] if isinstance(message, tuple) else message
            known = texts.setdefault(singular, Found(message))
            if isinstance(message, tuple):
                known.message = message
            known.places.add(place)
    return texts


def _texts_of_file(file: Path, place: str) -> Iterable[Id]:
    if file.suffix == ".py":
        return _extracted(file, "python", PYTHON_KEYWORDS, {})
    if file.suffix == ".html":
        return _extracted(file, "jinja2", TEMPLATE_KEYWORDS, TEMPLATE_OPTIONS)
    if file.suffix == ".toml" and place in named_files():
        return texts_of_toml(tomllib.loads(file.read_text(encoding="utf-8")))
    return ()


def _extracted(file: Path, method: str, keywords: Mapping[str, Any], options: Mapping[str, str]) -> Iterator[Id]:
    for _line, message, _comments, _context in extract_from_file(method, file, keywords, (), dict(options)):
        if isinstance(message, tuple):
            yield message[0], message[-1]
        elif message:
            yield message
