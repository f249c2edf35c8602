"""SIM cards: which there are, what ends soon, and one of them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.inventory.commands.change_sims import (
    AddSim,
    ChangeSim,
    MarkSim,
    PutSimIn,
    add_sim,
    all_wrong,
    change_sim,
    mark_sim,
    put_sim_in,
)
from services.inventory.domain.sim import MOST_DATA_MB, Sim, SimPlace, SimState
from services.inventory.domain.typed_code import code_in
from services.inventory.queries.devices import codes_of, get_device
from services.inventory.queries.sims import PAGE, get_sim, list_sims, places_of, sims_lost, sims_soon
from services.inventory.web.accessory_texts import SIM_MARK, SIM_STATE, SIM_TONE, SIM_WRONG, needs_somebody, sim_to_do
from services.inventory.web.fact_fields import number_typed
from services.inventory.web.refusal_texts import REFUSALS
from shared.bus.answers import Answer
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.language.formats import number
from shared.language.translate import _, translated
from shared.web.call import Call, FormCall, SignedIn, as_redirect, may, running_service
from shared.web.days import read_day
from shared.web.forms import FormProblem, as_shown, left_alone, overtaken, refused, seen_again, typed
from shared.web.pages import page

router = APIRouter(prefix="/inventory", include_in_schema=False)

SEE, PREPARE = may(Permission.SEE_DEVICES), may(Permission.PREPARE_DEVICES)
ADDRESS = "/inventory/sims"
ORDER = ("provider", "iccid", "data", "valid_until", "device")
TAKEN_OUT = _("Een collega haalde de kaart intussen uit het toestel")
LOOK_FIRST = _("Kijk waar ze nu zit. Bewaar daarna opnieuw, dan telt wat jij invult.")
FIELD = {"sim_known": "iccid", "no_place_for_sim": "device", "sim_is_over": "device"}


@router.get("/sims", dependencies=[SEE])
async def show_sims(request: Request, person: SignedIn, before: UUID | None = None) -> Response:
    """What ends soon, and all cards, the newest first."""
    async with running_service(request).units.open(person.organisation) as unit:
        today = unit.today()
        lost = await sims_lost(unit) if before is None else []
        soon = [one for one in await sims_soon(unit) if one not in lost] if before is None else []
        sims = await list_sims(unit, before)
        places = await places_of(unit, [*soon, *lost])
        codes = await codes_of(unit, {one.device_id for one in [*soon, *lost, *sims] if one.device_id})
    context = {
        "soon": soon,
        "lost": lost,
        "to_do": {one.id: sim_to_do(one, places[one.id], today) for one in [*soon, *lost]},
        "sims": sims,
        "codes": codes,
        "today": today,
        "first": before is None,
        "following": f"{ADDRESS}?before={sims[-1].id}" if len(sims) == PAGE else None,
        "STATE": SIM_STATE,
        "TONE": SIM_TONE,
        "data_of": data_of,
    }
    return page(request, "inventory/sims.html", context)


@router.get("/sims/new", dependencies=[PREPARE])
async def new_sim(request: Request, person: SignedIn) -> Response:
    """What stands on the card."""
    return await _page(request, person.organisation, None, {})


@router.post("/sims/new", dependencies=[PREPARE])
async def add(request: Request, call: FormCall) -> Response:
    """The card is here."""
    form = await typed(request)
    (data, until), problems = _read(form)
    command = AddSim(form.get("provider", ""), form.get("iccid", ""), data, until, form.get("device", "")[:200])
    if problems:
        return await _all_at_once(request, call, None, form, command, problems)
    try:
        return as_redirect(await call.answer(lambda unit: add_sim(command, unit), _to_sim))
    except Refused as refusal:
        return await _all_at_once(request, call, None, form, command, [_problem(refusal)])


@router.get("/sims/{sim_id}", dependencies=[SEE])
async def show_sim(request: Request, sim_id: UUID, person: SignedIn) -> Response:
    """One card."""
    return await _page(request, person.organisation, sim_id, {})


@router.post("/sims/{sim_id}", dependencies=[PREPARE])
async def change(request: Request, sim_id: UUID, call: FormCall) -> Response:
    """What was agreed with the provider."""
    form = await typed(request)
    async with running_service(request).units.open(call.organisation) as unit:
        one = await get_sim(unit, sim_id)
    now = _shown(one)
    if (clash := overtaken(form, now)) and not await call.came_before():
        return await _page(request, call.organisation, sim_id, seen_again(form, now), clash, 409)
    form = left_alone(form, now)
    (data, until), problems = _read(form)
    command = ChangeSim(sim_id, form.get("provider", ""), data, until, seen=one.agreed)
    if problems:
        return await _all_at_once(request, call, sim_id, form, command, problems)
    try:
        return as_redirect(await call.answer(lambda unit: change_sim(command, unit), _to_sim))
    except NotFound:
        raise
    except Refused as refusal:
        return await _all_at_once(request, call, sim_id, form, command, [_problem(refusal)])


@router.post("/sims/{sim_id}/put-in", dependencies=[PREPARE])
async def put_in(request: Request, sim_id: UUID, call: FormCall) -> Response:
    """It sits in this device, or loose."""
    form = await typed(request)
    code = "" if form.get("loose") else form.get("device", "")[:200]
    async with running_service(request).units.open(call.organisation) as unit:
        device_id = (await get_sim(unit, sim_id)).device_id
        there = (await codes_of(unit, [device_id])).get(device_id, "") if device_id else ""
    is_moved = form.get("was_in", there) != there and (code_in(code) or "") != there
    if is_moved and not await call.came_before():
        moved = translated("Een collega stak de kaart intussen in toestel {code}").format(code=there) if there else TAKEN_OUT
        return await _page(request, call.organisation, sim_id, form, [FormProblem(moved, LOOK_FIRST, field="device")], 409)
    return await _try(request, call, sim_id, form, lambda unit: put_sim_in(PutSimIn(sim_id, code), unit))


@router.post("/sims/{sim_id}/state", dependencies=[PREPARE])
async def mark(request: Request, sim_id: UUID, call: FormCall) -> Response:
    """Whether it can be used."""
    form = await typed(request)
    if form.get("state") not in {one.value for one in SimState}:
        return await _page(request, call.organisation, sim_id, form, [FormProblem(SIM_WRONG["state"])], 422)
    return await _try(request, call, sim_id, form, lambda unit: mark_sim(MarkSim(sim_id, SimState(form["state"])), unit))


async def _try(request: Request, call: Any, sim_id: UUID, form: Mapping[str, str], command: Any) -> Response:
    try:
        return as_redirect(await call.answer(command, _to_sim))
    except NotFound:
        raise
    except Refused as refusal:
        return await _page(request, call.organisation, sim_id, form, [_problem(refusal)], refused(refusal, REFUSALS)[0])


async def _all_at_once(
    request: Request,
    call: Call,
    sim_id: UUID | None,
    form: Mapping[str, str],
    command: AddSim | ChangeSim,
    problems: Sequence[FormProblem],
) -> Response:
    """The form again, with these problems and all others that it has, each at its field: nobody hears them one by one."""
    async with running_service(request).units.open(call.organisation) as unit:
        others = [_problem(refusal, field) for field, refusal in (await all_wrong(command, unit)).items()]
    said = {problem.field: problem for problem in [*others, *problems]}
    in_order = sorted(said.values(), key=lambda one: ORDER.index(one.field))
    return await _page(request, call.organisation, sim_id, form, in_order, 422)


def _read(form: Mapping[str, str]) -> tuple[tuple[int | None, date | None], list[FormProblem]]:
    data = number_typed(form.get("data", ""))
    until, understood = read_day(form.get("valid_until", ""))
    problems = []
    if form.get("data") and (data is None or not 0 < data * 1000 <= MOST_DATA_MB):
        problems.append(FormProblem(SIM_WRONG["data"], field="data"))
    if not understood:
        problems.append(FormProblem(SIM_WRONG["valid_until"], field="valid_until"))
    return (round(data * 1000) if data is not None else None, until), problems


def _problem(refusal: Refused, field: str = "") -> FormProblem:
    if refusal.code == "sim_not_right":
        field = str(refusal.facts["field"])
        return FormProblem(SIM_WRONG[field], field=field)
    return refused(refusal, REFUSALS, field or FIELD.get(refusal.code, "provider"))[1]


def data_of(one: Sim) -> str:
    """How much a month, in GB as people say it; empty where nobody said."""
    return translated("{data} GB per maand").format(data=number(one.data_mb / 1000)) if one.data_mb else ""


def _shown(one: Sim) -> dict[str, str]:
    until = one.valid_until
    return {
        "provider": one.provider,
        "data": f"{one.data_mb / 1000:g}".replace(".", ",") if one.data_mb else "",
        "valid_until": f"{until.day}/{until.month}/{until.year}" if until else "",
    }


def _to_sim(one: Sim) -> Answer:
    return Answer(303, f"{ADDRESS}/{one.id}")


async def _page(
    request: Request,
    organisation: UUID,
    sim_id: UUID | None,
    form: Mapping[str, str],
    problems: Sequence[FormProblem] = (),
    status: int = 200,
) -> Response:
    async with running_service(request).units.open(organisation) as unit:
        one = await get_sim(unit, sim_id) if sim_id else None
        code = (await codes_of(unit, [one.device_id])).get(one.device_id) if one and one.device_id else None
        places = await places_of(unit, [one]) if one else {}
        loan_id = None
        if one and one.device_id and places[one.id] is SimPlace.WITH_FAMILY:
            loan_id = (await get_device(unit, one.device_id)).loan_id
        today = unit.today()
    now = _shown(one) if one else {}
    context = {
        "one": one,
        "code": code,
        "loan_id": loan_id,
        "to_do": sim_to_do(one, places[one.id], today) if one and needs_somebody(one, places[one.id], today) else "",
        "today": today,
        "form": ({"was": as_shown(now)} if one else {}) | now | dict(form),
        "STATE": SIM_STATE,
        "TONE": SIM_TONE,
        "data_of": data_of,
        "states": [(state.value, words) for state, words in SIM_MARK.items() if one and state is not one.state],
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "inventory/sim.html", context, status=status)
