"""The page about when families can come in: the ordinary week, and dates on which it is otherwise."""

from collections.abc import Mapping, Sequence
from datetime import date

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.portal.commands.change_opening import AddException, ChangeOpening, add_exception, change_opening, remove_exception
from services.portal.domain.opening import as_typed, read_blocks
from services.portal.queries.organisation import get_organisation
from services.portal.web.texts import REFUSALS
from shared.bus.answers import Answer
from shared.contracts.portal import OpenBlock
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language import formats
from shared.language.translate import _
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.days import read_day
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page

router = APIRouter(prefix="/organisation/opening", include_in_schema=False)

MANAGES = may(Permission.MANAGE_ORGANISATION)
SAVED = Answer(303, "/organisation/opening?done=true")
WEEK = range(1, 8)
NO_DAY = FormProblem(_("Deze dag begrijpen we niet"), _("Typ dag, maand en jaar, zoals 24/3/2027."), "on")


@router.get("", dependencies=[MANAGES])
async def show(request: Request, person: SignedIn, done: bool = False) -> Response:
    """The week and the dates as they are now."""
    return await _page(request, done=done)


@router.post("", dependencies=[MANAGES])
async def change(request: Request, call: FormCall) -> Response:
    """Have another week from now on."""
    form = await typed(request)
    days: dict[int, tuple[OpenBlock, ...]] = {}
    problems: list[FormProblem] = []
    for weekday in WEEK:
        try:
            days[weekday] = read_blocks(form.get(f"day_{weekday}", ""))
        except Refused as refusal:
            _status, problem = refused(refusal, REFUSALS, field=f"day_{weekday}")
            named = f"{formats.capital(formats.weekday(weekday))}: {problem.title}"
            problems.append(FormProblem(named, problem.detail, problem.field))
    if problems:
        return await _page(request, form, problems, 422)
    command = ChangeOpening(days)
    return as_redirect(await call.answer(lambda unit: change_opening(command, unit), lambda _: SAVED))


@router.post("/exceptions", dependencies=[MANAGES])
async def another_day(request: Request, call: FormCall) -> Response:
    """Be open otherwise on one date, or not at all."""
    form = await typed(request)
    on, understood = read_day(form.get("on", ""))
    if on is None or not understood:
        return await _page(request, form, [NO_DAY], 422)
    try:
        command = AddException(on, read_blocks(form.get("hours", "")))
        return as_redirect(await call.answer(lambda unit: add_exception(command, unit), lambda _: SAVED))
    except NotFound:
        raise
    except Refused as refusal:
        field = "hours" if refusal.code in ("bad_hours", "hours_overlap", "too_many_hours") else "on"
        status, problem = refused(refusal, REFUSALS, field=field)
        return await _page(request, form, [problem], status)


@router.post("/exceptions/remove", dependencies=[MANAGES])
async def ordinary_day(request: Request, call: FormCall) -> Response:
    """Let a date be as every week again."""
    try:
        on = date.fromisoformat((await typed(request)).get("remove", ""))
    except ValueError:
        raise NotFound() from None
    return as_redirect(await call.answer(lambda unit: remove_exception(on, unit), lambda _: SAVED))


async def _page(
    request: Request,
    form: Mapping[str, str] | None = None,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
    *,
    done: bool = False,
) -> Response:
    running = running_service(request)
    async with running.units.open(request.state.person.organisation) as unit:
        organisation, today = await get_organisation(unit), unit.today()
    opening, form = organisation.opening, form or {}
    stored = {day.weekday: as_typed(day.blocks) for day in opening.days}
    week = [(f"day_{weekday}", weekday, form.get(f"day_{weekday}", stored.get(weekday, ""))) for weekday in WEEK]
    context = {
        "week": week,
        "exceptions": [(one.on, as_typed(one.blocks)) for one in opening.exceptions if one.on >= today],
        "form": form,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
        "done": done,
    }
    return page(request, "portal/opening.html", context, status=status)
