"""A family at the counter, as staff sees it on a phone without scripts: from a name to a signed agreement, and back."""

import pytest
from playwright.async_api import Browser

from shared.contracts.helpdesk import TicketOpened
from shared.contracts.inventory import DeviceRetired, LoanerReserved
from shared.contracts.portal import OrganisationChanged
from shared.contracts.vocabulary import Channel, Symptom
from shared.runtime.clock import new_id
from shared.web.call import COOKIE
from tests.support.browser import DESKTOP, PHONE, Visitor, visiting
from tests.support.house import House, Staff
from tests.support.lending import told
from tests.support.slice import a_ready_device

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)


async def arrive(visitor: Visitor, staff: Staff) -> None:
    """Be signed in already."""
    await visitor.page.context.add_cookies([{"name": COOKIE, "value": staff.token, "url": visitor.base}])


async def test_a_family_borrows_and_brings_back(house: House, browser: Browser, address: str) -> None:
    staff = house.sign_in()
    named = OrganisationChanged(
        organisation_id=staff.organisation, title="Digibank De Brug", help_line="016 22 22 22", help_place="Brugstraat 1, dinsdag"
    )
    await told(house, staff, named, service="portal")
    async with visiting(browser, address, PHONE) as visitor:
        page = visitor.page
        await arrive(visitor, staff)
        await visitor.go("/loans/households")
        await visitor.check_page()
        await visitor.go("/loans/requests")
        await visitor.follow("link", "Nieuwe vraag")
        assert visitor.path == "/loans/requests/start"
        await visitor.check_page()
        await visitor.follow("link", "Nieuw gezin")
        await visitor.check_page()
        await page.get_by_label("Telefoonnummer, als het gezin dat geeft").fill("bij de buren")
        await visitor.follow("button", "Ga verder")
        assert await page.get_by_role("alert").get_by_role("link").count() == 2
        await visitor.check_page()
        await page.get_by_label("Hoe mogen we jullie noemen?").fill("Fatima")
        await page.get_by_label("Telefoonnummer, als het gezin dat geeft").fill("0470 12 34 56")
        await page.get_by_role("group", name="Mogen we op bezoek komen?").get_by_label("Ja").check()
        await page.get_by_label("Arabisch").check()
        await visitor.follow("button", "Ga verder")
        assert "Voor Fatima" in await page.inner_text("main")
        await visitor.check_page()
        await page.get_by_label("Werk of werk zoeken").check()
        await page.get_by_role("group", name="Is er een schoolkind dat geen toestel heeft?").get_by_label("Nee").check()
        await page.get_by_role("group", name="Is er internet thuis?").get_by_label("Nee").check()
        await page.get_by_text("Moet er iets bij?").click()
        await page.get_by_label("Muis").check()
        await visitor.check_page()
        await visitor.follow("button", "Zet op de wachtlijst")

        await a_ready_device(staff)
        await house.run_until_idle()
        await visitor.follow("link", "Laad opnieuw")
        await visitor.check_page()
        await visitor.follow("link", "Teken en geef mee")
        loan = visitor.path
        assert await page.get_by_text("Thuis is er geen internet.").is_visible()
        assert await page.get_by_label("Muis").is_checked()
        await page.get_by_label("Hotspot").check()
        await page.get_by_role("group", name="Hoeveel mensen willen iets leren?").get_by_label("2").check()
        await visitor.check_page()
        await visitor.follow("button", "Toon de afspraken")
        own, dutch = page.locator("section[lang=ar][dir=rtl]"), page.locator("section[lang=nl][dir=ltr]")
        assert await own.get_by_text("شاحن وفأرة وجهاز إنترنت متنقل").is_visible()
        assert not await dutch.is_visible()
        await visitor.check_page()
        await page.get_by_text("الاتفاق نفسه باللغة الهولندية").click()
        assert await dutch.get_by_text("Dit krijg je erbij: lader, muis en hotspot.").is_visible()
        await visitor.check_page()
        await page.set_viewport_size(DESKTOP)
        first, second = await own.bounding_box(), await dutch.bounding_box()
        assert first is not None
        assert second is not None
        assert (first["x"] < second["x"], abs(first["y"] - second["y"]) < 1) == (True, True), "side by side on a wide screen"
        assert second["width"] > first["width"] * 0.8, "and each has its half of the page"
        await page.set_viewport_size(PHONE)
        await visitor.follow("button", "Akkoord, teken")
        assert await page.get_by_role("alert").get_by_role("link", name="Typ de naam van wie tekent").is_visible()
        await visitor.check_page()
        await page.get_by_label("Naam van wie tekent").fill("Fatima B.")
        await page.get_by_label("Wie tekent, is 18 jaar of ouder").first.check()
        await page.get_by_text("Een kruisje, een voogd, een tolk of iemand anders?").first.click()
        await page.get_by_label("Is de tekst luidop uitgelegd?").first.select_option("ar")
        await visitor.follow("button", "Akkoord, teken")
        assert visitor.path == loan
        assert await page.get_by_role("heading", name="Klaar. Het toestel mag mee.").is_visible()
        await visitor.check_page()
        await visitor.follow("link", "Lees wat is afgesproken")
        await visitor.check_page()

        seen = await staff.get("/loans/api" + loan.removeprefix("/loans"))
        device, family = seen["lines"][0]["device_id"], f"/loans/households/{seen['household_id']}"
        ticket = new_id()
        opened = TicketOpened(ticket_id=ticket, device_id=device, symptom=Symptom.SCREEN, channel=Channel.STICKER)
        await told(house, staff, opened, service="helpdesk")
        along = LoanerReserved(device_id=new_id(), ticket_id=ticket, original_device_id=device, loan_id=seen["id"])
        await told(house, staff, along)
        for path in (
            loan,
            family,
            "/loans/loans",
            "/loans/loans?status=ended",
            "/loans/loans?look_again=soon",
            "/loans/households",
        ):
            await visitor.go(path)
            await visitor.check_page()
        await visitor.go(family)
        await visitor.follow("button", "Mogen we bellen? Ja")
        assert await page.locator("aside .tag.good").count() == 2
        await visitor.check_page()
        await visitor.follow("link", "Klopt er iets niet? Verbeter het")
        await visitor.check_page()

        await told(
            house, staff, *(DeviceRetired(device_id=one, retired_on=house.clock.now().date()) for one in (along.device_id, device))
        )
        await visitor.go(loan)
        assert await page.get_by_role("heading", name="Geen toestel meer").is_visible()
        await visitor.check_page()
        await visitor.follow("button", "Het gezin wil stoppen")
        assert await page.get_by_role("heading", name="Het gezin brengt alles terug").is_visible()
        await visitor.check_page()
        await visitor.follow("button", "Toch houden")
        await visitor.follow("link", "Het toestel is hier: kijk na wat terug is")
        await visitor.check_page()
        await page.get_by_label("Hotspot").uncheck()
        await visitor.follow("button", "Beëindig deze lening")
        assert "Niet afgevinkt: hotspot. Niemand betaalt iets" in await page.inner_text("main")
        await visitor.check_page()


async def test_finding_a_family_with_the_keyboard(house: House, browser: Browser, address: str) -> None:
    staff = house.sign_in()
    await staff.did("/loans/api/households", {"call_name": "Zoë"})
    async with visiting(browser, address, PHONE) as visitor:
        await arrive(visitor, staff)
        await visitor.go("/loans/requests/start")
        await visitor.tab_to(visitor.page.get_by_label("Code of naam"))
        await visitor.page.keyboard.insert_text("zo")
        await visitor.follow("button", "Zoek", by="keyboard")
        assert "zo" not in visitor.path, "no name in an address"
        await visitor.follow("link", "Kies", by="keyboard")
        assert "Voor Zoë" in await visitor.page.inner_text("main")
