"""The API of portal: the organisation, and how an installation gets one."""

import asyncio

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel

from services.portal.commands.change_look import ChangeColour, ChangeLogo, change_colour, change_logo
from services.portal.commands.change_organisation import ChangeOrganisation, change_organisation
from services.portal.commands.new_start_code import NewStartCode, new_start_code
from services.portal.commands.set_up_organisation import SetUpOrganisation, set_up_organisation
from services.portal.domain.organisation import Details, Organisation
from services.portal.domain.sign_in_name import as_typed
from services.portal.pictures import read_logo
from services.portal.queries.organisation import get_organisation
from services.portal.store.finding import find_account
from services.portal.web.people_api import StartCodeView, told_code, with_code
from shared.bus.answers import Answer
from shared.domain import NotFound
from shared.identity.permissions import Permission
from shared.web.call import ApiCall, AskedBy, SignedIn, as_json, may, only_services, running_service
from shared.web.pages import logo_address

router = APIRouter(prefix="/portal/api", tags=["portal"])


class OrganisationBody(BaseModel):
    """What an organisation says about itself; an empty text is not known."""

    title: str
    help_line: str = ""
    help_place: str = ""


class OrganisationView(OrganisationBody):
    """The same, and how it looks: the colour that it wishes, and where its logo is; empty for none."""

    colour: str = ""
    logo: str = ""


class ColourBody(BaseModel):
    """A colour code such as `#0d5860`; empty for the standard colour."""

    colour: str


class SetUpBody(OrganisationBody):
    """A new organisation, and the name with which its first coordinator signs in."""

    coordinator: str
    display_name: str = ""


class LostBody(BaseModel):
    """Whose password is lost."""

    sign_in_name: str


def view(organisation: Organisation) -> OrganisationView:
    """What the API says about an organisation."""
    details = organisation.details
    return OrganisationView(
        title=details.title,
        help_line=details.help_line,
        help_place=details.help_place,
        colour=organisation.colour,
        logo=logo_address(organisation.id, organisation.logo) if organisation.logo else "",
    )


def told(organisation: Organisation) -> Answer:
    """The answer to whoever changed it."""
    return Answer(200, "/portal/api/organisation", view(organisation).model_dump(mode="json"))


@router.post("/organisations", response_model=StartCodeView, dependencies=[only_services("installation")])
async def post_organisation(request: Request, body: SetUpBody, asked: AskedBy) -> Response:
    """Set up an organisation; the answer has the first coordinator's start code. The same again is answered the same, until a
    password is chosen."""
    running = running_service(request)
    details = Details(body.title, body.help_line, body.help_place)
    async with running.units.open(asked.organisation, request.state.trace) as unit:
        account = await set_up_organisation(SetUpOrganisation(details, body.coordinator, body.display_name), unit)
    return as_json(with_code(running, told_code(account)))


@router.post("/start-codes", response_model=StartCodeView, dependencies=[only_services("installation")])
async def post_start_code(request: Request, body: LostBody) -> Response:
    """A new start code for somebody nobody else can give one: the only coordinator, who lost the password."""
    running = running_service(request)
    found = await find_account(running.database, as_typed(body.sign_in_name))
    if found is None:
        raise NotFound()
    async with running.units.open(found.organisation, request.state.trace) as unit:
        account = await new_start_code(NewStartCode(found.id), unit)
    return as_json(with_code(running, told_code(account)))


@router.get("/organisation", dependencies=[may(Permission.USE_OWN_ACCOUNT)])
async def get_own_organisation(request: Request, person: SignedIn) -> OrganisationView:
    """The organisation of whoever asks."""
    async with running_service(request).units.open(person.organisation) as unit:
        return view(await get_organisation(unit))


@router.post("/organisation", response_model=OrganisationView, dependencies=[may(Permission.MANAGE_ORGANISATION)])
async def post_own_organisation(body: OrganisationBody, call: ApiCall) -> Response:
    """Change what it is called and where families find help."""
    command = ChangeOrganisation(Details(body.title, body.help_line, body.help_place))
    return as_json(await call.answer(lambda unit: change_organisation(command, unit), told))


@router.post("/organisation/colour", response_model=OrganisationView, dependencies=[may(Permission.MANAGE_ORGANISATION)])
async def post_own_colour(body: ColourBody, call: ApiCall) -> Response:
    """Choose the colour of its pages. It is kept as wished; pages make it readable themselves."""
    return as_json(await call.answer(lambda unit: change_colour(ChangeColour(body.colour), unit), told))


@router.post("/organisation/logo", response_model=OrganisationView, dependencies=[may(Permission.MANAGE_ORGANISATION)])
async def post_own_logo(request: Request, call: ApiCall) -> Response:
    """Choose the logo: the body is the picture itself, PNG, JPEG or WebP, at most 2 MB; an empty body takes it away."""
    content = await request.body()
    command = ChangeLogo(await asyncio.to_thread(read_logo, content) if content else None)
    return as_json(await call.answer(lambda unit: change_logo(command, unit), told))
