"""What people may type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.language.free_text import RegisterNumberInText, TextTooLong, clean_line, clean_text, has_register_number


def register_number(birth: str, serial: int, *, from_2000: bool) -> str:
    nine = f"{birth}{serial:03d}"
    return f"{nine}{97 - int(('2' if from_2000 else '') + nine) % 97:02d}"


births = st.dates().map(lambda day: day.strftime("%y%m%d"))


@given(
    births,
    st.integers(1, 997),
    st.booleans(),
    st.sampled_from(["", " ", ".", "-", " - ", "\u2013", "_", "\n", ", ", " ("]),
    st.sampled_from(["", "x ", "nr:", "é", "0476 12 34 56 ", "0476123456, "]),
)
def test_a_register_number_is_found_however_it_is_written(birth: str, serial: int, from_2000: bool, mark: str, around: str) -> None:
    digits = register_number(birth, serial, from_2000=from_2000)
    written = f"{around}{digits[:2]}{mark}{digits[2:4]}{mark}{digits[4:6]}{mark}{digits[6:9]}{mark}{digits[9:]} {around}"
    assert has_register_number(written)


@pytest.mark.parametrize(
    "text",
    [
        "85.07.30 - 033.28",
        "850730\u201303328",
        "850730\n03328",
        "85.07.30_033.28",
        "85 07 30 (033) 28",
        "85,07,30,033,28",
        "85/07/30 \u2014 033/28",
        "bel 0476 12 34 56 85.07.30-033.28",
        "tel 0476123456 85073003328",
    ],
)
def test_marks_between_and_a_telephone_number_in_front_hide_nothing(text: str) -> None:
    assert has_register_number(text)


@pytest.mark.parametrize("bis", [20, 40])
def test_a_bis_number_is_found(bis: int) -> None:
    assert has_register_number(register_number(f"85{7 + bis:02d}30", 33, from_2000=False))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "bel 0470 12 34 56",
        "+32 470 12 34 56",
        "BE68 5390 0754 7034",
        "serie 85073003329",
        "in 2026 op 12/03",
        "1" * 40,
        "0470 12 34 56, 0486 98 76 54",
        "09 123 45 67 / 0470 12 34 56",
        "+32 470 12 34 56 (mama), +32 486 98 76 54 (papa)",
        "van 12/03/2026 tot 15/04/2027",
    ],
)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert not has_register_number(text)


def test_the_official_example_is_refused_and_not_repeated() -> None:
    with pytest.raises(RegisterNumberInText) as refused:
        clean_text("mijn nummer is 85.07.30-033.28")
    assert "85" not in str(refused.value)


def test_a_text_that_is_too_long_is_refused_with_its_length() -> None:
    with pytest.raises(TextTooLong) as refused:
        clean_line("x" * 10_000)
    assert refused.value.facts == {"longest": 80, "letters": 10_000}


def test_a_text_keeps_its_lines_and_loses_what_cannot_be_seen() -> None:
    assert clean_text("  het scherm\r\nblijft\tzwart\x00 \n") == "het scherm\nblijft zwart"
    assert clean_line(" Familie\n  Özdemir ") == "Familie Özdemir"
