"""A machine comes back, is repaired, goes out of use: as somebody at the workbench sees it, on a phone, without scripts."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from playwright.async_api import Browser, ViewportSize

from shared.contracts import helpdesk, loans
from shared.contracts.vocabulary import Medium, RepairOutcome
from shared.runtime.clock import new_id
from shared.web.call import COOKIE
from tests.support.browser import DESKTOP, PHONE, Visitor, visiting
from tests.support.colleagues import alone, they_publish
from tests.support.house import House, Staff
from tests.support.made_up_loans import a_lent_device, ended, repaired, triaged
from tests.support.slice import a_ready_device, another_looks, in_api, prepared

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # a browser does not see what carries the events


@pytest.fixture(autouse=True)
def others_keep_silent(house: House) -> Iterator[None]:
    with alone(house, "inventory"):
        yield


async def as_staff(visitor: Visitor, staff: Staff) -> None:
    """A browser that is signed in."""
    await visitor.page.context.add_cookies([{"name": COOKIE, "value": staff.token, "url": visitor.base}])


def page_of(device: Any) -> str:
    return f"/inventory/devices/{device['id']}"


async def test_back_from_a_family_and_to_the_next(house: House, browser: Browser, address: str) -> None:
    staff, loan = house.sign_in(), new_id()
    device = await a_lent_device(house, staff, loan)
    async with visiting(browser, address, PHONE) as visitor:
        page = visitor.page
        await as_staff(visitor, staff)
        await visitor.go(page_of(device))
        assert await page.get_by_role("heading", name="Bij een gezin").is_visible()
        await visitor.check_page()
        await they_publish(house, staff.organisation, ended(loan, device))
        await visitor.go("/")
        await visitor.check_page()
        await visitor.follow("link", "Bekijk (komt terug)")
        await visitor.check_page()
        await visitor.follow("link", f"Neem het terug (toestel {device['code']})")
        await visitor.check_page()
        await visitor.follow("button", "Het toestel is hier")
        assert await page.get_by_role("heading", name="Vraag eerst: zullen we je bestanden bewaren?").is_visible()
        await visitor.check_page()
        await visitor.follow("button", "Bewaar het antwoord")
        await page.get_by_role("alert").get_by_role("link", name="Kies wat het gezin zei").click()
        assert await page.get_by_label("Ja, bewaar eerst de bestanden").evaluate("element => element === document.activeElement")
        await visitor.check_page()
        await page.get_by_label("Ja, bewaar eerst de bestanden").check()
        await visitor.follow("button", "Bewaar het antwoord")
        await visitor.check_page()
        await visitor.follow("button", "De bestanden zijn bewaard")
        await visitor.check_page()
        await page.get_by_label("Met het wiscommando van de schijf zelf").check()
        await page.get_by_label("Waarmee?").select_option("hdparm")
        await page.get_by_label("Ja", exact=True).check()
        await visitor.follow("button", "Bewaar")
        await another_looks(staff, visitor.path)
        await prepared(staff, in_api(visitor.path))
        await visitor.go(visitor.path)
        await visitor.check_page()
        await visitor.follow("button", "Klaar voor een gezin")
        assert await page.get_by_role("heading", name="Dit toestel staat klaar").is_visible()
        await visitor.check_page()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_repaired_with_a_new_drive(house: House, browser: Browser, address: str, size: ViewportSize) -> None:
    staff, loan, ticket = house.sign_in(), new_id(), new_id()
    device = await a_lent_device(house, staff, loan)
    loaner = await a_ready_device(staff)
    asked = helpdesk.LoanerRequested(ticket_id=ticket, device_id=UUID(device["id"]))
    added = loans.LoanerAdded(loan_id=loan, ticket_id=ticket, device_id=UUID(loaner["id"]), original_device_id=UUID(device["id"]))
    async with visiting(browser, address, size) as visitor:
        page = visitor.page
        await as_staff(visitor, staff)
        await they_publish(house, staff.organisation, triaged(device, ticket), triaged(device, new_id()), asked)
        await visitor.go(page_of(device))
        assert await page.get_by_role("heading", name="In herstelling").is_visible()
        await visitor.check_page()
        await visitor.go(page_of(loaner))
        assert await page.get_by_role("heading", name="Apart gelegd als leentoestel").is_visible()
        await visitor.check_page()
        await they_publish(house, staff.organisation, added)
        await visitor.go(page_of(loaner))
        assert await page.get_by_role("heading", name="Mee als leentoestel").is_visible()
        await visitor.check_page()
        for one in (await staff.get(f"/inventory/api/devices/{device['id']}"))["repair_tickets"]:
            new = helpdesk.NewDrive(medium=Medium.NVME, capacity_gb=500)
            await they_publish(house, staff.organisation, repaired(device, UUID(one), RepairOutcome.FIXED, new))
        await visitor.go(page_of(device))
        assert await page.get_by_role("heading", name="Volgende stap: is de schijf echt nieuw?").is_visible()
        await visitor.check_page()
        await visitor.follow("button", "Ze kwam nieuw uit een gesloten doos")
        await visitor.check_page()
        await visitor.follow("button", "Ik heb nagekeken dat deze schijf leeg is")
        await visitor.check_page()
        await visitor.follow("button", "Het is terug bij het gezin")
        assert await page.get_by_role("heading", name="Bij een gezin").is_visible()


async def test_out_of_use_and_stickers(house: House, browser: Browser, address: str) -> None:
    staff = house.sign_in()
    device = await a_ready_device(staff)
    async with visiting(browser, address, PHONE) as visitor:
        page = visitor.page
        await as_staff(visitor, staff)
        await visitor.go(page_of(device))
        await visitor.follow("link", "Druk de sticker")
        assert await page.get_by_role("heading", name="Nog geen stickers: het adres ontbreekt").is_visible()
        await visitor.check_page()
        await visitor.go(page_of(device))
        await visitor.follow("link", "Neem het uit gebruik")
        await visitor.check_page()
        await page.get_by_label("Te oud").check()
        await page.get_by_label("Naar een recycleur").check()
        await visitor.follow("button", "Neem het uit gebruik")
        assert await page.get_by_role("heading", name="Het kan naar de recycleur").is_visible()
        await visitor.check_page()
        for tab in ("Werkbank", "Klaar", "Gereserveerd", "Bij gezinnen", "Uit gebruik"):
            await visitor.go("/inventory/devices")
            await visitor.follow("link", tab)
            await visitor.check_page()
