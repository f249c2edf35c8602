"""The words of the agreement: plain, short, without a threat; and the page they stand on."""

import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from services.loans.documents.agreement_pdf import agreement_pdf
from services.loans.documents.agreement_text import ACCESSORY, AgreementFacts, agreement_text, listed
from services.loans.domain.agreement import clean_signature
from services.loans.domain.refusals import SignatureMissing
from shared.contracts.vocabulary import Accessory, SigningWay
from shared.language.free_text import RegisterNumberInText, TextTooLong

FACTS = AgreementFacts(
    organisation="Digibank De Brug",
    help_line="016 22 22 22",
    help_place="Brugstraat 1, dinsdag van 14 tot 17 uur",
    family="Fatima",
    code="KX4-72M",
    maker="Lenovo",
    model="ThinkPad X240",
    accessories=tuple(Accessory),
    look_again_on=date(2027, 3, 6),
)
LONGEST_SENTENCE = 15
FORBIDDEN = (
    "boete", "waarborg", "euro", "€", "waarde", "vergoed", "schade", "aansprakelijk", "verplicht", "contract", "overeenkomst",
    "bruikleen", "clausule", "partij", "ontlener", "voorwaarde", "sanctie", "deadline", "uiterlijk", "moet je",
)  # fmt: skip


def test_sentences_are_short() -> None:
    text = agreement_text(FACTS)
    sentences = [part for _, lines in text.blocks for line in lines for part in re.split(r"(?<=[.?!])\s", line)]
    assert len(sentences) > 25
    too_long = [sentence for sentence in sentences if len(sentence.split()) > LONGEST_SENTENCE]
    assert too_long == []


def test_no_threat_no_price_no_legal_word() -> None:
    text = agreement_text(FACTS).text.lower()
    assert [word for word in FORBIDDEN if word in text] == []
    assert text.count("betaal je niets") + text.count("je betaalt niets") == 2


@pytest.mark.parametrize(
    "words",
    ["zijn tussen", "zolang je het nodig hebt", "geen einddatum", "Wat wij doen", "Wat jij doet", "stuk?", "kwijt of gestolen?",
     "Je mag altijd stoppen", "016 22 22 22", "Brugstraat 1", "opschrijven", "je bestanden bewaren", "KX4-72M", "6/3/2027"],
)  # fmt: skip
def test_it_says_what_it_has_to(words: str) -> None:
    assert words in agreement_text(FACTS).text


def test_the_same_facts_give_the_same_hash_and_others_do_not() -> None:
    first = agreement_text(FACTS)
    assert first.sha256 == agreement_text(FACTS).sha256
    others: dict[str, Any] = {
        "family": "Ana",
        "accessories": (),
        "help_line": None,
        "help_place": None,
        "organisation": None,
        "code": "AAA-222",
    }
    hashes = {agreement_text(replace(FACTS, **{name: value})).sha256 for name, value in others.items()}
    assert len(hashes | {first.sha256}) == len(others) + 1


@pytest.mark.parametrize(
    ("line", "place", "words"),
    [
        ("1", "hier", "Bel 1. Of kom langs: hier."),
        ("1", None, "Bel 1."),
        (None, "hier", "Kom langs: hier."),
        (None, None, "Kom langs of bel ons. Vraag nu het nummer aan wie dit met je leest."),
    ],
)
def test_where_help_is(line: str | None, place: str | None, words: str) -> None:
    facts = replace(FACTS, help_line=line, help_place=place)
    assert dict(agreement_text(facts).blocks)["Hulp"] == [words]


def test_a_name_with_braces_is_only_a_name() -> None:
    assert "en {code} {0}." in agreement_text(replace(FACTS, family="{code} {0}")).text


def test_accessories_in_a_sentence() -> None:
    assert (listed([]), listed([Accessory.MOUSE])) == ("", "muis")
    assert listed([Accessory.CHARGER, Accessory.MOUSE, Accessory.BAG]) == "lader, muis en tas"
    assert set(ACCESSORY) == set(Accessory)


def test_a_signature_has_a_name_unless_it_is_on_paper() -> None:
    assert clean_signature(SigningWay.TYPED, " Fatima  B. ") == "Fatima B."
    assert clean_signature(SigningWay.PAPER, "whatever") is None
    for name, refusal in (
        ("", SignatureMissing),
        (None, SignatureMissing),
        ("a" * 81, TextTooLong),
        ("85073003328", RegisterNumberInText),
    ):
        with pytest.raises(refusal):
            clean_signature(SigningWay.TYPED, name)


@pytest.mark.parametrize(
    "signed", [None, "Getekend op het scherm door Fatima B., op 6/3/2026 om 14:05."], ids=["to sign", "signed"]
)
def test_it_fits_on_one_page_and_is_the_same_each_time(signed: str | None) -> None:
    """Also with everything that can make it long."""
    long = "M" * 120
    for facts in (FACTS, replace(FACTS, help_place=long, help_line=long, organisation=long, maker=long, model=long)):
        text = agreement_text(facts)
        pdf = agreement_pdf(text, signed)
        assert pdf.startswith(b"%PDF")
        assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
        assert pdf == agreement_pdf(text, signed)
