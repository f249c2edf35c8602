"""Finding machines: one search box, filters with counts, three orders, keyset paging, kept lists, and lists to take along."""

import csv
import io
import re
from typing import Any
from uuid import UUID, uuid4

import pytest
from openpyxl import load_workbook
from sqlalchemy import text

from services.inventory.domain.device_filter import DeviceFilter, Order
from services.inventory.domain.identifiers import identifiers
from services.inventory.domain.public_code import ALPHABET
from services.inventory.queries import finding
from services.inventory.queries.device_table import all_rows
from services.inventory.queries.finding import Place, count_choices, find_devices
from shared.contracts.loans import LoanEnded, LoanStarted
from shared.contracts.vocabulary import Chassis, Role
from tests.support.house import House, Staff, today
from tests.support.pages import reader
from tests.support.slice import a_ready_device, report


async def test_a_code_is_found_however_it_is_typed(house: House) -> None:
    staff = house.sign_in()
    device = await staff.did("/inventory/api/devices", content=report())
    await staff.did("/inventory/api/devices", content=report())
    code: str = device["code"]
    for typed in (code, code.lower(), code.replace("-", ""), code.replace("-", " "), f" {code[:3]}.{code[3:]}", code[:5]):
        assert [one["id"] for one in await found(staff, q=typed)] == [device["id"]], typed


async def test_every_number_of_a_machine_finds_it(house: House) -> None:
    staff = house.sign_in()
    serial, tag, system_id = f"PC{uuid4().hex[:10]}", f"TAG-{uuid4().hex[:8]}", uuid4()
    device = await staff.did("/inventory/api/devices", content=report(serial))
    await staff.did("/inventory/api/devices", content=report())
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        await unit.intake.identify(UUID(device["id"]), identifiers(None, system_id, tag))
    for typed in (serial.lower(), f"x240 {serial[:6]}", tag.lower(), str(system_id), str(system_id)[:13]):
        assert [one["id"] for one in await found(staff, q=typed)] == [device["id"]], typed
        assert await found(house.sign_in(), q=typed) == []


async def test_who_gave_it_finds_it_and_nobody_else(house: House) -> None:
    staff, others = house.sign_in(), house.sign_in()
    lot = await a_lot(staff, "Gemeente Élsene", "kelder Noord")
    device = await staff.did(f"/inventory/api/devices?lot_id={lot['id']}", content=report())
    await staff.did("/inventory/api/devices", content=report())
    for typed in ("elsene", "gemeente éls", "kelder", "lenovo elsene", "noord x240"):
        assert [one["id"] for one in await found(staff, q=typed)] == [device["id"]], typed
    assert await found(others, q="elsene") == []
    assert await found(others, lot=lot["id"]) == []
    assert [one["id"] for one in await found(staff, lot=lot["id"])] == [device["id"]]


@pytest.mark.parametrize("order", list(Order))
async def test_much_of_one_giver_is_found_at_once_however_far_back_it_lies(
    house: House, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Machines of others came after it, more than a look goes past."""
    monkeypatch.setattr(finding, "FEW", 2)
    monkeypatch.setattr(finding, "LOOK", 3)
    staff = house.sign_in()
    given, other = await a_lot(staff, "Stad Kortrijk", ""), await a_lot(staff, "Stad Ieper", "")
    ids = {(await staff.did(f"/inventory/api/devices?lot_id={given['id']}", content=report()))["id"] for _ in range(3)}
    for _ in range(5):
        await staff.did(f"/inventory/api/devices?lot_id={other['id']}", content=report())
    for typed in ("kortrijk", "stad kortrijk", "lenovo kortr"):
        async with house.services["inventory"].units.open(staff.organisation) as unit:
            shown = await find_devices(unit, DeviceFilter(text=typed, order=order))
        assert {str(line.id) for line in shown.lines} == ids, typed


def dell() -> bytes:
    return report().replace(b"Lenovo", b"Dell").replace(b"ThinkPad X240", b"Latitude E7440")


@pytest.mark.parametrize("few", [1000, 2])
async def test_a_word_of_a_giver_and_of_machines_finds_both(house: House, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "FEW", few)
    staff = house.sign_in()
    given = await a_lot(staff, "Lenovo Gent", "")
    by_them = await staff.did(f"/inventory/api/devices?lot_id={given['id']}", content=dell())
    of_that_make = await staff.did("/inventory/api/devices", content=report())
    other = await staff.did("/inventory/api/devices", content=dell())
    assert {one["id"] for one in await found(staff, q="lenovo")} == {by_them["id"], of_that_make["id"]}
    assert [one["id"] for one in await found(staff, q="lenovo latitude")] == [by_them["id"]]
    assert {one["id"] for one in await found(staff, q="dell")} == {by_them["id"], other["id"]}


async def test_a_lot_that_came_from_somebody_else_is_found_by_them(house: House) -> None:
    staff = house.sign_in()
    lot = await a_lot(staff, "Eerste School", "")
    device = await staff.did(f"/inventory/api/devices?lot_id={lot['id']}", content=report())
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        before = (await unit.intake.lot(UUID(lot["id"]))).donor.id
    form = {"kind": "company", "donor": "Tweede Bedrijf", "received_on": "2026-01-05", "agreement": "we_wipe", "source": ""}
    await submit(staff, f"/inventory/lots/{lot['id']}/change", form)
    assert [one["id"] for one in await found(staff, q="tweede")] == [device["id"]]
    assert await found(staff, q="eerste") == []
    assert await found(staff, donor=str(before)) == []


async def test_a_family_is_found_by_its_code_by_who_may_see_families(house: House) -> None:
    staff = house.sign_in()
    repairer = house.sign_in(staff.organisation, Role.REPAIRER)
    device = await a_ready_device(staff)
    loan_id, household = uuid4(), uuid4()
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        kept = await unit.devices.get(UUID(device["id"]))
        kept.give_out(loan_id, (), unit.today())
        await unit.devices.save(kept)
    started = LoanStarted(
        loan_id=loan_id,
        household_id=household,
        household_code="KIWI-4242",
        device_id=UUID(device["id"]),
        started_on=today(house),
        look_again_on=today(house),
    )
    await house.publish("loans", staff.organisation, started)
    await house.run_until_idle()
    assert [one["id"] for one in await found(staff, q="kiwi 4242")] == [device["id"]]
    assert await found(repairer, q="KIWI-4242") == []
    assert await found(house.sign_in(), q="KIWI-4242") == []
    page = (await repairer.http.get("/inventory/devices?q=KIWI-4242", headers=HTML)).text
    assert device["code"] not in page
    ended = LoanEnded(loan_id=loan_id, household_id=household, device_ids=(UUID(device["id"]),), ended_on=today(house))
    await house.publish("loans", staff.organisation, ended)
    await house.run_until_idle()
    assert await found(staff, q="KIWI-4242") == []


async def test_choices_show_how_many_there_are_beside_the_others(house: House) -> None:
    staff = house.sign_in()
    for memory in (4, 8, 16):
        await staff.did("/inventory/api/devices", content=report(memory_gb=memory))
    ready = await a_ready_device(staff, memory_gb=16)
    counts = await counted(staff)
    assert {value: counts[f"memory={value}"] for value in (4, 8, 16)} == {4: 4, 8: 3, 16: 2}
    assert (counts["kind=laptop"], counts["status=arrived"], counts["status=ready"]) == (4, 3, 1)
    beside = await counted(staff, memory="16")
    assert (beside["status=arrived"], beside["status=ready"], beside["memory=4"]) == (1, 1, 4)
    assert [one["id"] for one in await found(staff, memory="16", status="ready")] == [ready["id"]]
    fits = {name for name in counts if name.startswith("fits=")}
    assert fits, "what a ready machine told is kept"
    for name in fits:
        assert [one["id"] for one in await found(staff, fits=name.partition("=")[2])] == [ready["id"]]
    page = (await staff.http.get("/inventory/devices?memory=16&status=ready", headers=HTML)).text
    assert "Wis filters" in page
    assert "16 GB (1)" in page
    assert "Laptop (1)" in page


async def test_what_is_put_right_is_filtered_by_at_once(house: House) -> None:
    staff = house.sign_in()
    device = await staff.did("/inventory/api/devices", content=report())
    form = {
        "chassis": "desktop",
        "maker": "Lenovo",
        "model": "M900",
        "keyboard": "qwerty",
        "labels": "reserve, blauw",
        "looks": "b",
    }
    await submit(staff, f"/inventory/devices/{device['id']}/facts", form)
    counts = await counted(staff)
    assert (counts["kind=desktop"], counts["keyboard=qwerty"], counts["label=blauw"], counts["looks=b"]) == (1, 1, 1, 1)
    assert "kind=laptop" not in counts
    assert [one["id"] for one in await found(staff, label="blauw", kind="desktop")] == [device["id"]]
    assert await found(staff, label="blauw", kind="laptop") == []


async def test_what_would_be_kept_is_what_the_list_shows_while_somebody_types(house: House) -> None:
    """Typing looks among what the page shows already; a choice loads the whole page, and with it what would be kept."""
    me = reader(house)
    page = (await me.staff.http.get("/inventory/devices?kind=laptop&memory=8&q=x240", headers=HTML)).text
    head, _, block = page.partition('id="found"')
    search = re.search(r'<form class="device-search"[^>]*>', head)
    assert search is not None
    assert 'hx-get="/inventory/devices?kind=laptop&amp;memory=8"' in search[0]
    assert 'hx-params="q" hx-trigger="input delay:400ms from:#find"' in search[0], "a choice or a button never swaps the list alone"
    assert re.search(r'type="submit" formaction="/inventory/devices#found">Toon<', head), "the list is in sight, not its filters"
    assert '<details class="filters no-print"><summary>Filters en volgorde (2)</summary>' in head, "folded, and with its count"
    form = await me.form("/inventory/devices?kind=laptop&memory=8&keyboard=azerty&q=x240", "/inventory/views")
    kept = {name: value for name, value in form.fields.items() if name not in ("csrf", "form_key", "name", "shared")}
    assert kept == {"kind": "laptop", "memory": "8", "keyboard": "azerty"}
    assert "formaction" not in block


async def test_the_list_says_how_many_there_are_in_all(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "PAGE", 2)
    me = reader(house)
    for memory in (4, 8, 8, 16):
        await me.staff.did("/inventory/api/devices", content=report(memory_gb=memory))
    await a_ready_device(me.staff)
    for asked, total in (
        ("", "5 toestellen"),
        ("?status=bench", "4 toestellen"),
        ("?status=ready", "1 toestel"),
        ("?status=bench&memory=16", "1 toestel"),
        ("?q=x240&status=arrived&memory=8", "3 toestellen"),
    ):
        assert f'<p class="soft">{total}</p>' in (await me.staff.http.get(f"/inventory/devices{asked}", headers=HTML)).text, asked
    monkeypatch.setattr(finding, "FEW", 2)
    monkeypatch.setattr(finding, "COUNTED", 3)
    page = (await me.staff.http.get("/inventory/devices", headers=HTML)).text
    assert re.search(r'<p class="soft">[35] of meer toestellen</p>', page)
    nothing = (await me.staff.http.get("/inventory/devices?memory=32", headers=HTML)).text
    assert "0 toestellen" not in nothing
    assert "0 of meer" not in nothing


async def test_a_misread_code_is_told_and_codes_that_are_near_are_offered(house: House) -> None:
    staff = house.sign_in()
    device = await staff.did("/inventory/api/devices", content=report())
    page_of, code = f"/inventory/devices/{device['id']}", device["code"]
    other = next(letter for letter in ALPHABET if letter != code[1])
    misread = "nooit de letter I of O"

    async def shown(who: Staff, typed: str) -> str:
        return (await who.http.get("/inventory/devices", params={"q": typed}, headers=HTML)).text

    page = await shown(staff, f"{code[0]}{other}{code[2:]}")
    assert "Bedoelde je dit toestel?" in page
    assert page_of in page
    assert misread not in page
    page = await shown(staff, f"{code[0]}0{code[2:]}".lower())
    assert page_of in page
    assert misread in page
    assert page_of not in await shown(staff, f"0{other}{code[2:]}"), "two letters may be any code"
    assert page_of not in await shown(house.sign_in(), f"{code[0]}{other}{code[2:]}"), "another organisation's"
    assert misread in await shown(staff, f"{code[0]}0Q2"[:4])
    assert "Bedoelde je" not in await shown(staff, code)
    beside = (await staff.http.get(f"/inventory/devices?kind=phone&q={code[0]}0{code[2:]}", headers=HTML)).text
    assert page_of in beside, "also when a filter is chosen"
    assert misread in beside


async def test_columns_of_a_workbook_are_wide_enough_to_read(house: House) -> None:
    staff = house.sign_in()
    await staff.did("/inventory/api/devices", content=report())
    sheet = load_workbook(io.BytesIO((await staff.http.get("/inventory/devices.xlsx")).content)).active
    head, row = list(sheet.iter_rows())
    for name, cell in zip(head, row, strict=True):
        width = sheet.column_dimensions[name.column_letter].width
        assert width >= len(name.value) + 2, name.value
        if name.value in ("Code", "Stand", "Merk", "Model", "Processor"):
            assert width > len(cell.value or ""), name.value


@pytest.mark.parametrize("order", list(Order))
@pytest.mark.parametrize("few", [1000, 3])
async def test_paging_never_doubles_or_skips_while_machines_come_in(
    house: House, order: Order, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when every choice leaves many, and a page ends before it is full."""
    monkeypatch.setattr(finding, "FEW", few)
    monkeypatch.setattr(finding, "LOOK", 4)
    staff = house.sign_in()
    ids = []
    for number in range(12):
        one = await staff.did("/inventory/api/devices", content=report(memory_gb=16 if number % 3 else 4))
        ids.append(UUID(one["id"]))
    wanted = {one for number, one in enumerate(ids) if number % 3}
    asked = DeviceFilter(kind=Chassis.LAPTOP, memory=8, order=order)
    seen: list[UUID] = []
    after: Place | None = None
    for page in range(30):
        async with house.services["inventory"].units.open(staff.organisation) as unit:
            found_now = await find_devices(unit, asked, after=after, most=2)
        seen += [line.id for line in found_now.lines]
        after = found_now.after
        if after is None:
            break
        if page < 4:
            await staff.did("/inventory/api/devices", content=report(memory_gb=16))
    assert after is None
    assert len(seen) == len(set(seen))
    assert wanted <= set(seen)
    if order is Order.NEWEST:
        assert seen == sorted(wanted, reverse=True)


@pytest.mark.parametrize("order", [Order.CODE, Order.MODEL])
async def test_a_list_goes_on_where_it_was_when_its_last_machine_is_taken_away(
    house: House, order: Order, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("services.inventory.queries.device_table.PIECE", 2)
    staff, inventory = house.sign_in(), house.services["inventory"]
    codes = [(await staff.did("/inventory/api/devices", content=report()))["code"] for _number in range(6)]
    asked, seen = DeviceFilter(order=order), []
    async for rows in all_rows(inventory.units, staff.organisation, asked, families=False):
        seen += [row.code for row in rows]
        if len(seen) == 2:
            async with inventory.units.open(staff.organisation) as unit:
                gone = await unit.connection.scalar(text("SELECT id FROM device WHERE code = :code"), {"code": seen[-1]})
                await unit.devices.remove([gone])
    assert sorted(seen) == sorted(codes)
    page = await staff.http.get(f"/inventory/devices?order={order.value}&before={gone}", headers=HTML, follow_redirects=False)
    assert (page.status_code, page.headers["location"]) == (303, f"/inventory/devices?order={order.value}")


async def test_counts_say_at_least_when_not_all_were_counted(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "FEW", 2)
    monkeypatch.setattr(finding, "COUNTED", 3)
    staff = house.sign_in()
    for _number in range(5):
        await staff.did("/inventory/api/devices", content=report())
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        counts = await count_choices(unit, DeviceFilter(kind=Chassis.LAPTOP))
    assert counts.of("kind", "laptop") == 3
    assert "kind=laptop" in counts.more
    assert "status=arrived" in counts.more
    page = (await staff.http.get("/inventory/devices", headers=HTML)).text
    assert "Laptop (3+)" in page


@pytest.mark.parametrize("few", [1000, 1])
async def test_lost_ending_and_not_updated_can_be_asked(house: House, few: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding, "FEW", few)
    staff = house.sign_in()
    lost = await staff.did("/inventory/api/devices", content=report())
    await staff.did(f"/inventory/api/devices/{lost['id']}/lost", {"kind": "lost"})
    kept = await a_ready_device(staff)
    old = await staff.did("/inventory/api/devices", content=report())
    await submit(staff, f"/inventory/devices/{old['id']}/facts", FACTS | {"updated_on": "2/1/2020"})
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        device = await unit.devices.get(UUID(kept["id"]))
        device.claim(uuid4(), unit.today())
        await unit.devices.save(device)
    assert [one["id"] for one in await found(staff, lost="true")] == [lost["id"]]
    assert [one["id"] for one in await found(staff, ending="true")] == [kept["id"]]
    assert [one["id"] for one in await found(staff, stale="true")] == [old["id"]]
    assert [one["id"] for one in await found(staff, stage="to_empty")] == [old["id"]]
    counts = await counted(staff)
    assert (counts["lost=1"], counts["ending=1"], counts["stale=1"], counts["stage=to_empty"]) == (1, 1, 1, 1)
    assert "lost=1" not in await counted(staff, status="ready")


async def test_an_address_that_asks_nonsense_shows_the_list(house: House) -> None:
    staff = house.sign_in()
    device = await staff.did("/inventory/api/devices", content=report())
    bad = "kind=nonsense&lot=x&memory=7&stage=?&label=%00&order=random&fits=&lost=yes&q=%00"
    answer = await staff.http.get(f"/inventory/devices?{bad}", headers=HTML)
    assert answer.status_code == 200
    assert device["code"] in answer.text
    assert (await staff.http.get("/inventory/api/devices?kind=%00&memory=x")).status_code == 422
    assert (await staff.http.get(f"/inventory/devices?q={'a ' * 3000}", headers=HTML)).status_code == 200


async def test_a_list_is_kept_shared_renamed_and_thrown_away(house: House) -> None:
    staff = house.sign_in()
    colleague = house.sign_in(staff.organisation, Role.REPAIRER)
    mine = await staff.did("/inventory/api/device-views", {"name": "Grote", "choices": {"memory": "16", "q": "KIWI-42"}})
    assert mine["choices"] == {"memory": "16"}, "what was typed is not kept"
    ours = await staff.did("/inventory/api/device-views", {"name": "Klaar", "choices": {"status": "ready"}, "is_shared": True})
    alone = await colleague.did("/inventory/api/device-views", {"name": "Bank", "choices": {"status": "bench"}, "is_shared": True})
    assert not alone["is_shared"], "a repairer arranges nothing for others"
    assert [one["name"] for one in (await colleague.get("/inventory/api/device-views"))["views"]] == ["Bank", "Klaar"]
    assert (await colleague.post(f"/inventory/api/device-views/{mine['id']}/name", {"name": "x"})).status_code == 404
    assert (await colleague.post(f"/inventory/api/device-views/{ours['id']}/remove")).status_code == 403
    assert (await house.sign_in().post(f"/inventory/api/device-views/{ours['id']}/remove")).status_code == 404
    assert (await staff.post("/inventory/api/device-views", {"name": "Alles", "choices": {"q": "x"}})).status_code == 422
    await staff.did(f"/inventory/api/device-views/{ours['id']}/name", {"name": "Mag mee"})
    gone = await submit(staff, f"/inventory/views/{ours['id']}/remove", {})
    page = (await staff.http.get(gone, headers=HTML)).text
    assert "Zet terug" in page
    assert "Mag mee" in page
    await submit(staff, f"/inventory/views/{ours['id']}/put-back", {})
    assert [one["name"] for one in (await staff.get("/inventory/api/device-views"))["views"]] == ["Grote", "Mag mee"]


async def test_a_list_to_take_along_is_what_its_address_shows_and_no_formula(house: House) -> None:
    staff = house.sign_in()
    made = []
    for serial in ("=HYPERLINK(1)", "+1", "-2", "@cmd", None):
        device = await staff.did("/inventory/api/devices", content=report())
        form = {"chassis": "laptop", "maker": "Lenovo", "model": serial or "X240", "labels": "uit"}
        await submit(staff, f"/inventory/devices/{device['id']}/facts", form)
        made.append(device["code"])
    await staff.did("/inventory/api/devices", content=report())
    answer = await staff.http.get("/inventory/devices.csv?label=uit&order=code")
    assert answer.headers["content-disposition"] == 'attachment; filename="toestellen.csv"'
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    assert rows[0][:7] == ["Code", "Stand", "Op de werkbank", "Soort", "Merk", "Model", "Serienummer"]
    assert [row[0] for row in rows[1:]] == sorted(made)
    assert not [cell for row in rows[1:] for cell in row if cell.startswith(("=", "+", "-", "@"))]
    book = await staff.http.get("/inventory/devices.xlsx?label=uit&order=code")
    sheet = load_workbook(io.BytesIO(book.content)).active
    cells = [list(row) for row in sheet.iter_rows(min_row=2)]
    assert [row[0].value for row in cells] == sorted(made)
    assert {row[5].data_type for row in cells} == {"s"}
    assert not [row for row in cells if str(row[5].value)[0] in "=+-@"]
    assert (await house.sign_in().http.get("/inventory/devices.csv?label=uit")).text.count("\n") == 1


async def test_a_workbook_that_is_too_long_is_refused_in_words(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.inventory.web.export_pages.MOST_IN_WORKBOOK", 1)
    staff = house.sign_in()
    for _number in range(2):
        await staff.did("/inventory/api/devices", content=report())
    answer = await staff.http.get("/inventory/devices.xlsx", headers=HTML)
    assert answer.status_code == 422
    assert "te lang voor Excel" in answer.text


async def test_stickers_are_printed_for_a_list(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house.services["inventory"].settings, "public_url", "https://digibank.debrug.be/")
    staff = house.sign_in()
    lot = await a_lot(staff, "Stad Gent", "")
    device = await staff.did(f"/inventory/api/devices?lot_id={lot['id']}", content=report())
    await staff.did("/inventory/api/devices", content=report())
    page = (await staff.http.get(f"/inventory/stickers?lot={lot['id']}", headers=HTML)).text
    assert "1 toestel van je lijst." in page
    assert device["code"] in page


HTML = {"accept": "text/html"}
FACTS = {"chassis": "laptop", "maker": "Lenovo", "model": "ThinkPad X240"}


async def found(staff: Staff, **asked: str) -> list[Any]:
    """The machines that the API gives for this."""
    answer = await staff.http.get("/inventory/api/devices", params=asked)
    assert answer.status_code == 200, answer.text
    devices: list[Any] = answer.json()["devices"]
    return devices


async def counted(staff: Staff, **asked: str) -> dict[str, int]:
    """How many of each choice."""
    answer = await staff.http.get("/inventory/api/device-counts", params=asked)
    assert answer.status_code == 200, answer.text
    return {f"{one['name']}={one['value']}": one["devices"] for one in answer.json()["counts"]}


async def a_lot(staff: Staff, donor: str, source: str) -> Any:
    said = {"kind": "school", "donor": donor, "received_on": "2026-01-05", "agreement": "we_wipe", "source": source}
    return await staff.did("/inventory/api/lots", said)


async def submit(staff: Staff, address: str, fields: dict[str, str]) -> str:
    """Send a form that has to succeed; gives where it leads."""
    csrf = (await staff.http.get("/inventory/devices", headers=HTML)).text.partition('name="csrf" value="')[2].partition('"')[0]
    form = fields | {"csrf": csrf, "form_key": str(uuid4())}
    answer = await staff.http.post(address, data=form, headers=HTML)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]
