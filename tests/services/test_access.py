"""Who may use what: a table made from the routes themselves, every role by every route, in the own organisation and in another.

A route is added to the table by existing. What it says about itself (`may(...)`, `open_to_all(...)`, `only_services(...)`) is
compared with what it does.
"""

import re
from collections.abc import Iterator
from copy import copy
from dataclasses import dataclass, replace
from typing import Any

import httpx
import pytest
from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.routing import APIRoute

from launcher.house import load_services
from shared.contracts.vocabulary import Role
from shared.identity.permissions import ALLOWED
from shared.identity.tokens import Asking
from shared.runtime.clock import new_id
from shared.web.app import routers_of, service_app
from shared.web.call import COOKIE, May, OnlyServices, OpenToAll, access_of, csrf_token
from tests.support.cards import give_card
from tests.support.house import House, Staff
from tests.support.photos import photo_of
from tests.support.slice import report
from tests.support.world import BODIES, World, a_donation, a_world

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # what carries events decides nothing here

ROLES: tuple[Role | None, ...] = (*Role, None)
SIGN_IN = "/sign-in"


@dataclass(frozen=True)
class Cell:
    """One route with one method."""

    service: str
    method: str
    path: str
    said: May | OpenToAll | OnlyServices

    @property
    def is_api(self) -> bool:
        """Whether a program asks, and not a browser."""
        return "/api/" in self.path

    def __str__(self) -> str:
        return f"{self.method} {self.path}"


def routes() -> Iterator[Cell]:
    """Every route of every service, as it is wired."""
    for service in load_services():
        for router in routers_of(service):
            for route in router.routes:
                said = access_of(route)
                assert isinstance(route, APIRoute)
                for method in sorted(route.methods or ()):
                    yield Cell(service.name, method, route.path, said)


ROUTES = list(routes())


async def test_there_are_routes_of_every_service(house: House) -> None:
    assert {cell.service for cell in ROUTES} == set(house.services)
    assert len({str(cell) for cell in ROUTES}) == len(ROUTES) > 50


def filled(path: str, ids: dict[str, str]) -> str:
    """A path with ids in the place of its parameters."""
    return re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: ids[found[1]], path)


async def ask(
    house: House, cell: Cell, person: Staff | None, ids: dict[str, str], body: dict[str, Any] | None = None
) -> httpx.Response:
    """Use a route as somebody. Without a body: enough to be let in, not enough to change anything."""
    headers = {"accept": "application/json" if cell.is_api else "text/html", "idempotency-key": str(new_id())}
    form: dict[str, Any] = {"form_key": str(new_id())} | {name: as_typed(value) for name, value in (body or {}).items()}
    cookies = {}
    if person is not None and cell.is_api:
        headers["authorization"] = f"Bearer {person.token}"
    elif person is not None:
        cookies[COOKIE] = person.token
        form["csrf"] = csrf_token(house.services[cell.service], person.person)
    transport = httpx.ASGITransport(house.app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://digibank.test", cookies=cookies) as browser:
        address = filled(cell.path, ids)
        if cell.method == "GET":
            return await browser.get(address, headers=headers)
        if cell.is_api:
            return await browser.request(cell.method, address, headers=headers, json=body or {})
        return await browser.request(cell.method, address, headers=headers, data=form)


def as_typed(value: Any) -> Any:
    """A value of the API as a form sends it."""
    return {True: "yes", False: "no"}[value] if isinstance(value, bool) else value


@pytest.fixture(scope="module")
async def world(house: House) -> World:
    """One of everything, in an organisation."""
    return await a_world(house)


@pytest.mark.parametrize("cell", ROUTES, ids=str)
async def test_every_role_at_every_route(house: House, world: World, cell: Cell) -> None:
    for role in ROLES:
        person = None if role is None else house.sign_in(world.organisation, role)
        answer = await ask(house, cell, person, world.ids)
        who = role.value if role else "nobody"
        assert answer.status_code < 500, f"{cell} for {who}: {answer.status_code}"
        match cell.said:
            case OpenToAll():
                assert cell.said.why
            case OnlyServices():
                assert answer.status_code == 401, f"{cell} for {who}: {answer.status_code}"
            case May() if role is None:
                away = answer.status_code == 303 and answer.headers["location"].startswith(SIGN_IN)
                assert away or answer.status_code == 401, f"{cell} for nobody: {answer.status_code}"
            case May() if role in ALLOWED[cell.said.permission]:
                assert answer.status_code not in (401, 403), f"{cell} for {who}: {answer.status_code}"
            case May():
                assert answer.status_code == 403, f"{cell} for {who}: {answer.status_code}"


async def test_a_route_that_says_nothing_keeps_its_service_from_starting(house: House) -> None:
    """Planted, of each kind there is. The list of routes above asks the same, so this file would not load either."""

    async def nobody_asks(request: Request) -> Response:
        return Response()

    planted = [APIRouter(), APIRouter(), APIRouter()]
    planted[0].get("/planted/forgotten")(nobody_asks)
    planted[1].add_route("/planted/of-another-kind", nobody_asks)
    planted[2].mount("/planted/everything-below", FastAPI())
    portal = house.services["portal"]
    for router in planted:
        running = copy(portal)
        running.service = replace(portal.service, routers=[*portal.service.routers, router])
        with pytest.raises(ValueError, match=r"/planted/.* says it 0 times"):
            service_app(running)


OF_EVERYBODY = re.compile(r"\{(service|stage|phase|profile|level|language)\}")
"""What each organisation has the same of: it is no id of anybody."""
WITH_IDS = [cell for cell in ROUTES if "{" in OF_EVERYBODY.sub("", cell.path) and isinstance(cell.said, May)]


EMPTY_FOR_OTHERS = "/api/caused/"
"""What an action of somebody else caused here: nothing, which is a list without anything in it."""


@pytest.mark.parametrize("cell", WITH_IDS, ids=str)
async def test_what_belongs_to_another_organisation_does_not_exist(
    house: House, world: World, cell: Cell, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert isinstance(cell.said, May)
    monkeypatch.setattr(house.settings, "public_url", "https://digibank.example")  # without it there are no stickers at all
    before = await world.everything(house)
    for role in sorted(ALLOWED[cell.said.permission]):
        stranger = house.sign_in(None, role)
        answer = await ask(house, cell, stranger, world.ids, body_of(cell))
        if cell.method == "GET" and answer.status_code == 303:  # a page that was asked for again goes on to the thing itself
            answer = await stranger.http.get(answer.headers["location"])
        if EMPTY_FOR_OTHERS in cell.path:
            assert answer.json() == {"events": []}
        else:
            assert answer.status_code == 404, f"{cell} for {role}: {answer.status_code} {answer.text[:300]}"
        assert not told_anything(answer, world), f"{cell} tells a stranger something"
    assert await world.everything(house) == before


NOBODYS_PAPER = {"/inventory/stickers/test.pdf", "/loans/texts/{level}/{language}/example.pdf"}
"""Documents that say nothing of anybody: outlines and rulers, an agreement of a family that does not exist."""


def body_of(cell: Cell) -> dict[str, Any] | None:
    """What a command has to be sent with to be looked at."""
    return BODIES[cell.path.rpartition("/")[2]] if cell.method != "GET" else None


SEVERAL_IDS = [cell for cell in WITH_IDS if cell.path.count("_id}") > 1]


@pytest.fixture(scope="module")
async def newcomers(house: House, world: World) -> tuple[World, World]:
    """A laptop that just came in and a family with a card, here and at a neighbour's: with these something can be done."""
    neighbour = World(house.sign_in(None, *Role))
    for there in (mine := World(world.staff), neighbour):
        device = await there.staff.did("/inventory/api/devices", content=report())
        household = await there.staff.did("/loans/api/households", {"call_name": "Buren"})
        card = await give_card(house, there.staff, household["id"])
        around, face = f"/loans/api/households/{household['id']}", str(new_id())
        await there.staff.did(f"{around}/trusted", {"name": "Tante", "purposes": ["talk"]})
        await there.staff.did(f"{around}/referrals", {"by_whom": "School"})
        await there.staff.did(f"{around}/contacts", {"person_id": face})
        told = await there.staff.get(around)
        there.ids = {
            "trusted_id": told["trusted"][0]["id"],
            "referral_id": told["referrals"][0]["id"],
            "other_id": (await there.staff.did("/loans/api/households", {"call_name": "Overburen"}))["id"],
            "person_id": face,
            "device_id": device["id"],
            "drive_id": device["drives"][0]["id"],
            "household_id": household["id"],
            "card_id": str(card.id),
            **await a_donation(house, there.staff, device["serial"]),
            "size": "small",
            "photo_id": await photo_of(house, there.organisation, device["id"]),
        }
    await house.run_until_idle()
    return mine, neighbour


@pytest.mark.parametrize("cell", SEVERAL_IDS, ids=str)
async def test_one_id_of_another_organisation_among_ones_own(house: House, newcomers: tuple[World, World], cell: Cell) -> None:
    mine, neighbour = newcomers
    before = await mine.everything(house), await neighbour.everything(house)
    for name in re.findall(r"\{(\w+_id)\}", cell.path):
        mixed = mine.ids | {name: neighbour.ids[name]}
        answer = await ask(house, cell, mine.staff, mixed, body_of(cell))
        assert answer.status_code == 404, f"{cell} with another {name}: {answer.status_code} {answer.text[:300]}"
    assert (await mine.everything(house), await neighbour.everything(house)) == before


@pytest.mark.parametrize(
    "cell", [cell for cell in ROUTES if cell not in WITH_IDS and cell.method == "GET" and cell.path not in NOBODYS_PAPER], ids=str
)
async def test_no_list_shows_another_organisation(house: House, world: World, cell: Cell) -> None:
    stranger = house.sign_in(None, *Role)
    answer = await ask(house, cell, stranger, world.ids)
    assert not told_anything(answer, world), f"{cell} tells a stranger something"


def told_anything(answer: httpx.Response, world: World) -> list[str]:
    """What only this organisation knows and the answer holds. Ids that were part of the question do not count."""
    if answer.headers.get("content-type", "").startswith("application/pdf"):
        return ["a document"]
    asked = str(answer.request.url)
    return [fact for fact in world.facts if fact in answer.text and fact not in asked]


@pytest.mark.parametrize("cell", [cell for cell in ROUTES if isinstance(cell.said, OnlyServices)], ids=str)
async def test_only_the_named_services_ask(house: House, world: World, cell: Cell) -> None:
    assert isinstance(cell.said, OnlyServices)
    tokens = house.services[cell.service].tokens
    for service in (*house.services, "installation"):
        token = tokens.sign_question(Asking(service, new_id(), world.staff.person))
        headers = {"authorization": f"Bearer {token}", "accept": "application/json"}
        async with httpx.AsyncClient(transport=httpx.ASGITransport(house.app), base_url="http://digibank.test") as asking:
            answer: Any = await asking.post(filled(cell.path, world.ids), headers=headers, content=b"{}")
        assert (answer.status_code == 403) == (service not in cell.said.services), f"{cell} for {service}: {answer.status_code}"
