"""The page that asks which of several sorts went along with a family, and the same for programs."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel

from services.inventory.commands.say_which_went import SayWhichWent, say_which_went
from services.inventory.domain.thing import ThingKind
from services.inventory.queries.devices import codes_of
from services.inventory.store.along_questions import AlongQuestion
from services.inventory.web.accessory_texts import KIND
from services.inventory.web.refusal_texts import REFUSALS
from shared.bus.answers import Answer
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.formats import capital
from shared.language.translate import _, translated
from shared.web.call import ApiCall, FormCall, SignedIn, as_json, as_redirect, may, running_service
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page

router = APIRouter(prefix="/inventory", include_in_schema=False)
api = APIRouter(prefix="/inventory/api", tags=["accessories"])

SEE, PREPARE = may(Permission.SEE_DEVICES), may(Permission.PREPARE_DEVICES)
ADDRESS = "/inventory/which-went"
IS_BACK, NOBODY_KNOWS = "back", "unknown"
CHOOSE = _("Kies welke het was")
GONE = FormProblem(_("Een collega antwoordde al"), _("Kijk hieronder wat er nog gevraagd wordt."))


class QuestionView(BaseModel):
    """One of this kind went along with a device on that day, and nobody said yet of which sort."""

    id: UUID
    device_id: UUID
    loan_id: UUID
    kind: ThingKind
    gone_on: date


class QuestionList(BaseModel):
    """The oldest of them; when one is answered, the next one follows."""

    questions: list[QuestionView]


class WhichBody(BaseModel):
    """Which thing it was; none when nobody knows, or with `is_back` when it is here again already."""

    thing_id: UUID | None = None
    is_back: bool = False


@router.get("/which-went", dependencies=[PREPARE])
async def show_questions(request: Request, person: SignedIn) -> Response:
    """All questions that wait."""
    return await _page(request, person.organisation)


@router.post("/which-went/{question_id}", dependencies=[PREPARE])
async def answer_question(request: Request, question_id: UUID, call: FormCall) -> Response:
    """It was this one; or it is back, or nobody knows."""
    said = (await typed(request)).get("thing", "")
    field = f"thing-{question_id}"
    try:
        thing_id = None if said in (IS_BACK, NOBODY_KNOWS) else UUID(said)
    except ValueError:
        return await _page(request, call.organisation, [FormProblem(CHOOSE, field=field)], 422)
    command = SayWhichWent(question_id, thing_id, said == IS_BACK)
    try:
        return as_redirect(await call.answer(lambda unit: say_which_went(command, unit), lambda _one: Answer(303, ADDRESS)))
    except NotFound:
        return await _page(request, call.organisation, [GONE], 404)
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, field)
        return await _page(request, call.organisation, [problem], status)


@api.get("/along-questions", dependencies=[SEE])
async def get_questions(request: Request, person: SignedIn) -> QuestionList:
    """What nobody said yet of what went along."""
    async with running_service(request).units.open(person.organisation) as unit:
        return QuestionList(questions=[_view(one) for one in await unit.along_questions.open()])


@api.post("/along-questions/{question_id}", response_model=QuestionView, dependencies=[PREPARE])
async def post_answer(question_id: UUID, body: WhichBody, call: ApiCall) -> Response:
    """Say which it was; 404 when somebody did already."""
    command = SayWhichWent(question_id, body.thing_id, body.is_back)
    return as_json(
        await call.answer(
            lambda unit: say_which_went(command, unit), lambda one: Answer(200, ADDRESS, _view(one).model_dump(mode="json"))
        )
    )


def _view(one: AlongQuestion) -> QuestionView:
    return QuestionView(id=one.id, device_id=one.device_id, loan_id=one.loan_id, kind=one.kind, gone_on=one.gone_on)


async def _page(request: Request, organisation: UUID, problems: Sequence[FormProblem] = (), status: int = 200) -> Response:
    async with running_service(request).units.open(organisation) as unit:
        asked = await unit.along_questions.open()
        things = await unit.things.all(kinds={one.kind for one in asked})
        codes = await codes_of(unit, {one.device_id for one in asked})
    last = [(IS_BACK, translated("Het is hier al terug")), (NOBODY_KNOWS, translated("Niemand weet het"))]
    questions = [
        (one, capital(str(KIND[one.kind])), codes.get(one.device_id, ""), [thing for thing in things if thing.kind is one.kind])
        for one in asked
    ]
    context = {
        "questions": questions,
        "last": last,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "inventory/which_went.html", context, status=status)
