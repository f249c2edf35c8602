"""The code with which somebody signs in for the first time: handed over in person, good for one time and seven days.

The code itself is stored nowhere. It follows from the account, the id of the code and a key that is not in the database; so the
same request can be answered again with the same code, and whoever reads the database learns none.
"""

import base64
import binascii
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

LIFETIME = timedelta(days=7)
TOO_OLD: Final = "too_old"
LETTERS = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
"""No I, L, O, 0 and 1, which people misread."""

_LENGTH, _GROUP = 12, 4


@dataclass(frozen=True, slots=True)
class StartCode:
    """A code that somebody was given.

    Attributes:
        id: which one; a newer one replaces it.
        until: when it stops working (UTC).
    """

    id: UUID
    until: datetime


class StartCodes:
    """Makes and checks codes, with a key of 32 bytes."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def code(self, account_id: UUID, code_id: UUID) -> str:
        """The code as it is handed over, such as `7KQM-XR2D-HV9P`: 59 bits."""
        number = int.from_bytes(hmac.digest(self._key, account_id.bytes + code_id.bytes, "sha256"))
        letters = []
        for _ in range(_LENGTH):
            number, letter = divmod(number, len(LETTERS))
            letters.append(LETTERS[letter])
        return "-".join("".join(letters[start : start + _GROUP]) for start in range(0, _LENGTH, _GROUP))

    def fits(self, typed: str, account_id: UUID, code_id: UUID) -> bool:
        """Whether this is the code; capitals, spaces and dashes do not matter."""
        return hmac.compare_digest(_bare(typed).encode(), _bare(self.code(account_id, code_id)).encode())


def _bare(text: str) -> str:
    return "".join(letter for letter in text.upper() if letter.isalnum())


_ID_LETTERS = 22
"""Of the id of a code, in a link."""


def link_of(code_id: UUID, code: str) -> str:
    """The last part of a link with a code in it: which code, and the code; no name and no account."""
    return base64.urlsafe_b64encode(code_id.bytes).decode().rstrip("=") + _bare(code)


def read_link(link: str) -> tuple[UUID | None, str]:
    """Which code a link is for, and the code. None where it is no link of ours, such as one that was cut off."""
    try:
        return UUID(bytes=base64.urlsafe_b64decode(link[:_ID_LETTERS] + "==")), link[_ID_LETTERS:]
    except (ValueError, binascii.Error):
        return None, ""
