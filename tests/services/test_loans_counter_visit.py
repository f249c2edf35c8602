"""The counter: one path from who comes in to a machine that goes along, for one colleague at a time; it can be left for later."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from services.loans.domain.quiet import next_working_day
from shared.contracts.rhythm import USUAL
from shared.contracts.vocabulary import Role
from shared.language.formats import long_day
from shared.language.translate import speaking
from shared.runtime.clock import new_id
from tests.support.house import House, Staff
from tests.support.lending import FAMILY
from tests.support.pages import Form, Reader, reader
from tests.support.slice import a_ready_device, ask, request_now

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # what carries the events decides nothing here


async def begun(me: Reader) -> str:
    """The address of a new time at the counter."""
    return await me.sent(await me.form("/loans/counter"))


def form_with(forms: list[Form], action: str, field: str) -> Form:
    """The form that goes somewhere and carries this."""
    return next(form for form in forms if form.action == action and (field in form.fields or field in form.choices))


async def new_family(me: Reader, address: str, **typed: str) -> None:
    """A family that we did not know is at the counter."""
    form = form_with((await me.open(address)).forms, f"{address}/family", "language")
    assert await me.sent(form, {"call_name": "Fatima", "language": "ar"} | typed) == address


async def asked(me: Reader, address: str) -> None:
    """It says what for."""
    form = form_with((await me.open(address)).forms, f"{address}/ask", "profile")
    answers = {"profile": "work", "school_child": "no", "internet": "no", "accessory": "mouse"}
    assert await me.sent(form, answers) == address


async def test_from_coming_in_to_a_card_in_hand(house: House) -> None:
    staff = house.sign_in()
    device = await a_ready_device(staff)
    await house.run_until_idle()
    me = reader(house, staff)
    address = await begun(me)
    assert "Wie is het?" in (await me.open(address)).text
    await new_family(me, address)
    await asked(me, address)
    await house.run_until_idle()  # by the rule it is found at once
    shown = await me.open(address)
    assert device["code"] in shown.text
    assert "Fatima" in shown.text
    prepare = next(link for link in shown.links if link.startswith("/loans/loans/"))
    loan = await me.open(prepare)
    assert address in loan.links, "the page of the loan leads back to the counter"
    form = await me.form(prepare, f"{prepare}/prepare")
    agreement = await me.sent(form, {"accessory": "mouse", "learners": "0"})
    assert agreement == f"{prepare}/agreement"
    assert "Lees samen, en teken" in (await me.open(address)).text
    signing = form_with((await me.open(agreement)).forms, f"{prepare}/sign", "document_sha256")
    assert await me.sent(signing, {"signature_name": "Fatima B.", "adult": "yes"}) == address, (
        "signed at the counter: on to the next step"
    )
    done = await me.open(address)
    assert "Getekend. Het toestel mag mee." in done.text
    assert f"{prepare}/agreement.pdf" in done.links
    assert "muis" in done.text, "what goes along is said once more"
    assert f"{prepare}/paper" not in done.links, "it was signed on the screen: there is no paper to keep"
    card = next(link for link in done.links if link.endswith("/cards/new"))
    assert address in (await me.open(card)).links, "the card leads back to the counter"
    ready = await me.send(await me.form(card, card.removesuffix("/new")))
    assert address in ready.text, "so does the card that is ready"
    assert "Onderweg aan de balie" in (await me.open("/loans/requests")).text
    assert await me.sent(await me.form(address, f"{address}/close")) == address
    closed = (await me.open(address)).text
    assert "Klaar. Het gezin heeft alles mee." in closed
    assert "Afdrukken en meegeven" not in closed, "the last step is done too"
    assert "Onderweg" not in (await me.open("/loans/counter")).text
    assert await me.sent(await me.form(address, f"{address}/reopen")) == address
    assert "Getekend. Het toestel mag mee." in (await me.open(address)).text


async def test_signed_on_paper_the_photo_of_it_is_asked_for_at_the_counter(house: House) -> None:
    staff = house.sign_in()
    await a_ready_device(staff)
    await house.run_until_idle()
    me = reader(house, staff)
    address = await begun(me)
    await new_family(me, address)
    await asked(me, address)
    await house.run_until_idle()
    prepare = next(link for link in (await me.open(address)).links if link.startswith("/loans/loans/"))
    agreement = await me.sent(await me.form(prepare, f"{prepare}/prepare"), {"accessory": "mouse", "learners": "0"})
    signing = form_with((await me.open(agreement)).forms, f"{prepare}/sign", "document_sha256")
    paper = {"way": "paper", "adult": "yes", "signs_as": "guardian"}
    assert await me.sent(signing, paper) == address
    done = await me.open(address)
    assert f"{prepare}/paper" in done.links
    assert "één blad is voor de jongere" in done.text
    assert address in (await me.open(f"{prepare}/paper")).links, "and from there back to the counter"


async def test_staff_chooses_among_what_fits_and_comes_back(house: House) -> None:
    """A machine that only will do is never found by the rule: somebody chooses it."""
    staff = house.sign_in()
    household = await staff.did("/loans/api/households", FAMILY)
    waiting = await ask(staff, "study_general", household_id=household["id"])
    device = await a_ready_device(staff, memory_gb=4)
    await house.run_until_idle()
    me = reader(house, staff)
    address = await begun(me)
    found = await me.http.post(f"{address}/find", data=(await me.form(address, f"{address}/find")).fields | {"find": "fat"})
    assert household["code"] in found.text
    form = form_with((await me.open(address)).forms, f"{address}/family", "language")
    known = {name: value for name, value in form.fields.items() if name != "language"} | {"household_id": household["id"]}
    assert await me.sent(Form(form.action, "post", known)) == address
    assert "Dit gezin vroeg al iets" in (await me.open(address)).text
    assert await me.sent(form_with((await me.open(address)).forms, f"{address}/ask", "request_id")) == address
    choose = await me.form(address, f"/loans/requests/{waiting['id']}/choose")
    assert await me.sent(choose, {"device_id": device["id"]}) == address
    await house.run_until_idle()
    assert (await request_now(staff, waiting))["status"] == "reserved"
    assert "Wat gaat er mee?" in (await me.open(address)).text


async def test_nothing_fits_so_the_family_keeps_its_place(house: House) -> None:
    me = reader(house)
    address = await begun(me)
    form = form_with((await me.open(address)).forms, f"{address}/family", "nameless")
    assert await me.sent(form) == address
    await asked(me, address)
    shown = (await me.open(address)).text
    assert "Er is nu geen vrij toestel dat past" in shown
    assert "plaats 1 in de rij" in shown
    assert f"Het gezin hoort ten laatste op {said_day(promised(house))} iets van ons." in shown, "the day that we promise is said"
    house.clock.move(timedelta(days=30))
    me = reader(house, replace(me.staff, token=house.services["loans"].tokens.sign(me.staff.person)))
    late = (await me.open(address)).text
    assert "ten laatste" not in late, "a day that is past is no promise"
    assert "Zeg ook wanneer" in late
    assert await me.sent(await me.form(address, f"{address}/close")) == address
    assert len((await me.staff.get("/loans/api/requests"))["requests"]) == 1, "who goes without a machine waits"


def promised(house: House) -> date:
    """The day by which a family that asked today hears from us."""
    today = house.clock.now().astimezone(ZoneInfo("Europe/Brussels")).date()
    return next_working_day(today + timedelta(days=USUAL.first_talk_days))


def said_day(day: date) -> str:
    with speaking("nl"):
        return long_day(day)


async def test_what_was_begun_without_a_family_is_taken_away_with_one_tap(house: House) -> None:
    staff = house.sign_in()
    me, other = reader(house, staff), reader(house, house.sign_in(staff.organisation, Role.STAFF))
    left = await begun(me)
    assert "Nog geen gezin gekozen" in (await me.open("/loans/counter")).text
    for page in ("/loans/counter", "/loans/requests"):
        assert left not in (await other.open(page)).links, "for a colleague there is nothing to go on with"
    assert await me.sent(await me.form("/loans/counter", f"{left}/close")) == "/loans/counter"
    assert "Onderweg" not in (await me.open("/loans/counter")).text
    kept = await begun(me)
    await new_family(me, kept)
    for one in (me, other):
        shown = await one.open("/loans/counter")
        assert kept in shown.links
        assert f"{kept}/close" not in [form.action for form in shown.forms], "a family is not taken away from a list"


async def test_an_old_page_does_no_step_twice(house: House) -> None:
    staff = house.sign_in()
    me = reader(house, staff)
    address = await begun(me)
    old = form_with((await me.open(address)).forms, f"{address}/family", "language")
    other = form_with((await me.open(address)).forms, f"{address}/family", "language")
    assert await me.sent(old, {"call_name": "Fatima"}) == address
    again = await me.send(other, {"call_name": "Fatima"})
    assert again.status_code == 409
    assert "Deze stap was al gedaan" in again.text
    asking = form_with((await me.open(address)).forms, f"{address}/ask", "profile")
    later = form_with((await me.open(address)).forms, f"{address}/ask", "profile")
    answers = {"profile": "work", "school_child": "no", "internet": "yes"}
    assert await me.sent(asking, answers) == address
    assert (await me.send(later, answers)).status_code == 409
    back = await me.http.post(f"{address}/other-family", data=old.fields | {"form_key": str(new_id())})
    assert back.status_code == 409, "what was asked is of this family"
    async with house.services["loans"].units.open(staff.organisation) as unit:
        assert await unit.connection.scalar(text("SELECT count(*) FROM household")) == 1
        assert await unit.connection.scalar(text("SELECT count(*) FROM request")) == 1


async def test_a_colleague_takes_over_and_the_first_one_sees_it(house: House) -> None:
    staff = house.sign_in()
    me, other = reader(house, staff), reader(house, house.sign_in(staff.organisation, Role.STAFF))
    address = await begun(me)
    mine = form_with((await me.open(address)).forms, f"{address}/family", "language")
    seen = await other.open(address)
    assert "Een collega helpt dit gezin nu" in seen.text
    assert [form.action for form in seen.forms if form.action != "/sign-out"] == [f"{address}/take"], "looking is no helping"
    sly = await other.http.post(
        f"{address}/family", data=seen.forms[-1].fields | {"call_name": "Fatima", "form_key": str(new_id())}
    )
    assert sly.status_code == 409
    assert await other.sent(await other.form(address, f"{address}/take")) == address
    assert "Wie is het?" in (await other.open(address)).text
    late = await me.send(mine, {"call_name": "Fatima"})
    assert late.status_code == 409
    assert "Een collega helpt dit gezin nu" in late.text
    assert (await me.http.post(f"{address}/close", data=mine.fields | {"form_key": str(new_id())})).status_code == 409
    await new_family(other, address)
    elsewhere = await (reader(house)).http.get(address)
    assert elsewhere.status_code == 404, "of another organisation"


async def test_two_colleagues_do_not_help_the_same_family_twice(house: House) -> None:
    """Also at the same moment: one of them is told who is busy."""
    staff = house.sign_in()
    household = await staff.did("/loans/api/households", FAMILY)
    people = [reader(house, staff), reader(house, house.sign_in(staff.organisation, Role.STAFF))]
    addresses = [await begun(one) for one in people]

    async def choose(one: Reader, address: str) -> int:
        fields = form_with((await one.open(address)).forms, f"{address}/family", "nameless").fields
        answer = await one.http.post(
            f"{address}/family", data={k: v for k, v in fields.items() if k != "nameless"} | {"household_id": household["id"]}
        )
        return answer.status_code

    assert sorted(await asyncio.gather(*map(choose, people, addresses))) == [303, 409]
    statuses = [(await one.open(address)).text for one, address in zip(people, addresses, strict=True)]
    winner = 0 if "Fatima" in statuses[0] else 1
    assert await people[winner].sent(await people[winner].form(addresses[winner], f"{addresses[winner]}/close"))
    assert await choose(people[1 - winner], addresses[1 - winner]) == 303
    back = await people[winner].send(await people[winner].form(addresses[winner], f"{addresses[winner]}/reopen"))
    assert back.status_code == 409
    assert "Een collega is al bezig met dit gezin" in back.text


async def test_what_is_typed_wrong_is_told_at_its_field(house: House) -> None:
    me = reader(house)
    address = await begun(me)
    form = form_with((await me.open(address)).forms, f"{address}/family", "language")
    for name, words in (
        ("", "Vul in hoe we het gezin mogen noemen"),
        ("85.07.30-033.28", "rijksregisternummer"),
        ("x" * 999, "te lang"),
    ):
        answer = await me.send(form, {"call_name": name, "form_key": str(new_id())})
        assert answer.status_code == 422, name
        assert words in answer.text
    await new_family(me, address)
    empty = await me.send(form_with((await me.open(address)).forms, f"{address}/ask", "profile"))
    assert empty.status_code == 422
    assert "Kies waarvoor het toestel is" in empty.text


async def rows_of(house: House, staff: Staff) -> str:
    """All that is kept of the counter, as text."""
    async with house.services["loans"].units.open(staff.organisation) as unit:
        return str((await unit.connection.scalars(text("SELECT json_agg(t)::text FROM counter_visit AS t"))).one())


async def test_what_is_kept_of_the_counter_is_nothing_of_the_family(house: House) -> None:
    me = reader(house)
    address = await begun(me)
    await new_family(me, address)
    kept = await rows_of(house, me.staff)
    assert "Fatima" not in kept
    assert '"household_id"' in kept
