"""A company asks what became of its laptops: staff make a link, and the company opens it on a phone; with scripts."""

from urllib.parse import urlsplit
from uuid import UUID

import pytest
from playwright.async_api import Browser, ViewportSize, expect
from sqlalchemy import text

from shared.runtime.clock import new_id
from tests.journeys.test_lots import check
from tests.support.colleagues import alone
from tests.support.house import House
from tests.support.made_up_loans import a_lent_device
from tests.support.scripted import with_scripts
from tests.support.slice import a_ready_device

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # a browser does not see what carries the events

PHONE: ViewportSize = {"width": 360, "height": 780}


async def test_a_company_sees_what_became_of_its_laptops(house: House, browser: Browser, address: str) -> None:
    staff = house.sign_in()
    given = {"kind": "company", "donor": "Zonnebank NV", "received_on": "2026-03-02", "agreement": "we_wipe", "expected": 3}
    lot = await staff.did("/inventory/api/lots", given)
    with alone(house, "inventory"):
        devices = [await a_lent_device(house, staff, new_id()), await a_ready_device(staff), await a_ready_device(staff)]
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        values = {"lot": UUID(lot["id"]), "ids": [UUID(device["id"]) for device in devices]}
        await unit.connection.execute(text("UPDATE device SET lot_id = :lot WHERE id = ANY(:ids)"), values)

    async with with_scripts(browser, address, staff.token) as page:
        await page.set_viewport_size(PHONE)
        await page.goto("/inventory/lots")
        await page.get_by_role("link", name="Bekijk").first.click()
        await expect(page.get_by_role("heading", name="3 van 3 toestellen zijn binnen")).to_be_visible()
        await expect(page.get_by_text("Wat ervan werd")).to_be_visible()
        await check(page)
        await page.get_by_role("link", name="Naar de gever").click()
        await check(page)
        await page.get_by_label("De gever mag ook het wisbewijs halen").check()
        await page.get_by_role("button", name="Maak een link").click()
        await expect(page.get_by_role("heading", name="De link is klaar")).to_be_visible()
        await check(page)
        mail = await page.get_by_label("Tekst voor de mail").input_value()
        [link] = [line for line in mail.splitlines() if "/given/" in line]
        assert link == await page.locator(".start-link").inner_text()
        assert link == await page.get_by_label("Het adres voor de gever").input_value()
        await page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        for button, copied in (("Kopieer het adres", link), ("Kopieer de tekst", mail)):
            await page.get_by_role("button", name=button).click()
            await expect(page.get_by_text("Gekopieerd.").last).to_be_visible()
            assert await page.evaluate("navigator.clipboard.readText()") == copied

    visitor = await browser.new_context(base_url=address, viewport=PHONE, locale="nl-BE")
    try:
        page = await visitor.new_page()
        await page.goto(urlsplit(link).path)
        await expect(page.get_by_role("heading", name="Wat er van je toestellen werd")).to_be_visible()
        await expect(page.get_by_text("Bedankt, Zonnebank NV!")).to_be_visible()
        await expect(page.get_by_text("Enkele zijn nu bij een gezin of een vereniging.")).to_be_visible()
        await expect(page.get_by_text("Elke schijf die met deze toestellen kwam, is gewist.")).to_be_visible()
        await expect(page.get_by_role("link", name="Haal het wisbewijs (pdf)")).to_be_visible()
        await check(page)
        assert await visitor.cookies() == []
    finally:
        await visitor.close()

    async with with_scripts(browser, address, staff.token) as page:
        await page.set_viewport_size(PHONE)
        await page.goto("/inventory/donors")
        await check(page)
        await page.get_by_role("link", name="Bekijk").first.click()
        await page.get_by_text("Stop de link", exact=True).click()
        await page.get_by_role("button", name="Ja, stop de link").click()
        await expect(page.get_by_role("heading", name="Maak een link")).to_be_visible()
        await page.goto(urlsplit(link).path)
        await expect(page.get_by_role("heading", name="Deze link werkt niet meer")).to_be_visible()
        await check(page)
