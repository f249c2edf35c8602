"""A list that somebody brought: first only looked at, then taken in row by row, and as a whole taken back if it was wrong.

open ─> taking_in ─> done ─> undoing ─> undone
  └──> dropped
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from services.inventory.domain.sheets.checking import Plan
from shared.domain import Refused

KEPT = timedelta(days=7)
"""How long a list waits for a decision. After that what stands in it is forgotten."""
BATCH = 200
"""Rows in one transaction."""


class SheetState(StrEnum):
    """How far a list is."""

    OPEN = "open"
    TAKING_IN = "taking_in"
    DONE = "done"
    UNDOING = "undoing"
    UNDONE = "undone"
    DROPPED = "dropped"


class SheetNotReady(Refused):
    """Rows have problems that nobody decided about, or nobody said what the columns are; `rows` says how many rows."""

    code = "sheet_not_ready"


class SheetNothingLeft(Refused):
    """No row is left to take in."""

    code = "sheet_nothing_left"


class SheetSeenBefore(Refused):
    """The same list was taken in before, and nobody said that these are other machines."""

    code = "sheet_seen_before"


class SheetMovedOn(Refused):
    """Something was done with machines of this list, so it cannot be taken back as a whole; `devices` says with how many."""

    code = "sheet_moved_on"


class SheetWrongMoment(Refused):
    """The list is further than that already."""

    code = "sheet_wrong_moment"


@dataclass(slots=True)
class Sheet:
    """One list of one organisation.

    Attributes:
        content_hash: SHA-256 of what was brought, to recognise the same file.
        name: of the file; empty for pasted text, and once the list is through.
        plan: how its columns are read.
        rows: how many rows may be a machine, as it was read first.
        brought_by, brought_at: who, and when (UTC).
        lot_id: with what they came; None when nobody says.
        ended_at: when it was taken in, taken back or dropped (UTC).
    """

    id: UUID
    content_hash: bytes
    name: str
    plan: Plan
    rows: int
    brought_by: UUID
    brought_at: datetime
    state: SheetState = SheetState.OPEN
    ended_at: datetime | None = None
    lot_id: UUID | None = None

    def must_be(self, *states: SheetState) -> None:
        """Raises `SheetWrongMoment` unless it is this far."""
        if self.state not in states:
            raise SheetWrongMoment()

    def accept(self, *, good: int, undecided: int, seen_before: bool) -> None:
        """Begin to take it in.

        Raises:
            SheetWrongMoment: somebody did that already, or let go of it.
            SheetNotReady: not everything is decided.
            SheetNothingLeft: all rows are skipped.
            SheetSeenBefore: see there.
        """
        self.must_be(SheetState.OPEN)
        if undecided or self.plan.lacking:
            raise SheetNotReady(rows=undecided)
        if not good:
            raise SheetNothingLeft()
        if seen_before:
            raise SheetSeenBefore()
        self.state = SheetState.TAKING_IN

    def end(self, state: SheetState, now: datetime) -> None:
        """It is through; what it was called matters to nobody any more."""
        self.state, self.ended_at, self.name = state, now, ""
