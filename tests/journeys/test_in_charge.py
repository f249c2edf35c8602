"""A coordinator keeps house: hours, a failure that is put right, and who did it. On a phone, without scripts."""

import pytest
from playwright.async_api import Browser

from shared.contracts.inventory import DeviceRegistered
from shared.contracts.vocabulary import Chassis
from shared.runtime.clock import new_id
from tests.support.browser import PHONE, visiting
from tests.support.failures import a_dead_letter
from tests.support.house import House
from tests.support.portal import a_coordinator

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # a browser does not see what carries the events


async def test_keeping_house(house: House, browser: Browser, address: str) -> None:
    someone = await a_coordinator(house)
    failed = DeviceRegistered(device_id=new_id(), code="KX4-72M", chassis=Chassis.LAPTOP, maker="Lenovo", model="ThinkPad X240")
    await a_dead_letter(house, someone.organisation, "helpdesk", failed)
    async with visiting(browser, address, PHONE, someone.token) as visitor:
        page = visitor.page
        await visitor.go("/manage")
        await visitor.check_page()
        await visitor.follow("link", "Verander Openingsuren")
        await page.get_by_label("Maandag").fill("straks")
        await visitor.follow("button", "Bewaar de week")
        await visitor.check_page()
        await page.get_by_role("alert").get_by_role("link", name="Maandag").click()
        await page.get_by_label("Maandag").fill("9-12 en 13.30-17")
        await visitor.follow("button", "Bewaar de week")
        assert await page.get_by_label("Maandag").input_value() == "09:00-12:00, 13:30-17:00"
        await visitor.check_page()

        await visitor.follow("link", "Beheer")
        await visitor.follow("link", "Bekijk Hoe gaat het met het systeem?")
        await visitor.check_page()
        await visitor.follow("link", "Kijk wat er mislukt")
        await visitor.check_page()
        await visitor.follow("link", "Kijk na")
        await visitor.check_page()
        await visitor.follow("button", "Probeer opnieuw")
        assert await page.get_by_role("status").get_by_text("We proberen het nu opnieuw").is_visible()
        await house.run_until_idle()
        await visitor.go("/upkeep/helpdesk")
        assert await page.get_by_role("heading", name="Er blijft niets mislukken").is_visible()

        await visitor.go("/audit")
        assert await page.locator(".rows").get_by_text("Mislukte gebeurtenis opnieuw geprobeerd").is_visible()
        await visitor.check_page()
