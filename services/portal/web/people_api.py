"""People and what they do."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import BaseModel

from services.portal.commands.add_person import AddPerson, add_person
from services.portal.commands.change_roles import ChangeRoles, change_roles
from services.portal.commands.new_start_code import NewStartCode, new_start_code
from services.portal.commands.remove_person import RemovePerson, remove_person
from services.portal.domain.account import Account
from services.portal.queries import people as queries
from services.portal.web.entrance import start_codes
from shared.bus.answers import Answer
from shared.contracts.vocabulary import Role
from shared.identity.permissions import Permission
from shared.runtime.running import RunningService
from shared.web.call import ApiCall, Call, SignedIn, as_json, may, running_service

router = APIRouter(prefix="/portal/api", tags=["people"])


class PersonBody(BaseModel):
    """A new person: the name to sign in with, what colleagues say, and what this person does. `last_days`: for roles that end by
    themselves, the last day on which this person has them."""

    sign_in_name: str
    display_name: str
    roles: list[Role]
    last_days: dict[Role, date] = {}


class RolesBody(BaseModel):
    """Everything that somebody does from now on, and for roles that end by themselves their last day."""

    roles: list[Role]
    last_days: dict[Role, date] = {}


class PersonView(BaseModel):
    """A person as the API shows one. `start_code_until`: a start code works until then (UTC)."""

    id: UUID
    sign_in_name: str
    display_name: str
    roles: list[Role]
    last_days: Mapping[Role, date]
    has_password: bool
    start_code_until: datetime | None


class PersonList(BaseModel):
    """People by name; `next` is the address of the following page, if there may be one."""

    people: list[PersonView]
    next: str | None = None


class StartCodeView(BaseModel):
    """A start code, to hand over in person; it works once."""

    id: UUID
    start_code: str


def view(account: Account) -> PersonView:
    """What the API says about a person."""
    return PersonView(
        id=account.id,
        sign_in_name=account.sign_in_name,
        display_name=account.display_name,
        roles=sorted(account.roles),
        last_days=account.last_days,
        has_password=account.password_hash is not None,
        start_code_until=account.start_code.until if account.start_code else None,
    )


def told_code(account: Account, status: int = 200) -> Answer:
    """What is remembered of an answer with a start code: which code, never the code itself."""
    assert account.start_code is not None
    body = {"id": str(account.id), "code_id": str(account.start_code.id)}
    return Answer(status, f"/portal/api/people/{account.id}", body)


def with_code(running: RunningService, answer: Answer) -> Answer:
    """The answer with the code in it, as it goes out."""
    body: dict[str, Any] = dict(answer.body)
    code = start_codes(running).code(UUID(body["id"]), UUID(body.pop("code_id")))
    return Answer(answer.status, answer.location, body | {"start_code": code})


@router.post("/people", status_code=201, response_model=StartCodeView, dependencies=[may(Permission.MANAGE_PEOPLE)])
async def post_person(body: PersonBody, call: ApiCall) -> Response:
    """Add somebody; the answer has the start code."""
    command = AddPerson(body.sign_in_name, body.display_name, frozenset(body.roles), body.last_days)
    answer = await call.answer(lambda unit: add_person(command, unit), lambda account: told_code(account, 201))
    return as_json(with_code(call.running, answer))


@router.post("/people/{person_id}/roles", response_model=PersonView, dependencies=[may(Permission.MANAGE_PEOPLE)])
async def post_roles(person_id: UUID, body: RolesBody, call: ApiCall) -> Response:
    """Change what somebody does; that person signs in again."""
    command = ChangeRoles(person_id, frozenset(body.roles), body.last_days)
    await call.answer(lambda unit: change_roles(command, unit), _done)
    return await _as_now(call, person_id)


@router.post("/people/{person_id}/remove", response_model=PersonView, dependencies=[may(Permission.MANAGE_PEOPLE)])
async def post_remove(person_id: UUID, call: ApiCall) -> Response:
    """Somebody does nothing here any more, and is signed out everywhere."""
    await call.answer(lambda unit: remove_person(RemovePerson(person_id), unit), _done)
    return await _as_now(call, person_id)


@router.post("/people/{person_id}/start-code", response_model=StartCodeView, dependencies=[may(Permission.MANAGE_PEOPLE)])
async def post_start_code(person_id: UUID, call: ApiCall) -> Response:
    """A new start code; the earlier one stops working."""
    answer = await call.answer(lambda unit: new_start_code(NewStartCode(person_id), unit), told_code)
    return as_json(with_code(call.running, answer))


@router.get("/people", dependencies=[may(Permission.MANAGE_PEOPLE)])
async def get_people(
    request: Request,
    person: SignedIn,
    removed: Annotated[bool, Query(description="Those who do nothing here any more.")] = False,
    after: Annotated[UUID | None, Query()] = None,
) -> PersonList:
    """Who does something here, or who does not any more; by name."""
    async with running_service(request).units.open(person.organisation) as unit:
        found = await queries.list_people(unit, after, removed=removed)
    following = f"/portal/api/people?removed={str(removed).lower()}&after={found[-1].id}" if len(found) == queries.PAGE else None
    return PersonList(people=[view(one) for one in found], next=following)


@router.get("/people/{person_id}", dependencies=[may(Permission.MANAGE_PEOPLE)])
async def get_person(request: Request, person_id: UUID, person: SignedIn) -> PersonView:
    """One person."""
    async with running_service(request).units.open(person.organisation) as unit:
        return view(await queries.get_person(unit, person_id))


def _done(account: Account) -> Answer:
    """What is remembered: that it was done. Names stay in the account alone."""
    return Answer(200, f"/portal/api/people/{account.id}")


async def _as_now(call: Call, person_id: UUID) -> Response:
    async with call.running.units.open(call.organisation) as unit:
        account = await queries.get_person(unit, person_id)
    return as_json(Answer(200, f"/portal/api/people/{person_id}", view(account).model_dump(mode="json")))
