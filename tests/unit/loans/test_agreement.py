"""The words of the agreement: plain, short, without a threat; and the page they stand on."""

import re
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import pytest

from services.loans.documents.agreement_text import (
    PICTOGRAMS,
    AgreementFacts,
    agreement_text,
    day_in,
    how_signed,
    listed,
    template_file,
    words_of,
)
from services.loans.domain.agreement import Signature
from services.loans.domain.household import Language
from services.loans.domain.refusals import SignatureMissing
from services.loans.domain.signing import Manner, Said, said_cleanly
from shared.contracts.vocabulary import Accessory, SigningWay
from shared.language.free_text import RegisterNumberInText, TextTooLong
from shared.pictograms.index import PICTOGRAMS as DRAWINGS

FACTS = AgreementFacts(
    organisation="Digibank De Brug",
    help_line="016 22 22 22",
    help_place="Brugstraat 1, dinsdag van 14 tot 17 uur",
    call_name="Fatima",
    household_code="KIWI-42",
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
    text = agreement_text(FACTS, Language.NL)
    sentences = [part for _, lines in text.sheets[0].blocks for line in lines for part in re.split(r"(?<=[.?!])\s", line)]
    assert len(sentences) > 25
    too_long = [sentence for sentence in sentences if len(sentence.split()) > LONGEST_SENTENCE]
    assert too_long == []


def test_no_threat_no_price_no_legal_word() -> None:
    text = agreement_text(FACTS, Language.NL).text.lower()
    assert [word for word in FORBIDDEN if word in text] == []
    assert text.count("betaal je niets") + text.count("je betaalt niets") == 2


@pytest.mark.parametrize(
    "words",
    ["zijn tussen", "zolang je het nodig hebt", "geen einddatum", "Wat wij doen", "Wat jij doet", "stuk?", "kwijt of gestolen?",
     "Je mag altijd stoppen", "Brugstraat 1", "opschrijven", "je bestanden bewaren", "KX4-72M", "6 maart 2027",
     "016\u00a022\u00a022\u00a022"],
)  # fmt: skip
def test_it_says_what_it_has_to(words: str) -> None:
    assert words in agreement_text(FACTS, Language.NL).text


def test_the_same_facts_give_the_same_hash_and_others_do_not() -> None:
    first = agreement_text(FACTS, Language.NL)
    assert first.sha256 == agreement_text(FACTS, Language.NL).sha256
    others: dict[str, Any] = {
        "call_name": "Ana",
        "accessories": (),
        "help_line": None,
        "help_place": None,
        "organisation": None,
        "code": "AAA-222",
    }
    hashes = {agreement_text(replace(FACTS, **{name: value}), Language.NL).sha256 for name, value in others.items()}
    assert len(hashes | {first.sha256}) == len(others) + 1


@pytest.mark.parametrize(
    ("line", "place", "words"),
    [
        ("1", "hier", "Bel 1. Of kom langs: hier."),
        ("1", None, "Bel 1."),
        ("016 22 22 (na 9 uur)", None, "Bel 016\u00a022\u00a022 (na 9 uur)."),
        (None, "hier", "Kom langs: hier."),
        (None, None, "Kom langs of bel ons. Vraag nu het nummer aan wie dit met je leest."),
    ],
)
def test_where_help_is(line: str | None, place: str | None, words: str) -> None:
    facts = replace(FACTS, help_line=line, help_place=place)
    assert dict(agreement_text(facts, Language.NL).sheets[0].blocks)["Hulp"] == [words]


@pytest.mark.parametrize(
    ("place", "words"),
    [("balie, 016 22", "Vraag het hier: balie, 016\u00a022."), (None, "Vraag het ons."), ("{code}", "Vraag het hier: {code}.")],
)
def test_where_to_ask_about_what_is_written_down(place: str | None, words: str) -> None:
    text = agreement_text(replace(FACTS, ask_about_data=place), Language.NL)
    assert f"Heb je daar vragen over? {words}" in dict(text.sheets[0].blocks)["Wat we over jou opschrijven"]


def test_a_name_with_braces_is_only_a_name() -> None:
    assert "en {code} {0}." in agreement_text(replace(FACTS, call_name="{code} {0}"), Language.NL).text


def test_a_family_without_a_name_is_its_code() -> None:
    unnamed = replace(FACTS, call_name=None)
    assert "en gezin KIWI-42." in agreement_text(unnamed, Language.NL).text
    assert "et la famille KIWI-42." in agreement_text(unnamed, Language.FR).text


def test_accessories_in_a_sentence() -> None:
    assert (listed([], Language.NL), listed([Accessory.MOUSE], Language.NL)) == ("", "muis")
    three = [Accessory.CHARGER, Accessory.MOUSE, Accessory.BAG]
    assert listed(three, Language.NL) == "lader, muis en tas"
    assert listed(three, Language.EN) == "charger, mouse and bag"
    assert listed(three, Language.AR) == "شاحن وفأرة وحقيبة"


def test_a_signature_has_a_name_unless_it_is_on_paper() -> None:
    assert said_cleanly(Said(Manner.TYPED), " Fatima  B. ", drawn=False)[1] == "Fatima B."
    assert said_cleanly(Said(Manner.PAPER), "whatever", drawn=False)[1] is None
    for name, refusal in (
        ("", SignatureMissing),
        (None, SignatureMissing),
        ("a" * 81, TextTooLong),
        ("85073003328", RegisterNumberInText),
    ):
        with pytest.raises(refusal):
            said_cleanly(Said(Manner.TYPED), name, drawn=False)


LANGUAGES = pytest.mark.parametrize("language", list(Language))


@LANGUAGES
@pytest.mark.parametrize("version", [1, 2, 501])
def test_each_language_says_the_same_line_by_line(language: Language, version: int) -> None:
    def shape(of: Language) -> list[tuple[int, list[str]]]:
        blocks = template_file(of, version).read_text(encoding="utf-8").split("\n\n")
        return [(block.strip().count("\n"), sorted(re.findall(r"{\w+}", block))) for block in blocks]

    assert shape(language) == shape(Language.NL)
    assert len(shape(language)) == len(PICTOGRAMS) + 1
    assert set(PICTOGRAMS) <= set(DRAWINGS)


@LANGUAGES
def test_each_language_has_all_words_with_the_same_places_to_fill_in(language: Language) -> None:
    def places(of: Language) -> dict[str, set[str]]:
        words = words_of(of)
        plain = {name: said for name, said in words.items() if isinstance(said, str)}
        deeper = {f"{name}.{inner}": said for name in ("pen", "accessory", "simple") for inner, said in words[name].items()}
        return {name: set(re.findall(r"{\w+}", said)) for name, said in (plain | deeper).items()}

    assert places(language) == places(Language.NL)
    assert set(words_of(language)["accessory"]) == {accessory.value for accessory in Accessory}
    assert all(said.strip() for said in words_of(language)["accessory"].values())


@LANGUAGES
def test_beside_dutch_and_signed_as_a_whole(language: Language) -> None:
    text = agreement_text(FACTS, language)
    assert [sheet.language for sheet in text.sheets] == ([language] if language is Language.NL else [language, Language.NL])
    assert text.sheets[-1].title == "Wat we afspreken"
    assert len({sheet.title for sheet in text.sheets}) == len(text.sheets)
    for sheet in text.sheets:
        assert "\f" not in sheet.text
        assert sheet.text in text.text
        for fact in (
            "Digibank De Brug",
            "Fatima",
            "KX4-72M",
            "Lenovo ThinkPad X240",
            "016\u00a022\u00a022\u00a022",
            "Brugstraat 1",
        ):
            assert fact in sheet.text, (sheet.language, fact)
        assert day_in(FACTS.look_again_on, sheet.language) in sheet.text
        assert "{" not in sheet.text


def test_arabic_holds_apart_what_reads_from_the_left_and_needs_no_vowel_marks() -> None:
    own, dutch = agreement_text(FACTS, Language.AR).sheets
    assert "\u2068016\u00a022\u00a022\u00a022\u2069" in own.text
    assert "\u2068" not in dutch.text
    assert not re.search("[\u064b-\u0652]", own.text), "vowel marks are not drawn on paper"


SIGNED_AT = datetime(2026, 3, 6, 14, 5, tzinfo=UTC)


def signature(way: SigningWay, explained_in: Language | None = None) -> Signature:
    name = "Fatima B." if way is SigningWay.TYPED else None
    return Signature("0" * 64, 1, Said(Manner(way.value)), name, explained_in, UUID(int=1), SIGNED_AT)


def test_how_it_was_signed() -> None:
    typed = signature(SigningWay.TYPED, Language.AR)
    assert how_signed(typed, SIGNED_AT, Language.NL) == (
        "Getekend op het scherm door Fatima B., op 6 maart 2026 om 14:05. De tekst is luidop uitgelegd in het Arabisch."
    )
    assert how_signed(typed, SIGNED_AT, Language.FR).endswith("Langue\u00a0: arabe.")
    assert how_signed(signature(SigningWay.PAPER), SIGNED_AT, Language.EN) == "Signed on paper, on 6 March 2026 at 14:05."
    assert "العربية" in how_signed(typed, SIGNED_AT, Language.AR)
