"""Session tokens: EdDSA JSON Web Tokens that every service verifies by itself, without asking anybody."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

import jwt

from shared.contracts.vocabulary import Role
from shared.identity.permissions import Permission, is_allowed
from shared.identity.signing_keys import SigningKeys, UnknownKey
from shared.runtime.clock import Clock
from shared.runtime.keys import MasterKey

ALGORITHM = "EdDSA"
AUDIENCE = "digibank"
SERVICES = "digibank-services"
LIFETIME = timedelta(hours=12)
"""How long a token is accepted while the portal cannot be asked: a working day."""
RENEW_AFTER = timedelta(minutes=10)
"""How old a token may become before the portal is asked whether its session goes on; a browser gets a new one."""
QUESTION_LIFETIME = timedelta(minutes=1)
"""How long one service may take to ask another one something."""

REMEMBERED = 2048
"""How many verified tokens a process remembers; more than there are people at work in it."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in.

    Attributes:
        id: who, as an id; names are not in a token.
        organisation: the one Digibank this session is for.
        roles: what this person does there.
        session: the id of the session.
        until: the moment (UTC) at which one of the roles ends, when it is known to whoever signs: no token outlives it.
    """

    id: UUID
    organisation: UUID
    roles: frozenset[Role]
    session: UUID
    until: datetime | None = field(default=None, compare=False)

    def may(self, permission: Permission) -> bool:
        """Whether one of the roles allows it."""
        return is_allowed(self.roles, permission)


@dataclass(frozen=True, slots=True)
class Session:
    """What a token says: who, since when it was signed, and until when it is accepted at most (UTC)."""

    person: Person
    signed_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Asking:
    """A service that asks another one something, on behalf of somebody.

    Attributes:
        service: which service asks.
        person: for whom; None when nobody is signed in, as when an installation is set up.
        organisation: whose data it is about.
    """

    service: str
    organisation: UUID
    person: Person | None


class InvalidToken(Exception):
    """The token is not ours, is damaged, or is too old."""


class Tokens:
    """Signs and verifies, with keys that follow from the master key and are followed by others (`SigningKeys`)."""

    def __init__(self, key: MasterKey, clock: Clock) -> None:
        self._keys = SigningKeys(key)
        self._clock = clock
        self._verified = lru_cache(maxsize=REMEMBERED)(self._verify)  # by the whole token, signature included

    def sign(self, person: Person) -> str:
        """A token for this person, accepted for `LIFETIME`, or until one of the roles ends when that is sooner."""
        return self._sign(_claims_of(person) | {"aud": AUDIENCE}, LIFETIME, person.until)

    def read(self, token: str) -> Person:
        """Who a token is for. Raises `InvalidToken`."""
        return self.read_session(token).person

    def read_session(self, token: str) -> Session:
        """What a token says. Raises `InvalidToken`."""
        session = self._verified(token)
        if session.ends_at <= self._clock.now():
            raise InvalidToken("too old")
        return session

    def read_ended(self, token: str) -> Session:
        """What a token says that may be too old by now. It lets nobody in. Raises `InvalidToken` when it is not ours."""
        return self._verified(token)

    def sign_question(self, asking: Asking) -> str:
        """A token with which one service asks another one something, on behalf of a person."""
        claims = _claims_of(asking.person) if asking.person else {"org": str(asking.organisation)}
        return self._sign(claims | {"aud": SERVICES, "iss": asking.service}, QUESTION_LIFETIME)

    def read_question(self, token: str) -> Asking:
        """Which service asks, for whom. Raises `InvalidToken`."""
        try:
            claims = self._decode(token, SERVICES, ["iss", "org", "iat", "exp"], QUESTION_LIFETIME)
            if _moment(claims["exp"]) <= self._clock.now():
                raise InvalidToken("too old")
            person = _person_of(claims) if "sub" in claims else None
            return Asking(str(claims["iss"]), UUID(claims["org"]), person)
        except (jwt.PyJWTError, UnknownKey, ValueError, TypeError, KeyError, AttributeError, OverflowError, OSError) as error:
            raise InvalidToken("not a valid token") from error

    def _sign(self, claims: dict[str, Any], lifetime: timedelta, until: datetime | None = None) -> str:
        now = self._clock.now()
        ends_at = now + lifetime if until is None else min(now + lifetime, until)
        times = {"iat": int(now.timestamp()), "exp": int(ends_at.timestamp())}
        kid = self._keys.kid_at(now)
        return jwt.encode(claims | times, self._keys.private(kid), algorithm=ALGORITHM, headers={"kid": kid})

    def _verify(self, token: str) -> Session:
        """What a token says. Costs as much as several database statements, so it is remembered."""
        try:
            claims = self._decode(token, AUDIENCE, ["sub", "org", "roles", "jti", "iat", "exp"], LIFETIME)
            return Session(_person_of(claims), _moment(claims["iat"]), _moment(claims["exp"]))
        except (jwt.PyJWTError, UnknownKey, ValueError, TypeError, AttributeError, OverflowError, OSError) as error:
            raise InvalidToken("not a valid token") from error

    def _decode(self, token: str, audience: str, required: list[str], longest: timedelta) -> dict[str, Any]:
        """The claims of a token that we signed, with the key of the moment at which it says it was signed.

        So a key that leaked signs nothing that is good after its own time, whatever moments the token names.
        """
        kid = str(jwt.get_unverified_header(token).get("kid", ""))
        self._keys.must_be_in_use(kid, self._clock.now())
        # Time is checked at every use, with our own clock.
        options: Any = {"require": required, "verify_exp": False, "verify_iat": False}
        public = self._keys.public(kid)
        claims: dict[str, Any] = jwt.decode(token, public, algorithms=[ALGORITHM], audience=audience, options=options)
        signed_at = _moment(claims["iat"])
        if self._keys.kid_at(signed_at) != kid or _moment(claims["exp"]) - signed_at > longest:
            raise UnknownKey(kid)
        return claims


def _moment(claim: Any) -> datetime:
    """A time of a token, which is in seconds since 1970 (RFC 7519, NumericDate)."""
    return datetime.fromtimestamp(int(claim), tz=UTC)


def _claims_of(person: Person) -> dict[str, Any]:
    return {
        "sub": str(person.id),
        "org": str(person.organisation),
        "roles": sorted(role.value for role in person.roles),
        "jti": str(person.session),
    }


def _person_of(claims: dict[str, Any]) -> Person:
    roles = frozenset(Role(role) for role in claims["roles"])
    return Person(UUID(claims["sub"]), UUID(claims["org"]), roles, UUID(claims["jti"]))
