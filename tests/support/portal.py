"""An organisation as portal knows it, with people who sign in by themselves."""

import html
import re
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

import httpx

from shared.contracts.vocabulary import Role
from shared.identity.tokens import Asking
from shared.runtime.clock import new_id
from shared.web.call import COOKIE
from tests.support.house import House
from tests.support.pages import Read, Reader, a_browser

PASSWORD = "groene fiets op zolder"


def a_name(beginning: str = "an") -> str:
    """A name to sign in with that nobody else in the run has."""
    return f"{beginning}.{uuid4().hex[:12]}"


async def set_up(house: House, organisation: UUID | None = None, **body: Any) -> httpx.Response:
    """Ask for an organisation as the launcher does."""
    tokens = house.services["portal"].tokens
    question = tokens.sign_question(Asking("installation", organisation or new_id(), None))
    async with a_client(house) as http:
        return await http.post(
            "/portal/api/organisations",
            json={"title": "Digibank De Brug", "coordinator": a_name()} | body,
            headers={"authorization": f"Bearer {question}"},
        )


def a_client(house: House, token: str = "") -> httpx.AsyncClient:
    """A program, signed in or not."""
    headers = {"authorization": f"Bearer {token}"} if token else {}
    return httpx.AsyncClient(transport=httpx.ASGITransport(house.app), base_url="http://digibank.test", headers=headers)


@dataclass
class Someone:
    """Somebody with an account and a session.

    Attributes:
        http: a program with this session's token, which is not renewed by itself.
        me: the same session in a browser.
    """

    house: House
    id: UUID
    organisation: UUID
    sign_in_name: str
    token: str
    password: str = PASSWORD
    http: httpx.AsyncClient = field(init=False)
    me: Reader = field(init=False)

    def __post_init__(self) -> None:
        self.http = a_client(self.house, self.token)
        self.me = Reader(self.house.sign_in(self.organisation), a_browser(self.house, {COOKIE: self.token}))

    async def get(self, address: str) -> Any:
        """Read something that has to be there."""
        answer = await self.http.get(address)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def post(self, address: str, body: Any = None, *, key: str | None = None) -> httpx.Response:
        """Change something."""
        return await self.http.post(address, json=body, headers={"idempotency-key": key or str(new_id())})

    async def did(self, address: str, body: Any = None) -> Any:
        """Change something that has to succeed."""
        answer = await self.post(address, body)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    async def colleague(self, *roles: Role, name: str = "") -> "Someone":
        """Add somebody, who chooses a password and is signed in."""
        name = name or a_name("bo")
        body = {"sign_in_name": name, "display_name": "Bo", "roles": [role.value for role in roles]}
        added = await self.did("/portal/api/people", body)
        return await come_in(self.house, name, added["start_code"])


async def come_in(house: House, name: str, start_code: str, password: str = PASSWORD) -> Someone:
    """Choose a password with a start code."""
    body = {"sign_in_name": name, "start_code": start_code, "password": password}
    async with a_client(house) as http:
        answer = await http.post("/portal/api/passwords", json=body)
    assert answer.status_code == 200, answer.text
    begun = answer.json()
    return Someone(house, UUID(begun["person_id"]), UUID(begun["organisation"]), name, begun["token"], password)


async def sign_in(house: House, name: str, password: str = PASSWORD) -> httpx.Response:
    """Type name and password."""
    async with a_client(house) as http:
        return await http.post("/portal/api/sessions", json={"sign_in_name": name, "password": password})


async def a_coordinator(house: House, **body: Any) -> Someone:
    """The first person of a new organisation."""
    name = body.setdefault("coordinator", a_name())
    answer = await set_up(house, **body)
    assert answer.status_code == 200, answer.text
    return await come_in(house, name, answer.json()["start_code"])


async def a_link(boss: Someone, person: object) -> str:
    """The path of the link on the page that a coordinator prints."""
    boss.house.settings.public_url = "https://digibank.example"
    try:
        form = await boss.me.form(f"/people/{person}", f"/people/{person}/start-code")
        answer = await boss.me.send(form)
    finally:
        boss.house.settings.public_url = ""
    shown = re.search(r'class="start-link"[^>]*>https://digibank\.example(/[^<]+)<', answer.text)
    assert shown, Read(answer.text).text
    assert 'class="qr"' in answer.text
    return html.unescape(shown[1])


async def took_over_nothing(house: House, planted: str, answer: httpx.Response) -> None:
    """Fail unless this answer, in a browser where somebody had planted a session, begins another one and ends the planted one."""
    tokens = house.services["portal"].tokens
    mine = [
        one.partition("=")[2].partition(";")[0] for one in answer.headers.get_list("set-cookie") if one.startswith(f"{COOKIE}=")
    ]
    assert len(mine) == 1, answer.status_code
    assert tokens.read(mine[0]).session != tokens.read_ended(planted).person.session
    async with a_client(house, planted) as http:
        assert (await http.post("/portal/api/sessions/renew")).status_code == 401, "whoever planted it is still in"
