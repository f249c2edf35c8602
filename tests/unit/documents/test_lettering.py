"""Words of any of our languages get onto paper whole, joined and in the right order."""

import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.documents.lettering import (
    BOLD,
    REGULAR,
    TYPEFACES,
    letters_of,
    lines_of,
    reads_from_right,
    register_fonts,
    runs_of,
    width_of,
)

ARABIC = (
    "يبقى الجهاز معكم ما دمتم تحتاجون إليه (أو حتى تتوقفوا). اتصلوا على الرقم \u2068016 22 22 22\u2069 أو تعالوا إلينا: "
    "\u2068Brugstraat 1 (eerste verdieping), dinsdag van 14 tot 17 uur, ook zonder afspraak\u2069. نحن نساعدكم دائما."
)
TEXTS = Path("services/loans/documents/texts")


def drawn(line: str, from_right: bool = True) -> str:
    """A line as it is drawn, from left to right, with each letter as it is typed: joined forms are written plain again."""
    register_fonts()
    words = "".join(run.text for run in runs_of(line, REGULAR, 11, from_right))
    return unicodedata.normalize("NFKC", words)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("رقم \u2068016 22 22 22\u2069.", ".016 22 22 22 مقر"),
        ("جهاز \u2068ThinkPad (X240)\u2069", "ThinkPad (X240) زاهج"),
        ("هو (جهاز).", ".(زاهج) وه"),
        ("«جهاز» [abc]", "[abc] «زاهج»"),
        ("حوالي 6 مارس 2027.", ".2027 سرام 6 يلاوح"),
    ],
    ids=["a number keeps its groups", "brackets around Latin", "brackets around Arabic", "quotes", "a day"],
)
def test_a_line_that_reads_from_the_right(line: str, expected: str) -> None:
    assert drawn(lines_of(line, REGULAR, 11, 500)[0]) == expected


def test_an_arabic_name_in_a_dutch_sentence() -> None:
    [line] = lines_of("Afspraken met فاطمة (2 kinderen).", REGULAR, 11, 500)
    assert drawn(line, from_right=False) == "Afspraken met ةمطاف (2 kinderen)."
    assert [run.font for run in runs_of(line, REGULAR, 11, False)] == ["Atkinson", "Noto-Arabic", "Atkinson"]


def test_letters_are_joined_and_a_name_keeps_its_letters() -> None:
    [line] = lines_of("عبد الله", REGULAR, 11, 500)
    assert "\ufdf2" not in line, "no typeface of ours has the one drawing for the whole word"
    assert all("\ufe70" <= letter <= "\ufefc" for letter in line if letter != " ")
    assert unicodedata.normalize("NFKC", line) == "عبد الله"


def test_a_long_arabic_paragraph_breaks_where_it_is_read() -> None:
    lines = lines_of(ARABIC, REGULAR, 11, 160)
    assert len(lines) > 4
    assert all(width_of(line, REGULAR, 11) <= 160 for line in lines)
    read = " ".join(line.strip("\u2068\u2069") for line in lines)
    plain = unicodedata.normalize("NFKC", read).translate(dict.fromkeys((0x2068, 0x2069)))
    assert plain == ARABIC.translate(dict.fromkeys((0x2068, 0x2069)))
    for line in lines:
        assert line.count("\u2068") == line.count("\u2069"), "each line closes what it opened"
    address = next(line for line in lines if "dinsdag" in line)
    assert drawn(address).index("dinsdag") < drawn(address).index("van"), "Latin words stay in their order on every line"


@pytest.mark.parametrize("font", [REGULAR, BOLD])
def test_every_letter_of_our_texts_has_a_drawing(font: str) -> None:
    known = frozenset[str]().union(*(letters_of(name) for name, _file, _scale in TYPEFACES[font]))
    for file in sorted(TEXTS.rglob("*.*")):
        for line in lines_of(file.read_text(encoding="utf-8").replace("\n", " "), font, 11, 400):
            missing = [letter for letter in line if unicodedata.category(letter) != "Cf" and letter not in known]
            assert missing == [], (file, missing)


def test_a_word_that_is_too_long_is_cut() -> None:
    lines = lines_of("M" * 100 + " einde", REGULAR, 11, 100)
    assert len(lines) > 5
    assert "".join(lines).replace(" ", "") == "M" * 100 + "einde"
    assert all(width_of(line, REGULAR, 11) <= 100 for line in lines)


@given(st.text(max_size=80), st.booleans())
def test_whatever_people_type_is_drawn_and_never_as_an_empty_box(text: str, from_right: bool) -> None:
    for line in lines_of(text, REGULAR, 11, 120):
        for run in runs_of(line, REGULAR, 11, from_right):
            assert run.width >= 0
            assert set(run.text) <= letters_of(run.font)


def test_what_no_typeface_has_is_left_out_or_a_question_mark() -> None:
    assert drawn("An 😀👍🏽\ufe0f, 中 en ሀ\tb\nc\x07", from_right=False) == "An , ? en ? b c"


def test_which_languages_read_from_the_right() -> None:
    assert [code for code in ("nl", "fr", "en", "ar", "tr", "uk") if reads_from_right(code)] == ["ar"]
