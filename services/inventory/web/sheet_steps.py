"""What somebody decides about a list: how it is read, what is left out, that it comes in, that it goes, that it is taken back."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.inventory.commands.accept_sheet import AcceptSheet, accept_sheet
from services.inventory.commands.forget_sheet import DropSheet, drop_sheet
from services.inventory.commands.plan_sheet import PlanSheet, plan_sheet
from services.inventory.commands.skip_rows import SkipRows, skip_rows
from services.inventory.commands.undo_sheet import UndoSheet, undo_sheet
from services.inventory.domain.hardware_report.values import MAKER_LENGTH
from services.inventory.domain.sheets.checking import Plan
from services.inventory.domain.sheets.headings import Field
from services.inventory.domain.sheets.sheet import Sheet
from services.inventory.domain.sheets.table import MOST_COLUMNS
from services.inventory.queries import sheets as queries
from services.inventory.web.refusal_texts import REFUSALS
from services.inventory.web.sheet_texts import FIELD
from services.inventory.web.sheet_view import show_sheet
from shared.bus.answers import Answer
from shared.contracts.vocabulary import Chassis
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.free_text import clean_line
from shared.language.translate import _
from shared.web.call import Call, FormCall, as_redirect, may, running_service
from shared.web.forms import FormProblem, refused, typed

router = APIRouter(prefix="/inventory", include_in_schema=False)

PREPARE = may(Permission.PREPARE_DEVICES)
CHOOSABLE = {one.value: one for one in FIELD}
KINDS = {one.value: one for one in Chassis}


@router.post("/sheets/{sheet_id}/plan", dependencies=[PREPARE])
async def plan(request: Request, sheet_id: UUID, call: FormCall) -> Response:
    """Say what each column says; then every row is looked at again."""
    form = await typed(request)
    async with running_service(request).units.open(call.person.organisation) as unit:
        now = (await queries.get_sheet(unit, sheet_id)).sheet.plan
        strange = [word for word, _rows in await queries.strange_kinds(unit, (await queries.get_sheet(unit, sheet_id)).sheet)]
    try:
        wanted, problems = _read_plan(form, now, strange)
        if wanted is None:
            return await show_sheet(request, call.person.organisation, sheet_id, problems, 422)
        command = PlanSheet(sheet_id, wanted)
        return await _try(request, call, sheet_id, lambda unit: plan_sheet(command, unit))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, "maker")
        return await show_sheet(request, call.person.organisation, sheet_id, [problem], status)


@router.post("/sheets/{sheet_id}/skip", dependencies=[PREPARE])
async def skip(request: Request, sheet_id: UUID, call: FormCall) -> Response:
    """Leave out the rows that are ticked."""
    form = await request.form()
    command = SkipRows(sheet_id, _numbers(form.getlist("shown")), _numbers(form.getlist("skip")))
    after = _numbers([form.get("after", "")])
    ending = f"?after={after[0]}#problems" if after and after[0] else "#problems"
    return await _try(request, call, sheet_id, lambda unit: skip_rows(command, unit), ending)


@router.post("/sheets/{sheet_id}/skip-all", dependencies=[PREPARE])
async def skip_all(request: Request, sheet_id: UUID, call: FormCall) -> Response:
    """Leave out every row with a problem."""
    return await _try(request, call, sheet_id, lambda unit: skip_rows(SkipRows(sheet_id, all_of_them=True), unit))


@router.post("/sheets/{sheet_id}/accept", dependencies=[PREPARE])
async def accept(request: Request, sheet_id: UUID, call: FormCall) -> Response:
    """Take the list in."""
    command = AcceptSheet(sheet_id, others=(await typed(request)).get("others") == "yes")
    return await _try(request, call, sheet_id, lambda unit: accept_sheet(command, unit))


@router.post("/sheets/{sheet_id}/drop", dependencies=[PREPARE])
async def drop(request: Request, sheet_id: UUID, call: FormCall) -> Response:
    """Let go of the list."""
    return await _try(request, call, sheet_id, lambda unit: drop_sheet(DropSheet(sheet_id), unit))


@router.post("/sheets/{sheet_id}/undo", dependencies=[PREPARE])
async def undo(request: Request, sheet_id: UUID, call: FormCall) -> Response:
    """Take the list back."""
    return await _try(request, call, sheet_id, lambda unit: undo_sheet(UndoSheet(sheet_id), unit))


async def _try(
    request: Request, call: Call, sheet_id: UUID, command: Callable[[Any], Awaitable[Sheet]], ending: str = ""
) -> Response:
    """Run a command and go to the list; when it is refused, show the list with why."""
    try:
        answer = await call.answer(command, lambda sheet: Answer(303, f"/inventory/sheets/{sheet.id}{ending}"))
        return as_redirect(answer)
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, "others" if refusal.code == "sheet_seen_before" else "step")
        return await show_sheet(request, call.person.organisation, sheet_id, [problem], status)


def _read_plan(form: dict[str, str], now: Plan, strange: list[str]) -> tuple[Plan | None, list[FormProblem]]:
    """How the list is read from now on, or what is wrong. What a form does not ask stays as it is.

    Raises `RegisterNumberInText`, `TextTooLong`.
    """
    problems, seen = [], dict[Field, int]()
    fields: list[Field | None] = []
    for number, before in enumerate(now.fields):
        field = CHOOSABLE.get(form.get(f"column-{number}", before.value if before else ""))
        if field is not None and field in seen:
            said = _("Twee kolommen zeggen ‘{what}’. Kies er één.").format(what=FIELD[field])
            problems.append(FormProblem(said, field=f"column-{number}"))
        elif field is not None:
            seen[field] = number
        fields.append(field)
    row = form.get("heading_row", "")
    heading_row = int(row) if row.isascii() and row.isdigit() and len(row) <= 6 else now.heading_row
    if problems and heading_row == now.heading_row:
        return None, problems
    kinds = dict(now.kinds)
    for number, word in enumerate(strange):
        if f"kind-{number}" in form:
            kinds.pop(word, None)
        if form.get(f"kind-{number}") in KINDS:
            kinds[word] = KINDS[form[f"kind-{number}"]]
    maker = clean_line(form.get("maker", now.maker), longest=MAKER_LENGTH)
    kind = KINDS.get(form["kind"]) if "kind" in form else now.kind
    return Plan(heading_row, tuple(fields), kind, maker, kinds), []


def _numbers(values: list[Any]) -> list[int]:
    """Those that are the number of a row."""
    found = [str(value) for value in values]
    return [int(one) for one in found if one.isascii() and one.isdigit() and len(one) <= 7][: MOST_COLUMNS * 100]
