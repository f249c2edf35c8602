"""The code that lets a learner in, without a name and without a password of their own.

A code is derived from the learner's id and a count, with a key that is not in the database. So it never has to be
stored, and a form that is sent twice can be answered with the same code. What is stored is a hash with another key: who has the
database alone can neither make nor find a code. A slow hash would add nothing, because nobody chooses a code: it has 40 bits.
"""

import hmac
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""As on a sticker: no I, O, 0 or 1, which people mix up."""
LETTERS = 8
"""Five bits each: 40 bits."""


@dataclass(frozen=True, slots=True)
class LearnerCodes:
    """Makes codes, and knows them again.

    Attributes:
        making: a secret key; whoever has it can make every code.
        hashing: another one, for what is stored.
    """

    making: bytes
    hashing: bytes

    def make(self, learner_id: UUID, number: int) -> str:
        """The code of this learner with this number, such as `KX4-72M-9P`; the same each time."""
        made = int.from_bytes(hmac.digest(self.making, learner_id.bytes + number.to_bytes(8), "sha256")[:8])
        letters = "".join(ALPHABET[made >> 5 * place & 31] for place in range(LETTERS))
        return f"{letters[:3]}-{letters[3:6]}-{letters[6:]}"

    def digest(self, typed: str) -> bytes | None:
        """What is stored of a code, from how somebody typed it; None when it cannot be a code."""
        letters = "".join(letter for letter in typed[:40].upper() if letter not in " -.\t")
        if len(letters) != LETTERS or any(letter not in ALPHABET for letter in letters):
            return None
        return hmac.digest(self.hashing, letters.encode(), "sha256")


def codes_from(derive: Callable[[str], bytes]) -> LearnerCodes:
    """Codes with keys for these two purposes, from whatever derives keys."""
    return LearnerCodes(derive("skills/learner-code"), derive("skills/learner-code-hash"))
