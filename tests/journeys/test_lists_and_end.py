"""A donor's list comes in and goes back, machines end, everything is counted: the work between two pallets."""

import re
from collections.abc import Iterator

import pytest
from playwright.async_api import Browser, FilePayload

from launcher.demo.photos import drawn_photo
from shared.contracts.vocabulary import Role
from tests.journeys.pictures import pictured
from tests.support.browser import DESKTOP
from tests.support.colleagues import alone
from tests.support.house import House
from tests.support.slice import a_ready_device, report
from tests.support.walker import walking

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # a browser does not see what carries the events

LIST = """\
Wat;Merk;Model;Serienummer;RAM;Naam
Laptop;Dell;Latitude 5490;LIJST01;8 GB;An
Laptop;HP;ProBook 450 G5;LIJST02;16 GB;Bert
Laptop;HP;ProBook 450 G5;LIJST03;acht;Chris
"""


@pytest.fixture(autouse=True)
def others_keep_silent(house: House) -> Iterator[None]:
    with alone(house, "inventory"):
        yield


async def test_a_list_with_a_wrong_row_comes_in_and_is_taken_back(house: House, browser: Browser, address: str) -> None:
    rik = house.sign_in(None, Role.REPAIRER)
    async with walking(browser, address, rik.token, DESKTOP) as one:
        await one.go("/inventory/devices/new", "Nieuw toestel")
        await one.follow("Heb je een lijst uit Excel?")
        await one.sees("Breng een lijst binnen")
        file = FilePayload(name="toestellen.csv", mimeType="text/csv", buffer=LIST.encode())
        await one.page.get_by_label("De lijst van de gever").set_input_files([file])
        await one.press("Toon wat je leest")
        await one.sees("Zeg eerst wat er in de kolommen staat")
        await one.page.get_by_label("Kolom A: Wat").select_option(label="Soort")
        await one.press("Lees de lijst zo")
        await one.sees("Beslis over 1 rij met een probleem")
        await one.reads("Dit geheugen begrijpen we niet")
        await one.reads("Deze kolommen gaan over mensen en bewaren we niet: Naam.")
        await one.ticks("Sla rij 4 over")
        await pictured(one.page, "sheet-problems", one.page.locator("#problems"))
        await one.press("Bewaar wat ik oversla")
        await one.sees("2 toestellen kunnen binnen")
        await one.press("Breng 2 toestellen binnen")
        await one.reads("rijen zijn binnen")
        await house.run_until_idle()
        await one.sees("2 toestellen zijn binnen")  # it looks by itself
        await one.reads("HP ProBook 450 G5")
        await pictured(one.page, "sheet-done")
        await one.opens("Neem de hele lijst terug")
        await one.press("Ja, neem alles terug")
        await house.run_until_idle()
        await one.sees("De lijst is teruggenomen")
        await one.go("/inventory/devices?q=LIJST0", "Niets gevonden voor ‘LIJST0’")


async def test_machines_end_at_the_recycler_or_with_somebody_who_keeps_one(house: House, browser: Browser, address: str) -> None:
    rik = house.sign_in(None, Role.REPAIRER)
    old, given = await a_ready_device(rik), await a_ready_device(rik)
    async with walking(browser, address, rik.token) as one:
        await one.go(f"/inventory/devices/{old['id']}", "Meer")
        await one.follow("Kan dit toestel niet meer mee?")
        await one.sees(f"Neem {old['code']} uit gebruik?")
        await pictured(one.page, "end")
        await one.press("Neem het uit gebruik")
        await one.reads("Kies waarom")
        await one.ticks("Te oud", "Naar een recycleur")
        await one.opens("Houd je er onderdelen van?")
        await one.fills("Geheugen", "1")
        await one.press("Neem het uit gebruik")
        await one.sees("Het kan naar de recycleur")

        await one.follow("Noteer de rit naar de recycleur")
        await one.sees("Naar welke recycleur gaan jullie?")
        await one.follow("Voeg een recycleur toe")
        name = one.page.get_by_label(re.compile("recycleur$"))
        await name.fill("Kringwinkel De Draaischijf")
        await name.press("Enter")
        await one.reads("Kringwinkel De Draaischijf")
        await one.go("/inventory/recycling", "Nog bij ons")
        await one.follow("Noteer een rit naar de recycleur")
        await one.sees("Rit naar de recycleur")
        await one.ticks(old["code"])
        await one.press("Noteer de rit")
        await one.sees("Rit naar Kringwinkel De Draaischijf")
        await one.fills("Nummer van het bewijs", "KDD-2026-17")
        paper = FilePayload(name="bewijs.jpg", mimeType="image/jpeg", buffer=drawn_photo(1))
        await one.page.get_by_label("Foto of scan van het papier").set_input_files([paper])
        await pictured(one.page, "trip")
        await one.press("Bewaar")
        await one.reads("KDD-2026-17")
        await one.follow("Bekijk", one.page.locator("section").filter(has_text="Wat er meeging"))
        await one.sees("Dit toestel is weg")
        sheet = await one.page.request.get(f"/inventory/devices/{old['id']}/reuse-sheet.pdf")
        assert (sheet.status, (await sheet.body())[:5]) == (200, b"%PDF-")

        await one.go(f"/inventory/devices/{given['id']}/retire", f"Neem {given['code']} uit gebruik?")
        await one.ticks("Iemand mag het houden", "Naar wie het mag houden")
        await one.press("Neem het uit gebruik")
        await one.sees("Het mag naar wie het houdt")
        await one.follow("Ga verder")
        await one.press("Het is weg")
        await one.sees("Dit toestel is weg")
        await one.go("/inventory/reuse", "Hergebruik in")
        await one.reads("Weggegeven, voor altijd")


async def test_everything_is_counted_with_a_scanner_that_types(house: House, browser: Browser, address: str) -> None:
    rik = house.sign_in(None, Role.REPAIRER)
    here = [await a_ready_device(rik) for _ in range(3)]
    gone = await rik.did("/inventory/api/devices", content=report())
    await rik.did(f"/inventory/api/devices/{gone['id']}/retire")
    async with walking(browser, address, rik.token, DESKTOP) as one:
        await one.go("/inventory/devices", "Toestellen")
        await one.follow("Tellen")
        await one.sees("Begin een telling")
        await one.press("Begin te tellen")
        await one.sees("Alles wat hier is")
        for code in (here[0]["code"], here[1]["code"], gone["code"]):  # a scanner waits for nothing
            await one.page.keyboard.type(f"{code}\n")
        await one.page.locator("#tally").get_by_text("2 gevonden van 3").wait_for()
        await one.page.locator("#tally").get_by_text("1 vreemd").wait_for()
        await one.reads("Dit toestel is uit gebruik. Leg het bij wat weggaat.")
        await pictured(one.page, "counting")
        await one.follow("Klaar met tellen")
        await one.sees("Is het tellen klaar?")
        await one.follow("Toon welke")
        await one.reads(here[2]["code"])
        await one.page.go_back()
        await one.press("Ja, sluit af")
        await one.sees("Telling van")
        await pictured(one.page, "counted")
        await one.follow("1 niet gezien")
        await one.reads(here[2]["code"])
