"""Drives by themselves: those in the box with parts, one drive with what happened to it, and swapping drives of a machine."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from services.inventory.commands.attach_wipe_file import AttachWipeFile, attach_wipe_file
from services.inventory.commands.swap_drive import (
    AddDrive,
    PutInDrive,
    TakeOutDrive,
    add_drive,
    put_in_drive,
    take_out_drive,
)
from services.inventory.commands.wipe_loose_drive import (
    CheckLooseWipe,
    RecordLooseWipe,
    check_loose_wipe,
    record_loose_wipe,
)
from services.inventory.domain.sanitization import WipeMethod
from services.inventory.domain.wipe_file import MAX_WIPE_FILE_BYTES, WipeFileProblem, WipeFileRefused, check_paper
from services.inventory.queries import devices as device_queries
from services.inventory.queries import drives as queries
from services.inventory.store.drives import disk_minimum_of
from services.inventory.web.refusal_texts import REFUSALS
from services.inventory.web.steps import may_not_wipe, state_of
from services.inventory.web.texts import HOW, MEDIUM, TOOLS, WIPED
from services.inventory.web.wipe_texts import BY_HAND, DESTROYED_HOW, LEVEL, LEVEL_TONE, REASON, SOURCE
from shared.bus.answers import Answer
from shared.contracts.vocabulary import Medium
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.translate import _
from shared.web.call import Call, FormCall, SignedIn, as_redirect, form_call, may, running_service
from shared.web.forms import FormProblem, promised_bytes, refused, typed
from shared.web.pages import page

router = APIRouter(prefix="/inventory", include_in_schema=False)
SEE, PREPARE = may(Permission.SEE_DEVICES), may(Permission.PREPARE_DEVICES)

LARGEST_GB = 1_000_000
ENVELOPE = 10_000
"""Bytes that a form needs around the file."""
WORDS = {
    "MEDIUM": MEDIUM,
    "LEVEL": LEVEL,
    "LEVEL_TONE": LEVEL_TONE,
    "REASON": REASON,
    "SOURCE": SOURCE,
    "TOOLS": TOOLS | DESTROYED_HOW,
    "WIPED": WIPED,
    "DESTROYED_HOW": DESTROYED_HOW,
}


@router.get("/drives", dependencies=[SEE])
async def list_loose(request: Request, person: SignedIn, before: UUID | None = None) -> Response:
    """Drives that are in no machine, the newest first."""
    async with running_service(request).units.open(person.organisation) as unit:
        found = await queries.loose_drives(unit, before=before)
        least = await disk_minimum_of(unit)
    following = f"/inventory/drives?before={found[-1].drive.id}" if len(found) == queries.PAGE else None
    states = [(one, state_of(one.drive, least)) for one in found]
    return page(request, "inventory/loose_drives.html", WORDS | {"drives": states, "following": following, "first": before is None})


@router.get("/drives/{drive_id}", dependencies=[SEE])
async def show_drive(request: Request, drive_id: UUID, person: SignedIn) -> Response:
    """One drive: what it is, what was proven of it, where it was; and what to do with a loose one."""
    return await _drive_page(request, person.id, person.organisation, drive_id)


@router.post("/drives/{drive_id}/wipe", dependencies=[PREPARE])
async def wipe(request: Request, drive_id: UUID, call: FormCall) -> Response:
    """A person says how a loose drive was wiped."""
    form = await typed(request)
    problems = []
    if form.get("method") not in BY_HAND:
        problems.append(FormProblem(_("Kies hoe de schijf gewist is"), field="method"))
    if form.get("tool") not in TOOLS:
        problems.append(FormProblem(_("Kies waarmee de schijf gewist is"), field="tool"))
    if form.get("succeeded") not in ("yes", "no"):
        problems.append(FormProblem(_("Kies of het wissen gelukt is"), field="succeeded"))
    if problems:
        return await _drive_page(request, call.person.id, call.person.organisation, drive_id, problems, 422, form)
    command = RecordLooseWipe(drive_id, WipeMethod(form["method"]), form["tool"], form["succeeded"] == "yes", call.person.id)
    return await _try_drive(request, call, drive_id, lambda unit: record_loose_wipe(command, unit))


@router.post("/drives/{drive_id}/destroy", dependencies=[PREPARE])
async def destroy(request: Request, drive_id: UUID, call: FormCall) -> Response:
    """A person says that a loose drive was destroyed; somebody else confirms it."""
    form = await typed(request)
    if form.get("how") not in DESTROYED_HOW:
        problem = FormProblem(_("Kies hoe de schijf stukging"), field="how")
        return await _drive_page(request, call.person.id, call.person.organisation, drive_id, [problem], 422, form)
    command = RecordLooseWipe(drive_id, WipeMethod.DESTROYED, form["how"], True, call.person.id)
    return await _try_drive(request, call, drive_id, lambda unit: record_loose_wipe(command, unit))


@router.post("/drives/{drive_id}/paper", dependencies=[PREPARE])
async def paper(request: Request, drive_id: UUID, person: SignedIn) -> Response:
    """A certificate is kept with the evidence that a person typed."""
    size = promised_bytes(request)
    try:
        if size > MAX_WIPE_FILE_BYTES + ENVELOPE:
            raise WipeFileRefused(WipeFileProblem.TOO_LARGE)
        call = await form_call(request, person)
        upload = (await request.form()).get("paper")
        content = await upload.read() if isinstance(upload, UploadFile) and upload.filename else b""
        await asyncio.to_thread(check_paper, content)
    except WipeFileRefused as refusal:
        status, problem = refused(refusal, REFUSALS, "paper")
        return await _drive_page(request, person.id, person.organisation, drive_id, [problem], status)
    command = AttachWipeFile(drive_id, content, person.id)
    return await _try_drive(request, call, drive_id, lambda unit: attach_wipe_file(command, unit))


@router.post("/drives/{drive_id}/check", dependencies=[PREPARE])
async def check(request: Request, drive_id: UUID, call: FormCall) -> Response:
    """Somebody saw that a loose drive is empty, or destroyed."""
    command = CheckLooseWipe(drive_id, call.person.id)
    return await _try_drive(request, call, drive_id, lambda unit: check_loose_wipe(command, unit))


@router.get("/devices/{device_id}/swap", dependencies=[PREPARE])
async def swap(request: Request, device_id: UUID, person: SignedIn) -> Response:
    """The drives of a machine: take one out, put one in."""
    return await _swap_page(request, person.organisation, device_id)


@router.post("/devices/{device_id}/drives/{drive_id}/take-out", dependencies=[PREPARE])
async def take_out(request: Request, device_id: UUID, drive_id: UUID, call: FormCall) -> Response:
    """A drive leaves its machine."""
    command = TakeOutDrive(device_id, drive_id, call.person.id)
    return await _try_swap(request, call, device_id, lambda unit: take_out_drive(command, unit))


@router.post("/devices/{device_id}/put-in", dependencies=[PREPARE])
async def put_in(request: Request, device_id: UUID, call: FormCall) -> Response:
    """A loose drive comes into a machine."""
    form = await typed(request)
    try:
        drive_id = UUID(form.get("drive", ""))
    except ValueError:
        problem = FormProblem(_("Kies welke schijf erin gaat"), field="drive")
        return await _swap_page(request, call.person.organisation, device_id, [problem], 422, form)
    command = PutInDrive(device_id, drive_id, call.person.id)
    return await _try_swap(request, call, device_id, lambda unit: put_in_drive(command, unit))


@router.post("/devices/{device_id}/add-drive", dependencies=[PREPARE])
async def add(request: Request, device_id: UUID, call: FormCall) -> Response:
    """A drive that we did not know comes into a machine."""
    form = await typed(request)
    size = form.get("capacity", "").lower().removesuffix("gb").strip()
    problems = []
    if form.get("medium") not in [known.value for known in Medium]:
        problems.append(FormProblem(_("Kies de soort schijf"), field="medium"))
    if size and not (size.isascii() and size.isdigit() and len(size) <= 7 and 0 < int(size) <= LARGEST_GB):
        problems.append(FormProblem(_("Typ de grootte als een getal in GB"), field="capacity"))
    if form.get("new") not in ("yes", "no"):
        problems.append(FormProblem(_("Kies of de schijf nieuw is"), field="new"))
    if problems:
        return await _swap_page(request, call.person.organisation, device_id, problems, 422, form)
    command = AddDrive(
        device_id=device_id,
        medium=Medium(form["medium"]),
        capacity_gb=int(size) if size else None,
        model=form.get("model", "")[:120],
        serial=form.get("serial", "")[:80],
        is_new=form["new"] == "yes",
        by=call.person.id,
    )
    return await _try_swap(request, call, device_id, lambda unit: add_drive(command, unit), form)


async def _try_drive(request: Request, call: Call, drive_id: UUID, command: Callable[[Any], Awaitable[Any]]) -> Response:
    try:
        return as_redirect(await call.answer(command, lambda _done: Answer(303, f"/inventory/drives/{drive_id}")))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, "now")
        return await _drive_page(request, call.person.id, call.person.organisation, drive_id, [problem], status)


async def _try_swap(
    request: Request, call: Call, device_id: UUID, command: Callable[[Any], Awaitable[Any]], form: dict[str, str] | None = None
) -> Response:
    try:
        return as_redirect(await call.answer(command, lambda _done: Answer(303, f"/inventory/devices/{device_id}/swap")))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, "drives")
        return await _swap_page(request, call.person.organisation, device_id, [problem], status, form)


async def _drive_page(
    request: Request,
    person_id: UUID,
    organisation: UUID,
    drive_id: UUID,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
    form: dict[str, str] | None = None,
) -> Response:
    units = running_service(request).units
    async with units.open(organisation) as unit:
        known = await queries.get_drive(unit, drive_id)
        moves, void = await queries.history_of(unit, drive_id)
        least = await disk_minimum_of(unit)
    loose, wipe = known.loose, known.drive.wipe
    context = {
        "known": known,
        "drive": known.drive,
        "loose": loose is not None,
        "gone": loose is not None and loose.is_gone,
        "state": state_of(known.drive, least),
        "by_me": wipe is not None and wipe.needs_somebody_else and wipe.recorded_by == person_id,
        "moves": moves,
        "void": void,
        "me": person_id,
        "zone": units.zone,
        "how": [(method.value, *HOW[method]) for method in BY_HAND],
        "destroyed_how": [(value, words, "") for value, words in DESTROYED_HOW.items()],
        "tools": [("", _("Kies een programma")), *TOOLS.items()],
        "form": form or {},
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "inventory/loose_drive.html", WORDS | context, status=status)


async def _swap_page(
    request: Request,
    organisation: UUID,
    device_id: UUID,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
    form: dict[str, str] | None = None,
) -> Response:
    async with running_service(request).units.open(organisation) as unit:
        device = await device_queries.get_device(unit, device_id)
        least = await disk_minimum_of(unit)
        loose = [one for one in await queries.loose_drives(unit) if not one.drive.is_destroyed]
        ever_known = bool(device.drives) or bool(await queries.drives_of(unit, [device_id]))
    context = {
        "device": device,
        "drives": [(drive, state_of(drive, least)) for drive in device.drives],
        "first_files": may_not_wipe(device),
        "open": device.status.value in ("arrived", "returned", "repaired", "ready", "retired"),
        "loose": loose,
        "ever_known": ever_known,
        "media": [("", _("Kies")), *((medium.value, words) for medium, words in MEDIUM.items())],
        "form": form or {},
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "inventory/swap.html", WORDS | context, status=status)
