"""The questions and the competences: complete, in plain words, and the same as the framework where they are facts."""

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from launcher.pytest_facts import NOT_RUN, report_fact
from services.skills.domain.competences import AREAS, COMPETENCES, DATA_VERSION
from services.skills.domain.items import ITEMS, RATINGS
from services.skills.web.learner_texts import LEVEL, PICTURE, SUBJECT
from shared.pictograms.index import PICTOGRAMS

PROJECT = Path(__file__).resolve().parents[3]
LONGEST_SENTENCE = 15


@pytest.fixture(scope="module")
def framework() -> dict[str, dict[str, Any]]:
    """The real data set of DigComp 3.0, by id; where it is absent the last lines say that this did not run."""
    named = os.environ.get("DIGIBANK_TEST_DATA")
    folder = Path(named) if named else PROJECT.parent / "shared" / "data"
    file = folder / "digcomp3" / "digcomp_3.0_nl_en.jsonld"
    if file.is_file():
        return {node["@id"]: node for node in json.loads(file.read_text(encoding="utf-8"))["@graph"] if "@id" in node}
    report_fact(NOT_RUN, "our competences against the real DigComp 3.0 data set: the folder with data is absent")
    pytest.skip("the DigComp 3.0 data set is absent")


def test_areas_and_competences_are_those_of_the_framework(framework: dict[str, dict[str, Any]]) -> None:
    for kind, ours in (("CompetenceArea", AREAS), ("Competence", COMPETENCES)):
        theirs = {key.partition("/")[2]: node for key, node in framework.items() if node["@type"] == kind}
        assert {key: (node["name"], node["name_nl"]) for key, node in theirs.items()} == {
            key: (one.en, one.nl) for key, one in ours.items()
        }


def test_no_sentence_of_the_framework_is_in_our_questions(framework: dict[str, dict[str, Any]]) -> None:
    theirs = {
        str(value).strip().lower()
        for node in framework.values()
        if node["@type"] in ("CompetenceStatement", "LearningOutcome")
        for value in node.values()
        if isinstance(value, str) and len(value) > 25
    }
    assert len(theirs) > 500
    for text in texts():
        assert text.strip().lower() not in theirs


def test_there_are_21_competences_in_5_areas() -> None:
    assert (len(AREAS), len(COMPETENCES)) == (5, 21)
    assert {competence.partition(".")[0] for competence in COMPETENCES} == set(AREAS)
    assert all(re.fullmatch(r"[1-5]\.[1-6]", competence) for competence in COMPETENCES), "as events carry them"
    assert "3.0" in DATA_VERSION
    assert set(SUBJECT) == set(COMPETENCES)
    assert len(LEVEL) == 5


def test_questions_are_linked_and_start_below_level_1() -> None:
    assert len(ITEMS) >= 16
    assert len({item.competence for item in ITEMS.values()}) >= 12
    assert {item.competence for item in ITEMS.values()} <= set(COMPETENCES)
    assert {item.difficulty for item in ITEMS.values()} == {0, 1, 2, 3}
    per_competence = [(item.competence, item.difficulty) for item in ITEMS.values()]
    assert len(per_competence) == len(set(per_competence)), "two questions as hard about the same: which comes first?"
    for item in ITEMS.values():
        assert list(item.answers) == list(RATINGS)
        assert len(set(item.answers.values())) == 4
        assert re.fullmatch(r"[a-z_]+", item.id)


def texts() -> list[str]:
    return [
        text for item in ITEMS.values() for text in (item.situation, item.question, item.task.capitalize(), *item.answers.values())
    ]


@pytest.mark.parametrize("text", texts())
def test_sentences_are_short_and_plain(text: str) -> None:
    for sentence in re.split(r"(?<=[.?!:])\s+", text):
        assert len(sentence.split()) <= LONGEST_SENTENCE, sentence
    assert not re.search(r"\b(u|uw|gebruiker|applicatie|functionaliteit|browser|account|digitaal|digitale)\b", text.lower()) or (
        "‘Uw pakje" in text
    ), text


def test_anchors_are_the_questions_own() -> None:
    """Two questions may end alike, but no question borrows a whole ladder of another."""
    ladders = [tuple(item.answers.values()) for item in ITEMS.values()]
    for place, ladder in enumerate(ladders):
        for other in ladders[place + 1 :]:
            assert len(set(ladder) & set(other)) < 3, (ladder, other)


def test_each_question_and_each_step_has_a_pictogram_of_its_own() -> None:
    pictures = [item.picture for item in ITEMS.values()] + list(PICTURE.values())
    assert set(pictures) <= set(PICTOGRAMS)
    assert len(pictures) == len(set(pictures)), "a drawing that means two things helps nobody"
    assert set(PICTURE) == set(RATINGS)
