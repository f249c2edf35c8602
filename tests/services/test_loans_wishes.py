"""Wishes about the machine, what we offer for home, stopping and coming back, and figures that lead to nobody."""

import re
from datetime import timedelta
from importlib import import_module
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from services.inventory.domain.fit import digest_of, meets_of
from shared.contracts.vocabulary import Role
from shared.runtime.clock import new_id
from tests.support.cards import family_with, give_card
from tests.support.helpdesk import signed_again
from tests.support.house import House, Staff
from tests.support.lending import FAMILY
from tests.support.pages import reader
from tests.support.slice import a_ready_device, ask, assert_kept_for, published, request_now

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # what carries the events decides nothing here


async def azerty(house: House, staff: Staff, device: Any) -> None:
    """Somebody looked at the keyboard of a machine."""
    me = reader(house, staff)
    await me.sent(await me.form(f"/inventory/devices/{device['id']}/facts"), {"keyboard": "azerty"})
    await house.run_until_idle()


async def kept_for(staff: Staff, request: Any) -> Any:
    """The machine that was found for a request."""
    found: str | None = (await request_now(staff, request))["device_id"]
    return found


async def test_among_those_that_suit_a_wish_decides(house: House) -> None:
    staff = house.sign_in()
    older, wished = await a_ready_device(staff), await a_ready_device(staff)
    await azerty(house, staff, wished)
    request = await ask(staff, "work", machine_wishes=["azerty", "webcam"])
    await house.run_until_idle()
    await assert_kept_for(staff, wished, request)
    other = await ask(staff, "work", machine_wishes=["azerty"])
    await house.run_until_idle()
    assert await kept_for(staff, other) == older["id"], "a wish is a wish: what suits is taken"


async def test_what_a_family_cannot_do_without_is_waited_for(house: House) -> None:
    """The machine before the request, after it, and once somebody looked at its keyboard; who wishes less waits not."""
    staff = house.sign_in()
    unknown = await a_ready_device(staff)
    await house.run_until_idle()
    first = await ask(staff, "work", must_have=["azerty"])
    await house.run_until_idle()
    assert await kept_for(staff, first) is None
    second = await ask(staff, "work")
    await house.run_until_idle()
    await assert_kept_for(staff, unknown, second)
    third = await ask(staff, "work")
    later = await a_ready_device(staff)
    await house.run_until_idle()
    await assert_kept_for(staff, later, third)
    right = await a_ready_device(staff)
    await house.run_until_idle()
    assert await kept_for(staff, first) is None, "nobody knows how its letters lie"
    shown = (await reader(house, staff).open(f"/loans/requests/{first['id']}/choose")).text
    assert "niet zeker Azerty-toetsenbord · zonder kan het niet" in shown
    await azerty(house, staff, right)
    await assert_kept_for(staff, right, first)
    assert (await request_now(staff, first))["machine_wishes"] == ["azerty"], "who cannot do without it wishes it"


async def test_a_machine_that_was_ready_before_the_upgrade_meets_wishes_too(house: House) -> None:
    """An older release told how it fits, and nothing of keyboards. The upgrade has it judged once more, and then it is found."""
    staff = house.sign_in()
    device = await a_ready_device(staff)
    await azerty(house, staff, device)
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        older = await unit.devices.get(UUID(device["id"]))
        assert meets_of(older.specs), "or there would be nothing to tell"
        older.told_fit = digest_of(older.fits)
        await unit.devices.save(older)
    async with house.services["loans"].units.open(staff.organisation) as unit:
        await unit.connection.execute(text("UPDATE known_device SET has = '{}'"))
    request = await ask(staff, "work", must_have=["azerty"])
    await house.run_until_idle()
    assert await kept_for(staff, request) is None
    upgrade = import_module("services.inventory.store.migrations.inventory_0022")
    async with house.services["inventory"].units.open(staff.organisation) as unit:
        await unit.connection.execute(text(upgrade.JUDGE_AGAIN))
    house.clock.move(timedelta(minutes=2))  # the job has the time of the database
    await house.run_until_idle()
    await assert_kept_for(staff, device, request)


async def test_one_machine_has_one_keyboard(house: House) -> None:
    staff = house.sign_in()
    answer = await staff.post("/loans/api/requests", {"profile": "work", "machine_wishes": ["azerty", "qwerty"]})
    assert answer.status_code == 422
    me = reader(house, staff)
    form = await me.form("/loans/requests/new")
    typed = {"profile": "work", "school_child": "no", "internet": "yes"}
    refused = await me.http.post(form.action, data=form.fields | typed | {"machine": ["azerty", "qwerty"]})
    assert refused.status_code == 422
    assert "Kies één soort toetsenbord" in refused.text
    assert "checked" in refused.text.split('value="qwerty"')[1][:20], "what was ticked stays"


async def test_a_no_at_home_has_an_answer_to_offer(house: House) -> None:
    staff = house.sign_in()
    fine = await ask(staff, "work", internet="yes", quiet_place="yes")
    assert fine["to_offer"] == []
    request = await ask(staff, "work", internet="no", quiet_place="no")
    assert request["to_offer"] == ["hotspot", "social_tariff", "headset", "study_room", "printing"]
    assert request["points"] == 7, "a quiet place gives no points"
    me = reader(house, staff)
    address = f"/loans/requests/{request['id']}"
    form = await me.form(address, f"{address}/offers")
    await me.http.post(form.action, data=form.fields | {"offered": ["hotspot", "study_room", "none of ours"]})
    assert (await request_now(staff, request))["offered"] == ["hotspot", "study_room"]
    assert "Wat kunnen we bieden voor thuis?" in (await me.open(address)).text
    assert "Wat kunnen we bieden" not in (await me.open(f"/loans/requests/{fine['id']}")).text


async def test_who_stops_comes_back_to_its_place_for_two_weeks(house: House) -> None:
    staff = house.sign_in()
    first, second = await ask(staff), await ask(staff)
    await staff.did(f"/loans/api/requests/{first['id']}/withdraw")
    me = reader(house, staff)
    address = f"/loans/requests/{first['id']}"
    assert await me.sent(await me.form(address, f"{address}/come-back")) == address
    assert [one["id"] for one in (await staff.get("/loans/api/requests"))["requests"]] == [first["id"], second["id"]]
    await house.run_until_idle()
    device = await a_ready_device(staff)
    await house.run_until_idle()
    await assert_kept_for(staff, device, first)
    about = [one for one in await published(house, staff, "loans") if one.startswith("request_")]
    assert sorted(about) == ["request_waiting", "request_waiting", "request_waiting", "request_withdrawn"], "told again"
    await staff.did(f"/loans/api/requests/{second['id']}/withdraw")
    again = await staff.post(f"/loans/api/requests/{first['id']}/come-back")
    assert again.status_code == 409, "it did not stop"


async def test_a_family_sees_since_when_it_waits_and_stops_with_one_tap(house: House) -> None:
    staff = house.sign_in()
    household = await staff.did("/loans/api/households", FAMILY)
    other = await ask(staff)
    request = await ask(staff, "work", household_id=household["id"], machine_wishes=["light"], wishes=["mouse"])
    card = await give_card(house, staff, household["id"])
    browser = (await family_with(house, card)).http
    shown = (await browser.get("/family")).text
    assert "op een toestel" in shown
    assert "We bellen je tegen" in shown
    assert "licht om mee te nemen, muis" in shown
    in_arabic = (await browser.get("/family", headers={"accept-language": "ar"})).text
    said = "".join(re.findall(r"<dd>(.*?)</dd>", in_arabic, re.DOTALL))
    assert ("فأرة" in said, re.findall(r"[a-z]+", said)) == (True, []), "what it asked is said in its language too"
    stop = await browser.post(f"/family/requests/{request['id']}/stop", data={"form_key": str(new_id())})
    assert stop.headers["location"] == "/family"
    assert (await request_now(staff, request))["status"] == "withdrawn"
    assert "Toch graag een toestel" in (await browser.get("/family")).text
    await browser.post(f"/family/requests/{request['id']}/come-back", data={"form_key": str(new_id())})
    assert (await request_now(staff, request))["status"] == "waiting"
    theirs = await browser.post(f"/family/requests/{other['id']}/stop", data={"form_key": str(new_id())})
    assert theirs.status_code == 404
    assert (await request_now(staff, other))["status"] == "waiting", "of another family"


async def test_a_family_that_gave_no_number_is_promised_no_call(house: House) -> None:
    staff = house.sign_in()
    household = await staff.did("/loans/api/households", {"call_name": "Amal"})
    await ask(staff, "work", household_id=household["id"])
    card = await give_card(house, staff, household["id"])
    browser = (await family_with(house, card)).http
    shown = (await browser.get("/family")).text
    assert "We bellen je" not in shown
    assert "Bel ons of kom langs" in shown


async def test_reasons_are_counted_and_kept_with_nobody(house: House) -> None:
    staff = house.sign_in()
    me = reader(house, staff)
    for _ in range(5):
        request = await ask(staff)
        address = f"/loans/requests/{request['id']}/stop"
        await me.sent(await me.form(address), {"why": "too_long"})
        back = f"/loans/requests/{request['id']}"
        assert await me.sent(await me.form(back, f"{back}/come-back")) == back
    lonely = await ask(staff)
    await me.sent(await me.form(f"/loans/requests/{lonely['id']}/stop"), {"why": "moved"})
    await me.sent(await me.form(f"/loans/requests/{request['id']}/stop"), {"why": "not one of ours"})
    boss = reader(house, house.sign_in(staff.organisation, Role.COORDINATOR))
    shown = (await boss.open("/loans/figures")).text
    assert "Het duurde te lang 5" in shown
    assert "Verhuisd minder dan 5" in shown
    file = (await boss.http.get("/loans/figures/figures.csv")).text
    assert "Verhuisd;minder dan 5" in file
    async with house.services["loans"].units.open(staff.organisation) as unit:
        kept = (await unit.connection.scalars(text("SELECT string_agg(t::text, ' ') FROM line_count AS t"))).one()
    assert request["household_id"] not in kept
    assert str(staff.person.id) not in kept


async def test_nobody_answered_is_counted_and_the_family_stays_on_the_list(house: House) -> None:
    staff = house.sign_in()
    household = await staff.did("/loans/api/households", FAMILY)
    request = await ask(staff, household_id=household["id"])
    house.clock.move(timedelta(days=30))
    me = reader(house, signed_again(house, staff))
    address = f"/loans/requests/{request['id']}"
    followed = await me.sent(await me.form(address, f"{address}/no-answer"))
    page = await me.open(followed)
    assert "Geteld dat niemand opnam" in page.text
    assert "Praat met dit gezin" in page.text
    assert "Je hoeft hier niets te doen" not in page.text
