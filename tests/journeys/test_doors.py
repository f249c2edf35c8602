"""A coordinator lets people in by the organisation's own provider, and comes in that way: on a phone, without scripts."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.async_api import Browser, Page

from tests.support.browser import PHONE, Visitor, visiting
from tests.support.house import House
from tests.support.portal import a_coordinator
from tests.support.provider import ProviderProcess, run_provider

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # a browser does not see what carries the events


@pytest.fixture
def provider(house: House, address: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[ProviderProcess]:
    """A real provider; the house lives at its time, and says to it where it really is."""
    ahead = house.clock.now() - datetime.now(UTC)
    house.clock.move(-ahead)
    monkeypatch.setattr(house.settings, "private_providers", True)
    monkeypatch.setattr(house.settings, "public_url", address)
    with run_provider() as running:
        yield running
    house.clock.move(ahead)


async def at_the_provider(page: Page, provider: ProviderProcess, base: str, subject: str) -> None:
    """Sign in there as somebody, and be brought back."""
    await page.wait_for_url(f"{provider.issuer}/**")
    await page.locator("input[name=sub]").fill(subject)
    await page.locator("input[name=sub]").press("Enter")
    await page.wait_for_url(f"{base}/**")


async def test_people_come_in_with_the_account_they_have(
    house: House, browser: Browser, address: str, provider: ProviderProcess
) -> None:
    someone = await a_coordinator(house)
    async with visiting(browser, address, PHONE) as visitor:
        page = visitor.page
        await page.route(lambda url: "//127.0.0.1:" not in url, lambda route: route.fulfill(status=200))  # the provider's typeface
        await visitor.sign_in(someone.token)
        await visitor.go("/organisation")
        await visitor.follow("link", "Bekijk of stel in")
        await visitor.check_page()
        for field, typed in (
            ("Hoe noemen jullie die dienst?", "het stadsaccount"),
            ("Adres van de dienst (issuer)", provider.issuer),
            ("Client-id", "digibank"),
            ("Geheim (client secret)", "van ons twee"),
        ):
            await page.get_by_label(field).fill(typed)
        await visitor.follow("button", "Bewaar")
        await visitor.check_page()
        await page.get_by_role("button", name="Probeer of het werkt").click()
        await at_the_provider(page, provider, address, "an@stad.example")
        assert visitor.path == "/organisation/provider?done=works"
        await visitor.check_page()
        await visitor.go("/account")
        await page.locator("#link_password").fill(someone.password)
        await page.get_by_role("button", name="Koppel met het stadsaccount").click()
        await at_the_provider(page, provider, address, "an@stad.example")
        assert visitor.path == "/account?done=linked"
        await visitor.check_page()
        await sign_out(visitor)
        await page.get_by_role("link", name="Aanmelden met het stadsaccount").click()
        await at_the_provider(page, provider, address, "iemand@stad.example")
        assert await page.get_by_role("alert").get_by_text("kan hier nog niemand binnen").is_visible()
        await visitor.check_page()
        await page.get_by_role("link", name="Aanmelden met het stadsaccount").click()
        await at_the_provider(page, provider, address, "an@stad.example")
        assert visitor.path == "/"
        await visitor.go("/people")
        assert visitor.path == "/people"


async def sign_out(visitor: Visitor) -> None:
    """Leave; the page to sign in knows the way that this browser came before."""
    await visitor.follow_menu("button", "Afmelden")
    assert visitor.path == "/sign-in"
    await visitor.check_page()
