"""Learners and their codes, for who enrols them."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from services.skills.commands.enrol_learner import EnrolLearner, enrol_learner
from services.skills.commands.give_code import GiveCode, give_code
from services.skills.domain.learner import Learner
from services.skills.queries import learners as queries
from services.skills.queries.learners import LearnerLine, Which
from services.skills.queries.progress import shared_progress
from services.skills.web.learner_session import codes_of
from shared.bus.answers import Answer
from shared.identity.permissions import Permission
from shared.web.call import ApiCall, SignedIn, as_json, may, running_service

router = APIRouter(prefix="/skills/api", tags=["learners"])


class EnrolBody(BaseModel):
    """Of which household, by id or by code; without both, of no household that we know."""

    household_id: UUID | None = None
    household_code: Annotated[str, Field(max_length=20)] = ""


class PlaceView(BaseModel):
    """A place with its new code. Nothing else ever tells the code."""

    id: UUID
    household_id: UUID | None
    number: int
    code: str


class LearnerView(BaseModel):
    """A learner as everybody sees one who may enrol. `shares` is whether a trainer may see the levels."""

    id: UUID
    household_id: UUID | None
    household_code: str | None
    number: int
    enrolled_on: date
    has_code: bool
    shares: bool


class LearnerDetail(LearnerView):
    """One learner; levels and goals for a trainer, of a learner who shares them, else null."""

    levels: dict[str, int] | None = None
    first_levels: dict[str, int] | None = None
    goals: list[str] | None = None


class LearnerList(BaseModel):
    """Learners; `next` is the address of the following page, if there may be one."""

    learners: list[LearnerView]
    next: str | None = None


@router.post("/learners", status_code=201, response_model=PlaceView, dependencies=[may(Permission.ENROL_LEARNERS)])
async def post_learner(request: Request, body: EnrolBody, call: ApiCall) -> Response:
    """Make a place and its code."""
    codes = codes_of(running_service(request))
    command = EnrolLearner(body.household_code, body.household_id)
    return _with_code(request, await call.answer(lambda unit: enrol_learner(command, codes, unit), lambda one: _told(one, 201)))


@router.post("/learners/{learner_id}/code", response_model=PlaceView, dependencies=[may(Permission.ENROL_LEARNERS)])
async def post_code(request: Request, learner_id: UUID, call: ApiCall) -> Response:
    """Make a new code; the one before stops working."""
    codes = codes_of(running_service(request))
    return _with_code(request, await call.answer(lambda unit: give_code(GiveCode(learner_id), codes, unit), _told))


@router.get("/learners", dependencies=[may(Permission.ENROL_LEARNERS)])
async def get_learners(
    request: Request,
    person: SignedIn,
    which: Annotated[Which, Query(description="Which learners.")] = Which.ALL,
    before: Annotated[UUID | None, Query()] = None,
) -> LearnerList:
    """Learners, the newest first."""
    async with running_service(request).units.open(person.organisation) as unit:
        found = await queries.list_learners(unit, which, before)
    following = f"/skills/api/learners?which={which.value}&before={found[-1].id}" if len(found) == queries.PAGE else None
    return LearnerList(learners=[LearnerView(**_view(one)) for one in found], next=following)


@router.get("/learners/{learner_id}", dependencies=[may(Permission.ENROL_LEARNERS)])
async def get_learner(request: Request, learner_id: UUID, person: SignedIn) -> LearnerDetail:
    """One learner."""
    async with running_service(request).units.open(person.organisation) as unit:
        found = LearnerDetail(**_view(await queries.get_learner(unit, learner_id)))
        progress = await shared_progress(unit, learner_id) if person.may(Permission.TEACH) else None
        if progress is not None:
            found.levels, found.first_levels = dict(progress.levels), dict(progress.first)
            found.goals = list(await queries.get_goals(unit, learner_id))
    return found


def _told(learner: Learner, status: int = 200) -> Answer:
    """What is remembered of the answer; the code is added when it leaves, because it must not be stored."""
    body = {
        "id": str(learner.id),
        "household_id": str(learner.household_id) if learner.household_id else None,
        "number": learner.number,
        "code_number": learner.code_number,
    }
    return Answer(status, f"/skills/api/learners/{learner.id}", body)


def _with_code(request: Request, answer: Answer) -> Response:
    place = dict(answer.body)
    code = codes_of(running_service(request)).make(UUID(place["id"]), place.pop("code_number"))
    return as_json(Answer(answer.status, answer.location, place | {"code": code}))


def _view(line: LearnerLine) -> dict[str, object]:
    return {
        "id": line.id,
        "household_id": line.household_id,
        "household_code": line.household_code,
        "number": line.number,
        "enrolled_on": line.enrolled_on,
        "has_code": line.has_code,
        "shares": line.shared_on is not None,
    }
