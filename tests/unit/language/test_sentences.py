"""Where a sentence ends, and what a word is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.language.sentences import split_sentences, split_words


def sentences(text: str) -> list[str]:
    return [sentence.text for sentence in split_sentences(text)]


@pytest.mark.parametrize(
    "one",
    [
        "Kom om 14.30 uur.",
        "Het toestel is er op 6.3.2027 niet meer.",
        "Bel nr. 5 op tel. 016 22 22 22.",
        "Breng bv. Windows mee.",
        "Dr. A. Peeters komt langs.",
        "Kijk op digibank.be/hulp of mail an@digibank.be.",
        "Breng o.a. de lader mee.",
        "Deze zin is zo lang dat de hele regel vol raakt en daarom op de\nVolgende regel verder gaat.",
    ],
)
def test_what_does_not_end_a_sentence(one: str) -> None:
    assert sentences(one) == [one.replace("\n", " ")]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Is het stuk? Dat kan! Bel ons… Of kom.", ["Is het stuk?", "Dat kan!", "Bel ons…", "Of kom."]),
        ("Hij zei: ‘Kom maar. Het kost niets.’ Ik kwam.", ["Hij zei: ‘Kom maar.", "Het kost niets.’", "Ik kwam."]),
        ("Koffie, thee, enz. Daarna gaan we.", ["Koffie, thee, enz.", "Daarna gaan we."]),
        ("Kom morgen. 's Avonds zijn we dicht.", ["Kom morgen.", "'s Avonds zijn we dicht."]),
        ("Wie\nDit is tussen ons.", ["Wie", "Dit is tussen ons."]),
        ("# Kop\n1. Kies een muis\n2. klik\n- stop", ["Kop", "Kies een muis", "klik", "stop"]),
        ("een zin zonder punt\n\nen nog een", ["een zin zonder punt", "en nog een"]),
        ("Bel 016 22 22 22. Of kom langs.", ["Bel 016 22 22 22.", "Of kom langs."]),
        (" \n--\n… !", []),
    ],
)
def test_where_sentences_end(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts


def test_a_heading_is_short_and_has_no_mark() -> None:
    found = split_sentences("Wat je leent\n\nStop.\n\nEén vraag per keer en niet meer")
    assert [sentence.heading for sentence in found] == [
        True,
        False,
        False,
    ]


@pytest.mark.parametrize(
    ("text", "words", "blocks"),
    [
        ("Toestel KX4-72M of KIWI-42", ["Toestel", "KX4-72M", "of", "KIWI-42"], ["KX4-72M", "KIWI-42"]),
        ("{maker} %(model)s is er", ["{maker}", "%(model)s", "is", "er"], ["{maker}", "%(model)s"]),
        ("www.digibank.be en an@x.be", ["www.digibank.be", "en", "an@x.be"], ["www.digibank.be", "an@x.be"]),
        ("zo'n e-mailadres om 14.30 uur", ["zo'n", "e-mailadres", "om", "14.30", "uur"], []),
        ("De OCMW-hulp", ["De", "OCMW-hulp"], []),
    ],
)
def test_words_and_what_is_taken_in_at_a_glance(text: str, words: list[str], blocks: list[str]) -> None:
    found = split_words(text)
    assert [word.text for word in found] == words
    assert [word.text for word in found if word.block] == blocks


@given(st.text())
def test_no_word_gets_lost_or_doubled(text: str) -> None:
    together = [word for sentence in split_sentences(text) for word in sentence.words]
    assert all(sentence.words for sentence in split_sentences(text))
    assert len(together) <= len(text)


@given(st.lists(st.sampled_from(["Kom langs.", "Is het stuk?", "Bel ons!", "Het is 14.30 uur."]), max_size=8))
def test_sentences_put_together_come_apart_again(parts: list[str]) -> None:
    assert sentences(" ".join(parts)) == parts
