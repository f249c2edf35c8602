"""What a request says about itself in its headers is believed from our own proxies alone; through a real web server."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx
import pytest

from services.portal.web import entrance
from shared.web.app import OnePort
from shared.web.rate_limit import RateLimit
from tests.support.house import House
from tests.support.portal import a_coordinator, a_name
from tests.support.server import serve

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # what carries events decides nothing here

EVIL = "evil.example"
WRONG = {"name": "niemand.hier", "password": "dit is het niet"}


@asynccontextmanager
async def a_visitor(house: House, proxies: str) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody on this computer, before a server that believes these proxies."""
    settings = house.settings.model_copy(update={"trusted_proxies": proxies})
    async with serve(house, settings) as base, httpx.AsyncClient(base_url=base) as visitor:
        yield visitor


async def knocks(visitor: httpx.AsyncClient, *forwarded: str) -> list[int]:
    """The answers to wrong passwords that say to come from these addresses."""
    return [
        (await visitor.post("/sign-in", data=WRONG, headers={"x-forwarded-for": one, "x-real-ip": one, "forwarded": f"for={one}"}))
        .status_code
        for one in forwarded
    ]  # fmt: skip


@pytest.mark.parametrize("proxies", ["", "10.0.0.5"])
async def test_whoever_comes_directly_counts_as_one_whatever_the_header_says(
    house: House, monkeypatch: pytest.MonkeyPatch, proxies: str
) -> None:
    monkeypatch.setattr(entrance, "tries", RateLimit(most=2, seconds=60))
    async with a_visitor(house, proxies) as visitor:
        assert await knocks(visitor, "1.1.1.1", "2.2.2.2", "3.3.3.3") == [401, 401, 429]


async def test_behind_our_proxy_the_true_address_counts_and_not_what_the_visitor_wrote_before_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(entrance, "tries", RateLimit(most=2, seconds=60))
    async with a_visitor(house, "127.0.0.1, 10.0.0.0/24") as visitor:
        assert await knocks(visitor, "1.1.1.1", "2.2.2.2", "1.1.1.1", "2.2.2.2", "1.1.1.1") == [401, 401, 401, 401, 429]
        assert await knocks(visitor, "9.9.9.9, 3.3.3.3", "8.8.8.8, 3.3.3.3, 10.0.0.7", "7.7.7.7, 3.3.3.3") == [401, 401, 429]


async def test_no_header_says_where_people_are_sent(house: House) -> None:
    someone = await a_coordinator(house)
    spoofs = {"host": EVIL, "x-forwarded-host": EVIL, "x-forwarded-proto": "https", "forwarded": f"host={EVIL}", "x-host": EVIL}
    async with a_visitor(house, "127.0.0.1") as visitor:
        visitor.headers["accept"] = "text/html"
        paths = ("/", "/people", "/people/", "/sign-in", "/sign-in/", "/q/", "/begin", "/metrics/", "/nergens", "//evil.example/")
        for path in paths:
            answer = await visitor.get(path, headers=spoofs)
            assert EVIL not in answer.headers.get("location", ""), path
            assert EVIL not in answer.text.replace("//evil.example/", ""), path
        signed = await visitor.post("/sign-in", data={"name": someone.sign_in_name, "password": someone.password}, headers=spoofs)
        assert signed.headers["location"] == "/"
        new = {"sign_in_name": a_name(), "display_name": "Bo", "roles": ["staff"]}
        colleague = await someone.did("/portal/api/people", new)
        form = await someone.me.form(f"/people/{colleague['id']}", f"/people/{colleague['id']}/start-code")
        shown = await someone.me.http.post(form.action, data=form.fields, headers=spoofs)
        assert shown.status_code == 200
        assert house.settings.base_url.partition("://")[2] in shown.text
        assert EVIL not in shown.text


async def test_https_is_what_the_public_address_says_and_nothing_else(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    someone = await a_coordinator(house)
    right = {"name": someone.sign_in_name, "password": someone.password}
    async with a_visitor(house, "127.0.0.1") as visitor:
        answer = await visitor.post("/sign-in", data=right, headers={"x-forwarded-proto": "https"})
        assert "secure" not in answer.headers["set-cookie"].lower()
        assert "strict-transport-security" not in answer.headers
    monkeypatch.setattr(house.settings, "public_url", "https://digibank.example")
    monkeypatch.setattr(house, "app", OnePort(list(house.services.values())))
    async with a_visitor(house, "127.0.0.1") as visitor:
        answer = await visitor.post("/sign-in", data=right, headers={"x-forwarded-proto": "http"})
        name, _, session = answer.headers["set-cookie"].partition(";")[0].partition("=")
        assert name == "__Host-digibank_session"
        assert {"Secure", "Path=/", "HttpOnly", "SameSite=lax"} <= set(answer.headers["set-cookie"].split("; "))
        assert answer.headers["strict-transport-security"].startswith("max-age=")
        for cookie, status in ((f"{name}={session}", 200), (f"digibank_session={session}", 303)):
            assert (await visitor.get("/people", headers={"cookie": cookie, "accept": "text/html"})).status_code == status, cookie
    monkeypatch.undo()
    for running in house.services.values():
        running.colleagues.are_here(house.app)


async def test_who_has_a_whole_network_of_ipv6_addresses_counts_as_one(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entrance, "tries", RateLimit(most=2, seconds=60))
    async with a_visitor(house, "127.0.0.1") as visitor:
        mine = ("2001:db8:0:7::1", "2001:db8:0:7:ffff::2", "2001:db8:0:7:8:9:a:b", "2001:db8:0:8::1")
        assert await knocks(visitor, *mine) == [401, 401, 429, 401]
