"""Counted stock, kits, what goes along with a device, and SIM cards, for programs."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import AwareDatetime, BaseModel, Field

from services.inventory.commands.change_kits import RemoveKit, SaveKit, remove_kit, save_kit
from services.inventory.commands.change_sims import (
    AddSim,
    ChangeSim,
    MarkSim,
    PutSimIn,
    add_sim,
    change_sim,
    mark_sim,
    put_sim_in,
)
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
from services.inventory.commands.prepare_along import PrepareAlong, prepare_along
from services.inventory.commands.settle_along import SettleAlong, settle_along
from services.inventory.domain.charger import LEAST_TENTHS, LEAST_WATT, MOST_TENTHS, MOST_WATT, Connector, Plug
from services.inventory.domain.kit import Kit
from services.inventory.domain.sim import MOST_DATA_MB, Sim, SimState
from services.inventory.domain.thing import MOST_AT_ONCE, MOST_LOWEST, Movement, Reason, Thing, ThingKind
from services.inventory.queries.devices import get_device
from services.inventory.queries.sims import PAGE as SIMS
from services.inventory.queries.sims import list_sims
from services.inventory.store.things import PAGE
from services.inventory.store.unit import InventoryUnit
from services.inventory.web.board_api import Kind
from services.inventory.web.views import DeviceView, told
from shared.bus.answers import Answer
from shared.contracts.vocabulary import Chassis
from shared.identity.permissions import Permission
from shared.web.call import ApiCall, SignedIn, as_json, may, running_service

router = APIRouter(prefix="/inventory/api", tags=["accessories"])

SEE, PREPARE = may(Permission.SEE_DEVICES), may(Permission.PREPARE_DEVICES)
Name = Annotated[str, Field(min_length=1, max_length=200)]
MOST_CHOSEN = len(ThingKind) + 3


class PlugBody(BaseModel):
    """A charger's plug and power."""

    connector: Connector
    tenths: Annotated[int, Field(ge=LEAST_TENTHS, le=MOST_TENTHS)] | None = None
    watt: Annotated[int, Field(ge=LEAST_WATT, le=MOST_WATT)] | None = None


class SaidBody(BaseModel):
    """What is said of a counted thing."""

    name: Name
    plug: PlugBody | None = None
    place_id: UUID | None = None
    lowest: Annotated[int, Field(ge=0, le=MOST_LOWEST)] = 0


class ThingBody(SaidBody):
    """A new counted thing, and how many lie there."""

    kind: ThingKind
    count: Annotated[int, Field(ge=0, le=MOST_AT_ONCE)] = 0


class ThingView(SaidBody):
    """A counted thing: how many lie on the shelf, and how many are along with loans.

    `count_again`: a family took one while the number said that none was left, and nobody counted since.
    """

    id: UUID
    kind: ThingKind
    on_shelf: int
    out: int
    low: bool
    count_again: bool


class ThingList(BaseModel):
    """All that are counted."""

    things: list[ThingView]


class MovementBody(BaseModel):
    """So many came or went; with the reason `counted`, so many there are."""

    count: Annotated[int, Field(ge=0, le=MOST_AT_ONCE)]
    reason: Reason


class MovementView(BaseModel):
    """What came or went."""

    id: UUID
    thing_id: UUID
    at: AwareDatetime
    change: int
    reason: Reason
    undoes: UUID | None


class MovementList(BaseModel):
    """A page of movements, the newest first; `next` is the address of the following page, if there may be one."""

    movements: list[MovementView]
    next: str | None


class RemovedBody(BaseModel):
    """Whether it is off the list."""

    removed: bool = True


class KitBody(BaseModel):
    """What goes along with a kind of device."""

    name: Name
    chassis: Kind
    kinds: Annotated[list[ThingKind], Field(min_length=1, max_length=len(ThingKind))]


class KitView(KitBody):
    """A kit."""

    id: UUID


class KitList(BaseModel):
    """All kits."""

    kits: list[KitView]


class AlongBody(BaseModel):
    """What lies ready with a device: counted things, one of a kind, and devices with a code of their own."""

    thing_ids: Annotated[list[UUID], Field(max_length=MOST_CHOSEN)] = []
    companion_ids: Annotated[list[UUID], Field(max_length=3)] = []


class LineView(BaseModel):
    """One thing that lies ready, or went along and of which nobody said yet whether it came back."""

    id: UUID
    thing_id: UUID
    kind: ThingKind
    loan_id: UUID | None
    gone_on: date | None
    not_returned: bool


class AlongView(BaseModel):
    """What lies ready or went along with a device."""

    device_id: UUID
    lines: list[LineView]
    companion_ids: list[UUID]


class BackBody(BaseModel):
    """Lines that came back, and lines that did not."""

    came_back: Annotated[list[UUID], Field(max_length=100)] = []
    stayed_away: Annotated[list[UUID], Field(max_length=100)] = []


class AgreedBody(BaseModel):
    """What was agreed with a provider. `data_mb` a month, in MB of a million bytes."""

    provider: Name
    data_mb: Annotated[int, Field(ge=1, le=MOST_DATA_MB)] | None = None
    valid_until: date | None = None


class SimBody(AgreedBody):
    """A new card."""

    iccid: Annotated[str, Field(min_length=1, max_length=60)]
    device_code: Annotated[str, Field(max_length=200)] = ""


class SimView(AgreedBody):
    """A card."""

    id: UUID
    iccid: str
    device_id: UUID | None
    state: SimState


class SimList(BaseModel):
    """A page of cards, the newest first; `next` is the address of the following page, if there may be one."""

    sims: list[SimView]
    next: str | None


class PlaceBody(BaseModel):
    """The code of the device in which a card sits; empty: it lies loose."""

    device_code: Annotated[str, Field(max_length=200)] = ""


class StateBody(BaseModel):
    """Whether a card can be used."""

    state: SimState


@router.get("/things", dependencies=[SEE])
async def get_things(request: Request, person: SignedIn) -> ThingList:
    """All that are counted, by kind and name."""
    async with running_service(request).units.open(person.organisation) as unit:
        return ThingList(things=[_thing(one) for one in await unit.things.all()])


@router.post("/things", status_code=201, response_model=ThingView, dependencies=[PREPARE])
async def post_thing(body: ThingBody, call: ApiCall) -> Response:
    """Count something from now on."""
    command = AddThing(body.kind, body.name, _plug(body.plug), body.place_id, body.lowest, body.count, call.person.id)
    return as_json(await call.answer(lambda unit: add_thing(command, unit), lambda one: told_thing(one, 201)))


@router.get("/things/{thing_id}", dependencies=[SEE])
async def get_thing(request: Request, thing_id: UUID, person: SignedIn) -> ThingView:
    """One of them."""
    async with running_service(request).units.open(person.organisation) as unit:
        return _thing(await unit.things.see(thing_id))


@router.post("/things/{thing_id}/change", response_model=ThingView, dependencies=[PREPARE])
async def post_thing_change(thing_id: UUID, body: SaidBody, call: ApiCall) -> Response:
    """What is said of it from now on; what is left out, nobody says any more."""
    command = ChangeThing(thing_id, body.name, _plug(body.plug), body.place_id, body.lowest)
    return as_json(await call.answer(lambda unit: change_thing(command, unit), told_thing))


@router.post("/things/{thing_id}/remove", response_model=ThingView, dependencies=[PREPARE])
async def post_thing_remove(thing_id: UUID, body: RemovedBody, call: ApiCall) -> Response:
    """Count it no more, or again; only when none are left."""
    return as_json(await call.answer(lambda unit: remove_thing(RemoveThing(thing_id, body.removed), unit), told_thing))


@router.get("/things/{thing_id}/movements", dependencies=[SEE])
async def get_movements(request: Request, thing_id: UUID, person: SignedIn, before: UUID | None = None) -> MovementList:
    """What came and went."""
    async with running_service(request).units.open(person.organisation) as unit:
        await unit.things.see(thing_id)
        found = await unit.things.movements(thing_id, before)
    following = f"/inventory/api/things/{thing_id}/movements?before={found[-1].id}" if len(found) == PAGE else None
    return MovementList(movements=[_movement(one) for one in found], next=following)


@router.post("/things/{thing_id}/movements", response_model=MovementView, dependencies=[PREPARE])
async def post_movement(thing_id: UUID, body: MovementBody, call: ApiCall) -> Response:
    """So many came, went, or were counted. More than lie there cannot go."""
    command = MoveThing(thing_id, body.count, body.reason, call.person.id)
    return as_json(await call.answer(lambda unit: move_thing(command, unit), _told_movement))


@router.post("/things/movements/{movement_id}/undo", response_model=MovementView, dependencies=[PREPARE])
async def post_movement_undo(movement_id: UUID, call: ApiCall) -> Response:
    """It did not happen after all."""
    command = UndoMovement(movement_id, call.person.id)
    return as_json(await call.answer(lambda unit: undo_movement(command, unit), _told_movement))


@router.get("/kits", dependencies=[SEE])
async def get_kits(request: Request, person: SignedIn) -> KitList:
    """The kits of the organisation."""
    async with running_service(request).units.open(person.organisation) as unit:
        return KitList(kits=[_kit(one) for one in await unit.things.kits()])


@router.post("/kits", status_code=201, response_model=KitView, dependencies=[PREPARE])
async def post_kit(body: KitBody, call: ApiCall) -> Response:
    """A new kit."""
    command = SaveKit(body.name, Chassis(body.chassis), body.kinds)
    return as_json(await call.answer(lambda unit: save_kit(command, unit), lambda one: _told_kit(one, 201)))


@router.post("/kits/{kit_id}/change", response_model=KitView, dependencies=[PREPARE])
async def post_kit_change(kit_id: UUID, body: KitBody, call: ApiCall) -> Response:
    """What a kit is from now on."""
    command = SaveKit(body.name, Chassis(body.chassis), body.kinds, kit_id)
    return as_json(await call.answer(lambda unit: save_kit(command, unit), _told_kit))


@router.post("/kits/{kit_id}/remove", response_model=KitView, dependencies=[PREPARE])
async def post_kit_remove(kit_id: UUID, body: RemovedBody, call: ApiCall) -> Response:
    """Propose it no more, or again."""
    return as_json(await call.answer(lambda unit: remove_kit(RemoveKit(kit_id, body.removed), unit), _told_kit))


@router.get("/devices/{device_id}/along", dependencies=[SEE])
async def get_along(request: Request, device_id: UUID, person: SignedIn) -> AlongView:
    """What lies ready or went along with a device."""
    async with running_service(request).units.open(person.organisation) as unit:
        await get_device(unit, device_id)
        return await _along(device_id, unit)


@router.post("/devices/{device_id}/along", response_model=DeviceView, dependencies=[PREPARE])
async def post_along(device_id: UUID, body: AlongBody, call: ApiCall) -> Response:
    """All of this lies ready, and nothing else."""
    command = PrepareAlong(device_id, body.thing_ids, body.companion_ids)
    return as_json(await call.answer(lambda unit: prepare_along(command, unit), told))


@router.post("/devices/{device_id}/came-back", response_model=DeviceView, dependencies=[PREPARE])
async def post_came_back(device_id: UUID, body: BackBody, call: ApiCall) -> Response:
    """What came back lies on the shelf again; what did not, may still come later."""
    command = SettleAlong(device_id, body.came_back, body.stayed_away, call.person.id)
    return as_json(await call.answer(lambda unit: settle_along(command, unit), told))


@router.get("/sims", dependencies=[SEE])
async def get_sims(request: Request, person: SignedIn, before: UUID | None = None) -> SimList:
    """The SIM cards, the newest first."""
    async with running_service(request).units.open(person.organisation) as unit:
        found = await list_sims(unit, before)
    following = f"/inventory/api/sims?before={found[-1].id}" if len(found) == SIMS else None
    return SimList(sims=[_sim(one) for one in found], next=following)


@router.post("/sims", status_code=201, response_model=SimView, dependencies=[PREPARE])
async def post_sim(body: SimBody, call: ApiCall) -> Response:
    """A new card."""
    command = AddSim(body.provider, body.iccid, body.data_mb, body.valid_until, body.device_code)
    return as_json(await call.answer(lambda unit: add_sim(command, unit), lambda one: _told_sim(one, 201)))


@router.post("/sims/{sim_id}/change", response_model=SimView, dependencies=[PREPARE])
async def post_sim_change(sim_id: UUID, body: AgreedBody, call: ApiCall) -> Response:
    """What was agreed from now on."""
    command = ChangeSim(sim_id, body.provider, body.data_mb, body.valid_until)
    return as_json(await call.answer(lambda unit: change_sim(command, unit), _told_sim))


@router.post("/sims/{sim_id}/put-in", response_model=SimView, dependencies=[PREPARE])
async def post_sim_place(sim_id: UUID, body: PlaceBody, call: ApiCall) -> Response:
    """In which device it sits."""
    return as_json(await call.answer(lambda unit: put_sim_in(PutSimIn(sim_id, body.device_code), unit), _told_sim))


@router.post("/sims/{sim_id}/state", response_model=SimView, dependencies=[PREPARE])
async def post_sim_state(sim_id: UUID, body: StateBody, call: ApiCall) -> Response:
    """Whether it can be used."""
    return as_json(await call.answer(lambda unit: mark_sim(MarkSim(sim_id, body.state), unit), _told_sim))


def _plug(body: PlugBody | None) -> Plug | None:
    return Plug(body.connector, body.tenths, body.watt) if body else None


def _thing(one: Thing) -> ThingView:
    plug = PlugBody(connector=one.plug.connector, tenths=one.plug.tenths, watt=one.plug.watt) if one.plug else None
    return ThingView(
        id=one.id,
        kind=one.kind,
        name=one.name,
        plug=plug,
        place_id=one.place_id,
        lowest=one.lowest,
        on_shelf=one.on_shelf,
        out=one.out,
        low=one.is_low,
        count_again=one.count_again,
    )


def told_thing(one: Thing, status: int = 200) -> Answer:
    """A counted thing as the answer to a program."""
    return Answer(status, f"/inventory/api/things/{one.id}", _thing(one).model_dump(mode="json"))


def _movement(one: Movement) -> MovementView:
    return MovementView(id=one.id, thing_id=one.thing_id, at=one.at, change=one.change, reason=one.reason, undoes=one.undoes)


def _told_movement(one: Movement) -> Answer:
    return Answer(200, None, _movement(one).model_dump(mode="json"))


def _kit(one: Kit) -> KitView:
    return KitView(id=one.id, name=one.name, chassis=one.chassis.value, kinds=list(one.kinds))


def _told_kit(one: Kit, status: int = 200) -> Answer:
    return Answer(status, None, _kit(one).model_dump(mode="json"))


async def _along(device_id: UUID, unit: InventoryUnit) -> AlongView:
    lines = [*await unit.along.prepared(device_id), *await unit.along.waiting(device_id)]
    said = [
        LineView(
            id=one.id,
            thing_id=one.thing_id,
            kind=one.kind,
            loan_id=one.loan_id,
            gone_on=one.gone_on,
            not_returned=one.not_returned,
        )
        for one in lines
    ]
    companions = await unit.along.companions(device_id)
    return AlongView(device_id=device_id, lines=said, companion_ids=[one.id for one in companions])


def _sim(one: Sim) -> SimView:
    return SimView(
        id=one.id,
        provider=one.provider,
        iccid=one.iccid,
        data_mb=one.data_mb,
        valid_until=one.valid_until,
        device_id=one.device_id,
        state=one.state,
    )


def _told_sim(one: Sim, status: int = 200) -> Answer:
    return Answer(status, None, _sim(one).model_dump(mode="json"))
