"""The page of one machine: what it is, its drives, and the one next step."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.inventory.commands.answer_files_question import AnswerFilesQuestion, answer_files_question
from services.inventory.commands.check_wipe import CheckWipe, check_wipe
from services.inventory.commands.make_ready import MakeReady, make_ready
from services.inventory.commands.note_files_saved import NoteFilesSaved, note_files_saved
from services.inventory.commands.record_wipe import RecordWipe, record_wipe
from services.inventory.commands.take_back_device import TakeBackDevice, take_back_device
from services.inventory.domain.checklist import ChecklistResult, Phase
from services.inventory.domain.device import Device
from services.inventory.domain.drive import WipeMethod
from services.inventory.domain.emptying import ON_THE_WORKBENCH
from services.inventory.domain.fit import SUITS
from services.inventory.domain.keeping import WARN_DAYS
from services.inventory.domain.machine import FilesAnswer
from services.inventory.queries import devices as queries
from services.inventory.queries import lots
from services.inventory.queries.endings import retirement_of
from services.inventory.queries.remarks import remarks_of
from services.inventory.store.drives import disk_minimum_of
from services.inventory.web.along_page import ids_of_form
from services.inventory.web.board_pages import missing_words
from services.inventory.web.board_texts import PHASE, lacking_words
from services.inventory.web.device_parts import parts_of
from services.inventory.web.end_page import END_WORDS, end_step, is_here_to_end
from services.inventory.web.intake_texts import A_PERSON
from services.inventory.web.refusal_texts import REFUSALS
from services.inventory.web.steps import may_not_wipe, next_step, states_of_drives, trail_of
from services.inventory.web.texts import (
    CHASSIS,
    FILES,
    FILES_NOW,
    HOW,
    MEDIUM,
    NEW_DRIVE_TOOL,
    PICTOGRAM,
    RETIRABLE,
    TOOLS,
    WIPED,
)  # fmt: skip
from services.inventory.web.wipe_texts import LEVEL, LEVEL_TONE, REASON, SOURCE
from shared.bus.answers import Answer
from shared.contracts.vocabulary import DeviceState, FitVerdict
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.formats import listed
from shared.language.translate import _
from shared.web.call import Call, FormCall, SignedIn, as_redirect, may, running_service
from shared.web.fit_texts import WHY
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page
from shared.web.vocabulary_texts import ACCESSORY, DEVICE_STATE, DEVICE_TONE, LOST, PROFILE

router = APIRouter(prefix="/inventory", include_in_schema=False)

WORDS = {
    "STATUS": DEVICE_STATE,
    "CHASSIS": CHASSIS,
    "MEDIUM": MEDIUM,
    "TONE": DEVICE_TONE,
    "FILES_NOW": FILES_NOW,
    "WIPED": WIPED,
    "PICTOGRAM": PICTOGRAM,
    "LEVEL": LEVEL,
    "LEVEL_TONE": LEVEL_TONE,
    "REASON": REASON,
    "SOURCE": SOURCE,
}
DRIVE_REFUSALS = ("not_wiped", "no_drive_known", "wipe_not_good_enough", "nothing_to_check", "not_new_drive", "already_wiped")
"""These are about the drives; the others are about the step."""
RETIRED_MEANWHILE = _("Dit toestel is intussen uit gebruik")
NOTE_WHAT_CAME = _("Kijk bij ‘Wat ging mee?’. Daar kun je nog bewaren wat toch terug is.")
SEE, PREPARE = may(Permission.SEE_DEVICES), may(Permission.PREPARE_DEVICES)


@router.get("/devices/{device_id}", dependencies=[SEE])
async def show_device(request: Request, device_id: UUID, person: SignedIn) -> Response:
    """One machine: what it is, each drive with its wipe, and the one next step."""
    return await _device_page(request, person.id, person.organisation, device_id)


@router.post("/devices/{device_id}/drives/{drive_id}/wipe", dependencies=[PREPARE])
async def record(request: Request, device_id: UUID, drive_id: UUID, call: FormCall) -> Response:
    """Note how a drive was wiped, or that it came new out of its box."""
    form = await typed(request)
    is_new = form.get("method") == WipeMethod.NEW_DRIVE.value
    problems = []
    if form.get("method") not in [method.value for method in WipeMethod]:
        problems.append(FormProblem(_("Kies hoe de schijf gewist is"), field=f"method-{drive_id}"))
    if not is_new and form.get("tool") not in TOOLS:
        problems.append(FormProblem(_("Kies waarmee de schijf gewist is"), field=f"tool-{drive_id}"))
    if not is_new and form.get("succeeded") not in ("yes", "no"):
        problems.append(FormProblem(_("Kies of het wissen gelukt is"), field=f"succeeded-{drive_id}"))
    if problems:
        return await _device_page(request, call.person.id, call.person.organisation, device_id, problems, 422, drive_id, form)
    command = RecordWipe(
        device_id=device_id,
        drive_id=drive_id,
        method=WipeMethod(form["method"]),
        tool=NEW_DRIVE_TOOL if is_new else form["tool"],
        tool_version=None,
        started_at=None,
        ended_at=None,
        succeeded=is_new or form["succeeded"] == "yes",
        by=call.person.id,
    )
    return await _try(request, call, device_id, lambda unit: record_wipe(command, unit), drive_id, form)


@router.post("/devices/{device_id}/drives/{drive_id}/check", dependencies=[PREPARE])
async def check(request: Request, device_id: UUID, drive_id: UUID, call: FormCall) -> Response:
    """A person looked and found the drive empty."""
    command = CheckWipe(device_id, drive_id, call.person.id)
    return await _try(request, call, device_id, lambda unit: check_wipe(command, unit), drive_id)


@router.post("/devices/{device_id}/ready", dependencies=[PREPARE])
async def ready(request: Request, device_id: UUID, call: FormCall) -> Response:
    """The machine leaves the workbench."""
    return await _try(request, call, device_id, lambda unit: make_ready(MakeReady(device_id), unit))


@router.post("/devices/{device_id}/take-back", dependencies=[PREPARE])
async def take_back(request: Request, device_id: UUID, call: FormCall) -> Response:
    """The machine is here again, with what is ticked."""
    form = await request.form()
    ticked = ids_of_form(form.getlist("back")) if form.get("with") else None
    command = TakeBackDevice(device_id, ticked, call.person.id)
    try:
        return as_redirect(await call.answer(lambda unit: take_back_device(command, unit), _to_device))
    except NotFound:
        raise
    except Refused as refusal:  # somebody took it out of use meanwhile; what came with it can still be noted
        status, problem = refused(refusal, REFUSALS, "step")
        if refusal.facts.get("device_status") == DeviceState.RETIRED.value and ticked is not None:
            problem = FormProblem(RETIRED_MEANWHILE, NOTE_WHAT_CAME, "along")
        return await _device_page(
            request, call.person.id, call.person.organisation, device_id, [problem], status, ticked=ticked or ()
        )


@router.post("/devices/{device_id}/files", dependencies=[PREPARE])
async def files(request: Request, device_id: UUID, call: FormCall) -> Response:
    """What the family said about its files."""
    answer = (await typed(request)).get("files")
    if answer not in FILES:
        problem = FormProblem(_("Kies wat het gezin zei"), field="files")
        return await _device_page(request, call.person.id, call.person.organisation, device_id, [problem], 422)
    command = AnswerFilesQuestion(device_id, FilesAnswer(answer), call.person.id)
    return await _try(request, call, device_id, lambda unit: answer_files_question(command, unit))


@router.post("/devices/{device_id}/files-saved", dependencies=[PREPARE])
async def files_saved(request: Request, device_id: UUID, call: FormCall) -> Response:
    """The files are safe."""
    command = NoteFilesSaved(device_id, call.person.id)
    return await _try(request, call, device_id, lambda unit: note_files_saved(command, unit))


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
        return as_redirect(await call.answer(command, _to_device))
    except NotFound:
        raise
    except Refused as refusal:
        field = "step" if refusal.code not in DRIVE_REFUSALS else "drives"
        status, problem = refused(refusal, REFUSALS, f"drive-{drive_id}" if drive_id and field == "drives" else field)
        return await _device_page(request, call.person.id, call.person.organisation, device_id, [problem], status, drive_id, form)


def _to_device(device: Device) -> Answer:
    return Answer(303, f"/inventory/devices/{device.id}")


async def _device_page(
    request: Request,
    person_id: UUID,
    organisation: UUID,
    device_id: UUID,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
    drive_id: UUID | None = None,
    form: dict[str, str] | None = None,
    ticked: Collection[UUID] = (),
) -> Response:
    units = running_service(request).units
    async with units.open(organisation) as unit:
        device = await queries.get_device(unit, device_id)
        asked = await unit.known_tickets.open_of(device_id)
        end = await retirement_of(unit, device_id)
        original = await queries.codes_of(unit, [device.loaner_for]) if device.loaner_for else {}
        today = unit.today()
        disk_minimum = await disk_minimum_of(unit)
        remarks = await remarks_of(unit, device_id)
        lot = (await lots.get_lot(unit, device.lot_id)).lot if device.lot_id else None
        more = await parts_of(unit, device, person_id, units.zone)
    if drive_id is not None and drive_id not in [drive.id for drive in device.drives]:
        raise NotFound()
    states, to_end = states_of_drives(device, disk_minimum), end_step(device, end)
    fitting = [PROFILE[profile] for profile, fit in device.fits.items() if fit.score >= SUITS]
    opened = drive_id if form else next((drive.id for drive, state in states if state in ("not_wiped", "not_enough")), None)
    context = {
        "device": device,
        "lot": lot,
        "A_PERSON": A_PERSON,
        "asked": [one for one in asked if not one.found],
        "drives": states,
        "step": (to_end, None) if to_end in ("ask_files", "save_files") else next_step(device, states, person_id),
        "trail": trail_of(device),
        "original": original.get(device.loaner_for) if device.loaner_for else None,
        "along": listed([str(ACCESSORY[one]) for one in device.accessories]),
        "missing": missing_words(device),
        "remarks": remarks,
        "reports": [one.id for one in asked if one.found],
        "lists": _lists(device),
        "along_ticked": ticked,
        "LOST": LOST,
        "retirable": device.status in RETIRABLE and device.loan_id is None and not (device.reserved_for or device.loaner_ticket),
        "wipeable": (device.status in ON_THE_WORKBENCH or is_here_to_end(end)) and not (device.lost or may_not_wipe(device)),
        "end": end,
        "end_step": to_end,
        "ENDED": END_WORDS,
        "files_answers": [(value, *words) for value, words in FILES.items()],
        "swappable": device.status.value in ("arrived", "returned", "repaired", "ready") or is_here_to_end(end),
        "opened": opened,
        "typed_in": drive_id if form else None,
        "form": form or {},
        "me": person_id,
        "zone": units.zone,
        "how": [(method.value, *words) for method, words in HOW.items()],
        "TOOLS": TOOLS,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
        "fitting": fitting,
        "watching": device.status is DeviceState.READY and not device.lost and bool(fitting),
        "unknown": listed([str(WHY[aspect, FitVerdict.UNKNOWN]) for aspect in device.hidden_by_unknown]),
        "days_left": (device.kept_until - today).days if device.kept_until else None,
        "warn_days": WARN_DAYS,
    }
    return page(request, "inventory/device.html", WORDS | more | context, status=status)


def _lists(device: Device) -> list[tuple[str, str, ChecklistResult | None, str]]:
    """The two lists of a machine on the workbench that somebody began: address, words, what came of it, what is missing."""
    if device.stage is None:
        return []
    both = (("checked", PHASE[Phase.CHECK], device.check), ("installed", PHASE[Phase.INSTALL], device.installation))
    return [
        (address, words, result, listed([lacking_words(name) for name in result.missing]))
        for address, words, result in both
        if result
    ]
