"""A company gives twenty laptops: the lot, numbers by hand scanner, their reports in one drop; on a phone, with scripts."""

import asyncio

import pytest
from playwright.async_api import Browser, FilePayload, Page, expect

from tests.support.browser import AXE, AXE_RUN, SCHEMES, TOO_SMALL, TOO_WIDE
from tests.support.house import House
from tests.support.scripted import with_scripts
from tests.support.slice import report

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # a browser does not see what carries the events


async def check(page: Page) -> None:
    """Nothing wrong for axe-core, nothing too wide or too small."""
    await page.evaluate(AXE.read_text())
    for scheme in SCHEMES:
        await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert await page.evaluate(AXE_RUN) == []
    assert await page.evaluate(TOO_WIDE) == []
    assert await page.evaluate(TOO_SMALL) == []


async def test_a_company_gives_twenty_laptops(house: House, browser: Browser, address: str) -> None:
    async with with_scripts(browser, address, house.sign_in().token) as page:

        async def press(name: str) -> None:
            await page.get_by_role("button", name=name, exact=True).click()

        await page.goto("/inventory/lots")
        await page.get_by_role("link", name="Nieuwe schenking").first.click()
        await press("Bewaar")
        await expect(page.get_by_role("alert")).to_contain_text("Kies wie de toestellen geeft")
        await check(page)
        await page.get_by_label("Bedrijf").check()
        await page.get_by_label("Naam", exact=True).fill("Zonnebank NV")
        await page.get_by_label("Hoeveel toestellen?").fill("21")
        await page.get_by_label("Wij wissen alles").check()
        await press("Bewaar")
        await expect(page.get_by_role("heading", name="0 van 21 toestellen zijn binnen")).to_be_visible()

        await page.get_by_role("link", name="Scan serienummers").click()
        await expect(page.get_by_role("button", name="Scan met de camera")).to_be_visible()  # the script is there
        for serial in ("LAP-20", "LAP-3", "lap-3", "0000"):  # the field has focus, and a hand scanner waits for nothing
            await page.keyboard.type(serial)
            await page.keyboard.press("Enter")
        await expect(page.get_by_role("alert")).to_contain_text("Dit is geen serienummer")
        await expect(page.get_by_role("heading", name="2 nummers wachten")).to_be_visible()
        await expect(page.get_by_label("Serienummer", exact=True)).to_be_focused()
        await expect(page.get_by_label("Serienummer", exact=True)).to_have_value("")
        await check(page)
        await page.get_by_role("link", name="Zonnebank NV").click()

        await page.get_by_role("link", name="Breng verslagen binnen").click()
        files = [FilePayload(name=f"pc{n}.json", mimeType="application/json", buffer=report(f"LAP-{n}")) for n in range(20)]
        await page.get_by_label("Verslag van het toestel").set_input_files(files)
        await press("Breng binnen")
        await expect(page.get_by_text("0 van 20 gelezen").first).to_be_visible()
        await check(page)
        await asyncio.wait_for(house.run_until_idle(), 60)
        await expect(page.get_by_role("heading", name="20 verslagen zijn verwerkt")).to_be_visible()  # it looks by itself
        await check(page)

        await page.get_by_role("link", name="Naar de schenking").click()
        await expect(page.get_by_role("heading", name="21 van 21 toestellen zijn binnen")).to_be_visible()
        await expect(page.get_by_text("20 toestellen: wis de schijf")).to_be_visible()
        await check(page)
