"""What comes of a stock take: the lists, closing it, and a file for a spreadsheet."""

import csv
from collections.abc import AsyncIterator
from io import StringIO
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response, StreamingResponse

from services.inventory.commands.close_stock_take import CloseStockTake, close_stock_take
from services.inventory.documents.device_list import no_formula
from services.inventory.domain.public_code import is_misread
from services.inventory.domain.refusals import StockTakeClosed
from services.inventory.domain.stock_take import STRANGE, Result
from services.inventory.domain.typed_code import code_in
from services.inventory.queries import stock_takes as queries
from services.inventory.web.stock_take_pages import WORDS
from services.inventory.web.stock_take_texts import NOTHING_IN, SHOWN, say
from shared.bus.answers import Answer
from shared.identity.permissions import Permission
from shared.language.translate import language, speak
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.pages import page
from shared.web.vocabulary_texts import DEVICE_STATE

router = APIRouter(prefix="/inventory", include_in_schema=False)

PREPARE = may(Permission.PREPARE_DEVICES)
ON_PAPER = 1000
"""Lines that one page to print holds."""


@router.get("/stock-takes/{stock_take_id}/lines", dependencies=[PREPARE])
async def show_lines(
    request: Request, stock_take_id: UUID, person: SignedIn, show: str = "missing", after: str = "", paper: str = ""
) -> Response:
    """One of the lists, with what to do with each device; `paper` puts more of them on one page."""
    shown = show if show in SHOWN else "missing"
    units, most = running_service(request).units, ON_PAPER if paper else queries.PAGE
    begin = code_in(after) or ""
    async with units.open(person.organisation) as unit:
        one = await queries.get_stock_take(unit, stock_take_id)
        counts = await queries.counts_of(unit, one)
        lines = await queries.lines_of(unit, one, SHOWN[shown][1], begin, most)
    address = f"/inventory/stock-takes/{one.id}/lines"
    context = {
        "one": one,
        "shown": shown,
        "lines": lines,
        "empty": NOTHING_IN[shown],
        "misread": {line.code for line in lines if line.result is Result.UNKNOWN and is_misread(line.code)},
        "tabs": [
            (f"{address}?show={key}", f"{words} ({sum(counts[result] for result in results)})", "page" if key == shown else "")
            for key, (words, results) in SHOWN.items()
        ],
        "following": f"{address}?show={shown}&after={lines[-1].code}{'&paper=1' if paper else ''}" if len(lines) == most else None,
        "first": not begin,
        "on_paper": bool(paper),
        "more_on_paper": f"{address}?show={shown}&paper=1",
        "STATUS": DEVICE_STATE,
        "zone": units.zone,
    }
    return page(request, "inventory/stock_take_lines.html", WORDS | context)


@router.get("/stock-takes/{stock_take_id}/close", dependencies=[PREPARE])
async def ask_close(request: Request, stock_take_id: UUID, person: SignedIn) -> Response:
    """Asks once whether the counting is done."""
    async with running_service(request).units.open(person.organisation) as unit:
        one = await queries.get_stock_take(unit, stock_take_id)
        counts = await queries.counts_of(unit, one)
    if not one.is_open:
        return RedirectResponse(f"/inventory/stock-takes/{one.id}", status_code=303)
    return page(
        request,
        "inventory/stock_take_close.html",
        WORDS | {"one": one, "missing": counts[Result.MISSING], "strange": sum(counts[result] for result in STRANGE)},
    )


@router.post("/stock-takes/{stock_take_id}/close", dependencies=[PREPARE])
async def close(request: Request, stock_take_id: UUID, call: FormCall) -> Response:
    """What it says now, it says for ever. One that somebody closed a moment ago is shown."""
    command = CloseStockTake(stock_take_id, call.person.id)
    address = f"/inventory/stock-takes/{stock_take_id}"
    try:
        return as_redirect(await call.answer(lambda unit: close_stock_take(command, unit), lambda _one: Answer(303, address)))
    except StockTakeClosed:
        return RedirectResponse(address, status_code=303)


@router.get("/stock-takes/{stock_take_id}/result.csv", dependencies=[PREPARE])
async def as_csv(request: Request, stock_take_id: UUID, person: SignedIn) -> Response:
    """Every line, for a spreadsheet: with a mark in front and semicolons, as Dutch and French ones read them at once."""
    units, spoken = running_service(request).units, language().code
    async with units.open(person.organisation) as unit:
        await queries.get_stock_take(unit, stock_take_id)

    async def pieces() -> AsyncIterator[bytes]:
        speak(spoken)
        yield "\ufeffcode;maker;model;serial;state;result;result_words;seen_at\r\n".encode()
        async with units.open(person.organisation) as unit:
            one = await queries.get_stock_take(unit, stock_take_id)
            async for lines in queries.all_lines(unit, one):
                out = StringIO()
                writer = csv.writer(out, delimiter=";")
                for line in lines:
                    seen = f"{line.scanned_at.astimezone(units.zone):%Y-%m-%d %H:%M:%S}" if line.scanned_at else ""
                    state = line.status.value if line.status else ""
                    row = [
                        line.code,
                        line.maker,
                        line.model,
                        line.serial,
                        state,
                        line.result.value,
                        str(say(line, one.scope).words),
                        seen,
                    ]
                    writer.writerow([no_formula(value or "") for value in row])
                yield out.getvalue().encode()

    headers = {"content-disposition": 'attachment; filename="telling.csv"', "cache-control": "no-store"}
    return StreamingResponse(pieces(), media_type="text/csv; charset=utf-8", headers=headers)
