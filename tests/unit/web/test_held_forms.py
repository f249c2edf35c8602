"""What was typed, sealed and opened again."""

import base64
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.contracts.vocabulary import Role
from shared.identity.tokens import Person
from shared.runtime.keys import MasterKey
from shared.web.held_forms import HeldForm, seal, unseal

KEY = MasterKey(b"k" * 32)
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def a_form(*fields: tuple[str, str]) -> HeldForm:
    return HeldForm(uuid4(), uuid4(), "/loans/requests/new?x=1", fields, False, NOW)


@given(st.lists(st.tuples(words, words)))
def test_what_is_sealed_comes_back_whole(fields: list[tuple[str, str]]) -> None:
    form = a_form(*fields)
    assert unseal(KEY, seal(KEY, form)) == form


def test_what_is_sealed_shows_nothing_and_is_never_the_same() -> None:
    form = a_form(("note", "Godelieve"))
    first, second = seal(KEY, form), seal(KEY, form)
    assert first != second
    assert b"Godelieve" not in base64.urlsafe_b64decode(first)


@pytest.mark.parametrize("text", ["", "x", "é", "AAAA", "A" * 100_000, "=" * 40])
def test_what_we_did_not_seal_is_nothing(text: str) -> None:
    assert unseal(KEY, text) is None


def test_a_changed_byte_or_another_key_is_nothing() -> None:
    sealed = base64.urlsafe_b64decode(seal(KEY, a_form(("a", "b"))))
    for place in range(len(sealed)):
        changed = sealed[:place] + bytes([sealed[place] ^ 1]) + sealed[place + 1 :]
        assert unseal(KEY, base64.urlsafe_b64encode(changed).decode()) is None
    assert unseal(MasterKey(b"o" * 32), base64.urlsafe_b64encode(sealed).decode()) is None


def test_it_is_for_one_person_for_a_day() -> None:
    form = a_form()
    person = Person(form.person, form.organisation, frozenset({Role.STAFF}), uuid4())
    assert form.is_for(person, NOW + timedelta(hours=24))
    assert not form.is_for(person, NOW + timedelta(hours=24, seconds=1))
    assert not form.is_for(Person(uuid4(), form.organisation, person.roles, uuid4()), NOW)
    assert not form.is_for(Person(form.person, uuid4(), person.roles, uuid4()), NOW)
