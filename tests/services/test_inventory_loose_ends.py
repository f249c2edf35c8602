"""What goes along is another one than was thought, a card that is lost and still costs, and lists by their names."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from services.inventory.commands.correct_device import CorrectDevice, correct_device
from services.inventory.domain.short_list import ListKind
from shared.contracts.inventory import AccessoriesPrepared, AlongReplaced, DeviceLost, GoesAlong
from shared.contracts.vocabulary import Accessory, Chassis, LossKind
from shared.runtime.clock import new_id
from tests.services.test_inventory_accessories import ICCID, a_hotspot, a_thing
from tests.services.test_inventory_going_along import along, lent_with_things, with_things_ready
from tests.support.colleagues import alone, they_publish
from tests.support.house import House, Staff, today
from tests.support.lending import Lent, loan_now, ready_to_sign, sign, told
from tests.support.made_up_loans import ended, signed
from tests.support.made_up_loans import told as inventory_told
from tests.support.pages import reader
from tests.support.photos import entry_of
from tests.support.slice import a_ready_device, device_now

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # what carries the events makes no difference here


async def is_a(house: House, staff: Staff, device: Any, chassis: Chassis) -> None:
    """Somebody puts right what sort of thing it is."""
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        facts = (await unit.devices.get(UUID(device["id"]))).facts
        await correct_device(CorrectDevice(UUID(device["id"]), replace(facts, chassis=chassis)), unit)


async def test_a_hotspot_that_turns_out_to_be_something_else_is_still_asked_for(house: House) -> None:
    staff, loan = house.sign_in(), new_id()
    with alone(house, "inventory"):
        device, _mouse, hotspot = await lent_with_things(house, staff, loan)
        await is_a(house, staff, hotspot, Chassis.PHONE)
        assert (await device_now(staff, hotspot))["status"] == "given_out", "it is with the family, whatever it is called"
        assert hotspot["code"] in (await reader(house, staff).open(f"/inventory/devices/{device['id']}")).text
        await staff.did(f"/inventory/api/devices/{hotspot['id']}/lost", {"kind": "lost"})
        await staff.did(f"/inventory/api/devices/{hotspot['id']}/found")
        [lost] = await inventory_told(house, staff, DeviceLost)
        assert lost.along == GoesAlong(device_id=UUID(device["id"]), accessory=Accessory.HOTSPOT), "as it was signed for"
        over = ended(loan, device).model_copy(update={"not_returned": (Accessory.HOTSPOT,)})
        await they_publish(house, staff.organisation, over)
        assert (await device_now(staff, hotspot))["status"] == "return_expected"
        page = (await reader(house, staff).http.get(f"/inventory/devices/{device['id']}")).text
        assert f'value="{hotspot["id"]}"' in page, "asked for where its machine is taken back"
        assert f'value="{hotspot["id"]}" checked' not in page, "the counter noted that it did not come"


async def test_what_lies_ready_as_what_it_is_not_lies_loose(house: House) -> None:
    staff = house.sign_in()
    with alone(house, "inventory"):
        device, _mouse, hotspot = await with_things_ready(house, staff)
        await is_a(house, staff, hotspot, Chassis.PRINTER)
        seen = await device_now(staff, hotspot)
        assert (seen["status"], seen["chassis"]) == ("ready", "printer")
        assert (await staff.get(along(device)))["companion_ids"] == []
        said = await inventory_told(house, staff, AccessoriesPrepared)
        assert [one.accessories for one in said if str(one.device_id) == device["id"]][-1] == (Accessory.MOUSE,)
        await they_publish(house, staff.organisation, signed(device, new_id(), Accessory.MOUSE, Accessory.HOTSPOT))
        assert (await device_now(staff, hotspot))["status"] == "ready"


async def two_hotspots(house: House, staff: Staff) -> tuple[Lent, Any, Any]:
    """A family that is about to sign for a machine with a hotspot, and another hotspot."""
    first, second = await a_hotspot(house, staff), await a_hotspot(house, staff)
    lent = await ready_to_sign(house, staff)
    await staff.did(along(lent.device), {"companion_ids": [first["id"]]})
    await house.run_until_idle()
    await tick(staff, lent)
    return lent, first, second


async def tick(staff: Staff, lent: Lent) -> None:
    await staff.did(f"/loans/api/loans/{lent.loan['id']}/accessories", {"accessories": ["charger", "hotspot"]})


async def change_hotspots(staff: Staff, lent: Lent, first: Any, second: Any) -> None:
    """The one that lay ready is lost, and the other one lies ready instead."""
    await staff.did(f"/inventory/api/devices/{first['id']}/lost", {"kind": "lost"})
    await staff.did(along(lent.device), {"companion_ids": [second["id"]]})


async def gone(staff: Staff, lent: Lent) -> Any:
    return (await loan_now(staff, lent))["gone"]


async def test_another_hotspot_is_asked_for_when_loans_hears_of_the_loss_before_the_signature(house: House) -> None:
    staff = house.sign_in()
    lent, first, second = await two_hotspots(house, staff)
    await change_hotspots(staff, lent, first, second)
    await house.run_until_idle()
    assert await gone(staff, lent) == ["hotspot"], "it is off the text until somebody looks"
    await tick(staff, lent)
    await sign(staff, lent)
    await house.run_until_idle()
    assert (await device_now(staff, second))["loan_id"] == lent.loan["id"]
    assert await gone(staff, lent) == []


async def test_another_hotspot_is_asked_for_when_loans_hears_of_the_loss_after_the_signature(house: House) -> None:
    staff = house.sign_in()
    lent, first, second = await two_hotspots(house, staff)
    await change_hotspots(staff, lent, first, second)
    await sign(staff, lent)  # nothing was heard yet, on either side
    await house.run_until_idle()
    assert (await device_now(staff, second))["loan_id"] == lent.loan["id"]
    [replaced] = await inventory_told(house, staff, AlongReplaced)
    assert (str(replaced.device_id), str(replaced.by_device_id)) == (first["id"], second["id"])
    assert await gone(staff, lent) == [], "the family has the other one"
    await staff.did(f"/inventory/api/devices/{second['id']}/lost", {"kind": "lost"})
    await house.run_until_idle()
    assert await gone(staff, lent) == ["hotspot"], "and now nobody asks for that one"
    await told(house, staff, replaced)
    assert await gone(staff, lent) == ["hotspot"], "told once more, after the other one was lost too"


async def test_a_hotspot_that_was_found_in_time_goes_along_itself(house: House) -> None:
    """Lost, found, ready and laid ready again, all before loans hears the first of it."""
    staff = house.sign_in()
    lent, first, _second = await two_hotspots(house, staff)
    address = f"/inventory/api/devices/{first['id']}"
    await staff.did(f"{address}/lost", {"kind": "lost"})
    await staff.did(f"{address}/found")
    await staff.did(f"{address}/checked", {})
    await staff.did(f"{address}/ready")
    await staff.did(along(lent.device), {"companion_ids": [first["id"]]})
    await sign(staff, lent)
    await house.run_until_idle()
    assert (await device_now(staff, first))["loan_id"] == lent.loan["id"]
    assert await gone(staff, lent) == []


async def test_a_hotspot_that_was_lost_and_not_replaced_is_not_asked_for(house: House) -> None:
    staff = house.sign_in()
    lent, first, _second = await two_hotspots(house, staff)
    await staff.did(f"/inventory/api/devices/{first['id']}/lost", {"kind": "lost"})
    await sign(staff, lent)
    await house.run_until_idle()
    assert await gone(staff, lent) == ["hotspot"]
    assert await inventory_told(house, staff, AlongReplaced) == []


async def test_a_loss_that_is_heard_after_what_replaced_it_was_lost_too(house: House) -> None:
    """The other one has its own key, so its loss may come first: then it stays off what is asked for."""
    staff = house.sign_in()
    lent, first, second = await two_hotspots(house, staff)
    await sign(staff, lent)
    await house.run_until_idle()
    with_machine = GoesAlong(device_id=lent.device_id, accessory=Accessory.HOTSPOT)
    day, one, other = today(house), UUID(first["id"]), UUID(second["id"])
    replaced = AlongReplaced(
        device_id=one, by_device_id=other, with_device_id=lent.device_id, loan_id=lent.loan_id, accessory=Accessory.HOTSPOT
    )
    lost = DeviceLost(device_id=other, kind=LossKind.LOST, lost_on=day, loan_id=lent.loan_id, along=with_machine)
    await told(house, staff, lost, DeviceLost(device_id=one, kind=LossKind.LOST, lost_on=day, along=with_machine), replaced)
    assert await gone(staff, lent) == ["hotspot"]


async def test_a_card_in_a_lost_hotspot_that_still_costs_is_found(house: House) -> None:
    me = reader(house)
    hotspot = await a_hotspot(house, me.staff)
    until = today(house) + timedelta(days=400)
    body = {"provider": "Orange", "iccid": ICCID, "valid_until": until.isoformat(), "device_code": hotspot["code"]}
    await me.staff.did("/inventory/api/sims", body)
    assert "Verloren, loopt nog" not in (await me.open("/inventory/sims")).text
    await me.staff.did(f"/inventory/api/devices/{hotspot['id']}/lost", {"kind": "stolen"})
    shown = (await me.open("/inventory/sims")).text
    assert "Verloren, loopt nog" in shown
    assert "Vraag de provider om de kaart te blokkeren" in shown
    [sim] = (await me.staff.get("/inventory/api/sims"))["sims"]
    await me.staff.did(f"/inventory/api/sims/{sim['id']}/state", {"state": "ended"})
    assert "Verloren, loopt nog" not in (await me.open("/inventory/sims")).text


async def test_a_count_of_a_list_that_somebody_kept_is_called_by_its_name(house: House) -> None:
    me = reader(house)
    shelf = await entry_of(house, me.staff.organisation, ListKind.PLACE, "Kast 3")
    device = await a_ready_device(me.staff)
    form = await me.form(f"/inventory/devices/{device['id']}", f"/inventory/devices/{device['id']}/place")
    await me.sent(form, {"place": shelf})
    await me.staff.did("/inventory/api/device-views", {"name": "Kast met scherm", "choices": {"place": shelf, "order": "code"}})
    form = await me.form(f"/inventory/stock-takes?place={shelf}", "/inventory/stock-takes")
    take = await me.sent(form)
    assert "<h1>" in (page := (await me.http.get(take)).text)
    assert "Kast met scherm" in page.partition("<h1>")[2].partition("</h1>")[0]
    assert "Kast met scherm" in (await me.open("/inventory/stock-takes")).text
    colleague = reader(house, house.sign_in(me.staff.organisation))
    assert "Kast met scherm" not in (await colleague.open(take)).text, "what somebody keeps for oneself has a name for oneself"
    await me.sent(await me.form(f"{take}/close"))
    assert "Kast met scherm" in (await me.open(take)).text


async def test_what_goes_along_is_chosen_without_a_list_that_cuts_names_off(house: House) -> None:
    me = reader(house)
    name = "lader voor Dell Latitude, rond met een pinnetje, ongeveer 65"
    device, charger = await a_ready_device(me.staff), await a_thing(me.staff, "charger", name=name)
    shown = await me.open(f"/inventory/devices/{device['id']}/along")
    form = next(one for one in shown.forms if one.action.endswith("/along"))
    assert form.choices["charger"] == {"", charger["id"]}
    assert name in shown.text
    await me.sent(form, {"charger": charger["id"]})
    assert [one["thing_id"] for one in (await me.staff.get(along(device)))["lines"]] == [charger["id"]]
