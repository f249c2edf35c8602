"""Stock takes for programs: begin one, count, close it, and what came of it."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import AwareDatetime, BaseModel, Field, StringConstraints

from services.inventory.commands.close_stock_take import CloseStockTake, close_stock_take
from services.inventory.commands.count_device import CountDevice, UncountDevice, count_device, uncount_device
from services.inventory.commands.start_stock_take import StartStockTake, start_stock_take
from services.inventory.domain.device_filter import read_filter
from services.inventory.domain.refusals import NotACode
from services.inventory.domain.stock_take import LIST, SCOPES, Result, Seen, StockTake
from services.inventory.domain.typed_code import LONGEST, code_in
from services.inventory.queries import stock_takes as queries
from services.inventory.queries.stock_takes import Line
from shared.bus.answers import Answer
from shared.contracts.vocabulary import DeviceState
from shared.identity.permissions import Permission
from shared.web.call import ApiCall, SignedIn, as_json, may, running_service

router = APIRouter(prefix="/inventory/api/stock-takes", tags=["stock takes"])

PREPARE = may(Permission.PREPARE_DEVICES)
Scope = Annotated[str, StringConstraints(pattern=f"^({'|'.join(SCOPES)})$")]
Typed = Annotated[str, StringConstraints(min_length=1, max_length=LONGEST, pattern=r"^[^\x00-\x1f\x7f]+$")]


class StartBody(BaseModel):
    """What is counted: all that is here, or one part of it."""

    scope: Scope


class StartListBody(BaseModel):
    """What is chosen, as in the address of the list of devices; what somebody typed in `q` counts for nothing."""

    choices: Annotated[dict[str, Annotated[str, Field(max_length=100)]], Field(max_length=30)]


class ScanBody(BaseModel):
    """What was typed or scanned: a code, the address on a sticker, or a serial number."""

    typed: Typed


class UncountBody(BaseModel):
    """The code that nobody saw after all."""

    code: Typed


class StockTakeView(BaseModel):
    """A stock take; `closed_at` is None while one can still count. `choices` are those of the list, for the scope `list`."""

    id: UUID
    scope: str
    choices: dict[str, str]
    started_at: AwareDatetime
    closed_at: AwareDatetime | None


class StockTakeList(BaseModel):
    """The newest first; `next` is the address of the following page, if there may be one."""

    stock_takes: list[StockTakeView]
    next: str | None


class CountedView(StockTakeView):
    """A stock take with how many devices there are of each result, by people who counted."""

    counts: dict[Result, int]
    counters: int


class SeenView(BaseModel):
    """What came of one scan; `device_id` is None when no device of ours has this code, `again` when it had been seen before."""

    code: str
    device_id: UUID | None
    result: Result
    again: bool


class UncountedView(BaseModel):
    """What nobody saw after all."""

    code: str


class LineView(BaseModel):
    """One device or code of a stock take. Maker and model are empty for a code that no device of ours has."""

    code: str
    device_id: UUID | None
    maker: str
    model: str
    status: DeviceState | None
    result: Result
    scanned_at: AwareDatetime | None


class LineList(BaseModel):
    """Lines by code; `next` is the address of the following page, if there may be one."""

    lines: list[LineView]
    next: str | None


@router.get("", dependencies=[PREPARE])
async def get_stock_takes(request: Request, person: SignedIn, before: UUID | None = None) -> StockTakeList:
    """All of them."""
    async with running_service(request).units.open(person.organisation) as unit:
        found = await queries.list_stock_takes(unit, before)
    following = f"/inventory/api/stock-takes?before={found[-1].id}" if len(found) == queries.PAGE else None
    return StockTakeList(stock_takes=[_view(one) for one in found], next=following)


@router.post("", status_code=201, response_model=StockTakeView, dependencies=[PREPARE])
async def post_stock_take(body: StartBody, call: ApiCall) -> Response:
    """Begin: all that is here at this moment is expected."""
    command = StartStockTake(body.scope, call.person.id)
    return as_json(await call.answer(lambda unit: start_stock_take(command, unit), lambda one: _told(one, 201)))


@router.post("/list", status_code=201, response_model=StockTakeView, dependencies=[PREPARE])
async def post_list_stock_take(body: StartListBody, call: ApiCall) -> Response:
    """Begin with a list: what is on it and here at this moment is expected."""
    command = StartStockTake(LIST, call.person.id, read_filter(body.choices))
    return as_json(await call.answer(lambda unit: start_stock_take(command, unit), lambda one: _told(one, 201)))


@router.get("/{stock_take_id}", dependencies=[PREPARE])
async def get_stock_take(request: Request, stock_take_id: UUID, person: SignedIn) -> CountedView:
    """One of them, with what came of it so far, or for ever when it is closed."""
    async with running_service(request).units.open(person.organisation) as unit:
        one = await queries.get_stock_take(unit, stock_take_id)
        counts, counters = await queries.counts_of(unit, one), await queries.counters_of(unit, one)
    return CountedView(**_view(one).model_dump(), counts=counts, counters=counters)


@router.get("/{stock_take_id}/lines", dependencies=[PREPARE])
async def get_lines(
    request: Request,
    stock_take_id: UUID,
    person: SignedIn,
    result: Annotated[list[Result], Query(description="Only lines with one of these results; all when it is left out.")] = [],  # noqa: B006
    after: Annotated[str, Query(max_length=LONGEST)] = "",
) -> LineList:
    """What came of each device, by code."""
    wanted, begin = list(dict.fromkeys(result)) or list(Result), code_in(after) or ""
    async with running_service(request).units.open(person.organisation) as unit:
        one = await queries.get_stock_take(unit, stock_take_id)
        found = await queries.lines_of(unit, one, wanted, begin)
    following = None
    if len(found) == queries.PAGE:
        following = f"/inventory/api/stock-takes/{one.id}/lines?after={found[-1].code}" + "".join(
            f"&result={asked.value}" for asked in wanted if result
        )
    return LineList(lines=[_line(line) for line in found], next=following)


@router.post("/{stock_take_id}/scans", response_model=SeenView, dependencies=[PREPARE])
async def post_count(stock_take_id: UUID, body: ScanBody, call: ApiCall) -> Response:
    """Somebody saw a device. Seeing it twice is seeing it once."""
    command = CountDevice(stock_take_id, body.typed, call.person.id)
    return as_json(await call.answer(lambda unit: count_device(command, unit), lambda seen: _told_seen(stock_take_id, seen)))


@router.post("/{stock_take_id}/scans/remove", response_model=UncountedView, dependencies=[PREPARE])
async def post_uncount(stock_take_id: UUID, body: UncountBody, call: ApiCall) -> Response:
    """Nobody saw this one after all."""
    code = code_in(body.code)
    if code is None:
        raise NotACode()
    command = UncountDevice(stock_take_id, code)
    answer = Answer(200, _at(stock_take_id), UncountedView(code=code).model_dump(mode="json"))
    return as_json(await call.answer(lambda unit: uncount_device(command, unit), lambda _done: answer))


@router.post("/{stock_take_id}/close", response_model=StockTakeView, dependencies=[PREPARE])
async def post_close(stock_take_id: UUID, call: ApiCall) -> Response:
    """What it says now, it says for ever."""
    command = CloseStockTake(stock_take_id, call.person.id)
    return as_json(await call.answer(lambda unit: close_stock_take(command, unit), _told))


def _at(stock_take_id: UUID) -> str:
    return f"/inventory/api/stock-takes/{stock_take_id}"


def _view(one: StockTake) -> StockTakeView:
    choices = dict(one.asked.pairs())
    return StockTakeView(id=one.id, scope=one.scope, choices=choices, started_at=one.started_at, closed_at=one.closed_at)


def _line(line: Line) -> LineView:
    return LineView(**{name: getattr(line, name) for name in LineView.model_fields})


def _told(one: StockTake, status: int = 200) -> Answer:
    return Answer(status, _at(one.id), _view(one).model_dump(mode="json"))


def _told_seen(stock_take_id: UUID, seen: Seen) -> Answer:
    told = SeenView(code=seen.code, device_id=seen.device_id, result=seen.result, again=seen.again)
    return Answer(200, _at(stock_take_id), told.model_dump(mode="json"))
