"""The page about the organisation: what it is called, where families find help, and how it looks."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.portal.commands.change_organisation import ChangeOrganisation, change_organisation
from services.portal.domain.organisation import Details
from services.portal.domain.refusals import NoHelpLine
from services.portal.queries.organisation import get_organisation
from services.portal.web.own_house import own_house
from services.portal.web.texts import REFUSALS
from shared.bus.answers import Answer
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.free_text import clean_line
from shared.web import colour
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, refused
from shared.web.pages import page

router = APIRouter(prefix="/organisation", include_in_schema=False)

FIELDS = ("title", "help_line", "help_place")
LONGEST = 120
SAVED = Answer(303, "/organisation?done=true")


@router.get("", dependencies=[may(Permission.MANAGE_ORGANISATION)])
async def show(request: Request, person: SignedIn, done: bool = False) -> Response:
    """What it says now."""
    return await organisation_page(request, person.organisation, done=done)


@router.post("", dependencies=[may(Permission.MANAGE_ORGANISATION)])
async def change(request: Request, call: FormCall) -> Response:
    """Say it differently from now on."""
    form = await request.form()
    typed = {field: str(form.get(field, "")) for field in FIELDS}
    command = ChangeOrganisation(Details(**typed))
    try:
        return as_redirect(await call.answer(lambda unit: change_organisation(command, unit), lambda _: SAVED))
    except NotFound:
        raise
    except Refused as refusal:
        field = "help_line" if isinstance(refusal, NoHelpLine) else _field_of(typed)
        status, problem = refused(refusal, REFUSALS, field=field)
        return await organisation_page(request, call.organisation, typed, [problem], status)


def _field_of(typed: dict[str, str]) -> str:
    """The first field that does not pass by itself: a text that is too long may be in any of them."""
    for field, text in typed.items():
        try:
            clean_line(text, longest=LONGEST)
        except Refused:
            return field
    return "title"


async def organisation_page(
    request: Request,
    organisation_id: UUID,
    typed: Mapping[str, str] | None = None,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
    *,
    done: bool = False,
) -> Response:
    """The page with what is stored, and over it what somebody just typed. Its own name and colours are on it at once.

    Raises `NotFound`.
    """
    async with running_service(request).units.open(organisation_id) as unit:
        found = await get_organisation(unit)
    details = found.details
    request.state.house = own_house(found)
    context = {
        "typed": {field: getattr(details, field) for field in FIELDS} | {"colour": found.colour} | dict(typed or {}),
        "colours": colour.palette(found.colour or colour.STANDARD),
        "grounds": {"light": colour.LIGHT, "dark": colour.DARK},
        "own_colour": bool(found.colour),
        "least": colour.READABLE,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
        "done": done,
    }
    return page(request, "portal/organisation.html", context, status=status)
