"""Signing in at an organisation's own provider: OpenID Connect Core 1.0, the authorization code flow, with PKCE (RFC 7636).

What comes back is checked by what we sent along: a state against forged answers, a nonce against tokens of another time, a verifier
against stolen codes, and the issuer against answers of another provider (RFC 9207). Of the token only its subject is used.
"""

import secrets
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote_plus, urlsplit

from authlib.oauth2.rfc6749.parameters import prepare_grant_uri
from authlib.oauth2.rfc7636 import create_s256_code_challenge
from authlib.oidc.core import CodeIDToken
from authlib.oidc.discovery import get_well_known_url
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from services.portal.domain.provider import LOOPBACK
from services.portal.outside import NotOutside, OutsideAway, ask_json

ALGORITHMS = ["RS256", "PS256", "ES256", "EdDSA", "RS384", "RS512", "PS384", "PS512", "ES384", "ES512"]
"""Signatures with a key that only the provider has. Never one with a key that we have too, and never none."""
LEEWAY_SECONDS = 60
LONGEST_SUBJECT = 255
SCOPE = "openid"
"""Only who it is: no name, no e-mail address."""


class ProviderProblem(Exception):
    """Signing in elsewhere did not work.

    Attributes:
        reason: `away`: nobody answers as a provider does; `private`: the address is not one on the internet; `issuer`: it says that
            it is another provider; `refused`: it does not know us, or the code; `token`: what it said cannot be believed; `denied`:
            somebody did not want to, or may not; `unsure`: it does not say when it asked who this is; `known_before`: it did not
            ask again.
    """

    def __init__(self, reason: str, technical: str = "") -> None:
        super().__init__(technical or reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Registration:
    """As what an installation of ours is known at a provider. The secret is plain here and lives as long as a request."""

    issuer: str
    client_id: str
    client_secret: str
    back: str
    private: bool


@dataclass(frozen=True, slots=True)
class Sent:
    """What we keep while somebody is at the provider: three secrets of this one time, and whether it has to ask who this is.

    Attributes:
        ask_since: not before this moment (seconds since 1970) the provider has to have asked who this is; None where it may know
            somebody still, because nobody else uses the browser.
    """

    state: str
    nonce: str
    verifier: str
    ask_since: float | None = None

    @classmethod
    def fresh(cls, ask_since: float | None = None) -> "Sent":
        """New secrets, of 256 bits each."""
        state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
        return cls(state, nonce, verifier, ask_since)


async def address_to_go_to(client: Registration, sent: Sent) -> str:
    """Where to send the browser. Raises `ProviderProblem`.

    With `ask_since` the provider is told to ask who it is, in both ways that OpenID Connect Core 1.0, 3.1.2.1 has: it may know
    somebody still who locked our side and went away. Whoever holds the tablet can take that out of the address; so what comes
    back is looked at.
    """
    metadata = await _discover(client)
    address = str(metadata.get("authorization_endpoint", ""))
    _must_be_secure(address, client)
    return str(
        prepare_grant_uri(
            address,
            client.client_id,
            "code",
            redirect_uri=client.back,
            scope=SCOPE,
            state=sent.state,
            nonce=sent.nonce,
            code_challenge=create_s256_code_challenge(sent.verifier),
            code_challenge_method="S256",
            **({"prompt": "login", "max_age": "0"} if sent.ask_since is not None else {}),
        )
    )


async def subject_that_came_back(client: Registration, sent: Sent, answer: dict[str, str], now: float) -> tuple[str, str]:
    """Who came back from the provider, as issuer and subject.

    Args:
        answer: what stood in the address that the provider sent the browser back to.
        now: this moment, in seconds since 1970.

    Raises `ProviderProblem`.
    """
    if not secrets.compare_digest(answer.get("state", "").encode(), sent.state.encode()):
        raise ProviderProblem("token", "state")
    metadata = await _discover(client)
    issuer = metadata["issuer"]
    told_issuer = answer.get("iss", "")
    if told_issuer not in ("", issuer) or (not told_issuer and metadata.get("authorization_response_iss_parameter_supported")):
        raise ProviderProblem("issuer", "iss of the answer")
    if answer.get("error"):
        raise ProviderProblem("denied", "denied")
    if not answer.get("code"):
        raise ProviderProblem("token", "no code")
    token = await _redeem(client, metadata, answer["code"], sent.verifier)
    _, keys = await _ask("GET", str(metadata.get("jwks_uri", "")), client)
    return issuer, _subject(token, keys, issuer, client.client_id, sent, now)


async def _discover(client: Registration) -> dict[str, Any]:
    status, metadata = await _ask("GET", get_well_known_url(client.issuer, external=True), client)
    if status != 200 or not isinstance(metadata.get("issuer"), str):
        raise ProviderProblem("away", f"discovery answered {status}")
    if metadata["issuer"].rstrip("/") != client.issuer:
        raise ProviderProblem("issuer", "issuer of the discovery document")
    return metadata


async def _redeem(client: Registration, metadata: dict[str, Any], code: str, verifier: str) -> str:
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": client.back, "code_verifier": verifier}
    auth = None
    ways = metadata.get("token_endpoint_auth_methods_supported") or ["client_secret_basic"]  # the default of Discovery 1.0
    if "client_secret_basic" in ways:
        auth = (quote_plus(client.client_id), quote_plus(client.client_secret))  # RFC 6749, 2.3.1
    else:
        form |= {"client_id": client.client_id, "client_secret": client.client_secret}
    status, answer = await _ask("POST", str(metadata.get("token_endpoint", "")), client, form=form, auth=auth)
    if status >= 500:
        raise ProviderProblem("away", f"the token endpoint answered {status}")
    if answer.get("error") == "invalid_client":  # RFC 6749, 5.2: we are not who we say, so the secret is another one by now
        raise ProviderProblem("secret", f"the token endpoint answered {status}")
    token = answer.get("id_token")
    if status != 200 or not isinstance(token, str):
        raise ProviderProblem("refused", f"the token endpoint answered {status}")
    return token


def _subject(token: str, keys: dict[str, Any], issuer: str, client_id: str, sent: Sent, now: float) -> str:
    """The subject of an ID token, checked as OpenID Connect Core 1.0, section 3.1.3.7 says. Raises `ProviderProblem`."""
    try:
        decoded = jwt.decode(token, KeySet.import_key_set(keys), algorithms=ALGORITHMS)  # type: ignore[arg-type]
        essential = {"iss": {"essential": True, "value": issuer}, "aud": {"essential": True, "value": client_id}}
        claims = CodeIDToken(decoded.claims, decoded.header, essential, {"nonce": sent.nonce, "client_id": client_id})
        claims.validate(now=int(now), leeway=LEEWAY_SECONDS)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise ProviderProblem("token", type(error).__name__) from None
    subject = decoded.claims.get("sub")
    if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST_SUBJECT:
        raise ProviderProblem("token", "sub")
    if sent.ask_since is not None:
        _must_have_asked(decoded.claims.get("auth_time"), sent.ask_since)
    return subject


def _must_have_asked(auth_time: object, since: float) -> None:
    """The provider asked who it is after somebody left for it: `auth_time` says when (OpenID Connect Core 1.0, section 2), and with
    `max_age` it has to. Our clocks may differ a little. Raises `ProviderProblem`."""
    if isinstance(auth_time, bool) or not isinstance(auth_time, int | float):
        raise ProviderProblem("unsure", "auth_time")
    if auth_time < since - LEEWAY_SECONDS:
        raise ProviderProblem("known_before", "auth_time")


async def _ask(method: str, address: str, client: Registration, **more: Any) -> tuple[int, dict[str, Any]]:
    try:
        return await ask_json(method, address, private=client.private, **more)
    except OutsideAway as error:
        raise ProviderProblem("away", str(error)) from None
    except NotOutside as error:
        raise ProviderProblem("private", str(error)) from None


def _must_be_secure(address: str, client: Registration) -> None:
    """The browser goes there: it may not be sent to anything but a page. Raises `ProviderProblem`."""
    try:
        parts = urlsplit(address)
    except ValueError:
        raise ProviderProblem("away", "authorization_endpoint") from None
    if not (address.isascii() and address.isprintable()):  # it goes in a header, and reading it drops line ends
        raise ProviderProblem("away", "authorization_endpoint")
    if parts.scheme == "https" or (parts.scheme == "http" and client.private and parts.hostname in LOOPBACK):
        return
    raise ProviderProblem("private", "authorization_endpoint")
