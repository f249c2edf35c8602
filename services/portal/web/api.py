"""Sessions and passwords: how a person, or a program for a person, comes in."""

from uuid import UUID

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from pydantic import BaseModel

from services.portal.commands.end_session import EndSession, end_session
from services.portal.commands.renew_session import RenewSession, renew_session
from services.portal.web.entrance import enter_with_password, enter_with_start_code, person_of
from services.portal.web.here import Entered, program
from shared.bus.answers import Answer
from shared.contracts.vocabulary import Role
from shared.identity.permissions import Permission
from shared.identity.tokens import InvalidToken
from shared.language.translate import _
from shared.web.call import ApiCall, as_json, may, open_to_all, running_service

router = APIRouter(prefix="/portal/api", tags=["sessions"])


class PasswordBody(BaseModel):
    """What somebody types to sign in."""

    sign_in_name: str
    password: str


class StartCodeBody(BaseModel):
    """What somebody types the first time: the code that was handed over, and a password of one's own choice."""

    sign_in_name: str
    start_code: str
    password: str


class EndBody(BaseModel):
    """Which of one's own sessions to end; without it the one that asks."""

    session_id: UUID | None = None


class Begun(BaseModel):
    """A session: its token goes along with every request, as a bearer token."""

    token: str
    person_id: UUID
    organisation: UUID
    roles: list[Role]


class Fresh(BaseModel):
    """A token for the next ten minutes, or longer while nobody can be asked."""

    token: str


def begun(request: Request, entered: Entered) -> Begun:
    """What a program gets when somebody signs in."""
    person = entered.person
    token = running_service(request).tokens.sign(person)
    return Begun(token=token, person_id=person.id, organisation=person.organisation, roles=sorted(person.roles))


@router.post("/sessions", dependencies=[open_to_all("who signs in is not signed in yet")])
async def post_session(request: Request, body: PasswordBody) -> Begun:
    """Sign in. Sending it twice begins two sessions, which harms nobody."""
    return begun(request, await enter_with_password(request, body.sign_in_name, body.password, program(request)))


@router.post("/passwords", dependencies=[open_to_all("who has a start code has no password yet")])
async def post_password(request: Request, body: StartCodeBody) -> Begun:
    """Choose a password with a start code, which works once, and be signed in."""
    place = program(request)
    return begun(request, await enter_with_start_code(request, body.sign_in_name, body.start_code, body.password, place))


@router.post("/sessions/renew", dependencies=[open_to_all("the token itself is what is checked", shows="session")])
async def post_renew(request: Request) -> Fresh:
    """A fresh token for the session of the bearer token, with the roles that this person has now; 401 when it is over."""
    running = running_service(request)
    try:
        person = running.tokens.read_session(request.headers.get("authorization", "").removeprefix("Bearer ")).person
    except InvalidToken:
        raise HTTPException(401, _("Deze sessie is voorbij.")) from None
    async with running.units.open(person.organisation, request.state.trace) as unit:
        account = await renew_session(RenewSession(person.session, person.id), unit)
    if account is None:
        raise HTTPException(401, _("Deze sessie is voorbij."))
    return Fresh(token=running.tokens.sign(person_of(account, person.organisation, person.session, running.units.zone)))


@router.post("/sessions/end", status_code=204, dependencies=[may(Permission.USE_OWN_ACCOUNT)])
async def post_end(body: EndBody, call: ApiCall) -> Response:
    """Sign out, or end another one of one's own sessions."""
    command = EndSession(body.session_id or call.person.session, call.person.id)
    return as_json(await call.answer(lambda unit: end_session(command, unit), lambda _: Answer(204)))
