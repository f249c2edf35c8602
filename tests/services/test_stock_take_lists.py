"""A stock take of a list that somebody chose: by filters, or kept under a name."""

from typing import Any
from urllib.parse import parse_qsl, urlsplit
from uuid import UUID

import pytest

from services.inventory.commands.correct_device import PlaceDevice, place_device
from services.inventory.domain.short_list import ListKind
from shared.contracts.vocabulary import Role
from tests.support.house import House, Staff
from tests.support.made_up_loans import a_lent_device
from tests.support.pages import Reader, reader
from tests.support.photos import entry_of
from tests.support.slice import a_ready_device, report

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # counting does not see what carries the events

TAKES, LIST = "/inventory/stock-takes", "/inventory/devices"


async def laid(house: House, staff: Staff, place: str, **facts: Any) -> Any:
    """A ready machine that lies at a place."""
    device = await a_ready_device(staff, **facts)
    await lay(house, staff, device, place)
    return device


async def lay(house: House, staff: Staff, device: Any, place: str) -> None:
    """It lies there from now on."""
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        await place_device(PlaceDevice(UUID(device["id"]), UUID(place)), unit)


async def counting_of(me: Reader, address: str) -> str:
    """Begin where the page of a list says so; the address of the stock take."""
    link = next(link for link in (await me.open(address)).links if link.startswith(f"{TAKES}?"))
    return await me.sent(await me.form(link, TAKES))


async def seen(me: Reader, take: str, code: str) -> str:
    """What the page says after this code."""
    return (await me.open(await me.sent(await me.form(take, f"{take}/scans"), {"find": code}))).text


async def test_a_list_with_filters_is_counted(house: House) -> None:
    me = reader(house)
    shelf = await entry_of(house, me.staff.organisation, ListKind.PLACE, "Kast 3")
    here = [await laid(house, me.staff, shelf) for _ in range(2)]
    other = await a_ready_device(me.staff)
    lent = await a_lent_device(house, me.staff, UUID(int=7))
    await lay(house, me.staff, lent, shelf)
    assert (
        "bij een gezin, bij een partner, verloren of uit gebruik is, tellen we niet mee"
        in (await me.open(f"{TAKES}?place={shelf}")).text
    )
    take = await counting_of(me, f"{LIST}?place={shelf}&kind=laptop&order=code")
    begun = (await me.open(take)).text
    assert "0 gevonden van 2" in begun, "what a family has is on the list, and is not expected here"
    assert all(words in begun for words in ("Een lijst", "Soort: Laptop", "Plaats: Kast 3"))
    assert "Gevonden" in await seen(me, take, here[0]["code"])
    strange = await seen(me, take, other["code"])
    assert ("Staat niet op deze lijst" in strange, "hoort niet bij wat je telt" in strange) == (True, True)
    assert "Hoort bij een gezin te zijn" in await seen(me, take, lent["code"])
    late = await laid(house, me.staff, shelf)
    await lay(house, me.staff, here[1], await entry_of(house, me.staff.organisation, ListKind.PLACE, "Kast 4"))
    assert "hoort niet bij wat je telt" in await seen(me, take, late["code"]), "what is expected is fixed when it begins"
    missing = (await me.open(f"{take}/lines?show=missing")).text
    assert here[1]["code"] in missing
    await me.sent(await me.form(f"{take}/close"))
    closed = (await me.open(take)).text
    assert "1 gevonden van 2" in closed
    assert "Plaats: Kast 3" in closed
    assert "Plaats: Kast 3" in (await me.open(TAKES)).text


async def test_a_kept_list_is_counted(house: House) -> None:
    me = reader(house)
    shelf = await entry_of(house, me.staff.organisation, ListKind.PLACE, "Zolder")
    await laid(house, me.staff, shelf)
    await a_ready_device(me.staff)
    await me.sent(await me.form(f"{LIST}?place={shelf}", "/inventory/views"), {"name": "De zolder"})
    assert "Tel een bewaarde lijst" in (await me.open(TAKES)).text
    assert "0 gevonden van 1" in (await me.open(await counting_of(me, "/inventory/views"))).text


async def test_the_same_list_is_counted_once_and_another_one_beside_it(house: House) -> None:
    me = reader(house)
    await a_ready_device(me.staff)
    first = await counting_of(me, f"{LIST}?kind=laptop&order=code")
    again = await me.send(await me.form(f"{TAKES}?kind=laptop&order=model", TAKES))
    assert again.status_code == 409
    assert first in again.text
    assert 'value="laptop"' in again.text, "the list is still chosen"
    other = await me.sent(await me.form(f"{TAKES}?kind=laptop&memory=8", TAKES))
    whole = await me.sent(await me.form(f"{TAKES}?kind=laptop", TAKES), {"scope": "all"})
    assert len({first, other, whole}) == 3


async def test_what_was_typed_is_neither_counted_nor_kept(house: House) -> None:
    me = reader(house)
    device = await a_ready_device(me.staff)
    counts = [link for link in (await me.open(f"{LIST}?kind=laptop&q={device['code']}")).links if link.startswith(f"{TAKES}?")]
    assert counts == []
    take = await me.sent(await me.form(f"{TAKES}?kind=laptop&q=KIWI-42", TAKES))
    assert "KIWI" not in (await me.open(take)).text
    assert all("q" not in dict(parse_qsl(urlsplit(link).query)) for link in (await me.open(take)).links)


async def test_what_cannot_be_counted_is_said_kindly(house: House) -> None:
    me, others = reader(house), reader(house)
    await a_ready_device(me.staff)
    none_here = await me.send(await me.form(f"{TAKES}?kind=printer", TAKES))
    assert (none_here.status_code, "geen enkel toestel hier" in none_here.text) == (409, True)
    no_list = await me.send(await me.form(TAKES), {"scope": "list"})
    assert (no_list.status_code, "Kies wat je telt" in no_list.text) == (422, True)
    for link in ("status=out", "status=retired"):
        assert not [one for one in (await me.open(f"{LIST}?{link}")).links if one.startswith(f"{TAKES}?")], link
    looks_only = reader(house, house.sign_in(me.staff.organisation, Role.COORDINATOR))
    assert not [one for one in (await looks_only.open(f"{LIST}?kind=laptop")).links if one.startswith(TAKES)]
    assert "geen enkel toestel hier" in (await others.send(await others.form(f"{TAKES}?kind=laptop", TAKES))).text


async def test_programs_count_a_list_too(house: House) -> None:
    staff = house.sign_in()
    await a_ready_device(staff, memory_gb=16)
    await staff.did("/inventory/api/devices", content=report(memory_gb=4))
    takes = "/inventory/api/stock-takes"
    assert (await staff.post(f"{takes}/list", {"choices": {"q": "KIWI-42"}})).status_code == 422
    one = await staff.did(f"{takes}/list", {"choices": {"memory": "16", "q": "KIWI-42", "order": "code"}})
    assert (one["scope"], one["choices"]) == ("list", {"memory": "16"})
    counted = await staff.get(f"{takes}/{one['id']}")
    assert (counted["counts"]["missing"], counted["choices"]) == (1, {"memory": "16"})


async def test_a_scanner_that_does_not_wait_for_the_page_loses_nothing(house: House) -> None:
    """Without scripts it types the next code into the page that is about to go, which has the key of the one before."""
    me = reader(house)
    devices = [await a_ready_device(me.staff) for _ in range(2)]
    take = await me.sent(await me.form(TAKES), {"scope": "all"})
    old_page = await me.form(take, f"{take}/scans")
    for device in (*devices, devices[0]):
        await me.sent(old_page, {"find": device["code"]})
    assert "2 gevonden van 2" in (await me.open(take)).text
    gave = {"kind": "company", "donor": "Zonnebank", "received_on": "2026-03-02", "agreement": "we_wipe"}
    lot = f"/inventory/lots/{(await me.staff.did('/inventory/api/lots', gave))['id']}/scan"
    old_page = await me.form(lot)
    for serial in ("EARLY-1", "EARLY-2"):
        await me.sent(old_page, {"serial": serial})
    assert "2 nummers wachten" in (await me.open(lot)).text
