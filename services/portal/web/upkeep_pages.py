"""The pages that say how the system is doing, and where somebody decides about what failed for good."""

from http import HTTPStatus
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.portal.web.upkeep_asking import SERVICE, WHAT_IT_DOES, ask, ask_all, ask_for, must_be_service
from services.portal.web.upkeep_texts import DISCARD_REASON, advice, findings, why
from shared.bus.answers import Answer
from shared.contracts.upkeep import (
    PAGE,
    After,
    Decision,
    DiscardReason,
    Health,
    Letter,
    LetterQuestion,
    Letters,
    LettersQuestion,
    Number,
)
from shared.identity.permissions import Permission
from shared.identity.tokens import Person
from shared.language.translate import _
from shared.runtime.running import RunningService
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, typed
from shared.web.pages import page

router = APIRouter(prefix="/upkeep", include_in_schema=False)

MANAGES = may(Permission.MANAGE_ORGANISATION)
NO_REASON = FormProblem(_("Kies eerst waarom"), field="reason")
AWAY = FormProblem(_("Deze dienst antwoordt niet."), _("Er is niets veranderd. Probeer het over enkele minuten opnieuw."))
GONE = FormProblem(_("Hier is al over beslist"), _("Iemand was je voor, of het lukte intussen vanzelf."))
UNREADABLE = FormProblem(_("Opnieuw proberen kan niet"), _("Het bericht is nog altijd niet te lezen. Weggooien kan wel."))
SAID = {
    "again": _("We proberen het nu opnieuw. Mislukt het weer, dan staat het hier straks terug."),
    "discarded": _("Weggegooid. Wat erachter wachtte, gaat verder."),
}


@router.get("", dependencies=[MANAGES])
async def overview(request: Request, person: SignedIn) -> Response:
    """Every service: whether it answers, how far it is, and what there is to do."""
    told = await ask_all(running_service(request), person, "health", Health)
    lines = [(name, health, findings(health)) for name, health in told.items()]
    tones = {finding.tone for _name, _health, found in lines for finding in found}
    context = {"lines": lines, "SERVICE": SERVICE, "WHAT_IT_DOES": WHAT_IT_DOES, "well": tones == {"good"}, "stop": "stop" in tones}
    return page(request, "portal/upkeep.html", context)


@router.get("/{service}", dependencies=[MANAGES])
async def failures(request: Request, service: str, person: SignedIn, after: After = 0, said: str = "") -> Response:
    """What failed for good in one service."""
    return await _failures(request, person, must_be_service(service), after, said=said)


@router.get("/{service}/letters/{number}", dependencies=[MANAGES])
async def letter(request: Request, service: str, number: Number, person: SignedIn) -> Response:
    """One event that failed for good. Raises `NotFound` when somebody decided about it already."""
    return await _letter(request, person, must_be_service(service), number)


@router.post("/{service}/letters/{number}/again", dependencies=[MANAGES])
async def letter_again(request: Request, service: str, number: Number, call: FormCall) -> Response:
    """Try it once more."""
    problem = await decide(call.running, call.person, must_be_service(service), Decision(letter=number))
    if problem is UNREADABLE:
        return await _letter(request, call.person, service, number, problem)
    return await _after(request, call.person, service, "again", problem)


@router.post("/{service}/letters/{number}/discard", dependencies=[MANAGES])
async def letter_discard(request: Request, service: str, number: Number, call: FormCall) -> Response:
    """Let it go, once it is said why."""
    reason = _reason((await typed(request)).get("reason", ""))
    if reason is None:
        return await _letter(request, call.person, must_be_service(service), number, NO_REASON)
    problem = await decide(call.running, call.person, must_be_service(service), Decision(letter=number, discard=reason))
    return await _after(request, call.person, service, "discarded", problem)


@router.post("/{service}/jobs/{job_id}/again", dependencies=[MANAGES])
async def job_again(request: Request, service: str, job_id: UUID, call: FormCall) -> Response:
    """Run it once more."""
    problem = await decide(call.running, call.person, must_be_service(service), Decision(job=job_id))
    return await _after(request, call.person, service, "again", problem)


@router.post("/{service}/jobs/{job_id}/discard", dependencies=[MANAGES])
async def job_discard(request: Request, service: str, job_id: UUID, call: FormCall) -> Response:
    """Let it go, once it is said why."""
    reason = _reason((await typed(request)).get("reason", ""))
    if reason is None:
        return await _failures(request, call.person, must_be_service(service), 0, problem=NO_REASON, status=422)
    problem = await decide(call.running, call.person, must_be_service(service), Decision(job=job_id, discard=reason))
    return await _after(request, call.person, service, "discarded", problem)


async def decide(running: RunningService, person: Person, service: str, decision: Decision) -> FormProblem | None:
    """Tell a service what to do with what failed; None when it did, else why not. Deciding twice is deciding once."""
    answer = await ask(running, person, service, "decisions", decision)
    if answer is None:
        return AWAY
    known: dict[int, FormProblem] = {HTTPStatus.NOT_FOUND: GONE, HTTPStatus.CONFLICT: UNREADABLE}
    return None if answer.status_code == HTTPStatus.NO_CONTENT else known.get(answer.status_code, AWAY)


def _reason(chosen: str) -> DiscardReason | None:
    return DiscardReason(chosen) if chosen in list(DiscardReason) else None


async def _after(request: Request, person: Person, service: str, said: str, problem: FormProblem | None) -> Response:
    if problem is None:
        return as_redirect(Answer(303, f"/upkeep/{service}?said={said}"))
    return await _failures(request, person, service, 0, problem=problem, status=404 if problem is GONE else 503)


async def _failures(
    request: Request,
    person: Person,
    service: str,
    after: int,
    *,
    said: str = "",
    problem: FormProblem | None = None,
    status: int = 200,
) -> Response:
    running = running_service(request)
    told = await ask_for(running, person, service, "letters", Letters, LettersQuestion(after=after))
    zone = running.units.zone
    letters = [(one, one.parked_at.astimezone(zone), why(one.error)) for one in told.letters] if told else []
    context = {
        "service": service,
        "SERVICE": SERVICE,
        "away": told is None,
        "letters": letters,
        "jobs": [(one, one.run_at.astimezone(zone), why(one.error)) for one in told.jobs] if told else [],
        "following": f"/upkeep/{service}?after={letters[-1][0].id}" if len(letters) == PAGE else None,
        "said": SAID.get(said, ""),
        "reasons": [(reason.value, words) for reason, words in DISCARD_REASON.items()],
        "problems": [problem] if problem else [],
    }
    return page(request, "portal/failures.html", context, status=status)


async def _letter(request: Request, person: Person, service: str, number: int, problem: FormProblem | None = None) -> Response:
    running = running_service(request)
    found = await ask_for(running, person, service, "letter", Letter, LetterQuestion(id=number))
    if found is None:
        return await _failures(request, person, service, 0, problem=AWAY, status=503)
    context = {
        "service": service,
        "SERVICE": SERVICE,
        "letter": found,
        "since": found.parked_at.astimezone(running.units.zone),
        "from_service": found.type.partition(".")[0],
        "why": why(found.error),
        "advice": advice(found.error),
        "reasons": [(reason.value, words, "") for reason, words in DISCARD_REASON.items()],
        "problems": [problem] if problem else [],
        "wrong": {problem.field: problem} if problem else {},
    }
    return page(request, "portal/letter.html", context, status=422 if problem else 200)
