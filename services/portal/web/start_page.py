"""The start page: what waits today, told by each service."""

from datetime import datetime, timedelta

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.portal.queries.people import find_person, list_ending, list_invited
from services.portal.web.texts import ROLE
from shared.bus.unit import Unit
from shared.database.engine import is_unavailable
from shared.identity.tokens import Person
from shared.language.translate import _
from shared.runtime.running import RunningService
from shared.runtime.service import Today
from shared.web.browser import is_shared
from shared.web.call import COOKIE, open_to_all, running_service, signed_in
from shared.web.pages import page

log = structlog.get_logger()

router = APIRouter(include_in_schema=False)

AWAY = Today("", {})
SHOWN = 5
ENDS_SOON = timedelta(days=14)


@router.get("/", dependencies=[open_to_all("it asks to sign in itself, without a detour for who never was")])
async def start(request: Request) -> Response:
    """What waits today; asks to sign in first. Shows the services that run in this process."""
    if not request.cookies.get(COOKIE):
        return RedirectResponse("/lock" if is_shared(request) else "/sign-in", status_code=303)
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
        "greeting": greeting(running.clock.now().astimezone(running.units.zone), await _name_of(running, person)),
        "headline": " ".join(part.headline for part in today if part.headline),
    }
    return page(request, "start.html", context)


async def today(unit: Unit) -> Today:
    """Portal's own part: who was given a start code and did not come in yet, and whose role ends soon."""
    invited = await list_invited(unit, SHOWN)
    ending = await list_ending(unit, unit.today() + ENDS_SOON, SHOWN)
    return Today("portal/today.html", {"invited": invited, "ending": ending, "ROLE": ROLE, "now": unit.now()})


def greeting(moment: datetime, name: str = "") -> str:
    """What to say at this hour of the day, where the organisation is."""
    if 5 <= moment.hour < 12:
        words = _("Goeiemorgen, {name}.") if name else _("Goeiemorgen.")
    elif 12 <= moment.hour < 18:
        words = _("Goeiemiddag, {name}.") if name else _("Goeiemiddag.")
    else:
        words = _("Goeienavond, {name}.") if name else _("Goeienavond.")
    return words.format(name=name)


async def _name_of(running: RunningService, person: Person) -> str:
    """What this person is called; empty when that cannot be found out now."""
    try:
        async with running.units.open(person.organisation) as unit:
            account = await find_person(unit, person.id)
    except Exception as error:
        if not is_unavailable(error):
            raise
        return ""
    return account.display_name if account is not None else ""


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
