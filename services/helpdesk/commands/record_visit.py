"""A helper went to a family, or tried to, and notes what came of it."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from services.helpdesk.commands.open_ticket import OpenTicket, open_ticket
from services.helpdesk.commands.plan_visits import plan_next_visit
from services.helpdesk.domain.note import NoteKind, note_of
from services.helpdesk.domain.visit import Attempt, Visit, VisitStatus
from services.helpdesk.store.unit import HelpdeskUnit
from shared.contracts.vocabulary import Channel, VisitFinding, VisitOutcome
from shared.runtime.faces import rhythm_here


@dataclass(frozen=True, slots=True)
class RecordVisit:
    """What came of it.

    Attributes:
        note: what the family said or what was seen; may be empty. It stays with the visit.
        broken_text: what is broken; goes to the ticket that repairers read, so it is asked apart from the note.
        next_due: when to come again, if a day was agreed.
    """

    visit_id: UUID
    outcome: VisitOutcome
    by: UUID
    findings: frozenset[VisitFinding] = frozenset()
    note: str = ""
    note_kind: NoteKind = NoteKind.FAMILY_SAID
    broken_text: str = ""
    next_due: date | None = None


async def record_visit(command: RecordVisit, unit: HelpdeskUnit) -> Visit:
    """Put a step on the trail; a visit that did not take place remains, and nothing closes. What is broken becomes a ticket.

    Raises `NotFound`, `VisitIsOver`, `DayHasPassed`, `NoNextVisit`, `TextTooLong`, `RegisterNumberInText`.
    """
    # The family's lock first, as whoever plans visits does.
    await unit.known_families.lock(await unit.visits.household_of(command.visit_id))
    visit = await unit.visits.get(command.visit_id)
    attempt_id = unit.new_id()
    note = None
    if command.note.strip():
        note = note_of(attempt_id, command.note_kind, command.note, command.by, unit.now())
    findings = tuple(finding for finding in VisitFinding if finding in command.findings)
    attempt = Attempt(attempt_id, command.outcome, findings, command.by, unit.now(), unit.today(), note)
    again = timedelta(days=(await rhythm_here(unit)).try_again_days)
    visit.note_attempt(attempt, command.next_due, again)
    if visit.status is VisitStatus.DONE and command.next_due is not None:
        await plan_next_visit(visit.household_id, visit.loan_id, command.next_due, unit)
    if VisitFinding.BROKEN in findings:
        ticket = OpenTicket(
            channel=Channel.VISIT,
            device_id=await unit.known_loans.device_of(visit.loan_id) if visit.loan_id else None,
            household_id=visit.household_id,
            text=command.broken_text,
            by=command.by,
        )
        await open_ticket(ticket, unit)
    await unit.visits.save(visit)
    return visit
