"""The pages of skills for staff and trainers."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.skills.commands.enrol_learner import EnrolLearner, enrol_learner
from services.skills.commands.give_code import GiveCode, give_code
from services.skills.domain.learner import Learner
from services.skills.queries import learners as queries
from services.skills.queries.learners import Which
from services.skills.queries.progress import shared_progress
from services.skills.web.learner_session import START, codes_of
from services.skills.web.learner_texts import LEVEL, SUBJECT
from services.skills.web.paper import paper_in, paper_languages
from services.skills.web.texts import REFUSALS, TAB, who
from shared.bus.answers import Answer
from shared.documents.qr import qr_svg
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.languages import Reach, choose
from shared.language.translate import language as language_now
from shared.web.call import Call, FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page

router = APIRouter(prefix="/skills", include_in_schema=False)

WORDS: dict[str, Any] = {"SUBJECT": SUBJECT, "LEVEL": LEVEL, "who": who}


@router.get("/learners", dependencies=[may(Permission.ENROL_LEARNERS)])
async def list_learners(request: Request, person: SignedIn, which: str = "all", before: UUID | None = None) -> Response:
    """Who has a place, the newest first. What anybody can do is not here."""
    chosen = Which(which) if which in [known.value for known in Which] else Which.ALL
    async with running_service(request).units.open(person.organisation) as unit:
        found = await queries.list_learners(unit, chosen, before)
    following = f"/skills/learners?which={chosen.value}&before={found[-1].id}" if len(found) == queries.PAGE else None
    tabs = [(f"/skills/learners?which={one.value}", words, "page" if one is chosen else "") for one, words in TAB.items()]
    context = {"learners": found, "chosen": chosen, "tabs": tabs, "shown": TAB[chosen], "following": following}
    return page(request, "skills/learners.html", WORDS | context | {"first": before is None})


@router.get("/learners/new", dependencies=[may(Permission.ENROL_LEARNERS)])
async def new_learner(request: Request, person: SignedIn) -> Response:
    """One more place: of which household, if any."""
    return page(request, "skills/new_learner.html", {"problems": [], "household_code": ""})


@router.post("/learners/new", dependencies=[may(Permission.ENROL_LEARNERS)])
async def enrol(request: Request, call: FormCall) -> Response:
    """Make the place, and show its card. The code is shown in this answer only."""
    household_code = (await typed(request)).get("household_code", "")
    command, codes = EnrolLearner(household_code=household_code), codes_of(running_service(request))
    try:
        answer = await call.answer(lambda unit: enrol_learner(command, codes, unit), _place)
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, field="household_code")
        context = {"problems": [problem], "household_code": household_code[:20]}
        return page(request, "skills/new_learner.html", context, status=status)
    return await _card(request, call, answer)


@router.get("/learners/{learner_id}", dependencies=[may(Permission.ENROL_LEARNERS)])
async def show_learner(request: Request, learner_id: UUID, person: SignedIn) -> Response:
    """One learner. Levels are for trainers alone, and only as long as the learner shares them."""
    return await _learner_page(request, call_organisation=person.organisation, learner_id=learner_id, teach=_teaches(person))


@router.get("/learners/{learner_id}/code", dependencies=[may(Permission.ENROL_LEARNERS)])
async def back_from_code(learner_id: UUID, person: SignedIn) -> Response:
    """A code is shown once. Who comes back to its address sees the learner."""
    return as_redirect(Answer(303, f"/skills/learners/{learner_id}"))


@router.post("/learners/{learner_id}/code", dependencies=[may(Permission.ENROL_LEARNERS)])
async def make_code(request: Request, learner_id: UUID, call: FormCall) -> Response:
    """Make a new code and show its card; the code before stops working."""
    codes = codes_of(running_service(request))
    try:
        answer = await call.answer(lambda unit: give_code(GiveCode(learner_id), codes, unit), _place)
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS)
        return await _learner_page(
            request,
            call_organisation=call.organisation,
            learner_id=learner_id,
            teach=_teaches(call.person),
            problem=problem,
            status=status,
        )
    return await _card(request, call, answer)


@router.get("/assessment/print", dependencies=[may(Permission.ENROL_LEARNERS)])
async def print_assessment(request: Request, person: SignedIn, language: str = "") -> Response:
    """Every question on paper, for who would rather not use a screen; in the language that was asked, else that of the page."""
    paper = paper_in(choose([language, language_now().code], Reach.LEARNER))
    return page(request, "skills/print.html", {"paper": paper, "paper_languages": paper_languages()})


def _place(learner: Learner) -> Answer:
    """What is remembered of a place with a new code. The code itself is not: it follows from these two."""
    return Answer(201, f"/skills/learners/{learner.id}", {"learner_id": str(learner.id), "code_number": learner.code_number})


async def _card(request: Request, call: Call, answer: Answer) -> Response:
    running = running_service(request)
    learner_id, number = UUID(answer.body["learner_id"]), answer.body["code_number"]
    async with running.units.open(call.organisation) as unit:
        learner = await queries.get_learner(unit, learner_id)
    if learner.code_number != number:  # the same form again, after somebody made a newer code
        return as_redirect(Answer(303, f"/skills/learners/{learner_id}"))
    address = running.settings.base_url + START
    context = {
        "learner": learner,
        "code": codes_of(running).make(learner_id, number),
        "address": address,
        "short_address": address.partition("://")[2],
        "qr": qr_svg(address) if running.settings.phones_reach_us else "",
    }
    return page(request, "skills/card.html", WORDS | context)


async def _learner_page(
    request: Request,
    *,
    call_organisation: UUID,
    learner_id: UUID,
    teach: bool,
    problem: FormProblem | None = None,
    status: int = 200,
) -> Response:
    async with running_service(request).units.open(call_organisation) as unit:
        learner = await queries.get_learner(unit, learner_id)
        progress = await shared_progress(unit, learner_id) if teach else None
        goals = await queries.get_goals(unit, learner_id) if teach else ()
    context = {"learner": learner, "progress": progress, "goals": goals, "problems": [problem] if problem else []}
    return page(request, "skills/learner.html", WORDS | context, status=status)


def _teaches(person: SignedIn) -> bool:
    return person.may(Permission.TEACH)
