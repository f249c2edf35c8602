"""A list of machines to take along, as CSV or as a workbook: exactly what its address shows, every page of it."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from pathlib import Path

from fastapi import APIRouter, Request
from fastapi.responses import Response, StreamingResponse

from services.inventory.documents.device_list import Workbook, cells_of, csv_lines, heads
from services.inventory.domain.device_filter import read_filter
from services.inventory.domain.view_refusals import TooManyForWorkbook
from services.inventory.queries.device_table import all_rows
from shared.identity.permissions import Permission
from shared.language.translate import language, speak
from shared.web.call import SignedIn, may, running_service

router = APIRouter(prefix="/inventory", include_in_schema=False)

SEE = may(Permission.SEE_DEVICES)
MOST_IN_WORKBOOK = 50_000
PIECE = 256 * 1024
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@router.get("/devices.csv", dependencies=[SEE])
async def as_csv(request: Request, person: SignedIn) -> Response:
    """In pieces, however long it is, with a mark in front by which spreadsheets know the letters."""
    running, asked, spoken = running_service(request), read_filter(request.query_params), language().code
    families = person.may(Permission.SEE_HOUSEHOLDS)

    async def pieces() -> AsyncIterator[bytes]:
        speak(spoken)
        yield "\ufeff".encode() + csv_lines([heads()])
        async for rows in all_rows(running.units, person.organisation, asked, families=families):
            yield await asyncio.to_thread(csv_lines, [cells_of(row) for row in rows])

    return StreamingResponse(pieces(), media_type="text/csv; charset=utf-8", headers=_headers("csv"))


@router.get("/devices.xlsx", dependencies=[SEE])
async def as_workbook(request: Request, person: SignedIn) -> Response:
    """Written to disk first, in a thread. Raises `TooManyForWorkbook`."""
    running, asked = running_service(request), read_filter(request.query_params)
    folder = await asyncio.to_thread(tempfile.TemporaryDirectory, prefix="digibank-list-")
    file = Path(folder.name) / "list.xlsx"
    book = await asyncio.to_thread(Workbook, file)
    try:
        await asyncio.to_thread(book.add, [heads()])
        count = 0
        families = person.may(Permission.SEE_HOUSEHOLDS)
        async for rows in all_rows(running.units, person.organisation, asked, families=families):
            count += len(rows)
            if count > MOST_IN_WORKBOOK:
                raise TooManyForWorkbook(most=MOST_IN_WORKBOOK)
            await asyncio.to_thread(book.add, [cells_of(row) for row in rows])
        await asyncio.to_thread(book.save)
        content = await asyncio.to_thread(file.read_bytes)
    finally:
        await asyncio.to_thread(book.throw_away)
        await asyncio.to_thread(folder.cleanup)

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(content), PIECE):
            yield content[start : start + PIECE]

    return StreamingResponse(pieces(), media_type=WORKBOOK, headers=_headers("xlsx"))


def _headers(kind: str) -> dict[str, str]:
    return {"content-disposition": f'attachment; filename="toestellen.{kind}"', "cache-control": "no-store"}
