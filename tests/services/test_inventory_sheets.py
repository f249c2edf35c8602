"""A donor's list through the pages: looked at, decided about, taken in once, and taken back."""

import asyncio
import csv
import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import openpyxl
import pytest
from sqlalchemy import text

from services.inventory.commands.take_in_rows import take_in_rows
from services.inventory.domain.sheets.table import WITHHELD
from shared.contracts.vocabulary import Role
from shared.runtime import loop_lag
from tests.services.test_pages import WIPED, step
from tests.support.colleagues import alone
from tests.support.house import House
from tests.support.pages import Read, Reader, reader
from tests.support.slice import published, report

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # pages do not see what carries the events

SHEETS = "/inventory/sheets"
HEADINGS = "Soort;Merk;Model;Serienummer;Geheugen;Schijf;Gebruiker"
GOOD = "Laptop;Dell;Latitude 5490;{serial};8 GB;256 GB SSD;An Peeters"
NUMBER = "85.07.30-033 28"


@pytest.fixture(autouse=True)
def others_keep_silent(house: House) -> Iterator[None]:
    with alone(house, "inventory"):
        yield


def a_list(*rows: str, headings: str = HEADINGS) -> str:
    return "\r\n".join([headings, *rows]) + "\r\n"


def good(count: int, begin: str = "SN") -> list[str]:
    return [GOOD.format(serial=f"{begin}{number:05}") for number in range(count)]


async def upload(me: Reader, content: bytes, name: str = "lijst.csv") -> httpx.Response:
    form = await me.form(SHEETS)
    return await me.http.post(SHEETS, data=form.fields, files={"file": (name, content, "application/octet-stream")})


async def brought(me: Reader, content: str | bytes) -> str:
    """Bring a list that can be read; the address of its page."""
    answer = await upload(me, content.encode() if isinstance(content, str) else content)
    assert answer.status_code == 303, Read(answer.text).text
    return answer.headers["location"]


async def devices(me: Reader) -> list[Any]:
    found: list[Any] = (await me.staff.get("/inventory/api/devices"))["devices"]
    return found


async def kept_cells(house: House, me: Reader) -> list[str]:
    async with house.services["inventory"].units.open(me.staff.organisation) as unit:
        rows = await unit.connection.scalars(text("SELECT array_to_string(cells, '|') FROM sheet_row ORDER BY number"))
        return list(rows)


async def test_a_list_comes_in_and_what_stood_in_it_is_gone(house: House) -> None:
    me = reader(house)
    address = await brought(me, a_list(*good(3)))
    shown = await me.open(address)
    assert "3 toestellen kunnen binnen" in shown.text
    assert "Dell Latitude 5490" in shown.text
    assert "SSD 256 GB" in shown.text
    assert "Deze kolommen gaan over mensen en bewaren we niet: Gebruiker" in shown.text
    assert "Peeters" not in " ".join(await kept_cells(house, me)), "names are not kept, not even for a week"
    assert await devices(me) == [], "nothing is kept as a machine before somebody says so"
    assert (await step(me, address, "/accept")).headers["location"] == address
    assert "0 van 3 rijen zijn binnen" in (await me.open(address)).text
    await house.run_until_idle()
    shown = await me.open(address)
    assert "3 toestellen zijn binnen" in shown.text
    assert f"{address}/stickers" in shown.links
    assert await kept_cells(house, me) == []
    found = await devices(me)
    assert len(found) == 3
    device = await me.staff.get(f"/inventory/api/devices/{found[0]['id']}")
    assert (device["chassis"], device["serial"], device["memory_mb"]) == ("laptop", "SN00002", 8192)
    assert [(one["capacity_gb"], one["medium"], one["wiped"]) for one in device["drives"]] == [(256, "ssd", False)]
    assert (await published(house, me.staff, "inventory")) == ["device_registered"] * 3
    stickers = (await me.http.get(f"{address}/stickers")).headers["location"]
    assert stickers.count(",") == 2
    assert (await me.http.get(f"{address}/stickers?part=2")).status_code == 404


async def test_each_row_is_taken_in_once_however_often_its_job_runs(house: House) -> None:
    me = reader(house)
    address = await brought(me, a_list(*good(450)))
    form = await me.form(address, f"{address}/accept")
    assert await me.sent(form) == await me.sent(form) == address, "the same form twice"
    sheet = address.rpartition("/")[2]
    units = house.services["inventory"].units
    with pytest.raises(RuntimeError):
        async with units.open(me.staff.organisation) as unit:
            await take_in_rows(f"{sheet} 0", unit)
            raise RuntimeError("the process ends before its transaction does")
    assert await devices(me) == []
    for _ in range(2):  # a batch that ran twice is two batches, not one batch twice
        async with units.open(me.staff.organisation) as unit:
            await take_in_rows(f"{sheet} 0", unit)
    assert "400 van 450 rijen zijn binnen" in (await me.open(address)).text
    await house.run_until_idle()
    async with units.open(me.staff.organisation) as unit:
        serials = list(await unit.connection.scalars(text("SELECT serial FROM device ORDER BY serial")))
    assert serials == [f"SN{number:05}" for number in range(450)]


async def test_three_bad_rows_are_all_shown_and_none_is_saved_until_they_are_skipped(house: House) -> None:
    me = reader(house)
    bad = ["Laptop;Dell;;X1;8 GB;;", "Laptop;Dell;Latitude;X2;veel;;", "Broodrooster;Dell;Latitude;X3;8 GB;;"]
    rows = good(300)
    for place, row in zip((4, 150, 299), bad, strict=True):
        rows[place] = row
    address = await brought(me, a_list(*rows))
    shown = await me.open(address)
    assert "Beslis over 3 rijen met een probleem" in shown.text
    for number, what in ((6, "Het model ontbreekt"), (152, "Dit geheugen begrijpen we niet"), (301, "Deze soort kennen we niet")):
        assert f"row-{number}" in shown.ids
        assert what in shown.text
    assert not [form for form in shown.forms if form.action.endswith("/accept")]
    answer = await me.http.post(f"{address}/accept", data=(await me.form(address, f"{address}/drop")).fields)
    assert (answer.status_code, "De lijst is nog niet klaar" in answer.text) == (409, True)
    skip = await me.form(address, f"{address}/skip")
    fields = {"csrf": skip.fields["csrf"], "form_key": skip.fields["form_key"], "after": "0", "shown": ["6", "152", "301"]}
    await me.http.post(skip.action, data=fields | {"skip": ["6", "152"]})
    assert "Beslis over 1 rij met een probleem" in (await me.open(address)).text
    await step(me, address, "/plan", **{"kind-0": "accessory", "heading_row": "1"})
    shown = await me.open(address)
    assert "298 toestellen kunnen binnen" in shown.text, "somebody said what a toaster is"
    await step(me, address, "/accept")
    await house.run_until_idle()
    assert "298 toestellen zijn binnen" in (await me.open(address)).text


async def test_what_is_twice_in_a_list_or_here_already_says_where(house: House) -> None:
    me = reader(house)
    known = await me.staff.did("/inventory/api/devices", content=report("PC12345"))
    same = "Laptop;Lenovo;ThinkPad X240;PC12345;8;;"
    address = await brought(me, a_list(*good(2), *good(1), same))
    shown = await me.open(address)
    assert "Dit serienummer staat ook op rij 2" in shown.text
    assert f"Dit toestel is hier al: {known['code']}" in shown.text
    await step(me, address, "/skip-all")
    # The second one comes in by another way while the list waits.
    await me.staff.did("/inventory/api/devices", content=report("SN00001").replace(b"Lenovo", b"Dell"))
    await step(me, address, "/accept")
    await house.run_until_idle()
    shown = await me.open(address)
    assert "1 toestel is binnen" in shown.text
    assert "1 rij kwam niet binnen" in shown.text
    assert "Rij 3: Dit toestel is hier al" in shown.text


async def test_register_numbers_are_never_kept(house: House) -> None:
    me = reader(house)
    address = await brought(me, a_list(*good(1), f"Laptop;HP;EliteBook {NUMBER};Y1;8;;", headings=HEADINGS))
    shown = await me.open(address)
    assert "Hier stond een rijksregisternummer" in shown.text
    assert "kolom C" in shown.text
    assert "85.07.30" not in shown.text
    answer = await me.http.get(address, headers={"accept-language": "en"})
    assert "national register number" in answer.text
    cells = " ".join(await kept_cells(house, me))
    assert "033 28" not in cells
    assert WITHHELD in cells


async def test_the_problems_as_a_file_hold_no_formula(house: House) -> None:
    me = reader(house)
    evil = ("=HYPERLINK(1)", "+1", "-1+1", "@SUM(1)")
    address = await brought(me, a_list(*[f"Laptop;{cell};;;;;" for cell in evil]))
    answer = await me.http.get(f"{address}/problems.csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:4] == ["Rij", "Kolom", "Probleem", "Wat je doet"]
    assert [row[5] for row in rows[1:]] == [f"'{cell}" for cell in evil]
    assert {(row[0], row[1], row[2]) for row in rows[1:]} == {(str(n), "C", "Het model ontbreekt") for n in range(2, 6)}


async def test_the_same_file_twice_is_recognised(house: House) -> None:
    me, content = reader(house), a_list("Scherm;Dell;P2419H;;;;", "Scherm;Dell;P2419H;;;;")
    address = await brought(me, content)
    assert await brought(me, content) == address, "it waits already"
    await step(me, address, "/accept")
    await house.run_until_idle()
    again = await brought(me, content)
    assert again != address
    assert "Deze lijst kwam al eens binnen" in (await me.open(again)).text
    answer = await step(me, again, "/accept")
    assert (answer.status_code, "Precies hetzelfde bestand is al binnen" in answer.text) == (409, True)
    assert (await step(me, again, "/accept", others="yes")).status_code == 303
    await house.run_until_idle()
    assert len(await devices(me)) == 4


async def test_a_list_is_taken_back_as_a_whole_or_says_which_machines_moved_on(house: House) -> None:
    me = reader(house)
    address = await brought(me, a_list(*good(3)))
    await step(me, address, "/accept")
    await house.run_until_idle()
    assert (await step(me, address, "/undo")).headers["location"] == address
    await house.run_until_idle()
    assert "De lijst is teruggenomen" in (await me.open(address)).text
    assert await devices(me) == []
    assert (await published(house, me.staff, "inventory")).count("device_retired") == 3, "others heard of them"

    again = await brought(me, a_list(*good(3)))
    assert "kwam al eens binnen" not in (await me.open(again)).text, "it was taken back"
    await step(me, again, "/accept")
    await house.run_until_idle()
    form = await me.form(again, f"{again}/undo")
    device = (await devices(me))[0]
    await step(me, f"/inventory/devices/{device['id']}", "/wipe", **WIPED)
    answer = await me.send(form)
    told = Read(answer.text)
    assert answer.status_code == 409
    assert "De lijst kan niet meer in haar geheel terug" in told.text
    assert f"/inventory/devices/{device['id']}" in told.links
    assert len(await devices(me)) == 3


async def test_a_list_belongs_to_a_lot_and_numbers_that_were_scanned_wait_no_longer(house: House) -> None:
    me = reader(house)
    gift = {"donor": "Gemeente Voorbeeld", "kind": "government", "received_on": "2026-03-02", "agreement": "we_wipe", "expected": 3}
    lot = await me.staff.did("/inventory/api/lots", gift)
    await me.staff.did(f"/inventory/api/lots/{lot['id']}/scans", {"serial": "SN00001"})
    assert f"{SHEETS}?lot={lot['id']}" in (await me.open(f"/inventory/lots/{lot['id']}")).links
    form = await me.form(f"{SHEETS}?lot={lot['id']}", SHEETS)
    content = a_list("Laptop;Dell;Latitude;SN00001;;;;GEM-7", headings=f"{HEADINGS};Inventarisnummer")
    answer = await me.http.post(SHEETS, data=form.fields, files={"file": ("lijst.csv", content.encode(), "text/csv")})
    address = answer.headers["location"]
    assert "nummer GEM-7" in (await me.open(address)).text
    await step(me, address, "/accept")
    await house.run_until_idle()
    assert f"/inventory/lots/{lot['id']}" in (await me.open(address)).links
    shown = await me.open(f"/inventory/lots/{lot['id']}")
    assert "1 van 3 toestellen zijn binnen" in shown.text, "the number that was scanned is this machine"
    [device] = await devices(me)
    assert (await me.staff.get(f"/inventory/api/devices/{device['id']}"))["lot_id"] == lot["id"]
    found = (await me.staff.get("/inventory/api/devices?q=gem-7"))["devices"]
    assert [one["id"] for one in found] == [device["id"]]
    fields = (await me.form(SHEETS)).fields | {"lot": "00000000-0000-0000-0000-000000000000"}
    answer = await me.http.post(SHEETS, data=fields, files={"file": ("a.csv", a_list(*good(1)).encode(), "text/csv")})
    assert answer.status_code == 404


async def test_a_machine_that_moves_on_while_the_list_is_taken_back_stays(house: House) -> None:
    me = reader(house)
    address = await brought(me, a_list(*good(2)))
    await step(me, address, "/accept")
    await house.run_until_idle()
    await step(me, address, "/undo")
    device = (await devices(me))[0]
    await step(me, f"/inventory/devices/{device['id']}", "/wipe", **WIPED)
    await house.run_until_idle()
    shown = await me.open(address)
    assert "Met 1 toestel gebeurde intussen iets. Dat bleef." in shown.text
    assert [one["id"] for one in await devices(me)] == [device["id"]]


async def test_a_list_that_nobody_takes_in_is_gone_after_a_week_or_at_once(house: House) -> None:
    me = reader(house)
    address = await brought(me, a_list(*good(2)))
    await step(me, address, "/drop")
    assert "Deze lijst is weg" in (await me.open(address)).text
    assert await kept_cells(house, me) == []
    before = house.clock.now()
    address = await brought(me, a_list(*good(1)))
    async with house.services["inventory"].units.open(me.staff.organisation) as unit:
        query = text("SELECT run_at FROM bus.job WHERE kind = 'forget_sheet' AND unique_key = :key")
        planned = (await unit.connection.scalars(query, {"key": address.rpartition("/")[2]})).one()
        await house.services["inventory"].service.jobs["forget_sheet"](address.rpartition("/")[2], unit)
    assert planned > before + timedelta(days=6, hours=23)
    assert await kept_cells(house, me) == []


async def test_pasted_text_and_another_row_of_headings(house: House) -> None:
    me = reader(house)
    pasted = "Merk\tModel\n2024\tstock\nMerk\tBenaming\tSoort\nDell\tLatitude 5490 i5/8GB/256SSD\tLaptop\n"
    answer = await me.send(await me.form(SHEETS, f"{SHEETS}/pasted"), {"text": pasted})
    assert answer.status_code == 303
    address = answer.headers["location"]
    await step(me, address, "/plan", heading_row="3")
    assert "Zeg eerst wat er in de kolommen staat" in (await me.open(address)).text
    await step(me, address, "/plan", **{"heading_row": "3", "column-1": "model"})
    shown = await me.open(address)
    assert "Dell Latitude 5490 i5/8GB/256SSD" in shown.text, "as it stands, not guessed"
    assert "1 toestel kan binnen" in shown.text
    answer = await step(me, address, "/plan", **{"column-0": "model", "column-1": "model"})
    assert (answer.status_code, "Twee kolommen zeggen" in answer.text) == (422, True)


async def test_bad_input_is_told_and_changes_nothing(house: House) -> None:
    me = reader(house)
    for content, words in (
        (b"", "De lijst is leeg"),
        (b" \r\n ;;; \r\n", "De lijst is leeg"),
        (HEADINGS.encode(), "Er staan alleen koppen in de lijst"),
        (bytes(range(256)) * 50, "Dit is geen lijst"),
        (b"\x89PNG\r\n\x1a\n" + b"\x00" * 100, "Dit is geen lijst"),
        (b"PK\x03\x04" + b"a" * 100, "Het bestand is beschadigd"),
        (a_list(*["Laptop;Dell;X;;;;"] * 10_001).encode(), "De lijst heeft te veel rijen"),
    ):
        answer = await upload(me, content)
        assert (answer.status_code, words) == (422, words if words in Read(answer.text).text else Read(answer.text).text)
    form = await me.form(SHEETS)
    answer = await me.http.post(SHEETS, data=form.fields)
    assert (answer.status_code, "Kies eerst een bestand" in answer.text) == (422, True)
    answer = await me.send(await me.form(SHEETS, f"{SHEETS}/pasted"), {"text": "a;b\n" * 300_000})
    assert (answer.status_code, "Dit is te veel om te plakken" in answer.text) == (413, True)
    answer = await upload(me, b"a" * 10_100_000)
    assert (answer.status_code, "De lijst is te groot" in answer.text) == (413, True)
    assert await kept_cells(house, me) == []


async def test_lists_of_another_organisation_do_not_exist(house: House) -> None:
    me, other = reader(house), reader(house)
    address = await brought(me, a_list(*good(1)))
    assert (await other.http.get(address)).status_code == 404
    assert (await other.http.get(f"{address}/problems.csv")).status_code == 404
    form = await other.form(SHEETS)
    for act in ("plan", "skip", "skip-all", "accept", "drop", "undo"):
        assert (await other.http.post(f"{address}/{act}", data=form.fields)).status_code == 404
    assert "1 toestel kan binnen" in (await me.open(address)).text
    trainer = reader(house, house.sign_in(None, Role.TRAINER))
    assert (await trainer.http.get(SHEETS)).status_code == 403
    assert UUID(address.rpartition("/")[2])


async def test_ten_thousand_rows_hold_nobody_up(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loop_lag, "EVERY_SECONDS", 0.02)
    late: list[float] = []
    monkeypatch.setattr(loop_lag.LAG, "observe", late.append)
    me = reader(house)
    book = openpyxl.Workbook(write_only=True)
    page = book.create_sheet()
    page.append(["Soort", "Merk", "Model", "Serienummer", "Geheugen", "Schijf", "Processor"])
    for number in range(10_000):
        memory = "veel" if number in (4, 5000, 9999) else 8
        page.append(["Laptop", "Dell", "Latitude 5490", f"SN{number:05}", memory, "256 GB SSD", "Intel Core i5-8350U"])
    content = io.BytesIO()
    book.save(content)
    watching = asyncio.create_task(loop_lag.watch_event_loop())
    try:
        address = await brought(me, content.getvalue())
        shown = await me.open(address)
        assert "Beslis over 3 rijen met een probleem" in shown.text
        assert {"row-6", "row-5002", "row-10001"} <= set(shown.ids)
        await step(me, address, "/skip-all")
        await step(me, address, "/accept")
        sheet, units = address.rpartition("/")[2], house.services["inventory"].units
        for batch in range(3):
            async with units.open(me.staff.organisation) as unit:
                await take_in_rows(f"{sheet} {batch}", unit)
    finally:
        watching.cancel()
    assert "600 van 9.997 rijen zijn binnen" in (await me.open(address)).text
    assert sorted(late)[-3] < 0.5, "now and then a busy machine is late by itself"
