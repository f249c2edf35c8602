"""Session tokens: EdDSA JSON Web Tokens that every service verifies by itself, without asking anybody."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from functools import lru_cache
from uuid import UUID

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from shared.runtime.clock import Clock
from shared.runtime.keys import MasterKey

ALGORITHM = "EdDSA"
AUDIENCE = "digibank"
LIFETIME = timedelta(hours=12)
"""How long a token is accepted. It is short-lived and renewed as soon as the portal signs people in; until then a working day."""

REMEMBERED = 2048
"""How many verified tokens a process remembers; more than there are people at work in it."""


class Role(StrEnum):
    """What somebody is in one organisation."""

    STAFF = "staff"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who is signed in.

    Attributes:
        id: who, as an id; names are not in a token.
        organisation: the one Digibank this session is for.
        role: what this person is there.
        session: the id of the session.
    """

    id: UUID
    organisation: UUID
    role: Role
    session: UUID


class InvalidToken(Exception):
    """The token is not ours, is damaged, or is too old."""


class Tokens:
    """Signs and verifies, with a key derived from the master key."""

    def __init__(self, key: MasterKey, clock: Clock) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(key.derive("identity/sign", 32))
        self._public = self._key.public_key()
        self._clock = clock
        self._verified = lru_cache(maxsize=REMEMBERED)(self._verify)  # by the whole token, signature included

    def sign(self, person: Person) -> str:
        """A token for this person, accepted for `LIFETIME`."""
        now = self._clock.now()
        claims = {
            "aud": AUDIENCE,
            "sub": str(person.id),
            "org": str(person.organisation),
            "role": person.role.value,
            "jti": str(person.session),
            "iat": int(now.timestamp()),
            "exp": int((now + LIFETIME).timestamp()),
        }
        return jwt.encode(claims, self._key, algorithm=ALGORITHM)

    def read(self, token: str) -> Person:
        """Who a token is for. Raises `InvalidToken`."""
        person, ends_at = self._verified(token)
        if ends_at <= self._clock.now():
            raise InvalidToken("too old")
        return person

    def _verify(self, token: str) -> tuple[Person, datetime]:
        """Who a token is for, and until when (UTC). Costs as much as several database statements, so it is remembered."""
        try:
            claims = jwt.decode(
                token,
                self._public,
                algorithms=[ALGORITHM],
                audience=AUDIENCE,
                # Time is checked at every use, with our own clock.
                options={"require": ["sub", "org", "role", "jti", "exp"], "verify_exp": False, "verify_iat": False},
            )
            person = Person(UUID(claims["sub"]), UUID(claims["org"]), Role(claims["role"]), UUID(claims["jti"]))
            return person, datetime.fromtimestamp(int(claims["exp"]), tz=UTC)
        except (jwt.PyJWTError, ValueError, TypeError, AttributeError, OverflowError, OSError) as error:
            raise InvalidToken("not a valid token") from error
