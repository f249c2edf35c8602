"""Lots and the ways in, as a browser without JavaScript uses them."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from shared.contracts.vocabulary import Role
from tests.support.colleagues import alone
from tests.support.house import House
from tests.support.pages import Read, Reader, reader
from tests.support.slice import a_ready_device, report

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # pages do not see what carries the events

GIVEN = {"kind": "company", "donor": "Zonnebank NV", "received_on": "2026-03-02", "agreement": "we_wipe", "expected": "20"}
BY_HAND = {"chassis": "laptop", "maker": "Dell", "model": "Latitude 5400"}


@pytest.fixture(autouse=True)
def others_keep_silent(house: House) -> Iterator[None]:
    with alone(house, "inventory"):
        yield


async def a_lot(me: Reader, **changed: str) -> str:
    """The address of a new lot."""
    return await me.sent(await me.form("/inventory/lots/new"), GIVEN | changed)


async def scanned(me: Reader, lot: str, serial: str, **pile: str) -> Read:
    """The page after a scan."""
    form = await me.form(f"{lot}/scan")
    return await me.open(await me.sent(form, {"serial": serial} | pile))


async def brought(me: Reader, files: list[tuple[str, bytes]], lot: str = "") -> str:
    """Bring reports; the address that follows."""
    at = "/inventory/devices/new" + (f"?lot={lot.rpartition('/')[2]}" if lot else "")
    form = await me.form(at, "/inventory/devices/new")
    sent: Any = [("report", (name, content, "application/json")) for name, content in files]
    answer = await me.http.post(form.action, data=form.fields, files=sent)
    assert answer.status_code == 303, Read(answer.text).text
    return answer.headers["location"]


async def devices(me: Reader) -> Any:
    return (await me.staff.get("/inventory/api/devices"))["devices"]


async def test_a_lot_counts_what_came(house: House) -> None:
    me = reader(house)
    assert "Nog geen schenkingen" in (await me.open("/inventory/lots")).text
    lot = await a_lot(me, source="Kantoor in Gent")
    assert "0 van 20 toestellen zijn binnen" in (await me.open(lot)).text
    await scanned(me, lot, "SN-000-1")
    await me.sent(await me.form("/inventory/devices/by-hand?lot=" + lot.rpartition("/")[2], "/inventory/devices/by-hand"), BY_HAND)
    shown = await me.open(lot)
    assert "2 van 20 toestellen zijn binnen" in shown.text
    assert "1 nummer wacht" in shown.text
    assert "1 toestel: we kennen nog geen schijf" in shown.text
    assert "Kantoor in Gent" in shown.text
    assert "2 van 20" in (await me.open("/inventory/lots")).text
    form = await me.form(f"{lot}/change")
    assert form.fields["kind"] == "company"
    await me.sent(form, GIVEN | {"expected": "2"})
    assert "2 van 2 toestellen zijn binnen" in (await me.open(lot)).text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"donor": ""}, "Wie geeft de toestellen?"),
        ({"kind": "private_person"}, "Van een particulier noteren we geen naam"),
        ({"kind": "bank"}, "Kies wie de toestellen geeft"),
        ({"agreement": ""}, "Kies wat er over de gegevens is afgesproken"),
        ({"received_on": "gisteren"}, "Kies de dag"),
        ({"received_on": "2999-01-01"}, "te ver weg"),
        ({"expected": "0"}, "Dit aantal kan niet"),
        ({"expected": "-3"}, "Typ een getal"),
        ({"expected": "99999"}, "Dit aantal kan niet"),
        ({"source": "x" * 121}, "Deze tekst is te lang"),
        ({"source": "85.07.30-033 28"}, "rijksregisternummer"),
    ],
)
async def test_a_lot_that_cannot_be(house: House, changed: dict[str, str], words: str) -> None:
    me = reader(house)
    answer = await me.send(await me.form("/inventory/lots/new"), GIVEN | changed)
    assert (answer.status_code, words in Read(answer.text).text) == (422, True)
    assert (await me.staff.get("/inventory/api/lots"))["lots"] == []


async def test_a_person_who_gives_has_no_name(house: House) -> None:
    me = reader(house)
    first, second = [await a_lot(me, kind="private_person", donor="") for _ in range(2)]
    assert "Een particulier" in (await me.open(first)).text
    async with house.services["inventory"].units.open(me.staff.organisation) as unit:
        assert (await unit.connection.execute(text("SELECT count(*), count(name) FROM donor"))).one() == (2, 0)
    await a_lot(me)
    await a_lot(me)
    async with house.services["inventory"].units.open(me.staff.organisation) as unit:
        assert await unit.connection.scalar(text("SELECT count(*) FROM donor WHERE name = 'Zonnebank NV'")) == 1
    assert second != first


async def test_serials_one_after_another(house: House) -> None:
    me = reader(house)
    lot = await a_lot(me)
    assert "SN-000-1 staat erbij" in (await scanned(me, lot, " SN-000-1\r\n")).text
    assert "stond er al" in (await scanned(me, lot, "sn-000-1")).text
    shown = await scanned(me, lot, "1S10B4A07JACMJ03N2N9")
    assert "MJ03N2N9 staat erbij" in shown.text, "the long barcode on a Lenovo holds its number"
    assert "2 nummers wachten" in shown.text
    await me.sent(next(form for form in shown.forms if form.action.endswith("/remove")))
    assert "1 nummer wacht" in (await me.open(f"{lot}/scan")).text
    other = await a_lot(me)
    answer = await me.send(await me.form(f"{other}/scan"), {"serial": "SN-000-1"})
    assert (answer.status_code, "staat bij een andere schenking" in answer.text) == (409, True)
    for wrong in ("", "---", "0000000", "https://example.org/x", "http://digibank.test/q/KX4-72M"):
        answer = await me.send(await me.form(f"{lot}/scan"), {"serial": wrong})
        assert answer.status_code == 422, wrong
    assert await devices(me) == []


async def test_a_pile_of_equal_ones_becomes_machines(house: House) -> None:
    me = reader(house)
    lot = await a_lot(me)
    for number in range(3):
        shown = await scanned(me, lot, f"PILE-{number}", **BY_HAND)
    assert "Maak er 3 toestellen van" in shown.text
    assert next(form for form in shown.forms if form.action.endswith("/scan")).fields["chassis"] == "laptop", "it stays chosen"
    await scanned(me, lot, "ALONE-1")
    shown = await me.open(f"{lot}/scan")
    register = next(form for form in shown.forms if form.action.endswith("/register"))
    assert await me.sent(register) == await me.sent(register) == lot
    assert len(await devices(me)) == 3
    assert "4 van 20" in (await me.open(lot)).text
    assert "Dit toestel is hier al" in (await scanned(me, lot, "PILE-1")).text


async def test_twenty_reports_in_one_drop(house: House) -> None:
    me = reader(house)
    lot = await a_lot(me)
    await scanned(me, lot, "DROP-3")
    page = await brought(me, [(f"C:\\stick\\pc{n}.json", report(f"DROP-{n}")) for n in range(20)], lot)
    shown = await me.open(page)
    assert "0 van 20 gelezen" in shown.text
    assert page in shown.links, "without JavaScript one loads the page again"
    await house.run_until_idle()
    shown = await me.open(page)
    assert "20 verslagen zijn verwerkt" in shown.text
    assert "pc7.json" in shown.text
    assert "stick" not in shown.text
    assert "20 van 20 toestellen zijn binnen" in (await me.open(lot)).text, "the scanned number is one of them"
    assert len(await devices(me)) == 20
    async with house.services["inventory"].units.open(me.staff.organisation) as unit:
        assert await unit.connection.scalar(text("SELECT count(content) FROM report_file")) == 0, "no report is kept"


async def test_each_file_has_its_own_result(house: House) -> None:
    me = reader(house)
    known = await me.staff.did("/inventory/api/devices", content=report("TWICE-1"))
    page = await brought(
        me,
        [("a.json", report("NEW-1")), ("b.json", report("TWICE-1")), ("c.json", b"\xff\xd8"), ("d.json", b""), ("e.json", b"{}")],
    )
    await house.run_until_idle()
    shown = await me.open(page)
    assert "1 verslag is verwerkt" in shown.text
    assert f"/inventory/devices/{known['id']}" in shown.links
    assert "Dit toestel kennen we al" in shown.text
    assert "Het verslag is leeg" in shown.text
    assert "Dit soort verslag kennen we niet" in shown.text
    assert "3 bestanden konden we niet lezen" in shown.text
    assert len(await devices(me)) == 2


async def test_the_same_form_of_many_twice(house: House) -> None:
    me = reader(house)
    form = await me.form("/inventory/devices/new")
    sent: Any = [("report", (f"{n}.json", report(f"SAME-{n}"), "application/json")) for n in range(2)]
    first, second = [(await me.http.post(form.action, data=form.fields, files=sent)).headers["location"] for _ in range(2)]
    assert first == second
    await house.run_until_idle()
    assert len(await devices(me)) == 2


def changed(content: bytes, **parts: Any) -> bytes:
    """A report with another machine's number, or drive, or id."""
    read = json.loads(content)
    read["device"]["serialNumber"] = parts.get("serial", read["device"]["serialNumber"])
    drive = read["components"][2]
    drive["serialNumber"] = parts.get("drive", drive["serialNumber"])
    drive["actions"] = parts.get("actions", drive["actions"])
    if "uuid" in parts:
        read["debug"] = {"lshw": {"id": "pc", "class": "system", "configuration": {"uuid": parts["uuid"]}}}
    return json.dumps(read).encode()


UUID_1, TURNED = "7F25D367-F6D0-E311-A300-2286570180FF", "67d3257f-d0f6-11e3-a300-2286570180ff"


@pytest.mark.parametrize(
    ("first", "second", "words"),
    [
        ({"drive": "DRIVE-1"}, {"serial": "OTHER-1", "drive": "DRIVE-1"}, "dezelfde schijf"),
        ({"uuid": UUID_1}, {"serial": "OTHER-1", "drive": "D2", "uuid": TURNED}, "hetzelfde nummer van het moederbord"),
    ],
)
async def test_what_looks_known_is_decided_by_a_person(
    house: House, first: dict[str, str], second: dict[str, str], words: str
) -> None:
    me = reader(house)
    content = report("FIRST-1")
    await me.staff.did("/inventory/api/devices", content=changed(content, **first))
    page = await brought(me, [("x.json", changed(content, **second))])
    shown = await me.open(page)
    assert "Dit lijkt op een toestel dat hier al is" in shown.text
    assert words in shown.text
    form = next(form for form in shown.forms if form.action.startswith(page))
    answer = await me.send(form, {"decision": "same"})
    assert (answer.status_code, "Dit verslag is van een ander toestel" in answer.text) == (409, True), "both have a number"
    form = next(form for form in (await me.open(page)).forms if form.action.startswith(page))
    await me.sent(form, {"decision": "another"})
    assert len(await devices(me)) == 2
    again = await me.send(form, {"decision": "leave"})
    assert again.status_code == 409


async def test_a_report_about_which_nobody_decides_is_gone_after_thirty_days(house: House) -> None:
    me = reader(house)
    known = await me.staff.did("/inventory/api/devices", content=report("TWICE-9"))
    before = house.clock.now()
    page = await brought(me, [("lang-geleden.json", report("TWICE-9"))])
    form = next(form for form in (await me.open(page)).forms if form.action.startswith(page))
    units, jobs = house.services["inventory"].units, house.services["inventory"].service.jobs
    drop = page.rpartition("/")[2]

    async def looked(days: int) -> int:
        """How many reports are kept, when the job looks so many days after they came."""
        async with units.open(me.staff.organisation) as unit:
            past = {"at": before - timedelta(days=days)}
            await unit.connection.execute(text("UPDATE report_file SET brought_at = :at"), past)
            await jobs["forget_reports"](drop, unit)
            return int(await unit.connection.scalar(text("SELECT count(content) FROM report_file")))

    async with units.open(me.staff.organisation) as unit:
        query = text("SELECT run_at FROM bus.job WHERE kind = 'forget_reports' AND unique_key = :key")
        planned = (await unit.connection.scalars(query, {"key": drop})).one()
    assert timedelta(days=29) < planned - before < timedelta(days=31)
    assert await looked(29) == 1
    assert await looked(31) == 0
    shown = await me.open(page)
    assert "lang-geleden.json" in shown.text, "that it came is kept"
    assert f"/inventory/devices/{known['id']}" in shown.links, "and what it seemed to be"
    assert "Niemand koos op tijd wat het was" in shown.text
    assert (await me.send(form, {"decision": "another"})).status_code == 409
    assert len(await devices(me)) == 1


async def test_the_same_machine_gets_what_the_report_knows(house: House) -> None:
    me = reader(house)
    lot = await a_lot(me)
    made = await me.sent(await me.form("/inventory/devices/by-hand"), BY_HAND | {"maker": "LENOVO", "serial": "hand-1"})
    page = await brought(me, [("x.json", report("HAND-1"))], lot)
    form = next(form for form in (await me.open(page)).forms if form.action.startswith(page))
    assert (await me.send(form, {"decision": "nonsense"})).status_code == 422
    await me.sent(form, {"decision": "same"})
    device = await me.staff.get(f"/inventory/api/devices/{made.rpartition('/')[2]}")
    assert (device["maker"], device["serial"], device["memory_mb"]) == ("LENOVO", "hand-1", 8192), "what was known stays"
    assert [drive["wiped"] for drive in device["drives"]] == [False]
    assert "toegevoegd" in (await me.open(page)).text


async def test_a_report_for_one_machine(house: House) -> None:
    me = reader(house)
    made = await me.sent(await me.form("/inventory/devices/by-hand"), BY_HAND)
    assert f"{made}/report" in (await me.open(made)).links
    form = await me.form(f"{made}/report")
    assert (await me.send(form)).status_code == 422
    assert (await me.send(form, file=b"{")).status_code == 422
    assert await me.sent(await me.form(f"{made}/report"), file=report("LATE-1")) == made
    assert "LATE-1" in (await me.open(made)).text
    found = await me.staff.get("/inventory/api/devices?q=late-1")
    assert [one["id"] for one in found["devices"]] == [made.rpartition("/")[2]], "it is found by what was added"
    answer = await me.send(await me.form(f"{made}/report"), file=report("OTHER-9"))
    assert (answer.status_code, "van een ander toestel" in answer.text) == (409, True)
    ready = await a_ready_device(me.staff)
    answer = await me.send(await me.form(f"/inventory/devices/{ready['id']}/report"), file=report(ready["serial"]))
    assert (answer.status_code, "Dit kan nu niet" in answer.text) == (409, True)


async def test_by_hand_in_one_form(house: House) -> None:
    me = reader(house)
    form = await me.form("/inventory/devices/by-hand")
    assert form.fields["chassis"] == "laptop"
    assert await me.sent(form, BY_HAND | {"count": "12"}) == await me.sent(form, BY_HAND | {"count": "12"})
    found = await devices(me)
    assert len(found) == len({one["code"] for one in found}) == 12
    one = await me.sent(await me.form("/inventory/devices/by-hand"), BY_HAND | {"chassis": "screen", "asset_tag": "ZB-4411"})
    assert "Scherm" in (await me.open(one)).text
    assert one in (await me.open("/inventory/devices?q=zb-4411")).links


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"maker": ""}, "Typ het merk en het model"),
        ({"chassis": "nonsense"}, "Kies wat voor toestel het is"),
        ({"chassis": "__other__"}, "Kies wat voor toestel het is"),
        ({"count": "0"}, "Dit aantal kan niet"),
        ({"count": "51"}, "Dit aantal kan niet"),
        ({"count": "veel"}, "Typ een getal"),
        ({"count": "2", "serial": "AB-1234"}, "Een serienummer is van één toestel"),
        ({"serial": "0000"}, "Dit is geen serienummer"),
        ({"model": "x" * 121}, "Deze tekst is te lang"),
    ],
)
async def test_by_hand_that_cannot_be(house: House, typed: dict[str, str], words: str) -> None:
    me = reader(house)
    answer = await me.send(await me.form("/inventory/devices/by-hand"), BY_HAND | typed)
    assert (answer.status_code, words in Read(answer.text).text) == (422, True)
    assert await devices(me) == []


async def test_the_same_number_by_hand(house: House) -> None:
    me = reader(house)
    await me.staff.did("/inventory/api/devices", content=report("HAND-2"))
    answer = await me.send(await me.form("/inventory/devices/by-hand"), BY_HAND | {"serial": "HAND-2"})
    shown = Read(answer.text)
    assert (answer.status_code, "lijkt op een toestel" in shown.text, "another" in shown.ids) == (409, True, True)
    form = next(form for form in shown.forms if form.action == "/inventory/devices/by-hand")
    await me.sent(form, BY_HAND | {"serial": "HAND-2", "another": "yes"})
    answer = await me.send(await me.form("/inventory/devices/by-hand"), BY_HAND | {"serial": "HAND-2", "another": "yes"})
    assert (answer.status_code, "Dit toestel kennen we al" in answer.text) == (409, True), "two of one maker cannot be"


async def test_nothing_of_another_organisation(house: House) -> None:
    me, stranger = reader(house), reader(house)
    lot = await a_lot(me)
    page = await brought(me, [("a.json", report()), ("b.json", report())])
    await scanned(me, lot, "MINE-1")
    for address in (lot, f"{lot}/scan", f"{lot}/change", page, f"/inventory/devices/new?lot={lot.rpartition('/')[2]}"):
        await stranger.open(address, 404)
    form = await stranger.form("/inventory/devices/by-hand")
    answer = await stranger.send(form, BY_HAND | {"lot": lot.rpartition("/")[2]})
    assert answer.status_code == 404
    theirs = await a_lot(stranger)
    assert "staat erbij" in (await scanned(stranger, theirs, "MINE-1")).text, "what waits with us says nothing to them"
    await me.staff.did("/inventory/api/devices", content=report("SHARED-1"))
    assert "staat erbij" in (await scanned(stranger, theirs, "SHARED-1")).text


async def test_who_only_looks(house: House) -> None:
    staff = house.sign_in()
    lot = await a_lot(reader(house, staff))
    coordinator = reader(house, house.sign_in(staff.organisation, Role.COORDINATOR))
    shown = await coordinator.open(lot)
    assert not [link for link in shown.links if link.endswith(("/scan", "/change")) or "lot=" in link]
    await coordinator.open(f"{lot}/scan", 403)


async def test_the_api_of_lots(house: House) -> None:
    staff = house.sign_in()
    body = {"kind": "school", "donor": "De Klimop", "received_on": "2026-03-02", "agreement": "donor_wiped", "expected": 3}
    lot = await staff.did("/inventory/api/lots", body)
    address = f"/inventory/api/lots/{lot['id']}"
    done = await staff.did(f"{address}/scans", {"serial": "API-1"})
    assert done["is_new"]
    assert not (await staff.did(f"{address}/scans", {"serial": "API-1"}))["is_new"]
    device = await staff.did(f"/inventory/api/devices?lot_id={lot['id']}", content=report("API-1"))
    assert device["lot_id"] == lot["id"]
    assert (await staff.did(f"{address}/scans", {"serial": "API-1"}))["device_code"] == device["code"]
    now = await staff.get(address)
    assert (now["came"], now["waiting"], now["expected"]) == (1, 0, 3)
    assert (await staff.get("/inventory/api/lots"))["lots"] == [now]
