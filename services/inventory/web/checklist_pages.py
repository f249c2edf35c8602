"""The two lists of a machine: somebody looked at the hardware, somebody installed the programs. And the lists themselves."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.inventory.commands.arrange_checklist import ArrangeChecklist, arrange_checklist
from services.inventory.commands.finish_checklist import (
    FinishChecklist,
    UndoChecklist,
    finish_check,
    finish_installation,
    undo_check,
    undo_installation,
)
from services.inventory.domain.checklist import LONGEST_LINE, ChecklistResult, Line, Phase, is_ours, looked, switched
from services.inventory.domain.device_filter import DeviceFilter, of_board, read_filter
from services.inventory.domain.stage import NO_COMPUTER, Stage
from services.inventory.queries import devices as queries
from services.inventory.web.board_texts import (
    ITEM,
    PHASE,
    PHASE_ANYWAY,
    PHASE_HINT,
    PHASE_LIST,
    PHASE_SAVE,
    PHASE_TICK,
    PHASE_TITLE,
    item_words,
)
from services.inventory.web.checklist_seen import Sent, again, clash, items_of, meant, result_of, shown, software_of
from services.inventory.web.refusal_texts import REFUSALS
from services.inventory.web.texts import CHASSIS
from shared.bus.answers import Answer
from shared.contracts.vocabulary import Chassis
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.translate import _
from shared.web.call import Call, FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, as_shown, opened_with, refused
from shared.web.pages import page

router = APIRouter(prefix="/inventory", include_in_schema=False)

PREPARE, ARRANGE = may(Permission.PREPARE_DEVICES), may(Permission.ARRANGE_INVENTORY)
FROM_BOARD = "board"
"""Where somebody came from may stand in a form, with the lot and the place that were chosen there; nothing else is believed."""
FINISH = {Phase.CHECK: finish_check, Phase.INSTALL: finish_installation}
UNDO = {Phase.CHECK: undo_check, Phase.INSTALL: undo_installation}
STAGE_OF = {Phase.CHECK: Stage.WIPED, Phase.INSTALL: Stage.CHECKED}
UP, DOWN, REMOVE = "up:", "down:", "remove:"


@router.get("/devices/{device_id}/checked", dependencies=[PREPARE])
async def show_check(request: Request, device_id: UUID, person: SignedIn) -> Response:
    """The list of the hardware."""
    return await _list_page(request, person.organisation, Phase.CHECK, device_id, _board_in(request.query_params))


@router.get("/devices/{device_id}/installed", dependencies=[PREPARE])
async def show_installation(request: Request, device_id: UUID, person: SignedIn) -> Response:
    """The list of the system and the programs."""
    return await _list_page(request, person.organisation, Phase.INSTALL, device_id, _board_in(request.query_params))


@router.post("/devices/{device_id}/checked", dependencies=[PREPARE])
async def checked(request: Request, device_id: UUID, call: FormCall) -> Response:
    """What somebody saw."""
    return await _finish(request, call, Phase.CHECK, device_id)


@router.post("/devices/{device_id}/installed", dependencies=[PREPARE])
async def installed(request: Request, device_id: UUID, call: FormCall) -> Response:
    """What somebody did."""
    return await _finish(request, call, Phase.INSTALL, device_id)


@router.post("/devices/{device_id}/checked/undo", dependencies=[PREPARE])
async def not_checked(request: Request, device_id: UUID, call: FormCall) -> Response:
    """It has to be looked at again."""
    return await _undo(request, call, Phase.CHECK, device_id)


@router.post("/devices/{device_id}/installed/undo", dependencies=[PREPARE])
async def not_installed(request: Request, device_id: UUID, call: FormCall) -> Response:
    """It has to be installed again."""
    return await _undo(request, call, Phase.INSTALL, device_id)


@router.get("/checklists/{phase}", dependencies=[ARRANGE])
async def show_list(request: Request, phase: Phase, person: SignedIn) -> Response:
    """A list, to make it one's own."""
    async with running_service(request).units.open(person.organisation) as unit:
        lines = await unit.checklists.get(phase)
    return _arrange_page(request, phase, lines)


@router.post("/checklists/{phase}", dependencies=[ARRANGE])
async def arrange(request: Request, phase: Phase, call: FormCall) -> Response:
    """Switch lines off, move one, take one away, add one: whatever the form says is kept at once."""
    form = await request.form()
    names, on = [str(one) for one in form.getlist("line")], {str(one) for one in form.getlist("on")}
    lines = [Line(name, _kinds(str(form.get(f"kinds-{number}", ""))), name in on) for number, name in enumerate(names)]
    async with running_service(request).units.open(call.organisation) as unit:
        seen = await unit.checklists.get(phase)
    was = opened_with({"was": str(form.get("was", ""))})
    if was is not None and list(was.items()) != list(_shown(seen).items()):
        # A colleague changed the list since: what was done here is done with the list as it is now.
        lines = switched(seen, {name: bool(word) for name, word in was.items()}, on)
    lines = _moved(lines, str(form.get("do", "")))
    added = str(form.get("added", ""))
    if added.strip() or form.get("do") == "add":
        lines.append(Line(added, _kinds(str(form.get("added_kind", "")))))
    command = ArrangeChecklist(phase, lines, seen)
    address = f"/inventory/checklists/{phase.value}"
    try:
        return as_redirect(await call.answer(lambda unit: arrange_checklist(command, unit), lambda _kept: Answer(303, address)))
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, "added")
        return _arrange_page(request, phase, [line for line in lines if line.name != added], [problem], status, added, seen)


async def _finish(request: Request, call: Call, phase: Phase, device_id: UUID) -> Response:
    sent, board = await _sent(request)
    known = None
    if opened_with({"was": sent.was}) is not None:
        async with running_service(request).units.open(call.organisation) as unit:
            device = await queries.get_device(unit, device_id)
            items = items_of(device, phase, await unit.checklists.get(phase))
        now, known = shown(items, result_of(device, phase)), looked(items, result_of(device, phase))
        if (problems := clash(sent, items, now)) and not await call.came_before():
            return await _list_page(request, call.organisation, phase, device_id, board, problems, 409, again(sent, items, now))
        sent = meant(sent, items, now)
    command, finish = FinishChecklist(device_id, sent.ticked, sent.anyway, call.person.id, known), FINISH[phase]
    done = Answer(303, _back_to(board, phase, device_id))
    try:
        return as_redirect(await call.answer(lambda unit: finish(command, unit), lambda _device: done))
    except Refused as refusal:
        return await _list_again(request, call, phase, device_id, board, refusal)


async def _undo(request: Request, call: Call, phase: Phase, device_id: UUID) -> Response:
    command, undo, done = UndoChecklist(device_id), UNDO[phase], Answer(303, f"/inventory/devices/{device_id}")
    try:
        return as_redirect(await call.answer(lambda unit: undo(command, unit), lambda _device: done))
    except Refused as refusal:
        return await _list_again(request, call, phase, device_id, None, refusal)


async def _sent(request: Request) -> tuple[Sent, DeviceFilter | None]:
    form = await request.form()
    board = _board_in({name: str(value) for name, value in form.items()})
    ticked = [str(one) for one in form.getlist("ticked")]
    return Sent(ticked, bool(form.get("anyway")), str(form.get("was", ""))), board


def _board_in(said: Mapping[str, str]) -> DeviceFilter | None:
    """What was chosen on the board from which somebody came; None for who did not come from there."""
    return of_board(read_filter(said)) if said.get("back") == FROM_BOARD else None


def _back_to(board: DeviceFilter | None, phase: Phase, device_id: UUID) -> str:
    if board is None:
        return f"/inventory/devices/{device_id}"
    return board.address("/inventory/board", ("stage", STAGE_OF[phase].value))


async def _list_again(
    request: Request, call: Call, phase: Phase, device_id: UUID, board: DeviceFilter | None, refusal: Refused
) -> Response:
    """The list once more, with why it was refused. Raises `NotFound`."""
    if isinstance(refusal, NotFound):
        raise refusal
    status, problem = refused(refusal, REFUSALS)
    return await _list_page(request, call.person.organisation, phase, device_id, board, [problem], status)


async def _list_page(
    request: Request,
    organisation: UUID,
    phase: Phase,
    device_id: UUID,
    board: DeviceFilter | None = None,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
    sent: Sent | None = None,
) -> Response:
    async with running_service(request).units.open(organisation) as unit:
        device = await queries.get_device(unit, device_id)
        lines = await unit.checklists.get(phase)
    if device.stage is None and not problems:
        return RedirectResponse(f"/inventory/devices/{device_id}", status_code=303)
    result, items, software = result_of(device, phase), items_of(device, phase, lines), software_of(device, phase)
    context = {
        "device": device,
        "phase": phase,
        "title": PHASE_TITLE[phase].format(code=device.code),
        "question": PHASE_TICK[phase],
        "hint": PHASE_HINT[phase],
        "save": PHASE_SAVE[phase],
        "anyway": PHASE_ANYWAY[phase],
        "items": [(name, item_words(name), ITEM[name][1] if name in ITEM else software.get(name, "")) for name in items],
        "ticked": sent.ticked if sent else _ticked(items, result),
        "was": sent.was if sent else as_shown(shown(items, result)),
        "was_anyway": sent.anyway if sent else result is not None and result.finished and bool(result.missing),
        "carried_choices": [("back", FROM_BOARD), *board.pairs()] if board is not None else [],
        "address": _back_to(board, phase, device_id),
        "problems": problems,
    }
    return page(request, "inventory/checklist.html", context, status=status)


def _ticked(items: Sequence[str], result: ChecklistResult | None) -> list[str]:
    """What was fine the last time; nothing before anybody looked."""
    return [name for name in items if name not in result.missing] if result else []


def _arrange_page(
    request: Request,
    phase: Phase,
    lines: Sequence[Line],
    problems: Sequence[FormProblem] = (),
    status: int = 200,
    added: str = "",
    seen: Sequence[Line] | None = None,
) -> Response:
    kinds = [kind for kind in Chassis if phase is Phase.CHECK or kind not in NO_COMPUTER]
    context = {
        "phase": phase,
        "title": PHASE_LIST[phase],
        "tabs": [(f"/inventory/checklists/{one.value}", words, "page" if one is phase else "") for one, words in PHASE.items()],
        "was": as_shown(_shown(lines if seen is None else seen)),
        "lines": [(line, item_words(line.name), is_ours(phase, line.name)) for line in lines],
        "kinds": [("", _("Elk soort toestel")), *((kind.value, CHASSIS[kind]) for kind in kinds)],
        "CHASSIS": CHASSIS,
        "longest": LONGEST_LINE,
        "added": added,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "inventory/arrange.html", context, status=status)


def _shown(lines: Sequence[Line]) -> dict[str, str]:
    """What the page shows of each line, in order: whether it is on."""
    return {line.name: "on" if line.is_on else "" for line in lines}


def _kinds(text: str) -> frozenset[Chassis]:
    """The kinds that a form names, with spaces between them; what is no kind is left out."""
    known = {kind.value for kind in Chassis}
    return frozenset(Chassis(one) for one in text.split() if one in known)


def _moved(lines: list[Line], do: str) -> list[Line]:
    """The lines after one of the small buttons was pressed: `up:NAME`, `down:NAME` or `remove:NAME`."""
    names = [line.name for line in lines]
    for prefix, change in ((UP, -1), (DOWN, 1)):
        if do.startswith(prefix) and do.removeprefix(prefix) in names:
            here = names.index(do.removeprefix(prefix))
            there = min(max(here + change, 0), len(lines) - 1)
            lines[here], lines[there] = lines[there], lines[here]
    if do.startswith(REMOVE):
        lines = [line for line in lines if line.name != do.removeprefix(REMOVE)]
    return lines
