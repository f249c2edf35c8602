"""The scores, against values worked out by hand, and what they must and must not do."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.language.limits import LONGEST_SENTENCE, objections
from shared.language.readability import as_json, brouwer_index, flesch_douma, score_parts, score_text

NUMBERS = st.floats(min_value=1, max_value=60)


def test_the_formulas_by_hand() -> None:
    # Ten words per sentence, 1.5 syllables per word: 206.84 - 9.3 - 115.5 and 195 - 20 - 100.
    assert flesch_douma(10, 1.5) == pytest.approx(82.04)
    assert brouwer_index(10, 1.5) == pytest.approx(75)


def test_a_sentence_by_hand() -> None:
    # Je leent een toe-stel van ons: 6 words, 7 syllables. 206.84 - 5.58 - 77 * 7/6; 195 - 12 - 2/3 * 700/6.
    score = score_text("Je leent een toestel van ons.")
    assert (score.words, score.syllables, score.longest_sentence, score.words_per_sentence) == (6, 7, 6, 6)
    assert score.douma == pytest.approx(111.4267, abs=1e-4)
    assert score.brouwer == pytest.approx(105.2222, abs=1e-4)


def test_two_sentences_and_a_heading_by_hand() -> None:
    # 4 + 6 words in 2 sentences, 4 + 9 syllables: 206.84 - 0.93 * 5 - 77 * 1.3. The heading is not in it.
    score = score_text("Hulp\n\nBel ons of kom. De bibliotheek helpt je ook graag.")
    assert (score.words, score.syllables, score.words_per_sentence) == (10, 4 + 9, 5)
    assert score.douma == pytest.approx(206.84 - 4.65 - 77 * 1.3)
    assert [sentence.heading for sentence in score.sentences] == [True, False, False]
    assert score.long_words_share == pytest.approx(0.1)
    assert score.sentences[2].long_words == ("bibliotheek",)


@pytest.mark.parametrize("text", ["", "Bewaar", "Bel mij terug", "Kom langs. Bel."])
def test_a_label_has_no_score(text: str) -> None:
    score = score_text(text)
    assert (score.douma, score.brouwer) == (None, None)
    assert objections(score) == ()


def test_a_label_can_still_hold_a_forbidden_phrase() -> None:
    assert [phrase.say_never for phrase in score_text("Verplicht").forbidden] == ["verplicht"]
    assert [objection.sentence for objection in objections(score_text("Verplicht"))] == ["Verplicht"]


def test_another_name_or_code_gives_the_same_score() -> None:
    first, other = (score_text(f"De code op het toestel is {code}.") for code in ("KX4-72M", "{code}"))
    assert first.douma == other.douma


def test_parts_stay_apart() -> None:
    assert [sentence.text for sentence in score_parts(["kies een", "foto van jou"]).sentences] == ["kies een", "foto van jou"]


def test_json_can_be_written_and_has_what_its_docstring_says() -> None:
    shape = json.loads(json.dumps(as_json(score_text("Kop\n\nDe boete wordt betaald aan de gemeente."))))
    assert list(shape) == [
        "douma", "brouwer", "words", "words_per_sentence", "longest_sentence", "long_words_share", "passive_share",
        "noun_style_share", "forbidden", "sentences",
    ]  # fmt: skip
    assert shape["sentences"][0]["douma"] is None
    assert shape["sentences"][1]["passive"] is True
    assert shape["forbidden"][0].keys() == {"phrase", "kind", "why", "instead"}


@given(st.text())
def test_any_text_gets_an_answer(text: str) -> None:
    score = score_text(text)
    assert score.words == sum(sentence.words for sentence in score.sentences if not sentence.heading)
    assert 0 <= score.passive_share <= 1
    assert 0 <= score.long_words_share <= 1
    json.dumps(as_json(score))
    objections(score)


@given(NUMBERS, st.floats(min_value=1, max_value=6), st.floats(min_value=0.01, max_value=5))
def test_longer_sentences_and_longer_words_score_lower(words: float, spoken: float, more: float) -> None:
    for formula in (flesch_douma, brouwer_index):
        assert formula(words + more, spoken) < formula(words, spoken)
        assert formula(words, spoken + more) < formula(words, spoken)


CLAUSES = ["we bellen je morgen terug", "je mag altijd stoppen", "de bibliotheek helpt ook"]


@given(st.lists(st.sampled_from(CLAUSES), min_size=2, max_size=9))
def test_the_same_words_in_fewer_sentences_score_lower(clauses: list[str]) -> None:
    apart = score_text(" ".join(f"{clause.capitalize()}." for clause in clauses))
    joined = score_text(f"{', '.join(clauses).capitalize()}.")
    assert joined.words == apart.words
    assert joined.douma is not None
    assert apart.douma is not None
    assert joined.douma < apart.douma


@pytest.mark.parametrize("words", [LONGEST_SENTENCE, LONGEST_SENTENCE + 1])
def test_a_sentence_may_be_so_long_and_no_longer(words: int) -> None:
    found = objections(score_text(" ".join(["Je", *["mag"] * (words - 1)]) + "."))
    assert [objection.advice for objection in found] == (["Maak er twee zinnen van."] if words > LONGEST_SENTENCE else [])


def test_one_passive_is_forgiven_and_two_of_three_are_not() -> None:
    assert objections(score_text("Alles is bewaard. Kom langs.")) == ()
    found = objections(score_text("Alles is bewaard. Je naam wordt gewist. Kom langs."))
    assert [objection.sentence for objection in found] == ["Alles is bewaard.", "Je naam wordt gewist."]


def test_a_text_full_of_long_words_is_told_where_to_begin() -> None:
    text = "De administratieve afhandeling gebeurt elektronisch. De organisatie informeert alle belanghebbenden schriftelijk. " * 2
    first = objections(score_text(text))[0]
    assert "de grens is 80" in first.why
    assert first.sentence
    assert first.sentence in text
