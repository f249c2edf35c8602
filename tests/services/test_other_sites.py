"""What another site can make a browser do in somebody's name: nothing. A table made from all routes that change something."""

from collections.abc import Mapping
from typing import Any

import httpx
import pytest

from services.skills.web.learner_session import COOKIE as LEARNER_COOKIE
from shared.identity.permissions import ALLOWED
from shared.identity.tokens import Person
from shared.runtime.clock import new_id
from shared.web.call import COOKIE, May, OpenToAll, csrf_token
from tests.services.test_access import ROUTES, Cell, as_typed, filled
from tests.support.house import House
from tests.support.learning import learner_with
from tests.support.world import BODIES, World, a_world

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

CHANGES = [cell for cell in ROUTES if cell.method != "GET"]
FORMS = [cell for cell in CHANGES if isinstance(cell.said, May) and not cell.is_api]
COMMANDS = [cell for cell in CHANGES if isinstance(cell.said, May) and cell.is_api]
OPEN = [cell for cell in CHANGES if isinstance(cell.said, OpenToAll)]
EVIL = "https://evil.example"
FROM_ELSEWHERE: tuple[dict[str, str], ...] = (
    {"sec-fetch-site": "cross-site"},
    {"sec-fetch-site": "same-site"},
    {"origin": EVIL},
    {"origin": "null"},
    {"referer": f"{EVIL}/page"},
)
NOTHING_OF_A_BROWSER = {
    "POST /sign-out": "asks for the form's own mark while there is a session, and otherwise only forgets a cookie",
    "POST /portal/api/sessions": "leaves nothing in a browser: the token is in the answer, which another site cannot read",
    "POST /portal/api/passwords": "the same",
    "POST /portal/api/sessions/renew": "reads no cookie",
}
"""Routes that another site may call: why that changes nothing."""


@pytest.fixture(scope="module")
async def world(house: House) -> World:
    """One of everything."""
    return await a_world(house)


async def send(house: House, cell: Cell, world: World, headers: Mapping[str, str], cookies: dict[str, str], **more: Any) -> int:
    """Send what would be right, from somewhere; the status."""
    transport = httpx.ASGITransport(house.app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://digibank.test", cookies=cookies) as browser:
        return (await browser.request(cell.method, filled(cell.path, world.ids), headers=dict(headers), **more)).status_code


def body_of(cell: Cell) -> dict[str, Any]:
    """What makes the request a right one, as far as it matters who sends it."""
    return BODIES.get(cell.path.rpartition("/")[2], {})


@pytest.mark.parametrize("cell", FORMS, ids=str)
async def test_a_form_carries_the_mark_of_its_own_session(house: House, world: World, cell: Cell) -> None:
    assert isinstance(cell.said, May)
    person = world.staff.person
    elsewhere = Person(person.id, person.organisation, person.roles, new_id())
    other = house.sign_in(world.organisation, *ALLOWED[cell.said.permission]).person
    running = house.services[cell.service]
    form = {name: as_typed(value) for name, value in body_of(cell).items()}
    before = await world.everything(house)
    for mark in (None, "0" * 32, "é", csrf_token(running, elsewhere), csrf_token(running, other)):
        marked = form | {"form_key": str(new_id())} | ({} if mark is None else {"csrf": mark})
        got = await send(house, cell, world, {"sec-fetch-site": "same-origin"}, {COOKIE: world.staff.token}, data=marked)
        assert got == 403, f"{cell} with {mark!r}: {got}"
    shown = {"authorization": f"Bearer {world.staff.token}"}  # showing a token as well is no way to leave the mark out
    assert await send(house, cell, world, shown, {COOKIE: world.staff.token}, data=form | {"form_key": str(new_id())}) == 403
    assert await world.everything(house) == before


@pytest.mark.parametrize("cell", COMMANDS, ids=str)
async def test_a_cookie_alone_commands_nothing(house: House, world: World, cell: Cell) -> None:
    before = await world.everything(house)
    basic = {"authorization": "Basic YW46YW4="}  # an address may hold a name and password, so another site can add this one
    for headers in (*FROM_ELSEWHERE, {}, {"sec-fetch-site": "none"}, basic, basic | {"sec-fetch-site": "cross-site"}):
        key = {"idempotency-key": str(new_id())}
        got = await send(house, cell, world, key | headers, {COOKIE: world.staff.token}, json=body_of(cell))
        assert got == 403, f"{cell} with {headers}: {got}"
    assert await world.everything(house) == before


@pytest.fixture(scope="module")
async def learner_cookie(house: House, world: World) -> str:
    """The cookie of the learner, who came in with a code."""
    place = await world.staff.did(f"/skills/api/learners/{world.ids['learner_id']}/code")
    return str((await learner_with(house, place["code"])).http.cookies[LEARNER_COOKIE.name])


@pytest.mark.parametrize("cell", [cell for cell in OPEN if str(cell) not in NOTHING_OF_A_BROWSER], ids=str)
async def test_what_needs_no_sign_in_is_sent_from_our_own_pages(
    house: House, world: World, learner_cookie: str, cell: Cell
) -> None:
    before = await world.everything(house)
    form: dict[str, Any] = {"json": {"code": "KX4-72M-9P"}} if cell.is_api else {"data": {"form_key": str(new_id())}}
    for headers in FROM_ELSEWHERE:
        key = {"idempotency-key": str(new_id())}
        got = await send(house, cell, world, key | headers, {LEARNER_COOKIE.name: learner_cookie}, **form)
        assert got == 403, f"{cell} with {headers}: {got}"
    assert await world.everything(house) == before


async def test_every_exception_is_a_route(house: House) -> None:
    assert set(NOTHING_OF_A_BROWSER) <= {str(cell) for cell in OPEN}
