"""Finding a device from the start page, in a browser with scripts: by typing, and by holding its sticker before the camera."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from shared.contracts.vocabulary import Role
from tests.journeys.test_live import check
from tests.support.browser import find_chromium
from tests.support.camera import browser_with_camera, film_of
from tests.support.house import House
from tests.support.scripted import with_scripts
from tests.support.slice import report

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # a browser does not see what carries the events

SCAN = "Scan een sticker"


async def test_a_repairer_scans_a_sticker_and_stands_on_its_page(
    house: House, address: str, tmp_path: Path, browser: Browser
) -> None:
    staff = house.sign_in(None, Role.REPAIRER)
    device = await staff.did("/inventory/api/devices", content=report())
    await house.run_until_idle()
    chromium = find_chromium()
    assert chromium is not None
    page_of = f"{address}/inventory/devices/{device['id']}"
    asked: list[str] = []
    for said in (f"{address}/q/{device['code']}", device["code"].lower()):
        async with (
            browser_with_camera(chromium, film_of(said, tmp_path / "film.y4m")) as seeing,
            with_scripts(seeing, address, staff.token) as page,
        ):
            asked.clear()
            page.on("request", lambda request: asked.append(request.url))
            await page.goto("/")
            assert not [url for url in asked if "jsqr" in url], "fetched only for who scans"
            await page.get_by_role("button", name=SCAN).click()
            await page.wait_for_url(page_of)
            assert {url.split("/")[2] for url in asked if url.startswith("http")} == {address.split("/")[2]}

    foreign = film_of("https://elders.example/q/KX4-72M", tmp_path / "foreign.y4m")
    async with browser_with_camera(chromium, foreign) as seeing, with_scripts(seeing, address, staff.token) as page:
        await page.goto("/search")
        await page.get_by_role("button", name=SCAN).click()
        await expect(page.get_by_text("Dat is geen sticker van een Digibank")).to_be_visible()
        await check(page)
        await page.get_by_role("button", name="Stop met scannen").click()
        await expect(page.get_by_role("button", name=SCAN)).to_be_focused()
        assert page.url == f"{address}/search"

    async with with_scripts(browser, address, staff.token) as page:  # this one has no camera
        await page.goto("/search")
        await page.get_by_role("button", name=SCAN).click()
        await expect(page.locator("[data-scan-says]")).to_contain_text("Typ de code van de sticker")
        await expect(page.get_by_role("searchbox")).to_be_focused()
        await page.keyboard.type(device["code"][:5].lower(), delay=30)
        await expect(page.get_by_role("link", name=f"Bekijk {device['code']}")).to_be_visible()
        await check(page)
        await page.keyboard.type(device["code"][5:], delay=30)
        await page.keyboard.press("Enter")
        await page.wait_for_url(page_of)
