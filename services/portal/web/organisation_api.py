"""The organisation, and how an installation gets one."""

import asyncio
from datetime import date
from typing import Annotated

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from services.portal.commands.change_limits import ChangeLimits, change_limits
from services.portal.commands.change_look import ChangeColour, ChangeLogo, change_colour, change_logo
from services.portal.commands.change_opening import ChangeOpening, change_opening
from services.portal.commands.change_organisation import ChangeOrganisation, change_organisation
from services.portal.commands.change_rhythm import ChangeRhythm, change_rhythm
from services.portal.commands.change_texts import ChangeNotice, ChangePlaceToAsk, change_notice, change_place_to_ask
from services.portal.commands.new_start_code import NewStartCode, new_start_code
from services.portal.commands.set_up_organisation import SetUpOrganisation, set_up_organisation
from services.portal.domain.opening import read_blocks
from services.portal.domain.organisation import Details, Organisation
from services.portal.domain.sign_in_name import as_typed
from services.portal.pictures import read_logo
from services.portal.queries.organisation import get_organisation
from services.portal.store.finding import find_account
from services.portal.web.people_api import StartCodeView, told_code, with_code
from shared.bus.answers import Answer
from shared.contracts.limits import LimitsWish
from shared.contracts.portal import NOTICE_LANGUAGES, Notice, OpeningHours
from shared.contracts.rhythm import RhythmWish
from shared.domain import NotFound
from shared.identity.permissions import Permission
from shared.web.call import ApiCall, AskedBy, SignedIn, as_json, may, only_services, running_service
from shared.web.pages import logo_address

router = APIRouter(prefix="/portal/api", tags=["organisation"])

PICTURE = {"schema": {"type": "string", "format": "binary"}}
LOGO_BODY = {
    "requestBody": {
        "description": "The picture itself; its kind is read from its content.",
        "content": {"image/png": PICTURE, "image/jpeg": PICTURE, "image/webp": PICTURE},
    }
}
"""The route reads it itself, in a thread."""


class OrganisationBody(BaseModel):
    """What an organisation says about itself; an empty text is not known."""

    title: str
    help_line: str = ""
    help_place: str = ""


class OrganisationView(OrganisationBody):
    """The same, and how it looks: the colour that it wishes, and where its logo is; empty for none."""

    colour: str = ""
    logo: str = ""


class OpeningBody(BaseModel):
    """When families can come in: for each weekday, 1 is Monday, its hours as somebody types them, such as `9-12 en 13.30-17`."""

    days: dict[Annotated[int, Field(ge=1, le=7)], Annotated[str, Field(max_length=200)]]


class ColourBody(BaseModel):
    """A colour code such as `#0d5860`; empty for the standard colour."""

    colour: str


NoticeLanguage = Annotated[str, Field(pattern=f"^({'|'.join(NOTICE_LANGUAGES)})$")]
"""Another one would be left out without a word, and with nothing else said take the notice away."""


class NoticeBody(BaseModel):
    """What the organisation says to everybody, by the code of the language, and the last day; no words: nothing."""

    words: dict[NoticeLanguage, Annotated[str, Field(max_length=1000)]]
    until: date | None = None


class PlaceToAskBody(BaseModel):
    """Where a family asks about what is written down of it; empty when that is not said."""

    place: str


class SettingsView(BaseModel):
    """When families can come in, the numbers and limits that the organisation chose, and what it says."""

    opening: OpeningHours
    rhythm: RhythmWish
    limits: LimitsWish
    notice: Notice | None
    ask_about_data: str


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


def settings_view(organisation: Organisation) -> SettingsView:
    """What the API says about what an organisation chose."""
    return SettingsView(
        opening=organisation.opening,
        rhythm=organisation.rhythm,
        limits=organisation.limits,
        notice=organisation.notice,
        ask_about_data=organisation.ask_about_data,
    )


def told_settings(organisation: Organisation) -> Answer:
    """The answer to whoever chose something."""
    return Answer(200, "/portal/api/organisation/settings", settings_view(organisation).model_dump(mode="json"))


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
        unit.note("set_up_organisation", subject=account.id)
    return as_json(with_code(running, told_code(account)))


@router.post("/start-codes", response_model=StartCodeView, dependencies=[only_services("installation")])
async def post_lost_start_code(request: Request, body: LostBody) -> Response:
    """A new start code for somebody nobody else can give one: the only coordinator, who lost the password."""
    running = running_service(request)
    found = await find_account(running.database, as_typed(body.sign_in_name))
    if found is None:
        raise NotFound()
    async with running.units.open(found.organisation, request.state.trace) as unit:
        account = await new_start_code(NewStartCode(found.id), unit)
        unit.note("new_start_code", subject=account.id)
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


@router.get("/organisation/settings", dependencies=[may(Permission.MANAGE_ORGANISATION)])
async def get_settings(request: Request, person: SignedIn) -> SettingsView:
    """When families can come in, the numbers that the organisation chose (null is what is usual), and what it says."""
    async with running_service(request).units.open(person.organisation) as unit:
        return settings_view(await get_organisation(unit))


@router.post("/organisation/opening", response_model=SettingsView, dependencies=[may(Permission.MANAGE_ORGANISATION)])
async def post_opening(body: OpeningBody, call: ApiCall) -> Response:
    """Choose the ordinary week; a weekday that is left out is closed."""
    command = ChangeOpening({weekday: read_blocks(typed) for weekday, typed in body.days.items()})
    return as_json(await call.answer(lambda unit: change_opening(command, unit), told_settings))


@router.post("/organisation/rhythm", response_model=SettingsView, dependencies=[may(Permission.MANAGE_ORGANISATION)])
async def post_rhythm(body: RhythmWish, call: ApiCall) -> Response:
    """Choose numbers; those that are left out stay as they are, null is what is usual."""
    command = ChangeRhythm(body.model_dump(exclude_unset=True))
    return as_json(await call.answer(lambda unit: change_rhythm(command, unit), told_settings))


@router.post("/organisation/limits", response_model=SettingsView, dependencies=[may(Permission.MANAGE_ORGANISATION)])
async def post_limits(body: LimitsWish, call: ApiCall) -> Response:
    """Choose limits; those that are left out stay as they are, null is what is usual."""
    command = ChangeLimits(body.model_dump(exclude_unset=True))
    return as_json(await call.answer(lambda unit: change_limits(command, unit), told_settings))


@router.post("/organisation/notice", response_model=SettingsView, dependencies=[may(Permission.MANAGE_ORGANISATION)])
async def post_notice(body: NoticeBody, call: ApiCall) -> Response:
    """Say something to everybody, or nothing any more."""
    command = ChangeNotice(body.words, body.until)
    return as_json(await call.answer(lambda unit: change_notice(command, unit), told_settings))


@router.post("/organisation/place-to-ask", response_model=SettingsView, dependencies=[may(Permission.MANAGE_ORGANISATION)])
async def post_place_to_ask(body: PlaceToAskBody, call: ApiCall) -> Response:
    """Say where families ask about what is written down of them."""
    command = ChangePlaceToAsk(body.place)
    return as_json(await call.answer(lambda unit: change_place_to_ask(command, unit), told_settings))


@router.post("/organisation/colour", response_model=OrganisationView, dependencies=[may(Permission.MANAGE_ORGANISATION)])
async def post_own_colour(body: ColourBody, call: ApiCall) -> Response:
    """Choose the colour of its pages. It is kept as wished; pages make it readable themselves."""
    return as_json(await call.answer(lambda unit: change_colour(ChangeColour(body.colour), unit), told))


@router.post(
    "/organisation/logo",
    response_model=OrganisationView,
    dependencies=[may(Permission.MANAGE_ORGANISATION)],
    openapi_extra=LOGO_BODY,
)
async def post_own_logo(request: Request, call: ApiCall) -> Response:
    """Choose the logo: the body is the picture itself, PNG, JPEG or WebP, at most 2 MB; an empty body takes it away."""
    content = await request.body()
    command = ChangeLogo(await asyncio.to_thread(read_logo, content) if content else None)
    return as_json(await call.answer(lambda unit: change_logo(command, unit), told))
