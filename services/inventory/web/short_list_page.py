"""The short lists of an organisation: shelves and rooms, partners, recyclers. Who works with machines keeps them."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.inventory.commands.change_short_list import (
    AddToList,
    PutBackOnList,
    RenameOnList,
    TakeOffList,
    add_to_list,
    put_back_on_list,
    rename_on_list,
    take_off_list,
)
from services.inventory.domain.short_list import LONGEST_NAME, Entry, ListKind
from services.inventory.web.fact_texts import LIST
from services.inventory.web.refusal_texts import REFUSALS
from shared.bus.answers import Answer
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.translate import _
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, as_shown, left_alone, overtaken, refused, typed
from shared.web.pages import page

router = APIRouter(prefix="/inventory", include_in_schema=False)

PREPARE = may(Permission.PREPARE_DEVICES)
ADDRESS = "/inventory/lists"
NO_LIST = FormProblem(_("Kies een van de lijsten"))


@router.get("/lists", dependencies=[PREPARE])
async def show(request: Request, person: SignedIn, gone: UUID | None = None) -> Response:
    """All lists; `gone` was just taken off, and can be put back."""
    return await _page(request, person.organisation, gone=gone)


@router.post("/lists", dependencies=[PREPARE])
async def add(request: Request, call: FormCall) -> Response:
    """One name more."""
    form = await typed(request)
    if form.get("kind") not in {kind.value for kind in ListKind}:
        return await _page(request, call.organisation, problems=[NO_LIST], status=422)
    kind = ListKind(form["kind"])
    try:
        command = AddToList(kind, form.get("name", ""))
        return as_redirect(await call.answer(lambda unit: add_to_list(command, unit), _back))
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, f"name-{kind.value}")
        return await _page(request, call.organisation, form, [problem], status)


@router.post("/lists/{entry_id}/remove", dependencies=[PREPARE])
async def take_off(entry_id: UUID, call: FormCall) -> Response:
    """It can be chosen no more."""
    return as_redirect(await call.answer(lambda unit: take_off_list(TakeOffList(entry_id), unit), _gone))


@router.post("/lists/{entry_id}/put-back", dependencies=[PREPARE])
async def put_back(request: Request, entry_id: UUID, call: FormCall) -> Response:
    """It can be chosen again."""
    command = PutBackOnList(entry_id)
    try:
        return as_redirect(await call.answer(lambda unit: put_back_on_list(command, unit), _back))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS)
        return await _page(request, call.organisation, problems=[problem], status=status)


@router.get("/lists/{entry_id}/name", dependencies=[PREPARE])
async def ask_name(request: Request, entry_id: UUID, person: SignedIn) -> Response:
    """How one is called."""
    return await _name_page(request, person.organisation, entry_id)


@router.post("/lists/{entry_id}/name", dependencies=[PREPARE])
async def rename(request: Request, entry_id: UUID, call: FormCall) -> Response:
    """It is called otherwise."""
    form = await typed(request)
    async with running_service(request).units.open(call.organisation) as unit:
        now = {"name": (await unit.short_lists.get(entry_id)).name}
    if (clash := overtaken(form, now)) and not await call.came_before():
        return await _name_page(request, call.organisation, entry_id, form.get("name", ""), clash, 409)
    name = left_alone(form, now).get("name", "")
    try:
        return as_redirect(await call.answer(lambda unit: rename_on_list(RenameOnList(entry_id, name), unit), _back))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, "name")
        return await _name_page(request, call.organisation, entry_id, name, [problem], status)


def _back(entry: Entry) -> Answer:
    return Answer(303, f"{ADDRESS}#list-{entry.kind.value}")


def _gone(entry: Entry) -> Answer:
    return Answer(303, f"{ADDRESS}?gone={entry.id}")


async def _page(
    request: Request,
    organisation: UUID,
    form: Mapping[str, str] | None = None,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
    gone: UUID | None = None,
) -> Response:
    async with running_service(request).units.open(organisation) as unit:
        entries = {kind: await unit.short_lists.all_of(kind) for kind in ListKind}
    removed = [one for of_kind in entries.values() for one in of_kind if one.removed]
    context = {
        "lists": [(kind, LIST[kind], [one for one in entries[kind] if not one.removed]) for kind in ListKind],
        "gone": next((one for one in removed if one.id == gone), None),
        "form": form or {},
        "longest": LONGEST_NAME,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "inventory/lists.html", context, status=status)


async def _name_page(
    request: Request,
    organisation: UUID,
    entry_id: UUID,
    typed_name: str | None = None,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
) -> Response:
    async with running_service(request).units.open(organisation) as unit:
        entry = await unit.short_lists.get(entry_id)
    context = {
        "entry": entry,
        "was": as_shown({"name": entry.name}),
        "typed_name": entry.name if typed_name is None else typed_name,
        "longest": LONGEST_NAME,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "inventory/list_name.html", context, status=status)
