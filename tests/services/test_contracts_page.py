"""The page of contracts, for who builds a program that works with Digibank; nobody has to be signed in."""

import re

import httpx
import pytest

from services.portal.web.contracts_pages import FOLDER, all_topics, api_of
from shared.contracts.catalogue import CATALOGUE
from tests.support.house import House

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)


async def read(house: House, address: str) -> str:
    """A page, as somebody without an account gets it."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(house.app), base_url="http://digibank.test") as browser:
        answer = await browser.get(address, headers={"accept": "text/html"})
    assert answer.status_code == 200, address
    return answer.text


async def test_every_address_and_every_event_is_there_with_an_anchor(house: House) -> None:
    index = await read(house, "/contracts")
    for service in house.services:
        assert f'href="/{service}/openapi.json"' in index
        text = await read(house, f"/contracts/{service}")
        found, shapes = api_of(service)
        for name in [*(one.id for one in found), *(shape.name for shape in shapes)]:
            assert text.count(f'id="{name}"') == 1, name
        assert set(re.findall(r'href="#(\w+)"', text)) - {"content"} <= set(re.findall(r'id="(\w+)"', text))
    told = {event.type for topic in all_topics() for event in topic.events}
    assert told == {event.type for event in CATALOGUE}
    loans = await read(house, "/contracts/loans/events")
    assert "digibank.loans.loan_started.v1" in loans
    assert "digibank.inventory" not in loans


async def test_a_search_finds_addresses_and_events_by_their_fields(house: House) -> None:
    found = await read(house, "/contracts?find=Household_Code")
    assert "/contracts/loans/events#request_waiting" in found
    assert "/contracts/skills#post_learner" in found
    assert "/contracts/inventory#" not in found
    assert "Niets gevonden" in await read(house, "/contracts?find=bestaat-niet")


async def test_the_documents_themselves(house: House) -> None:
    """What is served is what is committed, to the letter of its JSON."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(house.app), base_url="http://digibank.test") as program:
        for service in house.services:
            served = await program.get(f"/{service}/openapi.json")
            assert served.json() == httpx.Response(200, content=(FOLDER / "openapi" / f"{service}.json").read_bytes()).json()
        events = await program.get("/asyncapi.json")
    assert events.headers["content-type"] == "application/json"
    assert events.json()["asyncapi"] == "3.0.0"


async def test_no_such_service(house: House) -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(house.app), base_url="http://digibank.test") as browser:
        for address in ("/contracts/nobody", "/contracts/nobody/events"):
            assert (await browser.get(address, headers={"accept": "text/html"})).status_code == 404
