"""Syllables as they are said, against words divided by hand."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.language.syllables import number_in_words, syllables

WORDS = [
    line
    for line in (Path(__file__).parent / "syllables_nl.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def test_the_docstring_tells_what_is_measured() -> None:
    wrong = [word for word in WORDS if syllables(word.replace("·", "")) != word.count("·") + 1]
    assert (len(WORDS), wrong) == (519, [])


@pytest.mark.parametrize(
    ("word", "count"),
    [
        ("idee", 2), ("oma", 2), ("eten", 2), ("zo’n", 1), ("’s", 1), ("pc's", 2), ("OCMW", 4), ("CAW", 3), ("KIWI", 2), ("pdf", 3),
        ("sms", 3), ("USB-stick", 4), ("e-mailadres", 4), ("één", 1), ("Geïnteresseerd", 5), ("BEWAAR", 2), ("0", 1), ("14", 2),
        ("14.30", 4), ("22", 4), ("016", 3), ("2027", 8), ("6/3/2027", 10), ("", 1), ("?!", 1), ("loyaal", 2),
    ],
)  # fmt: skip
def test_numbers_abbreviations_and_loan_words(word: str, count: int) -> None:
    assert syllables(word) == count


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "nul"), (15, "vijftien"), (22, "tweeëntwintig"), (31, "eenendertig"), (100, "honderd"), (101, "honderdeen"),
        (342, "driehonderdtweeënveertig"), (1000, "duizend"), (2027, "tweeduizendzevenentwintig"),
        (120_000, "honderdtwintigduizend"),
    ],
)  # fmt: skip
def test_numbers_as_they_are_said(number: int, words: str) -> None:
    assert number_in_words(number) == words


@pytest.mark.parametrize("number", [-1, 1_000_000])
def test_a_number_that_is_not_said_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="not between"):
        number_in_words(number)


@given(st.text())
def test_any_word_has_at_least_one(word: str) -> None:
    assert syllables(word) >= 1


@given(st.sampled_from(WORDS), st.sampled_from(WORDS))
def test_a_hyphen_adds_up(first: str, second: str) -> None:
    one, other = first.replace("·", ""), second.replace("·", "")
    assert syllables(f"{one}-{other}") == syllables(one) + syllables(other)
