"""A year on: two friendly letters, a person who calls three times in vain, and a proposed visit because the family likes visits.

Everything that anybody reads on the way is read for words that frighten.
"""

from datetime import date, timedelta

import pytest
from playwright.async_api import Browser, expect

from services.loans.web import family_door
from shared.contracts.vocabulary import Role
from shared.web.rate_limit import RateLimit
from tests.services.test_loans_touch import move_to
from tests.support.browser import DESKTOP, PHONE, Visitor, visiting
from tests.support.cards import give_card
from tests.support.house import House, Staff
from tests.support.lending import Lent, a_running_loan, loan_now
from tests.support.met import Met
from tests.support.portal import set_up

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # a browser does not see what carries the events

SAID = "هل هناك شيء لا يعمل؟ نحن نساعدكم."
"""In both letters: does anything not work, then we help."""


@pytest.fixture(autouse=True)
def many_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """All tests come from one address."""
    monkeypatch.setattr(family_door, "TRIES", RateLimit(most=10_000, seconds=600))


async def test_two_letters_three_calls_and_a_visit_if_it_is_welcome(
    house: House, browser: Browser, heard_address: str, met: Met
) -> None:
    staff = house.sign_in(None, *Role)
    await set_up(house, staff.organisation)
    lent = await a_running_loan(house, staff, language="ar", visits="yes")
    day = date.fromisoformat((await loan_now(staff, lent))["look_again_on"])
    async with visiting(browser, heard_address, DESKTOP) as counter, visiting(browser, heard_address, PHONE) as helper:
        for when in (day - timedelta(days=28), day):
            await a_letter(house, staff, counter, lent, when)
        for wait in (16, 24, 32):
            assert bool(await helps(staff, lent)) == (wait > 16), "a visit is proposed after the first call, not before"
            await a_call(house, staff, counter, lent, day + timedelta(days=wait))
        assert len(await helps(staff, lent)) == 1, "each call without an answer is noted, and the visit is one"
        assert (await loan_now(staff, lent))["status"] == "running", "silence ends nothing"
        await come_in(house, staff, helper)
        await helper.go(f"/helpdesk/visits/{(await helps(staff, lent))[0]}")
        await expect(helper.page.locator("blockquote.say")).to_be_visible()
        await helper.check_page()
        await counter.go(f"/loans/loans/{lent.loan['id']}")
        await counter.check_page()
    await no_more_visits(house, staff, browser, heard_address, lent)
    assert [SAID in words for _, words in met.papers] == [True, True], "both letters are read, in their own language"
    assert met.threats("ar") == []


async def come_in(house: House, staff: Staff, visitor: Visitor) -> None:
    """Be signed in again: months went by."""
    await visitor.sign_in(house.services["loans"].tokens.sign(staff.person))


async def a_letter(house: House, staff: Staff, counter: Visitor, lent: Lent, when: date) -> None:
    """A letter lies ready on that day; somebody prints it and says so."""
    await move_to(house, when)
    await come_in(house, staff, counter)
    await counter.go("/loans/loans")
    await counter.go("/loans/calls")
    await counter.check_page()
    letter = counter.page.get_by_role("link", name=f"Druk de brief af voor gezin {lent.household['code']}")
    path = await letter.get_attribute("href") or ""
    printed = await counter.page.context.request.get(counter.base + path)
    assert (printed.status, printed.headers["content-type"]) == (200, "application/pdf")
    await counter.follow("button", "Gedaan")
    assert await counter.page.get_by_role("heading", name="Deze berichten liggen klaar").count() == 0


async def a_call(house: House, staff: Staff, counter: Visitor, lent: Lent, when: date) -> None:
    """Somebody opens the number, calls, and nobody answers."""
    await move_to(house, when)
    await come_in(house, staff, counter)
    await counter.go("/loans/calls")
    assert await counter.page.get_by_role("heading", name="Bel deze gezinnen").is_visible()
    assert "0470" not in await counter.page.content()
    await counter.follow("button", "Toon het nummer")
    assert await counter.page.get_by_role("link", name="0470 12 34 56").is_visible()
    await counter.check_page()
    await counter.follow("button", "Geen antwoord")
    assert counter.path.startswith("/loans/calls")
    assert lent.household["code"] not in await counter.page.inner_text("main"), "not again today"
    await house.run_until_idle()


async def helps(staff: Staff, lent: Lent) -> list[str]:
    """The visits to help this family that are planned."""
    visits = (await staff.get("/helpdesk/api/visits?until=2100-01-01"))["visits"]
    return [one["id"] for one in visits if one["purpose"] == "help" and one["household_id"] == lent.household["id"]]


async def no_more_visits(house: House, staff: Staff, browser: Browser, address: str, lent: Lent) -> None:
    """The family reads on its phone that we looked, and says that it would rather not have us come: the visit is gone."""
    card = await give_card(house, staff, lent.household["id"])
    async with visiting(browser, address, PHONE) as family:
        await family.go(f"/family/{card.code}")
        await family.type_in("Jouw pincode", card.pin)
        await family.follow("button", "Kom binnen")
        await family.check_page()
        await family.follow("link", "Wat jullie van mij weten")
        assert "om te vragen hoe het gaat" in await family.page.inner_text("main")
        await family.follow("button", "Mogen we op bezoek komen? Nee, liever niet")
        assert "Jij zei: nee." in await family.page.inner_text("main")
    await house.run_until_idle()
    assert await helps(staff, lent) == []
    assert (await loan_now(staff, lent))["status"] == "running"
