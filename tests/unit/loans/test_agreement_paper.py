"""The agreement on paper: it fits, and what stands on it can be read back."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from services.loans.documents.agreement_pdf import agreement_pdf
from services.loans.documents.agreement_text import NEWEST, AgreementFacts, agreement_text, how_signed, words_of
from services.loans.domain.agreement import AgreementSheet
from services.loans.domain.household import Language, Level
from shared.contracts.vocabulary import SigningWay
from shared.documents import lettering
from shared.documents.paper import LEFT
from tests.support.paper import content_of, facts_of, letters_of, lines_as_read, picture_of, text_of
from tests.unit.loans.test_agreement import FACTS, SIGNED_AT, signature

LANGUAGES = pytest.mark.parametrize("language", list(Language))
LEVELS = pytest.mark.parametrize("level", list(Level))
LONG = "M" * 120
LONGEST = replace(FACTS, call_name="شمس" * 26, help_place=LONG, help_line=LONG, organisation=LONG, maker=LONG, model=LONG)
READ_FROM_LEFT = [language for language in Language if language is not Language.AR]
_ISOLATES = dict.fromkeys(range(0x2066, 0x206A))


def words_of_sheet(sheet: AgreementSheet) -> str:
    """All its words with one space between them; marks that only hold a direction are not read."""
    return " ".join(sheet.text.translate(_ISOLATES).split())


@LANGUAGES
@LEVELS
@pytest.mark.parametrize("facts", [FACTS, LONGEST], ids=["usual", "longest"])
@pytest.mark.parametrize("signed", [False, True], ids=["to sign", "signed"])
def test_each_language_fits_on_a_sheet_and_is_the_same_each_time(
    language: Language, level: Level, facts: AgreementFacts, signed: bool
) -> None:
    text = agreement_text(facts, language, NEWEST[level])
    typed = signature(SigningWay.TYPED, Language.AR)
    how = {sheet.language: how_signed(typed, SIGNED_AT, sheet.language) for sheet in text.sheets} if signed else None
    pdf = agreement_pdf(text, how, facts.organisation)
    assert pdf.startswith(b"%PDF")
    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == len(text.sheets)
    assert pdf == agreement_pdf(text, how, facts.organisation)
    for page in range(len(text.sheets)):
        ink = picture_of(pdf, page).point(lambda gray: 255 * (gray < 200)).getbbox()
        assert ink is not None
        assert ink[0] >= LEFT - 1
        assert ink[2] <= 595 - LEFT + 1


@LANGUAGES
def test_programs_are_told_what_it_is_and_of_whom(language: Language) -> None:
    text = agreement_text(FACTS, language)
    told = {"title": text.sheets[0].title, "subject": words_of(language)["subject"], "language": language.value}
    assert facts_of(agreement_pdf(text, None, "Digibank De Brug")) == told | {"author": "Digibank De Brug"}
    assert facts_of(agreement_pdf(text, None)) == told | {"author": words_of(language)["organisation"]}


@pytest.mark.parametrize("language", READ_FROM_LEFT)
@LEVELS
def test_who_copies_or_searches_it_finds_the_words(language: Language, level: Level) -> None:
    text = agreement_text(FACTS, language, NEWEST[level])
    pdf = agreement_pdf(text, None)
    for page, sheet in enumerate(text.sheets):
        assert lines_as_read(pdf, page) == []
        assert words_of_sheet(sheet) in text_of(pdf, page)
        assert words_of_sheet(sheet).replace(" ", "") in letters_of(pdf, page)


@LEVELS
def test_arabic_can_be_read_back_line_by_line(level: Level) -> None:
    """Where Arabic and Latin stand in one line the page says it itself; all-Arabic lines programs put in order themselves."""
    text = agreement_text(FACTS, Language.AR, NEWEST[level])
    pdf = agreement_pdf(text, None)
    own, dutch = text.sheets
    said = " ".join(" ".join(lines_as_read(pdf)).split())
    found = unicodedata.normalize("NFKC", text_of(pdf)).replace(" ", "")
    lines = [line for line in own.text.translate(_ISOLATES).splitlines() if line]
    mixed = [" ".join(line.split()) for line in lines if re.search("[A-Za-z0-9]", line)]
    assert [line for line in mixed if line not in said] == []
    assert [line for line in lines if not re.search("[A-Za-z0-9]", line) and line.replace(" ", "") not in found] == []
    assert 5 <= len(mixed) < len(lines) / 2
    assert lines_as_read(pdf, 1) == []
    assert words_of_sheet(dutch) in text_of(pdf, 1)


def test_an_arabic_name_in_a_dutch_sentence_is_read_whole() -> None:
    text = agreement_text(replace(FACTS, call_name="فاطمة (2)"), Language.NL)
    pdf = agreement_pdf(text, None)
    assert lines_as_read(pdf) == ["Deze afspraken zijn tussen Digibank De Brug en فاطمة (2)."]
    others = words_of_sheet(text.sheets[0]).partition("(2). ")[2]
    assert others in text_of(pdf)


@LANGUAGES
def test_each_sheet_says_its_language_and_each_mark_that_opens_closes(language: Language) -> None:
    text = agreement_text(FACTS, language)
    pdf = agreement_pdf(text, None)
    for page, sheet in enumerate(text.sheets):
        content = content_of(pdf, page)
        assert set(re.findall(rb"/Lang \((\w+)\)", content)) == {sheet.language.value.encode()}
        assert content.count(b"BDC") == content.count(b"EMC") > 20


@LEVELS
def test_what_is_kept_of_a_page_is_words_apart(level: Level, monkeypatch: pytest.MonkeyPatch) -> None:
    """A whole line would keep in memory who signed, with whom and when."""
    asked: list[str] = []

    def noting(kept: Callable[..., Any]) -> Callable[..., Any]:
        def note(text: str, *more: Any) -> Any:
            asked.append(text)
            return kept(text, *more)

        return note

    for name in ("_joined", "_width_per_point"):
        monkeypatch.setattr(lettering, name, noting(getattr(lettering, name)))
    agreement_pdf(agreement_text(FACTS, Language.AR, NEWEST[level]), None)
    assert len(asked) > 100
    assert [text for text in asked if " " in text.strip()] == []
