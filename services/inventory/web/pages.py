"""The pages of inventory: the list, a machine, and the start page's part."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.inventory.commands.check_wipe import CheckWipe, check_wipe
from services.inventory.commands.make_ready import MakeReady, make_ready
from services.inventory.commands.record_wipe import RecordWipe, record_wipe
from services.inventory.domain.device import Device, DeviceStatus
from services.inventory.domain.drive import Drive, WipeMethod
from services.inventory.queries import devices as queries
from services.inventory.web.texts import CHASSIS, HOW, MEDIUM, METHOD, NEXT, REFUSALS, STATUS, TAB, TONE, TOOLS
from shared.bus.answers import Answer
from shared.bus.unit import Unit
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.runtime.service import Today
from shared.web.call import Call, FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import in_words, page, trail

router = APIRouter(prefix="/inventory", include_in_schema=False)

MOST = 1000
WORDS = {"STATUS": STATUS, "CHASSIS": CHASSIS, "MEDIUM": MEDIUM, "METHOD": METHOD, "TONE": TONE, "NEXT": NEXT}


@router.get("/devices", dependencies=[may(Permission.SEE_DEVICES)])
async def list_devices(request: Request, person: SignedIn, status: str = "", q: str = "", before: UUID | None = None) -> Response:
    """Machines, the newest first; or those that a search finds."""
    chosen = DeviceStatus(status) if status in [known.value for known in DeviceStatus] else None
    text = "".join(letter for letter in q if letter.isprintable()).strip()[:100]
    async with running_service(request).units.open(person.organisation) as unit:
        if text:
            found, following = await queries.search_devices(unit, text), None
        else:
            found = await queries.list_devices(unit, status=chosen, before=before)
            following = f"/inventory/devices?before={found[-1].id}" if len(found) == queries.PAGE else None
            if following and chosen:
                following += f"&status={chosen.value}"
    context = {
        "devices": found,
        "text": text,
        "chosen": chosen,
        "tabs": TAB,
        "following": following,
        "first": before is None,
        "full": bool(text) and len(found) == queries.PAGE,
    }
    return page(request, "inventory/devices.html", WORDS | context)


@router.get("/devices/{device_id}", dependencies=[may(Permission.SEE_DEVICES)])
async def show_device(request: Request, device_id: UUID, person: SignedIn) -> Response:
    """One machine: what it is, each drive with its wipe, and the one next step."""
    return await _device_page(request, person.id, person.organisation, device_id)


@router.post("/devices/{device_id}/drives/{drive_id}/wipe", dependencies=[may(Permission.PREPARE_DEVICES)])
async def record(request: Request, device_id: UUID, drive_id: UUID, call: FormCall) -> Response:
    """Note how a drive was wiped."""
    form = await typed(request)
    problems = []
    if form.get("method") not in [method.value for method in WipeMethod]:
        problems.append(FormProblem("Kies hoe de schijf gewist is", field=f"method-{drive_id}"))
    if form.get("tool") not in TOOLS:
        problems.append(FormProblem("Kies waarmee de schijf gewist is", field=f"tool-{drive_id}"))
    if form.get("succeeded") not in ("yes", "no"):
        problems.append(FormProblem("Kies of het wissen gelukt is", field=f"succeeded-{drive_id}"))
    if problems:
        return await _device_page(request, call.person.id, call.person.organisation, device_id, problems, 422, drive_id, form)
    command = RecordWipe(
        device_id=device_id,
        drive_id=drive_id,
        method=WipeMethod(form["method"]),
        tool=TOOLS[form["tool"]],
        tool_version=None,
        started_at=None,
        ended_at=None,
        succeeded=form["succeeded"] == "yes",
        by=call.person.id,
    )
    return await _try(request, call, device_id, lambda unit: record_wipe(command, unit), drive_id, form)


@router.post("/devices/{device_id}/drives/{drive_id}/check", dependencies=[may(Permission.PREPARE_DEVICES)])
async def check(request: Request, device_id: UUID, drive_id: UUID, call: FormCall) -> Response:
    """A person looked and found the drive empty."""
    command = CheckWipe(device_id, drive_id, call.person.id)
    return await _try(request, call, device_id, lambda unit: check_wipe(command, unit), drive_id)


@router.post("/devices/{device_id}/ready", dependencies=[may(Permission.PREPARE_DEVICES)])
async def ready(request: Request, device_id: UUID, call: FormCall) -> Response:
    """The machine can go to a family."""
    return await _try(request, call, device_id, lambda unit: make_ready(MakeReady(device_id), unit))


async def today(unit: Unit) -> Today:
    """What lies on the workbench, on the start page."""
    counts = await queries.count_by_status(unit, MOST)
    rows = [(status, in_words(count, MOST), count) for status, count in counts.items()]
    return Today("inventory/today.html", WORDS | {"rows": rows, "any": any(counts.values()), "TAB": TAB})


async def _try(
    request: Request,
    call: Call,
    device_id: UUID,
    command: Callable[[Any], Awaitable[Device]],
    drive_id: UUID | None = None,
    form: dict[str, str] | None = None,
) -> Response:
    """Run a command and go to the machine; when it is refused, show the machine again with why and with what was typed."""
    try:
        return as_redirect(await call.answer(command, lambda device: Answer(303, f"/inventory/devices/{device.id}")))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, f"drive-{drive_id}" if drive_id else "drives")
        return await _device_page(request, call.person.id, call.person.organisation, device_id, [problem], status, drive_id, form)


async def _device_page(
    request: Request,
    person_id: UUID,
    organisation: UUID,
    device_id: UUID,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
    drive_id: UUID | None = None,
    form: dict[str, str] | None = None,
) -> Response:
    units = running_service(request).units
    async with units.open(organisation) as unit:
        device = await queries.get_device(unit, device_id)
    if drive_id is not None and drive_id not in [drive.id for drive in device.drives]:
        raise NotFound()
    states = [(drive, state_of(drive)) for drive in device.drives]
    opened = drive_id if form else next((drive.id for drive, state in states if state in ("not_wiped", "not_enough")), None)
    context = {
        "device": device,
        "drives": states,
        "step": _next_step(device, states),
        "trail": _trail(device),
        "opened": opened,
        "typed_in": drive_id if form else None,
        "form": form or {},
        "me": person_id,
        "zone": units.zone,
        "how": [(method.value, *words) for method, words in HOW.items()],
        "tools": TOOLS,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "inventory/device.html", WORDS | context, status=status)


def state_of(drive: Drive) -> str:
    """Where a drive is on its way to proven empty: not_wiped, not_enough, to_check or proven."""
    if drive.wipe is None:
        return "not_wiped"
    if not drive.wipe_reaches_everything:
        return "not_enough"
    return "proven" if drive.is_proven_empty else "to_check"


def _next_step(device: Device, states: list[tuple[Drive, str]]) -> tuple[str, UUID | None]:
    """What to do now with a machine, and with which drive."""
    if device.status is not DeviceStatus.ARRIVED:
        return device.status.value, None
    if not states:
        return "no_drive", None
    for wanted, step in (("to_check", "check"), ("not_wiped", "wipe"), ("not_enough", "wipe")):
        for drive, state in states:
            if state == wanted:
                return step, drive.id
    return "make_ready", None


def _trail(device: Device) -> list[tuple[str, str]]:
    """How far a machine is, as steps of the trail."""
    steps = [
        ("Binnenbrengen", "Binnengekomen"),
        ("Wissen", "Gewist"),
        ("Nakijken", "Nagekeken"),
        ("Klaarzetten", "Klaar voor een gezin"),
        ("Gezin vinden", "Gereserveerd"),
    ]
    done = 1
    if device.status is not DeviceStatus.ARRIVED:
        done = 5 if device.status is DeviceStatus.RESERVED else 4
    elif device.drives and all(drive.wipe_reaches_everything for drive in device.drives):
        done = 3 if all(drive.is_proven_empty for drive in device.drives) else 2
    return trail(steps, done)
