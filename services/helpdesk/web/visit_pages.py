"""The pages of visits: my week, and one visit from announcement to outcome."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.helpdesk.commands.claim_visit import ClaimVisit, claim_visit
from services.helpdesk.commands.let_go_visit import LetGoVisit, let_go_visit
from services.helpdesk.commands.record_visit import RecordVisit, record_visit
from services.helpdesk.domain.note import NoteKind
from services.helpdesk.domain.visit import Visit, VisitStatus
from services.helpdesk.queries import visits as queries
from services.helpdesk.queries.stickers import help_place
from services.helpdesk.store.unit import HelpdeskUnit
from services.helpdesk.web import texts
from services.helpdesk.web.covered import who_reads
from services.helpdesk.web.texts import REFUSALS
from shared.bus.answers import Answer
from shared.contracts.disclosure import DisclosurePurpose
from shared.contracts.vocabulary import VisitFinding, VisitOutcome
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.identity.tokens import Person
from shared.language.free_text import clean_text
from shared.language.translate import _
from shared.runtime.faces import rhythm_here
from shared.web.call import Call, FormCall, SignedIn, as_redirect, may, running_service
from shared.web.days import read_day
from shared.web.families import ask_families
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page

router = APIRouter(prefix="/helpdesk/visits", include_in_schema=False)

NAMES = (
    "PURPOSE",
    "PICTURE",
    "WHY",
    "ANNOUNCE",
    "VISIT_STATUS",
    "VISIT_TONE",
    "WISH",
    "VISIT_OUTCOME",
    "FINDING",
    "KIND",
    "COMPETENCE",
)
WORDS = {name: getattr(texts, name) for name in NAMES}
MOST_OFTEN = (VisitOutcome.WENT_AHEAD, VisitOutcome.INFORMAL_TALK, VisitOutcome.NOT_AT_HOME, VisitOutcome.FAMILY_MOVED_IT)
"""Outcomes that stand open on the page: one tap. The others are one tap further."""
FIELD_OF = {"day_has_passed": "next_due", "no_next_visit": "next_due"}


@router.get("", dependencies=[may(Permission.SEE_VISITS)])
async def my_week(request: Request, person: SignedIn, after: UUID | None = None) -> Response:
    """Whom to see this week, the longest due first.

    Names are asked from loans in one question, after our own transaction; not of families that a colleague goes to.
    """
    running = running_service(request)
    async with running.units.open(person.organisation) as unit:
        today = unit.today()
        lines = await queries.list_due(unit, today + queries.THIS_WEEK, person.id, after)
        week = await queries.week_of(unit, person.id, today)
        later = None if lines else await queries.next_due(unit, today + queries.THIS_WEEK)
    mine = [line.visit.household_id for line in lines if line.visit.claimed_by in (None, person.id) and not line.covered]
    names = await ask_families(running, person, DisclosurePurpose.VISIT, mine)
    following = f"/helpdesk/visits?after={lines[-1].visit.id}" if len(lines) == queries.PAGE else None
    yesterday = today - timedelta(days=1)  # stands for every day that is past
    context = {
        "days": [(day, list(some)) for day, some in groupby(lines, key=lambda line: max(line.visit.due_on, yesterday))],
        "names": names,
        "today": today,
        "later": later,
        "week": week,
        "me": person.id,
        "following": following,
        "first": after is None,
    }
    return page(request, "helpdesk/visits.html", WORDS | context)


@router.get("/{visit_id}", dependencies=[may(Permission.SEE_VISITS)])
async def show_visit(request: Request, visit_id: UUID, person: SignedIn) -> Response:
    """One visit: who, why, when, what to say, what was tried, and what came of it."""
    return await _visit_page(request, person, visit_id)


@router.post("/{visit_id}/claim", dependencies=[may(Permission.RECORD_VISITS)])
async def claim(request: Request, visit_id: UUID, call: FormCall) -> Response:
    """I go."""
    return await _try(request, call, visit_id, lambda unit: claim_visit(ClaimVisit(visit_id, call.person.id), unit))


@router.post("/{visit_id}/let-go", dependencies=[may(Permission.RECORD_VISITS)])
async def let_go(request: Request, visit_id: UUID, call: FormCall) -> Response:
    """Another face may go."""
    return await _try(request, call, visit_id, lambda unit: let_go_visit(LetGoVisit(visit_id), unit))


@router.post("/{visit_id}/record", dependencies=[may(Permission.RECORD_VISITS)])
async def record(request: Request, visit_id: UUID, call: FormCall) -> Response:
    """What came of it."""
    form = await typed(request)
    problems = []
    if form.get("outcome") not in [outcome.value for outcome in VisitOutcome]:
        problems.append(FormProblem(_("Kies hoe het ging"), field="outcome"))
    next_due, understood = read_day(form.get("next_due", ""))
    if not understood:
        problems.append(FormProblem(_("Deze dag begrijpen we niet"), _("Typ dag, maand en jaar, zoals 24/3/2027."), "next_due"))
    if form.get("note") and form.get("note_kind") not in [kind.value for kind in NoteKind]:
        problems.append(FormProblem(_("Kies wie dit zei of zag"), field="note_kind"))
    for field in ("note", "broken_text"):  # two texts, so the command could not say which of them
        try:
            clean_text(form.get(field, ""))
        except Refused as refusal:
            problems.append(refused(refusal, REFUSALS, field)[1])
    if problems:
        return await _visit_page(request, call.person, visit_id, problems, 422, form)
    command = RecordVisit(
        visit_id=visit_id,
        outcome=VisitOutcome(form["outcome"]),
        by=call.person.id,
        findings=frozenset(finding for finding in VisitFinding if form.get(finding.value) == "yes"),
        note=form.get("note", ""),
        note_kind=NoteKind(form["note_kind"]) if form.get("note") else NoteKind.FAMILY_SAID,
        broken_text=form.get("broken_text", ""),
        next_due=next_due,
    )
    return await _try(request, call, visit_id, lambda unit: record_visit(command, unit), form)


async def _try(
    request: Request,
    call: Call,
    visit_id: UUID,
    command: Callable[[HelpdeskUnit], Awaitable[Visit]],
    form: dict[str, str] | None = None,
) -> Response:
    """Run a command and go to the visit; when it is refused, show the visit again with why and with what was typed."""
    try:
        return as_redirect(await call.answer(command, lambda visit: Answer(303, f"/helpdesk/visits/{visit.id}")))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, FIELD_OF.get(refusal.code, ""))
        return await _visit_page(request, call.person, visit_id, [problem], status, form)


async def _visit_page(
    request: Request,
    person: Person,
    visit_id: UUID,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
    form: dict[str, str] | None = None,
) -> Response:
    running = running_service(request)
    async with running.units.open(person.organisation) as unit:
        seen = await queries.get_visit(unit, visit_id, person.id)
        place = await help_place(unit)
        again = (await rhythm_here(unit)).try_again_days
        today: date = unit.today()
        week = await queries.week_of(unit, person.id, seen.visit.due_on)
    to_call = [seen.visit.household_id] if seen.visit.status is VisitStatus.PLANNED else []  # afterwards nobody needs the name
    names = await ask_families(running, person, DisclosurePurpose.VISIT, to_call if not seen.covered else [])
    who = await who_reads(running, person.organisation, seen.readers) if seen.covered else ""
    context: dict[str, Any] = {
        "seen": seen,
        "visit": seen.visit,
        "who_reads": who,
        "names": names,
        "family": (names or {}).get(seen.visit.household_id),
        "place": place,
        "today": today,
        "again": again,
        "is_this_week": seen.visit.due_on <= today or queries.same_week(seen.visit.due_on, today),
        "week": week,
        "me": person.id,
        "form": form or {},
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
        "outcomes": [(outcome.value, texts.VISIT_OUTCOME[outcome]) for outcome in MOST_OFTEN],
        "more_outcomes": [(outcome.value, words) for outcome, words in texts.VISIT_OUTCOME.items() if outcome not in MOST_OFTEN],
        "findings": [(finding.value, *words) for finding, words in texts.FINDING.items()],
        "kinds": [(kind.value, words, "") for kind, words in texts.KIND.items()],
    }
    return page(request, "helpdesk/visit.html", WORDS | context, status=status)
