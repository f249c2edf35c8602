"""A machine is kept for a family until a day that everybody can see; then others may have it, and the family keeps its place."""

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.inventory.commands.daily_round import daily_round
from shared.contracts.rhythm import USUAL
from shared.contracts.vocabulary import Role
from tests.support.house import House, Staff
from tests.support.lending import Lent, sign
from tests.support.pages import Reader, reader
from tests.support.portal import a_coordinator
from tests.support.slice import a_ready_device, ask, assert_kept_for, device_now, published, request_now

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # what carries the events decides nothing here

AWAKE = 4


def at_the_desk(house: House, staff: Staff) -> Reader:
    """A colleague who signed in today."""
    return reader(house, house.sign_in(staff.organisation, *Role))


async def pass_days(house: House, count: int) -> None:
    """The last days one by one, with what happens each morning; before them the house is closed."""
    if count > AWAKE:
        house.clock.move(timedelta(days=count - AWAKE))
        await house.run_until_idle()
    for _day in range(min(count, AWAKE)):
        house.clock.move(timedelta(days=1))
        await house.run_until_idle()


async def kept_until(staff: Staff, device: Any) -> date | None:
    said = (await staff.get(f"/inventory/api/devices/{device['id']}/fit"))["kept_until"]
    return date.fromisoformat(said) if said else None


async def a_family_that_did_not_come(house: House, staff: Staff) -> tuple[Any, Any]:
    """Its request and the machine that was kept for it, the morning after the last day."""
    request, device = await ask(staff), await a_ready_device(staff)
    await house.run_until_idle()
    await assert_kept_for(staff, device, request)
    await pass_days(house, USUAL.keep_apart_days + 1)
    return await request_now(staff, request), device


async def test_pages_say_it_three_days_before_and_who_comes_still_has_it(house: House) -> None:
    staff = house.sign_in(None, *Role)
    request, device = await ask(staff), await a_ready_device(staff)
    await house.run_until_idle()
    pages = [f"/loans/requests/{request['id']}", f"/inventory/devices/{device['id']}"]
    me = at_the_desk(house, staff)
    for address in pages:
        shown = (await me.open(address)).text
        assert "We houden het apart tot en met" in shown
        assert "Nog 3 dagen" not in shown
    assert "Tot en met" in (await me.open("/")).text
    await pass_days(house, USUAL.keep_apart_days - 3)
    me = at_the_desk(house, staff)
    for address in pages:
        assert "Nog 3 dagen." in (await me.open(address)).text
    assert "<strong>Tot en met" in (await me.http.get("/")).text
    for listed in ("/loans/requests", "/loans/requests?status=reserved"):
        assert "Komen deze gezinnen nog?" in (await me.open(listed)).text
    assert "nog 3 dagen apart" in (await me.open("/inventory/devices?status=reserved")).text
    await pass_days(house, 3)
    me = at_the_desk(house, staff)
    assert "Vandaag is de laatste dag." in (await me.open(pages[0])).text
    last = await kept_until(staff, device)
    form = await me.form(pages[1], f"{pages[1]}/keep-longer")
    await me.sent(form, {})
    await house.run_until_idle()
    assert last is not None
    assert await kept_until(staff, device) == last + timedelta(days=USUAL.keep_apart_days)
    assert "Vandaag is de laatste dag." not in (await me.open(pages[0])).text
    await pass_days(house, 2)
    await assert_kept_for(staff, device, request)


async def test_the_next_family_gets_the_machine_and_the_first_keeps_its_place(house: House) -> None:
    staff = house.sign_in(None, *Role)
    first, device = await ask(staff), await a_ready_device(staff)
    await house.run_until_idle()
    second = await ask(staff)
    await house.run_until_idle()
    before = await request_now(staff, first)
    await pass_days(house, USUAL.keep_apart_days + 1)
    await assert_kept_for(staff, device, second)
    now = await request_now(staff, first)
    assert (now["status"], now["since"], now["loan_id"]) == ("waiting", before["since"], None)
    line = (await staff.get("/loans/api/requests"))["requests"]
    assert [one["id"] for one in line] == [first["id"]]
    me = at_the_desk(house, staff)
    shown = (await me.open(f"/loans/requests/{first['id']}")).text
    assert "Dit gezin houdt zijn plaats in de rij." in shown
    assert "Praat met deze gezinnen" in (await me.open("/loans/requests")).text
    loan = before["loan_id"]
    assert "Er is niets getekend." in (await me.open(f"/loans/loans/{loan}")).text
    other = await a_ready_device(staff)
    await pass_days(house, 1)
    assert (await device_now(staff, other))["status"] == "ready", "a machine that nobody comes for helps nobody: a talk first"
    me = at_the_desk(house, staff)
    await me.sent(await me.form(f"/loans/requests/{first['id']}", f"/loans/requests/{first['id']}/talk"))
    await house.run_until_idle()
    await assert_kept_for(staff, other, first)


async def test_a_talk_finds_the_same_machine_when_nobody_else_needed_it(house: House) -> None:
    staff = house.sign_in()
    request, device = await a_family_that_did_not_come(house, staff)
    assert request["status"] == "waiting"
    assert (await device_now(staff, device))["status"] == "ready"
    told = await published(house, staff, "inventory")
    assert told[-2:] == ["reservation_expired", "device_ready"]
    await staff.did(f"/loans/api/requests/{request['id']}/talk")
    await house.run_until_idle()
    await assert_kept_for(staff, device, request)


async def test_a_family_that_stops_or_waits_for_a_talk_is_not_surprised_by_the_round(house: House) -> None:
    staff = house.sign_in()
    request, device = await a_family_that_did_not_come(house, staff)
    await pass_days(house, 3)
    assert (await request_now(staff, request))["status"] == "waiting", "nothing closes by a timer"
    await staff.did(f"/loans/api/requests/{request['id']}/withdraw")
    await house.run_until_idle()
    assert (await device_now(staff, device))["status"] == "ready"


async def test_signed_just_after_it_ended_and_before_loans_heard_it(house: House) -> None:
    """The other order: inventory let the machine go, and the family signs at the counter before anybody there could know."""
    staff = house.sign_in(None, *Role)
    request, device = await ask(staff), await a_ready_device(staff)
    await house.run_until_idle()
    other = await ask(staff)
    await house.run_until_idle()
    last = await kept_until(staff, device)
    assert last is not None
    loans = house.services["loans"].consumers["loans.reactions"]
    handlers, loans.handlers = loans.handlers, {}
    try:
        async with house.services["inventory"].units.open(staff.organisation) as unit:
            held = await unit.devices.get(UUID(device["id"]))
            held.look_at_reservation(last - timedelta(days=3), 14)
            held.look_at_reservation(last + timedelta(days=1), 14)
            await unit.devices.save(held)
        assert (await device_now(staff, device))["status"] == "ready"
        mine = await request_now(staff, request)
        lent = Lent({}, mine, device, await staff.get(f"/loans/api/loans/{mine['loan_id']}"))
        loan = await sign(staff, lent)
    finally:
        loans.handlers = handlers
    await house.run_until_idle()
    assert (await device_now(staff, device))["status"] == "given_out"
    assert (await device_now(staff, device))["loan_id"] == loan["id"]
    assert (await request_now(staff, request))["status"] == "lent"
    assert (await request_now(staff, other))["status"] == "waiting", "it went to nobody else"


async def test_a_talk_before_loans_heard_that_it_ended_is_the_talk(house: House) -> None:
    """Both orders end the same: the family stands on no list any more, and a machine is looked for at once."""
    staff = house.sign_in(None, *Role)
    request, device = await ask(staff), await a_ready_device(staff)
    await house.run_until_idle()
    last = await kept_until(staff, device)
    assert last is not None
    loans = house.services["loans"].consumers["loans.reactions"]
    handlers, loans.handlers = loans.handlers, {}
    try:
        house.clock.move(timedelta(days=USUAL.keep_apart_days + 1))
        staff = house.sign_in(staff.organisation, *Role)
        async with house.services["inventory"].units.open(staff.organisation) as unit:
            held = await unit.devices.get(UUID(device["id"]))
            held.look_at_reservation(last - timedelta(days=3), 14)
            held.look_at_reservation(last + timedelta(days=1), 14)
            await unit.devices.save(held)
        assert (await staff.did(f"/loans/api/requests/{request['id']}/talk"))["status"] == "reserved"
    finally:
        loans.handlers = handlers
    await house.run_until_idle()
    await assert_kept_for(staff, device, request)
    assert "Praat met deze gezinnen" not in (await at_the_desk(house, staff).open("/loans/requests")).text
    told = await published(house, staff, "inventory")
    assert told[-3:] == ["reservation_expired", "device_ready", "device_reserved"]


async def test_an_organisation_sets_its_own_days(house: House) -> None:
    someone = await a_coordinator(house)
    await someone.did("/portal/api/organisation/rhythm", {"keep_apart_days": 30})
    await house.run_until_idle()
    staff = house.sign_in(someone.organisation, Role.STAFF)
    await ask(staff)
    device = await a_ready_device(staff)
    await house.run_until_idle()
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        today = unit.today()
    assert await kept_until(staff, device) == today + timedelta(days=30)
    wrong = await someone.post("/portal/api/organisation/rhythm", {"keep_apart_days": 2})
    assert wrong.status_code == 422


async def test_many_at_once_are_looked_at_in_parts_and_twice_is_once(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.inventory.commands.daily_round.ROUND_SIZE", 2)
    staff = house.sign_in()
    asked = [await ask(staff) for _ in range(5)]
    for _one in asked:
        await a_ready_device(staff)
    await house.run_until_idle()
    await pass_days(house, USUAL.keep_apart_days + 1)
    states = [(await request_now(staff, one))["status"] for one in asked]
    assert states == ["waiting"] * 5
    told = await published(house, staff, "inventory")
    assert told.count("reservation_expired") == 5
    units = house.services["inventory"].units

    async def again() -> None:
        async with units.open(staff.organisation) as unit:
            await daily_round(unit.today().isoformat(), unit)

    await asyncio.gather(again(), again())
    assert await published(house, staff, "inventory") == told


async def test_keeping_longer_what_is_kept_for_nobody_changes_nothing(house: House) -> None:
    staff, stranger = house.sign_in(), house.sign_in()
    device = await a_ready_device(staff)
    address = f"/inventory/api/devices/{device['id']}/keep-longer"
    assert (await staff.post(address)).status_code == 409
    assert (await stranger.post(address)).status_code == 404
    me = reader(house, staff)
    page = await me.open(f"/inventory/devices/{device['id']}")
    form = await me.form(f"/inventory/devices/{device['id']}/fit", f"/inventory/devices/{device['id']}/meant-for")
    answer = await me.http.post(f"/inventory/devices/{device['id']}/keep-longer", data=form.fields)
    assert "keep-longer" not in str(page.forms)
    assert (answer.status_code, answer.headers["location"]) == (303, f"/inventory/devices/{device['id']}")
