"""Counted things that lie ready with a screen: they leave when it goes along with a machine, and come back when it does.

The other order, per pair. `agreement_signed` after `ticket_triaged` of the screen: it stays with us, and so does what lies ready
with it. `ticket_triaged` of the screen after `agreement_signed`, and then `loan_ended`: the screen is back at once, and its own
page asks what came with it. A machine that is retired between the look at its page and the tick: what came back can still be noted.
"""

from typing import Any
from uuid import UUID

import pytest

from shared.contracts.inventory import AccessoriesPrepared
from shared.contracts.vocabulary import Accessory
from shared.runtime.clock import new_id
from tests.services.test_inventory_accessories import a_hotspot, a_thing, on_shelf
from tests.services.test_inventory_going_along import along
from tests.support.colleagues import alone, they_publish
from tests.support.house import House, Staff
from tests.support.made_up_loans import ended, signed, told, triaged
from tests.support.pages import reader
from tests.support.slice import a_ready_device, device_now

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # what carries the events makes no difference here

SCREEN_AND_KEYBOARD = (Accessory.SCREEN, Accessory.KEYBOARD)


async def a_screen_with_things(house: House, staff: Staff) -> tuple[Any, Any, dict[str, Any]]:
    """A machine that a screen goes along with, and a cable, a keyboard and a mouse that lay ready with the screen before."""
    things = {kind: await a_thing(staff, kind) for kind in ("cable", "keyboard", "mouse")}
    screen, device = await a_hotspot(house, staff, "screen"), await a_ready_device(staff)
    await staff.did(along(screen), {"thing_ids": [one["id"] for one in things.values()]})
    await staff.did(along(device), {"companion_ids": [screen["id"]]})
    return device, screen, things


async def shelf(staff: Staff, things: dict[str, Any]) -> list[int]:
    return [await on_shelf(staff, one) for one in things.values()]


async def test_what_lies_ready_with_a_screen_leaves_and_returns_with_it(house: House) -> None:
    staff, loan = house.sign_in(), new_id()
    with alone(house, "inventory"):
        device, screen, things = await a_screen_with_things(house, staff)
        said = [one for one in await told(house, staff, AccessoriesPrepared) if str(one.device_id) == device["id"]]
        assert set(said[-1].accessories) == {*SCREEN_AND_KEYBOARD, Accessory.MOUSE}, "the counter ticks it"
        me = reader(house, staff)
        for one in (device, screen):
            assert things["keyboard"]["name"] in (await me.http.get(f"/inventory/devices/{one['id']}")).text
        agreed = signed(device, loan, *SCREEN_AND_KEYBOARD)
        await they_publish(house, staff.organisation, agreed, agreed)
        assert await shelf(staff, things) == [9, 9, 10], "the mouse is not in the agreement"
        said = [one for one in await told(house, staff, AccessoriesPrepared) if str(one.device_id) == screen["id"]]
        assert said[-1].accessories == (), "nothing lies ready with the screen any more"
        await they_publish(house, staff.organisation, ended(loan, device))
        page = (await me.http.get(f"/inventory/devices/{device['id']}")).text
        assert page.count('name="back"') == 3, "the screen, and the two that went with it"
        await staff.did(f"/inventory/api/devices/{device['id']}/take-back")
        assert await shelf(staff, things) == [10, 10, 10]
        assert (await device_now(staff, screen))["loan_id"] is None


async def test_what_went_with_a_screen_that_is_not_back_is_asked_when_the_screen_comes(house: House) -> None:
    staff, loan = house.sign_in(), new_id()
    with alone(house, "inventory"):
        device, screen, things = await a_screen_with_things(house, staff)
        await they_publish(house, staff.organisation, signed(device, loan, *SCREEN_AND_KEYBOARD), ended(loan, device))
        me, page = reader(house, staff), f"/inventory/devices/{device['id']}"
        form = (await me.form(page, f"{page}/take-back")).fields
        lines = (await staff.get(along(screen)))["lines"]
        keyboard = next(one for one in lines if one["kind"] == "keyboard")
        await me.http.post(f"{page}/take-back", data={**form, "with": "ticks", "back": [keyboard["id"]]})
        assert await shelf(staff, things) == [9, 10, 10], "the keyboard lay in the bag, and the cable is with the screen"
        assert (await device_now(staff, screen))["status"] == "return_expected"
        assert [one["kind"] for one in (await staff.get(along(screen)))["lines"]] == ["cable"], "nobody said anything of it"
        await staff.did(f"/inventory/api/devices/{screen['id']}/take-back")
        assert await shelf(staff, things) == [10, 10, 10]


async def test_a_screen_that_comes_first_brings_its_things_and_nothing_is_asked_twice(house: House) -> None:
    staff, loan = house.sign_in(), new_id()
    with alone(house, "inventory"):
        device, screen, things = await a_screen_with_things(house, staff)
        await they_publish(house, staff.organisation, signed(device, loan, *SCREEN_AND_KEYBOARD), ended(loan, device))
        await staff.did(f"/inventory/api/devices/{screen['id']}/take-back")
        assert await shelf(staff, things) == [10, 10, 10]
        assert 'name="back"' not in (await reader(house, staff).http.get(f"/inventory/devices/{device['id']}")).text
        await staff.did(f"/inventory/api/devices/{device['id']}/take-back")
        assert await shelf(staff, things) == [10, 10, 10]


@pytest.mark.parametrize("why", ["not agreed", "in repair"])
async def test_what_lies_ready_with_a_screen_that_stays_lies_there_still(house: House, why: str) -> None:
    staff, loan = house.sign_in(), new_id()
    with alone(house, "inventory"):
        device, screen, things = await a_screen_with_things(house, staff)
        if why == "in repair":
            await they_publish(house, staff.organisation, triaged(screen, new_id()))
        agreed = SCREEN_AND_KEYBOARD if why == "in repair" else (Accessory.KEYBOARD,)
        await they_publish(house, staff.organisation, signed(device, loan, *agreed))
        assert (await device_now(staff, screen))["loan_id"] is None
        assert await shelf(staff, things) == [10, 9, 10], "the family signed for a keyboard: that one came from the shelf"
        assert len((await staff.get(along(screen)))["lines"]) == 3


async def test_a_kind_that_lies_ready_with_a_screen_is_not_taken_from_the_shelf_once_more(house: House) -> None:
    staff, loan = house.sign_in(), new_id()
    with alone(house, "inventory"):
        device, screen, things = await a_screen_with_things(house, staff)
        await they_publish(house, staff.organisation, signed(device, loan, *SCREEN_AND_KEYBOARD, Accessory.MOUSE))
        assert await shelf(staff, things) == [9, 9, 9]
        assert len((await staff.get(along(screen)))["lines"]) == 3
        assert (await staff.get(along(device)))["lines"] == []


async def test_a_screen_that_is_repaired_when_the_loan_ends_asks_for_its_things_itself(house: House) -> None:
    staff, loan = house.sign_in(), new_id()
    with alone(house, "inventory"):
        device, screen, things = await a_screen_with_things(house, staff)
        await they_publish(house, staff.organisation, signed(device, loan, *SCREEN_AND_KEYBOARD))
        await they_publish(house, staff.organisation, triaged(screen, new_id()), ended(loan, device))
        await staff.did(f"/inventory/api/devices/{device['id']}/take-back")
        assert await shelf(staff, things) == [9, 9, 10]
        me, page = reader(house, staff), f"/inventory/devices/{screen['id']}"
        form = (await me.form(page, f"{page}/came-back")).fields
        ids = [one["id"] for one in (await staff.get(along(screen)))["lines"]]
        await me.http.post(f"{page}/came-back", data={**form, "asked": ids, "back": ids})
        assert await shelf(staff, things) == [10, 10, 10]


async def test_a_machine_that_was_retired_meanwhile_still_takes_back_what_came_with_it(house: House) -> None:
    """Somebody ticks on a page that is open since before a colleague gave up a machine that was lost."""
    staff, loan = house.sign_in(), new_id()
    with alone(house, "inventory"):
        mouse, bag, device = await a_thing(staff), await a_thing(staff, "bag"), await a_ready_device(staff)
        await staff.did(along(device), {"thing_ids": [mouse["id"], bag["id"]]})
        await they_publish(house, staff.organisation, signed(device, loan, Accessory.MOUSE, Accessory.BAG), ended(loan, device))
        me, page = reader(house, staff), f"/inventory/devices/{device['id']}"
        form = (await me.form(page, f"{page}/take-back")).fields
        lines = {one["kind"]: one["id"] for one in (await staff.get(along(device)))["lines"]}
        await staff.did(f"/inventory/api/devices/{device['id']}/lost", {"kind": "lost"})
        await staff.did(f"/inventory/api/devices/{device['id']}/retire")
        answer = await me.http.post(
            f"{page}/take-back", data={**form, "with": "ticks", "asked": [*lines.values()], "back": [lines["mouse"]]}
        )
        assert answer.status_code == 409
        assert "Dit toestel is intussen uit gebruik" in answer.text
        ticks = {one[:36]: " checked" in one[:60] for one in answer.text.split('name="back" value="')[1:]}
        assert ticks == {lines["mouse"]: True, lines["bag"]: False}, "what was ticked, is ticked still"
        form = (await me.form(page, f"{page}/came-back")).fields
        answer = await me.http.post(f"{page}/came-back", data=form | {"back": lines["mouse"]})
        assert answer.status_code == 303
        assert [await on_shelf(staff, one) for one in (mouse, bag)] == [10, 9]
        [left] = (await staff.get(along(device)))["lines"]
        assert left["id"] == lines["bag"], "of the bag nobody said that it stays away"
        assert " checked" not in (await me.http.get(page)).text.partition('name="back"')[2][:80], "nothing is ticked beforehand"


async def test_a_late_form_on_which_nothing_is_ticked_says_nothing(house: House) -> None:
    """What went with a machine that was retired may be with a family still."""
    staff, loan = house.sign_in(), new_id()
    with alone(house, "inventory"):
        mouse, device = await a_thing(staff), await a_ready_device(staff)
        await staff.did(along(device), {"thing_ids": [mouse["id"]]})
        await they_publish(house, staff.organisation, signed(device, loan, Accessory.MOUSE), ended(loan, device))
        await staff.did(f"/inventory/api/devices/{device['id']}/lost", {"kind": "lost"})
        await staff.did(f"/inventory/api/devices/{device['id']}/retire")
        me, page = reader(house, staff), f"/inventory/devices/{device['id']}"
        form = (await me.form(page, f"{page}/came-back")).fields
        assert "asked" not in form
        assert (await me.http.post(f"{page}/came-back", data=form)).status_code == 303
        [line] = (await staff.get(along(device)))["lines"]
        assert UUID(line["thing_id"]) == UUID(mouse["id"])


async def test_a_screen_that_did_not_come_back_lies_ready_with_nothing(house: House) -> None:
    staff, loan = house.sign_in(), new_id()
    with alone(house, "inventory"):
        device, screen, things = await a_screen_with_things(house, staff)
        await they_publish(house, staff.organisation, signed(device, loan, *SCREEN_AND_KEYBOARD), ended(loan, device))
        me, page = reader(house, staff), f"/inventory/devices/{device['id']}"
        form = (await me.form(page, f"{page}/take-back")).fields
        await me.http.post(f"{page}/take-back", data={**form, "with": "ticks", "back": []})
        assert "nog niet terug" in (await me.open(page)).text
        assert screen["code"] not in (await me.open(f"{page}/along")).text, "nobody can lay it ready"
        await me.sent(await me.form(f"{page}/along"), {"mouse": things["mouse"]["id"]})
        said = [one for one in await told(house, staff, AccessoriesPrepared) if str(one.device_id) == device["id"]]
        assert said[-1].accessories == (Accessory.MOUSE,), "the counter is not told of a screen that is not here"
        history = (await me.open(f"/inventory/things/{things['keyboard']['id']}")).text
        assert f"toestel {screen['code']}" in history, "what happened says with which machine"
