"""Loads and saves visits. The only code that writes them."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from services.helpdesk.domain.note import Note, NoteKind
from services.helpdesk.domain.visit import Attempt, Visit, VisitStatus
from services.helpdesk.store import tables
from shared.bus.unit import Unit
from shared.contracts.vocabulary import VisitFinding, VisitOutcome, VisitPurpose
from shared.domain import NotFound


class Visits:
    """The visits of the unit's organisation."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def get(self, visit_id: UUID) -> Visit:
        """A visit with its trail, locked until the transaction ends. Raises `NotFound`."""
        locked = select(tables.visit).where(tables.visit.c.id == visit_id).with_for_update()
        row = (await self._unit.connection.execute(locked)).first()
        if row is None:
            raise NotFound()
        return visit_from(row, await trail_of(self._unit, visit_id))

    async def household_of(self, visit_id: UUID) -> UUID:
        """The family of a visit. Raises `NotFound`."""
        visit = tables.visit
        found: UUID | None = await self._unit.connection.scalar(select(visit.c.household_id).where(visit.c.id == visit_id))
        if found is None:
            raise NotFound()
        return found

    async def of_household(self, household_id: UUID) -> Sequence[Visit]:
        """Every visit of a family that is not done, without its trail, locked until the transaction ends."""
        visit = tables.visit
        rows = await self._unit.connection.execute(
            select(visit)
            .where(
                visit.c.organisation == self._unit.organisation,
                visit.c.household_id == household_id,
                visit.c.status != VisitStatus.DONE.value,
            )
            .order_by(visit.c.id)
            .with_for_update()
        )
        return [visit_from(row) for row in rows]

    async def add(self, visit: Visit) -> bool:
        """Store a new visit and the events it caused; False when this loan has one for that day and purpose already."""
        added = await self._unit.connection.execute(
            upsert(tables.visit)
            .values(
                id=visit.id,
                organisation=self._unit.organisation,
                household_id=visit.household_id,
                loan_id=visit.loan_id,
                purpose=visit.purpose.value,
                planned_for=visit.planned_for,
                look_again_on=visit.look_again_on,
                **_changing(visit),
            )
            .on_conflict_do_nothing()
            .returning(tables.visit.c.id)
        )
        events = visit.take_events()
        if added.first() is None:
            return False
        self._unit.record(events)
        return True

    async def save(self, visit: Visit) -> None:
        """Store what changed on a visit, new steps of its trail and the events it caused."""
        await self._unit.connection.execute(update(tables.visit).where(tables.visit.c.id == visit.id).values(_changing(visit)))
        if visit.trail:
            rows = [_attempt_row(attempt, visit.id, self._unit.organisation) for attempt in visit.trail]
            await self._unit.connection.execute(upsert(tables.visit_attempt).on_conflict_do_nothing(), rows)
        self._unit.record(visit.take_events())


async def trail_of(unit: Unit, visit_id: UUID) -> list[Attempt]:
    """Every attempt of a visit, oldest first."""
    attempt = tables.visit_attempt
    rows = await unit.connection.execute(select(attempt).where(attempt.c.visit_id == visit_id).order_by(attempt.c.id))
    return [_attempt_from(row) for row in rows]


def visit_from(row: Row[Any], trail: Iterable[Attempt] = ()) -> Visit:
    """A visit from its row and its trail."""
    return Visit(
        id=row.id,
        household_id=row.household_id,
        loan_id=row.loan_id,
        purpose=VisitPurpose(row.purpose),
        planned_for=row.planned_for,
        due_on=row.due_on,
        status=VisitStatus(row.status),
        claimed_by=row.claimed_by,
        look_again_on=row.look_again_on,
        trail=list(trail),
    )


def _attempt_from(row: Row[Any]) -> Attempt:
    note = Note(row.id, NoteKind(row.note_kind), row.note, row.noted_by, row.noted_at) if row.note is not None else None
    findings = tuple(VisitFinding(finding) for finding in row.findings)
    return Attempt(row.id, VisitOutcome(row.outcome), findings, row.noted_by, row.noted_at, row.noted_on, note)


def _changing(visit: Visit) -> dict[str, object]:
    return {"due_on": visit.due_on, "status": visit.status.value, "claimed_by": visit.claimed_by}


def _attempt_row(attempt: Attempt, visit_id: UUID, organisation: UUID) -> dict[str, object]:
    return {
        "id": attempt.id,
        "organisation": organisation,
        "visit_id": visit_id,
        "outcome": attempt.outcome.value,
        "findings": [finding.value for finding in attempt.findings],
        "noted_by": attempt.by,
        "noted_at": attempt.at,
        "noted_on": attempt.on,
        "note_kind": attempt.note.kind.value if attempt.note else None,
        "note": attempt.note.text if attempt.note else None,
    }
