"""Roles, what they may do, and the questions between services."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from shared.contracts.vocabulary import Role
from shared.identity.permissions import ALLOWED, Permission, is_allowed
from shared.identity.tokens import QUESTION_LIFETIME, Asking, InvalidToken, Person, Tokens
from shared.runtime.clock import SetClock, new_id
from shared.runtime.keys import MasterKey


def somebody(*roles: Role) -> Person:
    return Person(new_id(), new_id(), frozenset(roles), new_id())


def test_every_permission_is_in_the_table() -> None:
    assert set(ALLOWED) == set(Permission)


def test_nobody_may_do_everything() -> None:
    for role in Role:
        assert not all(is_allowed([role], permission) for permission in Permission), role


def test_who_runs_the_place_sees_no_family() -> None:
    for permission in (
        Permission.SEE_HOUSEHOLDS,
        Permission.LEND,
        Permission.SEE_VISITS,
        Permission.TEACH,
        Permission.CALL_FAMILIES,
    ):
        assert not somebody(Role.COORDINATOR).may(permission)
        assert not somebody(Role.REPAIRER).may(permission)


def test_two_roles_may_do_what_either_may() -> None:
    both = somebody(Role.COORDINATOR, Role.TRAINER)
    assert both.may(Permission.MANAGE_PEOPLE)
    assert both.may(Permission.TEACH)
    assert not somebody().may(Permission.USE_OWN_ACCOUNT)


@pytest.fixture
def clock() -> SetClock:
    return SetClock(datetime(2026, 3, 2, tzinfo=UTC))


@pytest.fixture
def tokens(tmp_path: Path, clock: SetClock) -> Tokens:
    return Tokens(MasterKey.load_or_create(tmp_path / "key"), clock)


def test_a_question_says_who_asks_for_whom_and_ends_soon(tokens: Tokens, clock: SetClock) -> None:
    person = somebody(Role.OUTREACH)
    for asking in (Asking("helpdesk", person.organisation, person), Asking("installation", new_id(), None)):
        token = tokens.sign_question(asking)
        assert tokens.read_question(token) == asking
        clock.move(QUESTION_LIFETIME)
        with pytest.raises(InvalidToken):
            tokens.read_question(token)
        clock.move(-QUESTION_LIFETIME)


def test_a_session_cannot_pose_as_a_service_nor_a_service_as_a_session(tokens: Tokens) -> None:
    person = somebody(Role.STAFF)
    with pytest.raises(InvalidToken):
        tokens.read_question(tokens.sign(person))
    with pytest.raises(InvalidToken):
        tokens.read(tokens.sign_question(Asking("helpdesk", person.organisation, person)))
    for token in ("", "a.b.c", tokens.sign(person)[:-3]):
        with pytest.raises(InvalidToken):
            tokens.read_question(token)


def test_a_session_that_ended_is_known_and_lets_nobody_in(tokens: Tokens, clock: SetClock) -> None:
    person = somebody(Role.STAFF)
    token = tokens.sign(person)
    clock.move(timedelta(days=2))
    assert tokens.read_ended(token).person == person
    with pytest.raises(InvalidToken):
        tokens.read(token)
