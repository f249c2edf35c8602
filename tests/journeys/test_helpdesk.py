"""Story 3 and 4 as people see them on a phone without JavaScript: a child scans the sticker, somebody repairs, somebody visits."""

from datetime import timedelta
from uuid import UUID

import pytest
from playwright.async_api import Browser

from shared.contracts.loans import LoanerAdded
from shared.contracts.portal import OrganisationChanged
from shared.contracts.skills import TrainingNeedShared
from shared.contracts.vocabulary import ConsentAnswer, Role
from shared.runtime.clock import new_id
from tests.support.browser import visiting
from tests.support.helpdesk import a_known_device, a_loan, heard, signed_again, wish
from tests.support.house import House

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # a browser does not see what carries the events


async def test_the_child_scans_the_sticker_and_the_laptop_is_repaired(house: House, browser: Browser, address: str) -> None:
    staff = house.sign_in()
    device, other = await a_known_device(house, staff), await a_known_device(house, staff)
    loan = a_loan(house, UUID(device["id"]))
    place = OrganisationChanged(
        organisation_id=staff.organisation,
        title="Digibank",
        help_line="03 123 45 67",
        help_place="Plein 1, dinsdag van 14 tot 17 uur",
    )
    await heard(house, staff.organisation, loan, place)
    async with visiting(browser, address) as child:
        await child.go("/q")
        await child.check_page()
        await child.page.get_by_label("Welke code").fill("ABC 234")
        await child.follow("button", "Ga verder")
        assert await child.page.get_by_role("alert").get_by_role("link", name="Deze code kennen we niet").count() == 1
        await child.check_page()
        await child.page.get_by_label("Welke code").fill(device["code"].lower())
        await child.follow("button", "Ga verder")
        await child.check_page()
        await child.follow("button", "Scherm")
        assert await child.page.get_by_role("heading", name="We weten het. Nummer 1001.").is_visible()
        await child.check_page()
        await child.follow("button", "Stuur dit erbij")
        await child.check_page()
        await child.page.get_by_label("Wil je er").fill("الشاشة سوداء")
        await child.follow("button", "Stuur dit erbij")
        await child.follow("button", "Bel mij terug")
        assert await child.page.get_by_text("We bellen je terug.").is_visible()
        await child.check_page()
    async with visiting(browser, address, token=staff.token) as me:
        page = me.page
        await house.run_until_idle()
        await me.go("/")
        await me.check_page()
        await me.follow("link", "Alle vragen om hulp")
        await me.check_page()
        await me.follow("link", "Bekijk vraag 1001")
        await me.check_page()
        ticket = me.path
        await me.follow("button", "Toon naam en nummer")
        await me.check_page()
        await me.go(ticket)
        await me.follow("button", "Bewaar")  # nothing chosen
        await me.check_page()
        await page.get_by_role("group", name="Kreeg je iemand").get_by_label("Ja").check()
        await me.follow("button", "Bewaar")
        await me.check_page()
        await page.get_by_label("Herstellen").check()
        await me.follow("button", "Beslis")
        await me.check_page()
        await me.follow("button", "Vraag een leentoestel")
        added = LoanerAdded(
            loan_id=loan.loan_id,
            ticket_id=UUID(ticket.rpartition("/")[2]),
            device_id=UUID(other["id"]),
            original_device_id=loan.device_id,
        )
        await heard(house, staff.organisation, added)
        await me.go(ticket)
        assert await page.get_by_text(other["code"]).is_visible()
        await page.get_by_label("Hersteld", exact=False).first.check()
        await page.get_by_label("Ja, en er zit een nieuwe in").check()
        await page.get_by_label("De nieuwe schijf").select_option("ssd")
        await me.follow("button", "De herstelling is klaar")
        assert await page.get_by_role("alert").get_by_role("link", name="zullen we je bestanden bewaren").count() == 1
        await me.check_page()
        await page.get_by_label("Ja, en ze zijn bewaard").check()
        await me.follow("button", "De herstelling is klaar")
        assert await page.get_by_role("heading", name="Afgerond: hersteld").is_visible()
        await me.check_page()
        for show in ("open", "in_repair", "closed"):
            await me.go(f"/helpdesk/tickets?show={show}")
            await me.check_page()
        await me.go(f"/helpdesk/tickets/new?code={other['code']}")
        await me.check_page()
        await me.follow("button", "Noteer")
        await me.check_page()
        await me.go(f"/q/{device['code']}")
        await me.check_page()
        await me.follow("link", "Nieuwe vraag om hulp")
        assert await page.get_by_label("Code op de sticker").input_value() == device["code"]


async def test_a_helper_visits(house: House, browser: Browser, address: str) -> None:
    helper = house.sign_in(None, Role.OUTREACH)
    async with visiting(browser, address, token=helper.token) as me:
        await me.go("/helpdesk/visits")
        await me.check_page()
    loan = a_loan(house, new_id())
    need = TrainingNeedShared(learner_id=new_id(), household_id=loan.household_id, competences=("2.3", "4.2"))
    await heard(house, helper.organisation, loan, wish(loan.household_id, ConsentAnswer.YES), need)
    house.clock.move(timedelta(days=14))
    helper = signed_again(house, helper)
    async with visiting(browser, address, token=helper.token) as me:
        page = me.page
        await me.go("/")
        await me.check_page()
        await me.follow("link", "Naar mijn week")
        await me.check_page()
        await me.follow("link", "Bekijk het bezoek aan gezin KIWI-42")
        await me.check_page()
        await me.follow("button", "Ik ga")
        await me.check_page()
        await me.follow("button", "Bewaar")  # nothing chosen
        await me.check_page()
        await page.get_by_label("Niet thuis").check()
        await me.follow("button", "Bewaar")
        await me.check_page()
        await page.get_by_label("Het ging door").check()
        await page.get_by_label("Er is iets stuk").check()
        await me.follow("button", "Bewaar")
        assert await page.get_by_role("heading", name="Dit bezoek ging door").is_visible()
        await me.check_page()
