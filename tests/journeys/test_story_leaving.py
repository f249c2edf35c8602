"""A family moves house, stops, brings nearly everything back, and asks to be forgotten: all of it on its phone but the bringing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import asyncpg
import pytest
from playwright.async_api import Browser

from services.loans.web import family_door
from shared.contracts.vocabulary import Role
from shared.runtime.clock import new_id
from shared.web.rate_limit import RateLimit
from tests.services.test_forgotten import carried, databases, found_in
from tests.services.test_planted_names import addresses, every_log_line
from tests.support.browser import DESKTOP, PHONE, Visitor, visiting
from tests.support.cards import Card, give_card
from tests.support.house import House, Staff
from tests.support.lending import Lent, ready_to_sign, sign
from tests.support.met import Met
from tests.support.portal import set_up

__all__ = ["addresses", "databases"]

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # a browser does not see what carries the events


@pytest.fixture(autouse=True)
def many_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """All tests come from one address."""
    monkeypatch.setattr(family_door, "TRIES", RateLimit(most=10_000, seconds=600))


async def test_moved_stopped_brought_back_and_forgotten(
    house: House,
    browser: Browser,
    heard_address: str,
    met: Met,
    databases: dict[str, asyncpg.Connection],
    addresses: list[str],
) -> None:
    staff = house.sign_in(None, *Role)
    await set_up(house, staff.organisation)
    mark = new_id().hex[-8:].translate(str.maketrans("0123456789", "ghijklmnop"))
    name, signed, street, later = (f"{word}{mark}" for word in ("Vlieger", "Pluim", "Lindelaan", "Ballon"))
    number = f"0498 {int(mark, 36) % 10**6:06d}"
    words = [name, signed, street, later, number]
    with every_log_line() as lines:
        lent = await at_home(house, staff, name, signed)
        card = await give_card(house, staff, lent.household["id"])
        async with coming_in(browser, heard_address, card, addresses) as phone:
            await moved(phone, later, number, street)
            assert set(await found_in(databases, words)) == set(words), "the search finds what is kept"
            await phone.go("/family")
            await phone.page.get_by_text("Er is iets veranderd").first.click()
            await phone.follow("button", "Ik wil stoppen")
            assert "Je brengt dit terug." in await phone.page.inner_text("main")
            await phone.check_page()
            await house.run_until_idle()
            await brought_back(house, staff, browser, heard_address, lent)
            await forgotten(phone)
            await house.run_until_idle()
            await phone.go(f"/family/{card.code}")
            await phone.type_in("Jouw pincode", card.pin)
            await phone.follow("button", "Kom binnen")
            assert "typ je pincode nog eens" in await phone.page.inner_text("main"), "the card opens nothing, and tells nothing"
    assert await found_in(databases, words) == {}
    assert [line for line in [*lines, *addresses] if any(word.casefold() in line.casefold() for word in words)] == []
    assert len(addresses) > 15
    assert [record for record in await carried(house) if any(word in record for word in words)] == []
    await counts_stay(house, staff, lent)
    assert met.threats() == []


async def at_home(house: House, staff: Staff, name: str, signed: str) -> Lent:
    """A family with a machine, a mouse and a hotspot, and somebody who wants to learn."""
    lent = await ready_to_sign(house, staff, call_name=name, visits="yes")
    chosen = {"accessories": ["charger", "mouse", "hotspot"], "learners": 1}
    await staff.did(f"/loans/api/loans/{lent.loan['id']}/accessories", chosen)
    lent.loan = await sign(staff, lent, signature_name=signed)
    await house.run_until_idle()
    return lent


@asynccontextmanager
async def coming_in(browser: Browser, address: str, card: Card, asked: list[str]) -> AsyncIterator[Visitor]:
    """Somebody of the family with card and PIN, on a phone; every address that it asks for is noted."""
    async with visiting(browser, address, PHONE) as phone:
        phone.page.on("request", lambda request: asked.append(request.url))
        await phone.go(f"/family/{card.code}")
        await phone.type_in("Jouw pincode", card.pin)
        await phone.follow("button", "Kom binnen")
        assert phone.path == "/family"
        yield phone


async def moved(phone: Visitor, name: str, number: str, street: str) -> None:
    """It corrects what we know: another number and name, and an address for letters."""
    page = phone.page
    await phone.follow("link", "Wat jullie van mij weten")
    await phone.follow("link", "Verbeter het zelf")
    await page.get_by_label("Telefoon", exact=False).fill("bij de buren")
    await phone.follow("button", "Bewaar")
    assert await page.get_by_role("alert").get_by_role("link").count() == 1
    await phone.check_page()
    await page.get_by_label("Hoe mogen we je noemen?").fill(name)
    await page.get_by_label("Telefoon", exact=False).fill(number)
    await phone.follow("button", "Bewaar")
    await phone.check_page()
    await phone.go("/family/reach")
    await page.get_by_label("Een brief", exact=False).first.check()
    await page.get_by_label("Adres, alleen voor brieven met de post").fill(f"{street} 1\n2000 Antwerpen")
    await phone.follow("button", "Bewaar")
    await phone.go("/family/known")
    assert number in await page.inner_text("main")


async def brought_back(house: House, staff: Staff, browser: Browser, address: str, lent: Lent) -> None:
    """At the counter everything is ticked but the mouse, which nobody pays."""
    async with visiting(browser, address, DESKTOP, staff.token) as counter:
        await counter.go(f"/loans/loans/{lent.loan['id']}")
        await counter.follow("link", "Kijk na wat terug is")
        await counter.page.get_by_label("Muis").uncheck()
        await counter.follow("button", "Beëindig deze lening")
        shown = await counter.page.inner_text("main")
        assert "Niet afgevinkt: muis. Niemand betaalt iets." in " ".join(shown.split())
        await counter.check_page()
    await house.run_until_idle()


async def forgotten(phone: Visitor) -> None:
    """The family asks to be forgotten: once in vain, without the tick."""
    await phone.go("/family/known")
    await phone.follow("link", "Vergeet mij")
    await phone.check_page()
    await phone.follow("button", "Vergeet mij")
    assert await phone.page.get_by_role("alert").get_by_role("link").count() == 1
    await phone.page.get_by_label("Ja, ik wil dat jullie mij vergeten").check()
    await phone.follow("button", "Vergeet mij")
    assert await phone.page.get_by_role("heading", name="We zijn je vergeten").is_visible()
    await phone.check_page()


async def counts_stay(house: House, staff: Staff, lent: Lent) -> None:
    """One loan was there and is over, without anybody's code; its machine can be taken back."""
    ended = (await staff.get("/loans/api/loans?status=ended"))["loans"]
    assert [(one["id"], one["not_returned"]) for one in ended] == [(lent.loan["id"], ["mouse"])]
    assert lent.household["code"] not in str(ended)
    device = await staff.get(f"/inventory/api/devices/{lent.device['id']}")
    assert device["status"] == "return_expected"
    assert (await staff.http.get(f"/loans/api/households/{lent.household['id']}")).status_code == 404
