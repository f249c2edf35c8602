"""The very beginning: the first organisation of an installation and its first coordinator, in the browser.

Who holds the code that stands in the window where Digibank was started may begin it. Once there is an organisation, nobody may.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.portal.commands.begin_installation import BeginInstallation, begin_installation
from services.portal.domain.account import clean_display_name
from services.portal.domain.organisation import Details
from services.portal.domain.password import check_new_password
from services.portal.domain.refusals import AlreadyBegun, WrongBeginCode
from services.portal.domain.sign_in_name import as_typed, clean_sign_in_name
from services.portal.hashing import hash_password
from services.portal.web.begun import begin_codes, has_begun
from services.portal.web.entrance import count_try, entered
from services.portal.web.here import Entered, begin_here, place_of
from services.portal.web.start_code_pages import DIFFERENT
from services.portal.web.texts import REFUSALS
from shared.domain import Refused
from shared.runtime.running import RunningService
from shared.web.call import from_our_own_page, open_to_all, running_service
from shared.web.forms import FormProblem, refused
from shared.web.pages import page

router = APIRouter(prefix="/begin", include_in_schema=False)

NOBODY_YET = "nobody can be signed in while there is no organisation; it asks for the code of the installation"
BEGUN = "/sign-in?said=begun"
FIELDS = ("code", "title", "display_name", "sign_in_name")
FIELD_OF = {"wrong_begin_code": "code", "too_many_tries": "code", "sign_in_name_taken": "sign_in_name"}


@router.get("", dependencies=[open_to_all(NOBODY_YET)])
async def ask(request: Request, code: str = "") -> Response:
    """The form; who comes too late goes to sign in."""
    if await has_begun(running_service(request)):
        return RedirectResponse(BEGUN, status_code=303)
    return _page(request, {"code": code[:40]})


@router.post("", dependencies=[open_to_all(NOBODY_YET)])
async def begin(request: Request) -> Response:
    """Begin, and be signed in."""
    from_our_own_page(request)
    form = await request.form()
    typed = {field: str(form.get(field, "")) for field in (*FIELDS, "password", "repeated")}
    running = running_service(request)
    try:
        if await has_begun(running):
            raise AlreadyBegun()
        count_try(request)
        _check_code(running, typed["code"])  # before the rest: without it nothing is said of who signs in here with which name
        problems = _problems(typed)
        if problems:
            return _page(request, typed, problems, 422)
        begun = await _begin(request, typed)
    except AlreadyBegun:
        return RedirectResponse(BEGUN, status_code=303)
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, field=FIELD_OF.get(refusal.code, "title"))
        return _page(request, typed, [problem], status)
    return await begin_here(request, begun, RedirectResponse("/first-day", status_code=303))


async def _begin(request: Request, typed: dict[str, str]) -> Entered:
    running = running_service(request)
    first, _ = begin_codes(running.settings.master_key)
    hashed = await hash_password(typed["password"])
    command = BeginInstallation(typed["title"], typed["sign_in_name"], typed["display_name"], hashed, place_of(request))
    async with running.units.open(first, request.state.trace) as unit:
        return entered(unit, *await begin_installation(command, unit))


def _check_code(running: RunningService, typed: str) -> None:
    first, codes = begin_codes(running.settings.master_key)
    if not codes.fits(typed, first, first):
        raise WrongBeginCode()


def _problems(typed: dict[str, str]) -> list[FormProblem]:
    """Everything that is wrong with what was typed, in the order of the fields."""
    checks: Mapping[str, Callable[[str], object]] = {
        "title": lambda text: Details(text).cleaned(),
        "display_name": clean_display_name,
        "sign_in_name": clean_sign_in_name,
        "password": lambda text: check_new_password(text, as_typed(typed["sign_in_name"])),
    }
    problems = []
    for field, check in checks.items():
        try:
            check(typed[field])
        except Refused as refusal:
            problems.append(refused(refusal, REFUSALS, field=field)[1])
    return problems or ([DIFFERENT] if typed["password"] != typed["repeated"] else [])


def _page(request: Request, typed: dict[str, str], problems: Sequence[FormProblem] = (), status: int = 200) -> Response:
    kept = {field: typed.get(field, "") for field in FIELDS}
    context: dict[str, Any] = {"typed": kept, "problems": problems, "wrong": {problem.field: problem for problem in problems}}
    return page(request, "portal/begin.html", context, status=status)
