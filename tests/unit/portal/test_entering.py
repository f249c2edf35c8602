"""Names, passwords, start codes and sessions."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from services.portal.domain.common_passwords import COMMON
from services.portal.domain.password import SHORTEST, check_new_password
from services.portal.domain.refusals import BadSignInName, PasswordIsName, PasswordTooCommon, PasswordTooLong, PasswordTooShort
from services.portal.domain.session import LONGEST, LONGEST_IDLE, Session
from services.portal.domain.sign_in_name import clean_sign_in_name
from services.portal.domain.start_code import LETTERS, StartCodes
from services.portal.hashing import hash_password, is_password
from shared.contracts.portal import SessionRevoked
from shared.domain import Refused

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.mark.parametrize(("typed", "name"), [("An.P", "an.p"), ("  bo-2 ", "bo-2"), ("a" * 40, "a" * 40)])
def test_a_name_to_sign_in_with(typed: str, name: str) -> None:
    assert clean_sign_in_name(typed) == name


@pytest.mark.parametrize("typed", ["", "an", "a" * 41, "an p", "an@p.be", "één", "an\np", "аn.p", "85073003328", "85.07.30-033.28"])
def test_a_name_that_will_not_do(typed: str) -> None:
    with pytest.raises(BadSignInName):
        clean_sign_in_name(typed)


@given(st.text(max_size=60))
def test_a_name_is_itself_again_or_refused(typed: str) -> None:
    try:
        name = clean_sign_in_name(typed)
    except Refused:
        return
    assert clean_sign_in_name(name) == name
    assert name.isascii()


@pytest.mark.parametrize(
    ("password", "refusal"),
    [
        ("", PasswordTooShort),
        ("x1y2z3w4q", PasswordTooShort),
        ("x1y2z3w4q5" * 21, PasswordTooLong),
        ("An.Peeters", PasswordIsName),
        ("WachtWoord123", PasswordTooCommon),
        ("welkom 12345", PasswordTooCommon),
        ("ababababab", PasswordTooCommon),
    ],
)
def test_a_password_that_is_guessed(password: str, refusal: type[Refused]) -> None:
    with pytest.raises(refusal):
        check_new_password(password, "an.peeters")


@pytest.mark.parametrize("password", ["groene fiets op zolder", "x1y2z3w4q5", "ééééé ùùùùù àààà ç", "日本語のとても長い文"])
def test_a_password_that_will_do(password: str) -> None:
    check_new_password(password, "an.peeters")


def test_the_list_of_common_passwords_holds_what_it_has_to_hold() -> None:
    assert 200 <= len(COMMON) <= 400
    assert {"wachtwoord123", "azertyuiop", "digibank2026"} <= COMMON
    assert all(len(one) >= SHORTEST and one == one.lower() and " " not in one for one in COMMON)


async def test_a_hash_is_of_one_password_however_it_was_typed() -> None:
    hashed = await hash_password("caf\u00e9 op de hoek")
    assert hashed.startswith("$argon2id$")
    assert await is_password("cafe\u0301 op de hoek", hashed)
    for password, stored in (("cafe op de hoek", hashed), ("café op de hoek ", hashed), ("nobody", None), ("x", "nonsense")):
        assert not await is_password(password, stored)


@given(st.binary(min_size=32, max_size=32))
def test_a_start_code_is_read_however_it_is_typed(key: bytes) -> None:
    codes, account, code_id = StartCodes(key), uuid4(), uuid4()
    code = codes.code(account, code_id)
    assert code == codes.code(account, code_id)
    assert [len(group) for group in code.split("-")] == [4, 4, 4]
    assert set(code) <= {*LETTERS, "-"}
    for typed in (code, code.lower(), code.replace("-", ""), f" {code.replace('-', ' ')} "):
        assert codes.fits(typed, account, code_id)
    for other in (code[:-1], code + "A", "", "é"):
        assert not codes.fits(other, account, code_id)
    assert not codes.fits(code, account, uuid4())
    assert not codes.fits(code, uuid4(), code_id)
    assert not StartCodes(bytes([key[0] ^ 1]) + key[1:]).fits(code, account, code_id)


class SessionLife(RuleBasedStateMachine):
    """Signs of life, ends and pauses of any length."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.session = Session(uuid4(), uuid4(), NOW, NOW, NOW)
        self.seen, self.over, self.told = NOW, False, 0

    @rule(hours=st.floats(0, 30))
    def time_passes(self, hours: float) -> None:
        self.now += timedelta(hours=hours)

    @rule()
    def renew(self) -> None:
        should = not self.over and self.now - self.seen < LONGEST_IDLE and self.now - NOW < LONGEST
        assert self.session.lives(self.now) == should
        assert self.session.renew(self.now) == should
        if should:
            self.seen = self.now

    @rule()
    def end(self) -> None:
        self.session.end(self.now)
        events = self.session.take_events()
        assert len(events) == (0 if self.over else 1)
        assert all(isinstance(event, SessionRevoked) for event in events)
        self.over = True


TestSessionLife = SessionLife.TestCase
