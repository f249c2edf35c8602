"""The lists of machines that people keep: keep one, rename it, throw it away and put it back."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.inventory.commands.change_views import (
    ChangeView,
    SaveView,
    put_back_view,
    remove_view,
    rename_view,
    save_view,
)
from services.inventory.domain.device_filter import read_filter
from services.inventory.domain.saved_view import SavedView
from services.inventory.store.saved_views import SavedViews
from services.inventory.web.refusal_texts import REFUSALS
from shared.bus.answers import Answer
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.identity.tokens import Person
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page

router = APIRouter(prefix="/inventory", include_in_schema=False)

SEE = may(Permission.SEE_DEVICES)
ADDRESS = "/inventory/views"
LIST = "/inventory/devices"


@router.get("/views", dependencies=[SEE])
async def show(request: Request, person: SignedIn, gone: UUID | None = None) -> Response:
    """One's own and those that are shared; `gone` was just thrown away."""
    return await _page(request, person, gone=gone)


@router.post("/views", dependencies=[SEE])
async def keep(request: Request, call: FormCall) -> Response:
    """Keep the choices of a list. To share it one has to arrange things for others."""
    form = await typed(request)
    shares = form.get("shared") == "1" and call.person.may(Permission.ARRANGE_INVENTORY)
    command = SaveView(read_filter(form), form.get("name", ""), shares, call.person.id)
    try:
        done = await call.answer(
            lambda unit: save_view(command, unit), lambda one: Answer(303, one.filter.address(LIST, ("saved", str(one.id))))
        )
        return as_redirect(done)
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS)
        return await _page(request, call.person, problems=[problem], status=status)


@router.post("/views/{view_id}/rename", dependencies=[SEE])
async def rename(request: Request, view_id: UUID, call: FormCall) -> Response:
    """Another name."""
    command = _change(view_id, call.person, (await typed(request)).get("name", ""))
    try:
        return as_redirect(await call.answer(lambda unit: rename_view(command, unit), lambda _one: Answer(303, ADDRESS)))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, f"name-{view_id}")
        return await _page(request, call.person, problems=[problem], status=status)


@router.post("/views/{view_id}/remove", dependencies=[SEE])
async def remove(view_id: UUID, call: FormCall) -> Response:
    """It stands there no more."""
    command = _change(view_id, call.person)
    return as_redirect(await call.answer(lambda unit: remove_view(command, unit), _gone))


@router.post("/views/{view_id}/put-back", dependencies=[SEE])
async def put_back(view_id: UUID, call: FormCall) -> Response:
    """It stands there again."""
    command = _change(view_id, call.person)
    return as_redirect(await call.answer(lambda unit: put_back_view(command, unit), lambda _one: Answer(303, ADDRESS)))


def _change(view_id: UUID, person: Person, name: str = "") -> ChangeView:
    return ChangeView(view_id, person.id, person.may(Permission.ARRANGE_INVENTORY), name)


def _gone(one: SavedView) -> Answer:
    return Answer(303, f"{ADDRESS}?gone={one.id}")


async def _page(
    request: Request, person: Person, problems: Sequence[FormProblem] = (), status: int = 200, gone: UUID | None = None
) -> Response:
    async with running_service(request).units.open(person.organisation) as unit:
        views = await unit.saved_views.seen_by(person.id)
        thrown = await _thrown_away(unit.saved_views, gone, person) if gone else None
    arranges = person.may(Permission.ARRANGE_INVENTORY)
    context = {
        "views": [(one, one.filter.address(LIST), arranges or not one.is_shared) for one in views],
        "gone": thrown,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "inventory/views.html", context, status=status)


async def _thrown_away(views: SavedViews, view_id: UUID, person: Person) -> SavedView | None:
    try:
        one = await views.get(view_id)
    except NotFound:
        return None
    return one if one.removed and one.is_seen_by(person.id) else None
