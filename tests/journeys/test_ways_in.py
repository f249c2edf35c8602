"""Somebody adds a passkey and comes in with it; then a tablet is locked in the middle of a form, and opened with a PIN."""

from urllib.parse import urlsplit

import pytest
from playwright.async_api import Browser, Page

from shared.contracts.vocabulary import Role
from tests.support.browser import AXE, AXE_RUN, SCHEMES, TOO_SMALL, TOO_WIDE
from tests.support.house import House
from tests.support.portal import PASSWORD, Someone, a_coordinator, a_link, a_name
from tests.support.scripted import with_scripts

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # a browser does not see what carries the events

PIN = "472915"
PHONE_THAT_KNOWS_ITS_OWNER = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


async def check(page: Page) -> None:
    """Nothing wrong for axe-core, nothing too wide, no target too small."""
    await page.evaluate(AXE.read_text())
    for scheme in SCHEMES:
        await page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
        assert await page.evaluate(AXE_RUN) == [], f"{page.url} in {scheme}"
    assert await page.evaluate(TOO_WIDE) == []
    assert await page.evaluate(TOO_SMALL) == []


async def sign_in(page: Page, someone: Someone) -> None:
    await page.goto("/sign-in")
    await page.get_by_label("Aanmeldnaam").fill(someone.sign_in_name)
    await page.get_by_label("Wachtwoord").fill(PASSWORD)
    await page.get_by_role("button", name="Aanmelden", exact=True).click()
    await page.get_by_role("button", name="Menu", exact=True).wait_for()


async def test_a_passkey_and_a_shared_tablet(house: House, browser: Browser, address: str) -> None:
    someone = await (await a_coordinator(house)).colleague(Role.STAFF)
    house.settings.public_url = address.replace("127.0.0.1", "localhost")
    try:
        async with with_scripts(browser, house.settings.public_url) as page:
            await comes_in_with_a_passkey(page, someone)
            await locks_a_tablet(page, someone)
    finally:
        house.settings.public_url = ""


async def test_the_link_of_a_start_code_fits_a_phone(house: House, browser: Browser, address: str) -> None:
    boss = await a_coordinator(house)
    body = {"sign_in_name": a_name("bo"), "display_name": "Bo", "roles": ["staff"]}
    link = await a_link(boss, (await boss.did("/portal/api/people", body))["id"])
    async with with_scripts(browser, address) as page:
        await page.goto(link)
        await page.get_by_label("Typ het wachtwoord nog eens").wait_for()
        await check(page)


async def comes_in_with_a_passkey(page: Page, someone: Someone) -> None:
    """Add one, leave, and come back without typing anything."""
    phone = await page.context.new_cdp_session(page)
    await phone.send("WebAuthn.enable")
    added = await phone.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE_THAT_KNOWS_ITS_OWNER})
    await sign_in(page, someone)
    await page.goto("/account")
    await page.locator("#passkey_password").fill(PASSWORD)
    await page.get_by_role("button", name="Voeg een passkey toe").click()
    await page.get_by_role("button", name="Maak de passkey").wait_for()
    await check(page)
    await page.get_by_label("Hoe noem je deze passkey?").fill("Mijn telefoon")
    await page.get_by_role("button", name="Maak de passkey").click()
    await page.get_by_text("Je passkey is bewaard.").wait_for()
    await check(page)
    await page.get_by_role("button", name="Menu", exact=True).click()
    await page.get_by_role("button", name="Afmelden").click()
    await page.get_by_role("button", name="Meld me aan met een passkey").wait_for()
    await check(page)
    await page.get_by_role("button", name="Meld me aan met een passkey").click()
    await page.get_by_role("button", name="Menu", exact=True).wait_for()
    kept = await phone.send("WebAuthn.getCredentials", {"authenticatorId": added["authenticatorId"]})
    assert [one["signCount"] for one in kept["credentials"]] == [2]


async def locks_a_tablet(page: Page, someone: Someone) -> None:
    """With half a form on the screen, in one tap; the PIN brings it back. The learner who used it meanwhile is out; and what stood
    open in another tab is sent after all."""
    await page.goto("/account")
    await page.locator("#pin_password").fill(PASSWORD)
    await page.get_by_label("Pincode", exact=True).fill(PIN)
    await page.get_by_role("button", name="Neem deze pincode").click()
    await page.get_by_text("Je pincode werkt op elk gedeeld toestel").wait_for()
    await page.get_by_role("button", name="Dit is een gedeeld toestel").click()
    await page.get_by_text("Dit is nu een gedeeld toestel.").wait_for()
    await check(page)
    await page.goto("/skills/start")
    await page.get_by_label("Jouw code").fill((await someone.did("/skills/api/learners", {}))["code"])
    await page.get_by_role("button", name="Begin").click()
    await page.wait_for_url("**/skills/my")
    tab = await page.context.new_page()
    await tab.goto("/account")
    await tab.get_by_label("Hoe noemen collega’s je?").fill("Bo uit een ander venster")
    await page.goto("/loans/requests/new")
    await page.get_by_label("Nederlands leren").check()
    await page.get_by_role("button", name="Vergrendel").click()
    await page.get_by_role("heading", name="Vergrendeld").wait_for()
    assert await page.get_by_label("Bo").is_checked()
    await check(page)
    await page.get_by_label("Je pincode").fill("590372")
    await page.get_by_role("button", name="Ontgrendel").click()
    await page.get_by_role("alert").get_by_text("Deze pincode klopt niet").wait_for()
    await check(page)
    await page.get_by_label("Je pincode").fill(PIN)
    await page.get_by_role("button", name="Ontgrendel").click()
    await page.get_by_role("button", name="Verstuur het nu").click()
    await page.get_by_role("alert").wait_for()
    assert await page.get_by_label("Nederlands leren").is_checked()
    await page.goto("/skills/my")
    assert urlsplit(page.url).path == "/skills/start"
    await tab.get_by_role("button", name="Bewaar mijn naam").click()
    await tab.get_by_role("heading", name="Nog niet verstuurd. Wat je typte, is er nog.").wait_for()
    await check(tab)
    await tab.get_by_role("button", name="Verstuur het nu").click()
    await tab.get_by_label("Hoe noemen collega’s je?").wait_for()
    assert await tab.get_by_label("Hoe noemen collega’s je?").input_value() == "Bo uit een ander venster"
