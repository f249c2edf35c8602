"""Signing in by the organisation's own provider: its own address with us, the way there, and the way back."""

from typing import Any

import structlog
from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.portal.commands.change_provider import ConfirmProvider, confirm_provider
from services.portal.commands.link_identity import LinkIdentity, SignInLinked, link_identity, sign_in_linked
from services.portal.domain.provider import Provider
from services.portal.domain.refusals import NotLinked, ProviderChanged
from services.portal.openid import ProviderProblem
from services.portal.web.entrance import count_try, entered
from services.portal.web.here import begin_here, place_of
from services.portal.web.provider_flow import Flow, came_back, flow_in, forget_flow, provider_of, remember_door, send_off
from services.portal.web.provider_texts import told
from services.portal.web.sign_in_pages import NOT_SIGNED_IN
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.identity.tokens import Person
from shared.web.addresses import local_path
from shared.web.call import open_to_all, running_service, signed_in
from shared.web.pages import page, show_house

log = structlog.get_logger()

router = APIRouter(prefix="/sign-in/with", include_in_schema=False)

OWN_PAGE = {"link": "/account", "try": "/organisation/provider"}
ELSEWHERE = ("away", "private", "issuer")
"""Problems of the provider, not of who came."""


@router.get("/{door}", dependencies=[open_to_all(NOT_SIGNED_IN)])
async def show(request: Request, door: str, next: str = "/") -> Response:
    """The organisation's own page to sign in on: its address can be printed."""
    provider = await _open_door(request, door)
    return remember_door(request, _door_page(request, provider, onward=local_path(next)), provider.door)


@router.get("/{door}/go", dependencies=[open_to_all(NOT_SIGNED_IN)])
async def go(request: Request, door: str, next: str = "/") -> Response:
    """Off to the provider. A link and no form: our own policy stops a form that ends at another site."""
    provider, onward = await _open_door(request, door), local_path(next)
    try:
        count_try(request)
        address, cookie = await send_off(request, provider, "sign_in", onward=onward)
    except (Refused, ProviderProblem) as problem:
        return _door_page(request, provider, code_of(problem, provider), onward=onward)
    answer = RedirectResponse(address, status_code=303, headers={"cache-control": "no-store"})
    answer.headers.append("set-cookie", cookie)
    return remember_door(request, answer, provider.door)


@router.get("/{door}/back", dependencies=[open_to_all("who comes back from the provider is not signed in yet")])
async def back(request: Request, door: str) -> Response:
    """Back from the provider: sign in, link, or know that it works. What was kept for it is forgotten, whatever comes of it."""
    flow, provider = flow_in(request, door), await provider_of(request, door)
    if provider is None:
        raise NotFound()
    await show_house(request, provider.organisation)
    if flow is None:
        return forget_flow(request, _door_page(request, provider, "late"))
    try:
        count_try(request)
        if flow.fingerprint != provider.fingerprint:
            raise ProviderChanged()
        return forget_flow(request, await _arrive(request, flow, provider, await came_back(request, flow, provider)))
    except (Refused, ProviderProblem) as problem:
        code = code_of(problem, provider)
    if own_page := OWN_PAGE.get(flow.purpose):
        return forget_flow(request, RedirectResponse(f"{own_page}?problem={code}", status_code=303))
    return forget_flow(request, _door_page(request, provider, code, onward=flow.onward))


def code_of(problem: Refused | ProviderProblem, provider: Provider) -> str:
    """What to tell. The log says why, for whoever keeps the installation; who somebody is, it does not."""
    if isinstance(problem, Refused):
        return problem.code
    log.warning("the organisation's own sign-in", reason=problem.reason, technical=str(problem), door=provider.door)
    return problem.reason


async def _arrive(request: Request, flow: Flow, provider: Provider, subject: bytes) -> Response:
    """Do what it was for."""
    running = running_service(request)
    if flow.purpose == "sign_in":
        command = SignInLinked(subject, flow.fingerprint, place_of(request))
        async with running.units.open(provider.organisation, request.state.trace) as unit:
            begun = entered(unit, *await sign_in_linked(command, unit))
        return await begin_here(request, begun, RedirectResponse(flow.onward, status_code=303))
    person = await _who_began(request, flow, provider)
    async with running.units.open(provider.organisation, request.state.trace) as unit:
        if flow.purpose == "link":
            await link_identity(LinkIdentity(person.id, subject, flow.fingerprint), unit)
        else:
            await confirm_provider(ConfirmProvider(flow.fingerprint), unit)
            unit.note("confirm_provider", actor=person.id)
    done = "linked" if flow.purpose == "link" else "works"
    return remember_door(request, RedirectResponse(f"{OWN_PAGE[flow.purpose]}?done={done}", status_code=303), provider.door)


async def _who_began(request: Request, flow: Flow, provider: Provider) -> Person:
    """Who is signed in in this browser, and has to be who went to the provider. Raises 401 and `ProviderProblem`."""
    person = await signed_in(request)
    if person.session != flow.session or person.organisation != provider.organisation:
        raise ProviderProblem("late", "another session")
    if flow.purpose == "try" and not person.may(Permission.MANAGE_ORGANISATION):
        raise ProviderProblem("late", "not a coordinator any more")
    return person


async def _open_door(request: Request, door: str) -> Provider:
    """A provider that people can use. Raises `NotFound`."""
    provider = await provider_of(request, door)
    if provider is None or not provider.works:
        raise NotFound()
    await show_house(request, provider.organisation)
    return provider


def _door_page(request: Request, provider: Provider, code: str = "", onward: str = "/") -> Response:
    status = 200 if not code else 429 if code == "too_many_tries" else 502 if code in ELSEWHERE else 403
    context: dict[str, Any] = {
        "provider": provider,
        "next": onward,
        "problems": [told(code, provider)] if code else [],
        "not_linked": code == NotLinked.code,
    }
    return page(request, "portal/door.html", context, status=status)
