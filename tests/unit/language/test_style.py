"""Passives, nouns of verbs, and phrases that are never used."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.language.passive import is_passive
from shared.language.style import PHRASES, Kind, forbidden_phrases, noun_style

LABELLED = [
    (line[2:], line[0] == "+")
    for line in (Path(__file__).parent / "passive_nl.txt").read_text(encoding="utf-8").splitlines()
    if line[:1] in ("+", "-")
]


def test_the_docstring_tells_how_many_passives_are_found() -> None:
    found = {sentence for sentence, _ in LABELLED if is_passive(sentence)}
    passive = {sentence for sentence, label in LABELLED if label}
    assert (len(LABELLED), len(passive), len(found & passive), len(found - passive)) == (93, 36, 34, 1)


@pytest.mark.parametrize(
    ("sentence", "hidden"),
    [
        ("Het wissen van de schijf gebeurt hier.", True),
        ("We vragen de herstelling van het toestel.", False),
        ("De behandeling van je vraag volgt.", True),
        ("Na bevestiging en registratie kom je langs.", True),
        ("We wissen de schijf.", False),
        ("Het leven van je laptop begint opnieuw.", False),
        ("Je ziet je rekening en je belastingen.", False),
        ("Op het scherm staat de melding van de lening.", False),
    ],
)
def test_verbs_made_into_nouns(sentence: str, hidden: bool) -> None:
    assert noun_style(sentence) is hidden


@pytest.mark.parametrize(
    ("sentence", "phrase"),
    [
        ("Je krijgt een boete.", "boete"),
        ("Breng het UITERLIJK maandag.", "uiterlijk"),
        ("We bellen zo  snel\nmogelijk.", "zo snel mogelijk"),
        ("Gelieve te bellen.", "gelieve"),
        ("Indien het stuk is, bel je.", "indien"),
        ("Je was vergeten te bellen.", "vergeten te"),
        ("We houden je op de hoogte.", "op de hoogte"),
        ("Je bent aansprakelijk.", "aansprakelijk"),
    ],
)
def test_a_phrase_is_found(sentence: str, phrase: str) -> None:
    assert [found.say_never for found in forbidden_phrases(sentence)] == [phrase]


@pytest.mark.parametrize("sentence", ["De uiterlijke kant.", "Wat je vergeten bent, mag.", "Je reedst weg.", ""])
def test_a_part_of_a_word_is_no_phrase(sentence: str) -> None:
    assert [found.say_never for found in forbidden_phrases(sentence)] == []


def test_every_phrase_says_why_and_what_instead_and_is_there_once() -> None:
    assert all(phrase.why.endswith(".") and phrase.instead.endswith((".", ".’")) for phrase in PHRASES)
    assert len({phrase.say_never for phrase in PHRASES}) == len(PHRASES)
    assert {phrase.kind for phrase in PHRASES} == set(Kind)


def test_who_borrows_is_called_by_a_word_for_a_person() -> None:
    """Not by one for a paper: an agreement is no borrower."""
    [phrase] = forbidden_phrases("De ontlener brengt het terug.")
    assert phrase.instead == "Zeg ‘jij’ of ‘wie leent’."


def test_every_phrase_is_found_in_a_sentence() -> None:
    said = {phrase: f"Zo {phrase.say_never} dus." for phrase in PHRASES}
    assert [phrase.say_never for phrase, sentence in said.items() if phrase not in forbidden_phrases(sentence)] == []


@given(st.text())
def test_any_text_can_be_judged(text: str) -> None:
    assert is_passive(text) in (True, False)
    assert noun_style(text) in (True, False)
    assert len(forbidden_phrases(text)) <= len(PHRASES)
