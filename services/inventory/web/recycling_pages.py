"""What is out of use and still here, and what went to a recycler: the lists, the hand-over, its paper."""

import asyncio
from collections.abc import Mapping, Sequence
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import UploadFile

from services.inventory.commands.certify_hand_over import CertifyHandOver, certify_hand_over
from services.inventory.commands.hand_over_devices import HandOverDevices, hand_over_devices
from services.inventory.commands.undo_hand_over import UndoHandOver, undo_hand_over
from services.inventory.domain.end_refusals import PaperTooLarge
from services.inventory.domain.hand_over import MOST_AT_ONCE
from services.inventory.domain.retirement import Destination, can_leave
from services.inventory.domain.short_list import ListKind
from services.inventory.papers import MOST_BYTES, PDF, read_paper
from services.inventory.queries import endings as queries
from services.inventory.queries.devices import PAGE
from services.inventory.web.end_page import END_WORDS, end_step
from services.inventory.web.end_texts import REASON
from services.inventory.web.refusal_texts import REFUSALS
from shared.bus.answers import Answer
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.translate import _
from shared.web.call import FormCall, SignedIn, as_redirect, form_call, may, running_service
from shared.web.days import read_day
from shared.web.forms import FormProblem, promised_bytes, refused, typed
from shared.web.pages import page

router = APIRouter(prefix="/inventory", include_in_schema=False)
SEE, PREPARE = may(Permission.SEE_DEVICES), may(Permission.PREPARE_DEVICES)

ENVELOPE = 10_000
"""Bytes that a form needs around the file."""
NO_RECYCLER = FormProblem(_("Kies een recycleur"), field="recycler")
NO_DAY = FormProblem(_("Deze dag begrijpen we niet. Schrijf hem als 24/3/2027"), field="day")
NO_DEVICE = FormProblem(_("Kies minstens één toestel"), field="device")
GOES_ALONG = ("hand_over", "decide", "parts")
TO_DO = {
    "ask_files": _("vraag naar de bestanden"),
    "save_files": _("bewaar de bestanden"),
    "decide": _("kies waar het naartoe gaat"),
    "wipe": _("maak de schijf leeg"),
    "look": _("kijk eerst of er een schijf in zit"),
    "hand_over": _("kan naar de recycleur"),
    "give": _("mag naar wie het houdt"),
    "parts": _("dient voor onderdelen"),
}
TONE = {
    "wipe": "stop",
    "ask_files": "stop",
    "save_files": "stop",
    "decide": "care",
    "look": "care",
    "hand_over": "good",
    "give": "good",
}


@router.get("/recycling", dependencies=[SEE])
async def overview(request: Request, person: SignedIn, before: UUID | None = None, trips_before: UUID | None = None) -> Response:
    """What is out of use and still here, and the last hand-overs."""
    async with running_service(request).units.open(person.organisation) as unit:
        here = await queries.ended_here(unit, before=before)
        trips = await queries.list_hand_overs(unit, before=trips_before)
    context = END_WORDS | {
        "here": [(one, _to_do(one)) for one in here],
        "trips": trips,
        "TO_DO": TO_DO,
        "TONE": TONE,
        "first": before is None and trips_before is None,
        "following": f"/inventory/recycling?before={here[-1].device.id}" if len(here) == PAGE else None,
        "older": f"/inventory/recycling?trips_before={trips[-1].done.id}" if len(trips) == PAGE else None,
    }
    return page(request, "inventory/recycling.html", context)


def _to_do(one: queries.Ended) -> str:
    """The step, by its name in `TO_DO`: nothing leaves before somebody looked whether a drive is in it."""
    step = end_step(one.device, one.end)
    return "look" if step in ("hand_over", "give") and can_leave(one.device) == "look" else step


@router.get("/recycling/new", dependencies=[PREPARE])
async def ask_hand_over(request: Request, person: SignedIn, device: UUID | None = None) -> Response:
    """Which machines go along, to whom and when."""
    return await _hand_over_page(request, person.organisation, {}, {device} if device else None)


@router.post("/recycling/new", dependencies=[PREPARE])
async def hand_over(request: Request, call: FormCall) -> Response:
    """These machines left."""
    sent, form = await request.form(), await typed(request)
    chosen, seen = _ids(sent.getlist("device")), _ids(sent.getlist("no_drive"))
    recycler, (day, understood) = _ids([form.get("recycler", "")]), read_day(form.get("day", ""))
    wrong = [NO_DEVICE] if not chosen else []
    wrong += [NO_RECYCLER] if not recycler else []
    wrong += [NO_DAY] if not understood else []
    if wrong:
        return await _hand_over_page(request, call.person.organisation, form, chosen, seen, wrong, 422)
    command = HandOverDevices(chosen, next(iter(recycler)), day, form.get("certificate", ""), seen, call.person.id)
    try:
        return as_redirect(
            await call.answer(
                lambda unit: hand_over_devices(command, unit), lambda done: Answer(303, f"/inventory/recycling/{done.id}?done=true")
            )
        )
    except NotFound:
        raise
    except Refused as refusal:
        fields = {
            "hand_over_impossible": "day",
            "not_on_list": "recycler",
            "text_too_long": "certificate",
            "register_number_in_text": "certificate",
        }
        status, problem = refused(refusal, REFUSALS, fields.get(refusal.code, "device"))
        return await _hand_over_page(request, call.person.organisation, form, chosen, seen, [problem], status)


@router.get("/recycling/{hand_over_id}", dependencies=[SEE])
async def show_hand_over(request: Request, hand_over_id: UUID, person: SignedIn, done: bool = False) -> Response:
    """What went along, and the recycler's paper."""
    return await _one_page(request, person.organisation, hand_over_id, done=done)


@router.post("/recycling/{hand_over_id}/certificate", dependencies=[PREPARE])
async def certify(request: Request, hand_over_id: UUID, person: SignedIn) -> Response:
    """The paper came: its number, its scan. How large the file is, is looked at before it is read."""
    size = promised_bytes(request)
    try:
        if size > MOST_BYTES + ENVELOPE:
            raise PaperTooLarge(megabytes=MOST_BYTES // 1_000_000)
        call = await form_call(request, person)
        form = await typed(request)
        upload = (await request.form()).get("paper")
        content = await upload.read() if isinstance(upload, UploadFile) and upload.filename else None
        paper = await asyncio.to_thread(read_paper, content) if content is not None else None
        command = CertifyHandOver(hand_over_id, form.get("certificate", ""), paper, call.person.id)
        return as_redirect(
            await call.answer(
                lambda unit: certify_hand_over(command, unit), lambda done: Answer(303, f"/inventory/recycling/{done.id}")
            )
        )
    except NotFound:
        raise
    except Refused as refusal:
        field = "paper" if refusal.code.startswith("paper") else "certificate"
        status, problem = refused(refusal, REFUSALS, field)
        return await _one_page(request, person.organisation, hand_over_id, [problem], status)


@router.get("/recycling/{hand_over_id}/paper", dependencies=[SEE])
async def paper(request: Request, hand_over_id: UUID, person: SignedIn) -> Response:
    """The scan, to keep: a browser does not open it among our own pages."""
    async with running_service(request).units.open(person.organisation) as unit:
        found = await queries.paper_of(unit, hand_over_id)
    name = f"bewijs-recycleur.{'pdf' if found.media_type == PDF else 'jpg'}"
    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "content-security-policy": "default-src 'none'; sandbox",
    }
    return Response(found.content, media_type=found.media_type, headers=headers)


@router.post("/recycling/{hand_over_id}/undo", dependencies=[PREPARE])
async def undo(request: Request, hand_over_id: UUID, call: FormCall) -> Response:
    """It did not happen."""
    command = UndoHandOver(hand_over_id)
    try:
        return as_redirect(
            await call.answer(lambda unit: undo_hand_over(command, unit), lambda _done: Answer(303, "/inventory/recycling"))
        )
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS)
        return await _one_page(request, call.person.organisation, hand_over_id, [problem], status)


async def _hand_over_page(
    request: Request,
    organisation: UUID,
    form: Mapping[str, str],
    chosen: set[UUID] | None,
    seen: Sequence[UUID] | set[UUID] = (),
    problems: Sequence[FormProblem] = (),
    status: int = 200,
) -> Response:
    async with running_service(request).units.open(organisation) as unit:
        here = await queries.ended_here(unit, most=MOST_AT_ONCE)
        known = [one for one in await unit.short_lists.all_of(ListKind.RECYCLER) if not one.removed]
        today = unit.today()
    # What is on its way to somewhere else may go along too, but nobody has to look for it among the others.
    can = [
        one for one in here if end_step(one.device, one.end) in ("hand_over", "decide", "parts") and can_leave(one.device) != "wipe"
    ]
    can.sort(key=lambda one: one.end.destination is not Destination.RECYCLER)
    if chosen is None:
        chosen = {one.device.id for one in can if one.end.destination is Destination.RECYCLER}
    context = END_WORDS | {
        "lines": [(one, can_leave(one.device) == "look") for one in can],
        "waiting": [one for one in here if end_step(one.device, one.end) in ("wipe", "ask_files", "save_files")],
        "chosen": chosen,
        "seen": set(seen),
        "recyclers": [(str(one.id), one.name, "") for one in known],
        "form": {"day": f"{today:%d/%m/%Y}", "recycler": str(known[0].id) if len(known) == 1 else ""} | dict(form),
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "inventory/hand_over_new.html", context, status=status)


async def _one_page(
    request: Request,
    organisation: UUID,
    hand_over_id: UUID,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
    *,
    done: bool = False,
) -> Response:
    async with running_service(request).units.open(organisation) as unit:
        line = await queries.get_hand_over(unit, hand_over_id)
        went = await queries.went_with(unit, hand_over_id)
    context = {
        "line": line,
        "went": went,
        "done": done,
        "REASON": REASON,
        "settled": bool(line.done.certificate or line.done.paper),
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "inventory/hand_over.html", context, status=status)


def _ids(sent: Sequence[object]) -> set[UUID]:
    """The ids among what was sent; what is none is left out."""
    found = set()
    for one in sent[: MOST_AT_ONCE + 1]:
        try:
            found.add(UUID(str(one)))
        except ValueError:
            continue
    return found
