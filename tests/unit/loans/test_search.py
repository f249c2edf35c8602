"""What a family is found by."""

import pytest

from services.loans.domain.search import beginnings_of, code_begins


@pytest.mark.parametrize(
    ("typed", "code"),
    [("zon-89", "ZON-89"), ("ZON89", "ZON-89"), ("zon 89", "ZON-89"), ("zo", "ZO"), ("89", "89"), ("%", ""), ("", "")],
)
def test_a_code_is_found_however_it_is_typed(typed: str, code: str) -> None:
    assert code_begins(typed) == code


def test_a_name_is_found_from_each_of_its_words_on() -> None:
    assert beginnings_of("Nadia,  familie Özdemir") == ["familie ozdemir", "nadia, familie ozdemir", "ozdemir"]
    assert beginnings_of("") == []
