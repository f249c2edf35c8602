"""All Dutch texts that a family may read, each with a name that says where it stands."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from shared.language.catalogue import PROJECT, texts_of_families
from shared.language.languages import SOURCE
from shared.language.limits import USUAL, VERY_SIMPLE, Objection, ReadingLimits, objections
from shared.language.readability import TextScore, score_parts

AGREEMENTS = Path("services/loans/documents/texts")
QUESTIONS = Path("services/skills/domain/items.toml")


@dataclass(frozen=True, slots=True)
class FamilyText:
    """One text that is measured as a whole.

    Attributes:
        name: the file from the folder of the project; for a question also its id, after a #.
        parts: no sentence goes on from one into the next.
        limits: how readable it has to be.
    """

    name: str
    parts: tuple[str, ...]
    limits: ReadingLimits = USUAL

    @property
    def score(self) -> TextScore:
        """What was measured of it."""
        return score_parts(self.parts)

    @property
    def objections(self) -> tuple[Objection, ...]:
        """Why it cannot be shown yet."""
        return objections(self.score, self.limits)


def family_texts(project: Path = PROJECT) -> tuple[FamilyText, ...]:
    """The agreements, the questions of the assessment one by one, and the messages of every page for families.

    Messages are taken together by the file they stand in, as somebody meets them. A message of which the page is also for staff
    counts as well.
    """
    return (*_agreements(project), *_questions(project), *_messages())


def _agreements(project: Path) -> Iterator[FamilyText]:
    """Every text of which the path says that it is Dutch, such as `nl/agreement_1.txt`, and the words around them. What is called
    simple, such as `nl/simple_1.txt`, has to be simpler."""
    folder = project / AGREEMENTS
    if (words := folder / SOURCE / "words.toml").exists():
        yield FamilyText(words.relative_to(project).as_posix(), tuple(words_in(words)))
    for file in sorted(folder.rglob("*.txt")):
        if "nl" in re.split(r"[_./-]", file.relative_to(folder).as_posix()):
            limits = VERY_SIMPLE if file.name.startswith("simple") else USUAL
            yield FamilyText(file.relative_to(project).as_posix(), (file.read_text(encoding="utf-8"),), limits)


def words_in(file: Path) -> Iterator[str]:
    """Every text in a file of words, however deep."""
    left: list[object] = [tomllib.loads(file.read_text(encoding="utf-8"))]
    while left:
        one = left.pop(0)
        if isinstance(one, dict):
            left += one.values()
        elif isinstance(one, str):
            yield one


def _questions(project: Path) -> Iterator[FamilyText]:
    for item in tomllib.loads((project / QUESTIONS).read_text(encoding="utf-8"))["item"]:
        parts = (item["situation"], item["question"], *item["answers"], item["task"])
        yield FamilyText(f"{QUESTIONS.as_posix()}#{item['id']}", parts)


def _messages() -> Iterator[FamilyText]:
    by_file: dict[str, list[str]] = {}
    for found in texts_of_families().values():
        for place in sorted(found.places):
            by_file.setdefault(place, []).extend(found.texts)
    for place, texts in sorted(by_file.items()):
        if place != QUESTIONS.as_posix():
            yield FamilyText(place, tuple(texts))
