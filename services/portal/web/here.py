"""The session in this browser: beginning one, and leaving nothing behind of the one before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import structlog
from fastapi import Request
from fastapi.responses import RedirectResponse, Response

from services.portal.commands.end_session import sign_out
from services.portal.domain.session import Place, device_kind
from services.portal.queries.people import find_person
from shared.database.engine import is_unavailable
from shared.identity.tokens import InvalidToken, Person
from shared.runtime.running import RunningService
from shared.web.addresses import local_path
from shared.web.browser import TABLET_COOKIE, is_shared
from shared.web.call import COOKIE, csrf_token, running_service, session_cookie
from shared.web.held_forms import unseal
from shared.web.pages import page, show_house
from shared.web.tablet import Known, Tablet, tablet_cookie, tablet_of
from shared.web.visitor_cookie import VISITORS

log = structlog.get_logger()

CHOOSE_PIN = "/account?done=choose-pin#own-pin"
LOCKED = "locked"
"""What the address of the page to sign in says where somebody comes from a lock without having a PIN."""


@dataclass(frozen=True, slots=True)
class Entered:
    """Somebody who came in.

    Attributes:
        proved_at: when a password, a passkey or a start code was shown; with a PIN earlier than now (UTC).
        place: where.
    """

    person: Person
    proved_at: datetime
    place: Place


def place_of(request: Request, *, shared: bool = False) -> Place:
    """Where somebody signs in. A browser that was shared stays so until somebody says otherwise."""
    return Place(device_kind(request.headers.get("user-agent", "")), shared or is_shared(request))


def program(request: Request) -> Place:
    """Where a program signs in: it keeps its own token, and nobody picks it up from a table."""
    return Place(device_kind(request.headers.get("user-agent", "")))


def wants_shared(form: Mapping[str, object]) -> bool:
    """Whether the box was ticked that says that others use this device too."""
    return form.get("shared") == "yes"


async def lacks_pin(request: Request) -> bool:
    """Whether who was last at work on this shared tablet has no PIN to come back with; no when that cannot be found out now."""
    people = tablet_of(request).people
    if not people:
        return False
    try:
        async with running_service(request).units.open(people[0].organisation) as unit:
            last = await find_person(unit, people[0].person)
    except Exception as error:
        if not is_unavailable(error):
            raise
        return False
    return last is not None and last.is_member and last.pin_hash is None


async def go_on(request: Request, entered: Entered, form: Mapping[str, object]) -> Response:
    """Begin the session in this browser, and go on to the page that was asked for, to the form that was being filled in, or to
    choosing a PIN."""
    onward, held = local_path(str(form.get("next", "/"))), str(form.get("held", ""))
    if form.get("then") == "pin" and not held:
        onward = CHOOSE_PIN
    if held:
        await show_house(request, entered.person.organisation)
    answer = _held_page(request, entered.person, held, onward) if held else RedirectResponse(onward, status_code=303)
    return await begin_here(request, entered, answer)


async def begin_here(request: Request, entered: Entered, answer: Response) -> Response:
    """An answer that begins the session in this browser. One that was there before ends: nobody comes back to it, and one that
    somebody else planted is of no use."""
    running, person = running_service(request), entered.person
    try:
        await end_here(request, person)
    except Exception as error:
        if not is_unavailable(error):
            raise
        log.warning("the database is away: an earlier session ends in its browser only", error=type(error).__name__)
    secure = running.settings.is_secure
    answer.headers.append("set-cookie", session_cookie(running.tokens.sign(person), secure=secure))
    if entered.place.shared:
        known = Known(person.id, person.organisation, person.session, entered.proved_at)
        answer.headers.append("set-cookie", tablet_cookie(running, tablet_of(request).with_person(known)))
    return answer


async def end_here(request: Request, newer: Person | None = None) -> None:
    """End the session whose token this browser has, unless it is that of `newer`."""
    running = running_service(request)
    try:
        earlier = running.tokens.read_ended(request.cookies.get(COOKIE, "")).person
    except InvalidToken:
        return
    if newer is None or earlier.session != newer.session:
        async with running.units.open(earlier.organisation, request.state.trace) as unit:
            await sign_out(earlier.session, unit)


def signed_out(onward: str) -> Response:
    """Go on without a session in this browser."""
    return without_session(RedirectResponse(onward, status_code=303))


def without_session(answer: Response) -> Response:
    """An answer after which this browser has no session."""
    answer.delete_cookie(COOKIE, httponly=True, samesite="lax")
    return answer


def without_visitors(request: Request, answer: Response) -> Response:
    """An answer after which no family with a card and no learner with a code is in here: the next one sees nothing of theirs."""
    for cookie in VISITORS:
        answer.headers.append("set-cookie", cookie.header_of_nobody(running_service(request)))
    return answer


def keep_tablet(running: RunningService, answer: Response, tablet: Tablet) -> Response:
    """An answer after which this browser is a shared tablet that knows these people."""
    answer.headers.append("set-cookie", tablet_cookie(running, tablet))
    return answer


def forget_tablet(answer: Response) -> Response:
    """An answer after which this browser is one person's own again."""
    answer.delete_cookie(TABLET_COOKIE, httponly=True, samesite="lax")
    return answer


def _held_page(request: Request, person: Person, sealed: str, onward: str) -> Response:
    """What was being filled in, ready to be sent again; only for who filled it in."""
    running = running_service(request)
    request.state.person, request.state.csrf = person, csrf_token(running, person)
    held = unseal(running.settings.master_key, sealed)
    if held is None or not held.is_for(person, running.clock.now()):
        return page(request, "portal/held_gone.html", {"next": onward})
    answers = sum(1 for name, value in held.fields if name != "form_key" and value.strip())
    return page(request, "portal/held.html", {"held": held, "answers": answers, "next": onward})
