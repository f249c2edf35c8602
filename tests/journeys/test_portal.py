"""A Digibank begins, people come in, and a form survives the end of a session: on a phone, without scripts."""

from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from playwright.async_api import Browser, FilePayload, Page, ViewportSize

from shared.contracts.vocabulary import Role
from tests.support.browser import DESKTOP, PHONE, Visitor, visiting
from tests.support.house import House
from tests.support.portal import PASSWORD, a_coordinator, a_name, set_up

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # a browser does not see what carries the events


async def choose_password(visitor: Visitor, name: str, code: str) -> None:
    """Come in for the first time, after a mistake."""
    page = visitor.page
    await visitor.go("/")
    assert visitor.path == "/sign-in"
    await visitor.check_page()
    await visitor.follow("link", "Ik heb een startcode")
    await visitor.check_page()
    await page.get_by_label("Aanmeldnaam").fill(name)
    await page.get_by_label("Startcode").fill(code)
    for password in ("kort", PASSWORD):
        await page.get_by_label("Nieuw wachtwoord").fill(password)
        await page.get_by_label("Typ het wachtwoord nog eens").fill(password)
        await visitor.follow("button", "Bewaar en meld me aan")
        if password == "kort":
            await page.get_by_role("alert").get_by_role("link", name="Dit wachtwoord is te kort").click()
            assert await page.get_by_label("Nieuw wachtwoord").evaluate("element => element === document.activeElement")
            await visitor.check_page()
    assert visitor.path == "/"
    await visitor.check_page()


async def type_password(page: Page, name: str, password: str) -> None:
    await page.get_by_label("Aanmeldnaam").fill(name)
    await page.get_by_label("Wachtwoord").fill(password)


def a_logo() -> bytes:
    """Three times as wide as high."""
    out = BytesIO()
    Image.new("RGB", (600, 200), "#003c71").save(out, "PNG")
    return out.getvalue()


async def shows_its_face(page: Page) -> None:
    """The name and the logo are in the header, which has room for the logo before it is there: nothing moves when it comes."""
    name = page.get_by_role("banner").get_by_text("Digibank De Vaart")
    logo = page.locator("header .logo")
    assert await page.title() == "Mensen · Digibank De Vaart"
    assert await logo.evaluate("picture => picture.naturalWidth") == 512
    with_logo = await name.bounding_box(), await logo.bounding_box()
    await page.route("**/organisation/logo/**", lambda route: route.fulfill(status=204))
    await page.reload()
    assert await logo.evaluate("picture => picture.naturalWidth") == 0
    assert (await name.bounding_box(), await logo.bounding_box()) == with_logo
    await page.unroute_all()
    await page.reload()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_a_digibank_begins_and_a_colleague_comes_in(house: House, browser: Browser, address: str, size: ViewportSize) -> None:
    name, other = a_name(), a_name("bo")
    code = (await set_up(house, coordinator=name)).json()["start_code"]
    async with visiting(browser, address, size) as visitor:
        page = visitor.page
        await choose_password(visitor, name, code)

        await visitor.follow("link", "Onze Digibank")
        await visitor.check_page()
        await page.get_by_label("Hoe heet jullie Digibank?").fill("")
        await visitor.follow("button", "Bewaar")
        await visitor.check_page()
        await page.get_by_label("Hoe heet jullie Digibank?").fill("Digibank De Vaart")
        await visitor.follow("button", "Bewaar")
        assert await page.get_by_text("Bewaard.").is_visible()
        await visitor.check_page()

        await page.get_by_label("Of typ de code").fill("#FFD500")
        await visitor.follow("button", "Neem deze kleur")
        assert await page.get_by_text("We maken ze donkerder").is_visible()
        await visitor.check_page()
        await page.get_by_label("Kies het bestand").set_input_files({"name": "a.png", "mimeType": "image/png", "buffer": b"geen"})
        await visitor.follow("button", "Neem dit logo")
        await page.get_by_role("alert").get_by_role("link", name="niet als afbeelding lezen").click()
        await visitor.check_page()
        logo = FilePayload(name="logo.png", mimeType="image/png", buffer=a_logo())
        await page.get_by_label("Kies het bestand").set_input_files(logo)
        await visitor.follow("button", "Neem dit logo")
        await visitor.check_page()
        assert await page.get_by_role("main").get_by_role("img", name="Digibank De Vaart").is_visible()

        await house.run_until_idle()
        await visitor.follow_menu("link", "Beheer")
        await visitor.follow("link", "Bekijk Mensen")
        await visitor.check_page()
        await shows_its_face(page)
        await visitor.follow("link", "Niet meer actief")
        await visitor.check_page()
        await visitor.follow("link", "Nieuwe persoon")
        await visitor.check_page()
        await page.get_by_label("Hoe noemen collega’s deze persoon?").fill("Bo")
        await page.get_by_label("Aanmeldnaam").fill(other)
        await visitor.follow("button", "Maak het account")
        assert await page.get_by_role("alert").get_by_role("link", name="Kies minstens één rol").count() == 1
        await visitor.check_page()
        await page.get_by_role("checkbox", name="Medewerker").check()
        await visitor.follow("button", "Maak het account")
        code = (await page.locator(".sticker").inner_text()).strip()
        await visitor.check_page()
        await page.emulate_media(media="print")
        assert await page.locator(".sticker").is_visible()
        assert not await page.get_by_role("heading", name="Geef ze van hand tot hand").is_visible()
        await page.emulate_media(media="screen")
        await visitor.follow("link", "Klaar")
        await visitor.follow("link", "Bekijk Bo")
        await visitor.check_page()
        person = visitor.path

        async with visiting(browser, address, size) as colleague:
            await choose_password(colleague, other, code)
            await colleague.follow_menu("link", "Account")
            await colleague.check_page()
            await colleague.page.get_by_label("Wachtwoord van nu").fill("iets anders")
            await colleague.page.get_by_label("Nieuw wachtwoord").fill("een ander zinnetje")
            await colleague.page.get_by_label("Typ het nieuwe wachtwoord nog eens").fill("een ander zinnetje")
            await colleague.follow("button", "Neem dit wachtwoord")
            await colleague.check_page()
            await colleague.follow_menu("button", "Afmelden")
            assert colleague.path == "/sign-in"
            await type_password(colleague.page, other, "iets anders")
            await colleague.follow("button", "Aanmelden")
            await colleague.page.get_by_role("alert").get_by_role("link", name="horen niet bij elkaar").click()
            await colleague.check_page()
            await type_password(colleague.page, other, PASSWORD)
            await colleague.follow("button", "Aanmelden")
            assert colleague.path == "/"

        await visitor.go(f"{person}/remove")
        await visitor.check_page()
        await visitor.follow("button", "Ja, haal weg")
        await visitor.check_page()


async def test_nothing_typed_is_lost_when_a_session_ends(house: House, browser: Browser, address: str) -> None:
    someone = await (await a_coordinator(house)).colleague(Role.STAFF)
    async with visiting(browser, address, PHONE) as visitor:
        page = visitor.page
        await visitor.sign_in(someone.token)
        await visitor.go("/loans/requests/new")
        await page.get_by_label("Nederlands leren").check()
        await page.get_by_role("group", name="Is er internet thuis?").get_by_label("Nee").check()
        house.clock.move(timedelta(hours=13))
        await visitor.follow("button", "Zet op de wachtlijst")
        assert await page.get_by_text("Wat je typte, is er nog").is_visible()
        await visitor.check_page()
        await type_password(page, someone.sign_in_name, PASSWORD)
        await visitor.follow("button", "Aanmelden")
        assert await page.get_by_role("heading", name="Je bent weer aangemeld. Wat je typte, is er nog.").is_visible()
        await visitor.check_page()
        await visitor.follow("button", "Verstuur het nu")
        assert visitor.path == "/loans/requests/new"
        assert await page.get_by_label("Nederlands leren").is_checked()
        await page.get_by_role("group", name="Is er een schoolkind dat geen toestel heeft?").get_by_label("Ja").check()
        await visitor.follow("button", "Zet op de wachtlijst")
        assert await page.get_by_role("heading", name="Eerste in de rij").is_visible()
