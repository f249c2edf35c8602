"""What can happen to an account: roles, ways in, wrong tries, leaving and coming back."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from services.portal.domain.account import LONGEST_AHEAD, LONGEST_WAIT, TRIES, Account, end_of
from services.portal.domain.refusals import IsRemoved, LastCoordinator, LeaderMustStay, NoRoles, WrongLastDay
from services.portal.domain.start_code import LIFETIME
from shared.contracts.portal import MembershipChanged
from shared.contracts.vocabulary import Role

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TODAY = NOW.date()
roles = st.frozensets(st.sampled_from(Role))
days = st.dictionaries(st.sampled_from(Role), st.integers(-2, 20).map(lambda ahead: TODAY + timedelta(days=ahead)))


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


def lasting(account: Account, last_days: dict[Role, date], today: date = TODAY, others: int = 1) -> bool:
    return account.take_roles(account.roles, others, last_days=last_days, today=today)


def test_a_role_ends_after_its_last_day_and_the_others_stay() -> None:
    account = Account(uuid4(), "an", "An")
    both = frozenset({Role.STAFF, Role.TRAINER})
    account.take_roles(both, 1, last_days={Role.TRAINER: TODAY, Role.REPAIRER: TODAY}, today=TODAY)
    account.set_password("a hash", NOW)
    assert account.last_days == {Role.TRAINER: TODAY}  # nothing ends that somebody does not have
    assert not account.let_end(TODAY)
    assert account.roles == both
    assert account.let_end(TODAY + timedelta(days=1))
    assert (set(account.roles), dict(account.last_days), account.password_hash) == ({Role.STAFF}, {}, "a hash")
    assert not account.let_end(TODAY + timedelta(days=1))
    told = [(event.roles, event.ends_on) for event in account.take_events() if isinstance(event, MembershipChanged)]
    assert told == [((Role.STAFF, Role.TRAINER), TODAY), ((Role.STAFF,), None)]


def test_after_the_last_role_there_is_no_way_in() -> None:
    account = Account(uuid4(), "an", "An")
    account.take_roles({Role.STAFF}, 1, last_days={Role.STAFF: TODAY}, today=TODAY)
    account.set_password("a hash", NOW)
    account.give_start_code(uuid4(), NOW)
    assert account.let_end(TODAY + timedelta(days=30))
    assert (account.is_member, account.password_hash, account.start_code) == (False, None, None)


def test_a_last_day_is_today_or_later_and_can_be_moved_and_taken_away() -> None:
    account = Account(uuid4(), "an", "An", frozenset({Role.STAFF}))
    for wrong in (TODAY - timedelta(days=1), TODAY + LONGEST_AHEAD + timedelta(days=1), date.max, date.min):
        with pytest.raises(WrongLastDay):
            lasting(account, {Role.STAFF: wrong})
    week, month = TODAY + timedelta(days=7), TODAY + timedelta(days=30)
    for day in (month, week, TODAY, month):
        assert lasting(account, {Role.STAFF: day})
        assert not lasting(account, {Role.STAFF: day})
        assert account.first_end == day
    assert lasting(account, {})
    assert account.first_end is None
    assert [event.ends_on for event in account.take_events() if isinstance(event, MembershipChanged)] == [
        month,
        week,
        TODAY,
        month,
        None,
    ]


def test_who_leads_alone_gets_no_last_day() -> None:
    account = a_coordinator()
    with pytest.raises(LeaderMustStay):
        lasting(account, {Role.COORDINATOR: TODAY}, others=0)
    assert account.leads
    assert lasting(account, {Role.COORDINATOR: TODAY}, others=1)
    assert not account.leads  # so whoever asks next is not counted on this one
    assert lasting(account, {Role.COORDINATOR: TODAY + timedelta(days=1)}, others=0)  # the others stay, as was made sure before


@pytest.mark.parametrize(
    ("last_day", "end"),
    [
        (date(2026, 11, 22), datetime(2026, 11, 22, 23, tzinfo=UTC)),  # winter: an hour ahead of UTC
        (date(2026, 6, 30), datetime(2026, 6, 30, 22, tzinfo=UTC)),
        (date(2026, 3, 28), datetime(2026, 3, 28, 23, tzinfo=UTC)),  # the night in which the clock goes forward comes after
        (date(2026, 3, 29), datetime(2026, 3, 29, 22, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 23, tzinfo=UTC)),
    ],
)
def test_a_day_is_over_at_midnight_where_the_organisation_is(last_day: date, end: datetime) -> None:
    assert end_of(last_day, ZoneInfo("Europe/Brussels")) == end


class AccountLife(RuleBasedStateMachine):
    """Everything that can happen, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.account = Account(uuid4(), "an", "An")
        self.now = NOW
        self.told: list[tuple[frozenset[Role], date | None]] = [(frozenset(), None)]

    @property
    def leads_on(self) -> bool:
        return Role.COORDINATOR in self.account.roles and Role.COORDINATOR not in self.account.last_days

    @rule(wanted=roles, others=st.integers(0, 1), last_days=days)
    def take_roles(self, wanted: frozenset[Role], others: int, last_days: dict[Role, date]) -> None:
        led, today = self.leads_on, self.now.date()
        try:
            self.account.take_roles(wanted, others, last_days=last_days, today=today)
        except NoRoles:
            assert not wanted
        except WrongLastDay:
            assert any(day < today for day in last_days.values())
        except (LastCoordinator, LeaderMustStay):
            assert led
            assert not others
        else:
            assert self.leads_on or others or not led

    @rule()
    def roles_end(self) -> None:
        led = self.leads_on
        self.account.let_end(self.now.date())
        assert self.leads_on == led
        assert all(day >= self.now.date() for day in self.account.last_days.values())

    @rule(others=st.integers(0, 1))
    def leave(self, others: int) -> None:
        led = self.leads_on
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

    @rule(passed=st.integers(1, 5))
    def days_pass(self, passed: int) -> None:
        self.now += timedelta(days=passed)

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
            self.told.append((frozenset(event.roles), event.ends_on))
        assert self.told[-1] == (self.account.roles, self.account.first_end)


TestAccountLife = AccountLife.TestCase
