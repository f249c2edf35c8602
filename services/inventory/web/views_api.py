"""Lists that people keep, and how many devices there are of each choice."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import BaseModel, Field

from services.inventory.commands.change_views import (
    ChangeView,
    SaveView,
    put_back_view,
    remove_view,
    rename_view,
    save_view,
)
from services.inventory.domain.device_filter import read_filter
from services.inventory.domain.saved_view import SavedView
from services.inventory.queries.finding import count_choices
from services.inventory.web.device_asked import Asked
from shared.bus.answers import Answer
from shared.identity.permissions import Permission
from shared.web.call import ApiCall, SignedIn, as_json, may, running_service

router = APIRouter(prefix="/inventory/api", tags=["finding"])

SEE = may(Permission.SEE_DEVICES)


class CountView(BaseModel):
    """How many devices there are of a choice; with `is_least` there may be more."""

    name: str
    value: str
    devices: int
    is_least: bool


class CountList(BaseModel):
    """The choices that devices have. What is not here, none has."""

    counts: list[CountView]


class KeptView(BaseModel):
    """A list that somebody keeps: its choices by name."""

    id: UUID
    name: str
    is_shared: bool
    is_yours: bool
    choices: dict[str, str]


class KeptList(BaseModel):
    """One's own and those that are shared, by name."""

    views: list[KeptView]


class KeepBody(BaseModel):
    """What is chosen, as in the address of the list of devices; what somebody typed in `q` is not kept."""

    name: Annotated[str, Field(max_length=200)]
    choices: Annotated[dict[str, Annotated[str, Field(max_length=100)]], Field(max_length=30)]
    is_shared: bool = False


class NameBody(BaseModel):
    """What it is called from now on."""

    name: Annotated[str, Field(max_length=200)]


@router.get("/device-counts", dependencies=[SEE])
async def get_counts(request: Request, person: SignedIn, asked: Asked) -> CountList:
    """How many devices there are of each choice beside what is asked, as if nothing of its own kind were."""
    async with running_service(request).units.open(person.organisation) as unit:
        counts = await count_choices(unit, asked, families=person.may(Permission.SEE_HOUSEHOLDS))
    return CountList(
        counts=[
            CountView(name=name, value=value, devices=number, is_least=f"{name}={value}" in counts.more)
            for (name, _, value), number in sorted((facet.partition("="), number) for facet, number in counts.numbers.items())
        ]
    )


@router.get("/device-views", dependencies=[SEE])
async def get_views(request: Request, person: SignedIn) -> KeptList:
    """The lists that somebody sees."""
    async with running_service(request).units.open(person.organisation) as unit:
        return KeptList(views=[_view(one, person.id) for one in await unit.saved_views.seen_by(person.id)])


@router.post("/device-views", status_code=201, response_model=KeptView, dependencies=[SEE])
async def post_view(body: KeepBody, call: ApiCall) -> Response:
    """Keep a list. It is shared only by who may arrange things for others; the same name again changes what is on it."""
    shares = body.is_shared and call.person.may(Permission.ARRANGE_INVENTORY)
    command = SaveView(read_filter(body.choices), body.name, shares, call.person.id)
    return as_json(await call.answer(lambda unit: save_view(command, unit), lambda one: _told(one, call.person.id, 201)))


@router.post("/device-views/{view_id}/name", response_model=KeptView, dependencies=[SEE])
async def post_view_name(view_id: UUID, body: NameBody, call: ApiCall) -> Response:
    """Another name."""
    command = ChangeView(view_id, call.person.id, call.person.may(Permission.ARRANGE_INVENTORY), body.name)
    return as_json(await call.answer(lambda unit: rename_view(command, unit), lambda one: _told(one, call.person.id)))


@router.post("/device-views/{view_id}/remove", response_model=KeptView, dependencies=[SEE])
async def post_view_remove(view_id: UUID, call: ApiCall) -> Response:
    """Throw it away; it can be put back."""
    command = ChangeView(view_id, call.person.id, call.person.may(Permission.ARRANGE_INVENTORY))
    return as_json(await call.answer(lambda unit: remove_view(command, unit), lambda one: _told(one, call.person.id)))


@router.post("/device-views/{view_id}/put-back", response_model=KeptView, dependencies=[SEE])
async def post_view_put_back(view_id: UUID, call: ApiCall) -> Response:
    """It stands with the others again."""
    command = ChangeView(view_id, call.person.id, call.person.may(Permission.ARRANGE_INVENTORY))
    return as_json(await call.answer(lambda unit: put_back_view(command, unit), lambda one: _told(one, call.person.id)))


def _view(one: SavedView, person: UUID) -> KeptView:
    choices = dict(one.filter.pairs())
    return KeptView(id=one.id, name=one.name, is_shared=one.is_shared, is_yours=one.made_by == person, choices=choices)


def _told(one: SavedView, person: UUID, status: int = 200) -> Answer:
    return Answer(status, "/inventory/api/device-views", _view(one, person).model_dump(mode="json"))
