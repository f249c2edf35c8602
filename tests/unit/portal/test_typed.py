"""What people type and scan, and what they meant."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.portal.domain.typed import (
    has_letter_of_no_sticker,
    household_begin,
    is_full_sticker,
    scanned_code,
    sticker_begin,
    ticket_number,
)


@pytest.mark.parametrize(
    ("text", "begin"),
    [
        ("KX4-72M", "KX4-72M"), ("kx472m", "KX4-72M"), (" kx4 72m ", "KX4-72M"), ("kx4", "KX4"), ("kx47", "KX4-7"),
        ("kx", None), ("KX0-72M", None), ("kx4-72mm", None), ("", None), ("é", None),
    ],
)  # fmt: skip
def test_the_code_of_a_device(text: str, begin: str | None) -> None:
    assert sticker_begin(text) == begin
    assert begin is None or is_full_sticker(begin) == (len(begin) == 7)


@pytest.mark.parametrize(
    ("text", "begin"),
    [
        ("KIWI-42", "KIWI-42"), ("kiwi42", "KIWI-42"), ("KIWI 42", "KIWI-42"), ("k1w1-42", "KIWI-42"), ("z0n 8o", "ZON-80"),
        ("Z0N8O", "ZON-80"), ("zon", "ZON"), ("zo", "ZO"), ("zon-", "ZON"), ("BIJ-l1", "BIJ-11"), ("BIJ12", "BIJ-12"),
        ("42", None), ("-42", None), ("van den berg", None), ("Élise", None), ("", None), ("z", None),
    ],
)  # fmt: skip
def test_the_code_of_a_household(text: str, begin: str | None) -> None:
    assert household_begin(text) == begin


@pytest.mark.parametrize(
    ("text", "number"), [("12", 12), ("nr. 12", 12), ("Nr 12", 12), ("#12", 12), ("12a", None), ("123456789", None)]
)
def test_the_number_of_a_ticket(text: str, number: int | None) -> None:
    assert ticket_number(text) == number


def test_a_scanned_address_is_its_code() -> None:
    assert scanned_code("https://digibank.example/q/KX4-72M") == "KX4-72M"
    assert scanned_code("https://digibank.example/q/KX4-72M?x=1#y") == "KX4-72M"
    assert scanned_code("Peeters") == "Peeters"


def test_what_no_sticker_has_is_said_for_what_looks_like_a_code() -> None:
    for misread in ("kx0-72m", "kx0", "KX4-1"):
        assert has_letter_of_no_sticker(misread), misread
    for other in ("kx4-72m", "kx4", "Otto", "Ilse", "10", "1012", "k0", "kx0-72m9"):
        assert not has_letter_of_no_sticker(other), other


@given(st.text(max_size=100))
def test_whatever_is_typed_has_an_answer(text: str) -> None:
    for read in (sticker_begin, household_begin, ticket_number, scanned_code, has_letter_of_no_sticker):
        read(text)
    begin = household_begin(text)
    assert begin is None or household_begin(begin) == begin
