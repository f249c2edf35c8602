"""The page of a partner, a school or a service: ask for a device for a family, and hear that it arrived. Nothing more is shown."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.loans.commands.ask_for_device import ask_for_device
from services.loans.domain.request import Request as DeviceRequest
from services.loans.web import asking
from services.loans.web.texts import REFUSALS
from services.loans.web.typed import chosen_accessories, chosen_wishes
from shared.bus.answers import Answer
from shared.contracts.vocabulary import Accessory
from shared.domain import Refused
from shared.identity.permissions import Permission
from shared.web.call import FormCall, SignedIn, may, running_service
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page

router = APIRouter(prefix="/loans/refer", include_in_schema=False)


@router.get("", dependencies=[may(Permission.REFER_FAMILIES)])
async def ask_what_for(request: Request, person: SignedIn) -> Response:
    """The form, to fill in with the family."""
    return await _form_page(request, person.organisation, {})


@router.post("", dependencies=[may(Permission.REFER_FAMILIES)])
async def refer(request: Request, call: FormCall) -> Response:
    """Put a new family in line and show its code, this once. It is a new one each time: a partner cannot ask about one we know."""
    form, wishes, machine = await typed(request), await chosen_accessories(request), await chosen_wishes(request)
    if problems := asking.problems_in(form, machine):
        return await _form_page(request, call.organisation, form, wishes, problems, 422)
    command = replace(asking.asked_in(form, None, wishes, machine), referred_by=call.person.id)
    try:
        answer = await call.answer(lambda unit: ask_for_device(command, unit), _arrived)
    except Refused as refusal:  # the form was sent before, with other answers
        status, problem = refused(refusal, REFUSALS)
        return await _form_page(request, call.organisation, form, wishes, [problem], status)
    place = await call.running.faces.of(call.organisation)
    return page(request, "loans/referred.html", {"code": answer.body["code"], "place": place})


def _arrived(asked: DeviceRequest) -> Answer:
    """What is remembered: the code, so that sending the form again shows it again."""
    return Answer(200, None, {"code": asked.household_code})


async def _form_page(
    request: Request,
    organisation: UUID,
    form: Mapping[str, str],
    wishes: Sequence[Accessory] = (),
    problems: Sequence[FormProblem] = (),
    status: int = 200,
) -> Response:
    async with running_service(request).units.open(organisation) as unit:
        weights = await unit.weights()
    context = {
        "wishes": [wish.value for wish in wishes],
        "machine_ticked": [wish.value for wish in await chosen_wishes(request)] if request.method == "POST" else [],
        "form": form,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "loans/refer.html", asking.answers(weights) | context, status=status)
