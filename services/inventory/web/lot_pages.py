"""The pages of lots: which there are, a new one, and what came of each."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.inventory.commands.change_lot import ChangeLot, change_lot
from services.inventory.commands.open_lot import open_lot
from services.inventory.queries import donors
from services.inventory.queries import lots as queries
from services.inventory.queries.devices import PAGE
from services.inventory.web.became_texts import became_lines
from services.inventory.web.intake_texts import A_PERSON, AGREEMENT, DONOR
from services.inventory.web.lot_form import FIELD_OF, as_typed, choices, read_form
from services.inventory.web.pages import next_steps
from services.inventory.web.refusal_texts import REFUSALS
from services.inventory.web.texts import LOOK
from shared.bus.answers import Answer
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.formats import day
from shared.runtime.running import RunningService
from shared.web.call import Call, FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, as_shown, left_alone, overtaken, refused, seen_again, typed
from shared.web.pages import page
from shared.web.vocabulary_texts import DEVICE_STATE, DEVICE_TONE, LOST

router = APIRouter(prefix="/inventory", include_in_schema=False)

SEE, PREPARE = may(Permission.SEE_DEVICES), may(Permission.PREPARE_DEVICES)
WORDS = {
    "STATUS": DEVICE_STATE,
    "TONE": DEVICE_TONE,
    "LOST": LOST,
    "DONOR": DONOR,
    "A_PERSON": A_PERSON,
    "AGREEMENT": AGREEMENT,
    "LOOK": LOOK,
}


@router.get("/lots", dependencies=[SEE])
async def list_lots(request: Request, person: SignedIn, before: UUID | None = None, donor: UUID | None = None) -> Response:
    """Lots, the newest first; all, or those of one donor."""
    async with running_service(request).units.open(person.organisation) as unit:
        found = await queries.list_lots(unit, before=before, donor_id=donor)
    following = None
    if len(found) == PAGE:
        following = f"/inventory/lots?before={found[-1].lot.id}" + (f"&donor={donor}" if donor else "")
    context = {"lots": found, "following": following, "first": before is None, "donor": donor}
    return page(request, "inventory/lots.html", WORDS | context)


@router.get("/lots/new", dependencies=[PREPARE])
async def new_lot(request: Request, person: SignedIn) -> Response:
    """The form for a new one."""
    return await _form_page(request, person.organisation, {"received_on": _today(running_service(request)).isoformat()})


@router.post("/lots/new", dependencies=[PREPARE])
async def begin_lot(request: Request, call: FormCall) -> Response:
    """Begin a lot, and go to its page."""
    form = await typed(request)
    command, problems = read_form(form, _today(call.running))
    if command is None:
        return await _form_page(request, call.person.organisation, form, problems, 422)
    try:
        answer = await call.answer(lambda unit: open_lot(command, unit), lambda lot: Answer(303, f"/inventory/lots/{lot.id}"))
    except Refused as refusal:
        return await _refused(request, call, form, refusal)
    return as_redirect(answer)


@router.get("/lots/{lot_id}/change", dependencies=[PREPARE])
async def ask_change(request: Request, lot_id: UUID, person: SignedIn) -> Response:
    """The form with what is said of it now."""
    async with running_service(request).units.open(person.organisation) as unit:
        line = await queries.get_lot(unit, lot_id)
    now = as_typed(line.lot)
    return await _form_page(request, person.organisation, now | {"was": as_shown(now)}, lot_id=lot_id)


@router.post("/lots/{lot_id}/change", dependencies=[PREPARE])
async def change(request: Request, lot_id: UUID, call: FormCall) -> Response:
    """Keep what is said now."""
    form = await typed(request)
    async with call.running.units.open(call.organisation) as unit:
        lot = (await queries.get_lot(unit, lot_id)).lot
    now = as_typed(lot)
    if (clash := overtaken(form, now, _words(now))) and not await call.came_before():
        return await _form_page(request, call.person.organisation, seen_again(form, now), clash, 409, lot_id)
    said, problems = read_form(left_alone(form, now), _today(call.running))
    if said is None:
        return await _form_page(request, call.person.organisation, form, problems, 422, lot_id)
    command = ChangeLot(lot_id, said, seen=lot)
    try:
        answer = await call.answer(lambda unit: change_lot(command, unit), lambda lot: Answer(303, f"/inventory/lots/{lot.id}"))
    except NotFound:
        raise
    except Refused as refusal:
        return await _refused(request, call, form, refusal, lot_id)
    return as_redirect(answer)


@router.get("/lots/{lot_id}", dependencies=[SEE])
async def show_lot(request: Request, lot_id: UUID, person: SignedIn, before: UUID | None = None) -> Response:
    """One lot: how many came, what still has to be done, the ways in, its machines."""
    async with running_service(request).units.open(person.organisation) as unit:
        line = await queries.get_lot(unit, lot_id)
        machines = await queries.machines_of(unit, lot_id, before=before)
        steps = await next_steps(unit, machines, person.id) if person.may(Permission.PREPARE_DEVICES) else {}
        context: dict[str, Any] = {
            "line": line,
            "lot": line.lot,
            "lacking": await queries.lacking(unit, lot_id),
            "drop": await queries.undecided_drop(unit, lot_id),
            "devices": machines,
            "steps": steps,
            "became": (became := await donors.became(unit, [lot_id])),
            "lines": became_lines(became),
            "first": before is None,
            "following": f"/inventory/lots/{lot_id}?before={machines[-1].id}" if len(machines) == PAGE else None,
        }
    return page(request, "inventory/lot.html", WORDS | context)


def _words(now: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """What each answer is called in the form; a day as people write it."""
    return {
        "kind": {kind.value: words for kind, words in DONOR.items()},
        "agreement": {one.value: words[0] for one, words in AGREEMENT.items()},
        "received_on": {now["received_on"]: day(date.fromisoformat(now["received_on"]))},
    }


def _today(running: RunningService) -> date:
    """Today where the organisation is."""
    return running.units.clock.now().astimezone(running.units.zone).date()


async def _refused(request: Request, call: Call, form: Mapping[str, str], refusal: Refused, lot_id: UUID | None = None) -> Response:
    status, problem = refused(refusal, REFUSALS, FIELD_OF.get(refusal.code, "donor"))
    return await _form_page(request, call.person.organisation, form, [problem], status, lot_id)


async def _form_page(
    request: Request,
    organisation: UUID,
    form: Mapping[str, str],
    problems: Sequence[FormProblem] = (),
    status: int = 200,
    lot_id: UUID | None = None,
) -> Response:
    async with running_service(request).units.open(organisation) as unit:
        if lot_id is not None:
            await queries.get_lot(unit, lot_id)
        offered = choices(await queries.donors(unit))
    context = {"form": form, "lot_id": lot_id, "problems": problems, "wrong": {problem.field: problem for problem in problems}}
    return page(request, "inventory/lot_form.html", offered | context, status=status)
