"""A report that was brought with others, and what came of it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo
from enum import StrEnum
from uuid import UUID

from services.inventory.domain.identifiers import KnownBy
from services.inventory.domain.intake_refusals import ReportIsDecided

KEPT = timedelta(days=30)
"""How long a report waits for somebody who decides about it."""


class Outcome(StrEnum):
    """How far a report is."""

    WAITING = "waiting"
    TAKEN_IN = "taken_in"
    KNOWN = "known"
    """A machine like it is here: a person says whether it is the same one."""
    ADDED = "added"
    """It was added to a machine that was here."""
    LEFT = "left"
    """A person said that nothing has to be done with it."""
    REFUSED = "refused"
    FORGOTTEN = "forgotten"
    """Nobody decided in time, so the report is gone; the machine that it seemed to be is still named."""


@dataclass(slots=True)
class ReportFile:
    """One file.

    Attributes:
        drop_id: those with the same one were brought together.
        lot_id: for which lot; None for none.
        name: as the file is called, without its folder.
        content: the report; gone once something came of it.
        brought_by, brought_at: who brought it, and when, UTC.
        device_id: the machine that came of it, or that it looks like.
        known_by: what it shares with that one.
        problem: the code of the refusal.
    """

    id: UUID
    drop_id: UUID
    lot_id: UUID | None
    name: str
    content: bytes | None
    brought_by: UUID
    brought_at: datetime
    outcome: Outcome = Outcome.WAITING
    device_id: UUID | None = None
    known_by: KnownBy | None = None
    problem: str | None = None

    def kept_until(self, zone: tzinfo) -> date:
        """The last whole day on which somebody can decide about it, where the organisation is."""
        return (self.brought_at + KEPT).astimezone(zone).date() - timedelta(days=1)

    def settle(self, outcome: Outcome, device_id: UUID | None = None) -> None:
        """Something came of it; the report is not needed any more."""
        self.outcome, self.device_id, self.content = outcome, device_id or self.device_id, None

    def looks_like(self, device_id: UUID, by: KnownBy) -> None:
        """A machine is here that shares something with it."""
        self.outcome, self.device_id, self.known_by = Outcome.KNOWN, device_id, by

    def refuse(self, problem: str) -> None:
        """It cannot be used; `problem` is the code of the refusal."""
        self.outcome, self.problem, self.content = Outcome.REFUSED, problem, None

    def undecided(self) -> bytes:
        """The report, for who decides about it. Raises `ReportIsDecided`."""
        if self.outcome is not Outcome.KNOWN or self.content is None:
            raise ReportIsDecided()
        return self.content
