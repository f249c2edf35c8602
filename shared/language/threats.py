"""What families read says nothing that threatens, in no language: no fine, debt, deposit, value, deadline or liability.

How easy a text is, is measured in Dutch alone (`readability.py`). What frightens is looked for in every language, with a list of
its own; whoever adds a language adds `forbidden_CODE.toml`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from shared.language.catalogue import PARTS, PROJECT, read_catalogue, texts_of_families
from shared.language.family_texts import AGREEMENTS, words_in
from shared.language.languages import SOURCE, languages
from shared.language.style import Kind, Phrase, forbidden_phrases


@dataclass(frozen=True, slots=True)
class Threat:
    """Something that frightens, in a text for families.

    Attributes:
        language: its code.
        name: the file from the folder of the project, or the Dutch text of a message.
        words: the line it stands in.
    """

    language: str
    name: str
    words: str
    phrase: Phrase


def threats(project: Path = PROJECT) -> Iterator[Threat]:
    """Every threat in what families read in another language than Dutch, whose texts go through the gate of `limits.py`.

    `project` is where the agreements are.
    """
    for code in languages():
        if code != SOURCE:
            for name, text in told_to_families(code, project):
                yield from threats_in(code, name, text)


def threats_in(code: str, name: str, text: str) -> Iterator[Threat]:
    """The threats in one text."""
    for line in text.splitlines():
        for phrase in forbidden_phrases(line, code):
            if phrase.kind is Kind.THREAT:
                yield Threat(code, name, line, phrase)


def told_to_families(code: str, project: Path = PROJECT) -> Iterator[tuple[str, str]]:
    """Name and words of what families read in a language that is not Dutch: agreements, words around them, messages of pages."""
    folder = project / AGREEMENTS / code
    for file in sorted(folder.glob("*.txt")):
        yield file.relative_to(project).as_posix(), file.read_text(encoding="utf-8")
    if (words := folder / "words.toml").exists():
        yield from ((words.relative_to(project).as_posix(), said) for said in words_in(words))
    catalogues = [read_catalogue(code, part) for part in PARTS]
    for dutch in texts_of_families():
        for message in filter(None, (catalogue.get(dutch) for catalogue in catalogues)):
            forms = (message.string,) if isinstance(message.string, str) else message.string or ()
            yield from ((dutch, form) for form in forms if form)
