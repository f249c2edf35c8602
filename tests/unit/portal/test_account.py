"""What can happen to an account: roles, ways in, wrong tries, leaving and coming back."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from services.portal.domain.account import LONGEST_WAIT, TRIES, Account
from services.portal.domain.refusals import IsRemoved, LastCoordinator, NoRoles
from services.portal.domain.start_code import LIFETIME
from shared.contracts.portal import MembershipChanged
from shared.contracts.vocabulary import Role

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
roles = st.frozensets(st.sampled_from(Role))


def a_coordinator() -> Account:
    account = Account(uuid4(), "an", "An", frozenset({Role.COORDINATOR}))
    account.set_password("a hash", NOW)
    return account


def waits_of(account: Account, tries: int) -> list[timedelta]:
    """How long the account waits after each wrong try, when somebody goes on as soon as it may."""
    now, waits = NOW, []
    for _ in range(tries):
        account.tried_wrong(now)
        wait = account.waits_until - now if account.waits_until and account.waits_until > now else timedelta()
        assert account.has_to_wait(now) == bool(wait)
        assert not account.has_to_wait(now + wait)
        waits.append(wait)
        now += wait
    return waits


def test_wrong_tries_wait_longer_and_never_for_ever() -> None:
    minutes = [wait // timedelta(minutes=1) for wait in waits_of(a_coordinator(), 12)]
    assert minutes == [0] * (TRIES - 1) + [1, 2, 4, 8, 15, 15, 15, 15]
    assert waits_of(a_coordinator(), 5000)[-1] == LONGEST_WAIT


def test_a_right_try_forgets_the_wrong_ones() -> None:
    account = a_coordinator()
    waits_of(account, 4)
    account.tried_right()
    assert waits_of(account, 5)[-2:] == [timedelta(), timedelta(minutes=1)]


def test_a_start_code_is_good_for_a_week_and_is_gone_with_a_password() -> None:
    account, code = a_coordinator(), uuid4()
    given_code = account.give_start_code(code, NOW)
    assert (given_code.id, given_code.until) == (code, NOW + LIFETIME)
    assert account.password_hash == "a hash"
    account.set_password("another", NOW)
    assert (account.password_hash, account.start_code) == ("another", None)


def test_the_last_coordinator_stays() -> None:
    account = a_coordinator()
    with pytest.raises(LastCoordinator):
        account.leave(0)
    with pytest.raises(LastCoordinator):
        account.take_roles({Role.STAFF}, 0)
    assert account.roles == {Role.COORDINATOR}
    assert account.take_events() == []
    assert account.take_roles({Role.COORDINATOR, Role.STAFF}, 0)
    assert account.take_roles({Role.STAFF}, 1)


@given(roles, roles)
def test_every_change_is_told_once_with_all_roles(first: frozenset[Role], second: frozenset[Role]) -> None:
    account = Account(uuid4(), "an", "An")
    told = []
    for wanted in (first, second, second):
        try:
            account.take_roles(wanted, 1)
        except NoRoles:
            assert not wanted
        told += account.take_events()
    expected = [wanted for wanted in (first, second) if wanted]
    if first == second:
        expected = expected[:1]
    assert [event.roles for event in told if isinstance(event, MembershipChanged)] == [tuple(sorted(one)) for one in expected]


class AccountLife(RuleBasedStateMachine):
    """Everything that can happen, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.account = Account(uuid4(), "an", "An")
        self.now = NOW
        self.told: list[frozenset[Role]] = [frozenset()]

    @rule(wanted=roles, others=st.integers(0, 1))
    def take_roles(self, wanted: frozenset[Role], others: int) -> None:
        led = Role.COORDINATOR in self.account.roles
        try:
            self.account.take_roles(wanted, others)
        except NoRoles:
            assert not wanted
        except LastCoordinator:
            assert led
            assert not others

    @rule(others=st.integers(0, 1))
    def leave(self, others: int) -> None:
        led = Role.COORDINATOR in self.account.roles
        try:
            self.account.leave(others)
        except LastCoordinator:
            assert led
            assert not others
        else:
            assert not self.account.is_member

    @rule()
    def give_code(self) -> None:
        try:
            self.account.give_start_code(uuid4(), self.now)
        except IsRemoved:
            assert not self.account.is_member

    @rule()
    def choose(self) -> None:
        if self.account.start_code is not None:
            self.account.set_password("a hash", NOW)

    @rule()
    def try_wrong(self) -> None:
        self.account.tried_wrong(self.now)

    @rule(minutes=st.integers(0, 30))
    def time_passes(self, minutes: int) -> None:
        self.now += timedelta(minutes=minutes)

    @invariant()
    def who_does_nothing_here_has_no_way_in(self) -> None:
        if not self.account.is_member:
            assert self.account.password_hash is None
            assert self.account.start_code is None

    @invariant()
    def nobody_waits_longer_than_the_longest(self) -> None:
        assert not self.account.has_to_wait(self.now + LONGEST_WAIT)

    @invariant()
    def what_was_told_last_is_so(self) -> None:
        for event in self.account.take_events():
            assert isinstance(event, MembershipChanged)
            assert frozenset(event.roles) != self.told[-1]
            self.told.append(frozenset(event.roles))
        assert self.told[-1] == self.account.roles


TestAccountLife = AccountLife.TestCase
