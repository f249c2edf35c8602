"""Signing in with the code that `./digibank sign-in` prints, until people have accounts of their own; and the start page."""

from datetime import datetime
from urllib.parse import urlsplit

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from shared.database.engine import is_unavailable
from shared.identity.tokens import InvalidToken, Person
from shared.runtime.running import RunningService
from shared.runtime.service import Today
from shared.web.call import COOKIE, running_service, session_cookie, signed_in
from shared.web.forms import FormProblem, typed
from shared.web.pages import page

log = structlog.get_logger()

router = APIRouter(include_in_schema=False)

WRONG_CODE = FormProblem(
    "Deze code klopt niet of is ouder dan 12 uur", "Plak de hele code nog eens. Lukt het niet, vraag dan een nieuwe.", "code"
)
NO_CODE = FormProblem("Plak eerst je code", "", "code")
AWAY = Today("", {})


@router.get("/")
async def start(request: Request) -> Response:
    """What waits today, told by each service; asks to sign in first."""
    if not request.cookies.get(COOKIE):
        return RedirectResponse("/sign-in", status_code=303)
    person = await signed_in(request)
    services: list[RunningService] = request.app.state.services
    today = [
        await _today_of(running, person)
        for running in services
        if running.service.today is not None and person.may(running.service.today_for)
    ]
    today.sort(key=lambda part: not part.headline)  # who waits comes before what lies on the workbench
    running = running_service(request)
    context = {
        "today": today,
        "greeting": greeting(running.clock.now().astimezone(running.units.zone)),
        "headline": " ".join(part.headline for part in today if part.headline),
    }
    return page(request, "start.html", context)


@router.get("/sign-in")
async def ask(request: Request, next: str = "/") -> Response:
    """The form for the code."""
    return page(request, "sign_in.html", {"problems": [], "next": local_path(next)})


@router.post("/sign-in")
async def enter(request: Request) -> Response:
    """Exchange the code for a session in this browser, and go on to the page that was asked for."""
    running = running_service(request)
    form = await typed(request)
    code, onward = "".join(form.get("code", "").split()), local_path(form.get("next", "/"))
    try:
        running.tokens.read(code)
    except InvalidToken:
        return page(request, "sign_in.html", {"problems": [WRONG_CODE if code else NO_CODE], "next": onward}, status=422)
    answer = RedirectResponse(onward, status_code=303)
    answer.headers.append("set-cookie", session_cookie(code, secure=running.settings.base_url.startswith("https://")))
    return answer


@router.post("/sign-out")
async def leave() -> Response:
    """End the session in this browser."""
    answer = RedirectResponse("/sign-in", status_code=303)
    answer.delete_cookie(COOKIE)
    return answer


def local_path(address: str) -> str:
    """An address of our own to go on to; anything else becomes the start page.

    A browser reads `//host` and `/\\host` as another site, and drops tabs and line ends before it looks.
    """
    parts = urlsplit(address)
    own = address.startswith("/") and not parts.scheme and not parts.netloc
    return address if own and "\\" not in address and address.isprintable() and address.isascii() else "/"


def greeting(moment: datetime) -> str:
    """What to say at this hour of the day, where the organisation is."""
    if moment.hour < 5 or moment.hour >= 18:
        return "Goeienavond."
    return "Goeiemorgen." if moment.hour < 12 else "Goeiemiddag."


async def _today_of(running: RunningService, person: Person) -> Today:
    """The part of one service; when its database is away the rest of the page still works."""
    assert running.service.today is not None
    try:
        async with running.units.open(person.organisation) as unit:
            return await running.service.today(unit)
    except Exception as error:
        if not is_unavailable(error):
            raise
        log.warning("the database is away", service=running.name, error=type(error).__name__)
        return AWAY
