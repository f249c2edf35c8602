"""An own text of the agreement: it begins as ours, loses no fact, and what is said against it can be mended."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from services.loans.documents import agreement_pdf as paper
from services.loans.documents.agreement_example import EXAMPLE
from services.loans.documents.agreement_pdf import agreement_pdf, paper_pages
from services.loans.documents.agreement_text import (
    NEWEST,
    NOT_SAID,
    PlaceToAsk,
    agreement_text,
    default_wording,
    example_text,
    is_ours,
    of_organisation,
    of_ours,
    own_agreement_text,
)
from services.loans.domain.agreement import PICTOGRAMS
from services.loans.domain.household import Language, Level
from services.loans.domain.refusals import NoSuchBlock, TooManyBlocks
from services.loans.domain.wording import (
    MAY_HIDE,
    MOST_BLOCKS,
    PICTURES,
    PLACES,
    SAID_AS,
    Block,
    Published,
    Typed,
    Wording,
    beside_dutch,
    cleaned,
    filled,
    to_places,
    to_words,
)
from services.loans.domain.wording_check import Lack, measured
from shared.contracts.limits import USUAL
from shared.documents.qr import Modules
from shared.language.free_text import RegisterNumberInText, TextTooLong
from shared.language.limits import LOWEST_SCORE, VERY_SIMPLE_SCORE
from shared.language.money import money_in
from shared.pictograms.index import PICTOGRAMS as DRAWINGS
from shared.runtime.clock import SystemClock, new_id
from tests.support.paper import text_of

ALL = [(level, language) for level in Level for language in Language]
DUTCH = default_wording(Level.PLAIN, Language.NL)


def with_text(wording: Wording, key: str, text: str, heading: str | None = None) -> Wording:
    blocks = (
        replace(one, text=text, heading=one.heading if heading is None else heading) if one.key == key else one
        for one in wording.blocks
    )
    return replace(wording, blocks=tuple(blocks))


def published(wording: Wording, number: int = 1000, language: Language = Language.NL, level: Level = Level.PLAIN) -> Published:
    return Published(number, level, language, wording, None, 90, 80, new_id(), SystemClock().now())


@pytest.mark.parametrize(("level", "language"), ALL)
def test_our_own_text_is_a_beginning_with_nothing_against_it(level: Level, language: Language) -> None:
    wording = default_wording(level, language)
    dutch = default_wording(level, Language.NL)
    found = measured(wording, language, level, dutch=dutch)
    assert (found.faults, found.against, found.whole) == ((), [], ())
    assert (found.score is not None) == (language is Language.NL)
    assert found.limits.lowest_score == (VERY_SIMPLE_SCORE if level is Level.SIMPLE else LOWEST_SCORE)
    own = own_agreement_text(EXAMPLE, published(wording, language=language, level=level), None)
    ours = agreement_text(EXAMPLE, language, NEWEST[level])
    assert own.sheets[0].text == ours.sheets[0].text, "unchanged it says the same to the letter"
    assert (own.level, own.pictures) == (level, PICTOGRAMS)


@pytest.mark.parametrize("key", [block.key for block in DUTCH.blocks])
def test_a_text_loses_no_fact(key: str) -> None:
    if key in MAY_HIDE:
        less = DUTCH.showing(key, shown=False)
        assert key not in less.pictures
        assert measured(less, Language.NL, Level.PLAIN).may_be_published
        assert less.showing(key, shown=True) == DUTCH
    else:
        with pytest.raises(NoSuchBlock):
            DUTCH.showing(key, shown=False)


@pytest.mark.parametrize("place", PLACES)
def test_each_place_has_to_be_said(place: str) -> None:
    blocks = tuple(replace(one, text=one.text.replace("{" + place + "}", "dat")) for one in DUTCH.blocks)
    found = measured(replace(DUTCH, blocks=blocks), Language.NL, Level.PLAIN)
    assert [(fault.lack, fault.words) for fault in found.faults] == [(Lack.PLACE, place)]


@pytest.mark.parametrize(
    ("key", "text", "lack"),
    [
        ("broken", "Vertel het ons. Dan kijken we samen.", Lack.PAYS_NOTHING),
        ("stolen_or_lost", "Vertel het ons.", Lack.PAYS_NOTHING),
        ("what_you_do", "Je zorgt goed voor het toestel. Het kostte 300 euro.", Lack.MONEY),
        ("what_you_do", "De waarde van het toestel is hoog.", Lack.MONEY),
        ("what_you_do", "", Lack.EMPTY_BLOCK),
        ("what_you_do", "Zorg goed voor {iets}.", Lack.UNKNOWN_PLACE),
        ("what_you_do", "Zorg goed voor {.", Lack.UNKNOWN_PLACE),
        ("help", "Wil je hulp? {help}", Lack.PLACE_ALONE),
    ],
)
def test_what_a_text_lacks(key: str, text: str, lack: Lack) -> None:
    found = measured(with_text(DUTCH, key, text), Language.NL, Level.PLAIN)
    assert [(fault.lack, fault.block) for fault in found.faults] == [(lack, key)]
    assert not found.may_be_published


@pytest.mark.parametrize(
    ("language", "text"),
    [
        (Language.NL, "Breng je het niet terug, dan volgt een boete."),
        (Language.FR, "Vous devez payer une amende."),
        (Language.EN, "You will be charged a fine of more."),
    ],
)
def test_a_threat_is_refused_in_every_language(language: Language, text: str) -> None:
    wording = with_text(default_wording(Level.PLAIN, language), "what_you_do", text)
    found = measured(wording, language, Level.PLAIN)
    assert [key for key, _ in found.against]
    assert {key for key, _ in found.against} == {"what_you_do"}
    assert not found.may_be_published


def test_a_hard_text_is_refused_and_says_which_sentence() -> None:
    hard = "Gelieve de ontleende apparatuur gedurende de volledige ontleningsperiode uiterst zorgvuldig te behandelen."
    found = measured(with_text(DUTCH, "what_you_do", hard), Language.NL, Level.PLAIN)
    [line] = [line for line in found.lines["what_you_do"] if line.text == hard]
    assert line.against
    assert line.long_words
    assert line.hard
    assert line.score is not None
    assert line.score < LOWEST_SCORE
    assert any(one.advice for one in line.against)
    assert not found.may_be_published


def test_the_limit_of_the_organisation_counts() -> None:
    score = measured(DUTCH, Language.NL, Level.PLAIN).score
    assert score is not None
    assert measured(DUTCH, Language.NL, Level.PLAIN, score - 2).may_be_published
    assert not measured(DUTCH, Language.NL, Level.PLAIN, score + 2).may_be_published
    assert USUAL.agreement_score == LOWEST_SCORE, "the build and an organisation that chose nothing ask the same"


def test_other_languages_get_no_score_and_advice_alone() -> None:
    long = "Vous " + "et vous " * 12 + "gardez bien cet appareil."
    found = measured(with_text(default_wording(Level.PLAIN, Language.FR), "what_you_do", long), Language.FR, Level.PLAIN)
    assert found.score is None
    assert [line.long for line in found.lines["what_you_do"]] == [False, True]
    assert found.may_be_published


def test_a_translation_has_the_blocks_of_the_dutch_text() -> None:
    dutch = DUTCH.showing("what_we_do", shown=False).moved("help", -8).with_own()
    dutch = replace(dutch, blocks=(*dutch.blocks[:-1], Block("own_1", "Kaart", "Je krijgt een kaart.", "phone")))
    french = default_wording(Level.PLAIN, Language.FR)
    beside = beside_dutch(dutch, french.blocks, french.title)
    assert [block.key for block in beside.blocks] == [block.key for block in dutch.shown]
    assert beside.pictures == dutch.pictures
    assert beside.blocks[0].heading == next(one for one in french.blocks if one.key == "help").heading
    assert beside.blocks[-1].text == "", "nobody translated it yet"
    faults = measured(beside, Language.FR, Level.PLAIN, dutch=dutch).faults
    assert [(fault.lack, fault.block) for fault in faults] == [(Lack.EMPTY_BLOCK, "own_1")]
    elsewhere = with_text(with_text(beside, "own_1", "Une carte.", "Carte"), "who", "C’est {organisation} et {family}. {code}")
    assert Lack.OTHER_BLOCKS in [fault.lack for fault in measured(elsewhere, Language.FR, Level.PLAIN, dutch=dutch).faults]
    assert Lack.OTHER_BLOCKS in [fault.lack for fault in measured(french, Language.FR, Level.PLAIN, dutch=dutch).faults]


def test_blocks_move_and_come_and_go() -> None:
    assert [one.key for one in DUTCH.moved("who", -1).blocks] == [one.key for one in DUTCH.blocks], "the first stays first"
    assert DUTCH.moved("who", 1).moved("who", -1) == DUTCH
    more = DUTCH.with_own()
    assert more.blocks[-1].key == "own_1"
    assert more.without("own_1") == DUTCH
    assert more.with_own().without("own_1").with_own().blocks[-1].key == "own_1", "a number is free again"
    for wrong in ("who", "nothing"):
        with pytest.raises(NoSuchBlock):
            more.without(wrong)
    full = DUTCH
    while len(full.blocks) < MOST_BLOCKS:
        full = full.with_own()
    with pytest.raises(TooManyBlocks):
        full.with_own()


def test_what_is_typed_is_kept_clean() -> None:
    typed = Typed(
        "  Onze   afspraken ", {"who": ("Wie\n", "Wij: {Digibank}.\r\n\r\n\fJij: {gezin}. ", "nothing"), "own_9": ("a", "b", "who")}
    )
    wording = cleaned(typed, DUTCH)
    assert wording.title == "Onze afspraken"
    assert wording.blocks[0] == Block("who", "Wie", "Wij: {organisation}.\nJij: {family}.", "who")
    assert wording.blocks[1:] == DUTCH.blocks[1:]
    assert wording.template.count("\n\n") == len(DUTCH.blocks), "an empty line ends no block"
    with pytest.raises(RegisterNumberInText):
        cleaned(Typed("x", {"who": ("Wie", "85.07.30-033.28", "who")}), DUTCH)
    with pytest.raises(TextTooLong):
        cleaned(Typed("x", {"who": ("Wie", "a" * 601, "who")}), DUTCH)


def test_places_have_words_of_their_own_and_are_filled_in_once() -> None:
    for block in DUTCH.blocks:
        assert to_places(to_words(block.text)) == block.text
    assert set(SAID_AS) == set(PLACES)
    assert filled("{a} {b}", {"a": "{b}", "b": "2"}) == "{b} 2", "a name with braces is a name"
    assert set(PICTOGRAMS) <= set(PICTURES) <= set(DRAWINGS)


def test_nobodys_text_names_nobody() -> None:
    place = PlaceToAsk("Digibank De Brug", "050 11 22 33")
    text = of_organisation(published(DUTCH), place).text
    assert "Digibank De Brug" in text
    assert NOT_SAID in text
    assert EXAMPLE.household_code not in text
    for level, language in ALL:
        assert "{" not in of_ours(language, NEWEST[level]).text
    assert [number for number in range(0, 1001) if is_ours(number)] == [1, 2, 501]


def test_a_long_text_goes_on_to_another_page_and_says_so() -> None:
    long = DUTCH
    while len(long.blocks) < MOST_BLOCKS:
        long = long.with_own()
    sentence = "Je mag het altijd vragen. " * 22
    blocks = tuple(replace(one, heading="Nog iets", text=f"{one.text}\n{sentence}".strip()[:600]) for one in long.blocks)
    text = example_text(EXAMPLE, replace(long, blocks=blocks), level=Level.PLAIN, language=Language.NL, dutch=None)
    assert paper_pages(text) > 1
    pdf = agreement_pdf(text, None, "Digibank", read_at="https://digibank.test/loans/agreement-text/1000")
    last = text_of(pdf, paper_pages(text) - 1)
    assert "Controlegetal" in last
    assert "Handtekening" in last
    assert paper_pages(agreement_text(EXAMPLE, Language.AR)) == 1


@pytest.mark.parametrize(("level", "language"), ALL)
def test_the_square_on_paper_takes_no_room_from_the_text(level: Level, language: Language) -> None:
    text = agreement_text(EXAMPLE, language, NEWEST[level])
    plain = agreement_pdf(text, None, "Digibank")
    square = agreement_pdf(text, None, "Digibank", read_at="https://digibank.test/loans/agreement-text/2")
    assert len(square) > len(plain)
    assert square == agreement_pdf(text, None, "Digibank", read_at="https://digibank.test/loans/agreement-text/2")
    assert paper_pages(text) == 1


@pytest.mark.parametrize("end", [{}, {"end": ["1"]}])
def test_the_square_leads_to_the_language_of_its_sheet(end: dict[str, list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    """Also of a paper with an end date, whose address says so beside the language."""
    found: list[str] = []
    modules_of = paper._modules

    def noting(address: str) -> Modules:
        found.append(address)
        return modules_of(address)

    monkeypatch.setattr(paper, "_modules", noting)
    read_at = "https://digibank.test/loans/agreement-text/2" + ("?end=1" if end else "")
    agreement_pdf(agreement_text(EXAMPLE, Language.AR), None, "Digibank", read_at=read_at)
    assert [parse_qs(urlsplit(one).query) for one in found] == [{"language": [one]} | end for one in ("ar", "nl")]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("nl", "ter waarde van € 300"),
        ("fr", "la valeur"),
        ("en", "worth it"),
        ("ar", "قيمة الجهاز"),
        ("tr", "cihazın değeri"),
        ("uk", "вартість"),
    ],
)
def test_money_is_found_in_each_language(code: str, text: str) -> None:
    assert money_in(text, code)
    assert money_in("Europa 2027, Neuro", code) == ()
