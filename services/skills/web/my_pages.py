"""The learner's own pages: a start, one question at a time, and what came of it."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.skills.commands.answer_question import AnswerQuestion, answer_question
from services.skills.commands.stop_assessment import StartAgain, StopAssessment, start_again, stop_assessment
from services.skills.domain.assessment import Assessment
from services.skills.domain.items import ITEMS
from services.skills.domain.items import Response as Said
from services.skills.domain.next_question import is_open, next_question
from services.skills.domain.refusals import NothingToRepeat
from services.skills.queries.codes import CodeHolder
from services.skills.queries.learners import get_own
from services.skills.queries.progress import own_progress
from services.skills.web.learner_session import LearnerCall, LearnerHere
from services.skills.web.learner_texts import CAN_DO, LEARNER_REFUSALS, LEVEL, PICTURE, SHARING, SUBJECT
from shared.bus.answers import Answer
from shared.domain import Refused
from shared.language.translate import _
from shared.web.call import as_redirect, open_to_all, running_service
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page

router = APIRouter(prefix="/skills/my", include_in_schema=False)

WITH_CODE = open_to_all("whoever is in with a learner's code sees that learner's own pages")
WORDS = {"SUBJECT": SUBJECT, "LEVEL": LEVEL, "CAN_DO": CAN_DO, "PICTURE": PICTURE, "SHARING": SHARING}
NO_ANSWER = FormProblem(
    _("Kies wat het best bij jou past"), _("Twijfel je? Kies wat er het dichtst bij komt. Stoppen mag ook."), "answer"
)
TO_NEXT = Answer(303, "/skills/my/question")


@router.get("", dependencies=[WITH_CODE])
async def my_start(request: Request, here: LearnerHere) -> Response:
    """Where somebody stands, and the one thing to do next."""
    async with running_service(request).units.open(here.organisation) as unit:
        learner, assessment = await get_own(unit, here.learner_id)
    started = assessment is not None and bool(assessment.responses)
    following = assessment.next if assessment else next_question({})
    context = {"learner": learner, "started": started, "more": following is not None, "again": bool(assessment)}
    return page(request, "skills/my.html", WORDS | context)


@router.get("/question", dependencies=[WITH_CODE])
async def my_next_question(request: Request, here: LearnerHere) -> Response:
    """On to the question that comes now, or to the result."""
    async with running_service(request).units.open(here.organisation) as unit:
        _learner, assessment = await get_own(unit, here.learner_id)
    return RedirectResponse(_onward(assessment), status_code=303)


@router.get("/questions/{item_id}", dependencies=[WITH_CODE])
async def my_question(request: Request, item_id: str, here: LearnerHere) -> Response:
    """One question; one that is not asked now leads to the one that is."""
    return await _question_page(request, here, item_id)


@router.post("/questions/{item_id}", dependencies=[WITH_CODE])
async def answer(request: Request, item_id: str, here: LearnerHere, call: LearnerCall) -> Response:
    """Keep the answer, and go on."""
    said = (await typed(request)).get("answer", "")
    if said not in [known.value for known in Said]:
        return await _question_page(request, here, item_id, problem=NO_ANSWER, status=422)
    command = AnswerQuestion(here.learner_id, item_id, Said(said))
    try:
        return as_redirect(await call.answer(lambda unit: answer_question(command, unit), lambda now: Answer(303, _onward(now))))
    except Refused as refusal:
        status, problem = refused(refusal, LEARNER_REFUSALS, field="answer")
        return await _question_page(request, here, item_id, problem=problem, status=status)


@router.post("/stop", dependencies=[WITH_CODE])
async def stop(here: LearnerHere, call: LearnerCall) -> Response:
    """Stop for now; what there is stays."""
    to_result = Answer(303, "/skills/my/result")
    return as_redirect(await call.answer(lambda unit: stop_assessment(StopAssessment(here.learner_id), unit), lambda _: to_result))


@router.post("/again", dependencies=[WITH_CODE])
async def again(here: LearnerHere, call: LearnerCall) -> Response:
    """Begin from the first question; what was answered before stays."""
    try:
        return as_redirect(await call.answer(lambda unit: start_again(StartAgain(here.learner_id), unit), lambda _: TO_NEXT))
    except NothingToRepeat:
        return as_redirect(TO_NEXT)  # it is at the beginning already, perhaps from another tab


@router.get("/result", dependencies=[WITH_CODE])
async def my_result(request: Request, here: LearnerHere) -> Response:
    """What somebody can do already, in words and pictures; there is nothing to pass or to fail."""
    async with running_service(request).units.open(here.organisation) as unit:
        learner, assessment = await get_own(unit, here.learner_id)
        progress = await own_progress(unit, here.learner_id)
    context = {
        "learner": learner,
        "progress": progress,
        "more": assessment is not None and assessment.next is not None,
        "wins": len(progress.tasks[Said.CAN_SHOW]) + len(progress.tasks[Said.ALONE]),
        # An empty bar says nothing that helps: what is still new stands under what can be learned.
        "begun": {competence: level for competence, level in progress.levels.items() if level},
    }
    return page(request, "skills/result.html", WORDS | context)


async def _question_page(
    request: Request, here: CodeHolder, item_id: str, *, problem: FormProblem | None = None, status: int = 200
) -> Response:
    item = ITEMS.get(item_id)
    async with running_service(request).units.open(here.organisation) as unit:
        _learner, assessment = await get_own(unit, here.learner_id)
    responses: Mapping[str, Said] = assessment.responses if assessment else {}
    if item is None or not (item_id in responses or is_open(item, responses)):
        return as_redirect(TO_NEXT)
    context: dict[str, Any] = {
        "item": item,
        "chosen": responses.get(item_id),
        "place": assessment.place_of(item_id) if assessment else 1,
        "before": assessment.before(item_id) if assessment else None,
        "problems": [problem] if problem else [],
    }
    return page(request, "skills/question.html", WORDS | context, status=status)


def _onward(assessment: Assessment | None) -> str:
    following = assessment.next if assessment else next_question({})
    return f"/skills/my/questions/{following.id}" if following else "/skills/my/result"
