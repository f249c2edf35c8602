"""What a learner decides: what to learn first, and who may see what."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.skills.commands.choose_goals import ChooseGoals, choose_goals
from services.skills.commands.choose_sharing import ChooseSharing, choose_sharing
from services.skills.domain.items import ASKED_COMPETENCES, items_of
from services.skills.domain.learner import Learner, Sharing
from services.skills.domain.need import MOST_GOALS
from services.skills.queries.codes import CodeHolder
from services.skills.queries.learners import get_own
from services.skills.web.learner_session import LearnerCall, LearnerHere
from services.skills.web.learner_texts import LEARNER_REFUSALS, SHARING, SUBJECT
from shared.bus.answers import Answer
from shared.domain import Refused
from shared.language.formats import capital, listed
from shared.language.translate import _, translated
from shared.web.call import as_redirect, open_to_all, running_service
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page

router = APIRouter(prefix="/skills/my", include_in_schema=False)

WITH_CODE = open_to_all("whoever is in with a learner's code decides for that learner")
NO_CHOICE = FormProblem(_("Kies wie het mag zien"), field="sharing")
DONE = Answer(303, "/skills/my/result")


@router.get("/goals", dependencies=[WITH_CODE])
async def my_goals(request: Request, here: LearnerHere) -> Response:
    """What do you want to learn first?"""
    learner = await _learner(request, here)
    return _goals_page(request, learner.goals)


@router.post("/goals", dependencies=[WITH_CODE])
async def goals(request: Request, here: LearnerHere, call: LearnerCall) -> Response:
    """Keep at most three; none is fine."""
    chosen = tuple(str(value) for value in (await request.form()).getlist("goal"))
    command = ChooseGoals(here.learner_id, chosen)
    try:
        return as_redirect(await call.answer(lambda unit: choose_goals(command, unit), lambda _: DONE))
    except Refused as refusal:
        status, problem = refused(refusal, LEARNER_REFUSALS, field="goal")
        return _goals_page(request, chosen, problem, status)


@router.get("/sharing", dependencies=[WITH_CODE])
async def my_sharing(request: Request, here: LearnerHere) -> Response:
    """Who may see what you can do?"""
    learner = await _learner(request, here)
    return _sharing_page(request, learner, learner.sharing.value)


@router.post("/sharing", dependencies=[WITH_CODE])
async def sharing(request: Request, here: LearnerHere, call: LearnerCall) -> Response:
    """It holds at once."""
    chosen = (await typed(request)).get("sharing", "")
    if chosen not in [known.value for known in Sharing]:
        return _sharing_page(request, await _learner(request, here), chosen, NO_CHOICE, 422)
    command = ChooseSharing(here.learner_id, Sharing(chosen))
    try:
        return as_redirect(await call.answer(lambda unit: choose_sharing(command, unit), lambda _: DONE))
    except Refused as refusal:
        status, problem = refused(refusal, LEARNER_REFUSALS, field="sharing")
        return _sharing_page(request, await _learner(request, here), chosen, problem, status)


async def _learner(request: Request, here: CodeHolder) -> Learner:
    async with running_service(request).units.open(here.organisation) as unit:
        learner, _assessment = await get_own(unit, here.learner_id)
    return learner


def _goals_page(request: Request, chosen: tuple[str, ...], problem: FormProblem | None = None, status: int = 200) -> Response:
    answers = [(competence, SUBJECT[competence], _tasks_of(competence)) for competence in ASKED_COMPETENCES]
    context = {"answers": answers, "chosen": chosen, "most": MOST_GOALS, "problems": [problem] if problem else []}
    return page(request, "skills/goals.html", context, status=status)


def _sharing_page(
    request: Request, learner: Learner, chosen: str, problem: FormProblem | None = None, status: int = 200
) -> Response:
    answers = [
        (sharing.value, title, explanation)
        for sharing, (title, explanation) in SHARING.items()
        if sharing is not Sharing.TRAINER_AND_VISITS or learner.household_id is not None
    ]
    context = {"answers": answers, "chosen": chosen, "problems": [problem] if problem else []}
    return page(request, "skills/sharing.html", context, status=status)


def _tasks_of(competence: str) -> str:
    """What is asked about it, as a sentence; nothing where that only says its name again."""
    tasks = listed([translated(item.task) for item in items_of(competence)])
    return "" if tasks == str(SUBJECT[competence]) else capital(tasks)
