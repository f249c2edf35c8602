"""The way of a machine and a family, as somebody at the counter sees it: on a phone, on a desktop, with the keyboard alone."""

from typing import Literal

import pytest
from playwright.async_api import Browser, FilePayload, ViewportSize, expect

from services.inventory.domain.hardware_report import MAX_REPORT_BYTES
from tests.support.browser import DESKTOP, PHONE, visiting
from tests.support.house import House
from tests.support.slice import another_looks, in_api, prepared, report

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # a browser does not see what carries the events

SIZES = pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])


def a_file(content: bytes) -> FilePayload:
    """A file to choose."""
    return FilePayload(name="verslag.json", mimeType="application/json", buffer=content)


@SIZES
async def test_from_report_to_family(house: House, browser: Browser, address: str, size: ViewportSize) -> None:
    async with visiting(browser, address, size) as visitor:
        page = visitor.page
        staff = house.sign_in()
        await visitor.sign_in(staff.token)
        await visitor.go("/")
        await visitor.check_page()

        await visitor.follow_menu("link", "Toestellen")
        await visitor.check_page()
        await visitor.follow("link", "Nieuw toestel")
        await visitor.check_page()
        for wrong, words in (
            (report()[:300], "Het verslag is beschadigd"),
            (b" " * MAX_REPORT_BYTES * 2, "Het bestand is te groot"),
        ):
            await page.get_by_label("Verslag van het toestel").set_input_files(a_file(wrong))
            await visitor.follow("button", "Breng binnen")
            assert await page.get_by_role("alert").get_by_role("link", name=words).count() == 1
        await visitor.check_page()
        await page.get_by_label("Verslag van het toestel").set_input_files(a_file(report()))
        await visitor.follow("button", "Breng binnen")
        device = visitor.path
        code = (await page.locator(".sticker").inner_text()).strip()
        await visitor.check_page()

        await visitor.follow("button", "Bewaar")
        assert await page.get_by_role("alert").get_by_role("link").count() == 3
        await visitor.check_page()
        await page.get_by_label("Met het wiscommando van de schijf zelf").check()
        await page.get_by_label("Waarmee?").select_option("hdparm")
        await page.get_by_label("Ja", exact=True).check()
        await visitor.follow("button", "Bewaar")
        assert visitor.path == device
        await visitor.check_page()
        assert await page.get_by_role("heading", name="Volgende stap: vraag een collega").is_visible()
        await another_looks(staff, device)
        await prepared(staff, in_api(device))
        await visitor.go(device)
        await visitor.check_page()
        await visitor.follow("button", "Klaar voor een gezin")
        assert await page.get_by_role("heading", name="Dit toestel staat klaar").is_visible()
        await visitor.check_page()

        await visitor.follow_menu("link", "Wachtlijst")
        await visitor.check_page()
        await visitor.follow("link", "Nieuwe vraag")
        await visitor.follow("link", "Ga verder met alleen een code")
        await visitor.check_page()
        await page.get_by_label("Middelbare school").check()
        await visitor.follow("button", "Zet op de wachtlijst")
        assert await page.get_by_label("Middelbare school").is_checked()
        await visitor.check_page()
        await page.get_by_role("group", name="Is er een schoolkind dat geen toestel heeft?").get_by_label("Ja").check()
        await page.get_by_role("group", name="Is er internet thuis?").get_by_label("Nee").check()
        await visitor.follow("button", "Zet op de wachtlijst")
        assert await page.get_by_role("heading", name="Eerste in de rij").is_visible()
        await visitor.check_page()
        await house.run_until_idle()
        await visitor.follow("link", "Laad opnieuw")
        assert await page.get_by_role("heading", name="Er ligt een toestel klaar").is_visible()
        await visitor.check_page()

        await visitor.follow("link", "Bekijk het toestel")
        assert visitor.path == device
        await visitor.check_page()
        await visitor.go("/")
        assert await page.get_by_role("heading", name="Ligt klaar voor een gezin").is_visible()
        await visitor.check_page()
        await page.get_by_label("Zoek op code, nummer of naam").fill(code.lower())
        await visitor.follow("button", "Zoek")
        assert visitor.path == device
        await visitor.follow("link", "Bekijk voor wie")
        await visitor.follow("link", "Stop deze vraag")
        await visitor.check_page()
        await visitor.follow("button", "Ja, stop deze vraag")
        assert await page.get_by_role("heading", name="Deze vraag is gestopt").is_visible()
        await visitor.check_page()
        await house.run_until_idle()
        await visitor.go(device)
        assert await page.get_by_role("heading", name="Dit toestel staat klaar").is_visible()
        await visitor.go("/inventory/devices/of-nothing")
        await visitor.check_page()
        await visitor.follow_menu("button", "Afmelden")
        assert visitor.path == "/sign-in"


async def test_with_the_keyboard_alone(house: House, browser: Browser, address: str) -> None:
    async with visiting(browser, address, DESKTOP) as visitor:
        page, press = visitor.page, visitor.page.keyboard.press

        async def enter(role: Literal["link", "button"], name: str) -> None:
            await visitor.follow(role, name, by="keyboard")

        staff = house.sign_in()
        await visitor.sign_in(staff.token)
        await visitor.go("/inventory/devices/new")

        await press("Tab")
        await press("Enter")  # past the menu
        await page.wait_for_url("**#content")
        await visitor.tab_to(page.get_by_label("Verslag van het toestel"))
        async with page.expect_file_chooser() as chooser:
            await page.evaluate("1")  # by its answer the browser knows that somebody waits for its window
            await press("Space")
        await (await chooser.value).set_files(a_file(report()))
        await enter("button", "Breng binnen")
        await enter("link", "Naar de schijf")
        await visitor.choose("Hoe is deze schijf gewist?", "Met het wiscommando")
        await visitor.tab_to(page.get_by_label("Waarmee?"))
        await page.keyboard.type("hdparm")
        await enter("button", "Bewaar")
        await expect(page.get_by_role("alert")).to_be_focused()
        await press("Tab")  # from the error summary: the next thing is what is wrong
        assert await page.evaluate("document.activeElement.textContent") == "Kies of het wissen gelukt is"
        await press("Enter")
        await press("Space")
        await enter("button", "Bewaar")
        await another_looks(staff, visitor.path)
        await prepared(staff, in_api(visitor.path))
        await visitor.go(visitor.path)
        await enter("button", "Klaar voor een gezin")
        await enter("link", "Wachtlijst")
        await enter("link", "Nieuwe vraag")
        await enter("link", "Ga verder met alleen een code")
        await visitor.choose("Waarvoor is het toestel?", "Nederlands leren")
        await visitor.choose("Is er een schoolkind", "Nee")
        await visitor.choose("Is er internet thuis?", "Ja")
        await enter("button", "Zet op de wachtlijst")
        await house.run_until_idle()
        await enter("link", "Laad opnieuw")
        assert await page.get_by_role("heading", name="Er ligt een toestel klaar").is_visible()
