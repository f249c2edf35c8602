"""Choosing a password with a start code: typed from paper, or from a link that has it in it."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.portal.domain.start_code import link_of, read_link
from services.portal.queries.passkeys import list_passkeys
from services.portal.store.finding import FoundCode, find_start_code
from services.portal.web.entrance import count_try, enter_with_start_code, start_codes
from services.portal.web.here import Entered, begin_here, place_of
from services.portal.web.sign_in_pages import NOT_SIGNED_IN
from services.portal.web.texts import REFUSALS
from shared.domain import Refused
from shared.language.translate import _
from shared.runtime.running import RunningService
from shared.web.call import from_our_own_page, open_to_all, running_service
from shared.web.forms import FormProblem, refused
from shared.web.pages import page, show_house

router = APIRouter(prefix="/sign-in", include_in_schema=False)

FIELD_OF = {"wrong_start_code": "start_code", "old_start_code": "start_code", "too_many_tries": "name"}
DIFFERENT = FormProblem(_("De twee wachtwoorden zijn niet gelijk"), _("Typ twee keer hetzelfde."), "repeated")


@router.get("/start-code", dependencies=[open_to_all(NOT_SIGNED_IN)])
async def ask_start_code(request: Request) -> Response:
    """The form for a start code and a password of one's own choice."""
    return _page(request, {})


@router.post("/start-code", dependencies=[open_to_all(NOT_SIGNED_IN)])
async def enter_first_time(request: Request) -> Response:
    """Choose a password and be signed in."""
    from_our_own_page(request)
    form = await request.form()
    typed = {field: str(form.get(field, "")) for field in ("name", "start_code", "password", "repeated")}
    return await _choose(request, typed)


@router.get("/start/{link}", dependencies=[open_to_all(NOT_SIGNED_IN)])
async def open_link(request: Request, link: str) -> Response:
    """The same form with name and code filled in already. Looking at it uses nothing up: what previews links may look too."""
    count_try(request)
    found = await _found(request, link)
    return _page(request, {}, found=found) if found else _gone(request)


@router.post("/start/{link}", dependencies=[open_to_all(NOT_SIGNED_IN)])
async def enter_by_link(request: Request, link: str) -> Response:
    """Choose a password and be signed in."""
    from_our_own_page(request)
    found = await _found(request, link)
    if found is None:
        count_try(request)
        return _gone(request)
    form = await request.form()
    _id, code = read_link(link)
    typed = {"name": found.sign_in_name, "start_code": code} | {name: str(form.get(name, "")) for name in ("password", "repeated")}
    return await _choose(request, typed, found)


def link_to(running: RunningService, account_id: UUID, code_id: UUID) -> str:
    """The address with a start code in it, to hand over on paper: whoever has it comes in, once."""
    code = start_codes(running).code(account_id, code_id)
    return f"{running.settings.base_url}/sign-in/start/{link_of(code_id, code)}"


async def _found(request: Request, link: str) -> FoundCode | None:
    """Whose code is in a link, when it works."""
    running = running_service(request)
    code_id, code = read_link(link)
    found = await find_start_code(running.database, code_id) if code_id else None
    if found is None or code_id is None or not start_codes(running).fits(code, found.id, code_id):
        return None
    async with running.units.open(found.organisation) as unit:
        account = await unit.accounts.get(found.id)
    if account.start_code is None or running.clock.now() >= account.start_code.until:
        return None
    await show_house(request, found.organisation)
    return found


async def _choose(request: Request, typed: dict[str, str], found: FoundCode | None = None) -> Response:
    if typed["password"] != typed["repeated"]:
        return _page(request, typed, DIFFERENT, 422, found)
    try:
        entered = await enter_with_start_code(request, typed["name"], typed["start_code"], typed["password"], place_of(request))
    except Refused as refusal:
        field = FIELD_OF.get(refusal.code, "password") if found is None else "password"
        status, problem = refused(refusal, REFUSALS, field=field)
        return _page(request, typed, problem, status, found)
    onward = "/account?done=look" if await _has_passkeys(request, entered) else "/"
    return await begin_here(request, entered, RedirectResponse(onward, status_code=303))


async def _has_passkeys(request: Request, entered: Entered) -> bool:
    """Whether there are other ways in to look at, for who lost the password: somebody else may have added one."""
    async with running_service(request).units.open(entered.person.organisation) as unit:
        return bool(await list_passkeys(unit, entered.person.id))


def _page(
    request: Request,
    typed: dict[str, Any],
    problem: FormProblem | None = None,
    status: int = 200,
    found: FoundCode | None = None,
) -> Response:
    context = {
        "typed": typed,
        "action": request.url.path,
        "found": found,
        "problems": [problem] if problem else [],
        "wrong": {problem.field: problem} if problem else {},
    }
    return page(request, "portal/choose_password.html", context, status=status)


def _gone(request: Request) -> Response:
    return page(request, "portal/start_link_gone.html", status=410)
