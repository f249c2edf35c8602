"""What goes along when a loan does not go as usual: a loaner, a swap, an end, a loss, and two people at once."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from services.inventory.commands.change_short_list import AddToList, RenameOnList, add_to_list, rename_on_list
from services.inventory.commands.change_sims import AddSim, add_sim
from services.inventory.domain.accessory_refusals import SimKnown
from services.inventory.domain.refusals import NameTaken
from services.inventory.domain.short_list import ListKind
from services.inventory.domain.thing import ThingKind
from services.inventory.store.unit import InventoryUnit
from shared.contracts import helpdesk, loans
from shared.contracts.inventory import AccessoriesPrepared
from shared.contracts.vocabulary import Accessory, RepairOutcome
from shared.domain import Refused
from shared.runtime.clock import new_id
from tests.services.test_inventory_accessories import ICCID, a_hotspot, a_thing, code_of, on_shelf
from tests.support.colleagues import alone, they_publish
from tests.support.house import House, Staff
from tests.support.lending import ready_to_sign
from tests.support.made_up_loans import ended, repaired, signed, told, triaged
from tests.support.pages import reader
from tests.support.slice import a_ready_device, device_now

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # what carries the events makes no difference here

MOUSE_AND_HOTSPOT = (Accessory.MOUSE, Accessory.HOTSPOT)


def along(device: Any) -> str:
    return f"/inventory/api/devices/{device['id']}/along"


async def lent_with_things(house: House, staff: Staff, loan: UUID) -> tuple[Any, Any, Any]:
    """A machine that is with a family, with a mouse and a hotspot."""
    mouse, hotspot, device = await a_thing(staff), await a_hotspot(house, staff), await a_ready_device(staff)
    await staff.did(along(device), {"thing_ids": [mouse["id"]], "companion_ids": [hotspot["id"]]})
    await they_publish(house, staff.organisation, signed(device, loan, *MOUSE_AND_HOTSPOT))
    assert (await device_now(staff, hotspot))["status"] == "given_out"
    assert await on_shelf(staff, mouse) == 9
    return device, mouse, hotspot


async def with_things_ready(house: House, staff: Staff) -> tuple[Any, Any, Any]:
    """A ready machine, with a mouse and a hotspot beside it."""
    mouse, hotspot, device = await a_thing(staff), await a_hotspot(house, staff), await a_ready_device(staff)
    await staff.did(along(device), {"thing_ids": [mouse["id"]], "companion_ids": [hotspot["id"]]})
    assert (await device_now(staff, hotspot))["status"] == "reserved"
    return device, mouse, hotspot


async def assert_put_back(house: House, staff: Staff, device: Any, hotspot: Any) -> None:
    """What lay ready is for others, and loans heard of it."""
    assert (await device_now(staff, hotspot))["status"] == "ready"
    seen = await staff.get(along(device))
    assert (seen["lines"], seen["companion_ids"]) == ([], [])
    said = [one.accessories for one in await told(house, staff, AccessoriesPrepared) if str(one.device_id) == device["id"]]
    assert said[-1] == ()


async def take_loaner_along(house: House, staff: Staff, original: Any, loaner: Any, loan: UUID) -> loans.LoanerAdded:
    """The original is in repair, and the only ready machine goes along instead."""
    ticket = new_id()
    asked = helpdesk.LoanerRequested(ticket_id=ticket, device_id=UUID(original["id"]))
    await they_publish(house, staff.organisation, triaged(original, ticket), asked)
    added = loans.LoanerAdded(loan_id=loan, ticket_id=ticket, device_id=UUID(loaner["id"]), original_device_id=UUID(original["id"]))
    await they_publish(house, staff.organisation, added)
    return added


async def test_a_loaner_that_comes_back_leaves_everything_else_with_the_family(house: House) -> None:
    staff, loan = house.sign_in(), new_id()
    with alone(house, "inventory"):
        original, mouse, hotspot = await lent_with_things(house, staff, loan)
        loaner = await a_ready_device(staff)
        added = await take_loaner_along(house, staff, original, loaner, loan)
        returned = loans.LoanerReturned(**added.model_dump())
        await they_publish(house, staff.organisation, repaired(original, added.ticket_id), returned)
        assert (await device_now(staff, loaner))["status"] == "return_expected"
        assert (await device_now(staff, hotspot))["status"] == "given_out", "its loan goes on"
        assert 'name="back"' not in (await reader(house, staff).http.get(f"/inventory/devices/{loaner['id']}")).text
        await staff.did(f"/inventory/api/devices/{loaner['id']}/take-back")
        assert await on_shelf(staff, mouse) == 9
        assert (await device_now(staff, hotspot))["loan_id"] == str(loan)
        await they_publish(house, staff.organisation, ended(loan, original))
        assert (await device_now(staff, hotspot))["status"] == "return_expected"
        await staff.did(f"/inventory/api/devices/{original['id']}/take-back")
        assert await on_shelf(staff, mouse) == 10
        assert (await device_now(staff, hotspot))["loan_id"] is None, "with its machine"


async def test_a_hotspot_that_comes_first_brings_nothing_else_back(house: House) -> None:
    staff, loan = house.sign_in(), new_id()
    with alone(house, "inventory"):
        device, mouse, hotspot = await lent_with_things(house, staff, loan)
        await they_publish(house, staff.organisation, ended(loan, device))
        me = reader(house, staff)
        assert 'name="back"' not in (await me.http.get(f"/inventory/devices/{hotspot['id']}")).text
        await staff.did(f"/inventory/api/devices/{hotspot['id']}/take-back")
        assert (await device_now(staff, device))["status"] == "return_expected"
        assert await on_shelf(staff, mouse) == 9
        assert (await me.http.get(f"/inventory/devices/{device['id']}")).text.count('name="back"') == 1, "the mouse"
        await staff.did(f"/inventory/api/devices/{device['id']}/take-back")
        assert await on_shelf(staff, mouse) == 10


async def test_things_of_a_machine_that_was_swapped_are_asked_on_its_own_page(house: House) -> None:
    staff, loan = house.sign_in(), new_id()
    with alone(house, "inventory"):
        original, mouse, hotspot = await lent_with_things(house, staff, loan)
        added = await take_loaner_along(house, staff, original, await a_ready_device(staff), loan)
        broken = repaired(original, added.ticket_id, RepairOutcome.END_OF_LIFE)
        swapped = loans.DeviceSwapped(loan_id=loan, device_id=added.device_id, original_device_id=added.original_device_id)
        await they_publish(house, staff.organisation, broken, swapped)
        assert (await device_now(staff, hotspot))["status"] == "given_out", "it is with the family, whatever became of its machine"
        await they_publish(house, staff.organisation, ended(loan, {"id": str(added.device_id)}))
        await staff.did(f"/inventory/api/devices/{added.device_id}/take-back")
        assert await on_shelf(staff, mouse) == 9
        assert (await device_now(staff, hotspot))["status"] == "return_expected"
        shown = (await reader(house, staff).http.get(f"/inventory/devices/{original['id']}")).text
        assert "Kruis aan wat ervan toch terug is" in shown
        [line] = (await staff.get(along(original)))["lines"]
        await staff.did(f"/inventory/api/devices/{original['id']}/came-back", {"came_back": [line["id"]]})
        assert await on_shelf(staff, mouse) == 10


async def test_what_the_counter_noted_as_missing_is_not_ticked_and_not_taken_back_by_itself(house: House) -> None:
    staff, loan = house.sign_in(), new_id()
    with alone(house, "inventory"):
        device, mouse, hotspot = await lent_with_things(house, staff, loan)
        over = ended(loan, device).model_copy(update={"not_returned": (Accessory.HOTSPOT,)})
        await they_publish(house, staff.organisation, over)
        page = (await reader(house, staff).http.get(f"/inventory/devices/{device['id']}")).text
        ticks = {one[:36]: " checked" in one[:60] for one in page.split('name="back" value="')[1:]}
        assert ticks.pop(hotspot["id"]) is False
        assert list(ticks.values()) == [True], "the mouse"
        await staff.did(f"/inventory/api/devices/{device['id']}/take-back")
        assert await on_shelf(staff, mouse) == 10
        assert (await device_now(staff, hotspot))["status"] == "return_expected", "it may still come"
        await staff.did(f"/inventory/api/devices/{hotspot['id']}/take-back")
        await staff.did(f"/inventory/api/devices/{hotspot['id']}/checked", {})
        await staff.did(f"/inventory/api/devices/{hotspot['id']}/ready")
        # What was missing once says nothing about the next loan.
        again, other = new_id(), await a_ready_device(staff)
        await staff.did(along(other), {"companion_ids": [hotspot["id"]]})
        await they_publish(house, staff.organisation, signed(other, again, Accessory.HOTSPOT), ended(again, other))
        await staff.did(f"/inventory/api/devices/{other['id']}/take-back")
        assert (await device_now(staff, hotspot))["loan_id"] is None


async def test_a_hotspot_that_is_lost_is_not_found_because_its_machine_is_back(house: House) -> None:
    staff, loan = house.sign_in(), new_id()
    with alone(house, "inventory"):
        device, _mouse, hotspot = await lent_with_things(house, staff, loan)
        await staff.did(f"/inventory/api/devices/{hotspot['id']}/lost", {"kind": "lost"})
        await they_publish(house, staff.organisation, ended(loan, device))
        await staff.did(f"/inventory/api/devices/{device['id']}/take-back")
        assert (await device_now(staff, hotspot))["status"] == "return_expected"


@pytest.mark.parametrize("way", ["retire", "lost", "broken", "loaner", "signed"])
async def test_what_lies_ready_with_a_machine_that_takes_nothing_along_is_for_others(house: House, way: str) -> None:
    staff, loan, ticket = house.sign_in(), new_id(), new_id()
    with alone(house, "inventory"):
        if way == "loaner":
            original = await a_ready_device(staff)
            await they_publish(house, staff.organisation, signed(original, loan))
        device, mouse, hotspot = await with_things_ready(house, staff)
        address = f"/inventory/api/devices/{device['id']}"
        if way == "retire":
            await staff.did(f"{address}/retire")
        elif way == "lost":
            await staff.did(f"{address}/lost", {"kind": "lost"})
        elif way == "broken":
            await they_publish(
                house, staff.organisation, triaged(device, ticket), repaired(device, ticket, RepairOutcome.END_OF_LIFE)
            )
        elif way == "loaner":
            await take_loaner_along(house, staff, original, device, loan)
            assert (await device_now(staff, device))["status"] == "given_out"
        else:  # it was retired a moment before, and something lies ready with it still
            await staff.did(f"{address}/retire")
            async with house.services["inventory"].units.open(staff.organisation) as unit:
                await unit.along.prepare(UUID(device["id"]), {ThingKind.MOUSE: UUID(mouse["id"])})
            await they_publish(house, staff.organisation, signed(device, loan, *MOUSE_AND_HOTSPOT))
        await assert_put_back(house, staff, device, hotspot)
        assert await on_shelf(staff, mouse) == 10


async def test_nothing_goes_along_with_what_goes_along_itself(house: House) -> None:
    staff = house.sign_in()
    hotspot, screen, device = await a_hotspot(house, staff), await a_hotspot(house, staff, "screen"), await a_ready_device(staff)
    await staff.did(along(screen), {"companion_ids": [hotspot["id"]]})
    assert code_of(await staff.post(along(device), {"companion_ids": [screen["id"]]})) == "cannot_go_along"
    page = (await reader(house, staff).http.get(f"/inventory/devices/{device['id']}/along")).text
    assert screen["code"] not in page, "what cannot be is not offered"
    await staff.did(along(screen), {})
    await staff.did(along(device), {"companion_ids": [screen["id"]]})
    assert code_of(await staff.post(along(screen), {"companion_ids": [hotspot["id"]]})) == "wrong_moment"


async def test_nothing_is_put_ready_with_a_machine_that_goes_back_to_its_family_or_is_lost(house: House) -> None:
    staff, loan, ticket = house.sign_in(), new_id(), new_id()
    mouse = await a_thing(staff)
    body = {"thing_ids": [mouse["id"]]}
    with alone(house, "inventory"):
        lent, lost = await a_ready_device(staff), await a_ready_device(staff)
        await staff.did(f"/inventory/api/devices/{lost['id']}/lost", {"kind": "stolen"})
        drive = helpdesk.NewDrive(capacity_gb=256, medium="ssd")
        events = (signed(lent, loan), triaged(lent, ticket), repaired(lent, ticket, RepairOutcome.FIXED, drive))
        await they_publish(house, staff.organisation, *events)
        assert (await device_now(staff, lent))["status"] == "repaired"
        me = reader(house, staff)
        for device, code in ((lent, "wrong_moment"), (lost, "is_lost")):
            assert code_of(await staff.post(along(device), body)) == code
            shown = await me.http.get(f"/inventory/devices/{device['id']}/along")
            assert (shown.status_code, shown.headers["location"]) == (303, f"/inventory/devices/{device['id']}")
            assert "Kies wat meegaat" not in (await me.http.get(f"/inventory/devices/{device['id']}")).text


async def test_what_the_family_asked_for_stays_ticked_beside_what_lies_ready(house: House) -> None:
    staff = house.sign_in()
    bag = await a_thing(staff, "bag")
    lent = await ready_to_sign(house, staff)  # it wishes a mouse
    await staff.did(along(lent.device), {"thing_ids": [bag["id"]]})
    await house.run_until_idle()
    page = (await reader(house, staff).http.get(f"/loans/loans/{lent.loan['id']}")).text
    ticked = [one.partition('"')[0] for one in page.split('name="accessory" value="')[1:] if " checked" in one[:60]]
    assert sorted(ticked) == ["bag", "charger", "mouse"]


async def test_a_thing_that_lies_ready_stays_on_the_page(house: House) -> None:
    staff = house.sign_in()
    cable, device = await a_thing(staff, "cable", count=0), await a_ready_device(staff)
    await staff.did(along(device), {"thing_ids": [cable["id"]]})
    answer = await staff.post(f"/inventory/api/things/{cable['id']}/remove", {"removed": True})
    assert (code_of(answer), device["code"] in answer.text) == ("lies_ready", True)
    await staff.did(along(device), {})
    await staff.did(f"/inventory/api/things/{cable['id']}/remove", {"removed": True})
    assert code_of(await staff.post(along(device), {"thing_ids": [cable["id"]]})) == "cannot_go_along"


@pytest.mark.parametrize("what", ["name", "card"])
async def test_two_who_think_of_the_same_name_or_type_the_same_card_get_one_refusal(house: House, what: str) -> None:
    staff = house.sign_in()
    units = house.services["inventory"].units
    async with units.open(staff.organisation) as unit:
        places = [await add_to_list(AddToList(ListKind.PLACE, name), unit) for name in ("Rek A", "Rek B")]
    refusal: type[Refused] = NameTaken if what == "name" else SimKnown

    async def act(unit: InventoryUnit, which: int) -> None:
        if what == "name":
            await rename_on_list(RenameOnList(places[which].id, "Kast"), unit)
        else:
            await add_sim(AddSim("Orange", ICCID, None, None), unit)

    async def second() -> None:
        async with units.open(staff.organisation) as unit:
            await act(unit, 1)

    async with units.open(staff.organisation) as unit:
        await act(unit, 0)
        later = asyncio.create_task(second())
        await asyncio.sleep(0.3)  # the second one has looked by now, unless it waits
    with pytest.raises(refusal):
        await later
