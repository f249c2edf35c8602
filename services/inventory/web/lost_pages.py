"""What is lost or stolen, what somebody found, and what to do when a machine is here again."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.inventory.commands.lose_device import FindDevice, LoseDevice, find_device, lose_device
from services.inventory.commands.remark import AddRemark, FinishRemark, ReopenRemark, add_remark, finish_remark, reopen_remark
from services.inventory.domain.device import Device
from services.inventory.domain.remark import LONGEST_REMARK, Remark
from services.inventory.queries import board
from services.inventory.queries import devices as queries
from services.inventory.queries.remarks import PAGE as REMARKS
from services.inventory.queries.remarks import get_remark, open_remarks
from services.inventory.web.board_texts import LOST_CHOICE
from services.inventory.web.refusal_texts import REFUSALS
from shared.bus.answers import Answer
from shared.contracts.vocabulary import DeviceState, LossKind
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.translate import _
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page
from shared.web.vocabulary_texts import DEVICE_STATE, LOST

router = APIRouter(prefix="/inventory", include_in_schema=False)

SEE, PREPARE = may(Permission.SEE_DEVICES), may(Permission.PREPARE_DEVICES)
PAGE = 50


@router.get("/lost", dependencies=[SEE])
async def show_lost(request: Request, person: SignedIn, after: UUID | None = None) -> Response:
    """Reports that something was found, and everything that is missing."""
    units = running_service(request).units
    async with units.open(person.organisation) as unit:
        reports = await board.found_reports(unit, most=PAGE) if after is None else []
        lost = await board.lost_devices(unit, most=PAGE, after=after)
        codes = await queries.codes_of(unit, [device_id for _ticket, device_id in reports])
    context = {
        "reports": [(ticket, device_id, codes[device_id]) for ticket, device_id in reports if device_id in codes],
        "lost": lost,
        "LOST": LOST,
        "STATUS": DEVICE_STATE,
        "first": after is None,
        "following": f"/inventory/lost?after={lost[-1].id}" if len(lost) == PAGE else None,
    }
    return page(request, "inventory/lost.html", context)


@router.get("/devices/{device_id}/lost", dependencies=[PREPARE])
async def ask_lost(request: Request, device_id: UUID, person: SignedIn) -> Response:
    """Asks once what happened, and nothing about whose fault it is."""
    device = await _device(request, person.organisation, device_id)
    if device.status is DeviceState.RETIRED:
        return RedirectResponse(f"/inventory/devices/{device_id}", status_code=303)
    return _lose_page(request, device)


@router.post("/devices/{device_id}/lost", dependencies=[PREPARE])
async def lose(request: Request, device_id: UUID, call: FormCall) -> Response:
    """It is lost or stolen."""
    kind = (await typed(request)).get("kind", "")
    if kind not in LOST_CHOICE:
        problem = FormProblem(_("Kies wat er gebeurde"), field="kind")
        return _lose_page(request, await _device(request, call.person.organisation, device_id), [problem], 422)
    command = LoseDevice(device_id, LossKind(kind))
    try:
        answer = await call.answer(lambda unit: lose_device(command, unit), _to_device)
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS)
        return _lose_page(request, await _device(request, call.person.organisation, device_id), [problem], status)
    return as_redirect(answer)


@router.post("/devices/{device_id}/found", dependencies=[PREPARE])
async def find(request: Request, device_id: UUID, call: FormCall) -> Response:
    """It is there again. Said twice, or by two people at once, it is there."""
    try:
        return as_redirect(await call.answer(lambda unit: find_device(FindDevice(device_id), unit), _to_device))
    except NotFound:
        raise
    except Refused:
        return RedirectResponse(f"/inventory/devices/{device_id}", status_code=303)


@router.get("/remarks", dependencies=[SEE])
async def show_remarks(request: Request, person: SignedIn, after: UUID | None = None, done: UUID | None = None) -> Response:
    """What to do when a machine is here again, over all machines; `done` was ticked off a moment ago."""
    units = running_service(request).units
    async with units.open(person.organisation) as unit:
        remarks = await open_remarks(unit, after=after)
        finished = await get_remark(unit, done) if done else None
    context = {
        "remarks": remarks,
        "finished": finished if finished and finished.done_at else None,
        "zone": units.zone,
        "first": after is None,
        "following": f"/inventory/remarks?after={remarks[-1][0].id}" if len(remarks) == REMARKS else None,
    }
    return page(request, "inventory/remarks.html", context)


@router.get("/devices/{device_id}/remarks", dependencies=[PREPARE])
async def new_remark(request: Request, device_id: UUID, person: SignedIn) -> Response:
    """A short text."""
    return _remark_page(request, await _device(request, person.organisation, device_id))


@router.post("/devices/{device_id}/remarks", dependencies=[PREPARE])
async def remark(request: Request, device_id: UUID, call: FormCall) -> Response:
    """Keep it."""
    words = (await typed(request)).get("words", "")
    command = AddRemark(device_id, words, call.person.id)
    try:
        return as_redirect(await call.answer(lambda unit: add_remark(command, unit), _to_remarks_of_device))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, "words")
        device = await _device(request, call.person.organisation, device_id)
        return _remark_page(request, device, [problem], status, words)


@router.post("/remarks/{remark_id}/done", dependencies=[PREPARE])
async def remark_done(request: Request, remark_id: UUID, call: FormCall) -> Response:
    """It is done; it can be taken back on the page that follows."""
    command = FinishRemark(remark_id, call.person.id)
    address = f"/inventory/remarks?done={remark_id}"
    return as_redirect(await call.answer(lambda unit: finish_remark(command, unit), lambda _one: Answer(303, address)))


@router.post("/remarks/{remark_id}/reopen", dependencies=[PREPARE])
async def remark_open(request: Request, remark_id: UUID, call: FormCall) -> Response:
    """It is not done after all."""
    answer = Answer(303, "/inventory/remarks")
    return as_redirect(await call.answer(lambda unit: reopen_remark(ReopenRemark(remark_id), unit), lambda _one: answer))


async def _device(request: Request, organisation: UUID, device_id: UUID) -> Device:
    async with running_service(request).units.open(organisation) as unit:
        return await queries.get_device(unit, device_id)


def _lose_page(request: Request, device: Device, problems: Sequence[FormProblem] = (), status: int = 200) -> Response:
    context = {
        "device": device,
        "choices": [(value, *words) for value, words in LOST_CHOICE.items()],
        "chosen": device.lost.value if device.lost else "",
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "inventory/lose.html", context, status=status)


def _remark_page(
    request: Request, device: Device, problems: Sequence[FormProblem] = (), status: int = 200, words: str = ""
) -> Response:
    context = {
        "device": device,
        "words": words,
        "longest": LONGEST_REMARK,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "inventory/remark.html", context, status=status)


def _to_device(device: Device) -> Answer:
    return Answer(303, f"/inventory/devices/{device.id}")


def _to_remarks_of_device(one: Remark) -> Answer:
    return Answer(303, f"/inventory/devices/{one.device_id}#remarks")
