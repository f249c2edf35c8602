"""What nobody can do with a token: change it, sign it otherwise, or go on with a key whose time is over."""

import base64
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from shared.contracts.vocabulary import Role
from shared.identity.signing_keys import CLOCKS_DIFFER, PERIOD, SigningKeys
from shared.identity.tokens import AUDIENCE, LIFETIME, Asking, InvalidToken, Person, Tokens
from shared.runtime.clock import SetClock, new_id
from shared.runtime.keys import MasterKey

MASTER = MasterKey(bytes(range(32)))
KEYS = SigningKeys(MASTER)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TURN = EPOCH + 700 * PERIOD
"""A moment at which one key follows another."""

Claims = dict[str, Any]


@pytest.fixture
def clock() -> SetClock:
    return SetClock(TURN + timedelta(days=10))


@pytest.fixture
def tokens(clock: SetClock) -> Tokens:
    return Tokens(MASTER, clock)


def somebody() -> Person:
    return Person(new_id(), new_id(), frozenset({Role.STAFF}), new_id())


def parts_of(token: str) -> tuple[Claims, Claims, str]:
    header, payload, signature = token.split(".")
    read = [orjson.loads(base64.urlsafe_b64decode(part + "==")) for part in (header, payload)]
    return read[0], read[1], signature


def encoded(part: Claims) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(part)).rstrip(b"=").decode()


def signed(claims: Claims, kid: str | None, key: Any = None, algorithm: str = "EdDSA") -> str:
    """A token as somebody makes it who has the key of that period."""
    return jwt.encode(claims, key or KEYS.private(kid or ""), algorithm=algorithm, headers={"kid": kid} if kid is not None else {})


def refused(tokens: Tokens, token: str) -> bool:
    for read in (tokens.read_session, tokens.read_ended, tokens.read_question):
        try:
            read(token)
        except InvalidToken:
            continue
        return False
    return True


CHANGES: dict[str, Callable[[Claims], object]] = {
    "sub": lambda _: str(new_id()),
    "org": lambda _: str(new_id()),
    "roles": lambda _: ["coordinator"],
    "jti": lambda _: str(new_id()),
    "aud": lambda _: "digibank-services",
    "iat": lambda claims: claims["iat"] + 60,
    "exp": lambda claims: claims["exp"] + 60,
}


@pytest.mark.parametrize("claim", CHANGES)
def test_no_claim_can_be_changed(tokens: Tokens, claim: str) -> None:
    token = tokens.sign(somebody())
    header, claims, signature = parts_of(token)
    assert set(CHANGES) == set(claims)  # a new claim needs its line here
    tokens.read(token)  # also when the true one is remembered
    changed = claims | {claim: CHANGES[claim](claims)}
    assert changed != claims
    assert refused(tokens, f"{encoded(header)}.{encoded(changed)}.{signature}")


def test_only_our_algorithm_counts(tokens: Tokens) -> None:
    header, claims, signature = parts_of(tokens.sign(somebody()))
    kid = header["kid"]
    for algorithm in ("none", "None", "NONE", ""):
        head = encoded(header | {"alg": algorithm})
        assert refused(tokens, f"{head}.{encoded(claims)}.")
        assert refused(tokens, f"{head}.{encoded(claims)}.{signature}")
    raw = KEYS.public(kid).public_bytes(Encoding.Raw, PublicFormat.Raw)
    for secret in (raw, raw.hex().encode(), b"k" * 32):
        assert refused(tokens, signed(claims, kid, secret, "HS256"))
    assert refused(tokens, signed(claims, kid, Ed25519PrivateKey.generate()))
    assert not refused(tokens, signed(claims, kid))  # the way of signing in this test is the right one


@pytest.mark.parametrize("kid", [None, "", "0", "699", "702", "0700", "700 ", "７００", "../700", "x" * 10_000])
def test_a_token_names_the_key_of_its_own_time(tokens: Tokens, kid: str | None) -> None:
    """700 signed the first ten days of this period. Each of these is signed with the key that it names."""
    _, claims, _ = parts_of(tokens.sign(somebody()))
    assert refused(tokens, signed(claims, kid))


def test_a_key_of_before_signs_nothing_for_now(tokens: Tokens, clock: SetClock) -> None:
    """Somebody found the key of last month and names whatever moments fit best."""
    _, claims, _ = parts_of(tokens.sign(somebody()))
    last = TURN - timedelta(seconds=1)
    for iat, exp in (
        (clock.now(), clock.now() + LIFETIME),
        (last, clock.now() + LIFETIME),
        (last, last + LIFETIME + timedelta(seconds=1)),
    ):
        made = claims | {"iat": int(iat.timestamp()), "exp": int(exp.timestamp())}
        assert refused(tokens, signed(made, "699"))
    longest = claims | {"iat": int(last.timestamp()), "exp": int((last + LIFETIME).timestamp())}
    with pytest.raises(InvalidToken, match="too old"):
        tokens.read(signed(longest, "699"))


def test_when_the_key_changes_nobody_notices(tokens: Tokens, clock: SetClock) -> None:
    person = somebody()
    clock.move(TURN - timedelta(seconds=1) - clock.now())
    before = tokens.sign(person)
    clock.move(timedelta(seconds=1))
    after = tokens.sign(person)
    assert [parts_of(token)[0]["kid"] for token in (before, after)] == ["699", "700"]
    clock.move(LIFETIME - timedelta(seconds=2))
    fresh = Tokens(MASTER, clock)  # a process that was started just now remembers nothing
    for token in (before, after):
        assert fresh.read(token) == person
    clock.move(timedelta(seconds=1))
    with pytest.raises(InvalidToken, match="too old"):
        fresh.read(before)
    assert fresh.read(after) == person
    clock.move(timedelta(days=29))
    assert Tokens(MASTER, clock).read_ended(before).person == person  # a form that was left open is still known to be ours
    clock.move(2 * PERIOD)
    with pytest.raises(InvalidToken, match="not a valid token"):
        Tokens(MASTER, clock).read_ended(before)


def test_a_computer_whose_clock_is_a_little_behind_knows_the_next_key(clock: SetClock) -> None:
    person = somebody()
    ahead, behind = SetClock(TURN + timedelta(seconds=1)), SetClock(TURN + timedelta(seconds=1) - CLOCKS_DIFFER)
    token = Tokens(MASTER, ahead).sign(person)
    assert Tokens(MASTER, behind).read(token) == person
    behind.move(-timedelta(minutes=1))
    with pytest.raises(InvalidToken):
        Tokens(MASTER, behind).read(token)


def test_questions_between_services_follow_the_same_keys(tokens: Tokens, clock: SetClock) -> None:
    asking = Asking("helpdesk", new_id(), None)
    header, claims, _ = parts_of(tokens.sign_question(asking))
    assert header["kid"] == "700"
    assert tokens.read_question(signed(claims, "700")) == asking
    assert refused(tokens, signed(claims, "699"))
    assert refused(tokens, signed(claims | {"exp": claims["exp"] + 1}, "700"))  # nobody takes longer to ask
    assert refused(tokens, signed({name: value for name, value in claims.items() if name != "iat"}, "700"))


def test_no_token_outlives_a_role(tokens: Tokens, clock: SetClock) -> None:
    person = somebody()
    for until, lasts in ((timedelta(hours=1), timedelta(hours=1)), (timedelta(days=5), LIFETIME)):
        limited = Person(person.id, person.organisation, person.roles, person.session, clock.now() + until)
        session = tokens.read_session(tokens.sign(limited))
        assert (session.person, session.ends_at - session.signed_at) == (person, lasts)


def test_only_keys_in_use_are_computed(tokens: Tokens, monkeypatch: pytest.MonkeyPatch) -> None:
    """A stranger may name any key; naming one must not cost us anything. A token that was verified is not verified again."""
    derived: list[str] = []
    derive = MasterKey.derive

    def noting(self: MasterKey, purpose: str, length: int = 32) -> bytes:
        derived.append(purpose)
        return derive(self, purpose, length)

    token = tokens.sign(somebody())
    strange = [signed({"aud": AUDIENCE}, str(number)) for number in range(800, 820)]
    tokens.read(token)
    monkeypatch.setattr(MasterKey, "derive", noting)
    assert all(refused(tokens, one) for one in strange)
    for _ in range(100):
        tokens.read(token)
    assert derived == []
