"""The page about limits: from when a colleague is warned. A limit says something; it refuses and closes nothing."""

from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.portal.commands.change_limits import ChangeLimits, change_limits
from services.portal.domain.numbers import LIMITS
from services.portal.queries.organisation import get_organisation
from services.portal.web.number_fields import number_lines, read_numbers
from shared.bus.answers import Answer
from shared.identity.permissions import Permission
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, typed
from shared.web.pages import page

router = APIRouter(prefix="/organisation/limits", include_in_schema=False)

MANAGES = may(Permission.MANAGE_ORGANISATION)
SAVED = Answer(303, "/organisation/limits?done=true")


@router.get("", dependencies=[MANAGES])
async def show(request: Request, person: SignedIn, done: bool = False) -> Response:
    """The limits that count now, with what is usual."""
    return await _page(request, done=done)


@router.post("", dependencies=[MANAGES])
async def change(request: Request, call: FormCall) -> Response:
    """Warn from another number on; the button beside one makes only that one usual again."""
    form = await typed(request)
    numbers, problems = read_numbers(form, LIMITS)
    if problems:
        return await _page(request, form, problems, 422)
    command = ChangeLimits(numbers)
    return as_redirect(await call.answer(lambda unit: change_limits(command, unit), lambda _: SAVED))


async def _page(
    request: Request,
    form: Mapping[str, str] | None = None,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
    *,
    done: bool = False,
) -> Response:
    async with running_service(request).units.open(request.state.person.organisation) as unit:
        wish = (await get_organisation(unit)).limits
    context = {
        "lines": number_lines(wish, form or {}),
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
        "done": done,
    }
    return page(request, "portal/limits.html", context, status=status)
