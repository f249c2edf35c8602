"""A family's card in the hand of somebody, in a browser without a browser."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import httpx

from services.loans.web.family_session import codes_of
from shared.runtime.clock import new_id
from shared.web.call import COOKIE
from tests.support.house import House, Staff
from tests.support.pages import Read, Reader, a_browser

SHOWN_PIN = re.compile(r'pin-shown"[^>]*>(\d{4})<')


@dataclass
class Card:
    """A card as its holder has it."""

    id: UUID
    household_id: str
    code: str
    pin: str


async def give_card(house: House, staff: Staff, household_id: str, **answers: Any) -> Card:
    """Staff makes a card; without `pin` we make one. `loan` may be a list of ids."""
    token = house.services["loans"].tokens.sign(staff.person)  # a fresh one: tests move the clock by days
    me = Reader(staff, a_browser(house, {COOKIE: token}))
    address = f"/loans/households/{household_id}/cards"
    form = await me.form(f"{address}/new?person={answers.pop('person', 1)}", address)
    chosen = answers.get("pin")
    answer = await me.http.post(address, data=form.fields | {"repeated": chosen or ""} | answers)
    assert answer.status_code == 200, Read(answer.text).text
    [card_id] = re.findall(r"/cards/([0-9a-f-]{36})/card\.pdf", answer.text)
    shown = SHOWN_PIN.search(answer.text)
    return Card(UUID(card_id), household_id, code_of(house, UUID(card_id)), chosen or (shown[1] if shown else ""))


def code_of(house: House, card_id: UUID) -> str:
    """What is printed on a card."""
    return codes_of(house.services["loans"]).make(card_id.bytes)


async def try_card(house: House, code: str, pin: str, browser: httpx.AsyncClient | None = None) -> httpx.Response:
    """Type a PIN on the page of a card."""
    return await (browser or a_browser(house)).post(f"/family/{code}", data={"pin": pin})


async def family_with(house: House, card: Card) -> Reader:
    """Somebody who came in with a card."""
    browser = a_browser(house)
    answer = await try_card(house, card.code, card.pin, browser)
    assert (answer.status_code, answer.headers["location"]) == (303, "/family"), Read(answer.text).text
    return Reader(house.sign_in(), browser)


async def tap(me: Reader, card: Card, what: str) -> httpx.Response:
    """Staff presses a button of a card on the household's page."""
    address = f"/loans/households/{card.household_id}/cards/{card.id}/{what}"
    return await me.send(await me.form(f"/loans/households/{card.household_id}", address))


def form_key() -> dict[str, str]:
    """What a form carries to be sent once."""
    return {"form_key": str(new_id())}
