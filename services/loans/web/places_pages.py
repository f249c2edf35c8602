"""A room of a partner and the bag of a helper borrow too. Of them a name is known, and whose they are; nothing of people."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.loans.commands.correct_place import CorrectPlace, correct_place
from services.loans.commands.register_household import RegisterPlace, register_place
from services.loans.domain.household import BorrowerKind, Household
from services.loans.queries.households import get_household
from services.loans.web.borrower_texts import PLACE_KIND
from services.loans.web.texts import REFUSALS
from shared.bus.answers import Answer
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.translate import _
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page

router = APIRouter(prefix="/loans/places", include_in_schema=False)

SEE = [may(Permission.SEE_HOUSEHOLDS)]
FIELDS = {"owner_missing": "belongs_to"}
NAME_MISSING = FormProblem(_("Vul in hoe het heet"), _("Bijvoorbeeld: computerhoek, of rugzak 2."), "call_name")


@router.get("/new", dependencies=SEE)
async def new_place(request: Request, person: SignedIn) -> Response:
    """A room or a bag we do not know yet."""
    return _form_page(request, {}, None)


@router.post("/new", dependencies=SEE)
async def register(request: Request, call: FormCall) -> Response:
    """Register it, and go to what it needs."""
    form = await typed(request)
    if form.get("kind") not in (BorrowerKind.ROOM, BorrowerKind.BAG):
        return _form_page(request, form, None, [FormProblem(_("Kies wat het is"), field="kind")], 422)
    command = RegisterPlace(BorrowerKind(form["kind"]), form.get("call_name"), form.get("belongs_to"))
    try:
        return as_redirect(await call.answer(lambda unit: register_place(command, unit), _to_place))
    except Refused as refusal:
        return _wrong(request, form, None, refusal)


@router.get("/{household_id}/correct", dependencies=SEE)
async def correct_form(request: Request, household_id: UUID, person: SignedIn) -> Response:
    """The form to put something right."""
    async with running_service(request).units.open(person.organisation) as unit:
        place = await get_household(unit, household_id)
    if place.is_family:
        raise NotFound()
    return _form_page(request, {"call_name": place.call_name or "", "belongs_to": place.belongs_to or ""}, place)


@router.post("/{household_id}/correct", dependencies=SEE)
async def correct(request: Request, household_id: UUID, call: FormCall) -> Response:
    """Put it right."""
    form = await typed(request)
    command = CorrectPlace(household_id, form.get("call_name"), form.get("belongs_to"))
    try:
        return as_redirect(await call.answer(lambda unit: correct_place(command, unit), _to_place))
    except NotFound:
        raise
    except Refused as refusal:
        async with call.running.units.open(call.organisation) as unit:
            place = await get_household(unit, household_id)
        return _wrong(request, form, place, refusal)


def _wrong(request: Request, form: Mapping[str, str], place: Household | None, refusal: Refused) -> Response:
    status, problem = refused(refusal, REFUSALS, field=FIELDS.get(refusal.code, "call_name"))
    return _form_page(request, form, place, [NAME_MISSING if refusal.code == "name_missing" else problem], status)


def _form_page(
    request: Request, form: Mapping[str, str], place: Household | None, problems: Sequence[FormProblem] = (), status: int = 200
) -> Response:
    context = {
        "place_known": place,
        "form": form,
        "kinds": PLACE_KIND,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "loans/place_form.html", context, status=status)


def _to_place(place: Household) -> Answer:
    return Answer(303, f"/loans/households/{place.id}")
