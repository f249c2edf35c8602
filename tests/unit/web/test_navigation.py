"""Which entry of the menu belongs to a page."""

from uuid import uuid4

import pytest

from shared.contracts.vocabulary import Role
from shared.identity.tokens import Person
from shared.web.navigation import may_search, menu_for


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/", [("/", "page")]),
        ("/loans/households", [("/loans/households", "page")]),
        ("/loans/loans/1/agreement", [("/loans/households", "true")]),
        ("/loans/requests/1", [("/loans/requests", "true")]),
        ("/account", []),
    ],
)
def test_a_page_has_its_place_in_the_menu(path: str, current: list[tuple[str, str]]) -> None:
    person = Person(uuid4(), uuid4(), frozenset({Role.STAFF}), uuid4())
    assert [(entry.address, said) for entry, said in menu_for(person, path) if said] == current


def test_search_is_for_who_may_look_something_up() -> None:
    found = {role for role in Role if may_search(Person(uuid4(), uuid4(), frozenset({role}), uuid4()))}
    assert found == set(Role) - {Role.PARTNER}
    assert not may_search(None)
