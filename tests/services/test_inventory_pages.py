"""The pages of a machine that comes back, is repaired or goes out of use, as a browser without JavaScript uses them."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest

from services.inventory.queries.finding import find_devices
from shared.contracts import helpdesk
from shared.contracts.vocabulary import Medium, RepairOutcome, Role
from shared.runtime.clock import new_id
from tests.services.test_pages import WIPED, step
from tests.support.colleagues import alone, they_publish
from tests.support.house import House
from tests.support.made_up_loans import a_lent_device, ended, repaired, triaged
from tests.support.pages import Read, Reader, reader
from tests.support.slice import a_ready_device, another_looks, in_api, prepared

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # pages do not see what carries the events


@pytest.fixture(autouse=True)
def others_keep_silent(house: House) -> Iterator[None]:
    with alone(house, "inventory"):
        yield


def page_of(device: Any) -> str:
    return f"/inventory/devices/{device['id']}"


async def a_returned_device(house: House, me: Reader) -> str:
    loan = new_id()
    device = await a_lent_device(house, me.staff, loan)
    await they_publish(house, me.staff.organisation, ended(loan, device))
    await me.staff.did(f"/inventory/api/devices/{device['id']}/take-back")
    return page_of(device)


async def test_the_way_back(house: House) -> None:
    me, loan = reader(house), new_id()
    device = await a_lent_device(house, me.staff, loan)
    address = page_of(device)
    shown = await me.open(address)
    assert "Bij een gezin" in shown.text
    assert "met lader" in shown.text
    assert f"/loans/loans/{loan}" in shown.links
    assert not [form for form in shown.forms if form.action.startswith(address)]
    await they_publish(house, me.staff.organisation, ended(loan, device))
    assert (await step(me, address, "/take-back")).headers["location"] == address
    shown = await me.open(address)
    assert "zullen we je bestanden bewaren?" in shown.text
    assert not [form for form in shown.forms if form.action.endswith(("/wipe", "/ready"))], "first things first"
    answer = await step(me, address, "/files")
    assert (answer.status_code, "Kies wat het gezin zei" in answer.text) == (422, True)
    assert {link[1:] for link in Read(answer.text).links if link.startswith("#")} <= set(Read(answer.text).ids)
    assert (await step(me, address, "/files", files="keep_first")).status_code == 303
    assert "Bewaar de bestanden van het gezin" in (await me.open(address)).text
    assert (await step(me, address, "/files-saved")).status_code == 303
    assert "wis de schijf" in (await me.open(address)).text
    await step(me, address, "/wipe", **WIPED)
    await another_looks(me.staff, address)
    await prepared(me.staff, in_api(address))
    await step(me, address, "/ready")
    assert "Dit toestel staat klaar" in (await me.open(address)).text


async def test_a_family_that_wants_nothing_after_all(house: House) -> None:
    me = reader(house)
    address = await a_returned_device(house, me)
    await step(me, address, "/files", files="keep_first")
    assert (await step(me, address, "/files")).status_code == 303
    assert "niets te bewaren" in (await me.open(address)).text.lower()


async def test_an_old_page_that_wipes_before_the_question_is_told_why(house: House) -> None:
    me = reader(house)
    address = await a_returned_device(house, me)
    shown = await me.open(address)
    drive = next(one for one in shown.ids if one.startswith("drive-") and one.count("-") == 5)
    fields = next(form for form in shown.forms if form.action.endswith("/files")).fields
    answer = await me.http.post(f"{address}/drives/{drive.removeprefix('drive-')}/wipe", data=fields | WIPED)
    told = Read(answer.text)
    assert (answer.status_code, "Vraag eerst: zullen we je bestanden bewaren?" in told.text) == (409, True)
    assert {link[1:] for link in told.links if link.startswith("#")} <= set(told.ids)


async def test_a_new_drive_is_noted_in_one_tap(house: House) -> None:
    me, loan, ticket = reader(house), new_id(), new_id()
    device = await a_lent_device(house, me.staff, loan)
    address = page_of(device)
    await they_publish(house, me.staff.organisation, triaged(device, ticket))
    shown = await me.open(address)
    assert "In herstelling" in shown.text
    assert f"/helpdesk/tickets/{ticket}" in shown.links
    new = helpdesk.NewDrive(medium=Medium.NVME, capacity_gb=500)
    await they_publish(house, me.staff.organisation, repaired(device, ticket, RepairOutcome.FIXED, new))
    assert "nieuw ingebouwd" in (await me.open(address)).text
    assert (await step(me, address, "/wipe")).status_code == 303
    assert "Kwam nieuw uit een gesloten doos" in (await me.open(address)).text
    await step(me, address, "/check")
    assert "het kan terug" in (await me.open(address)).text
    await step(me, address, "/ready")
    assert "Bij een gezin" in (await me.open(address)).text


async def test_out_of_use_asks_once(house: House) -> None:
    me = reader(house)
    address = page_of(await a_ready_device(me.staff))
    assert f"{address}/retire" in (await me.open(address)).links
    form = await me.form(f"{address}/retire")
    assert (await me.send(form)).status_code == 422, "why, is asked"
    form = await me.form(f"{address}/retire")
    why = {"reason": "too_old", "destination": "recycler"}
    assert await me.sent(form, why) == await me.sent(form, why) == address
    assert "Het kan naar de recycleur" in (await me.open(address)).text
    assert (await me.http.get(f"{address}/retire")).headers["location"] == address
    returned = await a_returned_device(house, me)
    assert not [form for form in (await me.open(f"{returned}/retire")).forms if form.action.endswith("/retire")]


async def test_a_repairer_sees_machines_and_not_who_has_them(house: House) -> None:
    me, loan = reader(house), new_id()
    device = await a_lent_device(house, me.staff, loan)
    kept = await a_ready_device(me.staff)
    async with house.services["inventory"].units.open(me.staff.organisation) as unit:
        one = await unit.devices.get(UUID(kept["id"]))
        one.claim(new_id())
        await unit.devices.save(one)
    repairer = reader(house, house.sign_in(me.staff.organisation, Role.REPAIRER))
    lists = ("/inventory/devices?status=retired", "/inventory/devices?status=reserved", "/inventory/devices?q=nothing")
    for address in (page_of(device), page_of(kept), *lists):
        shown = await repairer.open(address)
        assert not [link for link in shown.links if link.startswith("/loans")]
    assert f"/helpdesk/tickets/new?code={device['code']}" in (await repairer.open(page_of(device))).links
    coordinator = reader(house, house.sign_in(me.staff.organisation, Role.COORDINATOR))
    shown = await coordinator.open(page_of(await a_ready_device(me.staff)))
    assert not [form for form in shown.forms if form.action.startswith("/inventory")]
    for address in ("/", "/inventory/devices", "/inventory/devices?status=bench"):
        assert "/inventory/devices/new" not in (await coordinator.open(address)).links


async def test_tabs_show_what_belongs_together(house: House) -> None:
    me, loan = reader(house), new_id()
    lent, ready, broken = await a_lent_device(house, me.staff, loan), await a_ready_device(me.staff), await a_ready_device(me.staff)
    coming = await a_lent_device(house, me.staff, other := new_id())
    gone = await a_ready_device(me.staff)
    await me.staff.did(f"/inventory/api/devices/{gone['id']}/retire")
    await they_publish(house, me.staff.organisation, triaged(broken, new_id()), ended(other, coming))
    for status, expected in (
        ("", [lent, ready, broken, coming, gone]), ("bench", [broken]), ("ready", [ready]), ("reserved", []),
        ("out", [lent, coming]), ("retired", [gone]), ("return_expected", [coming]), ("in_repair", [broken]),
        ("nonsense", [lent, ready, broken, coming, gone]),
    ):  # fmt: skip
        shown = await me.open(f"/inventory/devices?status={status}")
        found = {link for link in shown.links if link.startswith("/inventory/devices/") and not link.endswith("/new")}
        assert found == {page_of(device) for device in expected}, status
    today = await me.open("/")
    for words in ("klaar", "in herstelling", "komt terug"):
        assert words in today.text
    assert "terug, nog te wissen" not in today.text, "nothing of that kind today"


async def test_every_tab_teaches_when_it_is_empty(house: House) -> None:
    me = reader(house)
    for status, words in (
        ("bench", "Alles is gewist en nagekeken"), ("out", "Geen toestel bij een gezin"), ("return_expected", "Niets verwacht"),
        ("retired", "Niets uit gebruik"), ("in_repair", "Niets in herstelling"), ("repaired", "Geen nieuwe schijf"),
        ("returned", "Niets terug"), ("given_out", "Geen toestel bij een gezin"),
    ):  # fmt: skip
        assert words in (await me.open(f"/inventory/devices?status={status}")).text, status


async def test_a_tab_of_several_states_goes_on_where_it_stopped(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    me, loan = reader(house), new_id()
    devices = [await a_lent_device(house, me.staff, loan) for _ in range(5)]
    await they_publish(house, me.staff.organisation, ended(loan, *devices[1:4:2]))
    monkeypatch.setattr(find_devices, "__kwdefaults__", {"families": False, "after": None, "most": 2})
    address, seen = "/inventory/devices?status=out", []
    while address:
        shown = await me.open(address)
        seen += [link for link in shown.links if link.startswith("/inventory/devices/") and not link.endswith("/new")]
        address = next((link for link in shown.links if "before=" in link), "")
    assert seen == [page_of(device) for device in reversed(devices)]


async def test_what_a_form_carries_too_much_is_not_kept(house: House) -> None:
    """There is no field for free text here; whatever comes along goes nowhere."""
    me = reader(house)
    address = await a_returned_device(house, me)
    answer = await step(me, address, "/files", files="x" * 10_000, note="Fatima Peeters 85.07.30-033.28")
    assert answer.status_code == 422
    assert "Fatima" not in answer.text
    assert (await step(me, address, "/files", files="keep_first", note="Fatima Peeters")).status_code == 303
    async with house.services["inventory"].units.open(me.staff.organisation) as unit:
        rows = await unit.connection.exec_driver_sql("SELECT headers::text || value::text AS all FROM bus.outbox")
        assert not [row for row in rows if "Fatima" in row[0]]
