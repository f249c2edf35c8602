"""Signing in and out, and choosing a password the first time."""

import hmac
from typing import Any

import structlog
from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from services.portal.commands.end_session import sign_out
from services.portal.web.entrance import enter_with_password, enter_with_start_code
from services.portal.web.provider_flow import remembered_door
from services.portal.web.texts import REFUSALS
from shared.database.engine import is_unavailable
from shared.domain import Refused
from shared.identity.tokens import InvalidToken, Person
from shared.language.translate import _
from shared.runtime.running import RunningService
from shared.web.addresses import local_path
from shared.web.call import COOKIE, csrf_token, from_our_own_page, open_to_all, running_service, session_cookie
from shared.web.forms import FormProblem, refused
from shared.web.held_forms import HeldForm, unseal
from shared.web.pages import page
from shared.web.sign_in import BLANK

log = structlog.get_logger()

router = APIRouter(include_in_schema=False)

NOT_SIGNED_IN = "who signs in is not signed in yet"
NOTES = {
    "roles": _("Je rollen zijn veranderd. Meld je nog eens aan, dan kan je verder."),
    "gone": _("Je hebt jezelf hier weggehaald. Bedankt voor wat je deed."),
    "begun": _("Deze Digibank is al begonnen. Was jij dat? Neem dan de naam en het wachtwoord die je koos."),
}
FIELD_OF = {"wrong_start_code": "start_code", "too_many_tries": "name"}
DIFFERENT = FormProblem(_("De twee wachtwoorden zijn niet gelijk"), _("Typ twee keer hetzelfde."), "repeated")


@router.get("/sign-in", dependencies=[open_to_all(NOT_SIGNED_IN)])
async def ask(request: Request, next: str = "/", said: str = "") -> Response:
    """The form for name and password."""
    facts = {"next": local_path(next), "note": NOTES.get(said, ""), "door": await remembered_door(request)}
    return page(request, "sign_in.html", {**BLANK, **facts})


@router.post("/sign-in", dependencies=[open_to_all(NOT_SIGNED_IN)])
async def enter(request: Request) -> Response:
    """Begin a session in this browser, and go on to the page that was asked for, or to the form that was being filled in."""
    from_our_own_page(request)
    form = await request.form()
    name, onward, held = str(form.get("name", "")), local_path(str(form.get("next", "/"))), str(form.get("held", ""))
    try:
        person = await enter_with_password(request, name, str(form.get("password", "")))
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, field="name")
        door = await remembered_door(request) if not held else None
        facts = {"problems": [problem], "next": onward, "name": name[:60], "held": held, "door": door}
        return page(request, "sign_in.html", {**BLANK, **facts}, status=status)
    answer = _held_page(request, person, held, onward) if held else RedirectResponse(onward, status_code=303)
    return begin_in_browser(running_service(request), person, answer)


@router.get("/sign-in/start-code", dependencies=[open_to_all(NOT_SIGNED_IN)])
async def ask_start_code(request: Request) -> Response:
    """The form for a start code and a password of one's own choice."""
    return _start_code_page(request, {})


@router.post("/sign-in/start-code", dependencies=[open_to_all(NOT_SIGNED_IN)])
async def enter_first_time(request: Request) -> Response:
    """Choose a password and be signed in."""
    from_our_own_page(request)
    form = await request.form()
    typed = {field: str(form.get(field, "")) for field in ("name", "start_code", "password", "repeated")}
    if typed["password"] != typed["repeated"]:
        return _start_code_page(request, typed, DIFFERENT, 422)
    try:
        person = await enter_with_start_code(request, typed["name"], typed["start_code"], typed["password"])
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, field=FIELD_OF.get(refusal.code, "password"))
        return _start_code_page(request, typed, problem, status)
    return begin_in_browser(running_service(request), person, RedirectResponse("/", status_code=303))


@router.post("/sign-out", dependencies=[open_to_all("who is signed out already may leave too")])
async def leave(request: Request) -> Response:
    """End the session, everywhere, and forget it in this browser; the last even when nothing can be stored now."""
    running = running_service(request)
    try:
        person = running.tokens.read_session(request.cookies.get(COOKIE, "")).person
    except InvalidToken:
        return signed_out("/sign-in")
    sent = str((await request.form()).get("csrf", ""))
    if not hmac.compare_digest(sent.encode(), csrf_token(running, person).encode()):
        raise HTTPException(403, _("Deze pagina was verlopen. Ga terug, laad de pagina opnieuw en probeer nog eens."))
    try:
        async with running.units.open(person.organisation, request.state.trace) as unit:
            await sign_out(person.session, unit)
    except Exception as error:
        if not is_unavailable(error):
            raise
        log.warning("the database is away: a session ends in its browser only", error=type(error).__name__)
    return signed_out("/sign-in")


def signed_out(onward: str) -> Response:
    """Go on without a session in this browser."""
    answer = RedirectResponse(onward, status_code=303)
    answer.delete_cookie(COOKIE, httponly=True, samesite="lax")
    return answer


def begin_in_browser(running: RunningService, person: Person, answer: Response) -> Response:
    """An answer that gives this browser a session that began."""
    answer.headers.append("set-cookie", session_cookie(running.tokens.sign(person), secure=running.settings.is_secure))
    return answer


def _held_page(request: Request, person: Person, sealed: str, onward: str) -> Response:
    """What was being filled in, ready to be sent again; only for who filled it in."""
    running = running_service(request)
    request.state.person, request.state.csrf = person, csrf_token(running, person)
    held: HeldForm | None = unseal(running.settings.master_key, sealed)
    if held is None or not held.is_for(person, running.clock.now()):
        return page(request, "portal/held_gone.html", {"next": onward})
    answers = sum(1 for name, value in held.fields if name != "form_key" and value.strip())
    return page(request, "portal/held.html", {"held": held, "answers": answers, "next": onward})


def _start_code_page(request: Request, typed: dict[str, Any], problem: FormProblem | None = None, status: int = 200) -> Response:
    context = {"typed": typed, "problems": [problem] if problem else [], "wrong": {problem.field: problem} if problem else {}}
    return page(request, "portal/choose_password.html", context, status=status)
