"""Counted things that went along and are not back, for programs."""

from datetime import date
from typing import Literal
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel

from services.inventory.commands.settle_thing import TakeBackThing, WriteOffThing, take_back_thing, write_off_thing
from services.inventory.domain.thing import Reason
from services.inventory.store.along import PAGE
from services.inventory.web.accessories_api import ThingView, told_thing
from shared.identity.permissions import Permission
from shared.web.call import ApiCall, SignedIn, as_json, may, running_service

router = APIRouter(prefix="/inventory/api", tags=["accessories"])

SEE, PREPARE = may(Permission.SEE_DEVICES), may(Permission.PREPARE_DEVICES)


class OutView(BaseModel):
    """One that went along. `came_back` is false when its machine came back without it, and null when nobody said."""

    id: UUID
    device_id: UUID
    loan_id: UUID | None
    gone_on: date | None
    came_back: bool | None


class OutList(BaseModel):
    """A page of them, the latest first; `next` is the address of the following page, if there may be one."""

    lines: list[OutView]
    next: str | None


class StaysBody(BaseModel):
    """Why it stays away; nobody has to say."""

    reason: Literal[Reason.STAYS_AWAY, Reason.STAYS_BROKEN, Reason.STAYS_LOST, Reason.STAYS_KEPT] = Reason.STAYS_AWAY


@router.get("/things/{thing_id}/out", dependencies=[SEE])
async def get_out(request: Request, thing_id: UUID, person: SignedIn, before: UUID | None = None) -> OutList:
    """Those of one thing that went along, are not back, and still may come."""
    async with running_service(request).units.open(person.organisation) as unit:
        await unit.things.see(thing_id)
        found = await unit.along.out_of(thing_id, before)
    following = f"/inventory/api/things/{thing_id}/out?before={found[-1].id}" if len(found) == PAGE else None
    lines = [
        OutView(id=one.id, device_id=one.device_id, loan_id=one.loan_id, gone_on=one.gone_on, came_back=one.came_back)
        for one in found
    ]
    return OutList(lines=lines, next=following)


@router.post("/things/along/{line_id}/back", response_model=ThingView, dependencies=[PREPARE])
async def post_back(line_id: UUID, call: ApiCall) -> Response:
    """It lies on the shelf again; said twice, it is counted once."""
    command = TakeBackThing(line_id, call.person.id)
    return as_json(await call.answer(lambda unit: take_back_thing(command, unit), told_thing))


@router.post("/things/along/{line_id}/stays-away", response_model=ThingView, dependencies=[PREPARE])
async def post_stays_away(line_id: UUID, body: StaysBody, call: ApiCall) -> Response:
    """It never comes back, so nobody waits for it; undoing that movement makes it wait again."""
    command = WriteOffThing(line_id, body.reason, call.person.id)
    return as_json(await call.answer(lambda unit: write_off_thing(command, unit), told_thing))
