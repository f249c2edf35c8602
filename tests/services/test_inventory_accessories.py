"""Counted stock, kits, what goes along and comes back, SIM cards: through the pages and the API."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import text

from services.inventory.commands.give_out_device import GiveOutDevice, give_out_device
from services.inventory.commands.internet_round import internet_round
from services.inventory.commands.register_by_hand import RegisterByHand, register_by_hand
from shared.contracts.inventory import AccessoriesPrepared, InternetAnnounced
from shared.contracts.loans import AgreementSigned, LoanEnded
from shared.contracts.vocabulary import Accessory, Chassis, DeviceState, Role, SigningWay
from shared.runtime.clock import new_id
from tests.support.cards import family_with, give_card
from tests.support.house import House, Staff, today
from tests.support.lending import a_running_loan, ready_to_sign, sign
from tests.support.pages import reader
from tests.support.slice import a_ready_device, device_now, published

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # what carries the events makes no difference here

ICCID = "8932042000001234562"


def code_of(answer: httpx.Response) -> str:
    """Which rule said no."""
    return str(answer.json()["type"]).rpartition(":")[2]


async def a_thing(staff: Staff, kind: str = "mouse", count: int = 10, **said: Any) -> Any:
    return await staff.did("/inventory/api/things", {"kind": kind, "name": f"{kind} {uuid4().hex[:6]}", "count": count} | said)


async def on_shelf(staff: Staff, thing: Any) -> int:
    return int((await staff.get(f"/inventory/api/things/{thing['id']}"))["on_shelf"])


async def a_hotspot(house: House, staff: Staff, kind: str = "hotspot") -> Any:
    command = RegisterByHand(Chassis(kind), "TP-Link", "M7200", "", "", 1, None)
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        [made] = await register_by_hand(command, unit)
    address = f"/inventory/api/devices/{made.id}"
    await staff.did(f"{address}/checked", {})
    return await staff.did(f"{address}/ready")


async def test_fifty_who_take_the_last_ten_get_ten(house: House) -> None:
    staff = house.sign_in()
    thing = await a_thing(staff, count=10)
    address = f"/inventory/api/things/{thing['id']}/movements"
    answers = await asyncio.gather(*(staff.post(address, {"count": 1, "reason": "taken"}) for _ in range(50)))
    assert sorted({one.status_code for one in answers}) == [200, 409]
    assert sum(one.status_code == 200 for one in answers) == 10
    assert await on_shelf(staff, thing) == 0


async def test_a_number_is_the_sum_of_what_came_and_went_and_each_step_can_be_undone_once(house: House) -> None:
    staff = house.sign_in()
    thing = await a_thing(staff, count=4, lowest=6)
    assert (thing["on_shelf"], thing["low"]) == (4, True)
    address = f"/inventory/api/things/{thing['id']}/movements"
    added = await staff.did(address, {"count": 5, "reason": "bought"})
    await staff.did(address, {"count": 7, "reason": "counted"})
    assert await on_shelf(staff, thing) == 7
    key = str(new_id())
    undo = f"/inventory/api/things/movements/{added['id']}/undo"
    assert [(await staff.post(undo, key=key)).status_code for _ in range(2)] == [200, 200], "the same form twice"
    assert await on_shelf(staff, thing) == 2
    assert code_of(await staff.post(undo)) == "nothing_to_undo"
    found = (await staff.get(address))["movements"]
    assert [one["change"] for one in found] == [-5, -2, 5, 4]
    assert sum(one["change"] for one in found) == 2


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"count": -1, "reason": "taken"}, 422),
        ({"count": 0, "reason": "taken"}, 422),
        ({"count": 10**9, "reason": "bought"}, 422),
        ({"count": "veel", "reason": "bought"}, 422),
        ({"count": 1, "reason": "gone_along"}, 422),
        ({}, 422),
        ({"count": 11, "reason": "taken"}, 409),
    ],
)
async def test_a_number_that_cannot_be_changes_nothing(house: House, body: dict[str, Any], status: int) -> None:
    staff = house.sign_in()
    thing = await a_thing(staff)
    answer = await staff.post(f"/inventory/api/things/{thing['id']}/movements", body)
    assert answer.status_code == status, answer.text
    assert await on_shelf(staff, thing) == 10


async def test_what_another_organisation_counts_is_not_there(house: House) -> None:
    staff, other = house.sign_in(), house.sign_in()
    thing, device = await a_thing(staff), await a_ready_device(staff)
    own = await a_ready_device(other)
    moved = (await staff.get(f"/inventory/api/things/{thing['id']}/movements"))["movements"][0]
    sim = await staff.did("/inventory/api/sims", {"provider": "Orange", "iccid": ICCID})
    for address, body in (
        (f"/inventory/api/things/{thing['id']}/movements", {"count": 1, "reason": "taken"}),
        (f"/inventory/api/things/movements/{moved['id']}/undo", {}),
        (f"/inventory/api/devices/{own['id']}/along", {"thing_ids": [thing["id"]]}),
        (f"/inventory/api/devices/{own['id']}/along", {"companion_ids": [device["id"]]}),
        (f"/inventory/api/devices/{device['id']}/along", {}),
        (f"/inventory/api/sims/{sim['id']}/state", {"state": "ended"}),
    ):
        assert (await other.post(address, body)).status_code == 404, address
    assert (await other.get("/inventory/api/things"))["things"] == []
    assert await on_shelf(staff, thing) == 10


async def test_what_lies_ready_is_ticked_at_the_counter_goes_along_and_comes_back(house: House) -> None:
    staff = house.sign_in()
    mouse, charger, cable = await a_thing(staff), await a_thing(staff, "charger"), await a_thing(staff, "cable")
    hotspot = await a_hotspot(house, staff)
    lent = await ready_to_sign(house, staff)
    loan, device = lent.loan, lent.device
    await staff.did(
        f"/inventory/api/devices/{device['id']}/along",
        {"thing_ids": [mouse["id"], charger["id"], cable["id"]], "companion_ids": [hotspot["id"]]},
    )
    assert (await device_now(staff, hotspot))["status"] == "reserved"
    await house.run_until_idle()
    me = reader(house, staff)
    page = (await me.http.get(f"/loans/loans/{loan['id']}")).text
    ticked = [one.partition('"')[0] for one in page.split('name="accessory" value="')[1:] if " checked" in one[:60]]
    assert sorted(ticked) == ["charger", "hotspot", "mouse"]
    assert "Gaat mee" not in page, "nobody chose yet"
    # The agreement says what goes along: no mouse after all.
    await staff.did(f"/loans/api/loans/{loan['id']}/accessories", {"accessories": ["charger", "hotspot"]})
    await sign(staff, lent)
    await house.run_until_idle()
    assert [await on_shelf(staff, one) for one in (mouse, charger, cable)] == [10, 9, 9]
    gone = await device_now(staff, hotspot)
    assert (gone["status"], gone["loan_id"]) == ("given_out", loan["id"])
    # Everything comes back but the charger, and nobody is stopped by that.
    await staff.did(f"/loans/api/loans/{loan['id']}/end", {"returned": ["hotspot"]})
    await house.run_until_idle()
    shown = (await me.open(f"/loans/loans/{loan['id']}")).text
    assert ("Ging mee" in shown, "Gaat mee" in shown) == (True, False)
    assert (await device_now(staff, hotspot))["status"] == "return_expected"
    shown = (await me.http.get(f"/inventory/devices/{device['id']}")).text
    assert shown.count('name="back"') == 3
    assert shown.count('name="back" value="') - shown.count(" checked") == 1, "the charger is not ticked beforehand"
    lines = (await staff.get(f"/inventory/api/devices/{device['id']}/along"))["lines"]
    await staff.did(f"/inventory/api/devices/{device['id']}/take-back")
    assert [await on_shelf(staff, one) for one in (mouse, charger, cable)] == [10, 9, 10]
    late = next(one["id"] for one in lines if one["not_returned"])
    for _ in range(2):  # said twice, counted once
        await staff.did(f"/inventory/api/devices/{device['id']}/came-back", {"came_back": [late]})
    assert [await on_shelf(staff, one) for one in (mouse, charger, cable)] == [10, 10, 10]


async def test_an_agreement_that_comes_twice_takes_along_once_and_an_empty_shelf_blocks_nothing(house: House) -> None:
    staff = house.sign_in()
    mouse, device = await a_thing(staff, count=1), await a_ready_device(staff)
    await staff.did(f"/inventory/api/devices/{device['id']}/along", {"thing_ids": [mouse["id"]]})
    await staff.did(f"/inventory/api/things/{mouse['id']}/movements", {"count": 1, "reason": "broken"})
    loan = new_id()
    signed = AgreementSigned(
        loan_id=loan,
        household_id=new_id(),
        request_id=new_id(),
        device_id=device["id"],
        accessories=(Accessory.MOUSE,),
        agreement_version=1,
        way=SigningWay.TYPED,
        signed_on=today(house),
    )
    await house.publish("loans", staff.organisation, signed, signed)
    await house.run_until_idle()
    assert await on_shelf(staff, mouse) == 0
    found = (await staff.get(f"/inventory/api/things/{mouse['id']}/movements"))["movements"]
    assert [(one["change"], one["reason"]) for one in found[:2]] == [(-1, "gone_along"), (1, "counted")]
    refused = await staff.post(f"/inventory/api/devices/{device['id']}/along", {"thing_ids": []})
    assert code_of(refused) == "wrong_moment", "it is gone"
    ended = LoanEnded(loan_id=loan, household_id=signed.household_id, device_ids=(signed.device_id,), ended_on=today(house))
    await house.publish("loans", staff.organisation, ended, ended)
    await house.run_until_idle()
    await staff.did(f"/inventory/api/devices/{device['id']}/take-back")
    assert await on_shelf(staff, mouse) == 1


async def test_a_loan_that_ended_while_its_machine_was_in_repair_still_asks_what_came_back(house: House) -> None:
    """`loan_ended` after a repair began: the machine is back at once, so nobody takes it back."""
    staff = house.sign_in()
    mouse, device = await a_thing(staff), await a_ready_device(staff)
    await staff.did(f"/inventory/api/devices/{device['id']}/along", {"thing_ids": [mouse["id"]]})
    loan = new_id()
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        await give_out_device(GiveOutDevice(device["id"], loan, (Accessory.MOUSE,)), unit)
        machine = await unit.devices.get(device["id"])
        machine.start_repair(new_id(), unit.today())
        machine.end_loan(loan, unit.today())
        await unit.devices.save(machine)
    me = reader(house, staff)
    assert "Kruis aan wat terug is" in (await me.http.get(f"/inventory/devices/{device['id']}")).text
    [line] = (await staff.get(f"/inventory/api/devices/{device['id']}/along"))["lines"]
    await staff.did(f"/inventory/api/devices/{device['id']}/came-back", {"came_back": [line["id"]]})
    assert await on_shelf(staff, mouse) == 10


async def test_two_who_want_the_same_hotspot_get_one_refusal_and_loose_it_is_ready_again(house: House) -> None:
    staff = house.sign_in()
    hotspot = await a_hotspot(house, staff)
    machines = [await a_ready_device(staff) for _ in range(4)]
    body = {"companion_ids": [hotspot["id"]]}
    answers = await asyncio.gather(*(staff.post(f"/inventory/api/devices/{one['id']}/along", body) for one in machines))
    assert sorted(one.status_code for one in answers) == [200, 409, 409, 409]
    me = reader(house, staff)
    assert "Apart gelegd om mee te gaan" in (await me.http.get(f"/inventory/devices/{hotspot['id']}")).text
    winner = machines[[one.status_code for one in answers].index(200)]
    await staff.did(f"/inventory/api/devices/{winner['id']}/along", {})
    assert (await device_now(staff, hotspot))["status"] == "ready"


async def test_what_the_counter_chose_stays_whatever_lies_ready_later(house: House) -> None:
    """Either order of `prepare_agreement` and `accessories_prepared`; and the older of two does not undo the newer."""
    staff = house.sign_in()
    mouse = await a_thing(staff)
    lent = await ready_to_sign(house, staff)
    loan, device = lent.loan, lent.device
    await staff.did(f"/loans/api/loans/{loan['id']}/accessories", {"accessories": ["bag"]})
    await staff.did(f"/inventory/api/devices/{device['id']}/along", {"thing_ids": [mouse["id"]]})
    await house.run_until_idle()
    page = (await reader(house, staff).http.get(f"/loans/loans/{loan['id']}")).text
    assert 'value="bag" checked' in page
    assert 'value="mouse" checked' not in page


async def test_the_newest_that_lies_ready_counts_in_any_order_with_where_the_machine_is(house: House) -> None:
    """`accessories_prepared` before and after `device_reserved` reaches loans, and a replay of the older one."""
    staff = house.sign_in()
    mouse, bag = await a_thing(staff), await a_thing(staff, "bag")
    lent = await ready_to_sign(house, staff)
    address = f"/inventory/api/devices/{lent.device['id']}/along"
    await staff.did(address, {"thing_ids": [mouse["id"]]})
    await house.run_until_idle()
    await staff.did(address, {"thing_ids": [bag["id"]]})
    await house.run_until_idle()
    old = AccessoriesPrepared(device_id=lent.device_id, accessories=(Accessory.SCREEN,))
    async with house.services["loans"].units.open(staff.organisation) as unit:
        await unit.known_devices.prepared(old, 1)
    page = (await reader(house, staff).http.get(f"/loans/loans/{lent.loan['id']}")).text
    assert 'value="bag" checked' in page
    assert 'value="screen" checked' not in page
    # Loans hears of the things before it hears anything else of a machine.
    async with house.services["loans"].units.open(staff.organisation) as unit:
        new = new_id()
        await unit.known_devices.prepared(AccessoriesPrepared(device_id=new, accessories=(Accessory.MOUSE,)), 5)
        await unit.known_devices.no_longer_ready(new, 2, DeviceState.RESERVED)
        row = (
            await unit.connection.execute(text("SELECT prepared, state FROM known_device WHERE device_id = :id"), {"id": new})
        ).one()
        assert (list(row.prepared), row.state) == (["mouse"], "reserved")


async def test_internet_that_ends_is_announced_thirty_and_seven_days_before(house: House) -> None:
    staff = house.sign_in(None, Role.STAFF, Role.REPAIRER)
    until = today(house) + timedelta(days=40)
    sim = await staff.did("/inventory/api/sims", {"provider": "Orange", "iccid": ICCID, "valid_until": until.isoformat()})
    assert await published(house, staff, "inventory") == []
    units = house.services["inventory"].units
    days = 0
    try:
        for passed, told in ((11, 1), (12, 1), (33, 2), (34, 2)):
            house.clock.move(timedelta(days=passed - days))
            days = passed
            async with units.open(staff.organisation) as unit:
                await internet_round(unit.today().isoformat(), unit)
                await internet_round(unit.today().isoformat(), unit)
            assert (await published(house, staff, "inventory")).count("internet_announced") == told, passed
        await house.run_until_idle()
        me = reader(house, house.sign_in(staff.organisation, Role.STAFF, Role.REPAIRER))
        assert "Eén simkaart loopt af" in (await me.http.get("/")).text
        assert "Loopt af" in (await me.http.get("/inventory/sims")).text
        later = today(house) + timedelta(days=300)
        await staff.did(f"/inventory/api/sims/{sim['id']}/change", {"provider": "Orange", "valid_until": later.isoformat()})
        await house.run_until_idle()
        assert "simkaart loopt af" not in (await me.http.get("/")).text
    finally:
        house.clock.move(timedelta(days=-days))


async def test_a_family_reads_until_when_its_internet_works_and_without_a_threat(house: House) -> None:
    staff = house.sign_in()
    lent = await a_running_loan(house, staff)
    card = await give_card(house, staff, lent.household["id"])
    until = today(house) + timedelta(days=20)
    body = {"provider": "Orange", "iccid": ICCID, "valid_until": until.isoformat(), "device_code": lent.device["code"]}
    sim = await staff.did("/inventory/api/sims", body)
    await house.run_until_idle()
    family = await family_with(house, card)
    assert "Je hoort van ons voor het stopt." in (await family.open("/family")).text
    older = InternetAnnounced(sim_id=sim["id"])
    async with house.services["loans"].units.open(staff.organisation) as unit:
        await unit.known_devices.internet(older, 1)  # a replay of what was told before
    assert "Jouw internet" in (await family.open("/family")).text
    await staff.did(f"/inventory/api/sims/{sim['id']}/state", {"state": "ended"})
    await house.run_until_idle()
    assert "Jouw internet" not in (await family.open("/family")).text


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"iccid": "8932042000001234567"}, "sim_not_right"),
        ({"iccid": "85073003328"}, "sim_not_right"),
        ({"iccid": "89 3204 2000 0012 3456"}, "sim_not_right"),
        ({"provider": "van 85.07.30-033 28"}, "register_number_in_text"),
        ({"device_code": "AAA-AAA"}, "no_place_for_sim"),
    ],
)
async def test_a_card_that_cannot_be_is_not_kept(house: House, body: dict[str, Any], code: str) -> None:
    staff = house.sign_in()
    answer = await staff.post("/inventory/api/sims", {"provider": "Orange", "iccid": ICCID} | body)
    assert code_of(answer) == code, answer.text
    assert (await staff.get("/inventory/api/sims"))["sims"] == []


async def test_a_card_sits_in_one_device_and_in_none_when_it_is_over(house: House) -> None:
    staff = house.sign_in()
    hotspot, screen = await a_hotspot(house, staff), await a_hotspot(house, staff, "screen")
    sim = await staff.did(
        "/inventory/api/sims", {"provider": "Orange", "iccid": "8932 0420 0000 1234 562", "device_code": hotspot["code"]}
    )
    assert (sim["iccid"], sim["device_id"]) == (ICCID, hotspot["id"])
    assert code_of(await staff.post("/inventory/api/sims", {"provider": "Orange", "iccid": ICCID})) == "sim_known"
    put = f"/inventory/api/sims/{sim['id']}/put-in"
    assert code_of(await staff.post(put, {"device_code": screen["code"]})) == "no_place_for_sim"
    assert (await staff.did(put, {}))["device_id"] is None
    await staff.did(f"/inventory/api/sims/{sim['id']}/state", {"state": "blocked"})
    assert code_of(await staff.post(put, {"device_code": hotspot["code"]})) == "sim_is_over"


async def test_pages_say_what_is_wrong_and_keep_what_was_typed(house: House) -> None:
    staff = house.sign_in()
    me = reader(house, staff)
    thing = await a_thing(staff, lowest=20)
    thing_page = f"/inventory/things/{thing['id']}"
    for address, form, words in (
        ("/inventory/things/new", {"kind": "mouse", "name": "", "count": "-3"}, "Vul een naam in"),
        ("/inventory/things/new", {"kind": "mouse", "name": thing["name"], "count": "1"}, "Dit staat al op de lijst"),
        (f"/inventory/things/{thing['id']}/take", {"count": "11", "reason": "taken"}, "Er liggen er nu 10"),
        (f"/inventory/things/{thing['id']}/take", {"count": "", "reason": "taken"}, "Vul een getal in"),
        (f"/inventory/things/{thing['id']}/count", {"count": "99999999999"}, "Vul een getal in"),
        ("/inventory/kits", {"name": "", "chassis": "laptop", "kinds": "mouse"}, "Dit setje is nog niet af"),
        ("/inventory/kits", {"name": "Leeg", "chassis": "laptop"}, "Dit setje is nog niet af"),
        ("/inventory/sims/new", {"provider": "Orange", "iccid": "123"}, "Er is een cijfer verkeerd of te weinig"),
        ("/inventory/sims/new", {"provider": "Orange", "iccid": ICCID, "valid_until": "31/2/2026"}, "Vul een dag in"),
    ):
        there = (await me.form(address if address.endswith(("new", "kits")) else thing_page, address)).fields
        answer = await me.http.post(address, data=there | form)
        assert answer.status_code in (409, 422), (address, answer.status_code)
        assert words in answer.text, address
    assert "Bestel bij" in (await me.http.get("/inventory/things")).text


async def test_all_that_is_wrong_with_a_card_is_said_at_once_each_at_its_field(house: House) -> None:
    staff = house.sign_in()
    me, address = reader(house, staff), "/inventory/sims/new"
    screen = await a_hotspot(house, staff, "screen")
    await staff.did("/inventory/api/sims", {"provider": "Orange", "iccid": ICCID})
    there = (await me.form(address, address)).fields
    wrong = {"provider": "van 85.07.30-033 28", "iccid": "123", "data": "veel", "valid_until": "31/2/27", "device": screen["code"]}
    for typed_in, fields in (
        (wrong, ["provider", "iccid", "data", "valid_until", "device"]),
        (wrong | {"data": "20", "valid_until": "31/12/26"}, ["provider", "iccid", "device"]),
        (wrong | {"provider": "x" * 60, "iccid": ICCID, "device": ""}, ["provider", "iccid", "data", "valid_until"]),
        (
            wrong | {"provider": "", "iccid": ICCID, "data": "", "valid_until": "", "device": "AAA-AAA"},
            ["provider", "iccid", "device"],
        ),
    ):
        answer = await me.http.post(address, data=there | typed_in)
        assert answer.status_code == 422
        summary = answer.text.partition('class="errors"')[2].partition("</ul>")[0]
        assert [one.partition('"')[0] for one in summary.split('href="#')[1:]] == fields, typed_in
        for field in fields:
            shown = answer.text.partition(f'id="{field}"')[2].partition(">")[0]
            assert 'aria-invalid="true"' in shown, field
            assert typed_in[field] in answer.text, "what was typed stays"
    assert len((await staff.get("/inventory/api/sims"))["sims"]) == 1


async def test_all_that_is_wrong_with_a_change_is_said_at_once_and_the_same_form_twice_is_one_card(house: House) -> None:
    staff = house.sign_in()
    me, address = reader(house, staff), "/inventory/sims/new"
    form = (await me.form(address, address)).fields | {"provider": "Orange", "iccid": ICCID, "valid_until": "31/12/26"}
    answers = [await me.http.post(address, data=form) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    [sim] = (await staff.get("/inventory/api/sims"))["sims"]
    assert sim["valid_until"] == "2026-12-31"
    page = f"/inventory/sims/{sim['id']}"
    there = (await me.form(page, page)).fields
    answer = await me.http.post(page, data=there | {"provider": "", "data": "veel", "valid_until": "morgen"})
    assert answer.status_code == 422
    assert answer.text.partition('class="errors"')[2].partition("</ul>")[0].count('href="#') == 3
    assert (await me.http.post(page, data=there | {"provider": "Proximus", "valid_until": "1/2/27"})).status_code == 303
    assert (await staff.get("/inventory/api/sims"))["sims"][0]["valid_until"] == "2027-02-01"


async def test_a_card_says_whom_to_call_only_where_a_family_has_it(house: House) -> None:
    staff = house.sign_in()
    soon = (today(house) + timedelta(days=5)).isoformat()
    sim = await staff.did("/inventory/api/sims", {"provider": "Orange", "iccid": ICCID, "valid_until": soon})
    me, address = reader(house, staff), f"/inventory/sims/{sim['id']}"
    for page in (address, "/inventory/sims"):
        shown = (await me.http.get(page)).text
        assert "De kaart ligt los bij ons" in shown
        assert "Bel het gezin" not in shown
    hotspot = await a_hotspot(house, staff)
    await staff.did(f"/inventory/api/sims/{sim['id']}/put-in", {"device_code": hotspot["code"]})
    assert "Het toestel is niet bij een gezin" in (await me.http.get(address)).text
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        await give_out_device(GiveOutDevice(hotspot["id"], loan := new_id(), ()), unit)
    for page in (address, "/inventory/sims"):
        assert "Bel het gezin" in (await me.http.get(page)).text
    assert f"/loans/loans/{loan}" in (await me.open(address)).links, "from there one finds the number to call"


async def test_a_card_in_a_lost_device_asks_to_be_blocked_whenever_it_ends(house: House) -> None:
    staff = house.sign_in()
    late = (today(house) + timedelta(days=500)).isoformat()
    sim = await staff.did("/inventory/api/sims", {"provider": "Orange", "iccid": ICCID, "valid_until": late})
    me, address, hotspot = reader(house, staff), f"/inventory/sims/{sim['id']}", await a_hotspot(house, staff)
    await staff.did(f"/inventory/api/sims/{sim['id']}/put-in", {"device_code": hotspot["code"]})
    assert "te blokkeren" not in (await me.open(address)).text
    await staff.did(f"/inventory/api/devices/{hotspot['id']}/lost", {"kind": "lost"})
    shown = (await me.open(address)).text
    assert ("te blokkeren" in shown, "loopt af" in shown) == (True, False)
    await staff.did(f"/inventory/api/sims/{sim['id']}/state", {"state": "blocked"})
    assert "te blokkeren" not in (await me.open(address)).text
