"""The questions of the assessment, from `items.toml`, in Dutch: whoever shows one says it in the language of who reads."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Response(StrEnum):
    """What somebody says to a question: four steps with words of their own, or that it does not matter to them."""

    NOT_YET = "not_yet"
    WITH_HELP = "with_help"
    ALONE = "alone"
    CAN_SHOW = "can_show"
    NOT_NEEDED = "not_needed"


RATINGS = (Response.NOT_YET, Response.WITH_HELP, Response.ALONE, Response.CAN_SHOW)
"""The four steps, lowest first. `NOT_NEEDED` is none of them: it is a wish, not a skill."""


@dataclass(frozen=True, slots=True)
class Item:
    """One question.

    Attributes:
        id: answers are kept under it, so it never changes.
        competence: the DigComp id of what it is about.
        difficulty: 0 is below level 1 of DigComp, 3 is the hardest that we ask.
        picture: the name of the pictogram beside it.
        task: what it is called in a result.
        situation: where you are, before the question.
        answers: the words of each of the four steps.
    """

    id: str
    competence: str
    difficulty: int
    picture: str
    task: str
    situation: str
    question: str
    answers: Mapping[Response, str]


def _read(row: Mapping[str, object]) -> Item:
    answers = row["answers"]
    if not isinstance(answers, list) or len(answers) != len(RATINGS):
        raise ValueError(f"question {row['id']} does not have {len(RATINGS)} answers")
    return Item(**dict(row) | {"answers": dict(zip(RATINGS, answers, strict=True))})  # type: ignore[arg-type]


_DATA = tomllib.loads((Path(__file__).parent / "items.toml").read_text(encoding="utf-8"))

ITEMS_VERSION: int = _DATA["version"]
"""Counts the editions of the questions; kept with every assessment."""

ITEMS: Mapping[str, Item] = {item.id: item for item in map(_read, _DATA["item"])}
"""All questions by id, in the order in which they are asked."""


def items_of(competence: str) -> tuple[Item, ...]:
    """The questions about one competence, the easiest first."""
    return tuple(sorted((item for item in ITEMS.values() if item.competence == competence), key=lambda item: item.difficulty))


ASKED_COMPETENCES: tuple[str, ...] = tuple(sorted({item.competence for item in ITEMS.values()}))
"""The competences that any question is about."""
