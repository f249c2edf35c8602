"""Lists that somebody brings: the ways in, what was read before anything is kept, how far it is, and what came of it."""

import csv
import io
from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData, UploadFile

from services.inventory.commands.bring_sheet import BringSheet, bring_sheet, read_outside_loop
from services.inventory.documents.device_list import no_formula
from services.inventory.domain.sheets.sheet import SheetState
from services.inventory.domain.sheets.table import MOST_BYTES, SheetProblem, SheetRefused
from services.inventory.queries import sheets as queries
from services.inventory.queries.devices import PAGE
from services.inventory.queries.lots import get_lot
from services.inventory.web.intake_texts import A_PERSON
from services.inventory.web.refusal_texts import REFUSALS
from services.inventory.web.sheet_texts import PROBLEM, STATE
from services.inventory.web.sheet_view import column_name, show_sheet
from shared.bus.answers import Answer
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.translate import _
from shared.web.call import Call, SignedIn, as_redirect, form_call, may, running_service
from shared.web.forms import FormProblem, promised_bytes, refused
from shared.web.pages import page

router = APIRouter(prefix="/inventory", include_in_schema=False)

PREPARE = may(Permission.PREPARE_DEVICES)
ENVELOPE = 10_000
"""Bytes that a form needs around what is in it."""
MOST_PASTED = 900_000
"""Bytes; a field of a form holds no more than a million. That is some 10,000 short rows."""

NO_FILE = FormProblem(_("Kies eerst een bestand"), field="file")
NO_TEXT = FormProblem(_("Plak eerst je lijst"), field="text")
TOO_LONG = FormProblem(
    _("Dit is te veel om te plakken"), _("Bewaar de lijst als bestand en kies dat bestand hierboven."), field="text"
)


@router.get("/sheets", dependencies=[PREPARE])
async def list_sheets(request: Request, person: SignedIn, before: UUID | None = None, lot: UUID | None = None) -> Response:
    """The ways in, for a lot or for none, and the lists that came before, the newest first."""
    return await _sheets(request, person.organisation, before=before, lot_id=lot)


@router.post("/sheets", dependencies=[PREPARE])
async def bring_file(request: Request, person: SignedIn) -> Response:
    """Read the file and show what we make of it. How large it is, is looked at before anything of it is read."""
    if promised_bytes(request) > MOST_BYTES + ENVELOPE:
        return await _refused(request, person.organisation, SheetRefused(SheetProblem.TOO_LARGE), "file")
    call = await form_call(request, person)
    form = await request.form()
    upload, lot_id = form.get("file"), _lot_of(form)
    if not isinstance(upload, UploadFile) or not upload.filename:
        return await _sheets(request, person.organisation, [NO_FILE], 422, lot_id=lot_id)
    return await _bring(request, call, await upload.read(), upload.filename, "file", lot_id)


@router.post("/sheets/pasted", dependencies=[PREPARE])
async def bring_text(request: Request, person: SignedIn) -> Response:
    """The same with text that was copied from a spreadsheet or a message."""
    if promised_bytes(request) > MOST_PASTED + ENVELOPE:
        return await _sheets(request, person.organisation, [TOO_LONG], 413)
    call = await form_call(request, person)
    form = await request.form()
    text, lot_id = str(form.get("text", "")), _lot_of(form)
    if not text.strip():
        return await _sheets(request, person.organisation, [NO_TEXT], 422, lot_id=lot_id)
    return await _bring(request, call, text.encode(), "", "text", lot_id)


async def _bring(request: Request, call: Call, content: bytes, name: str, field: str, lot_id: UUID | None) -> Response:
    try:
        read = await read_outside_loop(content, name)
        command = BringSheet(read, call.person.id, lot_id)
        return as_redirect(
            await call.answer(lambda unit: bring_sheet(command, unit), lambda sheet: Answer(303, f"/inventory/sheets/{sheet.id}"))
        )
    except NotFound:
        raise
    except Refused as refusal:
        return await _refused(request, call.person.organisation, refusal, field, lot_id)


def _lot_of(form: FormData) -> UUID | None:
    """With which lot a list came. Raises 404 for what is none."""
    lot = str(form.get("lot", ""))
    try:
        return UUID(lot) if lot else None
    except ValueError:
        raise NotFound() from None


@router.get("/sheets/{sheet_id}", dependencies=[PREPARE])
async def one_sheet(request: Request, sheet_id: UUID, person: SignedIn, after: int = 0) -> Response:
    """What we make of a list, how far it is, or what came of it."""
    return await show_sheet(request, person.organisation, sheet_id, after=max(0, min(after, 1_000_000)))


@router.get("/sheets/{sheet_id}/problems.csv", dependencies=[PREPARE])
async def download_problems(request: Request, sheet_id: UUID, person: SignedIn) -> Response:
    """Every row with a problem, with what to do and with what stands in it. No cell of it is a formula for who opens it."""
    async with running_service(request).units.open(person.organisation) as unit:
        sheet = (await queries.get_sheet(unit, sheet_id)).sheet
        rows, after = list[queries.WrongRow](), 0
        while found := await queries.wrong_rows(unit, sheet_id, after, 1000):
            rows, after = rows + list(found), found[-1].row.number
        begin = await queries.beginning(unit, sheet_id)
    headings = next((row.cells for row in begin if row.number == sheet.plan.heading_row), ())
    text = io.StringIO()
    lines = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL)
    lines.writerow([str(_("Rij")), str(_("Kolom")), str(_("Probleem")), str(_("Wat je doet")), *map(no_formula, headings)])
    for one in rows:
        for problem in one.problems:
            what, cure = PROBLEM[problem.code]
            where = column_name(problem.column) if problem.column is not None else ""
            lines.writerow([one.row.number, where, what.format(other=problem.other), cure, *map(no_formula, one.row.cells)])
    return Response(
        text.getvalue().encode("utf-8-sig"),
        media_type="text/csv; charset=utf-8",
        headers={"content-disposition": 'attachment; filename="problemen.csv"', "cache-control": "no-store"},
    )


@router.get("/sheets/{sheet_id}/stickers", dependencies=[PREPARE])
async def stickers(request: Request, sheet_id: UUID, person: SignedIn, part: int = 1) -> Response:
    """To the stickers for a part of what came in with a list."""
    async with running_service(request).units.open(person.organisation) as unit:
        await queries.get_sheet(unit, sheet_id)
        ids = await queries.ids_of_part(unit, sheet_id, max(1, min(part, 1000)))
    if not ids:
        raise NotFound()
    return RedirectResponse(f"/inventory/stickers?ids={','.join(map(str, ids))}", status_code=303)


async def _refused(request: Request, organisation: UUID, refusal: Refused, field: str, lot_id: UUID | None = None) -> Response:
    status, problem = refused(refusal, REFUSALS, field)
    return await _sheets(request, organisation, [problem], status, lot_id=lot_id)


async def _sheets(
    request: Request,
    organisation: UUID,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
    before: UUID | None = None,
    lot_id: UUID | None = None,
) -> Response:
    units = running_service(request).units
    async with units.open(organisation) as unit:
        found = await queries.list_sheets(unit, before=before)
        lot = (await get_lot(unit, lot_id)).lot if lot_id is not None else None
    context = {
        "sheets": found,
        "lot": lot,
        "A_PERSON": A_PERSON,
        "first": before is None,
        "following": f"/inventory/sheets?before={found[-1].sheet.id}" if len(found) == PAGE else None,
        "OPEN": SheetState.OPEN,
        "STATE": STATE,
        "zone": units.zone,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "inventory/sheets.html", context, status=status)
