"""Counted stock: what there is, one of them with what came and went, and the kits."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from services.inventory.commands.change_things import (
    AddThing,
    ChangeThing,
    MoveThing,
    RemoveThing,
    UndoMovement,
    add_thing,
    change_thing,
    move_thing,
    remove_thing,
    undo_movement,
)
from services.inventory.commands.settle_thing import TakeBackThing, WriteOffThing, take_back_thing, write_off_thing
from services.inventory.domain.charger import Connector, Plug
from services.inventory.domain.thing import ADD_REASONS, STAY_REASONS, TAKE_REASONS, Movement, Reason, Thing, ThingKind
from services.inventory.queries.devices import codes_of
from services.inventory.store.along import PAGE as OUT
from services.inventory.store.things import PAGE
from services.inventory.web.accessory_texts import CONNECTOR, KIND, REASON, STAYS, THING_WRONG, say_plug
from services.inventory.web.device_parts import names_of_lists
from services.inventory.web.facts_page import places_to_choose
from services.inventory.web.refusal_texts import REFUSALS
from shared.bus.answers import Answer
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.identity.tokens import Person
from shared.language.translate import _
from shared.web.call import FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, as_shown, left_alone, overtaken, refused, seen_again, typed
from shared.web.pages import page

router = APIRouter(prefix="/inventory", include_in_schema=False)

SEE, PREPARE = may(Permission.SEE_DEVICES), may(Permission.PREPARE_DEVICES)
ADDRESS = "/inventory/things"
FIELD = {"thing_known": "name", "number_not_right": "count", "not_enough": "count", "not_on_list": "place"}
WAYS = {"add": ADD_REASONS, "take": TAKE_REASONS, "count": (Reason.COUNTED,)}
WORDS = {"KIND": KIND, "REASON": REASON, "CONNECTOR": CONNECTOR, "say_plug": say_plug}


@router.get("/things", dependencies=[SEE])
async def list_things(request: Request, person: SignedIn, gone: UUID | None = None) -> Response:
    """Everything that is counted; `gone` was just removed and can be put back."""
    async with running_service(request).units.open(person.organisation) as unit:
        things = await unit.things.all(removed=gone is not None)
        names = await names_of_lists(unit)
        asked = await unit.along_questions.open() if person.may(Permission.PREPARE_DEVICES) else []
    removed = next((one for one in things if one.id == gone and one.removed), None)
    things = [one for one in things if not one.removed]
    low, again = [one for one in things if one.is_low], [one for one in things if one.count_again]
    context = {"things": things, "low": low, "again": again, "asked": len(asked), "removed": removed, "names": names}
    return page(request, "inventory/things.html", WORDS | context)


@router.get("/things/new", dependencies=[PREPARE])
async def new_thing(request: Request, person: SignedIn) -> Response:
    """What it is and how many there are."""
    return await _form_page(request, person.organisation, None, {})


@router.post("/things/new", dependencies=[PREPARE])
async def add(request: Request, call: FormCall) -> Response:
    """Count it from now on."""
    form = await typed(request)
    said, problems = read_thing(form)
    kind = form.get("kind", "")
    count = whole(form.get("count", "") or "0")
    if kind not in {one.value for one in ThingKind}:
        problems.insert(0, _wrong("kind"))
    if count is None:
        problems.append(_wrong("count"))
    if problems or count is None:
        return await _form_page(request, call.organisation, None, form, problems, 422)
    command = AddThing(ThingKind(kind), **said, count=count, by=call.person.id)
    try:
        return as_redirect(await call.answer(lambda unit: add_thing(command, unit), _to_thing))
    except Refused as refusal:
        return await _form_page(request, call.organisation, None, form, *_refused(refusal))


@router.get("/things/{thing_id}", dependencies=[SEE])
async def show_thing(
    request: Request, thing_id: UUID, person: SignedIn, before: UUID | None = None, out: UUID | None = None
) -> Response:
    """One of them: how many, take and bring, where the others are, and what came and went. `before` is the last movement of the
    page before, `out` the last one that went along."""
    return await _thing_page(request, person, thing_id, before=before, out=out)


@router.post("/things/along/{line_id}/back", dependencies=[PREPARE])
async def take_back(request: Request, line_id: UUID, call: FormCall) -> Response:
    """It is here after all."""
    command = TakeBackThing(line_id, call.person.id)
    return as_redirect(await call.answer(lambda unit: take_back_thing(command, unit), _to_history))


@router.post("/things/along/{line_id}/stays-away", dependencies=[PREPARE])
async def write_off(request: Request, line_id: UUID, call: FormCall) -> Response:
    """It never comes back; why is not asked twice."""
    reason = (await typed(request)).get("reason") or Reason.STAYS_AWAY.value
    async with running_service(request).units.open(call.organisation) as unit:
        thing_id = (await unit.along.see(line_id)).thing_id
    if reason not in {one.value for one in STAY_REASONS}:
        problem = FormProblem(THING_WRONG["reason"], field=f"stays-{line_id}")
        return await _thing_page(request, call.person, thing_id, {}, [problem], 422)
    command = WriteOffThing(line_id, Reason(reason), call.person.id)
    try:
        return as_redirect(await call.answer(lambda unit: write_off_thing(command, unit), _to_history))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS)
        return await _thing_page(request, call.person, thing_id, {}, [problem], status)


@router.post("/things/movements/{movement_id}/undo", dependencies=[PREPARE])
async def undo(request: Request, movement_id: UUID, call: FormCall) -> Response:
    """It did not happen after all."""
    command = UndoMovement(movement_id, call.person.id)
    async with running_service(request).units.open(call.organisation) as unit:
        thing_id = (await unit.things.movement(movement_id)).thing_id
    try:
        return as_redirect(await call.answer(lambda unit: undo_movement(command, unit), _to_moved))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS)
        return await _thing_page(request, call.person, thing_id, {}, [problem], status)


@router.get("/things/{thing_id}/change", dependencies=[PREPARE])
async def ask_change(request: Request, thing_id: UUID, person: SignedIn) -> Response:
    """What is said of it."""
    return await _form_page(request, person.organisation, thing_id, {})


@router.post("/things/{thing_id}/change", dependencies=[PREPARE])
async def change(request: Request, thing_id: UUID, call: FormCall) -> Response:
    """Keep what is said of it."""
    form = await typed(request)
    async with running_service(request).units.open(call.organisation) as unit:
        seen = (one := await unit.things.see(thing_id)).said
        places = await places_to_choose(unit, one.place_id)
    now, plugs = _shown(one), {kind.value: words for kind, words in CONNECTOR.items()}
    if (clash := overtaken(form, now, {"place": dict(places), "connector": plugs})) and not await call.came_before():
        return await _form_page(request, call.organisation, thing_id, seen_again(form, now), clash, 409)
    said, problems = read_thing(left_alone(form, now))
    if problems:
        return await _form_page(request, call.organisation, thing_id, form, problems, 422)
    command = ChangeThing(thing_id, **said, seen=seen)
    try:
        return as_redirect(await call.answer(lambda unit: change_thing(command, unit), _to_thing))
    except NotFound:
        raise
    except Refused as refusal:
        return await _form_page(request, call.organisation, thing_id, form, *_refused(refusal))


@router.post("/things/{thing_id}/remove", dependencies=[PREPARE])
async def remove(request: Request, thing_id: UUID, call: FormCall) -> Response:
    """Count it no more, or again."""
    removed = (await typed(request)).get("removed") != "no"
    tell = (lambda one: Answer(303, f"{ADDRESS}?gone={one.id}")) if removed else _to_thing
    try:
        return as_redirect(await call.answer(lambda unit: remove_thing(RemoveThing(thing_id, removed), unit), tell))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS)
        return await _thing_page(request, call.person, thing_id, {}, [problem], status)


@router.post("/things/{thing_id}/{way}", dependencies=[PREPARE])
async def move(request: Request, thing_id: UUID, way: str, call: FormCall) -> Response:
    """So many came, went or were counted; or one of the small steps."""
    if way not in WAYS:
        raise NotFound()
    form = await typed(request)
    count, reason = whole(form.get("count", "")), form.get("reason", WAYS[way][0].value)
    problems = []
    if count is None:
        problems.append(FormProblem(THING_WRONG["count"], field=f"count-{way}"))
    if reason not in {one.value for one in WAYS[way]}:
        problems.append(FormProblem(THING_WRONG["reason"], field=f"reason-{way}"))
    if problems or count is None:
        return await _thing_page(request, call.person, thing_id, form | {"way": way}, problems, 422)
    command = MoveThing(thing_id, count, Reason(reason), call.person.id)
    try:
        return as_redirect(await call.answer(lambda unit: move_thing(command, unit), _to_moved))
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, f"count-{way}")
        return await _thing_page(request, call.person, thing_id, form | {"way": way}, [problem], status)


def read_thing(form: Mapping[str, str]) -> tuple[dict[str, Any], list[FormProblem]]:
    """What somebody typed of a thing, beside its kind and its number, and what of it cannot be so."""
    problems, plug, place = [], None, None
    if not form.get("name"):
        problems.append(_wrong("name"))
    lowest = whole(form.get("lowest", "") or "0")
    if lowest is None:
        problems.append(_wrong("lowest"))
    connector, watt, size = form.get("connector", ""), form.get("watt", ""), form.get("size", "").replace(",", ".")
    if connector or watt or size:
        tenths = round(float(size) * 10) if size.replace(".", "", 1).isdigit() and size.isascii() and len(size) < 6 else None
        if connector not in {one.value for one in Connector} or (watt and whole(watt) is None) or (size and tenths is None):
            problems.append(_wrong("plug"))
        else:
            plug = Plug(Connector(connector), tenths, whole(watt))
    try:
        place = UUID(form["place"]) if form.get("place") else None
    except ValueError:
        problems.append(_wrong("place"))
    return {"name": form.get("name", ""), "plug": plug, "place_id": place, "lowest": lowest}, problems


def whole(typed_in: str) -> int | None:
    """A number as somebody typed it; None when it is none, or longer than any that we use."""
    return int(typed_in) if typed_in.isascii() and typed_in.isdigit() and len(typed_in) <= 6 else None


def _wrong(field: str) -> FormProblem:
    return FormProblem(THING_WRONG[field], field=field)


def _refused(refusal: Refused) -> tuple[list[FormProblem], int]:
    if refusal.code == "thing_not_right":
        return [_wrong(str(refusal.facts["field"]))], 422
    status, problem = refused(refusal, REFUSALS, FIELD.get(refusal.code, "name"))
    return [problem], status


def _to_thing(one: Thing) -> Answer:
    return Answer(303, f"{ADDRESS}/{one.id}")


def _to_history(one: Thing) -> Answer:
    return Answer(303, f"{ADDRESS}/{one.id}#history")


def _to_moved(one: Movement) -> Answer:
    return Answer(303, f"{ADDRESS}/{one.thing_id}#history")


async def _form_page(
    request: Request,
    organisation: UUID,
    thing_id: UUID | None,
    form: Mapping[str, str],
    problems: Sequence[FormProblem] = (),
    status: int = 200,
) -> Response:
    async with running_service(request).units.open(organisation) as unit:
        one = await unit.things.see(thing_id) if thing_id else None
        places = await places_to_choose(unit, one.place_id if one else None)
    context = {
        "one": one,
        "form": ({"was": as_shown(_shown(one))} | _shown(one) if one else {}) | dict(form),
        "kinds": [("", _("Kies")), *((kind.value, words) for kind, words in KIND.items())],
        "plugs": [("", _("Niet bekend")), *((kind.value, words) for kind, words in CONNECTOR.items())],
        "places": places,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "inventory/thing_form.html", WORDS | context, status=status)


def _shown(one: Thing) -> dict[str, str]:
    plug = one.plug
    return {
        "name": one.name,
        "lowest": str(one.lowest),
        "place": str(one.place_id or ""),
        "connector": plug.connector.value if plug else "",
        "size": f"{plug.tenths / 10:g}".replace(".", ",") if plug and plug.tenths is not None else "",
        "watt": str(plug.watt) if plug and plug.watt is not None else "",
    }


async def _thing_page(
    request: Request,
    person: Person,
    thing_id: UUID,
    form: Mapping[str, str] | None = None,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
    before: UUID | None = None,
    out: UUID | None = None,
) -> Response:
    units = running_service(request).units
    async with units.open(person.organisation) as unit:
        one = await unit.things.see(thing_id)
        movements = await unit.things.movements(thing_id, before)
        lines = await unit.along.out_of(thing_id, out) if before is None else []
        machines = await unit.along.machines_of(thing_id, {move.loan_id for move in movements if move.loan_id})
        codes = await codes_of(unit, {line.device_id for line in lines} | set(machines.values()))
        families = await unit.holders.codes({line.loan_id for line in lines}) if person.may(Permission.SEE_HOUSEHOLDS) else {}
        names = await names_of_lists(unit)
    context = {
        "one": one,
        "movements": movements,
        "with_machine": {loan: codes[machine] for loan, machine in machines.items() if machine in codes},
        "out": [(line, codes.get(line.device_id, ""), families.get(line.loan_id)) for line in lines],
        "more_out": f"{ADDRESS}/{thing_id}?out={lines[-1].id}#out" if len(lines) == OUT else None,
        "stays": [(reason.value, words) for reason, words in STAYS.items()],
        "place": names.get(one.place_id) if one.place_id else None,
        "following": f"{ADDRESS}/{thing_id}?before={movements[-1].id}" if len(movements) == PAGE else None,
        "first": before is None and out is None,
        "adds": [(reason.value, REASON[reason], "") for reason in ADD_REASONS],
        "takes": [(reason.value, REASON[reason], "") for reason in TAKE_REASONS],
        "form": form or {},
        "me": person.id,
        "zone": units.zone,
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "inventory/thing.html", WORDS | context, status=status)
