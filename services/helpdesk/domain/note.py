"""What somebody said or saw, in a few words. It never leaves helpdesk."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from services.helpdesk.domain.refusals import TextMissing
from shared.language.free_text import clean_text


class NoteKind(StrEnum):
    """Where a note comes from. What third parties say is not stored, so there is no word for it."""

    FAMILY_SAID = "family_said"
    SEEN = "seen"


@dataclass(frozen=True, slots=True)
class Note:
    """One note.

    Attributes:
        by: who typed it; None when the family did, through the sticker.
        at: when, in UTC.
    """

    id: UUID
    kind: NoteKind
    text: str
    by: UUID | None
    at: datetime


def note_of(note_id: UUID, kind: NoteKind, text: str, by: UUID | None, at: datetime) -> Note:
    """A note with its text as we keep it.

    Raises `TextMissing`, and `TextTooLong` and `RegisterNumberInText` of the shared language.
    """
    cleaned = clean_text(text)
    if not cleaned:
        raise TextMissing()
    return Note(note_id, kind, cleaned, by, at)
