"""The ways that people go most, by keyboard alone and without scripts: each step is reached with Tab, and its focus shows."""

from datetime import timedelta
from uuid import UUID

import pytest
from playwright.async_api import Browser

from shared.contracts.vocabulary import ConsentAnswer, Role
from shared.runtime.clock import new_id
from tests.support.browser import DESKTOP, PHONE, Visitor, visiting
from tests.support.helpdesk import a_known_device, a_loan, heard, signed_again, wish
from tests.support.house import House
from tests.support.lending import ready_to_sign

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # a browser does not see what carries the events


async def sees(visitor: Visitor, heading: str) -> None:
    """That this is the page somebody came to."""
    assert await visitor.page.get_by_role("heading", name=heading).is_visible(), f"no “{heading}” on {visitor.path}"


async def test_from_the_sticker_to_a_call(house: House, browser: Browser, address: str) -> None:
    staff = house.sign_in()
    device = await a_known_device(house, staff)
    await heard(house, staff.organisation, a_loan(house, UUID(device["id"])))
    async with visiting(browser, address, PHONE) as child:
        await child.go("/q")
        await child.type_in("Welke code", device["code"])
        await child.follow("button", "Ga verder", by="keyboard")
        await child.follow("button", "Scherm", by="keyboard")
        await sees(child, "We weten het. Nummer 1001.")
        await child.type_in("Wil je er", "Het viel van de tafel")
        await child.follow("button", "Stuur dit erbij", by="keyboard")
        await child.follow("button", "Bel mij terug", by="keyboard")
        assert await child.page.get_by_text("We bellen je terug.").is_visible()


async def test_signing_at_the_counter(house: House, browser: Browser, address: str) -> None:
    staff = house.sign_in()
    lent = await ready_to_sign(house, staff)
    async with visiting(browser, address, DESKTOP, staff.token) as counter:
        await counter.go(f"/loans/loans/{lent.loan['id']}")
        await counter.choose("Hoeveel mensen willen iets leren?", "1")
        await counter.follow("button", "Toon de afspraken", by="keyboard")
        await counter.follow("button", "Akkoord, teken", by="keyboard")  # before a name is there
        await counter.page.get_by_role("alert").wait_for()
        await counter.follow_within("Typ de naam van wie tekent")
        await counter.page.keyboard.insert_text("Fatima B.")
        await counter.tab_to(counter.page.get_by_label("Wie tekent, is 18 jaar of ouder").first)
        await counter.page.keyboard.press("Space")
        await counter.follow("button", "Akkoord, teken", by="keyboard")
        await sees(counter, "Klaar. Het toestel mag mee.")


async def test_questions_that_stop_half_way(house: House, browser: Browser, address: str) -> None:
    staff = house.sign_in()
    place = await staff.did("/skills/api/learners", {})
    async with visiting(browser, address, PHONE) as learner:
        await learner.go("/skills/start")
        await learner.type_in("Jouw code", place["code"])
        await learner.follow("button", "Begin", by="keyboard")
        await learner.follow("link", "Begin", by="keyboard")
        first = learner.path
        await learner.follow("button", "Ja, ik zet hem zelf aan", by="keyboard")
        assert learner.path != first
        await learner.follow("link", "Vorige vraag", by="keyboard")
        assert learner.path == first
        await learner.follow("button", "Stoppen, alles blijft bewaard", by="keyboard")
        assert learner.path == "/skills/my/result"
        await learner.follow("link", "Jouw pagina", by="keyboard")
        await learner.follow("button", "Sluit af op dit toestel", by="keyboard")
        assert learner.path == "/skills/start/bye"


async def test_what_came_of_a_visit(house: House, browser: Browser, address: str) -> None:
    helper = house.sign_in(None, Role.OUTREACH)
    loan = a_loan(house, new_id())
    await heard(house, helper.organisation, loan, wish(loan.household_id, ConsentAnswer.YES))
    house.clock.move(timedelta(days=14))
    helper = signed_again(house, helper)
    async with visiting(browser, address, PHONE, helper.token) as me:
        await me.go("/helpdesk/visits")
        await me.follow("link", "Bekijk het bezoek", by="keyboard")
        await me.follow("button", "Ik ga", by="keyboard")
        await me.choose("Wat gebeurde er?", "Het ging door")
        await me.tab_to(me.page.get_by_label("wil iets leren"))
        await me.page.keyboard.press("Space")
        await me.follow("button", "Bewaar", by="keyboard")
        await sees(me, "Dit bezoek ging door")
    house.clock.move(-timedelta(days=14))
