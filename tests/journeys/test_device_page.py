"""All about one machine, and what machines are wished for: looked up and put right on a phone."""

from collections.abc import Iterator

import pytest
from playwright.async_api import Browser, FilePayload, expect

from launcher.demo.photos import drawn_photo
from shared.contracts.vocabulary import Role
from tests.journeys.pictures import pictured
from tests.support.colleagues import alone
from tests.support.house import House
from tests.support.slice import a_ready_device, report
from tests.support.walker import PATIENCE_MS, walking

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # a browser does not see what carries the events


@pytest.fixture(autouse=True)
def others_keep_silent(house: House) -> Iterator[None]:
    with alone(house, "inventory"):
        yield


async def test_facts_a_photo_a_password_and_a_partner(house: House, browser: Browser, address: str) -> None:
    rik = house.sign_in(None, Role.REPAIRER)
    device = await rik.did("/inventory/api/devices", content=report())
    code, page_of = device["code"], f"/inventory/devices/{device['id']}"
    async with walking(browser, address, rik.token) as one:
        await one.go("/inventory/devices", "Toestellen")
        await one.page.get_by_label("Zoek op code").fill(code)
        await one.sees(f"Gevonden voor ‘{code}’")  # it looks by itself
        await one.follow("Wis de schijf")
        await one.sees("Volgende stap: wis de schijf")

        await one.follow("Maak een lijst met plaatsen")
        await one.sees("Plaatsen")
        await one.fills("Nog een plaats", "Rek 3, naast het raam")
        await one.press("Zet op de lijst")
        await one.reads("Rek 3, naast het raam")
        await one.fills("Nog een partner", "Atelier De Schroef")
        await one.press("Zet op de lijst", one.page.locator("section").filter(has_text="Partners"))
        await one.reads("Atelier De Schroef")

        await one.go(page_of, "Het toestel")
        await one.follow("Verbeter de gegevens")
        await one.sees(f"Gegevens van toestel {code}")
        await one.fills("Bouwjaar", "1066")
        await one.press("Bewaar")
        await one.reads("Dit is nog niet gelukt")
        await one.fills("Bouwjaar", "2016")
        await one.page.get_by_label("Plaats", exact=True).select_option(label="Rek 3, naast het raam")
        await one.ticks("B: netjes")
        await one.fills("Laatste update op", "3/2/2025")
        await one.press("Bewaar")
        await one.sees("Het toestel")
        await one.reads("B: netjes")

        await one.follow("Voeg een foto toe")
        await one.sees(f"Foto’s van toestel {code}")
        photo = FilePayload(name="IMG_0001.jpg", mimeType="image/jpeg", buffer=drawn_photo(7))
        await one.page.get_by_label("Nieuwe foto").set_input_files([photo])
        await one.press("Voeg toe")
        await one.page.get_by_role("img", name="Foto 1").wait_for()
        await one.press("Haal weg (foto 1)")
        await one.press("Zet terug")
        await one.page.get_by_role("img", name="Foto 1").wait_for()
        await one.follow(f"Toestel {code}")
        await one.sees("Foto’s")
        await pictured(one.page, "device", one.page.get_by_role("heading", name="Het toestel", exact=True))

        await one.follow("Wachtwoorden van het toestel")
        await one.sees(f"Wachtwoorden van toestel {code}")
        keeper = one.page.locator("section").filter(has=one.page.get_by_role("heading", name="Beheerder"))
        await one.opens("Bewaar een wachtwoord", keeper)
        await one.fills("Wachtwoord (Beheerder)", "Kw4kkel-in-het-Riet")
        await one.press("Bewaar", keeper)
        await one.sees(f"Wachtwoorden van toestel {code}")
        await one.reads("door jou")
        await pictured(one.page, "password")
        await one.press("Toon het wachtwoord")
        await one.reads("Dit is nog niet gelukt")
        await one.page.get_by_label("Waarom heb je het nodig?").first.select_option(label="Updates doen")
        await one.press("Toon het wachtwoord")
        await one.reads("Kw4kkel-in-het-Riet")
        await one.follow("Klaar, verberg het")
        await one.reads("Beheerder: updates doen")
        await expect(one.page.get_by_text("Kw4kkel-in-het-Riet")).to_have_count(0, timeout=PATIENCE_MS)

        await one.go(page_of, "Meer")
        await one.follow("Breng het naar een partner")
        await one.sees(f"Breng {code} naar een partner")
        await one.ticks("Atelier De Schroef")
        await pictured(one.page, "partner")
        await one.press("Het toestel gaat nu weg")
        await one.sees("Bij Atelier De Schroef")
        await one.press("Het toestel is terug")
        await one.sees("Volgende stap: wis de schijf")
        await one.opens("Geschiedenis")
        await one.reads("Atelier De Schroef")

        await one.go("/inventory/not-updated", "Lang niet bijgewerkt")
        await one.follow(code)  # the button beside it is not pressed by this
        await one.sees("Volgende stap: wis de schijf")
        await one.go("/inventory/not-updated", "Lang niet bijgewerkt")
        await one.press("Nu bijgewerkt")
        await one.sees("Alles is bij")


async def test_what_a_use_wishes_and_whom_a_machine_fits(house: House, browser: Browser, address: str) -> None:
    rik = house.sign_in(None, Role.REPAIRER)
    device = await a_ready_device(rik)
    async with walking(browser, address, rik.token) as one:
        await one.go(f"/inventory/devices/{device['id']}", "Bij wie past het?")
        await one.follow("Bekijk waarom")
        await one.sees(f"Bij wie past {device['code']}?")
        await pictured(one.page, "fit")
        work = one.page.get_by_role("listitem").filter(has_text="Werk of werk zoeken")
        await work.get_by_text("past niet").wait_for(state="detached")
        await one.follow("Wat moet een toestel kunnen?")
        await one.sees("Wat moet een toestel kunnen?")
        await one.follow("Pas aan", one.page.locator("#work"))
        await one.sees("Werk of werk zoeken")
        await pictured(one.page, "use")
        await one.fills("Geheugen, in GB", "veel")
        await one.press("Bewaar")
        await one.reads("Dit is nog niet gelukt")
        await one.fills("Geheugen, in GB", "12")
        await one.page.locator("#comfortable-memory_gb").fill("16")
        await one.press("Bewaar")
        await one.reads("eigen keuze")
        await house.run_until_idle()

        await one.go(f"/inventory/devices/{device['id']}/fit", f"Bij wie past {device['code']}?")
        await work.get_by_text("past niet").wait_for()
        await one.ticks("Middelbare school")
        await one.press("Bewaar")
        await one.sees("Dit moet erop staan")
