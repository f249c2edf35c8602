"""From a donor's pallet to laptops that are ready, and what shows that a drive is empty: at the workbench, on a phone."""

import json
from collections.abc import Iterator

import pytest
from playwright.async_api import Browser, FilePayload, ViewportSize

from shared.contracts.vocabulary import Role
from tests.journeys.pictures import pictured
from tests.support.browser import DESKTOP, PHONE
from tests.support.colleagues import alone
from tests.support.house import House
from tests.support.slice import report
from tests.support.walker import walking
from tests.unit.inventory.nwipe_samples import log_of

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # a browser does not see what carries the events

PALLET = 3
MOST_TAPS = 25
"""For a whole pallet, from the list of lots on. Three taps are for each machine alone, to look at its drive."""


@pytest.fixture(autouse=True)
def others_keep_silent(house: House) -> Iterator[None]:
    with alone(house, "inventory"):
        yield


def with_disk(serial: str, medium: str = "HardDrive") -> bytes:
    """The report of a laptop with one drive of this serial number."""
    said = json.loads(report(f"PC-{serial}"))
    [drive] = [part for part in said["components"] if part["type"] == "SolidStateDrive"]
    drive |= {"type": medium, "serialNumber": serial}
    return json.dumps(said).encode()


def one_log(*serials: str) -> FilePayload:
    """What nwipe wrote when it wiped all of these at once, on one table."""
    logs = [
        log_of(serial).replace("/dev/sda", f"/dev/sd{letter}").replace(" sda ", f" sd{letter} ")
        for letter, serial in zip("abcdef", serials, strict=False)
    ]
    return FilePayload(name="nwipe.txt", mimeType="text/plain", buffer="".join(logs).encode())


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
async def test_a_pallet_becomes_laptops_that_are_ready(
    house: House, browser: Browser, address: str, size: ViewportSize, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With their stickers printed, as the first story of all has it."""
    monkeypatch.setattr(house.settings, "public_url", address)  # without it there are no stickers
    rik = house.sign_in(None, Role.REPAIRER)
    serials = [f"PAL{number}" for number in range(PALLET)]
    async with walking(browser, address, rik.token, size) as one:

        async def picture(name: str) -> None:
            if size == PHONE:  # the guide shows a phone
                await pictured(one.page, name)

        await one.go("/inventory/lots", "Schenkingen")
        await one.follow("Nieuwe schenking")
        await one.sees("Nieuwe schenking")
        await one.ticks("School")
        await one.fills("Naam", "Basisschool De Linde")
        await one.fills("Hoeveel toestellen?", str(PALLET))
        await one.ticks("Wij wissen alles")
        await one.press("Bewaar")
        await one.sees(f"0 van {PALLET} toestellen zijn binnen")

        await one.follow("Breng verslagen binnen")
        await one.sees("Breng verslagen binnen")
        files = [FilePayload(name=f"{serial}.json", mimeType="application/json", buffer=with_disk(serial)) for serial in serials]
        await one.page.get_by_label("Verslag van het toestel").set_input_files(files)
        await one.press("Breng binnen")
        await one.reads(f"0 van {PALLET} gelezen")
        await house.run_until_idle()
        await one.sees(f"{PALLET} verslagen zijn verwerkt")
        await one.follow("Naar de schenking")
        await one.sees(f"{PALLET} van {PALLET} toestellen zijn binnen")
        await picture("lot-full")

        await one.go("/inventory/board", "De werkbank")
        await one.follow("Breng wisbewijs binnen")
        await one.sees("Breng wisbewijs binnen")
        await one.page.get_by_label("Bestand met wisbewijs").set_input_files([one_log(*serials)])
        await one.press("Bekijk wat erin staat")
        await one.sees("Dit staat in het bestand")
        await picture("wipe-evidence")
        await one.press("Bewaar bij de schijven die aangevinkt zijn")
        await one.sees("Bewaard")
        await one.follow("Naar de werkbank")
        await one.sees("De werkbank")

        column = one.page.get_by_role("region", name="Leegmaken")
        for left in range(PALLET, 0, -1):
            assert await column.locator("li").count() == left
            await one.follow("Kijk", column)
            await one.sees("Volgende stap: kijk na of de schijf leeg is")
            await one.press("Ik heb nagekeken dat deze schijf leeg is")
            await one.sees("Volgende stap: kijk het toestel na")
            await one.follow("Naar de werkbank")
            await one.sees("De werkbank")

        await one.follow("Doe er meer tegelijk", one.page.get_by_role("region", name="Nakijken"))
        await one.sees(f"Nakijken {PALLET}")
        await picture("board-column")
        for done, then in (("Nagekeken", "Installeren"), ("Geïnstalleerd", "Klaarzetten"), ("Staat klaar", "")):
            await one.press(f"Voor alle {PALLET} op deze pagina")
            await one.sees(f"Alle {PALLET} toestellen zijn gedaan")
            await one.sees(done)
            if then:
                await one.follow(f"Ga verder: {then}")
                await one.sees(f"{then} {PALLET}")
        await one.go("/inventory/devices?status=ready", "Toestellen")
        assert await one.page.get_by_text("Lenovo ThinkPad X240").count() == PALLET
        await one.follow("Druk stickers voor deze lijst")
        await one.sees("Stickers drukken")
        await one.reads(f"{PALLET} stickers")
        paper = await one.page.request.get("/inventory/stickers.pdf?status=ready")
        assert (paper.status, (await paper.body())[:5]) == (200, b"%PDF-")
    assert one.taps <= MOST_TAPS, f"{one.taps} taps for {PALLET} machines"


async def test_two_people_show_that_a_drive_is_empty_and_a_drive_is_swapped(house: House, browser: Browser, address: str) -> None:
    rik = house.sign_in(None, Role.REPAIRER)
    device = await rik.did("/inventory/api/devices", content=with_disk("FLASH7", "SolidStateDrive"))
    page_of = f"/inventory/devices/{device['id']}"
    async with walking(browser, address, rik.token) as one, walking(browser, address, rik.colleague.token) as another:
        await one.go("/inventory/wipe-evidence", "Breng wisbewijs binnen")
        await one.page.get_by_label("Bestand met wisbewijs").set_input_files([one_log("FLASH7", "NOBODYS")])
        await one.press("Bekijk wat erin staat")
        await one.reads("niet genoeg")
        await one.reads("niet gevonden")
        await one.reads("Hier is niets om te bewaren.")

        await one.go(page_of, "Volgende stap: wis de schijf")
        await one.follow("Naar de schijf")
        await one.opens("Noteer hoe deze schijf gewist is")
        await one.ticks("Met het wiscommando van de schijf zelf")
        await one.page.get_by_label("Waarmee?").select_option("hdparm")
        await one.page.get_by_label("Ja", exact=True).check()
        await one.press("Bewaar", one.page.locator(".drive"))
        await one.reads("Vraag een collega om dit te bevestigen.")
        await pictured(one.page, "ask-a-colleague", one.page.locator("#drives"))

        await another.go(page_of, "Volgende stap: kijk na of de schijf leeg is")
        await another.press("Ik heb nagekeken dat deze schijf leeg is")
        await another.sees("Volgende stap: kijk het toestel na")
        await another.reads("leeg en nagekeken")

        await one.go(page_of, "Volgende stap: kijk het toestel na")
        await one.follow("Wisbewijs voor de gever")
        await one.sees("Eén schijf is bewezen leeg")
        paper = await one.page.request.get(f"/inventory/wipe-certificate.pdf?ids={device['id']}&language=nl")
        assert (paper.status, (await paper.body())[:5]) == (200, b"%PDF-")

        await one.go(page_of, "Schijf")
        await one.follow("Wissel een schijf")
        await one.sees("Wissel een schijf")
        await one.press("Haal eruit")
        await one.reads("Er zit geen schijf in.")
        await one.opens("Een schijf die we nog niet kennen")
        await one.page.get_by_label("Soort schijf").select_option(label="SSD")
        await one.fills("Hoe groot, in GB?", "500")
        await one.page.get_by_label("Ja", exact=True).check()
        await pictured(one.page, "swap")
        await one.press("Steek deze erin", one.page.locator("details"))
        await one.reads("500 GB")
        await one.go("/inventory/drives", "Losse schijven")
        await one.reads("FLASH7")
        await one.reads("leeg en nagekeken")
        await one.follow("Bekijk")
        await one.sees("Leeg en nagekeken")
