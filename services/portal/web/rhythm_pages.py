"""The page about how often and how long: the numbers that an organisation may choose for itself."""

from collections.abc import Mapping, Sequence

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.portal.commands.change_rhythm import ChangeRhythm, change_rhythm
from services.portal.domain.rhythm import LIMITS, read_number
from services.portal.queries.organisation import get_organisation
from services.portal.web.texts import REFUSALS, RHYTHM
from shared.bus.answers import Answer
from shared.contracts.rhythm import USUAL, rhythm_of
from shared.domain import Refused
from shared.identity.permissions import Permission
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page

router = APIRouter(prefix="/organisation/rhythm", include_in_schema=False)

MANAGES = may(Permission.MANAGE_ORGANISATION)
SAVED = Answer(303, "/organisation/rhythm?done=true")


@router.get("", dependencies=[MANAGES])
async def show(request: Request, person: SignedIn, done: bool = False) -> Response:
    """The numbers that count now, with what is usual."""
    return await _page(request, done=done)


@router.post("", dependencies=[MANAGES])
async def change(request: Request, call: FormCall) -> Response:
    """Work with other numbers from now on; the button beside one makes only that one usual again."""
    form = await typed(request)
    numbers: dict[str, int | tuple[int, ...] | None] = {}
    problems: list[FormProblem] = []
    usual = form.get("usual", "")
    for name in [usual] if usual in LIMITS else LIMITS:
        try:
            numbers[name] = None if usual else read_number(name, form.get(name, ""))
        except Refused as refusal:
            problems.append(refused(refusal, REFUSALS, field=name)[1])
    if problems:
        return await _page(request, form, problems, 422)
    command = ChangeRhythm(numbers)
    return as_redirect(await call.answer(lambda unit: change_rhythm(command, unit), lambda _: SAVED))


def shown(value: int | tuple[int, ...]) -> str:
    """A number as a form shows it; several with commas between them."""
    return ", ".join(str(one) for one in value) if isinstance(value, tuple) else str(value)


async def _page(
    request: Request,
    form: Mapping[str, str] | None = None,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
    *,
    done: bool = False,
) -> Response:
    async with running_service(request).units.open(request.state.person.organisation) as unit:
        wish = (await get_organisation(unit)).rhythm
    now, form = rhythm_of(wish), form or {}
    lines = [
        {
            "name": name,
            "question": RHYTHM[name][0],
            "hint": RHYTHM[name][1],
            "value": form.get(name, shown(getattr(now, name))),
            "usual": shown(getattr(USUAL, name)),
            "months": limits.unit == "months",
            "own": getattr(wish, name) is not None,
        }
        for name, limits in LIMITS.items()
    ]
    context = {"lines": lines, "problems": problems, "wrong": {problem.field: problem for problem in problems}, "done": done}
    return page(request, "portal/rhythm.html", context, status=status)
