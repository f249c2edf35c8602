"""A helper goes and looks whether it still works. Whoever is not at home did nothing wrong: we come again."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from services.helpdesk.domain.note import Note
from services.helpdesk.domain.refusals import DayHasPassed, SomebodyGoes, VisitIsOver
from shared.contracts.helpdesk import VisitCalledOff, VisitPlanned, VisitRecorded
from shared.contracts.vocabulary import VisitFinding, VisitOutcome, VisitPurpose
from shared.domain import Aggregate

TOOK_PLACE = frozenset({VisitOutcome.WENT_AHEAD, VisitOutcome.INFORMAL_TALK})
"""Outcomes after which the visit is done. Every other one is an attempt, and the visit stays."""


class VisitStatus(StrEnum):
    """Where a visit is in our hands."""

    PLANNED = "planned"
    DONE = "done"
    CALLED_OFF = "called_off"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One time somebody went, or tried to: a step on the visit's trail.

    Attributes:
        by: who.
        at: when it was noted, in UTC.
        on: the day it was noted, where the organisation is.
    """

    id: UUID
    outcome: VisitOutcome
    findings: tuple[VisitFinding, ...]
    by: UUID
    at: datetime
    on: date
    note: Note | None = None


@dataclass
class Visit(Aggregate):
    """One visit to one family.

    Attributes:
        planned_for: the day it was first meant for. It never changes, so the same visit is not planned twice.
        due_on: the day it is meant for now.
        claimed_by: the helper who goes.
        look_again_on: the day to look again that it is about; None for every other visit. It never changes.
        trail: every attempt, oldest first.
    """

    id: UUID
    household_id: UUID
    loan_id: UUID | None
    purpose: VisitPurpose
    planned_for: date
    due_on: date
    status: VisitStatus = VisitStatus.PLANNED
    claimed_by: UUID | None = None
    look_again_on: date | None = None
    trail: list[Attempt] = field(default_factory=list)

    def plan(self) -> None:
        """Somebody will go; also when it had been called off."""
        self.status = VisitStatus.PLANNED
        self.record(
            VisitPlanned(
                visit_id=self.id,
                household_id=self.household_id,
                loan_id=self.loan_id,
                purpose=self.purpose,
                due_on=self.due_on,
            )
        )

    def call_off(self) -> None:
        """Nobody goes. What happened already stays on the trail."""
        if self.status is VisitStatus.PLANNED:
            self.status, self.claimed_by = VisitStatus.CALLED_OFF, None
            self.record(VisitCalledOff(visit_id=self.id, household_id=self.household_id))

    def claim(self, person_id: UUID) -> None:
        """This helper goes. Raises `VisitIsOver`, and `SomebodyGoes` when it is another one."""
        self._must_be_planned()
        if self.claimed_by not in (None, person_id):
            raise SomebodyGoes()
        self.claimed_by = person_id

    def let_go(self) -> None:
        """Another face may go. No reason is asked or stored. Raises `VisitIsOver`."""
        self._must_be_planned()
        self.claimed_by = None

    def note_attempt(self, attempt: Attempt, next_due: date | None, try_again_after: timedelta) -> None:
        """Somebody went, or tried to.

        Args:
            next_due: when to come again after an attempt, if a day was agreed.
            try_again_after: else so much later.

        Raises `VisitIsOver`, and `DayHasPassed` when `next_due` is not after the day of the attempt.
        """
        self._must_be_planned()
        if next_due is not None and next_due <= attempt.on:
            raise DayHasPassed()
        self.trail.append(attempt)
        if attempt.outcome in TOOK_PLACE:
            self.status = VisitStatus.DONE
        else:
            self.due_on = next_due or attempt.on + try_again_after
        self.record(
            VisitRecorded(
                visit_id=self.id,
                household_id=self.household_id,
                loan_id=self.loan_id,
                outcome=attempt.outcome,
                findings=attempt.findings,
                due_on=self.due_on if self.status is VisitStatus.PLANNED else None,
            )
        )

    def _must_be_planned(self) -> None:
        if self.status is not VisitStatus.PLANNED:
            raise VisitIsOver()
