"""The questions on paper, in the language of who will fill it in: that need not be the language of who prints it."""

from collections.abc import Sequence
from dataclasses import dataclass

from services.skills.domain.items import ITEMS
from shared.language.languages import Language, Reach, language_of, languages
from shared.language.translate import speaking, translated


@dataclass(frozen=True, slots=True)
class PaperQuestion:
    """One question as it is printed; `picture` is the name of a pictogram."""

    picture: str
    situation: str
    question: str
    answers: Sequence[str]


@dataclass(frozen=True, slots=True)
class Paper:
    """All that is printed, in words of one language."""

    language: Language
    title: str
    how: str
    questions: Sequence[PaperQuestion]
    goals: str
    how_to_choose: str


def paper_languages() -> list[Language]:
    """The languages that have words for the questions."""
    return [one for one in languages().values() if Reach.LEARNER in one.reach]


def paper_in(code: str) -> Paper:
    """Every question in a language. Raises `KeyError` for one that we do not have."""
    with speaking(code):
        not_needed = translated("Dit hoef ik niet te kunnen")
        return Paper(
            language=language_of(code),
            title=translated("Wat kan je al, en wat wil je leren?"),
            how=translated(
                "Kruis bij elke vraag één vakje aan. Er is geen goed of fout. Je mag een vraag overslaan en je mag altijd stoppen."
                " Zet er geen naam op."
            ),
            questions=[
                PaperQuestion(
                    item.picture,
                    translated(item.situation),
                    translated(item.question),
                    [*map(translated, item.answers.values()), not_needed],
                )
                for item in ITEMS.values()
            ],
            goals=translated("Wat wil je eerst leren?"),
            how_to_choose=translated("Zet een kringetje rond de nummers van hoogstens drie vragen."),
        )
