"""What a family signs for is counted once, whether it lay ready or not; and what is lost is off the loan it goes along with."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from services.inventory.commands.give_out_device import GiveOutDevice, give_out_device
from shared.contracts import helpdesk, loans
from shared.contracts.inventory import DeviceLost, DeviceRetired
from shared.contracts.vocabulary import Accessory, RepairOutcome
from shared.runtime.clock import new_id
from tests.services.test_inventory_accessories import a_hotspot, a_thing, code_of, on_shelf
from tests.support.colleagues import alone, they_publish
from tests.support.house import House, Staff, today
from tests.support.lending import Lent, held_back, loan_now, ready_to_sign, sign
from tests.support.made_up_loans import ended, repaired, signed, told, triaged
from tests.support.pages import reader
from tests.support.slice import a_ready_device, device_now


def along(device: Any) -> str:
    return f"/inventory/api/devices/{device['id']}/along"


async def moved(staff: Staff, thing: Any) -> list[tuple[int, str]]:
    """What came and went of a thing, oldest first."""
    found = (await staff.get(f"/inventory/api/things/{thing['id']}/movements"))["movements"]
    return [(one["change"], one["reason"]) for one in reversed(found)]


async def choose(staff: Staff, lent: Lent, *accessories: str) -> None:
    await staff.did(f"/loans/api/loans/{lent.loan['id']}/accessories", {"accessories": list(accessories)})


async def with_hotspot(house: House, staff: Staff) -> tuple[Lent, Any]:
    """A loan that waits for a signature; the counter chose the hotspot that lies ready with its machine."""
    lent, hotspot = await ready_to_sign(house, staff), await a_hotspot(house, staff)
    await staff.did(along(lent.device), {"companion_ids": [hotspot["id"]]})
    await house.run_until_idle()
    await choose(staff, lent, "charger", "hotspot")
    return lent, hotspot


async def lose(staff: Staff, device: Any) -> None:
    await staff.did(f"/inventory/api/devices/{device['id']}/lost", {"kind": "lost"})


def ticked(page: str, field: str = "accessory") -> list[str]:
    return sorted(one.partition('"')[0] for one in page.split(f'name="{field}" value="')[1:] if " checked" in one[:60])


@pytest.mark.parametrize("lay_ready", [True, False], ids=["prepared_first", "signed_first"])
async def test_what_is_signed_leaves_the_stock_once_in_either_order(house: House, lay_ready: bool) -> None:
    """`prepare_along` before `agreement_signed`: it lay ready, and goes. After: refused, and it went already."""
    staff, loan = house.sign_in(), new_id()
    mouse, device = await a_thing(staff), await a_ready_device(staff)
    with alone(house, "inventory"):
        if lay_ready:
            await staff.did(along(device), {"thing_ids": [mouse["id"]]})
        event = signed(device, loan, Accessory.MOUSE)
        await they_publish(house, staff.organisation, event, event.model_copy())  # said twice
        late = await staff.post(along(device), {"thing_ids": [mouse["id"]]})
        assert code_of(late) == "wrong_moment"
        assert (await moved(staff, mouse))[1:] == [(-1, "gone_along")]
        await they_publish(house, staff.organisation, ended(loan, device))
        await staff.did(f"/inventory/api/devices/{device['id']}/take-back")
        assert (await moved(staff, mouse))[1:] == [(-1, "gone_along"), (1, "came_back")]


async def questions(staff: Staff) -> list[Any]:
    """Of what went along, what nobody said yet of which sort it was."""
    return list((await staff.get("/inventory/api/along-questions"))["questions"])


async def test_of_several_sorts_nobody_guesses_which_went_along(house: House) -> None:
    me, loan = reader(house), new_id()
    staff = me.staff
    red, blue = await a_thing(staff, "bag", count=2), await a_thing(staff, "bag", count=8)
    mouse, device = await a_thing(staff, count=3), await a_ready_device(staff)
    with alone(house, "inventory"):
        event = signed(device, loan, Accessory.MOUSE, Accessory.BAG, Accessory.WEBCAM)
        await they_publish(house, staff.organisation, event, event.model_copy())  # said twice
        assert [await on_shelf(staff, one) for one in (red, blue, mouse)] == [2, 8, 2], "a webcam nobody counts blocks nothing"
        [asked] = await questions(staff)
        assert (asked["kind"], asked["device_id"], asked["loan_id"]) == ("bag", device["id"], str(loan))
        assert "Van 1 ding weten we nog niet welk het was" in (await me.open("/inventory/things")).text
        assert "We weten nog niet welke meeging: tas" in (await me.open(f"/inventory/devices/{device['id']}")).text
        form = await me.form("/inventory/which-went", f"/inventory/which-went/{asked['id']}")
        nothing = await me.send(form)
        assert (nothing.status_code, "Kies welke het was" in nothing.text) == (422, True)
        other = await me.send(form, {"thing": mouse["id"]})
        assert (other.status_code, "Dit kan niet mee" in other.text) == (409, True), "a mouse is no bag"
        await me.sent(form, {"thing": red["id"]})
        assert [await on_shelf(staff, one) for one in (red, blue)] == [1, 8]
        again = await staff.post(f"/inventory/api/along-questions/{asked['id']}", {"thing_id": blue["id"]})
        assert again.status_code == 404, "answered is answered"
        assert [await on_shelf(staff, one) for one in (red, blue)] == [1, 8]
        await they_publish(house, staff.organisation, ended(loan, device))
        await staff.did(f"/inventory/api/devices/{device['id']}/take-back")
        assert [await on_shelf(staff, one) for one in (red, blue)] == [2, 8], "it comes back as what was said"


async def test_a_question_ends_with_the_loan_but_for_what_stayed_away(house: House) -> None:
    staff, loan, other = reader(house).staff, new_id(), new_id()
    for count in (2, 8):
        await a_thing(staff, "bag", count=count)
    with alone(house, "inventory"):
        device, second = [await a_ready_device(staff) for _ in range(2)]
        await they_publish(house, staff.organisation, signed(device, loan, Accessory.BAG), signed(second, other, Accessory.BAG))
        assert len(await questions(staff)) == 2
        missing = ended(other, second).model_copy(update={"not_returned": (Accessory.BAG,)})
        await they_publish(house, staff.organisation, ended(loan, device), missing)
        [asked] = await questions(staff)
        assert asked["loan_id"] == str(other), "it did leave; of the other one no number changed"


async def test_a_question_that_nobody_can_answer_or_that_is_over(house: House) -> None:
    me, loan = reader(house), new_id()
    staff = me.staff
    red, blue = await a_thing(staff, "bag", count=2), await a_thing(staff, "bag", count=8)
    with alone(house, "inventory"):
        devices = [await a_ready_device(staff) for _ in range(3)]
        await they_publish(house, staff.organisation, signed(devices[0], loan, Accessory.BAG))
        await they_publish(house, staff.organisation, *(signed(one, new_id(), Accessory.BAG) for one in devices[1:]))
        first, second, third = await questions(staff)
        back = loans.ItemsReturned(
            loan_id=loan, household_id=new_id(), device_ids=(), accessories=(Accessory.BAG,), returned_on=today(house)
        )
        await they_publish(house, staff.organisation, back, back)
        assert [one["id"] for one in await questions(staff)] == [second["id"], third["id"]], "it is here, whichever it was"
        assert first["loan_id"] == str(loan)
        await staff.did(f"/inventory/api/along-questions/{second['id']}", {"is_back": True})
        without_bag = ended(UUID(third["loan_id"]), devices[2]).model_copy(update={"not_returned": (Accessory.BAG,)})
        await they_publish(house, staff.organisation, without_bag)
        shown = await me.open(f"/inventory/devices/{devices[2]['id']}")
        assert "Dit toestel komt terug" in shown.text
        assert "We weten nog niet welke meeging: tas" in shown.text, "also where the machine is taken back"
        assert "/inventory/which-went" in shown.links
        form = await me.form("/inventory/which-went", f"/inventory/which-went/{third['id']}")
        await me.sent(form, {"thing": "unknown"})
        assert "welke meeging" not in (await me.open(f"/inventory/devices/{devices[2]['id']}")).text
        seen = [await staff.get(f"/inventory/api/things/{one['id']}") for one in (red, blue)]
        assert [(one["on_shelf"], one["count_again"]) for one in seen] == [(2, True), (8, True)]
        assert "Niets te vragen" in (await me.open("/inventory/which-went")).text
        answer = await me.send(form, {"thing": red["id"], "form_key": str(new_id())})
        assert (answer.status_code, "Een collega antwoordde al" in answer.text) == (404, True)


@pytest.mark.parametrize("house", ["log"], indirect=True)
async def test_families_that_sign_at_the_same_moment_wait_for_each_other_and_the_numbers_stay_right(house: House) -> None:
    """What is taken from the shelf is chosen behind the locks: nobody finds the last of one sort gone while others lie there."""
    staff = house.sign_in()
    mouse, bag = await a_thing(staff, count=5), await a_thing(staff, "bag", count=9)
    devices = [await a_ready_device(staff) for _ in range(4)]

    async def leaves(device: Any) -> None:
        async with house.services["inventory"].units.open(staff.organisation) as unit:
            await give_out_device(GiveOutDevice(UUID(device["id"]), new_id(), (Accessory.MOUSE, Accessory.BAG)), unit)

    with alone(house, "inventory"):
        await asyncio.gather(*(leaves(one) for one in devices))
        assert await on_shelf(staff, mouse) == 1
        assert await on_shelf(staff, bag) == 5
        for one in (mouse, bag):
            assert (await staff.get(f"/inventory/api/things/{one['id']}"))["count_again"] is False


async def test_a_charger_that_cannot_fit_was_not_taken(house: House) -> None:
    staff = house.sign_in()
    other = await a_thing(staff, "charger", plug={"connector": "magsafe", "watt": 60})
    device = await a_ready_device(staff)
    address = f"/inventory/api/devices/{device['id']}/facts"
    facts = {name: one for name, one in (await staff.get(address)).items() if name not in ("id", "partner_id", "out_since")}
    await staff.did(address, facts | {"charger_connector": "usb_c", "charger_watt": 65})
    with alone(house, "inventory"):
        await they_publish(house, staff.organisation, signed(device, new_id(), Accessory.CHARGER))
        assert await on_shelf(staff, other) == 10


async def test_an_empty_shelf_stops_no_family_and_asks_somebody_to_count_again(house: House) -> None:
    staff, loan = house.sign_in(), new_id()
    mouse, device, me = await a_thing(staff, count=0), await a_ready_device(staff), reader(house, staff)
    address = f"/inventory/api/things/{mouse['id']}"
    with alone(house, "inventory"):
        await they_publish(house, staff.organisation, signed(device, loan, Accessory.MOUSE))
        assert await moved(staff, mouse) == [(1, "counted"), (-1, "gone_along")]
        seen = await staff.get(address)
        assert (seen["on_shelf"], seen["out"], seen["count_again"]) == (0, 1, True)
        for page in ("/inventory/things", f"/inventory/things/{mouse['id']}"):
            assert "Ons aantal klopt misschien niet meer" in (await me.http.get(page)).text
        await staff.did(f"{address}/movements", {"count": 0, "reason": "counted"})  # the number is right after all
        assert (await staff.get(address))["count_again"] is False
        assert "Ons aantal klopt misschien niet meer" not in (await me.http.get("/inventory/things")).text


async def test_beside_a_tick_stands_that_it_does_not_lie_ready(house: House) -> None:
    staff = house.sign_in()
    bag, lent, me = await a_thing(staff, "bag"), await ready_to_sign(house, staff), reader(house, staff)
    address = f"/loans/loans/{lent.loan['id']}"
    nothing = (await me.http.get(address)).text
    assert "Er ligt nog niets klaar bij dit toestel" in nothing
    assert "Neem er een van het rek" not in nothing, "said once for all"
    assert nothing.count("de voorraad telt dit niet") == 3, "hotspot, screen, printer"
    await staff.did(along(lent.device), {"thing_ids": [bag["id"]]})
    await house.run_until_idle()
    page = (await me.http.get(address)).text
    assert "Er ligt nog niets klaar" not in page
    beside = {one.partition('"')[0]: one.partition("</label>")[0] for one in page.split('name="accessory" value="')[1:]}
    assert "Neem er een van het rek" in beside["mouse"]
    assert "when-ticked" not in beside["bag"]
    await choose(staff, lent, "charger")
    assert "Neem er een van het rek" in (await me.http.get(address)).text, "also when the counter chose"


async def end_it(house: House, staff: Staff, device: Any, way: str) -> None:
    """A hotspot that lies ready or went along is lost, ended by a repair, or taken out of use after one."""
    ticket = new_id()
    if way == "lost":
        await lose(staff, device)
    elif way == "broken":
        await they_publish(house, staff.organisation, triaged(device, ticket), repaired(device, ticket, RepairOutcome.END_OF_LIFE))
    else:
        drive = helpdesk.NewDrive(capacity_gb=256, medium="ssd")
        await they_publish(house, staff.organisation, triaged(device, ticket), repaired(device, ticket, RepairOutcome.FIXED, drive))
        await staff.did(f"/inventory/api/devices/{device['id']}/retire")
    await house.run_until_idle()


@pytest.mark.parametrize("way", ["lost", "broken", "retired"])
async def test_a_hotspot_that_ends_before_the_signature_is_off_what_goes_along(house: House, way: str) -> None:
    staff = house.sign_in()
    lent, hotspot = await with_hotspot(house, staff)
    address, me = f"/loans/loans/{lent.loan['id']}", reader(house, staff)
    shown = await staff.get(f"/loans/api/loans/{lent.loan['id']}/agreement")
    await end_it(house, staff, hotspot, way)
    now = await loan_now(staff, lent)
    assert (now["accessories"], now["gone"]) == (["charger"], ["hotspot"])
    page = (await me.http.get(address)).text
    assert ticked(page) == ["charger"]
    assert "Lag klaar, maar is verloren of buiten gebruik" in page
    old = {"document_sha256": shown["sha256"], "way": "typed", "signature_name": "Fatima B."}
    assert code_of(await staff.post(f"/loans/api/loans/{lent.loan['id']}/sign", old)) == "wrong_text"
    # Another one lies ready, and the counter ticks it.
    other = await a_hotspot(house, staff)
    await staff.did(along(lent.device), {"companion_ids": [other["id"]]})
    await house.run_until_idle()
    assert "Lag klaar, maar is verloren" not in (await me.http.get(address)).text
    await choose(staff, lent, "charger", "hotspot")
    assert (await loan_now(staff, lent))["gone"] == []
    await sign(staff, lent)
    await house.run_until_idle()
    assert (await device_now(staff, other))["loan_id"] == lent.loan["id"]
    assert (await loan_now(staff, lent))["accessories"] == ["charger", "hotspot"]


@pytest.mark.parametrize("house", ["log"], indirect=True)
async def test_a_page_that_was_open_before_the_loss_ticks_nothing_that_is_lost(house: House) -> None:
    """`device_lost` comes between the look at the page and the tick of a colleague at the counter."""
    staff = house.sign_in()
    lent, hotspot = await with_hotspot(house, staff)
    me, address = reader(house, staff), f"/loans/loans/{lent.loan['id']}"
    old = (await me.form(address, f"{address}/prepare")).fields | {"accessory": ["charger", "hotspot", "bag"], "learners": "1"}
    await lose(staff, hotspot)
    await house.run_until_idle()
    for _ in range(2):  # the same form twice
        answer = await me.http.post(f"{address}/prepare", data=old)
        assert (answer.status_code, "intussen verloren of buiten gebruik" in answer.text) == (422, True)
        assert ticked(answer.text) == ["bag", "charger"]
        now = await loan_now(staff, lent)
        assert (now["accessories"], now["gone"]) == (["charger", "bag"], ["hotspot"])
    # Who knows it and ticks it all the same, gives one that nobody laid ready.
    knows = (await me.form(address, f"{address}/prepare")).fields | {"accessory": ["charger", "hotspot"], "learners": "1"}
    assert (await me.http.post(f"{address}/prepare", data=knows)).status_code == 303
    assert (await loan_now(staff, lent))["accessories"] == ["charger", "hotspot"]


async def test_loans_hears_at_once_that_a_lost_hotspot_lies_ready_no_more(house: House) -> None:
    """The counter did not choose yet: what lies ready is proposed, and this one is not there."""
    staff = house.sign_in()
    lent, hotspot = await ready_to_sign(house, staff), await a_hotspot(house, staff)
    mouse = await a_thing(staff)
    await staff.did(along(lent.device), {"thing_ids": [mouse["id"]], "companion_ids": [hotspot["id"]]})
    await house.run_until_idle()
    me, address = reader(house, staff), f"/loans/loans/{lent.loan['id']}"
    assert ticked((await me.http.get(address)).text) == ["charger", "hotspot", "mouse"]
    await lose(staff, hotspot)
    await house.run_until_idle()
    assert ticked((await me.http.get(address)).text) == ["charger", "mouse"]


@pytest.mark.parametrize("way", ["lost", "broken"])
async def test_a_hotspot_that_ends_at_a_family_is_not_asked_for(house: House, way: str) -> None:
    staff = house.sign_in()
    lent, hotspot = await with_hotspot(house, staff)
    await sign(staff, lent)
    await house.run_until_idle()
    await end_it(house, staff, hotspot, way)
    me, address = reader(house, staff), f"/loans/loans/{lent.loan['id']}"
    now = await loan_now(staff, lent)
    assert (now["accessories"], now["gone"]) == (["charger", "hotspot"], ["hotspot"]), "what was signed stays"
    assert "Is er niet meer" in (await me.http.get(address)).text
    asked = (await me.http.get(f"{address}/end")).text
    assert ticked(asked) == ["charger"]
    assert "Vraag niet naar:" in asked
    await staff.did(f"/loans/api/loans/{lent.loan['id']}/end", {"returned": ["charger"]})
    await house.run_until_idle()
    assert (await loan_now(staff, lent))["not_returned"] == []
    assert "Dit was al verloren of buiten gebruik" in (await me.http.get(address)).text


async def test_a_hotspot_that_is_found_is_asked_for_again(house: House) -> None:
    staff = house.sign_in()
    lent, hotspot = await with_hotspot(house, staff)
    await sign(staff, lent)
    await house.run_until_idle()
    await lose(staff, hotspot)
    await house.run_until_idle()
    assert (await loan_now(staff, lent))["gone"] == ["hotspot"]
    await staff.did(f"/inventory/api/devices/{hotspot['id']}/found")
    await house.run_until_idle()
    assert (await loan_now(staff, lent))["gone"] == []


async def test_both_say_the_same_when_it_is_lost_while_the_signature_is_under_way(house: House) -> None:
    """`agreement_signed` and `device_lost` cross: the family signed before loans heard of it, and inventory hears of that later."""
    staff = house.sign_in()
    lent, hotspot = await with_hotspot(house, staff)
    await sign(staff, lent)
    await lose(staff, hotspot)  # nothing was delivered in between
    [lost] = await told(house, staff, DeviceLost)
    assert (lost.loan_id, lost.along.device_id, lost.along.accessory) == (None, UUID(lent.device["id"]), Accessory.HOTSPOT)
    await house.run_until_idle()
    assert (await loan_now(staff, lent))["gone"] == ["hotspot"]
    stayed = await device_now(staff, hotspot)
    assert (stayed["status"], stayed["loan_id"]) == ("returned", None)


async def test_a_loss_that_loans_hears_after_the_family_signed_is_not_asked_for(house: House) -> None:
    """`device_lost` happened before the signature, and loans hears of it after its own `agreement_signed` had its effects."""
    staff = house.sign_in()
    lent, hotspot = await with_hotspot(house, staff)
    late = DeviceLost(device_id=UUID(hotspot["id"]), kind="lost", lost_on=house.clock.now().date())
    async with held_back(house, "loans.reactions", late):
        await lose(staff, hotspot)
        await house.run_until_idle()
        await sign(staff, lent)
    now = await loan_now(staff, lent)
    assert (now["accessories"], now["gone"]) == (["charger", "hotspot"], ["hotspot"])
    assert (await device_now(staff, hotspot))["loan_id"] is None


async def test_a_loss_that_loans_hears_after_the_loan_changes_nothing(house: House) -> None:
    staff = house.sign_in()
    lent, hotspot = await with_hotspot(house, staff)
    await sign(staff, lent)
    await house.run_until_idle()
    late = DeviceLost(device_id=UUID(hotspot["id"]), kind="lost", lost_on=house.clock.now().date())
    async with held_back(house, "loans.reactions", late):
        await lose(staff, hotspot)
        await staff.did(f"/loans/api/loans/{lent.loan['id']}/end", {"returned": ["charger"]})
    now = await loan_now(staff, lent)
    assert (now["gone"], now["not_returned"]) == ([], ["hotspot"]), "the loan was over: nothing changes"


async def test_a_hotspot_given_up_after_its_loan_says_nothing_of_the_next_loan_of_that_machine(house: House) -> None:
    """Lost on a loan, given up long after: by then the machine may wait for another family, with another hotspot."""
    staff, loan = house.sign_in(), new_id()
    with alone(house, "inventory"):
        device, hotspot = await a_ready_device(staff), await a_hotspot(house, staff)
        await staff.did(along(device), {"companion_ids": [hotspot["id"]]})
        await they_publish(house, staff.organisation, signed(device, loan, Accessory.HOTSPOT))
        await lose(staff, hotspot)
        await they_publish(house, staff.organisation, ended(loan, device))
        await staff.did(f"/inventory/api/devices/{hotspot['id']}/retire")
        [given_up] = await told(house, staff, DeviceRetired)
        assert given_up.along is None
