"""A hand scanner waits for nothing: what it types before the page's script came is counted whole, and so is what comes after."""

import asyncio

import pytest
from playwright.async_api import Browser, Page, Route, expect

from shared.contracts.vocabulary import Role
from tests.support.house import House
from tests.support.scripted import with_scripts
from tests.support.slice import a_ready_device

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # a browser does not see what carries the events

SLOW_SECONDS = 1.5


async def slow(route: Route) -> None:
    """The script comes late, as over the wifi of a library."""
    await asyncio.sleep(SLOW_SECONDS)
    await route.continue_()


async def scan_at_once(page: Page, address: str, field: str, *codes: str) -> None:
    """Type the codes, each with Enter, from the moment on that there is a field."""
    await page.route("**/scripts/*.js", slow)
    await page.goto(address, wait_until="commit")
    await page.locator(field).focus()
    for code in codes:
        await page.keyboard.type(code)
        await page.keyboard.press("Enter")


async def test_what_was_typed_before_there_was_a_field_is_whole(house: House, browser: Browser, address: str) -> None:
    staff = house.sign_in(None, Role.REPAIRER)
    given = {"kind": "company", "donor": "Zonnebank", "received_on": "2026-03-02", "agreement": "we_wipe"}
    lot = await staff.did("/inventory/api/lots", given)
    typed = asyncio.Event()

    async def held(route: Route) -> None:
        await typed.wait()
        await route.continue_()

    async with with_scripts(browser, address, staff.token) as page:
        await page.route("**/scripts/scan-serials.js", held)
        async with page.expect_request_finished(lambda request: "scanner-keys.js" in request.url):
            await page.goto(f"/inventory/lots/{lot['id']}/scan", wait_until="commit")
        await page.evaluate("new Promise((later) => setTimeout(later, 200))")
        assert await page.locator("#serial").count() == 0
        await page.keyboard.type("EARLY-1\nEARLY-2\nEAR")
        typed.set()
        await expect(page.locator("#serial")).to_have_value("EAR")
        await page.keyboard.type("LY-3\n")
        await expect(page.get_by_role("heading", name="3 nummers wachten")).to_be_visible()
        await page.evaluate("document.activeElement.blur()")
        await page.keyboard.type("LATE-4\n")  # somebody touched the page beside the field
        await expect(page.get_by_role("heading", name="4 nummers wachten")).to_be_visible()
        await expect(page.get_by_role("alert")).to_have_count(0)
        for number in ("EARLY-1", "EARLY-2", "EARLY-3", "LATE-4"):
            await expect(page.locator("#waiting strong").get_by_text(number, exact=True)).to_be_visible()


async def test_nothing_that_was_scanned_early_is_lost(house: House, browser: Browser, address: str) -> None:
    staff = house.sign_in(None, Role.REPAIRER)
    devices = [await a_ready_device(staff) for _ in range(3)]
    take = await staff.did("/inventory/api/stock-takes", {"scope": "all"})
    given = {"kind": "company", "donor": "Zonnebank", "received_on": "2026-03-02", "agreement": "we_wipe"}
    lot = await staff.did("/inventory/api/lots", given)
    async with with_scripts(browser, address, staff.token) as page:
        await scan_at_once(page, f"/inventory/stock-takes/{take['id']}", "#find", *(device["code"] for device in devices))
        await expect(page.locator("#tally")).to_contain_text("3 gevonden van 3")
        await scan_at_once(page, f"/inventory/lots/{lot['id']}/scan", "#serial", "EARLY-1", "EARLY-2", "EARLY-3")
        await expect(page.get_by_role("heading", name="3 nummers wachten")).to_be_visible()
        await expect(page.get_by_role("alert")).to_have_count(0)
