"""A form that somebody sent after the session had ended: kept sealed on the sign-in page, so that nothing typed is lost.

Nothing is stored. The page itself carries what was typed, encrypted with a key of ours, through signing in and back; whoever looks
over a shoulder or finds the page open reads nothing of it, and only the same person gets it back.
"""

import base64
import binascii
import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import orjson
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from fastapi import HTTPException, Request

from shared.identity.tokens import InvalidToken, Person
from shared.runtime.keys import MasterKey
from shared.web.call import COOKIE, csrf_token, running_service

LONGEST_HELD = timedelta(hours=24)
NEVER_HELD = ("/account/password", "/sign-in", "/begin", "/organisation/provider", "/account/provider")
"""Forms with a password or a secret in them: it would come back readable in a page."""
LARGEST_BYTES = 100_000
_PURPOSE = "web/held-form"
_NONCE_BYTES = 12


@dataclass(frozen=True, slots=True)
class HeldForm:
    """A form that waits for its sender to sign in again.

    Attributes:
        person: who sent it, in which organisation.
        address: where it goes; one of ours.
        fields: names and values in their order, without `csrf`; `form_key` is among them, so it is still the same sending.
        files: whether a file went along; files cannot be kept.
        at: when it was sent (UTC).
    """

    person: UUID
    organisation: UUID
    address: str
    fields: tuple[tuple[str, str], ...]
    files: bool
    at: datetime

    def is_for(self, person: Person, now: datetime) -> bool:
        """Whether this is who sent it, not longer ago than a day."""
        return (self.person, self.organisation) == (person.id, person.organisation) and now - self.at <= LONGEST_HELD


async def hold(request: Request) -> str:
    """What was sent, sealed; empty when it cannot be kept.

    It is kept only for a session that was really ours, from a form of that session, when it is not too large. It still lets
    nobody in.
    """
    if request.url.path.startswith(NEVER_HELD):
        return ""
    running = running_service(request)
    try:
        person = running.tokens.read_ended(request.cookies.get(COOKIE, "")).person
        form = await request.form()
    except (InvalidToken, HTTPException):
        return ""
    if not hmac.compare_digest(str(form.get("csrf", "")).encode(), csrf_token(running, person).encode()):
        return ""
    fields, files = [], False
    for name, value in form.multi_items():
        if not isinstance(value, str):
            files = files or bool(value.filename)
        elif name != "csrf":
            fields.append((name, value))
    if sum(len(name.encode()) + len(value.encode(errors="replace")) for name, value in fields) > LARGEST_BYTES:
        return ""
    address = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    held = HeldForm(person.id, person.organisation, address, tuple(fields), files, running.clock.now())
    return seal(running.settings.master_key, held)


def seal(key: MasterKey, held: HeldForm) -> str:
    """The form as text that only we can read, and that nobody can change."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    sealed = AESGCM(key.derive(_PURPOSE)).encrypt(nonce, orjson.dumps(held), _PURPOSE.encode())
    return base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(key: MasterKey, text: str) -> HeldForm | None:
    """The form again; None when the text is not one that we sealed."""
    try:
        sealed = base64.urlsafe_b64decode(text.encode())
        content = AESGCM(key.derive(_PURPOSE)).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], _PURPOSE.encode())
    except (InvalidTag, binascii.Error, ValueError):
        return None
    held = orjson.loads(content)
    return HeldForm(
        person=UUID(held["person"]),
        organisation=UUID(held["organisation"]),
        address=held["address"],
        fields=tuple((name, value) for name, value in held["fields"]),
        files=held["files"],
        at=datetime.fromisoformat(held["at"]),
    )
