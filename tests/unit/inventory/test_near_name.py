"""Almost the name of a donor."""

import pytest

from services.inventory.domain.near_name import is_near


@pytest.mark.parametrize(
    "typed",
    [
        "drukkerij van dame",
        "drukerij van damme",
        "Drukkerrij Damme",
        "drukkreij",
        "damme drukkerij",
        "drukkerijvandamme",
        "drukkerij vna damme",
        "Dámme",
        "drukk",
    ],
)
def test_one_letter_off_is_near(typed: str) -> None:
    assert is_near(typed, "Drukkerij Van Damme")


@pytest.mark.parametrize(
    "typed",
    ["", "…", "bakkerij van damme", "drukkerij van domino", "dra", "drukkerij van damme gent", "drkkerj"],
)
def test_what_is_further_off_is_not(typed: str) -> None:
    assert not is_near(typed, "Drukkerij Van Damme")
