"""Counted things that went along and did not come back: here after all, or never again; on their own page and for programs."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from shared.contracts.vocabulary import Accessory, Role
from shared.runtime.clock import new_id
from tests.services.test_inventory_accessories import a_thing, code_of, on_shelf
from tests.support.colleagues import alone, they_publish
from tests.support.house import House, Staff
from tests.support.lending import ready_to_sign, sign
from tests.support.made_up_loans import ended, signed
from tests.support.pages import reader
from tests.support.slice import a_ready_device

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # what carries the events makes no difference here


async def out_with(house: House, staff: Staff, thing: Any, loan: UUID | None = None) -> tuple[Any, Any]:
    """A machine that is with a family, with one of these; and the line that says so."""
    device = await a_ready_device(staff)
    await staff.did(f"/inventory/api/devices/{device['id']}/along", {"thing_ids": [thing["id"]]})
    await they_publish(house, staff.organisation, signed(device, loan or new_id(), Accessory.MOUSE))
    lines = (await staff.get(f"/inventory/api/things/{thing['id']}/out"))["lines"]
    return device, next(one for one in lines if one["device_id"] == device["id"])


async def numbers(staff: Staff, thing: Any) -> tuple[int, int]:
    """How many lie on the shelf, and how many are out."""
    now = await staff.get(f"/inventory/api/things/{thing['id']}")
    return now["on_shelf"], now["out"]


async def moves(staff: Staff, thing: Any) -> list[Any]:
    found: list[Any] = (await staff.get(f"/inventory/api/things/{thing['id']}/movements"))["movements"]
    return found


async def come_back_without(house: House, staff: Staff, device: Any, line: Any, loan: UUID) -> None:
    """The loan is over, the machine is here, the thing is not."""
    await they_publish(house, staff.organisation, ended(loan, device))
    me = reader(house, staff)
    page = f"/inventory/devices/{device['id']}"
    form = (await me.form(page, f"{page}/take-back")).fields
    answer = await me.http.post(f"{page}/take-back", data={**form, "with": "ticks", "asked": line["id"], "back": []})
    assert answer.status_code == 303, answer.text


def stays(line: Any) -> str:
    return f"/inventory/things/along/{line['id']}/stays-away"


async def test_what_never_comes_back_is_written_off_on_its_own_page_and_that_can_be_undone(house: House) -> None:
    staff, loan = house.sign_in(), new_id()
    with alone(house, "inventory"):
        thing = await a_thing(staff, count=3)
        device, line = await out_with(house, staff, thing, loan)
        await come_back_without(house, staff, device, line, loan)
        assert await numbers(staff, thing) == (2, 1)
        me, page = reader(house, staff), f"/inventory/things/{thing['id']}"
        shown = (await me.http.get(page)).text
        assert device["code"] in shown
        assert "kwam niet mee terug" in shown
        form = (await me.form(page, stays(line))).fields
        for _ in range(2):  # the same form twice
            answer = await me.http.post(stays(line), data=form | {"reason": "stays_lost"})
            assert answer.headers["location"] == f"{page}#history"
        assert await numbers(staff, thing) == (2, 0)
        assert "mee met een gezin" not in (await me.http.get("/inventory/things")).text
        assert (await staff.get(f"/inventory/api/things/{thing['id']}/out"))["lines"] == []
        shown = (await me.http.get(page)).text
        assert "Komt niet meer terug: niemand vindt het nog" in shown
        assert stays(line) not in shown
        said = await moves(staff, thing)
        assert [(one["change"], one["reason"]) for one in said] == [(0, "stays_lost"), (-1, "gone_along"), (3, "counted")]
        # It was a mistake: it is waited for again, and what was said stays readable.
        undo = f"/inventory/things/movements/{said[0]['id']}/undo"
        await me.http.post(undo, data=(await me.form(page, undo)).fields)
        assert await numbers(staff, thing) == (2, 1)
        assert [one["reason"] for one in (await moves(staff, thing))[:2]] == ["undone", "stays_lost"]
        shown = (await me.http.get(page)).text
        assert "kwam niet mee terug" in shown, "as it was before"
        assert undo not in shown
        assert code_of(await staff.post(f"/inventory/api{undo.removeprefix('/inventory')}")) == "nothing_to_undo"


async def test_what_came_back_after_all_lies_on_the_shelf_and_a_slip_of_the_finger_is_undone(house: House) -> None:
    staff = house.sign_in()
    with alone(house, "inventory"):
        thing = await a_thing(staff, count=3)
        _device, line = await out_with(house, staff, thing)
        me, page = reader(house, staff), f"/inventory/things/{thing['id']}"
        back = f"/inventory/things/along/{line['id']}/back"
        answer = await me.http.post(back, data=(await me.form(page, back)).fields)
        assert answer.headers["location"] == f"{page}#history"
        await staff.did(f"/inventory/api/things/along/{line['id']}/back")  # a colleague says the same
        assert await numbers(staff, thing) == (3, 0)
        assert code_of(await staff.post(f"/inventory/api/things/along/{line['id']}/stays-away", {})) == "back_already"
        undo = f"/inventory/things/movements/{(await moves(staff, thing))[0]['id']}/undo"
        await me.http.post(undo, data=(await me.form(page, undo)).fields)
        assert await numbers(staff, thing) == (2, 1)
        await staff.did(f"/inventory/api/things/along/{line['id']}/back")
        assert await numbers(staff, thing) == (3, 0)
        assert sum(one["change"] for one in await moves(staff, thing)) == 3


async def test_what_is_written_off_is_not_asked_at_the_return_and_may_still_turn_up(house: House) -> None:
    """While the loan runs somebody hears that the mouse broke; later it lies in the bag after all."""
    staff, loan = house.sign_in(), new_id()
    with alone(house, "inventory"):
        thing = await a_thing(staff, count=3)
        device, line = await out_with(house, staff, thing, loan)
        for reason in ("stays_broken", "stays_kept"):  # said twice, the first counts
            await staff.did(f"/inventory/api/things/along/{line['id']}/stays-away", {"reason": reason})
        assert [one["reason"] for one in (await moves(staff, thing))[:2]] == ["stays_broken", "gone_along"]
        await they_publish(house, staff.organisation, ended(loan, device))
        me = reader(house, staff)
        assert 'name="back"' not in (await me.http.get(f"/inventory/devices/{device['id']}")).text
        await staff.did(f"/inventory/api/devices/{device['id']}/take-back")
        assert await numbers(staff, thing) == (2, 0)
        await staff.did(f"/inventory/api/devices/{device['id']}/came-back", {"stayed_away": [line["id"]]})
        assert await numbers(staff, thing) == (2, 0), "that was known"
        await staff.did(f"/inventory/api/things/along/{line['id']}/back")
        assert await numbers(staff, thing) == (3, 0)
        found = await moves(staff, thing)
        assert (found[0]["reason"], found[0]["undoes"]) == ("came_back", found[1]["id"])
        assert code_of(await staff.post(f"/inventory/api/things/movements/{found[1]['id']}/undo")) == "nothing_to_undo"
        # That was a slip of the finger: somebody waits for it again, and nobody can say it twice.
        undo = f"/inventory/api/things/movements/{found[0]['id']}/undo"
        await staff.did(undo)
        assert await numbers(staff, thing) == (2, 1)
        assert code_of(await staff.post(undo)) == "nothing_to_undo"


async def test_two_who_say_the_opposite_at_once_agree_with_each_other_afterwards(house: House) -> None:
    staff = house.sign_in()
    with alone(house, "inventory"):
        thing = await a_thing(staff, count=3)
        lines = [(await out_with(house, staff, thing))[1] for _ in range(3)]
        address = "/inventory/api/things/along"
        asked = [staff.post(f"{address}/{one['id']}/{way}", {}) for one in lines for way in ("back", "stays-away", "back")]
        assert {one.status_code for one in await asyncio.gather(*asked)} <= {200, 409}
        assert await numbers(staff, thing) == (3, 0), "whoever said last that it is here, had it in hands"
        assert [one["change"] for one in await moves(staff, thing)].count(1) == 3


async def test_a_thing_of_which_nothing_is_awaited_can_go_off_the_list(house: House) -> None:
    staff = house.sign_in()
    with alone(house, "inventory"):
        thing = await a_thing(staff, count=1)
        device, line = await out_with(house, staff, thing)
        remove = f"/inventory/api/things/{thing['id']}/remove"
        answer = await staff.post(remove, {"removed": True})
        assert (code_of(answer), "zeg wat niet meer terugkomt" in answer.text) == ("still_on_shelf", True)
        await staff.did(f"/inventory/api/things/along/{line['id']}/stays-away", {})
        await staff.did(remove, {"removed": True})
        [said] = [one for one in await moves(staff, thing) if one["reason"] == "stays_away"]
        assert (await staff.post(f"/inventory/api/things/movements/{said['id']}/undo")).status_code == 404
        assert said["id"] not in (await reader(house, staff).http.get(f"/inventory/things/{thing['id']}")).text
        # Somebody brings it, on a page that is open since before: nothing lies on a shelf that nobody sees.
        assert (await staff.post(f"/inventory/api/things/along/{line['id']}/back", {})).status_code == 404
        await staff.did(f"/inventory/api/devices/{device['id']}/came-back", {"came_back": [line["id"]]})
        assert await numbers(staff, thing) == (0, 0)
        await staff.did(remove, {"removed": False})
        await staff.did(f"/inventory/api/things/movements/{said['id']}/undo")
        assert await numbers(staff, thing) == (0, 1)


async def test_a_family_is_named_by_its_code_as_long_as_its_loan_runs_and_only_to_who_may_know(house: House) -> None:
    staff = house.sign_in(None, Role.STAFF, Role.REPAIRER)
    thing, lent = await a_thing(staff), await ready_to_sign(house, staff)
    await staff.did(f"/inventory/api/devices/{lent.device['id']}/along", {"thing_ids": [thing["id"]]})
    await house.run_until_idle()
    await staff.did(f"/loans/api/loans/{lent.loan['id']}/accessories", {"accessories": ["mouse"]})
    await sign(staff, lent)
    await house.run_until_idle()
    family, page = lent.household["code"], f"/inventory/things/{thing['id']}"
    assert family in (await reader(house, staff).http.get(page)).text
    repairer = house.sign_in(staff.organisation, Role.REPAIRER)
    shown = (await reader(house, repairer).http.get(page)).text
    assert lent.device["code"] in shown
    assert family not in shown
    await staff.did(f"/loans/api/loans/{lent.loan['id']}/end", {"returned": []})
    await house.run_until_idle()
    shown = (await reader(house, staff).http.get(page)).text
    assert lent.device["code"] in shown
    assert family not in shown


@pytest.mark.parametrize("way", ["back", "stays-away"])
async def test_who_may_not_prepare_or_is_elsewhere_settles_nothing(house: House, way: str) -> None:
    staff, other = house.sign_in(), house.sign_in()
    with alone(house, "inventory"):
        thing = await a_thing(staff)
        _device, line = await out_with(house, staff, thing)
        sees = house.sign_in(staff.organisation, Role.TRAINER)
        for who, address, status in (
            (other, f"/inventory/api/things/along/{line['id']}/{way}", 404),
            (staff, f"/inventory/api/things/along/{uuid4()}/{way}", 404),
            (sees, f"/inventory/api/things/along/{line['id']}/{way}", 403),
        ):
            assert (await who.post(address, {})).status_code == status
        assert (await reader(house, other).http.get(f"/inventory/api/things/{thing['id']}/out")).status_code == 404
        assert await numbers(staff, thing) == (9, 1)


async def test_a_reason_that_is_none_of_these_is_said_kindly_and_what_lies_ready_is_not_out(house: House) -> None:
    staff = house.sign_in()
    with alone(house, "inventory"):
        thing = await a_thing(staff)
        device, line = await out_with(house, staff, thing)
        api = f"/inventory/api/things/along/{line['id']}/stays-away"
        for body in ({"reason": "broken"}, {"reason": "hun schuld"}, {"reason": 5}):
            assert (await staff.post(api, body)).status_code == 422, body
        me, page = reader(house, staff), f"/inventory/things/{thing['id']}"
        form = (await me.form(page, stays(line))).fields
        answer: httpx.Response = await me.http.post(stays(line), data=form | {"reason": "broken"})
        assert answer.status_code == 422
        assert "Kies waarom" in answer.text
        assert await numbers(staff, thing) == (9, 1)
        assert await on_shelf(staff, thing) == 9
        # What only lies ready went nowhere yet.
        ready = await a_ready_device(staff)
        await staff.did(f"/inventory/api/devices/{ready['id']}/along", {"thing_ids": [thing["id"]]})
        [waits] = (await staff.get(f"/inventory/api/devices/{ready['id']}/along"))["lines"]
        for way in ("back", "stays-away"):
            assert (await staff.post(f"/inventory/api/things/along/{waits['id']}/{way}", {})).status_code == 404
        assert device["code"] in (await me.http.get(page)).text
