"""A true serial number that is a national register number too: refused when it is bare, and taken with `SN` before it, on every way
in on which somebody types; a report says it itself."""

from typing import Any

import pytest

from tests.services.test_inventory_sheets import a_list, brought
from tests.support.house import House
from tests.support.pages import Read, Reader, reader
from tests.support.slice import report

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

NUMBER = "85073003328"
OUT = "Typ dan eerst SN, en daarna het nummer"
GAVE = {"kind": "company", "donor": "Zonnebank", "received_on": "2026-01-05", "agreement": "we_wipe"}


async def typed(me: Reader, address: str, field: str, action: str = "", **fields: str) -> tuple[int, str]:
    """What comes of the bare number, which has to be refused with the way out; then of the number with `SN`."""
    form = await me.form(address, action)
    bare = await me.send(form, {**fields, field: NUMBER})
    shown = Read(bare.text)
    assert (bare.status_code, OUT in shown.text, f"#{field}" in shown.links) == (422, True, True), shown.text
    with_sn = await me.send(await me.form(address, action), {**fields, field: f"SN {NUMBER}"})
    return with_sn.status_code, Read(with_sn.text).text


async def test_by_hand_by_scanner_and_put_right(house: House) -> None:
    me = reader(house)
    pc = {"maker": "Acer", "model": "Aspire", "chassis": "laptop", "count": "1"}
    status, said = await typed(me, "/inventory/devices/by-hand", "serial", **pc)
    assert status == 303, said
    [known] = (await me.staff.get(f"/inventory/api/devices?q={NUMBER}"))["devices"]
    assert (await me.staff.get(f"/inventory/api/devices/{known['id']}"))["serial"] == NUMBER

    other = reader(house)
    lot = f"/inventory/lots/{(await other.staff.did('/inventory/api/lots', GAVE))['id']}/scan"
    status, said = await typed(other, lot, "serial")
    assert status == 303, said
    assert "1 nummer wacht" in (await other.open(lot)).text
    came = await other.staff.did("/inventory/api/devices", content=report(NUMBER))
    assert "0 nummers wachten" in (await other.open(lot)).text, "the report of that machine knows it by the same number"
    assert came["serial"] == NUMBER

    third = reader(house)
    device = await third.staff.did("/inventory/api/devices", content=report())
    facts = f"/inventory/devices/{device['id']}/facts"
    status, said = await typed(third, facts, "serial", maker="Lenovo", model="X240", chassis="laptop")
    assert status == 303, said
    assert (await third.staff.get(f"/inventory/api/devices/{device['id']}"))["serial"] == NUMBER


async def test_a_drive_that_is_put_in(house: House) -> None:
    me = reader(house)
    device = await me.staff.did("/inventory/api/devices", content=report())
    swap = f"/inventory/devices/{device['id']}/swap"
    add = f"/inventory/devices/{device['id']}/add-drive"
    drive = {"medium": "ssd", "capacity": "256", "new": "no", "model": "Samsung"}
    bare = await me.send(await me.form(swap, add), drive | {"serial": NUMBER})
    assert (bare.status_code, OUT in bare.text) == (422, True)
    await me.sent(await me.form(swap, add), drive | {"serial": f"SN{NUMBER}"})
    drives: list[Any] = (await me.staff.get(f"/inventory/api/devices/{device['id']}"))["drives"]
    assert NUMBER in [one["serial"] for one in drives]


async def test_a_list(house: House) -> None:
    me = reader(house)
    rows = [f"Laptop;HP;EliteBook;SN{NUMBER};", f"Laptop;HP;ProBook;Y1;SN{NUMBER}", f"Laptop;HP;ZBook;{NUMBER};"]
    address = await brought(me, a_list(*rows, headings="Soort;Merk;Model;Serienummer;Opmerking"))
    shown = (await me.open(address)).text
    assert [f"Rij {row} heeft een probleem" in shown for row in (2, 3, 4)] == [False, True, True], shown
    assert "Zet er SN voor" in shown
    await me.sent(await me.form(address, f"{address}/skip-all"))
    await me.sent(await me.form(address, f"{address}/accept"))
    await house.run_until_idle()
    [came] = (await me.staff.get("/inventory/api/devices"))["devices"]
    assert (await me.staff.get(f"/inventory/api/devices/{came['id']}"))["serial"] == NUMBER
