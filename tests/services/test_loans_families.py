"""Families: what they said and when, the people around them, who may be the same, and rooms and bags that borrow too."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from shared.contracts.vocabulary import Role
from shared.runtime.clock import new_id
from tests.support.cards import family_with, give_card
from tests.support.house import House, Staff
from tests.support.lending import a_family, a_running_loan
from tests.support.pages import Read, reader
from tests.support.slice import ask, published

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

NEW = "/loans/households/new"


def at(household: Any) -> str:
    return f"/loans/households/{household['id']}"


async def now(staff: Staff, household: Any) -> Any:
    return await staff.get(f"/loans/api/households/{household['id']}")


async def joined(staff: Staff, one: Any, other: Any) -> Any:
    """Put the first with the second."""
    return await staff.did(f"/loans/api/households/{one['id']}/join", {"other_id": other["id"]})


async def test_each_answer_has_a_day_and_a_way_and_the_family_takes_it_back_in_one_tap(house: House) -> None:
    me = reader(house)
    household = await a_family(me.staff)
    form = await me.form(f"{at(household)}/consents")
    shown = Read((await me.send(form, {"way": "phone"})).text)
    assert "Kies waarover het gaat" in shown.text
    assert "Kies wat het gezin zei" in shown.text
    await me.sent(form, {"purpose": "photo", "answer": "yes", "way": "phone"})
    family = await family_with(house, await give_card(house, me.staff, household["id"]))
    address = "/family/known/consent/photo"
    for answer in ("no", "no", "yes", "no"):
        page = await family.open("/family/known")
        await family.sent(next(form for form in page.forms if form.action == address), {"answer": answer})
    detail = await now(me.staff, household)
    photo = [(one["answer"], one["way"], one["noted_by"]) for one in detail["said"] if one["purpose"] == "photo"]
    own = ("own_card", None)
    assert photo == [("no", *own), ("yes", *own), ("no", *own), ("yes", "phone", str(me.staff.person.id))], (
        "the same again is no news"
    )
    assert detail["consents"]["photo"] == "no"
    assert (await published(house, me.staff, "loans")).count("consent_changed") == 0, "who visits has no business with a photo"
    page = await me.open(f"{at(household)}/consents")
    assert "zelf gekozen, met de kaart" in page.text
    assert "Wat je vroeger zei" in (await family.open("/family/known")).text


async def test_nobody_rewrites_what_was_said(house: House) -> None:
    staff = house.sign_in()
    household = await a_family(staff)
    await staff.did(f"/loans/api/households/{household['id']}/consent", {"purpose": "messages", "answer": "yes"})
    with pytest.raises(ProgrammingError, match="permission denied"):
        async with house.services["loans"].units.open(staff.organisation) as unit:
            await unit.connection.execute(text("UPDATE consent SET answer = 'no'"))


async def test_at_most_two_fixed_faces_and_a_mistake_is_put_back(house: House) -> None:
    staff = house.sign_in()
    me, household = reader(house, staff), await a_family(staff)
    await me.sent(await me.form(at(household), f"{at(household)}/contacts"))
    address = f"/loans/api/households/{household['id']}/contacts"
    await staff.did(address, {"person_id": str(new_id())})
    assert (await staff.post(address, {"person_id": str(new_id())})).status_code == 409
    assert len((await now(staff, household))["contacts"]) == 2
    await me.sent(await me.form(at(household), f"{at(household)}/contacts/{staff.person.id}/remove"))
    assert str(staff.person.id) not in (await now(staff, household))["contacts"]
    await me.sent(await me.form(at(household), f"{at(household)}/contacts/{staff.person.id}/put-back"))
    assert str(staff.person.id) in (await now(staff, household))["contacts"]


async def test_whom_a_family_trusts_is_its_own_choice_and_goes_for_good_the_next_day(house: House) -> None:
    staff = house.sign_in()
    me, household = reader(house, staff), await a_family(staff)
    address = f"{at(household)}/trusted/new"
    form = await me.form(address)
    wrong = await me.send(form, {"name": "Zandtante", "purpose": ""})
    assert wrong.status_code == 422
    assert "Kies waarvoor deze persoon mag helpen" in wrong.text
    assert 'value="Zandtante"' in wrong.text
    assert "rijksregisternummer" in (await me.send(form, {"name": "Jan 85.07.30-033.28", "purpose": "talk"})).text
    for name in ("Zandtante", "Zandbuur", "Zandoom"):
        await me.sent(await me.form(address), {"name": name, "reach": "via school", "purpose": "translate"})
    assert (await me.send(form, {"name": "Zandneef", "purpose": "talk"})).status_code == 409
    family = await family_with(house, await give_card(house, staff, household["id"]))
    assert "Zandtante" in (await family.open("/family/known")).text
    page = await me.open(at(household))
    await me.sent(next(form for form in page.forms if "/trusted/" in form.action))
    assert "Zandtante" not in (await family.open("/family/known")).text
    await me.sent(
        await me.form(at(household), next(f.action for f in (await me.open(at(household))).forms if "put-back" in f.action))
    )
    assert "Zandtante" in (await family.open("/family/known")).text
    remove = next(form for form in (await me.open(at(household))).forms if "/trusted/" in form.action)
    await me.sent(remove)
    house.clock.move(timedelta(days=2))
    try:
        await house.run_until_idle()  # nobody waits for a machine, and still there is a round
        async with house.services["loans"].units.open(staff.organisation) as unit:
            left = set(await unit.connection.scalars(text("SELECT name FROM trusted_person")))
        assert left == {"Zandbuur", "Zandoom"}, "the name itself is gone"
    finally:
        house.clock.move(-timedelta(days=2))


async def test_a_referral_that_ends_touches_no_request_and_no_loan(house: House) -> None:
    partner = house.sign_in(None, Role.PARTNER)
    staff = house.sign_in(partner.organisation)
    school, me = reader(house, partner), reader(house, staff)
    lent = await a_running_loan(house, staff)
    form = await school.form("/loans/refer")
    answer = await school.send(form, {"profile": "work", "school_child": "no", "internet": "yes"})
    assert "aangekomen" in answer.text
    [household] = [one for one in (await staff.get("/loans/api/households"))["households"] if one["call_name"] is None]
    for one in (household, lent.household):
        await me.sent(await me.form(f"{at(one)}/referrals/new"), {"by_whom": "School Zand", "days": "90"})
        before = await now(staff, one)
        for _ in range(2):
            page = await me.open(at(one))
            action = next((f.action for f in page.forms if f.action.endswith("/end")), None)
            if action is not None:
                await me.sent(await me.form(at(one), action))
        house.clock.move(timedelta(days=2))
        after = await now(staff, one)
        house.clock.move(-timedelta(days=2))
        assert [loan["status"] for loan in after["loans"]] == [loan["status"] for loan in before["loans"]]
        assert [asked["status"] for asked in after["requests"]] == [asked["status"] for asked in before["requests"]]
    referred = (await now(staff, household))["referrals"]
    assert str(partner.person.id) in {one["by_person"] for one in referred}
    [known] = (await now(staff, lent.household))["referrals"]
    await me.sent(await me.form(at(lent.household), f"{at(lent.household)}/referrals/{known['id']}/renew"))
    [renewed] = (await now(staff, lent.household))["referrals"]
    assert renewed["until"] > known["until"]
    await school.open(at(household), 403)


async def test_who_looks_like_a_family_we_know_is_asked_about_once(house: House) -> None:
    me = reader(house)
    known = await a_family(me.staff)
    form = await me.form(NEW)
    asked = await me.send(form, {"call_name": "Fatma", "telephone": "+32 470/12.34.56", "language": "nl"})
    shown = Read(asked.text)
    assert asked.status_code == 409
    assert "Kennen we dit gezin al?" in shown.text
    assert "etzelfde telefoonnummer" in shown.text
    assert f"/loans/requests/new?household={known['id']}" in shown.links
    assert len((await me.staff.get("/loans/api/households"))["households"]) == 1
    again = next(form for form in shown.forms if form.action == NEW)
    on = await me.sent(again, {"call_name": "Fatma", "telephone": "+32 470/12.34.56", "language": "nl"})
    new = {"id": on.rpartition("=")[2]}
    assert "Is dit hetzelfde gezin?" in (await me.open(at(new))).text
    page = await me.open(at(known))
    await me.sent(next(form for form in page.forms if "/other/" in form.action))
    for one in (new, known):
        assert "Is dit hetzelfde gezin?" not in (await me.open(at(one))).text, "nobody is asked again"


def said_and_lent(detail: Any) -> Any:
    """All but who looked: each time somebody opens it is one more."""
    return {name: value for name, value in detail.items() if name != "looks"}


async def test_two_that_are_one_stand_on_one_page_and_are_taken_apart_exactly(house: House) -> None:
    staff = house.sign_in()
    me = reader(house, staff)
    kept, twice = await a_running_loan(house, staff), await a_running_loan(house, staff, call_name="Zandfamilie", visits="no")
    card = await give_card(house, staff, twice.household["id"])
    before = [said_and_lent(await now(staff, one.household)) for one in (kept, twice)]
    both = f"{at(kept.household)}/same/{twice.household['id']}"
    assert "Zandfamilie" in (await me.open(both)).text
    assert await me.sent(await me.form(both)) == at(kept.household)
    assert (await me.http.get(at(twice.household))).headers["location"] == at(kept.household)
    page = await me.open(at(kept.household))
    for loan in (kept, twice):
        assert loan.device["code"] in page.text
    detail = await now(staff, kept.household)
    assert {one["id"] for one in detail["loans"]} == {str(kept.loan_id), str(twice.loan_id)}
    assert detail["visits"] == (await now(staff, twice.household))["visits"] == "no", "the stricter"
    [found] = (await staff.did("/loans/api/households/search", {"text": "zandf"}))["households"]
    assert found["id"] == kept.household["id"]
    assert len((await staff.get("/loans/api/households"))["households"]) == 1
    family = await family_with(house, card)
    assert kept.device["code"] in (await family.open("/family")).text
    part = f"{at(kept.household)}/part/{twice.household['id']}"
    await me.sent(await me.form(at(kept.household), part))
    assert [said_and_lent(await now(staff, one.household)) for one in (kept, twice)] == before
    assert kept.device["code"] not in (await family.open("/family")).text


async def test_both_ways_at_once_is_one_family(house: House) -> None:
    staff = house.sign_in()
    one, other = await a_family(staff), await a_family(staff, call_name="Zand")
    for _ in range(5):
        await asyncio.gather(joined(staff, one, other), joined(staff, other, one))
        rows = [await now(staff, household) for household in (one, other)]
        counting = [row for row in rows if row["merged_into"] is None]
        assert len(counting) == 1
        [merged] = [row for row in rows if row["merged_into"] is not None]
        assert merged["merged_into"] == counting[0]["id"]
        await staff.did(f"/loans/api/households/{merged['id']}/part", {})


async def test_what_they_say_while_they_are_one_is_told_for_both(house: House) -> None:
    staff = house.sign_in()
    one, other = await a_family(staff, visits="yes"), await a_family(staff, call_name="Zand", visits="no")
    await joined(staff, one, other)
    await staff.did(f"/loans/api/households/{one['id']}/consent", {"purpose": "visits", "answer": "yes"})
    assert [(await now(staff, household))["visits"] for household in (one, other)] == ["yes", "yes"]
    assert (await published(house, staff, "loans")).count("consent_changed") == 5, "yes; no; the first is no too; both are yes"
    request = await ask(staff, "work", household_id=one["id"])
    assert request["household_id"] == other["id"], "what is asked from now on is of the one that counts"


async def test_a_room_and_a_bag_borrow_and_nothing_of_people_is_kept(house: House) -> None:
    me = reader(house)
    form = await me.form("/loans/places/new")
    assert "Kies wat het is" in (await me.send(form, {"call_name": "Hoek"})).text
    assert "Vul in van wie het is" in (await me.send(form, {"kind": "room", "call_name": "Hoek"})).text
    address = await me.sent(form, {"kind": "room", "call_name": "Zandhoek", "belongs_to": "CAW Zand"})
    room = {"id": address.rpartition("/")[2]}
    assert await published(house, me.staff, "loans") == ["consent_changed"], "helpdesk hears that nobody visits a room"
    page = await me.open(address)
    assert "CAW Zand" in page.text
    for not_asked in ("Wat het gezin goedvindt", "Kaarten", "Vaste gezichten", "Telefoon"):
        assert not_asked not in page.text
    asking = await me.form(f"/loans/requests/new?household={room['id']}", "/loans/requests/new")
    assert "school_child" not in asking.choices
    await me.sent(asking, {"profile": "work"})
    for what, body in (
        ("consent", {"purpose": "photo", "answer": "yes"}),
        ("trusted", {"name": "Samira", "purposes": ["talk"]}),
        ("referrals", {"by_whom": "School"}),
        ("contacts", {"person_id": str(new_id())}),
        ("correct", {"call_name": "Zand", "telephone": "0470 12 34 56"}),
        ("join", {"other_id": (await a_family(me.staff))["id"]}),
    ):
        answer = await me.staff.post(f"/loans/api/households/{room['id']}/{what}", body)
        assert (what, answer.status_code, answer.json()["type"]) == (what, 409, "urn:digibank:problem:only_for_families")
    telephone = text("UPDATE household SET telephone = '0470 12 34 56' WHERE id = :id")
    with pytest.raises(IntegrityError, match="only_families_tell"):
        async with house.services["loans"].units.open(me.staff.organisation) as unit:
            await unit.connection.execute(telephone, {"id": UUID(room["id"])})
