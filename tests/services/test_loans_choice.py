"""Staff chooses a machine for a family that waits: behind the same lock as the rule, and inventory has the last word."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from services.inventory.commands.reserve_device import ReserveDevice, reserve_device
from shared.contracts.vocabulary import Role
from shared.runtime.clock import new_id
from tests.support.house import House, Staff
from tests.support.pages import Read, reader
from tests.support.slice import a_ready_device, ask, assert_kept_for, device_now, published, request_now, unmatched

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # what carries the events decides nothing here

WILL_DO = {"memory_gb": 4}
"""A machine that will do for a student, and is offered to none by itself."""


async def chosen(staff: Staff, request: Any, device: Any, passing: Any = None) -> Any:
    """The answer to a choice, as a program makes it."""
    body = {"device_id": device["id"]} | ({"passing": passing["id"]} if passing else {})
    return await staff.post(f"/loans/api/requests/{request['id']}/choose", body)


def refusal(answer: Any) -> str:
    """What a refused choice is called."""
    assert answer.status_code == 409, answer.text
    return str(answer.json()["type"]).rpartition(":")[2]


async def test_a_machine_that_will_do_is_chosen_by_a_person(house: House) -> None:
    staff = house.sign_in()
    request, device = await ask(staff, "study_general"), await a_ready_device(staff, **WILL_DO)
    await house.run_until_idle()
    assert (await request_now(staff, request))["status"] == "waiting", "the rule does not offer it"
    me = reader(house, staff)
    address = f"/loans/requests/{request['id']}/choose"
    shown = await me.open(address)
    assert f"/loans/requests/{request['id']}/choose" in (await me.open(f"/loans/requests/{request['id']}")).links
    assert device["code"] in shown.text
    assert "kan ermee" in shown.text
    assert "4 GB geheugen is net genoeg" in shown.text
    assert await me.sent(await me.form(address, address), {"device_id": device["id"]}) == f"/loans/requests/{request['id']}"
    await house.run_until_idle()
    await assert_kept_for(staff, device, request)


async def test_ten_are_offered_and_only_those_that_are_free_and_fit(house: House) -> None:
    staff = house.sign_in()
    pupil = await ask(staff, "primary_school")
    taken = await a_ready_device(staff)
    await house.run_until_idle()
    await assert_kept_for(staff, taken, pupil)
    free = [await a_ready_device(staff, **WILL_DO) for _ in range(11)]
    await house.run_until_idle()
    student = await ask(staff, "study_general")
    designer = await ask(staff, "study_design")
    await house.run_until_idle()
    me = reader(house, staff)
    listed = (await me.open(f"/loans/requests/{student['id']}/choose")).text
    assert sum(one["code"] in listed for one in free) == 10
    assert taken["code"] not in listed
    none = await me.open(f"/loans/requests/{designer['id']}/choose")
    assert "geen vrij toestel dat past" in none.text
    assert [refusal(await chosen(staff, student, one)) for one in (taken, {"id": str(new_id())})] == ["device_not_free"] * 2
    assert refusal(await chosen(staff, designer, free[0])) == "device_not_free"


async def test_somebody_ahead_is_asked_about_once(house: House) -> None:
    staff = house.sign_in()
    ahead, other = await ask(staff, school_child_without_machine=True), await ask(staff)
    await house.run_until_idle()
    device = await a_ready_device(staff)
    async with unmatched(house):
        me = reader(house, staff)
        address = f"/loans/requests/{other['id']}/choose"
        asked = await me.send(await me.form(address, address), {"device_id": device["id"]})
        assert asked.status_code == 409
        text = Read(asked.text).text
        assert f"Volgens de regel is dit toestel voor gezin {ahead['household_code']}" in text
        assert "staat op plaats 1 in de rij" in text
        assert "Schoolkind zonder toestel: 28 punten" in text
        assert (await request_now(staff, other))["status"] == "waiting"
        assert refusal(await chosen(staff, other, device, passing=other)) == "somebody_ahead", "another one than was shown"
        form = next(form for form in Read(asked.text).forms if form.action == address)
        assert await me.sent(form, {}) == f"/loans/requests/{other['id']}"
    await house.run_until_idle()
    await assert_kept_for(staff, device, other)
    assert (await request_now(staff, ahead))["status"] == "waiting"


async def test_whoever_stands_behind_is_not_asked_about(house: House) -> None:
    """The rule offers it to a pupil further back; the student in front, for whom it will do, may have it without a question."""
    staff = house.sign_in()
    first, pupil = await ask(staff, "study_general"), await ask(staff, "primary_school")
    await house.run_until_idle()
    device = await a_ready_device(staff, **WILL_DO)
    async with unmatched(house):
        assert (await chosen(staff, first, device)).status_code == 200
    await house.run_until_idle()
    await assert_kept_for(staff, device, first)
    assert (await request_now(staff, pupil))["status"] == "waiting"


async def test_the_rule_was_first(house: House) -> None:
    """The other order: what the rule claimed is not free, and who has a machine chooses none."""
    staff = house.sign_in()
    first, second = await ask(staff), await ask(staff)
    await house.run_until_idle()
    device = await a_ready_device(staff)
    await house.run_until_idle()
    spare = await a_ready_device(staff, **WILL_DO)
    await house.run_until_idle()
    assert refusal(await chosen(staff, second, device)) == "device_not_free"
    assert refusal(await chosen(staff, first, spare)) == "not_in_line"
    await assert_kept_for(staff, device, first)
    me = reader(house, staff)
    answer = await me.http.get(f"/loans/requests/{first['id']}/choose")
    assert answer.headers["location"] == f"/loans/requests/{first['id']}"


async def test_two_colleagues_at_once(house: House) -> None:
    """The same machine for two families, and two machines for the same family: one of them has it, the other hears why not."""
    staff = house.sign_in()
    requests = [await ask(staff, "study_general") for _ in range(2)]
    device = await a_ready_device(staff, **WILL_DO)
    await house.run_until_idle()
    answers = await asyncio.gather(*(chosen(staff, one, device) for one in requests))
    assert sorted(one.status_code for one in answers) == [200, 409]
    assert {refusal(one) for one in answers if one.status_code != 200} == {"device_not_free"}
    more = [await a_ready_device(staff, **WILL_DO) for _ in range(2)]
    await house.run_until_idle()
    left = next(one for one, answer in zip(requests, answers, strict=True) if answer.status_code != 200)
    answers = await asyncio.gather(*(chosen(staff, left, one) for one in more))
    assert sorted(one.status_code for one in answers) == [200, 409]
    assert {refusal(one) for one in answers if one.status_code != 200} == {"not_in_line"}
    await house.run_until_idle()
    kept = [await request_now(staff, one) for one in requests]
    assert {one["status"] for one in kept} == {"reserved"}
    assert len({one["device_id"] for one in kept}) == 2


async def test_inventory_refuses_and_the_family_waits_again(house: House) -> None:
    staff = house.sign_in()
    request, device = await ask(staff, "study_general"), await a_ready_device(staff, **WILL_DO)
    await house.run_until_idle()
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        await reserve_device(ReserveDevice(UUID(device["id"]), new_id()), unit)  # loans does not know it yet
    assert (await chosen(staff, request, device)).json()["status"] == "claimed"
    await house.run_until_idle()
    assert (await request_now(staff, request))["status"] == "waiting"
    assert "claim_refused" in await published(house, staff, "inventory")
    assert (await device_now(staff, device))["reserved_for"] != request["id"]


async def test_who_did_not_come_is_talked_with_first(house: House) -> None:
    staff = house.sign_in()
    request, device = await ask(staff, "study_general"), await a_ready_device(staff, **WILL_DO)
    await house.run_until_idle()
    async with house.services["loans"].units.open(staff.organisation) as unit:
        waiting = await unit.requests.get(UUID(request["id"]))
        waiting.lay_ready_until = unit.today()
        await unit.requests.save(waiting)
    assert refusal(await chosen(staff, request, device)) == "talk_first"
    await staff.did(f"/loans/api/requests/{request['id']}/talk")
    assert (await chosen(staff, request, device)).status_code == 200


async def test_bad_choices_are_told_kindly(house: House) -> None:
    staff = house.sign_in()
    request, device = await ask(staff, "study_general"), await a_ready_device(staff, **WILL_DO)
    await house.run_until_idle()
    me = reader(house, staff)
    address = f"/loans/requests/{request['id']}/choose"
    for typed in ({}, {"device_id": "geen id"}, {"device_id": str(new_id())}, {"device_id": str(new_id()), "passing": "x"}):
        answer = await me.send(await me.form(address, address), typed)
        assert answer.status_code in (409, 422)
        assert "Dit toestel is niet meer vrij" in answer.text
    stranger = house.sign_in()
    assert (await chosen(stranger, request, device)).status_code == 404
    boss = house.sign_in(staff.organisation, Role.COORDINATOR)
    assert (await chosen(boss, request, device)).status_code == 403
    await staff.did(f"/loans/api/requests/{request['id']}/withdraw")
    assert refusal(await chosen(staff, request, device)) == "not_in_line"
