"""What goes along with one machine: choosing it, and what came back."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from services.inventory.commands.prepare_along import (
    BEFORE_IT_LEAVES,
    LoosenCompanion,
    PrepareAlong,
    can_prepare,
    lies_ready,
    loosen_companion,
    prepare_along,
)
from services.inventory.commands.settle_along import SettleAlong, settle_along
from services.inventory.domain.charger import Plug, fits
from services.inventory.domain.device import Device
from services.inventory.domain.kit import USUAL, proposal
from services.inventory.domain.thing import COMPANION, Thing, ThingKind
from services.inventory.queries import devices as queries
from services.inventory.store.unit import InventoryUnit
from services.inventory.web.accessory_texts import KIND
from services.inventory.web.refusal_texts import REFUSALS
from services.inventory.web.texts import CHASSIS
from shared.bus.answers import Answer
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.formats import capital
from shared.language.translate import _, translated
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, as_shown, left_alone, opened_with, overtaken, refused, seen_again, typed
from shared.web.pages import page

router = APIRouter(prefix="/inventory", include_in_schema=False)

PREPARE = may(Permission.PREPARE_DEVICES)


@router.get("/devices/{device_id}/along", dependencies=[PREPARE])
async def choose(request: Request, device_id: UUID, person: SignedIn, kit: UUID | None = None) -> Response:
    """One question per kind of thing; what lies ready is chosen, or else what the kit proposes."""
    return await _page(request, person.organisation, device_id, kit)


@router.post("/devices/{device_id}/along", dependencies=[PREPARE])
async def prepare(request: Request, device_id: UUID, call: FormCall) -> Response:
    """All of this lies ready."""
    form = await typed(request)
    async with running_service(request).units.open(call.organisation) as unit:
        now, words, seen = await _ready_now(unit, device_id)
    if (clash := overtaken(form, now, words)) and not await call.came_before():
        return await _page(request, call.organisation, device_id, None, clash, 409, seen_again(form, now))
    if opened_with(form) is not None:
        form = now | left_alone(form, now)
    try:
        things = [UUID(form[one.value]) for one in ThingKind if form.get(one.value)]
        companions = [UUID(form[one.value]) for one in COMPANION if form.get(one.value)]
    except ValueError:
        raise NotFound() from None
    command = PrepareAlong(device_id, things, companions, seen)
    try:
        return as_redirect(await call.answer(lambda unit: prepare_along(command, unit), _to_device))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS)
        return await _page(request, call.organisation, device_id, None, [problem], status, form)


@router.post("/devices/{device_id}/loosen", dependencies=[PREPARE])
async def loosen(device_id: UUID, call: FormCall) -> Response:
    """It goes along with no other machine any more."""
    return as_redirect(await call.answer(lambda unit: loosen_companion(LoosenCompanion(device_id), unit), _to_device))


@router.post("/devices/{device_id}/came-back", dependencies=[PREPARE])
async def came_back(request: Request, device_id: UUID, call: FormCall) -> Response:
    """Ticked is back; the others on the form are not, and may still come."""
    form = await request.form()
    asked, back = ids_of_form(form.getlist("asked")), ids_of_form(form.getlist("back"))
    command = SettleAlong(device_id, back, [one for one in asked if one not in back], call.person.id)
    return as_redirect(await call.answer(lambda unit: settle_along(command, unit), _to_device))


def ids_of_form(values: Sequence[Any]) -> list[UUID]:
    """The ids that a form carries under one name. Raises `NotFound` for what is none."""
    found = []
    for one in values:
        try:
            found.append(UUID(str(one)))
        except ValueError:
            raise NotFound() from None
    return found


def _to_device(device: Device) -> Answer:
    return Answer(303, f"/inventory/devices/{device.id}#along")


async def along_of(unit: InventoryUnit, device: Device) -> dict[str, Any]:
    """What the page of a machine shows: what lies ready or went along, also with a device that goes along, what is asked when it
    comes back, and with what it goes."""
    companions = await unit.along.companions(device.id)
    with_it = [one.id for one in companions if one.loan_id == device.loan_id]
    lines = await unit.along.prepared(device.id, *with_it) if device.status in BEFORE_IT_LEAVES else []
    there = [device.id, *with_it] if device.loan_id else [device.id]
    waiting = [one for one in await unit.along.waiting(*there) if device.loan_id in (None, one.loan_id)]
    main = await queries.codes_of(unit, [device.along_with]) if device.along_with else {}
    return {
        "along_lines": lines,
        "along_companions": companions,
        "along_expected": [one for one in companions if one.is_expected and one.loan_id == device.loan_id],
        "along_gone": waiting,
        "along_late": waiting if not device.loan_id else [],
        "along_asked": [str(KIND[one.kind]) for one in await unit.along_questions.open(device.id)],
        "along_codes": {one.id: one.code for one in companions},
        "along_open": can_prepare(device),
        "along_main": main.get(device.along_with) if device.along_with else None,
        "THING": KIND,
    }


async def _ready_now(unit: InventoryUnit, device_id: UUID) -> tuple[dict[str, str], dict[str, dict[str, str]], set[UUID]]:
    """What lies ready with a machine: as the fields of the form, with how each is called, and by id."""
    lines = await unit.along.prepared(device_id)
    companions = [one for one in await unit.along.companions(device_id) if one.loan_id is None]  # not one that is still away
    there = {line.kind.value: (str(line.thing_id), line.name) for line in lines}
    there |= {one.chassis.value: (str(one.id), f"{one.code} {one.name}") for one in companions}
    fields = {kind.value: there.get(kind.value, ("", ""))[0] for kind in (*ThingKind, *COMPANION)}
    return fields, {kind: dict([said]) for kind, said in there.items()}, await lies_ready(device_id, unit)


async def _page(
    request: Request,
    organisation: UUID,
    device_id: UUID,
    kit_id: UUID | None,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
    form: Mapping[str, str] | None = None,
) -> Response:
    async with running_service(request).units.open(organisation) as unit:
        device = await queries.get_device(unit, device_id)
        if not can_prepare(device):
            return RedirectResponse(f"/inventory/devices/{device_id}", status_code=303)
        things = await unit.things.all()
        kits = [one for one in await unit.things.kits() if one.chassis is device.chassis]
        lines = await unit.along.prepared(device_id)
        companions = [one for one in await unit.along.companions(device_id) if one.loan_id is None]  # not one that is still away
        now, _words, _ids = await _ready_now(unit, device_id)
        free = {chassis: [*companions, *await unit.along.free_companions(chassis)] for chassis in COMPANION}
    kit = next((one for one in kits if one.id == kit_id), kits[0] if kits else None)
    begun = bool(lines or companions) and kit_id is None
    kinds = kit.kinds if kit else USUAL.get(device.chassis, ())
    chosen = {line.kind: line.thing_id for line in lines} if begun else proposal(kinds, things, device.details.plug)
    said = form or {kind.value: str(thing_id) for kind, thing_id in chosen.items()}
    context = {
        "device": device,
        "kits": kits,
        "kit": kit,
        "begun": begun,
        "was": (form or {}).get("was") or as_shown(now),
        "lacking": [KIND[kind] for kind in kinds if kind not in chosen] if not begun else [],
        "questions": [
            (
                kind.value,
                capital(str(words)),
                _choices([one for one in things if one.kind is kind], device.details.plug),
                said.get(kind.value, ""),
            )
            for kind, words in KIND.items()
            if any(one.kind is kind for one in things)
        ],
        "devices": [
            (
                chassis.value,
                CHASSIS[chassis],
                [("", str(_("Niets")), ""), *((str(one.id), one.code, one.name) for one in there if one.chassis is chassis)],
                form.get(chassis.value, "") if form else now[chassis.value],
            )
            for chassis, there in free.items()
            if any(one.chassis is chassis for one in there) and chassis is not device.chassis
        ],
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "inventory/along.html", context, status=status)


def _choices(things: Sequence[Thing], machine: Plug | None) -> list[tuple[str, str, str]]:
    """Each of a kind, and how many there are; of a charger also whether it fits, where that is known."""
    found = [("", translated("Niets"), "")]
    for one in things:
        suits = fits(one.plug, machine) if one.kind is ThingKind.CHARGER else None
        there = translated("{number} op het rek").format(number=one.on_shelf)
        if suits is not None:
            there = (translated("past") if suits else translated("past niet")) + ", " + there
        found.append((str(one.id), one.name, there))
    return found
