"""Visits to families. The API gives codes of families; names are for pages that people look at."""

from collections.abc import Awaitable, Callable
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from services.helpdesk.commands.claim_visit import ClaimVisit, claim_visit
from services.helpdesk.commands.let_go_visit import LetGoVisit, let_go_visit
from services.helpdesk.commands.record_visit import RecordVisit, record_visit
from services.helpdesk.domain.note import NoteKind
from services.helpdesk.domain.visit import Visit, VisitStatus
from services.helpdesk.queries import visits as queries
from services.helpdesk.queries.visits import Line, Seen
from services.helpdesk.store.unit import HelpdeskUnit
from shared.bus.answers import Answer
from shared.contracts.vocabulary import ConsentAnswer, VisitFinding, VisitOutcome, VisitPurpose
from shared.identity.permissions import Permission
from shared.web.call import ApiCall, Call, SignedIn, as_json, id_at_end, may, running_service

router = APIRouter(prefix="/helpdesk/api/visits", tags=["visits"])


class RecordBody(BaseModel):
    """What came of a visit. `broken_text` goes to the ticket, `note` stays with the visit; 500 characters each."""

    outcome: VisitOutcome
    findings: list[VisitFinding] = []
    note: str = ""
    note_kind: NoteKind = NoteKind.FAMILY_SAID
    broken_text: str = ""
    next_due: date | None = None


class AttemptView(BaseModel):
    """One step of a visit's trail."""

    outcome: VisitOutcome
    findings: list[VisitFinding]
    at: datetime
    note_kind: NoteKind | None
    note: str | None


class VisitView(BaseModel):
    """A visit as the API shows it. `covered`: the file of its family is closed for who asks; what came of it is not told."""

    id: UUID
    household_id: UUID
    loan_id: UUID | None
    purpose: VisitPurpose
    planned_for: date
    due_on: date
    status: VisitStatus
    claimed_by: UUID | None
    trail: list[AttemptView]
    covered: bool = False


class VisitSeen(VisitView):
    """One visit, with what helps to prepare it. `practise` are ids of DigComp 3.0."""

    household_code: str | None
    device_code: str | None
    wish: ConsentAnswer | None
    practise: list[str]


class VisitList(BaseModel):
    """Visits, without their trails; `next` is the address of the following page, if there may be one."""

    visits: list[VisitView]
    next: str | None = None


def view(seen: Seen | Line) -> VisitView:
    """What the API says about a visit."""
    visit = seen.visit
    return VisitView(
        id=visit.id,
        household_id=visit.household_id,
        loan_id=visit.loan_id,
        purpose=visit.purpose,
        planned_for=visit.planned_for,
        due_on=visit.due_on,
        status=visit.status,
        claimed_by=visit.claimed_by,
        trail=[
            AttemptView(
                outcome=attempt.outcome,
                findings=list(attempt.findings),
                at=attempt.at,
                note_kind=attempt.note.kind if attempt.note else None,
                note=attempt.note.text if attempt.note else None,
            )
            for attempt in visit.trail
        ],
        covered=seen.covered,
    )


async def _done(call: Call, command: Callable[[HelpdeskUnit], Awaitable[Visit]]) -> Response:
    """Run a command, and show the visit as it is now. Kept for a repeat is only which visit: no words of people."""
    answer = await call.answer(command, lambda visit: Answer(200, f"/helpdesk/api/visits/{visit.id}"))
    async with call.running.units.open(call.organisation) as unit:
        seen = await queries.get_visit(unit, id_at_end(answer), call.person.id)
    return as_json(Answer(answer.status, answer.location, view(seen).model_dump(mode="json")))


@router.get("", dependencies=[may(Permission.SEE_VISITS)])
async def get_visits(
    request: Request,
    person: SignedIn,
    until: Annotated[date | None, Query(description="The last day that counts.")] = None,
    after: Annotated[UUID | None, Query()] = None,
) -> VisitList:
    """Visits that are due by a day, the longest due first; by default within a week."""
    async with running_service(request).units.open(person.organisation) as unit:
        until = until or unit.today() + queries.THIS_WEEK
        lines = await queries.list_due(unit, until, person.id, after)
    following = f"/helpdesk/api/visits?until={until}&after={lines[-1].visit.id}" if len(lines) == queries.PAGE else None
    return VisitList(visits=[view(line) for line in lines], next=following)


@router.get("/{visit_id}", dependencies=[may(Permission.SEE_VISITS)])
async def get_visit(request: Request, visit_id: UUID, person: SignedIn) -> VisitSeen:
    """One visit."""
    async with running_service(request).units.open(person.organisation) as unit:
        seen = await queries.get_visit(unit, visit_id, person.id)
    return VisitSeen(
        **view(seen).model_dump(),
        household_code=seen.household_code,
        device_code=seen.device.code if seen.device else None,
        wish=seen.wish,
        practise=seen.practise,
    )


@router.post("/{visit_id}/claim", response_model=VisitView, dependencies=[may(Permission.RECORD_VISITS)])
async def post_claim(visit_id: UUID, call: ApiCall) -> Response:
    """I go: the visit is mine from now on."""
    command = ClaimVisit(visit_id, call.person.id)
    return await _done(call, lambda unit: claim_visit(command, unit))


@router.post("/{visit_id}/let-go", response_model=VisitView, dependencies=[may(Permission.RECORD_VISITS)])
async def post_let_go(visit_id: UUID, call: ApiCall) -> Response:
    """I do not go after all: somebody else may; no reason is asked."""
    command = LetGoVisit(visit_id)
    return await _done(call, lambda unit: let_go_visit(command, unit))


@router.post("/{visit_id}/record", response_model=VisitView, dependencies=[may(Permission.RECORD_VISITS)])
async def post_record(visit_id: UUID, body: RecordBody, call: ApiCall) -> Response:
    """What came of it. A visit that did not take place remains, due again."""
    command = RecordVisit(
        visit_id=visit_id,
        outcome=body.outcome,
        by=call.person.id,
        findings=frozenset(body.findings),
        note=body.note,
        note_kind=body.note_kind,
        broken_text=body.broken_text,
        next_due=body.next_due,
    )
    return await _done(call, lambda unit: record_visit(command, unit))
