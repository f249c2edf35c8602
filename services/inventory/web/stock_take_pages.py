"""Stock takes: which there were, beginning one, and counting."""

from collections.abc import Sequence
from urllib.parse import urlsplit
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.inventory.commands.count_device import CountDevice, UncountDevice, count_device, uncount_device
from services.inventory.commands.start_stock_take import StartStockTake, start_stock_take
from services.inventory.domain.device_filter import DeviceFilter, read_filter
from services.inventory.domain.public_code import is_misread
from services.inventory.domain.refusals import AlreadyCounting
from services.inventory.domain.saved_view import as_kept
from services.inventory.domain.stock_take import LIST, SCOPES, STRANGE, WHOLE, Result, StockTake, to_count
from services.inventory.domain.typed_code import LONGEST, code_in
from services.inventory.queries import stock_takes as queries
from services.inventory.store.unit import InventoryUnit
from services.inventory.web.filter_view import chosen_of
from services.inventory.web.refusal_texts import REFUSALS
from services.inventory.web.stock_take_texts import ADVICE, MISREAD, SCOPE, SHOWN, say
from shared.bus.answers import Answer
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.identity.tokens import Person
from shared.language.translate import _
from shared.web.call import FormCall, SignedIn, as_redirect, each_by_itself, may, running_service
from shared.web.camera import with_camera
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page

router = APIRouter(prefix="/inventory", include_in_schema=False)

PREPARE = may(Permission.PREPARE_DEVICES)
LIST_ADDRESS = "/inventory/devices"
WORDS = {"ADVICE": ADVICE, "SCOPE": SCOPE, "SHOWN": SHOWN, "MISREAD": MISREAD, "say": say}


@router.get("/stock-takes", dependencies=[PREPARE])
async def list_stock_takes(request: Request, person: SignedIn, before: UUID | None = None) -> Response:
    """All of them, the newest first, and the form to begin one; also of the list of machines that the address asks for."""
    return await _list(request, person, before, asked=to_count(read_filter(request.query_params)))


@router.post("/stock-takes", dependencies=[PREPARE])
async def start(request: Request, call: FormCall) -> Response:
    """Begin counting; when somebody counts the same part already, say which one to join."""
    form = await typed(request)
    scope, asked = form.get("scope", ""), to_count(read_filter(form))
    if scope not in SCOPES and not (scope == LIST and asked.chosen):
        problem = FormProblem(_("Kies wat je telt"), field="scope")
        return await _list(request, call.person, problems=[problem], status=422, asked=asked)
    command = StartStockTake(scope, call.person.id, asked)
    try:
        return as_redirect(await call.answer(lambda unit: start_stock_take(command, unit), _at))
    except AlreadyCounting as refusal:
        status, problem = refused(refusal, REFUSALS)
        link = (f"/inventory/stock-takes/{refusal.facts['stock_take']}", _("Tel mee"))
        return await _list(
            request, call.person, problems=[FormProblem(problem.title, problem.detail, "scope", link)], status=status, asked=asked
        )
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, "scope")
        return await _list(request, call.person, problems=[problem], status=status, asked=asked)


@router.get("/stock-takes/{stock_take_id}", dependencies=[PREPARE])
async def show_stock_take(request: Request, stock_take_id: UUID, person: SignedIn, seen: str = "", again: str = "") -> Response:
    """One that is open: count. One that is closed: what came of it. `seen` is the code that was just counted."""
    return await _show(request, person, stock_take_id, seen=seen, again=bool(again))


@router.post("/stock-takes/{stock_take_id}/scans", dependencies=[PREPARE])
async def scan(request: Request, stock_take_id: UUID, call: FormCall) -> Response:
    """Somebody saw a device."""
    said = (await typed(request)).get("find", "")[:LONGEST]
    command = CountDevice(stock_take_id, said, call.person.id)
    address = f"/inventory/stock-takes/{stock_take_id}"
    try:
        return as_redirect(
            await each_by_itself(call).answer(
                lambda unit: count_device(command, unit),
                lambda seen: Answer(303, f"{address}?seen={seen.code}{'&again=1' if seen.again else ''}"),
            )
        )
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, "find")
        return await _show(request, call.person, stock_take_id, problems=[problem], status=status)


@router.post("/stock-takes/{stock_take_id}/scans/remove", dependencies=[PREPARE])
async def take_back(request: Request, stock_take_id: UUID, call: FormCall) -> Response:
    """Nobody saw that one after all."""
    command = UncountDevice(stock_take_id, code_in((await typed(request)).get("code", "")) or "")
    address = f"/inventory/stock-takes/{stock_take_id}"
    try:
        return as_redirect(await call.answer(lambda unit: uncount_device(command, unit), lambda _done: Answer(303, address)))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, "find")
        return await _show(request, call.person, stock_take_id, problems=[problem], status=status)


def _at(one: StockTake) -> Answer:
    return Answer(303, f"/inventory/stock-takes/{one.id}")


async def names_of(unit: InventoryUnit, found: Sequence[StockTake], person: UUID) -> dict[UUID, str]:
    """What people call the lists that were counted: by the lists that this person sees. One that nobody kept has no name."""
    if not any(one.scope == LIST for one in found):
        return {}
    views = await unit.saved_views.seen_by(person)
    called = {as_kept(to_count(view.filter)): view.name for view in reversed(views)}
    asked = {one.id: as_kept(one.asked) for one in found if one.scope == LIST}
    return {stock_take: called[kept] for stock_take, kept in asked.items() if kept in called}


async def _list(
    request: Request,
    person: Person,
    before: UUID | None = None,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
    *,
    asked: DeviceFilter,
) -> Response:
    units = running_service(request).units
    async with units.open(person.organisation) as unit:
        found = await queries.list_stock_takes(unit, before)
        lists = await chosen_of(unit, [asked, *(one.asked for one in found)], LIST_ADDRESS)
        names = await names_of(unit, found, person.id)
    context = {
        "stock_takes": list(zip(found, lists[1:], strict=True)),
        "names": names,
        "asked": asked,
        "asked_words": lists[0],
        "first": before is None,
        "following": f"/inventory/stock-takes?before={found[-1].id}" if len(found) == queries.PAGE else None,
        "scopes": [(key, *SCOPE[key]) for key in SCOPES],
        "chosen": LIST if asked.chosen else WHOLE,
        "zone": units.zone,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "inventory/stock_takes.html", WORDS | context, status=status)


async def _show(
    request: Request,
    person: Person,
    stock_take_id: UUID,
    *,
    seen: str = "",
    again: bool = False,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
) -> Response:
    running = running_service(request)
    async with running.units.open(person.organisation) as unit:
        one = await queries.get_stock_take(unit, stock_take_id)
        counts = await queries.counts_of(unit, one)
        counters = await queries.counters_of(unit, one)
        recent = await queries.recent_lines(unit, one) if one.is_open else []
        code = code_in(seen)
        told = await queries.line_of(unit, one, code) if code and one.is_open else None
        asked_words = (await chosen_of(unit, [one.asked], LIST_ADDRESS))[0]
        names = await names_of(unit, [one], person.id)
    context = {
        "one": one,
        "names": names,
        "asked_words": asked_words,
        "counts": counts,
        "expected": counts[Result.FOUND] + counts[Result.MISSING] + counts[Result.LEFT],
        "strange": sum(counts[result] for result in STRANGE),
        "counters": counters,
        "recent": recent,
        "told": told if told and told.scanned_at else None,
        "again": again,
        "misread": told is not None and told.result is Result.UNKNOWN and is_misread(told.code),
        "me": person.id,
        "site": urlsplit(running.settings.base_url).netloc,
        "zone": running.units.zone,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    template = "inventory/stock_take.html" if one.is_open else "inventory/stock_take_closed.html"
    answer = page(request, template, WORDS | context, status=status)
    return with_camera(answer) if one.is_open else answer
