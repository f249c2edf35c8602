"""The learner's own side through the API: come in with a code, answer, stop, choose. What it answers is that learner's alone."""

from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from services.skills.commands.answer_question import AnswerQuestion, answer_question
from services.skills.commands.choose_goals import ChooseGoals, choose_goals
from services.skills.commands.choose_sharing import ChooseSharing, choose_sharing
from services.skills.commands.stop_assessment import StartAgain, StopAssessment, start_again, stop_assessment
from services.skills.domain.items import Response as Said
from services.skills.domain.learner import Sharing
from services.skills.domain.next_question import next_question
from services.skills.queries.learners import get_own
from services.skills.queries.progress import own_progress
from services.skills.web.learner_session import LearnerApiCall, LearnerOfProgram, cookie_for
from services.skills.web.start_page import LONGEST, holder_or_why_not, status_of
from shared.bus.answers import Answer
from shared.web.call import as_json, from_our_own_page, open_to_all, running_service
from shared.web.forms import FormProblem
from shared.web.problems import problem

router = APIRouter(prefix="/skills/api/my", tags=["own learning"])

WITH_CODE = open_to_all("whoever is in with a learner's code decides for that learner", shows="learner")
DONE = Answer(204)


class CodeBody(BaseModel):
    """What stands on the card."""

    code: Annotated[str, Field(max_length=LONGEST)]


class AnswerBody(BaseModel):
    """What somebody says to one question."""

    item_id: Annotated[str, Field(max_length=40)]
    answer: Said


class GoalsBody(BaseModel):
    """What to learn first: at most three competences."""

    competences: Annotated[tuple[str, ...], Field(max_length=21)]


class SharingBody(BaseModel):
    """Who may see it from now on."""

    sharing: Sharing


class MyView(BaseModel):
    """Where a learner stands. `next_question` is null after the last one; levels are by competence."""

    next_question: str | None
    levels: dict[str, int]
    first_levels: dict[str, int]
    goals: list[str]
    sharing: Sharing


@router.post("/sessions", status_code=204, dependencies=[open_to_all("a learner comes in here, with a code from a card")])
async def post_session(request: Request, body: CodeBody) -> Response:
    """Come in with a code; a cookie keeps it for twelve hours. Coming in twice is being in once."""
    from_our_own_page(request)
    holder = await holder_or_why_not(request, body.code.strip())
    if isinstance(holder, FormProblem):
        return problem(request, status_of(holder), holder.title, holder.detail, "learner_code")
    answer = Response(status_code=204)
    answer.headers.append("set-cookie", cookie_for(running_service(request), holder))
    return answer


@router.get("", dependencies=[WITH_CODE])
async def get_mine(request: Request, here: LearnerOfProgram) -> MyView:
    """Where I stand."""
    async with running_service(request).units.open(here.organisation) as unit:
        learner, assessment = await get_own(unit, here.learner_id)
        progress = await own_progress(unit, here.learner_id)
    following = assessment.next if assessment else next_question({})
    return MyView(
        next_question=following.id if following else None,
        levels=dict(progress.levels),
        first_levels=dict(progress.first),
        goals=list(learner.goals),
        sharing=learner.sharing,
    )


@router.post("/answers", status_code=204, dependencies=[WITH_CODE])
async def post_answer(body: AnswerBody, here: LearnerOfProgram, call: LearnerApiCall) -> Response:
    """Answer a question, or change an answer."""
    command = AnswerQuestion(here.learner_id, body.item_id, body.answer)
    return as_json(await call.answer(lambda unit: answer_question(command, unit), lambda _: DONE))


@router.post("/stop", status_code=204, dependencies=[WITH_CODE])
async def post_stop(here: LearnerOfProgram, call: LearnerApiCall) -> Response:
    """Stop for now; what there is stays."""
    return as_json(await call.answer(lambda unit: stop_assessment(StopAssessment(here.learner_id), unit), lambda _: DONE))


@router.post("/again", status_code=204, dependencies=[WITH_CODE])
async def post_again(here: LearnerOfProgram, call: LearnerApiCall) -> Response:
    """Begin from the first question; what was answered before stays."""
    return as_json(await call.answer(lambda unit: start_again(StartAgain(here.learner_id), unit), lambda _: DONE))


@router.post("/goals", status_code=204, dependencies=[WITH_CODE])
async def post_goals(body: GoalsBody, here: LearnerOfProgram, call: LearnerApiCall) -> Response:
    """Choose what to learn first."""
    command = ChooseGoals(here.learner_id, body.competences)
    return as_json(await call.answer(lambda unit: choose_goals(command, unit), lambda _: DONE))


@router.post("/sharing", status_code=204, dependencies=[WITH_CODE])
async def post_sharing(body: SharingBody, here: LearnerOfProgram, call: LearnerApiCall) -> Response:
    """Choose who may see it; it holds at once."""
    command = ChooseSharing(here.learner_id, body.sharing)
    return as_json(await call.answer(lambda unit: choose_sharing(command, unit), lambda _: DONE))
