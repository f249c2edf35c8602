"""Portal is killed, in a house of real processes: nobody is signed out, for as long as a token is good without it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import pytest

from shared.contracts.vocabulary import Role
from shared.identity.tokens import LIFETIME, RENEW_AFTER, Asking, Person, Tokens
from shared.runtime.clock import SetClock, new_id
from shared.runtime.settings import Settings
from shared.web.call import COOKIE
from tests.crash.house import DEADLINE_SECONDS, free_ports, is_ready
from tests.crash.processes import Child
from tests.support.pages import Read
from tests.support.portal import PASSWORD, a_name

SERVICES = ("portal", "inventory", "loans")
NEW_FAMILY = "/loans/households/new"


@dataclass
class Processes:
    """The web process of each service, on its own port; the workers are not needed here."""

    settings: Settings
    children: dict[str, Child]
    running: dict[str, asyncio.Task[None]] = field(default_factory=dict)

    def address(self, service: str) -> str:
        """Where a service answers."""
        return f"http://127.0.0.1:{self.children[service].port}"

    def tokens(self, ago: timedelta = timedelta()) -> Tokens:
        """Portal's own way to sign, as it was that long ago."""
        return Tokens(self.settings.master_key, SetClock(datetime.now(UTC) - ago))

    async def start(self, *services: str) -> None:
        """Until they answer."""
        for name in services:
            self.running[name] = asyncio.create_task(self.children[name].keep(), name=name)
        async with asyncio.timeout(DEADLINE_SECONDS), httpx.AsyncClient(timeout=5) as http:
            for name in services:
                while not await is_ready(http, f"{self.address(name)}/{name}/health/ready"):
                    await asyncio.sleep(0.1)

    async def kill(self, *services: str) -> None:
        """kill -9, and nobody starts them again."""
        for name in services:
            self.running[name].cancel()
        await asyncio.gather(*(self.running.pop(name) for name in services), return_exceptions=True)


@asynccontextmanager
async def processes(settings: Settings, scratch: Path) -> AsyncIterator[Processes]:
    """Start them. Where they ask each other something is the address of portal: it is the only one that is asked here."""
    ports = dict(zip(SERVICES, free_ports(len(SERVICES)), strict=True))
    environment = {
        "DIGIBANK_DATA": str(settings.data.absolute()),
        "DIGIBANK_POSTGRES": settings.postgres,
        "DIGIBANK_KAFKA": "",
        "DIGIBANK_PUBLIC_URL": f"http://127.0.0.1:{ports['portal']}",
        "DIGIBANK_LOG_LEVEL": "warning",
    }
    house = Processes(
        settings,
        {
            name: Child(f"{name} web", ["service", name, "web"], port, environment | {"DIGIBANK_PORT": str(port)}, scratch)
            for name, port in ports.items()
        },
    )
    try:
        await house.start(*SERVICES)
        yield house
    finally:
        await house.kill(*house.running)


async def sign_in(house: Processes) -> Person:
    """Somebody of the staff of a new organisation types name and password; gives whose session that is."""
    leader, name = a_name(), a_name("bo")
    question = house.tokens().sign_question(Asking("installation", new_id(), None))
    async with httpx.AsyncClient(base_url=house.address("portal"), timeout=30) as http:
        body = {"title": "Digibank De Brug", "coordinator": leader}
        begun = await http.post("/portal/api/organisations", json=body, headers={"authorization": f"Bearer {question}"})
        assert begun.status_code == 200, begun.text
        token = await _choose_password(http, leader, begun.json()["start_code"])
        added = await http.post(
            "/portal/api/people",
            json={"sign_in_name": name, "display_name": "Bo", "roles": [Role.STAFF.value]},
            headers={"authorization": f"Bearer {token}", "idempotency-key": str(new_id())},
        )
        assert added.status_code in (200, 201), added.text
        await _choose_password(http, name, added.json()["start_code"])
        entered = await http.post("/sign-in", data={"name": name, "password": PASSWORD})
        assert entered.status_code == 303, Read(entered.text).text
        return house.tokens().read(http.cookies[COOKIE])


async def _choose_password(http: httpx.AsyncClient, name: str, start_code: str) -> str:
    """With a start code; gives the token of the session that begins."""
    body = {"sign_in_name": name, "start_code": start_code, "password": PASSWORD}
    chosen = await http.post("/portal/api/passwords", json=body)
    assert chosen.status_code == 200, chosen.text
    return str(chosen.json()["token"])


def browser(house: Processes, service: str, token: str) -> httpx.AsyncClient:
    """A browser with the cookie that it got from portal."""
    return httpx.AsyncClient(base_url=house.address(service), cookies={COOKIE: token}, headers={"accept": "text/html"}, timeout=30)


async def registers_a_family(http: httpx.AsyncClient, name: str) -> httpx.Response:
    """Fill in the form for a new family and send it."""
    form = next(form for form in Read((await http.get(NEW_FAMILY)).text).forms if form.action == NEW_FAMILY)
    return await http.post(form.action, data=form.fields | {"call_name": name})


@pytest.mark.timeout(300)
async def test_portal_killed_for_ten_minutes_signs_nobody_out(settings: Settings, tmp_path: Path) -> None:
    """The ten minutes are those of the token: one that portal's own code signed that long ago, for the session it began."""
    async with processes(settings, tmp_path) as house:
        person = await sign_in(house)
        old = house.tokens(RENEW_AFTER + timedelta(minutes=1)).sign(person)
        oldest = house.tokens(LIFETIME - timedelta(minutes=1)).sign(person)
        too_old = house.tokens(LIFETIME + timedelta(minutes=1)).sign(person)
        async with browser(house, "inventory", old) as http:
            asked = await http.get("/inventory/devices")
            assert (asked.status_code, COOKIE in asked.cookies) == (200, True), "with portal there, it is asked"

        await house.kill("portal")
        async with browser(house, "portal", old) as http:
            with pytest.raises(httpx.ConnectError):
                await http.get("/")
        for token, name in ((old, "Fatima"), (oldest, "Yusuf")):  # who sounds alike is asked about first
            async with browser(house, "inventory", token) as http:
                answer = await http.get("/inventory/devices")
                assert (answer.status_code, COOKIE in answer.cookies) == (200, False)
            async with browser(house, "loans", token) as http:
                assert (await http.get("/loans/households")).status_code == 200
                registered = await registers_a_family(http, name)
                assert registered.status_code == 303, Read(registered.text).text
                assert (await http.get(registered.headers["location"])).status_code == 200
        async with browser(house, "loans", too_old) as http:
            answer = await http.get("/loans/households")
            assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/loans/households")
            sent = await http.post(NEW_FAMILY, data={"form_key": "a form key"})
            assert sent.status_code == 401, "a day without portal is too long"

        await house.start("portal")
        async with browser(house, "loans", oldest) as http:
            answer = await http.get("/loans/households")
            assert (answer.status_code, COOKIE in answer.cookies) == (200, True)
            renewed = house.tokens().read_session(answer.cookies[COOKIE])
        assert renewed.person == person, "the same session"
        assert datetime.now(UTC) - renewed.signed_at < RENEW_AFTER
        async with browser(house, "portal", answer.cookies[COOKIE]) as http:
            assert (await http.get("/account")).status_code == 200
