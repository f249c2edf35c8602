"""Codes of stickers: spread over all letters, and a misread one is told from a right one."""

from hypothesis import given
from hypothesis import strategies as st

from services.inventory.domain.public_code import ALPHABET, check_letter, is_misread, make_code
from services.inventory.domain.typed_code import code_in, codes_in, codes_near, has_letter_of_no_sticker

FIVE = st.text(ALPHABET, min_size=5, max_size=5)


def coded(five: str) -> str:
    return five + check_letter(five)


def test_codes_are_spread_over_all_letters() -> None:
    numbers = iter([0, 31, 5, 7, 9])
    code = make_code(lambda below: next(numbers))
    assert code[:6] == "A9F-HK"
    assert not is_misread(code)
    assert len(ALPHABET) == 32
    assert not set("IO01") & set(ALPHABET)


@given(FIVE, st.integers(0, 5), st.sampled_from(ALPHABET))
def test_one_misread_letter_never_gives_another_right_code(five: str, place: int, letter: str) -> None:
    code = coded(five)
    changed = code[:place] + letter + code[place + 1 :]
    assert is_misread(changed) == (changed != code)


@given(FIVE, st.integers(0, 5), st.integers(0, 5))
def test_two_letters_that_changed_places_never_do_either(five: str, one: int, other: int) -> None:
    letters = list(coded(five))
    letters[one], letters[other] = letters[other], letters[one]
    assert is_misread("".join(letters)) == ("".join(letters) != coded(five))


def test_what_is_no_code_at_all() -> None:
    for text in ("", "KX4", "KX4-72O", "kx4-72m", "KX4-72MM"):
        assert is_misread(text)


def test_a_code_is_known_however_it_is_typed_or_scanned() -> None:
    for typed in ("KX4-72M", "kx472m", " kx4 72m\n", "https://a.example/q/KX4-72M", "http://127.0.0.1:8100/q/kx472m?x=1"):
        assert code_in(typed) == "KX4-72M", typed
    for typed in ("", "KX4-72", "KX4-720", "OI0-1AB", "85073003328", "https://a.example/family/KX4-72M", "x" * 10_000, "\x00" * 6):
        assert code_in(typed) is None, typed
    assert codes_in("kx4-72m, ABC-DEF\nkx472m nonsense") == ["KX4-72M", "ABC-DEF"]


@given(FIVE, st.integers(0, 5), st.sampled_from(ALPHABET + "IO01"))
def test_a_code_with_one_wrong_letter_is_near_the_right_one(five: str, place: int, letter: str) -> None:
    code = coded(five)
    typed = code[:place] + letter + code[place + 1 :]
    near = codes_near(typed.lower())
    assert (f"{code[:3]}-{code[3:]}" in near) == (typed != code)
    assert len(near) == len(set(near)) <= 6 * 31
    assert all(code_in(one) == one for one in near)


def test_nothing_is_near_what_is_no_whole_code() -> None:
    for typed in ("", "KX4-72", "KX4-72MM", "IX4-720", "peeters"):
        assert codes_near(typed) == []


def test_what_no_sticker_has_is_said_for_a_whole_code_and_for_half_of_one() -> None:
    for misread in ("kx0-72m", "kx0", "KX4-1"):
        assert has_letter_of_no_sticker(misread), misread
    for other in ("kx4-72m", "kx4", "Otto", "10", "1012", "k0", "kx0-72m9"):
        assert not has_letter_of_no_sticker(other), other
