"""How the system is doing, and deciding about what failed for good."""

from typing import TypeVar
from uuid import UUID

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from pydantic import BaseModel

from services.portal.web.upkeep_asking import ask_all, ask_for, must_be_service
from services.portal.web.upkeep_pages import AWAY, GONE, decide
from shared.contracts.upkeep import After, Decision, DiscardReason, Health, Letter, LetterQuestion, Letters, LettersQuestion, Number
from shared.identity.permissions import Permission
from shared.web.call import ApiCall, SignedIn, may, running_service

router = APIRouter(prefix="/portal/api/upkeep", tags=["upkeep"])

MANAGES = may(Permission.MANAGE_ORGANISATION)

T = TypeVar("T")


class HealthOfAll(BaseModel):
    """How each service is doing; null for one that does not answer now."""

    services: dict[str, Health | None]


class DiscardBody(BaseModel):
    """Why it is let go for good."""

    reason: DiscardReason


@router.get("", dependencies=[MANAGES])
async def get_health(request: Request, person: SignedIn) -> HealthOfAll:
    """How all services are doing."""
    return HealthOfAll(services=dict(await ask_all(running_service(request), person, "health", Health)))


@router.get("/{service}/letters", dependencies=[MANAGES])
async def get_letters(request: Request, service: str, person: SignedIn, after: After = 0) -> Letters:
    """A page of dead letters of a service, the oldest first; the first page has its dead jobs too."""
    question = LettersQuestion(after=after)
    return _answered(await ask_for(running_service(request), person, must_be_service(service), "letters", Letters, question))


@router.get("/{service}/letters/{number}", dependencies=[MANAGES])
async def get_letter(request: Request, service: str, number: Number, person: SignedIn) -> Letter:
    """One dead letter, with what it carries."""
    question = LetterQuestion(id=number)
    return _answered(await ask_for(running_service(request), person, must_be_service(service), "letter", Letter, question))


@router.post("/{service}/letters/{number}/again", status_code=204, dependencies=[MANAGES])
async def post_letter_again(service: str, number: Number, call: ApiCall) -> Response:
    """Try a dead letter again, and then what waits behind it."""
    return await _decided(call, service, Decision(letter=number))


@router.post("/{service}/letters/{number}/discard", status_code=204, dependencies=[MANAGES])
async def post_letter_discard(service: str, number: Number, body: DiscardBody, call: ApiCall) -> Response:
    """Let a dead letter go: it is never applied, and what waits behind it goes on."""
    return await _decided(call, service, Decision(letter=number, discard=body.reason))


@router.post("/{service}/jobs/{job_id}/again", status_code=204, dependencies=[MANAGES])
async def post_job_again(service: str, job_id: UUID, call: ApiCall) -> Response:
    """Run a dead job again."""
    return await _decided(call, service, Decision(job=job_id))


@router.post("/{service}/jobs/{job_id}/discard", status_code=204, dependencies=[MANAGES])
async def post_job_discard(service: str, job_id: UUID, body: DiscardBody, call: ApiCall) -> Response:
    """Let a dead job go: it is never run."""
    return await _decided(call, service, Decision(job=job_id, discard=body.reason))


async def _decided(call: ApiCall, service: str, decision: Decision) -> Response:
    problem = await decide(call.running, call.person, must_be_service(service), decision)
    if problem is None:
        return Response(status_code=204)
    raise HTTPException(404 if problem is GONE else 503 if problem is AWAY else 409, str(problem.title))


def _answered(told: T | None) -> T:
    if told is None:
        raise HTTPException(503, str(AWAY.title))
    return told
