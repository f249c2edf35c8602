"""Passkeys (WebAuthn level 3): what a browser is asked, and whether its answer is right. Signatures are checked in a thread."""

import asyncio
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from webauthn import (
    generate_authentication_options,
    generate_registration_options,
    options_to_json,
    verify_authentication_response,
    verify_registration_response,
)
from webauthn.helpers import (
    parse_authentication_credential_json,
    parse_client_data_json,
    parse_registration_credential_json,
)
from webauthn.helpers.exceptions import WebAuthnException
from webauthn.helpers.structs import (
    AuthenticatorSelectionCriteria,
    PublicKeyCredentialDescriptor,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from services.portal.domain.refusals import PasskeyFailed
from shared.web.passkey_site import Site

CHALLENGE_LASTS = timedelta(minutes=5)
LARGEST = 20_000
"""Characters that an answer may have; an ordinary one has about a thousand."""

_RANDOM, _TIME, _SEAL = 16, 8, 32


@dataclass(frozen=True, slots=True)
class Answered:
    """A challenge that came back: the bytes, and until when they are good (UTC)."""

    challenge: bytes
    until: datetime


class Challenges:
    """Makes and checks challenges: random, with the moment until which they are good, sealed for one purpose and one session.
    Nothing is stored until one is answered; that each is answered once is for the command that stores it.

    Args:
        key: 32 bytes.
    """

    def __init__(self, key: bytes) -> None:
        self._key = key

    def make(self, purpose: str, now: datetime) -> bytes:
        """A new challenge."""
        until = int((now + CHALLENGE_LASTS).timestamp()).to_bytes(_TIME)
        start = secrets.token_bytes(_RANDOM) + until
        return start + self._seal(start, purpose)

    def check(self, challenge: bytes, purpose: str, now: datetime) -> Answered:
        """The challenge, when we made it for this purpose and it is not too old. Raises `PasskeyFailed`."""
        start, seal = challenge[: _RANDOM + _TIME], challenge[_RANDOM + _TIME :]
        if len(challenge) != _RANDOM + _TIME + _SEAL or not hmac.compare_digest(seal, self._seal(start, purpose)):
            raise PasskeyFailed()
        until = datetime.fromtimestamp(int.from_bytes(start[_RANDOM:]), tz=UTC)
        if until <= now:
            raise PasskeyFailed()
        return Answered(challenge, until)

    def _seal(self, start: bytes, purpose: str) -> bytes:
        return hmac.digest(self._key, start + purpose.encode(), "sha256")


def to_add(session: UUID) -> str:
    """The purpose of adding a passkey: in one session and in no other."""
    return f"add {session}"


TO_SIGN_IN = "sign in"


def options_to_add(site: Site, challenge: bytes, account_id: UUID, name: str, known: Iterable[bytes]) -> str:
    """What the browser is asked to make, as JSON. The device keeps who it is for, so that nobody types a name to sign in.

    Args:
        name: what the device shows to tell one account from another.
        known: the passkeys that this account has, so that one device does not make two.
    """
    options = generate_registration_options(
        rp_id=site.id,
        rp_name="Digibank",
        user_id=account_id.bytes,
        user_name=name,
        challenge=challenge,
        exclude_credentials=[PublicKeyCredentialDescriptor(id=credential) for credential in known],
        authenticator_selection=AuthenticatorSelectionCriteria(
            resident_key=ResidentKeyRequirement.REQUIRED, user_verification=UserVerificationRequirement.PREFERRED
        ),
    )
    return options_to_json(options)


def options_to_sign_in(site: Site, challenge: bytes) -> str:
    """What the browser is asked to sign, with whichever passkey its owner picks, as JSON."""
    return options_to_json(generate_authentication_options(rp_id=site.id, challenge=challenge))


@dataclass(frozen=True, slots=True)
class Made:
    """A new passkey, as a device made it."""

    credential: bytes
    public_key: bytes
    signed: int
    answered: Answered


async def check_made(answer: str, site: Site, challenges: Challenges, session: UUID, now: datetime) -> Made:
    """Read and check a new passkey. Raises `PasskeyFailed`."""
    return await asyncio.to_thread(_check_made, answer, site, challenges, session, now)


def _check_made(answer: str, site: Site, challenges: Challenges, session: UUID, now: datetime) -> Made:
    try:
        credential = parse_registration_credential_json(_short(answer))
        answered = challenges.check(_challenge_in(credential.response.client_data_json), to_add(session), now)
        made = verify_registration_response(
            credential=credential,
            expected_challenge=answered.challenge,
            expected_rp_id=site.id,
            expected_origin=site.origin,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise PasskeyFailed() from error
    return Made(made.credential_id, made.credential_public_key, made.sign_count, answered)


def credential_in(answer: str) -> bytes:
    """Which passkey signed, before anything is checked. Raises `PasskeyFailed`."""
    try:
        return parse_authentication_credential_json(_short(answer)).raw_id
    except (WebAuthnException, ValueError, TypeError) as error:
        raise PasskeyFailed() from error


@dataclass(frozen=True, slots=True)
class Signed:
    """An answer that was signed by a passkey; `times` is how often it says it has signed."""

    times: int
    answered: Answered


async def check_signed(
    answer: str, site: Site, challenges: Challenges, now: datetime, *, account_id: UUID, public_key: bytes, times: int
) -> Signed:
    """Check what a passkey signed.

    Args:
        account_id: whose it is; the device has to say the same.
        times: how often it said it had signed, the last time.

    Raises `PasskeyFailed`, also when its counter stood still or went back.
    """
    return await asyncio.to_thread(_check_signed, answer, site, challenges, now, account_id, public_key, times)


def _check_signed(
    answer: str, site: Site, challenges: Challenges, now: datetime, account_id: UUID, public_key: bytes, times: int
) -> Signed:
    try:
        credential = parse_authentication_credential_json(_short(answer))
        if credential.response.user_handle != account_id.bytes:
            raise PasskeyFailed()
        answered = challenges.check(_challenge_in(credential.response.client_data_json), TO_SIGN_IN, now)
        checked = verify_authentication_response(
            credential=credential,
            expected_challenge=answered.challenge,
            expected_rp_id=site.id,
            expected_origin=site.origin,
            credential_public_key=public_key,
            credential_current_sign_count=times,
        )
    except (WebAuthnException, ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        raise PasskeyFailed() from error
    return Signed(checked.new_sign_count, answered)


def _challenge_in(client_data: bytes) -> bytes:
    return parse_client_data_json(client_data).challenge


def _short(answer: str) -> str:
    if len(answer) > LARGEST:
        raise PasskeyFailed()
    return answer
