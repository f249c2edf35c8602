"""A family gets a card at the counter and comes in with it on a phone without scripts; five wrong PINs, and the counter helps."""

from uuid import UUID

import pytest
from playwright.async_api import Browser

from services.loans.web import family_door
from shared.web.rate_limit import RateLimit
from tests.support.browser import DESKTOP, visiting
from tests.support.cards import code_of
from tests.support.house import House
from tests.support.lending import a_running_loan

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # a browser does not see what carries the events


@pytest.fixture(autouse=True)
def many_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """All tests come from one address."""
    monkeypatch.setattr(family_door, "TRIES", RateLimit(most=10_000, seconds=600))


async def test_from_the_counter_to_the_phone(house: House, browser: Browser, address: str) -> None:
    staff = house.sign_in()
    lent = await a_running_loan(house, staff)
    async with visiting(browser, address, DESKTOP, staff.token) as desk, visiting(browser, address) as phone:
        await desk.go(f"/loans/households/{lent.household['id']}")
        await desk.follow("link", "Maak een kaart")
        await desk.check_page()
        await desk.follow("button", "Maak de kaart")
        await desk.check_page()
        pin = await desk.page.locator(".pin-shown").inner_text()
        pdf = await desk.page.get_by_role("link", name="Druk de kaart af").get_attribute("href") or ""
        code = code_of(house, UUID(pdf.split("/")[-2]))
        await phone.go("/family")
        assert phone.path == "/family/start"
        await phone.type_in("Code op je kaart", code.lower().replace("-", ""))
        await phone.follow("button", "Ga verder", by="keyboard")
        assert phone.path == f"/family/{code}"
        await phone.check_page()
        for _ in range(5):
            await phone.type_in("Jouw pincode", "0000")
            await phone.follow("button", "Kom binnen", by="keyboard")
            assert "typ je pincode nog eens" in await phone.page.inner_text("main")
        await phone.check_page()
        await phone.type_in("Jouw pincode", pin)
        await phone.follow("button", "Kom binnen")
        assert "Bel ons of kom langs. Na vijf keer" in await phone.page.inner_text("main"), "locked, and told no otherwise"
        await desk.go(f"/loans/households/{lent.household['id']}")
        await desk.check_page()
        await desk.follow("button", "Maak weer open")
        await phone.type_in("Jouw pincode", pin)
        await phone.follow("button", "Kom binnen")
        assert phone.path == "/family"
        await phone.check_page()
        await phone.follow("link", "Mijn afspraken")
        await phone.check_page()
        await phone.follow("link", "Wat je leent")
        await phone.follow("link", "Wat jullie van mij weten")
        await phone.follow("button", "Ja, dat mag")
        assert "Jij zei: ja." in await phone.page.inner_text("main")
        await phone.check_page()
        await phone.follow("button", "Ik ben klaar")
        await phone.check_page()
        await phone.page.go_back()
        assert "Fatima" not in await phone.page.inner_text("body"), "the back button shows nothing to the next one"
        await phone.go("/family")
        assert phone.path == "/family/start"
