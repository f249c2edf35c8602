"""A shared tablet: locked with one tap, and opened by whoever comes next, with a PIN."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

import structlog
from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from services.portal.queries.people import list_by_id
from services.portal.web.entrance import enter_with_pin
from services.portal.web.here import LOCKED as FROM_LOCK
from services.portal.web.here import begin_here, end_here, go_on, lacks_pin, place_of, without_session, without_visitors
from services.portal.web.texts import REFUSALS
from shared.database.engine import is_unavailable
from shared.domain import Refused
from shared.language.translate import _
from shared.web.addresses import came_from, local_path
from shared.web.browser import is_shared
from shared.web.call import PAGE_IS_OLD, from_our_own_page, open_to_all, running_service
from shared.web.forms import FormProblem, refused
from shared.web.held_forms import hold_fields
from shared.web.pages import page, show_house
from shared.web.sign_in import sign_in_page
from shared.web.tablet import Known, sender_of, tablet_of

log = structlog.get_logger()

router = APIRouter(prefix="/lock", include_in_schema=False)

LOCKED = open_to_all("who finds a locked tablet is not signed in")
HELD = "held."
"""How the names of fields begin that are not of the lock itself but of the form that was being filled in."""


@router.post("", dependencies=[LOCKED])
async def lock(request: Request) -> Response:
    """Cover this tablet at once: its session ends, and the browser forgets it, and any family or learner who is in here. What was
    being filled in goes along, sealed."""
    form = await request.form()
    csrf = str(form.get("csrf", ""))
    if sender_of(request, csrf) is None:
        raise HTTPException(403, PAGE_IS_OLD)
    try:
        await end_here(request)
    except Exception as error:
        if not is_unavailable(error):
            raise
        log.warning("the database is away: a tablet is locked in its browser only", error=type(error).__name__)
    onward, filled_in = came_from(request), local_path(str(form.get("held_to", "")))
    fields = [(name.removeprefix(HELD), value) for name, value in form.multi_items() if name.startswith(HELD)]
    held = hold_fields(request, filled_in, [*fields, ("csrf", csrf)], files="held_files" in form) if fields else ""
    if held:
        answer = await _page(request, {"next": onward, "held": held})
    else:
        answer = RedirectResponse(f"/lock?next={quote(onward, safe='/')}", status_code=303)
    return without_session(without_visitors(request, answer))


@router.get("", dependencies=[LOCKED])
async def ask(request: Request, next: str = "/") -> Response:
    """Who goes on? Only those whose PIN can be right here. A tablet also comes here that nobody locked: it was left alone."""
    answer = await _page(request, {"next": next})
    return without_visitors(request, answer) if is_shared(request) else answer


@router.post("/with-pin", dependencies=[LOCKED])
async def show_lock(request: Request) -> Response:
    """From the page to sign in to the one for a PIN, with what was being filled in."""
    from_our_own_page(request)
    return await _page(request, await request.form())


@router.post("/with-password", dependencies=[LOCKED])
async def show_sign_in(request: Request) -> Response:
    """And the other way round."""
    from_our_own_page(request)
    form = await request.form()
    onward, held = local_path(str(form.get("next", "/"))), str(form.get("held", ""))
    return sign_in_page(request, next=onward, held=held, lacks_pin=await lacks_pin(request))


@router.post("/open", dependencies=[LOCKED])
async def unlock(request: Request) -> Response:
    """A new session for who has this PIN. Who was here last goes on where that was, somebody else at the own start page."""
    from_our_own_page(request)
    form = await request.form()
    people = tablet_of(request).people
    known = next((one for one in people if mark_of(one) == form.get("who")), None)
    if known is None:
        return await _page(request, form, [WHO], 422)
    try:
        entered = await enter_with_pin(request, known, str(form.get("pin", "")).strip(), place_of(request))
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, field="pin")
        return await _page(request, form, [problem], status)
    if known is people[0] or form.get("held"):
        return await go_on(request, entered, form)
    return await begin_here(request, entered, RedirectResponse("/", status_code=303))


WHO = FormProblem(_("Tik eerst op je naam"), _("Zo weten we van wie de pincode is."), "who")


def mark_of(known: Known) -> str:
    """What stands in the page for somebody whom the tablet knows: good in this list, and says nothing anywhere else."""
    return known.session.hex[-8:]


async def _page(request: Request, form: Mapping[str, Any], problems: Sequence[FormProblem] = (), status: int = 200) -> Response:
    """The lock page; the page to sign in where nobody can go on with a PIN."""
    onward, held = local_path(str(form.get("next", "/"))), str(form.get("held", ""))
    people = await _names(request)
    if not people:
        if problems or held:
            lacking, about = await lacks_pin(request), _about_name(problems)
            return sign_in_page(request, status, next=onward, held=held, problems=about, lacks_pin=lacking)
        said = f"&said={FROM_LOCK}" if await lacks_pin(request) else ""
        return RedirectResponse(f"/sign-in?next={quote(onward, safe='/')}{said}", status_code=303)
    marks = [mark for mark, _name in people]
    chosen = str(form.get("who", "")) if form.get("who") in marks else marks[0] if len(marks) == 1 else ""
    context = {
        "people": people,
        "chosen": chosen,
        "next": onward,
        "held": held,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "portal/lock.html", context, status=status)


def _about_name(problems: Sequence[FormProblem]) -> list[FormProblem]:
    """The same problems on the page to sign in, which has no field for a PIN."""
    return [FormProblem(one.title, one.detail, "name") for one in problems]


async def _names(request: Request) -> list[tuple[str, str]]:
    """Mark and first name of who can go on here with a PIN; where two share a first name, all of what colleagues say."""
    running, people = running_service(request), tablet_of(request).people
    now, found = running.clock.now(), []
    for organisation in {known.organisation: None for known in people}:
        ids = [known.person for known in people if known.organisation == organisation]
        async with running.units.open(organisation) as unit:
            accounts = await list_by_id(unit, ids)
        found += [
            (known, accounts[known.person].display_name)
            for known in people
            if known.person in accounts and accounts[known.person].pin_works(known.proved_at, now)
        ]
    if found:
        await show_house(request, found[0][0].organisation)
    firsts = [name.split()[0] for _known, name in found]
    return [
        (mark_of(known), name if firsts.count(first) > 1 else first) for (known, name), first in zip(found, firsts, strict=True)
    ]
