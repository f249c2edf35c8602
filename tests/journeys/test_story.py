"""The story through all services, as each person in it sees it: nothing is made up, every effect comes over the bus."""

from datetime import timedelta

import pytest
from playwright.async_api import Browser, ViewportSize

from shared.contracts.vocabulary import Role
from tests.support.browser import DESKTOP, PHONE, Visitor, visiting
from tests.support.house import House
from tests.support.portal import set_up
from tests.support.slice import a_ready_device

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # a browser does not see what carries the events


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_from_a_family_to_a_visit(house: House, browser: Browser, address: str, size: ViewportSize) -> None:
    everybody = house.sign_in(None, *Role)
    await set_up(house, everybody.organisation)
    device = await a_ready_device(everybody)
    await house.run_until_idle()
    tokens = {role: house.sign_in(everybody.organisation, role).token for role in Role}
    async with (
        visiting(browser, address, size, tokens[Role.STAFF]) as counter,
        visiting(browser, address, size) as child,
        visiting(browser, address, size, tokens[Role.REPAIRER]) as workshop,
    ):
        loan = await borrow(house, counter)
        assert device["code"] in await counter.page.inner_text("main")
        ticket = await scan(house, child, device["code"])
        spare = await a_ready_device(everybody)
        await house.run_until_idle()
        await repair(house, workshop, ticket, spare["code"])
        await counter.go(loan)
        assert spare["code"] in await counter.page.inner_text("main"), "the loaner is a line of the same loan"
        await back_with_the_family(house, workshop, device["id"])
        await counter.go(loan)
        await counter.check_page()
    house.clock.move(timedelta(days=14))
    helper = house.sign_in(everybody.organisation, Role.OUTREACH)
    async with visiting(browser, address, size, helper.token) as visits:
        await visit(visits)
    house.clock.move(-timedelta(days=14))


async def borrow(house: House, counter: Visitor) -> str:
    """A family comes in and leaves with the laptop; gives the address of the loan."""
    page = counter.page
    await counter.go("/")
    await counter.check_page()
    await counter.follow_menu("link", "Wachtlijst")
    await counter.follow("link", "Nieuwe vraag")
    await counter.follow("link", "Nieuw gezin")
    await page.get_by_label("Hoe mogen we jullie noemen?").fill("Familie Peeters")
    await page.get_by_role("group", name="Mogen we op bezoek komen?").get_by_label("Ja").check()
    await counter.follow("button", "Ga verder")
    await page.get_by_label("Middelbare school").check()
    await page.get_by_role("group", name="Is er een schoolkind dat geen toestel heeft?").get_by_label("Ja").check()
    await page.get_by_role("group", name="Is er internet thuis?").get_by_label("Nee").check()
    await counter.follow("button", "Zet op de wachtlijst")
    await house.run_until_idle()
    await counter.follow("link", "Laad opnieuw")
    await counter.follow("link", "Teken en geef mee")
    loan = counter.path
    await counter.follow("button", "Toon de afspraken")
    await counter.check_page()
    await page.get_by_label("Naam van wie tekent").fill("An Peeters")
    await page.get_by_label("Wie tekent, is 18 jaar of ouder").first.check()
    await counter.follow("button", "Akkoord, teken")
    assert await page.get_by_role("heading", name="Klaar. Het toestel mag mee.").is_visible()
    await counter.check_page()
    await house.run_until_idle()
    return loan


async def scan(house: House, child: Visitor, code: str) -> str:
    """A child taps a picture and asks to be called; gives the number of the question."""
    await child.go(f"/q/{code}")
    assert "Peeters" not in await child.page.content()
    await child.check_page()
    await child.follow("button", "Scherm")
    await child.check_page()
    await child.follow("button", "Bel mij terug")
    await house.run_until_idle()
    return "1001"


async def repair(house: House, workshop: Visitor, ticket: str, spare: str) -> None:
    """A volunteer decides, asks for a loaner, and puts in a new drive."""
    page = workshop.page
    await workshop.go("/helpdesk/tickets")
    await workshop.follow("link", f"Bekijk vraag {ticket}")
    assert "Peeters" not in await page.content()
    await workshop.check_page()
    await page.get_by_label("Herstellen").check()
    await workshop.follow("button", "Beslis")
    await house.run_until_idle()
    await workshop.follow("button", "Vraag een leentoestel")
    await house.run_until_idle()
    await workshop.go(workshop.path)
    assert spare in await page.inner_text("main")
    await page.get_by_label("Hersteld", exact=False).first.check()
    await page.get_by_label("Ja, en er zit een nieuwe in").check()
    await page.get_by_label("De nieuwe schijf").select_option("ssd")
    await page.get_by_label("Ja, en ze zijn bewaard").check()
    await workshop.follow("button", "De herstelling is klaar")
    assert await page.get_by_role("heading", name="Afgerond: hersteld").is_visible()
    await workshop.check_page()
    await house.run_until_idle()


async def back_with_the_family(house: House, workshop: Visitor, device: str) -> None:
    """The new drive is looked at, and the laptop goes back."""
    await workshop.go(f"/inventory/devices/{device}")
    await workshop.check_page()
    await workshop.follow("button", "Ze kwam nieuw uit een gesloten doos")
    await workshop.follow("button", "Ik heb nagekeken dat deze schijf leeg is")
    await workshop.check_page()
    await workshop.follow("button", "Het is terug bij het gezin")
    await workshop.check_page()
    await house.run_until_idle()


async def visit(helper: Visitor) -> None:
    """Two weeks later somebody goes and looks."""
    page = helper.page
    await helper.go("/")
    await helper.follow("link", "Naar mijn week")
    assert "Familie Peeters" in await page.inner_text("main"), "the family said yes to visits"
    await helper.check_page()
    await page.get_by_role("link", name="Bekijk het bezoek").first.click()
    await page.get_by_label("Het ging door").check()
    await page.get_by_label("wil iets leren", exact=False).first.check()
    await helper.follow("button", "Bewaar")
    assert await page.get_by_role("heading", name="Dit bezoek ging door").is_visible()
    await helper.check_page()
