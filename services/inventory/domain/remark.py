"""A short remark on a machine: what to do when it is here again. About the machine, never about who has it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from services.inventory.domain.refusals import TextMissing
from shared.language.free_text import clean_line

LONGEST_REMARK = 280
MOST_OPEN = 20
"""On one machine."""


@dataclass(slots=True)
class Remark:
    """One remark.

    Attributes:
        made_by, made_at: who typed it, and when (UTC).
        done_by, done_at: who did it, and when (UTC); None until then.
    """

    id: UUID
    device_id: UUID
    words: str
    made_by: UUID
    made_at: datetime
    done_by: UUID | None = None
    done_at: datetime | None = None

    def finish(self, by: UUID, at: datetime) -> None:
        """It is done. Twice is once."""
        if self.done_at is None:
            self.done_by, self.done_at = by, at

    def reopen(self) -> None:
        """It is not done after all. Twice is once."""
        self.done_by = self.done_at = None


def remark_of(remark_id: UUID, device_id: UUID, words: str, by: UUID, at: datetime) -> Remark:
    """A remark with its words as we keep them. Raises `TextMissing`, `TextTooLong`, `RegisterNumberInText`."""
    cleaned = clean_line(words, longest=LONGEST_REMARK)
    if not cleaned:
        raise TextMissing()
    return Remark(remark_id, device_id, cleaned, by, at)
