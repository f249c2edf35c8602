"""Codes that somebody gets on a card and types or scans to come in, without a name and without a password of their own.

A code is derived from what it stands for, with a key that is not in the database. So it never has to be stored, and a form that
is sent twice can be answered with the same code. What is stored is a hash with another key: who has the database alone can
neither make nor find a code. A slow hash would add nothing, because nobody chooses a code. Plain Python, for every domain.
"""

import hmac
from dataclasses import dataclass

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""As on a sticker: no I, O, 0 or 1, which people mix up. Five bits each."""
MOST_TYPED = 60


@dataclass(frozen=True, slots=True)
class HandedCodes:
    """Makes codes of one kind, and knows them again.

    Attributes:
        making: a secret key; whoever has it can make every code.
        hashing: another one, for what is stored.
        groups: how many letters stand together, such as 3, 3 and 2 for `KX4-72M-9P`.
    """

    making: bytes
    hashing: bytes
    groups: tuple[int, ...]

    def make(self, stands_for: bytes) -> str:
        """The code of this; the same each time."""
        letters = sum(self.groups)
        made = int.from_bytes(hmac.digest(self.making, stands_for, "sha256")[:letters])
        signs = iter(ALPHABET[made >> 5 * place & 31] for place in range(letters))
        return "-".join("".join(next(signs) for _ in range(length)) for length in self.groups)

    def bare(self, typed: str) -> str | None:
        """The letters of a code, from how somebody typed it; None when it cannot be a code."""
        letters = "".join(letter for letter in typed[:MOST_TYPED].upper() if letter not in " -.\t")
        return letters if len(letters) == sum(self.groups) and set(letters) <= set(ALPHABET) else None

    def digest(self, typed: str) -> bytes | None:
        """What is stored of a code, from how somebody typed it; None when it cannot be a code."""
        letters = self.bare(typed)
        return None if letters is None else hmac.digest(self.hashing, letters.encode(), "sha256")
