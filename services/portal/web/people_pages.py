"""The pages about people: who they are, what they do, and how they get in."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.datastructures import FormData

from services.portal.commands.add_person import AddPerson, add_person
from services.portal.commands.change_roles import ChangeRoles, change_roles
from services.portal.commands.new_start_code import NewStartCode, new_start_code
from services.portal.commands.remove_person import RemovePerson, remove_person
from services.portal.domain.account import Account
from services.portal.queries import people as queries
from services.portal.web.here import signed_out
from services.portal.web.last_days import last_days
from services.portal.web.people_api import told_code, with_code
from services.portal.web.start_code_pages import link_to
from services.portal.web.texts import REFUSALS, ROLE, ROLE_MAY
from shared.bus.answers import Answer
from shared.contracts.vocabulary import Role
from shared.documents.qr import qr_svg
from shared.domain import NotFound, Refused
from shared.identity.permissions import Permission
from shared.web.call import Call, FormCall, SignedIn, as_redirect, may, running_service
from shared.web.forms import FormProblem, refused
from shared.web.pages import page

router = APIRouter(prefix="/people", include_in_schema=False)

WORDS = {"ROLE": ROLE, "ROLE_ANSWERS": [(role.value, words, ROLE_MAY[role]) for role, words in ROLE.items()]}
FIELD_OF = {
    "bad_sign_in_name": "sign_in_name",
    "sign_in_name_taken": "sign_in_name",
    "name_missing": "display_name",
    "text_too_long": "display_name",
    "register_number_in_text": "display_name",
    "no_roles": "roles",
    "last_coordinator": "roles",
}


@router.get("", dependencies=[may(Permission.MANAGE_PEOPLE)])
async def list_people(request: Request, person: SignedIn, show: str = "", after: UUID | None = None) -> Response:
    """Who does something here; or who does not any more."""
    removed = show == "removed"
    async with running_service(request).units.open(person.organisation) as unit:
        found = await queries.list_people(unit, after, removed=removed)
    onward = f"/people?show={'removed' if removed else ''}&after={found[-1].id}" if len(found) == queries.PAGE else None
    context = {"people": found, "removed": removed, "following": onward, "first": after is None}
    return page(request, "portal/people.html", WORDS | context)


@router.get("/new", dependencies=[may(Permission.MANAGE_PEOPLE)])
async def new_person(request: Request, person: SignedIn) -> Response:
    """The form for somebody who comes to work here."""
    return _new_page(request, {}, [], {})


@router.post("/new", dependencies=[may(Permission.MANAGE_PEOPLE)])
async def add(request: Request, call: FormCall) -> Response:
    """Make the account, and show its start code."""
    form = await request.form()
    typed = {field: str(form.get(field, "")) for field in ("sign_in_name", "display_name")}
    roles, days = _roles(form.getlist("roles")), _typed_days(form)
    try:
        command = AddPerson(typed["sign_in_name"], typed["display_name"], roles, last_days(days))
        answer = await call.answer(lambda unit: add_person(command, unit), told_code)
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, field=_field_of(refusal))
        return _new_page(request, typed, sorted(roles), days, [problem], status)
    return await _code_page(request, call, answer)


@router.get("/{person_id}", dependencies=[may(Permission.MANAGE_PEOPLE)])
async def show_person(request: Request, person_id: UUID, person: SignedIn) -> Response:
    """One person: what they do, and how they get in."""
    return await _person_page(request, person.organisation, person_id)


@router.post("/{person_id}/roles", dependencies=[may(Permission.MANAGE_PEOPLE)])
async def change(request: Request, person_id: UUID, call: FormCall) -> Response:
    """Change what somebody does. Whoever changes one's own roles signs in again."""
    form = await request.form()
    roles, days = _roles(form.getlist("roles")), _typed_days(form)
    try:
        command = ChangeRoles(person_id, roles, last_days(days))
        answer = await call.answer(lambda unit: change_roles(command, unit), _to_person)
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, field=_field_of(refusal))
        return await _person_page(request, call.organisation, person_id, [problem], status, (sorted(roles), days))
    ends_today = call.running.clock.now().astimezone(call.running.units.zone).date() in command.last_days.values()
    if person_id == call.person.id and (roles != call.person.roles or ends_today):
        return signed_out(f"/sign-in?said=roles&next=/people/{person_id}")
    return as_redirect(answer)


@router.post("/{person_id}/start-code", dependencies=[may(Permission.MANAGE_PEOPLE)])
async def give_code(request: Request, person_id: UUID, call: FormCall) -> Response:
    """A new start code, shown once."""
    try:
        answer = await call.answer(lambda unit: new_start_code(NewStartCode(person_id), unit), told_code)
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS)
        return await _person_page(request, call.organisation, person_id, [problem], status)
    return await _code_page(request, call, answer)


@router.get("/{person_id}/remove", dependencies=[may(Permission.MANAGE_PEOPLE)])
async def ask_to_remove(request: Request, person_id: UUID, person: SignedIn) -> Response:
    """Ask once."""
    async with running_service(request).units.open(person.organisation) as unit:
        found = await queries.get_person(unit, person_id)
    if not found.is_member:
        return as_redirect(_to_person(found))
    return page(request, "portal/remove.html", {"shown": found})


@router.post("/{person_id}/remove", dependencies=[may(Permission.MANAGE_PEOPLE)])
async def remove(request: Request, person_id: UUID, call: FormCall) -> Response:
    """Somebody does nothing here any more."""
    try:
        answer = await call.answer(lambda unit: remove_person(RemovePerson(person_id), unit), _to_person)
    except NotFound:
        raise
    except Refused as refusal:
        status, problem = refused(refusal, REFUSALS, field="roles")
        return await _person_page(request, call.organisation, person_id, [problem], status)
    return signed_out("/sign-in?said=gone") if person_id == call.person.id else as_redirect(answer)


def _roles(sent: Sequence[Any]) -> frozenset[Role]:
    """The roles that were ticked; what is not a role was not on the page."""
    return frozenset(Role(value) for value in sent if value in list(Role))


def _typed_days(form: FormData) -> dict[Role, str]:
    """The last days as they were typed, of the roles that have one."""
    typed = {role: str(form.get(f"last_day_{role.value}", "")).strip() for role in Role}
    return {role: day for role, day in typed.items() if day}


def _field_of(refusal: Refused) -> str:
    """The field that a refusal is about."""
    return f"last_day_{refusal.facts['role']}" if "role" in refusal.facts else FIELD_OF.get(refusal.code, "")


def _to_person(account: Account) -> Answer:
    return Answer(303, f"/people/{account.id}")


def _new_page(
    request: Request,
    typed: dict[str, str],
    roles: Sequence[Role],
    days: Mapping[Role, str],
    problems: Sequence[FormProblem] = (),
    status: int = 200,
) -> Response:
    wrong = {problem.field: problem for problem in problems}
    facts = {"typed": typed, "roles": roles, "last_days": days, "problems": problems, "wrong": wrong}
    return page(request, "portal/new_person.html", WORDS | facts, status=status)


async def _person_page(
    request: Request,
    organisation: UUID,
    person_id: UUID,
    problems: Sequence[FormProblem] = (),
    status: int = 200,
    typed: tuple[Sequence[Role], Mapping[Role, str]] | None = None,
) -> Response:
    """One person; `typed` are roles and their last days as somebody just sent them, in the place of what is so."""
    running = running_service(request)
    async with running.units.open(organisation) as unit:
        found = await queries.get_person(unit, person_id)
        sessions = await queries.list_sessions(unit, person_id)
    code = found.start_code
    roles, days = typed or (sorted(found.roles), {role: day.isoformat() for role, day in found.last_days.items()})
    context = {
        "shown": found,
        "roles": roles,
        "last_days": days,
        "code_until": code.until.astimezone(running.units.zone) if code and code.until > running.clock.now() else None,
        "signed_in": len(sessions),
        "problems": problems,
        "wrong": {problem.field: problem for problem in problems},
    }
    return page(request, "portal/person.html", WORDS | context, status=status)


async def _code_page(request: Request, call: Call, answer: Answer) -> Response:
    """The start code, this once: it is on no other page, and stored nowhere. Sending the same form again shows it again, unless
    a newer one was made or it was used since."""
    running, person_id, code_id = call.running, UUID(answer.body["id"]), UUID(answer.body["code_id"])
    async with running.units.open(call.organisation) as unit:
        found = await queries.get_person(unit, person_id)
    if found.start_code is None or found.start_code.id != code_id:
        return as_redirect(_to_person(found))
    link = link_to(running, person_id, code_id)
    facts = {
        "shown": found,
        "start_code": with_code(running, answer).body["start_code"],
        "until": found.start_code.until.astimezone(running.units.zone),
        "address": f"{running.settings.base_url}/sign-in/start-code".partition("://")[2],
        "link": link,
        "qr": qr_svg(link) if running.settings.phones_reach_us else "",
    }
    return page(request, "portal/start_code.html", facts)
