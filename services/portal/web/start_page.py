"""The start page: what waits today for whoever is signed in, from what the services told."""

from datetime import datetime

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.portal.queries.people import find_person
from services.portal.web.found import finder_for
from services.portal.web.today import Card, today_of
from shared.database.engine import is_unavailable
from shared.identity.tokens import Person
from shared.language.translate import _
from shared.runtime.faces import face_of
from shared.runtime.running import RunningService
from shared.web.browser import is_shared
from shared.web.call import COOKIE, open_to_all, running_service, signed_in
from shared.web.camera import with_camera
from shared.web.house_notice import ShownNotice, notice_now
from shared.web.pages import page

log = structlog.get_logger()

router = APIRouter(include_in_schema=False)


@router.get("/", dependencies=[open_to_all("it asks to sign in itself, without a detour for who never was")])
async def start(request: Request) -> Response:
    """What waits today; asks to sign in first. It may be a second behind what somebody just did elsewhere."""
    if not request.cookies.get(COOKIE):
        return RedirectResponse("/lock" if is_shared(request) else "/sign-in", status_code=303)
    person = await signed_in(request)
    running = running_service(request)
    name, today, notice = await _who_and_what(running, person)
    context = {
        "today": today or [],
        "away": today is None,
        "notice": notice,
        "finder": finder_for(running, person),
        "greeting": greeting(running.clock.now().astimezone(running.units.zone), name),
        "headline": today[0].headline if today else "",
    }
    return with_camera(page(request, "portal/start.html", context))


def greeting(moment: datetime, name: str = "") -> str:
    """What to say at this hour of the day, where the organisation is."""
    if 5 <= moment.hour < 12:
        words = _("Goeiemorgen, {name}.") if name else _("Goeiemorgen.")
    elif 12 <= moment.hour < 18:
        words = _("Goeiemiddag, {name}.") if name else _("Goeiemiddag.")
    else:
        words = _("Goeienavond, {name}.") if name else _("Goeienavond.")
    return words.format(name=name)


async def _who_and_what(running: RunningService, person: Person) -> tuple[str, list[Card] | None, ShownNotice | None]:
    """What this person is called, empty when we do not know; what waits, None when that cannot be found out now; and what the
    organisation says to everybody."""
    try:
        async with running.units.open(person.organisation) as unit:
            account = await find_person(unit, person.id)
            notice = notice_now((await face_of(unit)).notice, unit.today())
            return account.display_name if account is not None else "", await today_of(unit, person), notice
    except Exception as error:
        if not is_unavailable(error):
            raise
        log.warning("the database is away", service=running.name, error=type(error).__name__)
        return "", None, None
