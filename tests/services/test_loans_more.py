"""More machines under one signature, what is added and comes back meanwhile, and what a family says with one tap. Through pages."""

import re
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from services.loans.web import family_door
from shared.contracts import inventory, loans
from shared.contracts.vocabulary import LossKind
from shared.runtime.clock import new_id
from shared.web.rate_limit import RateLimit
from tests.support.cards import family_with, give_card
from tests.support.house import House, Staff
from tests.support.lending import Lent, a_running_loan, loan_now, ready_to_sign, sign, told
from tests.support.pages import Reader, reader
from tests.support.slice import a_ready_device, ask, device_now, published

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # what carries the events makes no difference here


@pytest.fixture(autouse=True)
def many_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(family_door, "TRIES", RateLimit(most=10_000, seconds=600))


def page_of(lent: Lent) -> str:
    return f"/loans/loans/{lent.loan['id']}"


async def claimed(house: House, me: Reader, lent: Lent, device: Any) -> Any:
    """A colleague adds this machine, by the code on its sticker, and inventory keeps it."""
    address = f"{page_of(lent)}/more"
    form = await me.form(address, address)
    answer = await me.http.post(form.action, data=form.fields | {"code": device["code"].lower().replace("-", "")})
    assert (answer.status_code, answer.headers["location"]) == (303, address), answer.text
    await house.run_until_idle()
    return await device_now(me.staff, device)


def states(loan: Any) -> list[tuple[str, str | None, str | None]]:
    """Each machine: where it is on its way, or how it ended."""
    lines = [(line["device_id"], None, "given_back" if line["given_back"] else line["ended"]) for line in loan["lines"]]
    return lines + [(line["device_id"], line["state"], None) for line in loan["coming"]]


async def test_two_machines_under_one_signature(house: House) -> None:
    me = reader(house)
    lent = await ready_to_sign(house, me.staff)
    other = await a_ready_device(me.staff)
    await house.run_until_idle()
    shown = await me.staff.get(f"/loans/api/loans/{lent.loan['id']}/agreement")
    assert (await claimed(house, me, lent, other))["status"] == "reserved"
    late = await me.staff.post(
        f"/loans/api/loans/{lent.loan['id']}/sign",
        {"document_sha256": shown["sha256"], "way": "typed", "signature_name": "Fatima B."},
    )
    assert late.json()["type"].endswith("wrong_text"), "it was not in what the family read"
    text_now = (await me.staff.get(f"/loans/api/loans/{lent.loan['id']}/agreement"))["text"]
    assert lent.device["code"] in text_now
    assert other["code"] in text_now
    lent.loan = await sign(me.staff, lent)
    await house.run_until_idle()
    assert states(lent.loan) == [(lent.device["id"], None, None), (other["id"], None, None)]
    for device in (lent.device, other):
        assert (await device_now(me.staff, device))["status"] == "given_out"
    page = await me.open(page_of(lent))
    assert other["code"] in page.text
    await me.staff.did(f"/loans/api/loans/{lent.loan['id']}/end", {"returned": ["charger", "mouse"]})
    await house.run_until_idle()
    for device in (lent.device, other):
        assert (await device_now(me.staff, device))["status"] == "return_expected"


async def test_what_does_not_lie_ready_in_time_comes_afterwards(house: House) -> None:
    """The signature before the answer of inventory: the machine is not in what was signed, and is added by an addendum."""
    me = reader(house)
    lent = await ready_to_sign(house, me.staff)
    other = await a_ready_device(me.staff)
    await house.run_until_idle()
    address = f"{page_of(lent)}/more"
    form = await me.form(address, address)
    await me.http.post(form.action, data=form.fields | {"code": other["code"]})
    lent.loan = await sign(me.staff, lent)
    await house.run_until_idle()
    assert states(await loan_now(me.staff, lent))[1] == (other["id"], "kept", None)
    assert (await device_now(me.staff, other))["status"] == "reserved"
    form = await me.form(address, f"{page_of(lent)}/give")
    line = (await line_ids(house, me.staff, lent))[1]
    assert (await me.http.post(form.action, data=form.fields | {"line_id": str(line)})).headers["location"] == page_of(lent)
    await house.run_until_idle()
    assert (await device_now(me.staff, other))["status"] == "given_out"
    assert other["code"] in (await me.open(f"{page_of(lent)}/agreement")).text


async def test_a_machine_that_is_taken_back_before_it_leaves_is_free(house: House) -> None:
    me = reader(house)
    lent = await ready_to_sign(house, me.staff)
    other = await a_ready_device(me.staff)
    await house.run_until_idle()
    await claimed(house, me, lent, other)
    address = f"{page_of(lent)}/more"
    assert await me.sent(await me.form(address, f"{page_of(lent)}/drop")) == address
    await house.run_until_idle()
    assert (await device_now(me.staff, other))["status"] == "ready"
    assert other["code"] not in (await me.open(page_of(lent))).text
    assert other["code"] in (await me.open(f"{address}?profile=work")).text, "it can be chosen again"
    await claimed(house, me, lent, other)
    await me.staff.did(f"/loans/api/requests/{lent.request['id']}/withdraw")
    await house.run_until_idle()
    assert (await device_now(me.staff, other))["status"] == "ready", "the loan was cancelled, so nobody waits for it"


@pytest.mark.parametrize("how", ["expired", "lost", "retired", "refused"])
async def test_a_machine_that_inventory_does_not_keep_is_off_the_loan(house: House, how: str) -> None:
    me = reader(house)
    lent = await ready_to_sign(house, me.staff)
    other = await a_ready_device(me.staff)
    await house.run_until_idle()
    await claimed(house, me, lent, other)
    line = (await line_ids(house, me.staff, lent))[1]
    day, device_id = house.clock.now().date(), UUID(other["id"])
    event: Any = {
        "expired": inventory.ReservationExpired(device_id=device_id, request_id=line, kept_until=day),
        "lost": inventory.DeviceLost(device_id=device_id, kind=LossKind.LOST, lost_on=day),
        "retired": inventory.DeviceRetired(device_id=device_id, retired_on=day),
        "refused": inventory.ClaimRefused(device_id=device_id, request_id=line, reason="not_ready"),
    }[how]
    await told(house, me.staff, event, event)
    assert states(await loan_now(me.staff, lent)) == [(lent.device["id"], None, None)]
    lent.loan = await sign(me.staff, lent)
    assert other["code"] not in (await me.staff.get(f"/loans/api/loans/{lent.loan['id']}/agreement"))["text"]
    await told(house, me.staff, event)
    assert (await loan_now(me.staff, lent))["status"] == "running"


async def test_it_left_just_before_its_last_day_was_over(house: House) -> None:
    """The other order: what is with the family stays there."""
    me = reader(house)
    lent = await ready_to_sign(house, me.staff)
    other = await a_ready_device(me.staff)
    await house.run_until_idle()
    await claimed(house, me, lent, other)
    line = (await line_ids(house, me.staff, lent))[1]
    lent.loan = await sign(me.staff, lent)
    expired = inventory.ReservationExpired(device_id=UUID(other["id"]), request_id=line, kept_until=house.clock.now().date())
    await told(house, me.staff, expired)
    assert states(await loan_now(me.staff, lent))[1] == (other["id"], None, None)
    assert (await device_now(me.staff, other))["status"] == "given_out"


async def test_whom_it_would_go_to_by_the_rule_is_asked_about_once(house: House) -> None:
    me = reader(house)
    lent = await a_running_loan(house, me.staff)
    other = await a_ready_device(me.staff)
    await house.run_until_idle()
    async with house.services["loans"].units.open(me.staff.organisation) as unit:  # somebody waits, and nobody looked yet
        await unit.connection.execute(text("UPDATE known_device SET ready = true"))
    waiting = await ask(me.staff, "work")
    address = f"{page_of(lent)}/more"
    form = await me.form(address, address)
    answer = await me.http.post(form.action, data=form.fields | {"code": other["code"]})
    assert answer.status_code == 409
    assert waiting["household_code"] in answer.text
    form = await me.form(address, address)
    passing = {"device_id": other["id"], "passing": waiting["id"]}
    assert (await me.http.post(form.action, data=form.fields | passing)).status_code == 303


async def line_ids(house: House, staff: Staff, lent: Lent) -> list[UUID]:
    async with house.services["loans"].units.open(staff.organisation) as unit:
        query = text("SELECT id FROM loan_line WHERE loan_id = :loan ORDER BY id")
        return list(await unit.connection.scalars(query, {"loan": lent.loan_id}))


async def with_two(house: House, me: Reader) -> tuple[Lent, Any]:
    """A family with two machines at home."""
    lent = await ready_to_sign(house, me.staff)
    other = await a_ready_device(me.staff)
    await house.run_until_idle()
    await claimed(house, me, lent, other)
    lent.loan = await sign(me.staff, lent)
    await house.run_until_idle()
    return lent, other


async def test_a_part_comes_back_and_the_rest_goes_on(house: House) -> None:
    me = reader(house)
    lent, other = await with_two(house, me)
    address = f"{page_of(lent)}/some"
    form = await me.form(address)
    nothing = await me.http.post(form.action, data=form.fields)
    assert (nothing.status_code, "Kruis eerst iets aan" in nothing.text) == (422, True)
    form = await me.form(address)
    all_of_it = await me.http.post(form.action, data=form.fields | {"device_id": [lent.device["id"], other["id"]]})
    assert (all_of_it.status_code, "Dan is er geen toestel meer over" in all_of_it.text) == (409, True)
    form = await me.form(address)
    answer = await me.http.post(form.action, data=form.fields | {"device_id": other["id"], "accessory": "mouse"})
    assert answer.headers["location"] == page_of(lent)
    await house.run_until_idle()
    assert (await device_now(me.staff, other))["status"] == "return_expected"
    assert (await device_now(me.staff, lent.device))["status"] == "given_out"
    now = await loan_now(me.staff, lent)
    assert (now["status"], now["accessories"]) == ("running", ["charger"])
    assert states(now)[1] == (other["id"], None, "given_back")
    read = (await me.open(f"{page_of(lent)}/agreement")).text
    assert "Blad 2 bij onze afspraken" in read
    assert f"met code {other['code']}" in read
    paper = await me.http.get(f"{page_of(lent)}/addenda.pdf")
    assert paper.content.startswith(b"%PDF")
    shown = await me.open(page_of(lent))
    assert "Nog niet gewist" in shown.text
    wiped = inventory.DeviceWiped(device_id=UUID(other["id"]), drive_ids=(), verified_on=house.clock.now().date())
    here = inventory.DeviceWiped(device_id=lent.device_id, drive_ids=(), verified_on=house.clock.now().date())
    await told(house, me.staff, wiped, here)
    shown = await me.open(page_of(lent))
    assert "gewist op" in shown.text
    assert [line["wiped_on"] is not None for line in (await loan_now(me.staff, lent))["lines"]] == [False, True]


async def test_a_thing_that_is_added_stands_on_a_sheet_of_its_own(house: House) -> None:
    me = reader(house)
    lent = await a_running_loan(house, me.staff)
    form = await me.form(f"{page_of(lent)}/more", f"{page_of(lent)}/give")
    assert (await me.http.post(form.action, data=form.fields)).status_code == 422, "nothing was chosen"
    form = await me.form(f"{page_of(lent)}/more", f"{page_of(lent)}/give")
    await me.http.post(form.action, data=form.fields | {"accessory": ["bag"]})
    assert (await loan_now(me.staff, lent))["accessories"] == ["charger", "mouse", "bag"]
    assert "items_added" in await published(house, me.staff, "loans")
    card = await give_card(house, me.staff, lent.household["id"])
    family = await family_with(house, card)
    own = await family.open(f"/family/agreements/{lent.loan_id}")
    assert "Je kreeg erbij: tas." in own.text
    assert (await family.http.get(f"/family/agreements/{lent.loan_id}/addenda.pdf")).content.startswith(b"%PDF")


async def test_a_swap_is_told_on_a_sheet(house: House) -> None:
    """The original out of use, a loaner instead: no new signature, and in words what the family has now."""
    me = reader(house)
    lent = await a_running_loan(house, me.staff)
    other = await a_ready_device(me.staff)
    await house.run_until_idle()
    reserved = inventory.LoanerReserved(
        device_id=UUID(other["id"]), ticket_id=new_id(), original_device_id=lent.device_id, loan_id=lent.loan_id
    )
    await told(house, me.staff, reserved)
    retired = inventory.DeviceRetired(device_id=lent.device_id, retired_on=house.clock.now().date(), loan_id=lent.loan_id)
    await told(house, me.staff, retired, retired)
    read = (await me.open(f"{page_of(lent)}/agreement")).text
    assert "Blad 2 bij onze afspraken" in read
    assert "Blad 3" not in read
    assert f"met code {other['code']}" in read


async def test_ticks_at_the_hand_over_are_kept_and_block_nothing(house: House) -> None:
    me = reader(house)
    lent = await a_running_loan(house, me.staff)
    form = await me.form(page_of(lent), f"{page_of(lent)}/handed-over")
    await me.http.post(form.action, data=form.fields | {"handed_over": ["charger_tried", "card_given", "none_of_ours"]})
    assert "2 van 6 gedaan" in (await me.open(page_of(lent))).text
    await me.staff.did(f"/loans/api/loans/{lent.loan['id']}/end", {"returned": []})
    assert (await loan_now(me.staff, lent))["status"] == "ended"


async def test_somebody_else_brings_it_back(house: House) -> None:
    me = reader(house)
    lent = await a_running_loan(house, me.staff)
    form = await me.form(f"{page_of(lent)}/end")
    number = await me.http.post(form.action, data=form.fields | {"accessory": ["charger"], "brought_by": "85.07.30-033.28"})
    assert (number.status_code, "rijksregisternummer" in number.text) == (422, True)
    form = await me.form(f"{page_of(lent)}/end")
    await me.http.post(form.action, data=form.fields | {"accessory": ["charger"], "brought_by": "Buurvrouw Mia"})
    shown = (await me.open(page_of(lent))).text
    assert "Teruggebracht door Buurvrouw Mia" in shown
    assert "Afgevinkt aan de balie: lader" in shown
    assert "Niet afgevinkt: muis" in shown
    assert "kwam alles terug" not in shown


async def test_somebody_else_brings_a_part_back(house: House) -> None:
    """Each time it is kept who came, beside what came; all of it at the end is a name of its own."""
    me = reader(house)
    lent = await a_running_loan(house, me.staff)
    address = f"{page_of(lent)}/some"

    async def bring(thing: str, name: str) -> Any:
        form = await me.form(address, address)
        return await me.http.post(address, data=form.fields | {"accessory": [thing], "brought_by": name})

    refused = await bring("mouse", "85.07.30-033.28")
    assert (refused.status_code, "rijksregisternummer" in refused.text) == (422, True)
    assert re.search('value="mouse" checked', refused.text), "what was ticked is still ticked"
    assert (await bring("mouse", "Buurvrouw Mia")).status_code == 303
    assert (await bring("charger", "")).status_code == 303
    form = await me.form(f"{page_of(lent)}/end")
    await me.http.post(form.action, data=form.fields | {"brought_by": "Oom Jos"})
    shown = (await me.open(page_of(lent))).text
    assert "teruggebracht door Buurvrouw Mia" in shown
    assert shown.count("Een deel is op") == 1
    assert "Teruggebracht door Oom Jos" in shown


async def test_who_brings_it_back_for_a_forgotten_family_is_not_written_down(house: House) -> None:
    me = reader(house)
    lent = await a_running_loan(house, me.staff)
    await me.staff.post(f"/loans/api/households/{lent.household['id']}/forget")
    await me.staff.did(f"/loans/api/loans/{lent.loan['id']}/end", {"returned": [], "brought_by": "Oom Jos"})
    async with house.services["loans"].units.open(me.staff.organisation) as unit:
        kept = (await unit.connection.execute(text("SELECT brought_by FROM loan_return"))).all()
    assert kept == []


async def test_a_family_says_what_it_wants_with_one_tap(house: House) -> None:
    staff = house.sign_in()
    lent = await a_running_loan(house, staff)
    card = await give_card(house, staff, lent.household["id"])
    family = await family_with(house, card)
    own = f"/family/loans/{lent.loan_id}"
    home = await family.open("/family")
    assert "Heb je dit nog nodig" not in home.text, "it is not time to ask yet"
    form = await family.form("/family", f"{own}/stop")
    assert set(form.fields) == {"form_key"}, "no reason is asked"
    assert await family.sent(form) == await family.sent(form) == "/family"
    assert (await loan_now(staff, lent))["status"] == "returning"
    assert "Kom langs wanneer het jou past" in (await family.open("/family")).text
    assert await family.sent(await family.form("/family", f"{own}/keep")) == "/family"
    assert (await loan_now(staff, lent))["status"] == "running"
    async with house.services["loans"].units.open(staff.organisation) as unit:
        await unit.connection.execute(text("UPDATE loan SET look_again_on = current_date - 400"))
    await family.sent(await family.form("/family", f"{own}/extend"))
    assert (await loan_now(staff, lent))["look_again_on"] > lent.loan["started_on"]


async def test_a_family_says_that_it_is_lost_and_a_colleague_sees_it(house: House) -> None:
    me = reader(house)
    lent = await a_running_loan(house, me.staff)
    family = await family_with(house, await give_card(house, me.staff, lent.household["id"]))
    own = f"/family/loans/{lent.loan_id}/devices/{lent.device_id}"
    assert "Kwijt gezegd" not in (await me.open("/loans/loans")).text
    await family.sent(await family.form("/family", f"{own}/lost"))
    home = (await family.open("/family")).text
    assert "Je betaalt niets" in home
    await house.run_until_idle()
    assert (await device_now(me.staff, lent.device))["status"] == "given_out", "a person decides what is so"
    assert page_of(lent) in (await me.open("/loans/loans?lost=said")).links
    start = await me.open("/")
    assert "Een gezin zegt dat een toestel weg is" in start.text
    assert "/loans/loans?lost=said" in start.links
    assert "kwijt of gestolen, zegt het gezin" in (await me.open(page_of(lent))).text
    await family.sent(await family.form("/family", f"{own}/found"))
    assert page_of(lent) not in (await me.open("/loans/loans?lost=said")).links
    await house.run_until_idle()
    assert "toestel weg is" not in (await me.open("/")).text
    await family.sent(await family.form("/family", f"{own}/lost"))
    await told(house, me.staff, inventory.DeviceFound(device_id=lent.device_id, found_on=house.clock.now().date()))
    assert (await loan_now(me.staff, lent))["lines"][0]["said_lost_on"] is None


async def test_a_card_says_nothing_of_the_loan_of_others(house: House) -> None:
    staff = house.sign_in()
    mine, other = await a_running_loan(house, staff), await a_running_loan(house, staff, call_name="Karim")
    family = await family_with(house, await give_card(house, staff, mine.household["id"]))
    form = await family.form("/family", f"/family/loans/{mine.loan_id}/stop")
    for what in ("stop", "extend", "keep", f"devices/{other.device_id}/lost", f"devices/{other.device_id}/found"):
        answer = await family.http.post(f"/family/loans/{other.loan_id}/{what}", data=form.fields)
        assert answer.status_code == 404
    mixed = await family.http.post(f"/family/loans/{mine.loan_id}/devices/{other.device_id}/lost", data={"form_key": str(new_id())})
    assert mixed.status_code == 303
    assert (await loan_now(staff, other))["lines"][0]["said_lost_on"] is None
    assert (await loan_now(staff, other))["status"] == "running"


async def test_helpdesk_knows_the_machine_that_was_added(house: House) -> None:
    """Whoever scans the sticker of the second machine is the same family."""
    staff = house.sign_in()
    loan, household, devices = new_id(), new_id(), (new_id(), new_id())
    started = loans.LoanStarted(
        loan_id=loan, household_id=household, household_code="KIWI-42", device_id=devices[0], more_device_ids=(devices[1],),
        started_on=house.clock.now().date(), look_again_on=house.clock.now().date(),
    )  # fmt: skip
    added = new_id()
    more = loans.ItemsAdded(loan_id=loan, household_id=household, device_ids=(added,), added_on=house.clock.now().date())
    back = loans.ItemsReturned(loan_id=loan, household_id=household, device_ids=(devices[1],), returned_on=house.clock.now().date())
    await told(house, staff, started, more, back, service="loans")
    async with house.services["helpdesk"].units.open(staff.organisation) as unit:
        has = await unit.connection.scalars(text("SELECT device_id FROM loan_device WHERE loan_id = :loan AND has"), {"loan": loan})
        assert set(has) == {devices[0], added}
