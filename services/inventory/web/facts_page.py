"""The form with all that is known of a machine, and the two quick ones: where it lies, and that it was brought up to date."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.inventory.commands.correct_device import (
    CorrectDevice,
    NoteUpdate,
    PlaceDevice,
    correct_device,
    note_update,
    place_device,
)
from services.inventory.domain.device import Device
from services.inventory.domain.short_list import ListKind
from services.inventory.queries import devices as queries
from services.inventory.store.unit import InventoryUnit
from services.inventory.web.accessory_texts import CONNECTOR
from services.inventory.web.fact_fields import read_facts, shown
from services.inventory.web.fact_texts import ASK, KEYBOARD, LOOKS, WORKS
from services.inventory.web.refusal_texts import REFUSALS
from services.inventory.web.texts import CHASSIS
from shared.bus.answers import Answer
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.translate import _
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, as_shown, left_alone, overtaken, refused, seen_again, typed
from shared.web.pages import page

router = APIRouter(prefix="/inventory", include_in_schema=False)

PREPARE = may(Permission.PREPARE_DEVICES)
FIELD = {"serial_elsewhere": "serial", "serial_like_register_number": "serial", "not_on_list": "place"}
"""The field that a refusal is about."""
NO_PLACE = FormProblem(_("Kies een plaats uit de lijst"), field="place")


@router.get("/devices/{device_id}/facts", dependencies=[PREPARE])
async def show(request: Request, device_id: UUID, person: SignedIn) -> Response:
    """All facts, to put right."""
    return await _page(request, person.organisation, device_id)


@router.post("/devices/{device_id}/facts", dependencies=[PREPARE])
async def correct(request: Request, device_id: UUID, call: FormCall) -> Response:
    """Keep them."""
    form = await typed(request)
    async with running_service(request).units.open(call.organisation) as unit:
        before, today = (await queries.get_device(unit, device_id)).facts, unit.today()
        places = await places_to_choose(unit, before.details.place_id)
    now = shown(before)
    if (clash := overtaken(form, now, _words(places))) and not await call.came_before():
        return await _page(request, call.organisation, device_id, seen_again(form, now), clash, 409)
    facts, problems = read_facts(left_alone(form, now), before, today)
    if problems:
        return await _page(request, call.organisation, device_id, form, problems, 422)
    try:
        answer = await call.answer(lambda unit: correct_device(CorrectDevice(device_id, facts, seen=before), unit), to_device)
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, FIELD.get(refusal.code, ""))
        return await _page(request, call.organisation, device_id, form, [problem], status)
    return as_redirect(answer)


@router.post("/devices/{device_id}/place", dependencies=[PREPARE])
async def put_in_place(request: Request, device_id: UUID, call: FormCall) -> Response:
    """It lies somewhere else."""
    place = (await typed(request)).get("place", "")
    try:
        command = PlaceDevice(device_id, UUID(place) if place else None)
        return as_redirect(await call.answer(lambda unit: place_device(command, unit), to_device))
    except NotFound:
        raise
    except (Refused, ValueError):
        return await _page(request, call.organisation, device_id, {}, [NO_PLACE], 422)


@router.post("/devices/{device_id}/updated", dependencies=[PREPARE])
async def updated(request: Request, device_id: UUID, call: FormCall) -> Response:
    """It was brought up to date today; back to the list of those that were not, when that is where somebody came from."""
    from_list = (await typed(request)).get("from") == "list"
    command = NoteUpdate(device_id)
    tell = (lambda _device: Answer(303, "/inventory/not-updated")) if from_list else to_device
    return as_redirect(await call.answer(lambda unit: note_update(command, unit), tell))


def to_device(device: Device) -> Answer:
    """Go and look at the machine."""
    return Answer(303, f"/inventory/devices/{device.id}")


async def _page(
    request: Request,
    organisation: UUID,
    device_id: UUID,
    form: Mapping[str, str] | None = None,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
) -> Response:
    async with running_service(request).units.open(organisation) as unit:
        device = await queries.get_device(unit, device_id)
        places = await places_to_choose(unit, device.details.place_id)
    context = {
        "device": device,
        "form": {"was": as_shown(shown(device.facts))} | shown(device.facts) | dict(form or {}),
        "ASK": ASK,
        "kinds": [(kind.value, words) for kind, words in CHASSIS.items()],
        "keyboards": [("", _("Niet bekend")), *((one.value, words) for one, words in KEYBOARD.items())],
        "plugs": [("", _("Niet bekend")), *((one.value, words) for one, words in CONNECTOR.items())],
        "looks": [(one.value, *words) for one, words in LOOKS.items()],
        "works": [(one.value, *words) for one, words in WORKS.items()],
        "places": places,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "inventory/facts.html", context, status=status)


def _words(places: Sequence[tuple[str, str]]) -> dict[str, dict[str, str]]:
    """What each answer of a list is called in this form."""
    return {
        "chassis": {kind.value: words for kind, words in CHASSIS.items()},
        "keyboard": {one.value: words for one, words in KEYBOARD.items()},
        "charger_connector": {one.value: words for one, words in CONNECTOR.items()},
        "looks": {one.value: words[0] for one, words in LOOKS.items()},
        "works": {one.value: words[0] for one, words in WORKS.items()},
        "place": dict(places),
    }


async def places_to_choose(unit: InventoryUnit, now: UUID | None) -> list[tuple[str, str]]:
    """The places of the organisation as a form offers them; the one where a machine lies also when it is off the list."""
    entries = [one for one in await unit.short_lists.all_of(ListKind.PLACE) if not one.removed or one.id == now]
    return [("", str(_("Niet bekend"))), *((str(one.id), one.name) for one in entries)]
