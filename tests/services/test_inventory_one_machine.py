"""What the page of one machine says to do: entered by hand, waiting for a colleague, fitting nobody, holding nothing."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.services.test_inventory_accessories import a_hotspot
from tests.services.test_inventory_end import a_retired
from tests.services.test_inventory_lots import BY_HAND, a_lot, devices
from tests.services.test_pages import WIPED, step
from tests.support.colleagues import alone
from tests.support.house import House
from tests.support.pages import Reader, reader
from tests.support.slice import a_ready_device, in_api, made_ready, prepared, report

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # pages do not see what carries the events


@pytest.fixture(autouse=True)
def others_keep_silent(house: House) -> Iterator[None]:
    with alone(house, "inventory"):
        yield


async def by_hand(me: Reader, **said: str) -> str:
    """The address of a machine that somebody typed in."""
    return await me.sent(await me.form("/inventory/devices/by-hand"), BY_HAND | said)


async def with_an_empty_drive(me: Reader, page: str) -> None:
    """Somebody notes its drive, new out of its box, on the page that its next step leads to."""
    assert (await step(me, f"{page}/swap", "/add-drive", medium="ssd", capacity="240", new="yes")).status_code == 303
    assert (await step(me, page, "/wipe", method="new_drive")).status_code == 303
    [drive] = (await me.staff.get(in_api(page)))["drives"]
    await me.staff.colleague.did(f"{in_api(page)}/drives/{drive['id']}/check")


async def test_of_what_was_entered_by_hand_one_notes_the_drive(house: House) -> None:
    me = reader(house)
    page = await by_hand(me)
    assert "Noteer de schijf" in (await me.open("/inventory/devices")).text
    shown = await me.open(page)
    assert f"{page}/swap" in shown.links
    assert "In het verslag stond geen schijf" not in shown.text, "there was no report"
    swap = (await me.open(f"{page}/swap")).text
    assert ("We kennen nog geen schijf" in swap, "Er zit geen schijf in." in swap) == (True, False)
    await with_an_empty_drive(me, page)
    assert "kijk het toestel na" in (await me.open(page)).text
    await step(me, f"{page}/swap", "/take-out")
    assert "Er zit geen schijf in." in (await me.open(f"{page}/swap")).text, "somebody took it out"


async def test_whoever_only_said_it_is_sent_to_a_colleague(house: House) -> None:
    me = reader(house)
    another = reader(house, me.staff.colleague)
    device = await me.staff.did("/inventory/api/devices", content=report())
    page = f"/inventory/devices/{device['id']}"
    await step(me, page, "/wipe", **WIPED)
    mine, theirs = (await me.open(page)).text, (await another.open(page)).text
    assert "Volgende stap: vraag een collega om dit te bevestigen" in mine
    assert "kijk na of de schijf leeg is" not in mine
    assert "Volgende stap: kijk na of de schijf leeg is" in theirs
    assert theirs.count("Ik heb nagekeken dat deze schijf leeg is") == 2, "the step says which button, and there it is"
    assert "Vraag een collega" in (await me.open("/inventory/devices")).text
    assert "Kijk de schijf na" in (await another.open("/inventory/devices")).text


async def test_a_ready_machine_says_why_no_family_is_looked_for(house: House) -> None:
    me = reader(house)
    fits, unknown = f"/inventory/devices/{(await a_ready_device(me.staff))['id']}", await by_hand(me)
    await with_an_empty_drive(me, unknown)
    await made_ready(me.staff, in_api(unknown))
    small = f"/inventory/devices/{(await a_ready_device(me.staff, memory_gb=1))['id']}"
    hotspot = f"/inventory/devices/{(await a_hotspot(house, me.staff))['id']}"
    pages = {page: await me.http.get(page) for page in (fits, unknown, small, hotspot)}
    assert {page for page, answer in pages.items() if "data-watching" in answer.text} == {fits}
    assert "dan reserveren we het vanzelf" in pages[fits].text
    assert "We weten te weinig om er een gezin bij te zoeken: geheugen niet bekend" in pages[unknown].text
    assert f'class="button" href="{unknown}/facts"' in pages[unknown].text
    assert "Het past bij geen enkel gebruik." in pages[small].text
    assert "Het gaat mee met een ander toestel." in pages[hotspot].text
    for page in (unknown, small, hotspot):
        assert "reserveren we het vanzelf" not in pages[page].text


async def test_what_holds_nothing_says_nothing_of_drives(house: House) -> None:
    me = reader(house)
    page = await by_hand(me, chassis="screen", model="P2419H")
    shown = (await me.open(page)).text
    for words in ("schijven", "Leegmaken", "Wissel een schijf", "Breng wisbewijs binnen", "Geheugen", "Bij wie past het?"):
        assert words not in shown, words
    assert "Ga met de lijst rond het toestel: werkt alles?" in shown
    assert "Zit er toch een schijf in? Noteer ze" in shown
    await me.staff.did(f"{in_api(page)}/checked", {})
    assert "Klaarzetten" in (await me.open(page)).text
    await step(me, f"{page}/swap", "/add-drive", medium="hdd", new="no")
    assert "Wissel een schijf" in (await me.open(page)).text, "there was one after all"


async def test_a_lot_counts_by_what_its_rows_say(house: House) -> None:
    me = reader(house)
    lot = await a_lot(me)
    form = await me.form(f"/inventory/devices/new?lot={lot.rpartition('/')[2]}", "/inventory/devices/new")
    for _number in range(4):
        await me.sent(form, file=report())
        form = await me.form(f"/inventory/devices/new?lot={lot.rpartition('/')[2]}", "/inventory/devices/new")
    await with_wiped_drives(me, found := await devices(me))
    looked, installed, _two, _three = (f"/inventory/api/devices/{one['id']}" for one in found)
    await me.staff.did(f"{looked}/checked", {})
    await prepared(me.staff, installed)
    shown = (await me.open(lot)).text
    for words in ("2 toestellen: kijk ze na", "1 toestel: installeer het", "1 toestel: zet het klaar"):
        assert words in shown, words


async def with_wiped_drives(me: Reader, machines: Any) -> None:
    said = {"method": "secure_erase", "tool": "hdparm", "succeeded": True}
    for machine in machines:
        address = f"/inventory/api/devices/{machine['id']}"
        for drive in (await me.staff.get(address))["drives"]:
            await me.staff.did(f"{address}/drives/{drive['id']}/wipe", said)
            await me.staff.colleague.did(f"{address}/drives/{drive['id']}/check")


async def test_of_what_has_no_known_drive_somebody_looks_before_it_leaves(house: House) -> None:
    me = reader(house)
    page = await by_hand(me)
    await me.staff.did(f"{in_api(page)}/retire", {"reason": "broken", "destination": "recycler", "parts": {}})
    overview = (await me.open("/inventory/recycling")).text
    assert ("kijk eerst of er een schijf in zit" in overview, "kan naar de recycleur" in overview) == (True, False)
    assert "Kijk eerst of er een schijf in zit." in (await me.open(page)).text
    known = await a_retired(me)
    assert "kan naar de recycleur" in (await me.open("/inventory/recycling")).text
    assert "Kijk eerst of er een schijf in zit." not in (await me.open(f"/inventory/devices/{known['id']}")).text


async def test_what_lacks_reads_as_a_sentence(house: House) -> None:
    me = reader(house)
    device = await me.staff.did("/inventory/api/devices", content=report())
    await with_wiped_drives(me, [device])
    fine = ["screen", "keyboard", "touchpad", "battery", "camera", "microphone", "sound", "wifi"]
    await me.staff.did(f"/inventory/api/devices/{device['id']}/checked", {"ticked": fine})
    assert "Mankeert: lader of kabel en een poetsbeurt" in (await me.open("/inventory/board")).text
