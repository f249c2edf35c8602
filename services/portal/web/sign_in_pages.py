"""Signing in with a password or a passkey, and signing out."""

from typing import Any

import structlog
from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response

from services.portal import passkeys
from services.portal.commands.end_session import sign_out
from services.portal.domain.refusals import NoPasskeysHere
from services.portal.web.begun import is_empty
from services.portal.web.entrance import challenges, count_try, enter_with_passkey, enter_with_password
from services.portal.web.here import LOCKED, go_on, keep_tablet, lacks_pin, place_of, signed_out, wants_shared, without_visitors
from services.portal.web.provider_flow import remembered_door
from services.portal.web.texts import REFUSALS
from shared.database.engine import is_unavailable
from shared.domain import Refused
from shared.identity.tokens import InvalidToken
from shared.language.translate import _
from shared.web.addresses import local_path
from shared.web.browser import is_shared
from shared.web.call import COOKIE, PAGE_IS_OLD, from_our_own_page, is_page_of, open_to_all, running_service
from shared.web.forms import refused
from shared.web.passkey_site import Site, site_of
from shared.web.sign_in import sign_in_page
from shared.web.tablet import tablet_of

log = structlog.get_logger()

router = APIRouter(include_in_schema=False)

NOT_SIGNED_IN = "who signs in is not signed in yet"
NOTES = {
    "roles": _("Je rollen zijn veranderd. Meld je nog eens aan, dan kan je verder."),
    "gone": _("Je hebt jezelf hier weggehaald. Bedankt voor wat je deed."),
    "begun": _("Deze Digibank is al begonnen. Was jij dat? Neem dan de naam en het wachtwoord die je koos."),
}


@router.get("/sign-in", dependencies=[open_to_all(NOT_SIGNED_IN)])
async def ask(request: Request, next: str = "/", said: str = "") -> Response:
    """The form for name and password."""
    door, begin = await remembered_door(request), await _may_begin(request)
    lacking = said == LOCKED and await lacks_pin(request)
    return sign_in_page(request, next=local_path(next), note=NOTES.get(said, ""), door=door, begin=begin, lacks_pin=lacking)


@router.post("/sign-in", dependencies=[open_to_all(NOT_SIGNED_IN)])
async def enter(request: Request) -> Response:
    """Begin a session in this browser, and go on."""
    from_our_own_page(request)
    form = await request.form()
    place = place_of(request, shared=wants_shared(form))
    try:
        entered = await enter_with_password(request, str(form.get("name", "")), str(form.get("password", "")), place)
    except Refused as refusal:
        return await _not_yet(request, refusal, "name")
    return await go_on(request, entered, form)


@router.get("/sign-in/passkey", dependencies=[open_to_all(NOT_SIGNED_IN)])
async def ask_passkey(request: Request) -> Response:
    """What a browser asks a passkey to sign, as JSON; each time something else, good for five minutes."""
    count_try(request)
    running = running_service(request)
    challenge = challenges(running).make(passkeys.TO_SIGN_IN, running.clock.now())
    options = passkeys.options_to_sign_in(site_here(request), challenge)
    return Response(options, media_type="application/json", headers={"cache-control": "no-store"})


@router.post("/sign-in/passkey", dependencies=[open_to_all(NOT_SIGNED_IN)])
async def enter_by_passkey(request: Request) -> Response:
    """The same as with a password, with what a passkey signed."""
    from_our_own_page(request)
    form = await request.form()
    place = place_of(request, shared=wants_shared(form))
    try:
        entered = await enter_with_passkey(request, site_here(request), str(form.get("credential", "")), place)
    except Refused as refusal:
        return await _not_yet(request, refusal)
    return await go_on(request, entered, form)


@router.post("/sign-out", dependencies=[open_to_all("who is signed out already may leave too")])
async def leave(request: Request) -> Response:
    """End the session, everywhere, and forget it in this browser; the last even when nothing can be stored now."""
    running = running_service(request)
    try:
        person = running.tokens.read_session(request.cookies.get(COOKIE, "")).person
    except InvalidToken:
        return signed_out("/sign-in")
    sent = str((await request.form()).get("csrf", ""))
    if not is_page_of(running, person.id, sent):
        raise HTTPException(403, PAGE_IS_OLD)
    try:
        async with running.units.open(person.organisation, request.state.trace) as unit:
            await sign_out(person.session, unit)
    except Exception as error:
        if not is_unavailable(error):
            raise
        log.warning("the database is away: a session ends in its browser only", error=type(error).__name__)
    answer = signed_out("/sign-in")
    if not is_shared(request):
        return answer
    return without_visitors(request, keep_tablet(running, answer, tablet_of(request).without(person.id)))


def site_here(request: Request) -> Site:
    """For which address passkeys are made. Raises `NoPasskeysHere`."""
    site = site_of(running_service(request).settings.base_url)
    if site is None:
        raise NoPasskeysHere()
    return site


async def _may_begin(request: Request) -> bool:
    """Whether nobody can sign in because there is no organisation yet; no when that cannot be found out now."""
    try:
        return await is_empty(running_service(request))
    except Exception as error:
        if not is_unavailable(error):
            raise
        return False


async def _not_yet(request: Request, refusal: Refused, field: str = "") -> Response:
    """The page again with what is wrong, and what was typed but the password."""
    form = await request.form()
    status, problem = refused(refusal, REFUSALS, field=field)
    facts: dict[str, Any] = {
        "next": local_path(str(form.get("next", "/"))),
        "held": str(form.get("held", "")),
        "shared": wants_shared(form),
        "door": None if form.get("held") else await remembered_door(request),
        "lacks_pin": form.get("said") == LOCKED and await lacks_pin(request),
    }
    return sign_in_page(request, status, problems=[problem], name=str(form.get("name", ""))[:60], **facts)
