"""The same agreement plain and very simple; and what was signed once stays to the letter."""

import re
from dataclasses import replace

import pytest

from services.loans.documents.agreement_text import NEWEST, PICTOGRAMS, agreement_text, template_file, words_of
from services.loans.domain.agreement import FIRST_SIMPLE, LAST_SIMPLE, AgreementText
from services.loans.domain.household import Language, Level
from tests.unit.loans.test_agreement import FACTS, FORBIDDEN

LANGUAGES = pytest.mark.parametrize("language", list(Language))
MOST_SENTENCES, MOST_WORDS = 2, 8
WORDS_OF_FACTS = {"look_again": 3}
"""How many words a place to fill in counts for; others count for one: a name is read at a glance."""

SIGNED_ONCE = {
    (1, "nl"): "deeccfdb48227761cf8005829316b7c88e20d170b21d2995022bc27bab98a926",
    (1, "fr"): "2db49656ccc2c207b7d72e6346fc7454afadad2ae0faee4a8a2af120a16df488",
    (1, "en"): "d51d6c066fc7b0cdd085ce05fbbcc9aeca08078ab1d1452a7aed0332b6e4998d",
    (1, "ar"): "f0d0e42a7ec43006957d5d48b42faa782b71d219a96c0bd636a553ed64b60aa4",
    (1, "tr"): "038dde20fb37148f3561e3881630a593627ce9d4e1fa1f5b989c0115eadd94f2",
    (1, "uk"): "10a789854fd41074a8ed7e3f035accc2cf9a7174f9166b2cdb23fe0380765dd9",
    (2, "nl"): "e7576e1e0f285f5a015341579c742308e7e12ab531d4f99ce21981dc1e2d1a22",
    (2, "fr"): "cb35388b791ac4b47bee25afd2747d7698ea11b7a938496451da4a4fe88c2def",
    (2, "en"): "2bd3840f248e549e62ca18219d054a6730ed5104d9e3b881ad4a0414c06243d6",
    (2, "ar"): "409d15ab1b8f70ed98756e0088ba4aaf125aeacde2ce5ac0521293abcb27b5cc",
    (2, "tr"): "bc6103a1fcdbd7c3edb8964eab4abe42f57c21e584ca4a7ae22d1fadec0bd22f",
    (2, "uk"): "c17bfa57562631610fcff061bb293eb114e316dcb4945359aed4de6969f14ae1",
    (501, "nl"): "2822e325b742842657d018bdf53f9bc1771826272e72960f5aca645f77c47095",
    (501, "fr"): "e0698b7acb6cffb7b110c9dbffc482d1b6e13a572cdd1f87656ff1a4fed21b8f",
    (501, "en"): "127289625def6a6b8a5ec7f68ab9b462cd3cd7de3ab8311885890ca8c89d4286",
    (501, "ar"): "f90abc8e29acb92d45ebeeb0c4296c260629223952dd30ed92beb3b1aef41c69",
    (501, "tr"): "1b64cc0c0659973ad6a20b08e4d098936289cb9718865e6d061558504a36f6dc",
    (501, "uk"): "d9f4c2464e4bd66d03bed70f163f96465e52e3da000286846cc1b9481a0ad6bf",
}
"""What each template gave with `FACTS` when it was first signed. A hash that differs here means that a text was edited after
families signed it: make a new template with the next number instead."""


@pytest.mark.parametrize(("version", "language"), SIGNED_ONCE)
def test_what_was_signed_with_a_template_comes_out_to_the_letter(version: int, language: str) -> None:
    text = agreement_text(FACTS, Language(language), version)
    assert (text.sha256, text.template_version) == (SIGNED_ONCE[version, language], version)


def test_the_number_alone_says_at_which_level_it_was_worded() -> None:
    for level, version in NEWEST.items():
        text = agreement_text(FACTS, Language.NL, version)
        assert text.level is level
        assert template_file(Language.NL, version).exists()
    assert template_file(Language.NL, FIRST_SIMPLE).name == "simple_1.txt"
    assert template_file(Language.NL, FIRST_SIMPLE + 1).name == "simple_2.txt"
    levels = {number: AgreementText("", number, Language.NL).level for number in (1, 500, FIRST_SIMPLE, LAST_SIMPLE, 1000)}
    assert list(levels.values()) == [Level.PLAIN, Level.PLAIN, Level.SIMPLE, Level.SIMPLE, Level.PLAIN]


def sentences_of(lines: list[str]) -> list[list[str]]:
    """The words of each sentence of a block."""
    sentences = [part for line in lines for part in re.split(r"(?<=[.?!؟])\s", line)]
    return [re.findall(r"{\w+}|[\w’'-]+", sentence) for sentence in sentences]


@LANGUAGES
def test_very_simple_is_two_short_sentences_a_block(language: Language) -> None:
    words = words_of(language)
    simple = {**words, **words["simple"]}
    template = template_file(language, NEWEST[Level.SIMPLE]).read_text(encoding="utf-8").strip()
    blocks = [block.split("\n")[1:] for block in template.split("\n\n")[1:]]
    filled = {
        "{help}": ("help_line", "help_place", "help_line_and_place", "help_unknown"),
        "{ask}": ("ask_here", "ask_us"),
        "{accessories}": ("accessories", "no_accessories"),
    }
    counted = 0
    for lines in blocks:
        [place] = [line for line in lines if line in filled] or [""]
        for said in filled.get(place, ("",)):
            sentences = sentences_of([simple[said] if line in filled else line for line in lines])
            assert len(sentences) <= MOST_SENTENCES, (lines, said)
            for sentence in sentences:
                length = sum(WORDS_OF_FACTS.get(word.strip("{}"), 1) for word in sentence)
                assert 0 < length <= MOST_WORDS, sentence
                counted += 1
    assert counted > 25
    assert len(blocks) == len(set(PICTOGRAMS))


def test_very_simple_says_the_same_without_a_threat_a_price_or_a_legal_word() -> None:
    text = agreement_text(FACTS, Language.NL, NEWEST[Level.SIMPLE]).text
    assert [word for word in FORBIDDEN if word in text.lower()] == []
    for words in ("gratis", "zolang je het nodig hebt", "Rond 6 maart 2027", "Je betaalt niets", "Ook dan betaal je niets",
                  "Dat mag altijd", "KX4-72M", "016\u00a022\u00a022\u00a022", "Brugstraat 1", "muis"):  # fmt: skip
        assert words in text


@LANGUAGES
def test_very_simple_knows_what_to_say_where_little_is_known(language: Language) -> None:
    unknown = replace(FACTS, organisation=None, help_line=None, help_place=None, call_name=None, accessories=())
    told = replace(unknown, ask_about_data="balie {code}")
    own = agreement_text(unknown, language, NEWEST[Level.SIMPLE]).sheets[0].text
    simple = words_of(language)["simple"]
    assert simple["help_unknown"] in own
    assert simple["ask_us"] in own
    assert "KIWI-42" in own
    assert "balie {code}" in agreement_text(told, language, NEWEST[Level.SIMPLE]).sheets[0].text
