"""The short lists of an organisation, from which people choose instead of typing."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

MOST_ENTRIES = 60
"""More do not fit in a list from which somebody chooses."""
LONGEST_NAME = 80


class ListKind(StrEnum):
    """Which list."""

    PLACE = "place"
    """Shelves and rooms."""
    PARTNER = "partner"
    """Organisations to whom a machine goes for warranty or repair."""
    RECYCLER = "recycler"
    """Organisations that take apart what goes to no family any more."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One name on a list. One that was taken off cannot be chosen any more; what has it keeps it."""

    id: UUID
    kind: ListKind
    name: str
    removed: bool = False
