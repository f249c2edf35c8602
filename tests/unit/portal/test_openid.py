"""What an ID token has to say before anybody believes it, with keys of a provider of our own."""

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any

import pytest
from joserfc import jwt
from joserfc.jwk import ECKey, KeySet, RSAKey

from services.portal.openid import LEEWAY_SECONDS, LONGEST_SUBJECT, ProviderProblem, Registration, Sent, _must_be_secure, _subject

ISSUER, CLIENT, NONCE, NOW = "https://stad.example", "digibank", "n" * 43, 1_800_000_000
SENT = Sent("s", NONCE, "v")
KEY = RSAKey.generate_key(2048, {"kid": "one"})
OTHER = RSAKey.generate_key(2048, {"kid": "one"})
CLAIMS = {"iss": ISSUER, "aud": CLIENT, "sub": "an", "nonce": NONCE, "iat": NOW, "exp": NOW + 300}


def keys() -> dict[str, Any]:
    return dict(KeySet([KEY]).as_dict(private=False))


def token(key: Any = KEY, alg: str = "RS256", **changes: Any) -> str:
    claims = {name: value for name, value in (CLAIMS | changes).items() if value is not None}
    return jwt.encode({"alg": alg, "kid": "one"}, claims, key, algorithms=[alg])


def by_hand(alg: str, sign: Callable[[bytes], bytes]) -> str:
    """A token with a signature that no library wants to make."""
    parts = [urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=") for part in ({"alg": alg, "kid": "one"}, CLAIMS)]
    signed = b".".join(parts)
    return b".".join([signed, urlsafe_b64encode(sign(signed)).rstrip(b"=")]).decode()


def subject(of: str, now: float = NOW) -> str:
    return _subject(of, keys(), ISSUER, CLIENT, SENT, now)


def test_a_token_that_is_right() -> None:
    assert subject(token()) == "an"
    assert subject(token(aud=[CLIENT, "iemand-anders"], azp=CLIENT)) == "an"
    curve = ECKey.generate_key("P-256", {"kid": "one"})
    mine = dict(KeySet([curve]).as_dict(private=False))
    assert _subject(token(curve, "ES256"), mine, ISSUER, CLIENT, SENT, NOW) == "an"


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://elders.example"},
        {"iss": ISSUER + "/"},
        {"iss": None},
        {"aud": "iemand-anders"},
        {"aud": None},
        {"aud": [CLIENT, "iemand-anders"]},
        {"azp": "iemand-anders"},
        {"nonce": None},
        {"nonce": "m" * 43},
        {"nonce": ""},
        {"exp": None},
        {"exp": NOW - LEEWAY_SECONDS - 1},
        {"iat": NOW + LEEWAY_SECONDS + 1},
        {"nbf": NOW + LEEWAY_SECONDS + 1},
        {"sub": None},
        {"sub": ""},
        {"sub": 7},
        {"sub": "a" * (LONGEST_SUBJECT + 1)},
    ],
    ids=str,
)
def test_a_token_that_says_something_else(changes: dict[str, Any]) -> None:
    with pytest.raises(ProviderProblem) as problem:
        subject(token(**changes))
    assert problem.value.reason == "token"


def test_a_token_that_is_not_signed_by_the_provider() -> None:
    everybody_has_it = KEY.as_pem(private=False)
    with_public_key = by_hand("HS256", lambda text: hmac.digest(everybody_has_it, text, "sha256"))
    for forged in (token(OTHER), with_public_key, by_hand("none", lambda _: b""), "", "a.b.c", token()[:-3] + "AAA"):
        with pytest.raises(ProviderProblem) as problem:
            subject(forged)
        assert problem.value.reason == "token"
    with pytest.raises(ProviderProblem):
        _subject(token(), {}, ISSUER, CLIENT, SENT, NOW)


@pytest.mark.parametrize(
    "address", ["", "http://stad.example/a", "javascript:alert(1)", "https://stad.example/a\r\nset-cookie: x", "https://[", "//x"]
)
def test_a_browser_is_sent_to_a_page_on_the_internet_alone(address: str) -> None:
    private = Registration(ISSUER, CLIENT, "", "", private=True)
    with pytest.raises(ProviderProblem):
        _must_be_secure(address, private)
    with pytest.raises(ProviderProblem):
        _must_be_secure("http://localhost:9400/a", Registration(ISSUER, CLIENT, "", "", private=False))
    _must_be_secure("http://localhost:9400/a", private)


def test_clocks_may_differ_a_little() -> None:
    assert subject(token(exp=NOW), now=NOW + LEEWAY_SECONDS - 1) == "an"
    assert subject(token(iat=NOW + LEEWAY_SECONDS - 1)) == "an"


@pytest.mark.parametrize(
    ("auth_time", "reason"),
    [
        (None, "unsure"),
        (True, "unsure"),
        ("1800000000", "token"),
        (NOW - LEEWAY_SECONDS - 1, "known_before"),
        (NOW - LEEWAY_SECONDS, ""),
        (float(NOW + 20), ""),
    ],
)
def test_where_it_had_to_ask_who_it_is_it_says_when_it_did(auth_time: object, reason: str) -> None:
    asked = Sent("s", NONCE, "v", ask_since=NOW)
    try:
        told = _subject(token(auth_time=auth_time), keys(), ISSUER, CLIENT, asked, NOW + 30)
    except ProviderProblem as problem:
        told = problem.reason
    assert told == (reason or "an")
