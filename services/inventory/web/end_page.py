"""A machine goes out of use, and what becomes of it then: the question, its page, leaving the house, and the way back."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.inventory.commands.describe_end import DescribeEnd, describe_end
from services.inventory.commands.give_away_device import GiveAwayDevice, give_away_device
from services.inventory.commands.retire_device import RetireDevice, retire_device
from services.inventory.commands.use_again import UseAgain, use_again
from services.inventory.domain.device import Device
from services.inventory.domain.machine import FilesAnswer
from services.inventory.domain.retirement import (
    MOST_PARTS,
    Destination,
    PartKind,
    Parts,
    Retirement,
    RetireReason,
    can_leave,
)
from services.inventory.queries import devices as queries
from services.inventory.queries.endings import get_hand_over, retirement_of
from services.inventory.web.end_texts import ABOUT_REASON, DESTINATION, PART, REASON, UNDECIDED
from services.inventory.web.refusal_texts import REFUSALS
from services.inventory.web.steps import may_not_wipe
from services.inventory.web.texts import RETIRABLE
from shared.bus.answers import Answer
from shared.contracts.vocabulary import DeviceState
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.formats import listed
from shared.language.translate import _
from shared.web.call import Call, FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, refused, typed
from shared.web.pages import page

router = APIRouter(prefix="/inventory", include_in_schema=False)
SEE, PREPARE = may(Permission.SEE_DEVICES), may(Permission.PREPARE_DEVICES)

END_WORDS = {"REASON": REASON, "DESTINATION": DESTINATION, "PART": PART, "UNDECIDED": UNDECIDED}
NO_REASON = FormProblem(_("Kies waarom"), field="reason")
NO_NUMBER = _("Vul een getal in van 1 tot {most}, of laat het leeg")
TO_THE_HOLDER = (RetireReason.GIVEN_AWAY, None)


def is_here_to_end(end: Retirement | None) -> bool:
    """Whether a machine is out of use and in the house, where its drives can be emptied."""
    return end is not None and end.left_on is None and end.reason is not RetireReason.LOST


def end_step(device: Device, end: Retirement | None) -> str:
    """What to do with a machine that is out of use: empty when it is in use; else ask_files, save_files, decide, wipe, hand_over,
    give, or nothing more: parts, gone, lost."""
    if end is None or device.status is not DeviceState.RETIRED:
        return ""
    if not is_here_to_end(end):
        return "gone" if end.left_on is not None else "lost"
    if may_not_wipe(device):
        return "save_files" if device.files is FilesAnswer.KEEP_FIRST else "ask_files"
    if end.destination is None:
        return "decide"
    if end.destination is Destination.PARTS_BOX:
        return "parts"
    if can_leave(device) == "wipe":
        return "wipe"
    return "hand_over" if end.destination is Destination.RECYCLER else "give"


@router.get("/devices/{device_id}/retire", dependencies=[PREPARE])
async def ask_retire(request: Request, device_id: UUID, person: SignedIn) -> Response:
    """Asks why a machine goes out of use, and where to."""
    async with running_service(request).units.open(person.organisation) as unit:
        device = await queries.get_device(unit, device_id)
    if device.status not in RETIRABLE and not (device.lost and device.status is DeviceState.RETURN_EXPECTED):
        return RedirectResponse(f"/inventory/devices/{device_id}", status_code=303)
    return _retire_page(request, device)


@router.post("/devices/{device_id}/retire", dependencies=[PREPARE])
async def retire(request: Request, device_id: UUID, call: FormCall) -> Response:
    """The machine goes to no family any more."""
    form = await typed(request)
    reason, destination, parts, problems = read_end(form)
    if form.get("given_up"):  # of what is lost nobody asks why
        problems, reason = [], None
    command = RetireDevice(device_id, reason, destination, parts, call.person.id)

    async def again(problems: Sequence[FormProblem], status: int) -> Response:
        async with running_service(request).units.open(call.person.organisation) as unit:
            device = await queries.get_device(unit, device_id)
        return _retire_page(request, device, form, problems, status)

    if problems:
        return await again(problems, 422)
    try:
        return as_redirect(await call.answer(lambda unit: retire_device(command, unit), _to_device))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, "destination" if refusal.code == "end_impossible" else "")
        return await again([problem], status)


@router.get("/devices/{device_id}/end", dependencies=[SEE])
async def show_end(request: Request, device_id: UUID, person: SignedIn) -> Response:
    """How a machine ended, and what is still to do."""
    return await _end_page(request, person.organisation, device_id)


@router.post("/devices/{device_id}/end", dependencies=[PREPARE])
async def describe(request: Request, device_id: UUID, call: FormCall) -> Response:
    """Why and where to, noted better."""
    form = await typed(request)
    reason, destination, parts, problems = read_end(form)
    if problems or reason is None:
        return await _end_page(request, call.person.organisation, device_id, form, problems, 422)
    command = DescribeEnd(device_id, reason, destination, parts)
    return await _try(request, call, device_id, lambda unit: describe_end(command, unit), "destination", form)


@router.post("/devices/{device_id}/end/undo", dependencies=[PREPARE])
async def undo(request: Request, device_id: UUID, call: FormCall) -> Response:
    """It was no end after all."""
    command = UseAgain(device_id)
    return await _try(request, call, device_id, lambda unit: use_again(command, unit), "", to=_to_device)


@router.post("/devices/{device_id}/end/gone", dependencies=[PREPARE])
async def gone(request: Request, device_id: UUID, call: FormCall) -> Response:
    """Whoever may keep it has it now."""
    command = GiveAwayDevice(device_id, (await typed(request)).get("no_drive") == "yes", call.person.id)
    return await _try(request, call, device_id, lambda unit: give_away_device(command, unit), "no_drive")


def read_end(
    form: Mapping[str, str],
) -> tuple[RetireReason | None, Destination | None, Parts, list[FormProblem]]:
    """Why, where to, and which parts stay, as somebody filled them in; and what is wrong with that."""
    problems = []
    reason = RetireReason(form["reason"]) if form.get("reason") in [one.value for one in ABOUT_REASON] else None
    if reason is None:
        problems.append(NO_REASON)
    destination = Destination(form["destination"]) if form.get("destination") in [one.value for one in Destination] else None
    if (reason, destination) == TO_THE_HOLDER:
        destination = Destination.GIVEN_AWAY
    parts: dict[PartKind, int] = {}
    for kind in PartKind:
        text = form.get(_field(kind), "")
        if text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= MOST_PARTS:
            parts[kind] = int(text)
        elif text.strip("0"):
            problems.append(FormProblem(f"{PART[kind]}: {NO_NUMBER.format(most=MOST_PARTS)}", field=_field(kind)))
    return reason, destination, parts, problems


def end_fields(end: Retirement | None, form: Mapping[str, str], problems: Sequence[FormProblem]) -> dict[str, object]:
    """What a form about the end of a machine shows: what was typed, else what is so."""
    parts = end.parts if end else {}
    reason = end.reason.value if end and end.reason else ""
    return {
        "reasons": [(one.value, REASON[one], words) for one, words in ABOUT_REASON.items()],
        "destinations": [
            *((one.value, DESTINATION[one], "") for one in (Destination.RECYCLER, Destination.PARTS_BOX, Destination.GIVEN_AWAY)),
            ("none", UNDECIDED, ""),
        ],
        "reason": form.get("reason", reason),
        "destination": form.get("destination", (end.destination or "none") if end else "none"),
        "parts_kept": [
            (f"part-{kind.value}", PART[kind], form.get(f"part-{kind.value}", parts.get(kind, ""))) for kind in PartKind
        ],
        "parts_open": bool(parts) or any(form.get(f"part-{kind.value}") for kind in PartKind),
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }


def parts_in_words(parts: Parts) -> str:
    """What was kept: `2 × geheugen en batterij`."""
    return listed(
        [f"{count} × {str(PART[kind]).lower()}" if count > 1 else str(PART[kind]).lower() for kind, count in parts.items()]
    )


def _field(kind: PartKind) -> str:
    return f"part-{kind.value}"


def _to_device(device: Device) -> Answer:
    return Answer(303, f"/inventory/devices/{device.id}")


def _to_end(device: Device) -> Answer:
    return Answer(303, f"/inventory/devices/{device.id}/end")


async def _try(
    request: Request,
    call: Call,
    device_id: UUID,
    command: Callable[[Any], Awaitable[Device]],
    field: str,
    form: Mapping[str, str] | None = None,
    to: Callable[[Device], Answer] = _to_end,
) -> Response:
    try:
        return as_redirect(await call.answer(command, to))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, field if refusal.code in ("end_impossible", "drive_not_seen") else "")
        return await _end_page(request, call.person.organisation, device_id, form, [problem], status)


def _retire_page(
    request: Request,
    device: Device,
    form: Mapping[str, str] | None = None,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
) -> Response:
    context = {"device": device, "first_files": may_not_wipe(device) and not device.lost} | end_fields(None, form or {}, problems)
    return page(request, "inventory/retire.html", context, status=status)


async def _end_page(
    request: Request,
    organisation: UUID,
    device_id: UUID,
    form: Mapping[str, str] | None = None,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
) -> Response:
    async with running_service(request).units.open(organisation) as unit:
        device = await queries.get_device(unit, device_id)
        end = await retirement_of(unit, device_id)
        if end is None:
            return RedirectResponse(f"/inventory/devices/{device_id}", status_code=303)
        went = await get_hand_over(unit, end.hand_over_id) if end.hand_over_id else None
    context = END_WORDS | {
        "device": device,
        "end": end,
        "step": end_step(device, end),
        "here": is_here_to_end(end),
        "must_look": can_leave(device) == "look",
        "kept": parts_in_words(end.parts),
        "went": went,
    }
    return page(request, "inventory/end.html", context | end_fields(end, form or {}, problems), status=status)
