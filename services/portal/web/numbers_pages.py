"""The two pages with numbers that an organisation chooses: how often and how long, and from when a colleague is warned."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.portal.commands.change_limits import ChangeLimits, change_limits
from services.portal.commands.change_rhythm import ChangeRhythm, change_rhythm
from services.portal.domain.numbers import LIMITS, RHYTHM
from services.portal.domain.organisation import Organisation
from services.portal.queries.organisation import get_organisation
from services.portal.store.unit import PortalUnit
from services.portal.web.number_fields import Numbers, number_lines, read_numbers
from shared.bus.answers import Answer
from shared.contracts.limits import LimitsWish
from shared.contracts.rhythm import RhythmWish
from shared.identity.permissions import Permission
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, typed
from shared.web.pages import page

MANAGES = may(Permission.MANAGE_ORGANISATION)


def _router(
    name: str,
    known: Iterable[str],
    wish_of: Callable[[Organisation], RhythmWish | LimitsWish],
    change_to: Callable[[Numbers, PortalUnit], Awaitable[Organisation]],
) -> APIRouter:
    """A page under this name, that shows these numbers as the organisation wishes them and changes what somebody sends."""
    router = APIRouter(prefix=f"/organisation/{name}", include_in_schema=False)
    saved = Answer(303, f"/organisation/{name}?done=true")

    @router.get("", dependencies=[MANAGES])
    async def show(request: Request, person: SignedIn, done: bool = False) -> Response:
        """The numbers that count now, with what is usual."""
        return await _page(request, done=done)

    @router.post("", dependencies=[MANAGES])
    async def change(request: Request, call: FormCall) -> Response:
        """Other numbers from now on; the button beside one makes only that one usual again."""
        form = await typed(request)
        numbers, problems = read_numbers(form, known)
        if problems:
            return await _page(request, form, problems, 422)
        return as_redirect(await call.answer(lambda unit: change_to(numbers, unit), lambda _: saved))

    async def _page(
        request: Request,
        form: Mapping[str, str] | None = None,
        problems: Sequence[FormProblem] = (),
        status: int = 200,
        *,
        done: bool = False,
    ) -> Response:
        async with running_service(request).units.open(request.state.person.organisation) as unit:
            wish = wish_of(await get_organisation(unit))
        context: dict[str, Any] = {
            "lines": number_lines(wish, form or {}),
            "problems": problems,
            "wrong": {problem.field: problem for problem in problems},
            "done": done,
        }
        return page(request, f"portal/{name}.html", context, status=status)

    return router


rhythm = _router("rhythm", RHYTHM, lambda found: found.rhythm, lambda numbers, unit: change_rhythm(ChangeRhythm(numbers), unit))
limits = _router("limits", LIMITS, lambda found: found.limits, lambda numbers, unit: change_limits(ChangeLimits(numbers), unit))
"""A limit says something to a colleague; it refuses and closes nothing."""
