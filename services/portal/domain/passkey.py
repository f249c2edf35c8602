"""A key that a phone, a computer or a small stick keeps for somebody: it signs what we ask, and the secret never leaves it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.portal.domain.refusals import PasskeyNameMissing
from shared.language.free_text import clean_line

LONGEST_NAME = 60
MOST = 20
"""Passkeys of one person; more is a mistake, or somebody who fills a table."""


def clean_passkey_name(text: str) -> str:
    """What its owner calls a passkey, to know it again. Raises `PasskeyNameMissing` and what `clean_line` raises."""
    name = clean_line(text, longest=LONGEST_NAME)
    if not name:
        raise PasskeyNameMissing()
    return name


@dataclass(frozen=True, slots=True)
class Passkey:
    """A passkey of one account.

    Attributes:
        credential: how the device calls it; unique in the whole installation.
        public_key: to check its signatures with, as COSE.
        signed: how often it says it has signed; 0 for ever where the device does not count. One that counts never goes back: a copy
            would.
        name: what its owner calls it.
        used_at: the last time that somebody came in with it (UTC); None: never.
    """

    id: UUID
    account_id: UUID
    credential: bytes
    public_key: bytes
    signed: int
    name: str
    added_at: datetime
    used_at: datetime | None = None
