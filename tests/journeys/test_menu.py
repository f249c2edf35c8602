"""The menu of a colleague: on a phone behind a button, on a screen in the bar; by thumb or by keyboard, without scripts."""

import pytest
from playwright.async_api import Browser, Page

from tests.support.browser import AXE, AXE_RUN, DESKTOP, PHONE, SCHEMES, TOO_SMALL, TOO_WIDE, visiting
from tests.support.house import House

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # a browser does not see what carries the events


async def has_focus(page: Page, role: str, name: str) -> bool:
    """Whether that is where the keyboard is."""
    found: bool = await page.get_by_role(role, name=name).evaluate("element => element === document.activeElement")  # type: ignore[arg-type]
    return found


async def test_a_phone_shows_the_page_and_the_menu_when_asked(house: House, browser: Browser, address: str) -> None:
    async with visiting(browser, address, PHONE, house.sign_in().token) as visitor:
        page = visitor.page
        await visitor.go("/")
        bar = await page.locator("header.top").bounding_box()
        assert bar is not None
        assert bar["height"] < 100, "the bar takes more than one row"
        menu, entry = page.get_by_role("button", name="Menu"), page.get_by_role("link", name="Gezinnen")
        assert not await entry.is_visible()
        await menu.click()
        assert await entry.is_visible()
        assert await page.get_by_role("button", name="Afmelden").is_visible()
        await page.mouse.click(180, 20)
        assert not await entry.is_visible(), "a tap beside the menu does not close it"
        await menu.click()
        await visitor.follow("link", "Gezinnen")
        assert visitor.path == "/loans/households"
        assert not await page.get_by_role("link", name="Wachtlijst").is_visible()


async def test_the_keyboard_opens_it_walks_it_and_closes_it(house: House, browser: Browser, address: str) -> None:
    async with visiting(browser, address, PHONE, house.sign_in().token) as visitor:
        page = visitor.page
        await visitor.go("/")
        await visitor.tab_to(page.get_by_role("button", name="Menu"))
        await page.keyboard.press("Enter")
        await page.keyboard.press("Tab")
        assert await has_focus(page, "link", "Vandaag")
        await page.keyboard.press("Escape")
        assert await has_focus(page, "button", "Menu")
        assert not await page.get_by_role("link", name="Vandaag").is_visible()


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
async def test_the_open_menu_is_in_order(house: House, browser: Browser, address: str, direction: str) -> None:
    async with visiting(browser, address, PHONE, house.sign_in().token) as visitor:
        await visitor.go("/loans/requests")
        html = (await visitor.page.content()).replace('dir="ltr"', f'dir="{direction}"', 1)
        page = visitor.mirror
        await page.route(visitor.page.url, lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
        await page.goto(visitor.page.url)
        await page.get_by_role("button", name="Menu").click()
        await page.evaluate(AXE.read_text())
        for scheme in SCHEMES:
            await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert await page.evaluate(AXE_RUN) == []
        assert await page.evaluate(TOO_WIDE) == []
        assert await page.evaluate(TOO_SMALL) == []


async def test_a_screen_shows_it_in_the_bar(house: House, browser: Browser, address: str) -> None:
    async with visiting(browser, address, DESKTOP, house.sign_in().token) as visitor:
        await visitor.go("/")
        assert await visitor.page.get_by_role("link", name="Gezinnen").is_visible()
        assert not await visitor.page.get_by_role("button", name="Menu").is_visible()
