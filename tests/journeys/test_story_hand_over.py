"""A school sends a family: from a code on a paper to a laptop at home, signed on the tablet with a finger or on the own phone."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import pytest
from playwright.async_api import Browser, Page, ViewportSize, expect

from services.loans.web import family_door, family_signing
from shared.contracts.vocabulary import Role
from shared.web.rate_limit import RateLimit
from tests.journeys.test_live import check
from tests.journeys.test_read_aloud import ARABIC, DUTCH, press, spoken, voices
from tests.support.browser import DESKTOP, PHONE, Visitor, visiting
from tests.support.cards import code_of
from tests.support.house import House, Staff
from tests.support.met import Met
from tests.support.portal import set_up
from tests.support.scripted import with_scripts
from tests.support.slice import a_ready_device

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # a browser does not see what carries the events

TABLET = ViewportSize(width=820, height=1180)
AGREED = "موافق"


@pytest.fixture(autouse=True)
def many_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """All tests come from one address."""
    monkeypatch.setattr(family_door, "TRIES", RateLimit(most=10_000, seconds=600))
    monkeypatch.setattr(family_signing, "LOOKS", RateLimit(most=10_000, seconds=600))


@pytest.mark.parametrize("on", ["tablet", "phone"])
async def test_from_the_school_to_the_family_card(house: House, browser: Browser, heard_address: str, met: Met, on: str) -> None:
    everybody = house.sign_in(None, *Role)
    await set_up(house, everybody.organisation)
    tokens = {role: house.sign_in(everybody.organisation, role).token for role in Role}
    size = TABLET if on == "tablet" else DESKTOP
    async with (
        visiting(browser, heard_address, PHONE, tokens[Role.PARTNER]) as school,
        visiting(browser, heard_address, size, tokens[Role.STAFF]) as counter,
    ):
        code = await referred(school)
        loan = await prepared(house, counter, everybody, code)
        if on == "tablet":
            await drawn_on_the_tablet(browser, heard_address, tokens[Role.STAFF], loan)
        else:
            await signed_on_the_phone(browser, heard_address, tokens[Role.STAFF], loan)
        await house.run_until_idle()
        await counter.go(loan)
        assert await counter.page.get_by_role("heading", name="Klaar. Het toestel mag mee.").is_visible()
        await went_along(everybody, loan)
        card, pin = await a_card(house, counter)
        await school.go("/")
        assert code not in await school.page.content(), "a school heard once that it arrived"
    async with visiting(browser, heard_address, PHONE) as family:
        await family.go(f"/family/{card}")
        await family.type_in("Jouw pincode", pin)
        await family.follow("button", "Kom binnen")
        assert await family.page.locator(".lent .sticker").count() == 1
        await family.follow("link", "Mijn afspraken")
        assert await family.page.get_by_text("شاحن وفأرة وجهاز إنترنت متنقل").is_visible()
        await family.check_page()
    assert met.threats("ar") == []
    assert any(loan in path and "شاحن" in words for path, _, words in met.pages), "what was read is what was shown"


async def referred(school: Visitor) -> str:
    """A school asks for a family; gives the code that the family takes along."""
    await school.go("/loans/refer")
    await school.page.get_by_label("Middelbare school").check()
    await school.page.get_by_role("group", name="Is er een schoolkind dat geen toestel heeft?").get_by_label("Ja").check()
    await school.page.get_by_role("group", name="Is er internet thuis?").get_by_label("Nee").check()
    await school.follow("button", "Zet op de wachtlijst")
    await school.check_page()
    return (await school.page.locator(".sticker").inner_text()).strip()


async def prepared(house: House, counter: Visitor, staff: Staff, code: str) -> str:
    """Somebody talks with the family, a machine becomes ready and is found for it; gives the address of the loan."""
    page = counter.page
    await counter.go("/loans/requests")
    await page.get_by_role("listitem").filter(has_text=code).get_by_role("link", name="Bekijk").first.click()
    request = counter.path
    await counter.follow("link", "Bekijk het gezin")
    household = counter.path
    await counter.follow("link", "Klopt er iets niet? Verbeter het")
    await page.get_by_label("Hoe mogen we jullie noemen?").fill("Fatima")
    await page.get_by_label("Arabisch").check()
    await counter.follow("button", "Bewaar")
    await counter.follow("button", "Mogen we op bezoek komen? Ja")
    await a_ready_device(staff)
    await house.run_until_idle()
    await counter.go(request)
    assert await page.get_by_role("heading", name="Er ligt een toestel klaar").is_visible()
    await counter.follow("link", "Teken en geef mee")
    loan = counter.path
    await page.get_by_label("Muis").check()
    await page.get_by_label("Hotspot").check()
    await counter.follow("button", "Toon de afspraken")
    own, dutch = page.locator("section[lang=ar][dir=rtl]"), page.locator("section[lang=nl][dir=ltr]")
    assert await own.get_by_text("شاحن وفأرة وجهاز إنترنت متنقل").is_visible()
    assert "Dit krijg je erbij: lader, muis en hotspot." in (await dutch.text_content() or "")
    assert household != loan
    return loan


@asynccontextmanager
async def aloud(browser: Browser, address: str, token: str, size: ViewportSize, path: str) -> AsyncIterator[Page]:
    """A page with scripts of which the first sentence was read aloud in Arabic."""
    async with with_scripts(browser, address, token, size=size, before=voices(DUTCH, ARABIC)) as page:
        await page.goto(path)
        await press(page, "اقرأ بصوت عالٍ" if not token else "Lees voor")
        first = await spoken(page, 1)
        assert (first["lang"], first["voice"]) == ("ar", "Layla")
        yield page


async def drawn_on_the_tablet(browser: Browser, address: str, token: str, loan: str) -> None:
    """Read aloud, and signed with a finger on the tablet of the counter."""
    async with aloud(browser, address, token, TABLET, f"{loan}/agreement") as page:
        await check(page)
        await draw(page)
        await page.get_by_label("Wie tekent, is 18 jaar of ouder").first.check()
        await page.get_by_role("button", name="Akkoord, teken").click()
        await expect(page.get_by_role("heading", name="Klaar. Het toestel mag mee.")).to_be_visible()
        await page.goto(f"{loan}/agreement")
        drawing = page.locator(".signature img")
        assert await drawing.evaluate_all("all => all.length > 0 && all.every(e => e.complete && e.naturalWidth > 0)")


async def signed_on_the_phone(browser: Browser, address: str, token: str, loan: str) -> None:
    """The counter shows a code; the family reads in Arabic and signs with a finger."""
    async with with_scripts(browser, address, token, size=DESKTOP) as counter:
        await counter.goto(f"{loan}/agreement")
        await counter.get_by_text("Liever op de eigen telefoon?").click()
        await counter.get_by_role("button", name="Toon de code").click()
        shown = await counter.locator("strong[translate=no]").inner_text()
        path = "/family/sign/" + shown.replace("\n", "").rpartition("/")[2].strip()
        assert await counter.locator(".phone-code svg").count() == 1
        async with aloud(browser, address, "", PHONE, path) as phone:
            assert await phone.locator("html").get_attribute("dir") == "rtl"
            await check(phone)
            await draw(phone)
            await phone.get_by_role("button", name=AGREED).click()
            assert await phone.get_by_role("alert").get_by_role("link").count() == 1, "nobody said that an adult signs"
            await check(phone)
            await phone.locator("input[name=adult]").check()
            await phone.get_by_role("button", name=AGREED).click()
            await phone.wait_for_url("**/family/sign/done*")
            await check(phone)
        await expect(counter.get_by_role("heading", name="Het gezin heeft getekend")).to_be_visible()


async def draw(page: Page) -> None:
    """A line as a finger draws it."""
    canvas = page.locator("[data-draw] canvas")
    await canvas.scroll_into_view_if_needed()
    box = await canvas.bounding_box()
    assert box is not None
    await page.mouse.move(box["x"] + 30, box["y"] + box["height"] / 2)
    await page.mouse.down()
    await page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 4, steps=6)
    await page.mouse.move(box["x"] + box["width"] - 30, box["y"] + box["height"] / 2, steps=6)
    await page.mouse.up()
    await expect(page.locator("input[name=drawing]")).not_to_have_value("")


async def went_along(staff: Staff, loan: str) -> None:
    """The loan runs in Arabic with what was promised, and visits are planned because the family said yes."""
    seen: Any = await staff.get(f"/loans/api{loan.removeprefix('/loans')}")
    assert seen["status"] == "running"
    assert {"mouse", "hotspot"} <= set(seen["accessories"])
    signed = await staff.get(f"/loans/api{loan.removeprefix('/loans')}/agreement")
    assert signed["language"] == "ar"
    visits = (await staff.get("/helpdesk/api/visits?until=2099-01-01"))["visits"]
    assert {(one["household_id"], one["purpose"]) for one in visits} == {(seen["household_id"], "follow_up")}
    assert len(visits) >= 3


async def a_card(house: House, counter: Visitor) -> tuple[str, str]:
    """A card for the first person; gives its code and its PIN."""
    await counter.follow("link", "Maak een kaart bij het gezin")
    await counter.follow("link", "Maak een kaart")
    await counter.follow("button", "Maak de kaart")
    await counter.check_page()
    pin = await counter.page.locator(".pin-shown").inner_text()
    pdf = await counter.page.get_by_role("link", name="Druk de kaart af").get_attribute("href") or ""
    return code_of(house, UUID(pdf.split("/")[-2])), pin
