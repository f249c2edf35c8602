"""The code that lets a learner in. It is derived from the learner's id and a count; see `shared/handed_code.py`."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from shared.handed_code import HandedCodes

GROUPS = (3, 3, 2)
"""Eight letters: 40 bits, with a limit on how often somebody may try."""


@dataclass(frozen=True, slots=True)
class LearnerCodes:
    """Makes codes for learners, and knows them again.

    Attributes:
        making: a secret key; whoever has it can make every code.
        hashing: another one, for what is stored.
    """

    making: bytes
    hashing: bytes

    def make(self, learner_id: UUID, number: int) -> str:
        """The code of this learner with this number, such as `KX4-72M-9P`; the same each time."""
        return self._codes.make(learner_id.bytes + number.to_bytes(8))

    def digest(self, typed: str) -> bytes | None:
        """What is stored of a code, from how somebody typed it; None when it cannot be a code."""
        return self._codes.digest(typed)

    @property
    def _codes(self) -> HandedCodes:
        return HandedCodes(self.making, self.hashing, GROUPS)


def codes_from(derive: Callable[[str], bytes]) -> LearnerCodes:
    """Codes with keys for these two purposes, from whatever derives keys."""
    return LearnerCodes(derive("skills/learner-code"), derive("skills/learner-code-hash"))
