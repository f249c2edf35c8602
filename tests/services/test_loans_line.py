"""The line: what counts is chosen and moves nobody, staff may put a family elsewhere with a reason, and somebody talks with all."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from shared.contracts.vocabulary import Role
from tests.support.helpdesk import signed_again
from tests.support.house import House, Staff
from tests.support.lending import FAMILY
from tests.support.pages import reader
from tests.support.portal import a_coordinator
from tests.support.slice import a_ready_device, ask, assert_kept_for, published, request_now, unmatched

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # what carries the events decides nothing here

RHYTHM = "/portal/api/organisation/rhythm"


async def test_what_counts_is_chosen_and_whoever_waits_keeps_its_days(house: House) -> None:
    someone = await a_coordinator(house)
    staff = house.sign_in(someone.organisation, Role.STAFF)
    before = await ask(staff, school_child_without_machine=True, internet="no")
    assert (before["points"], before["days_ahead"]) == (35, {"school_child_without_machine": 28, "no_internet": 7})
    me = reader(house, staff)
    assert "andere golden" not in (await me.open("/loans/requests")).text
    await someone.did(RHYTHM, {"school_child_days": 50, "no_internet_days": 0})
    await house.run_until_idle()
    after = await ask(staff, school_child_without_machine=True, internet="no")
    assert (after["points"], after["days_ahead"]) == (50, {"school_child_without_machine": 50})
    assert after["reasons"] == ["school_child_without_machine"], "what counts for nothing is no reason"
    line = (await staff.get("/loans/api/requests"))["requests"]
    assert [(one["id"], one["points"]) for one in line] == [(after["id"], 50), (before["id"], 35)]

    listed = (await me.open("/loans/requests")).text
    assert "Schoolkind zonder toestel: 28 punten. Geen internet thuis: 7 punten" in listed
    assert "Schoolkind zonder toestel: 50 punten" in listed
    assert "krijgt het gezin 50 punten extra" in listed
    assert "Is er thuis geen internet?" not in listed
    assert "Zij houden de punten die bij hen staan" in listed
    shown = (await me.open(f"/loans/requests/{before['id']}")).text
    assert "28 punten. Nu zijn dat 50 punten. Dit gezin houdt wat het kreeg." in shown
    assert "7 punten. Nu telt dat niet meer mee. Dit gezin houdt wat het kreeg." in shown
    assert "houdt wat het kreeg" not in (await me.open(f"/loans/requests/{after['id']}")).text
    form = (await me.open("/loans/requests/new")).text
    assert "Dan komt het gezin vroeger aan de beurt" in form
    assert "iets vroeger" not in form, "nobody is told what is not so"
    partner = reader(house, house.sign_in(staff.organisation, Role.PARTNER))
    assert "iets vroeger" not in (await partner.open("/loans/refer")).text


@pytest.mark.parametrize(
    ("numbers", "words"),
    [
        ({"school_child_days": "121"}, "van 0 tot en met 120"),
        ({"no_internet_days": "61"}, "van 0 tot en met 60"),
        ({"first_talk_days": "0"}, "van 1 tot en met 30"),
        ({"school_child_days": "-1"}, "Typ een getal"),
    ],
)
async def test_a_number_that_makes_no_sense_is_told_at_its_field(house: House, numbers: dict[str, str], words: str) -> None:
    someone = await a_coordinator(house)
    form = await someone.me.form("/organisation/rhythm")
    answer = await someone.me.http.post("/organisation/rhythm", data=form.fields | numbers)
    assert answer.status_code == 422
    assert words in answer.text


async def line_of(staff: Staff) -> list[str]:
    """The ids of those that wait, in order."""
    return [one["id"] for one in (await staff.get("/loans/api/requests"))["requests"]]


async def moved(staff: Staff, request: Any, to: str = "front", **more: Any) -> Any:
    """Put a family elsewhere, as a program does."""
    return await staff.did(f"/loans/api/requests/{request['id']}/move", {"to": to, "reason": "need_grew"} | more)


async def moves_of(house: House, staff: Staff) -> list[Any]:
    """What is kept of the moves in an organisation, oldest first."""
    async with house.services["loans"].units.open(staff.organisation) as unit:
        return list(await unit.connection.execute(text("SELECT * FROM line_move ORDER BY id")))


async def test_staff_puts_a_family_elsewhere_with_a_reason_and_back(house: House) -> None:
    staff = house.sign_in()
    a, b, c, d = [await ask(staff, internet="no" if number == 3 else "yes") for number in range(4)]
    ids = [d["id"], a["id"], b["id"], c["id"]]
    assert await line_of(staff) == ids
    me = reader(house, staff)
    address = f"/loans/requests/{c['id']}"
    form = await me.form(f"{address}/move")
    typed = {"to": "before", "before": b["id"], "reason": "other", "words": " examen op  maandag "}
    assert await me.sent(form, typed) == address
    assert await line_of(staff) == [d["id"], a["id"], c["id"], b["id"]]
    assert (await request_now(staff, c))["moved"]
    shown = (await me.open(address)).text
    assert "Plaats 3 in de rij" in shown
    assert "Een collega verplaatste dit gezin: iets anders. examen op maandag Van plaats 4 naar plaats 3" in shown
    assert "(jij)" in shown
    listed = (await me.open("/loans/requests")).text
    assert "examen op maandag" in listed
    boss = reader(house, house.sign_in(staff.organisation, Role.COORDINATOR))
    seen = (await boss.open("/loans/requests")).text
    assert "verplaatste dit gezin: iets anders" in seen
    assert "examen" not in seen, "what somebody wrote about a family is for those who see families"

    await moved(staff, b)
    assert await line_of(staff) == [b["id"], d["id"], a["id"], c["id"]]
    assert await me.sent(await me.form(address, f"{address}/move/back")) == address
    assert await line_of(staff) == [b["id"], d["id"], a["id"], c["id"]], "in the order of asking, the rule puts it last"
    assert "verplaatste dit gezin" not in (await me.open(address)).text
    await moved(staff, b, "rule")
    assert await line_of(staff) == ids
    kept = await moves_of(house, staff)
    assert [(str(one.request_id), one.kind, one.from_number, one.to_number, one.reason, one.words) for one in kept] == [
        (c["id"], "before", 4, 3, "other", "examen op maandag"),
        (b["id"], "front", 4, 1, "need_grew", None),
        (c["id"], "rule", 4, 4, None, None),
        (b["id"], "rule", 1, 3, None, None),
    ]
    assert {one.moved_by for one in kept} == {staff.person.id}


async def test_a_later_move_goes_between_two_that_asked_on_the_same_day(house: House) -> None:
    """Also many times in front of the same one: each comes right there, and behind who came there before."""
    staff = house.sign_in()
    first, *others, last = [await ask(staff) for _ in range(8)]
    for one in reversed(others):
        await moved(staff, one, "before", before=first["id"])
    assert await line_of(staff) == [one["id"] for one in (*reversed(others), first, last)]
    await moved(staff, last, "before", before=others[2]["id"])
    expected = [*reversed(others[3:]), last, *reversed(others[:3]), first]
    assert await line_of(staff) == [one["id"] for one in expected]
    after = expected[3]["id"]
    following = (await staff.get(f"/loans/api/requests?after={after}"))["requests"]
    assert [one["id"] for one in following] == [one["id"] for one in expected[4:]], "a page begins behind a moved one too"


async def test_a_family_that_has_time_goes_to_the_back_and_comes_back(house: House) -> None:
    """Behind who may come back to its spot too; and the rule puts it where it was, with one tap."""
    staff = house.sign_in()
    first, second, third = [await ask(staff, "study_general") for _ in range(3)]
    device = await a_ready_device(staff, memory_gb=4)
    await house.run_until_idle()
    await staff.did(f"/loans/api/requests/{third['id']}/choose", {"device_id": device["id"], "passing": first["id"]})
    me = reader(house, staff)
    address = f"/loans/requests/{first['id']}"
    form = await me.form(f"{address}/move")
    assert await me.sent(form, {"to": "back", "reason": "later_will_do"}) == address
    assert await line_of(staff) == [second["id"], first["id"]]
    async with house.services["loans"].units.open(staff.organisation) as unit:
        request = await unit.requests.get(UUID(third["id"]))
        assert request.refused(UUID(device["id"]))
        await unit.requests.save(request)
    assert await line_of(staff) == [second["id"], third["id"], first["id"]]
    again = await staff.post(f"/loans/api/requests/{first['id']}/move", {"to": "back", "reason": "later_will_do"})
    assert (again.status_code, again.json()["type"]) == (409, "urn:digibank:problem:already_there")
    assert await me.sent(await me.form(address, f"{address}/move/back")) == address
    assert await line_of(staff) == [first["id"], second["id"], third["id"]]
    assert [one.kind for one in await moves_of(house, staff)] == ["back", "rule"]


async def test_who_comes_back_in_line_finds_its_place_free(house: House) -> None:
    """A machine was claimed for who stood in front of somebody, another one came there, and then inventory refused the machine."""
    staff = house.sign_in()
    first, second, third, fourth = [await ask(staff, "study_general") for _ in range(4)]
    device = await a_ready_device(staff, memory_gb=4)
    await house.run_until_idle()
    await moved(staff, third, "before", before=second["id"])
    await staff.did(f"/loans/api/requests/{third['id']}/choose", {"device_id": device["id"]})
    await moved(staff, fourth, "before", before=second["id"])
    async with house.services["loans"].units.open(staff.organisation) as unit:
        request = await unit.requests.get(UUID(third["id"]))
        assert request.refused(UUID(device["id"]))
        await unit.requests.save(request)
    assert await line_of(staff) == [one["id"] for one in (first, third, fourth, second)]
    async with house.services["loans"].units.open(staff.organisation) as unit:
        spots = [await unit.line.spot_of(UUID(one["id"])) for one in (third, fourth)]
    assert spots[0] != spots[1], "the order of two on one spot is nobody's decision, and a page that begins there leaves one out"


async def test_a_family_that_was_moved_gets_the_machine(house: House) -> None:
    """The move before the machine, and the machine before the move: then there is nothing left to get."""
    staff = house.sign_in()
    first, second, third, last = [await ask(staff) for _ in range(4)]
    await house.run_until_idle()
    await moved(staff, second)
    device = await a_ready_device(staff)
    await house.run_until_idle()
    await assert_kept_for(staff, device, second)
    other = await a_ready_device(staff)
    await house.run_until_idle()
    await moved(staff, last)
    await house.run_until_idle()
    await assert_kept_for(staff, other, first)
    assert await line_of(staff) == [last["id"], third["id"]]


async def test_a_ready_machine_that_nobody_was_matched_with_is_claimed_at_once(house: House) -> None:
    """The reaction to `device_ready` comes after the move: it finds the machine promised, and nothing changes."""
    staff = house.sign_in()
    first, second = [await ask(staff) for _ in range(2)]
    await house.run_until_idle()
    device = await a_ready_device(staff)
    async with unmatched(house):
        assert (await moved(staff, second))["status"] == "claimed"
    await house.run_until_idle()
    await assert_kept_for(staff, device, second)
    assert (await request_now(staff, first))["status"] == "waiting"


async def test_moving_is_refused_kindly(house: House) -> None:
    staff = house.sign_in()
    first, second, gone = [await ask(staff) for _ in range(3)]
    await staff.did(f"/loans/api/requests/{gone['id']}/withdraw")
    theirs = await ask(house.sign_in())
    before = await line_of(staff)
    address = f"/loans/requests/{second['id']}/move"
    me = reader(house, staff)
    why = {"reason": "need_grew"}
    for typed, status, words in (
        ({}, 422, "Kies waar het gezin komt"),
        ({"to": "rule"} | why, 422, "Kies waar het gezin komt"),
        ({"to": "front"}, 422, "Kies waarom het gezin een andere plaats krijgt"),
        ({"to": "front", "reason": "referred"}, 422, "Kies waarom het gezin een andere plaats krijgt"),
        ({"to": "before"} | why, 422, "Kies voor welk gezin het komt"),
        ({"to": "before", "before": "x"} | why, 422, "Kies voor welk gezin het komt"),
        ({"to": "before", "before": gone["id"]} | why, 409, "Het andere gezin wacht niet meer"),
        ({"to": "before", "before": theirs["id"]} | why, 409, "Het andere gezin wacht niet meer"),
        ({"to": "before", "before": second["id"]} | why, 409, "Het andere gezin wacht niet meer"),
        ({"to": "front", "reason": "other", "words": "  "}, 422, "Schrijf kort waarom"),
        ({"to": "front", "words": "a" * 141} | why, 422, "letters"),
        ({"to": "front", "words": "85.07.30-033.28"} | why, 422, "rijksregisternummer"),
    ):
        answer = await me.send(await me.form(address), typed)
        assert (answer.status_code, words in answer.text) == (status, True), (typed, answer.text)
    form = await me.form(f"/loans/requests/{first['id']}/move")
    assert "staat daar al" in (await me.send(form, {"to": "front"} | why)).text
    form = await me.form(f"/loans/requests/{first['id']}/move")
    assert "staat daar al" in (await me.send(form, {"to": "before", "before": second["id"]} | why)).text
    assert (await staff.post(f"/loans/api/requests/{first['id']}/move", {"to": "rule"})).status_code == 409
    assert (await staff.post(f"/loans/api/requests/{gone['id']}/move", {"to": "front"} | why)).status_code == 409
    assert (await staff.post(f"/loans/api/requests/{theirs['id']}/move", {"to": "front"} | why)).status_code == 404
    assert (await staff.post(f"/loans/api/requests/{first['id']}/move", {"to": "front"})).status_code == 422
    assert await line_of(staff) == before
    assert await moves_of(house, staff) == []
    device = await a_ready_device(staff)
    await house.run_until_idle()
    await assert_kept_for(staff, device, first)
    answer = await me.http.get(f"/loans/requests/{first['id']}/move")
    assert answer.headers["location"] == f"/loans/requests/{first['id']}", "it leads to what became of it"
    boss = house.sign_in(staff.organisation, Role.COORDINATOR)
    assert (await boss.post(f"/loans/api/requests/{second['id']}/move", {"to": "front"} | why)).status_code == 403


async def test_colleagues_who_move_at_once_both_have_it(house: House) -> None:
    staff = house.sign_in()
    requests = [await ask(staff) for _ in range(6)]
    await asyncio.gather(*(moved(staff, one) for one in requests[1:]))
    line = await line_of(staff)
    assert sorted(line) == sorted(one["id"] for one in requests)
    assert line[-1] == requests[0]["id"]
    assert sorted(one.to_number for one in await moves_of(house, staff)) == [1, 1, 1, 1, 1]


async def test_a_move_is_written_once_and_tells_nobody_why(house: House) -> None:
    staff = house.sign_in()
    _, second = [await ask(staff) for _ in range(2)]
    await moved(staff, second, words="toets op vrijdag")
    with pytest.raises(Exception, match="permission denied"):
        async with house.services["loans"].units.open(staff.organisation) as unit:
            await unit.connection.execute(text("UPDATE line_move SET words = ''"))
    assert await moves_of(house, house.sign_in()) == [], "of one's own organisation alone"
    await house.run_until_idle()
    assert (await published(house, staff, "loans")).count("request_waiting") == 3
    async with house.services["loans"].units.open(staff.organisation) as unit:
        told = await unit.connection.execute(text("SELECT value::text AS value FROM bus.outbox"))
        assert not [row.value for row in told if "toets" in row.value or "need_grew" in row.value]
    async with house.services["portal"].units.open(staff.organisation) as unit:
        places = await unit.connection.execute(text("SELECT request_id FROM known_request ORDER BY place, line_key"))
        assert next(str(row.request_id) for row in places) == second["id"]


async def test_a_new_request_is_on_the_list_after_some_days_and_a_colleague_takes_it(house: House) -> None:
    staff = house.sign_in()
    household = await staff.did("/loans/api/households", FAMILY | {"calls": "no"})
    shy = await staff.did("/loans/api/requests", {"profile": "work", "household_id": household["id"]})
    request = await ask(staff)
    house.clock.move(timedelta(days=2))
    staff = signed_again(house, staff)
    assert "Praat met deze gezinnen" not in (await reader(house, staff).open("/loans/requests")).text
    house.clock.move(timedelta(days=1))
    staff = signed_again(house, staff)
    me, other = reader(house, staff), reader(house, staff.colleague)
    listed = (await me.open("/loans/requests")).text
    assert "Praat met deze gezinnen" in listed
    assert f"Ik bel : gezin {request['household_code']}" in listed
    assert f"Ik zorg hiervoor : gezin {shy['household_code']}" in listed, "nobody is told to call who said no to it"
    assert "Zoek het nummer" not in (await me.open(f"/loans/requests/{shy['id']}")).text
    address = f"/loans/requests/{request['id']}"
    assert await me.sent(await me.form("/loans/requests", f"{address}/take-talk")) == address
    shown = (await me.open(address)).text
    assert "dit doe jij" in shown
    assert not [form for form in (await me.open(address)).forms if form.action == f"{address}/take-talk"]
    assert f"/loans/households/{request['household_id']}" in (await me.open(address)).links
    assert "Zoek het nummer bij het gezin" in shown, "whoever calls finds the number from here"
    listed = (await me.open("/loans/requests")).text
    assert listed.index(request["household_code"]) < listed.index(shy["household_code"]), "mine first"
    assert f"1. Gezin {shy['household_code']}" in listed, "whom to talk with first is not who is first in line"
    further = (await me.open(f"/loans/requests?after={shy['id']}")).text
    assert f"2. Gezin {request['household_code']}" in further, "a next page goes on counting"
    seen = (await other.open("/loans/requests")).text
    assert seen.index(shy["household_code"]) < seen.index("Hier zorgt een collega voor") < seen.index(request["household_code"])
    assert "Een collega zorgt hiervoor: medewerker" in (await other.open(address)).text

    assert await other.sent(await other.form(address, f"{address}/take-talk")) == address, "another may take it over"
    assert (await request_now(staff, request))["talk_by"] == str(other.staff.person.id)
    assert "Een collega zorgt hiervoor" in (await me.open(address)).text
    house.clock.move(timedelta(days=20))
    staff = signed_again(house, staff)
    assert (await request_now(staff, request))["talk_by"], "no timer takes it away"
    me = reader(house, staff)
    await me.sent(await me.form(address, f"{address}/talk"))
    assert (await request_now(staff, request))["talk_by"] is None
    listed = (await me.open("/loans/requests")).text
    assert "Hier zorgt een collega voor" not in listed

    boss = house.sign_in(staff.organisation, Role.COORDINATOR)
    assert (await boss.post(f"/loans/api/requests/{shy['id']}/take-talk")).status_code == 403
    assert (await house.sign_in().post(f"/loans/api/requests/{shy['id']}/take-talk")).status_code == 404
    await staff.did(f"/loans/api/requests/{shy['id']}/withdraw")
    assert (await staff.post(f"/loans/api/requests/{shy['id']}/take-talk")).status_code == 409


async def test_the_days_until_the_first_talk_are_chosen(house: House) -> None:
    """Whoever was talked with waits for the limit again, and not for the shorter time of a first talk."""
    someone = await a_coordinator(house)
    await someone.did(RHYTHM, {"first_talk_days": 1})
    await house.run_until_idle()
    staff = house.sign_in(someone.organisation, Role.STAFF)
    request, talked = await ask(staff), await ask(staff)
    await staff.did(f"/loans/api/requests/{talked['id']}/talk")
    house.clock.move(timedelta(days=1))
    staff = signed_again(house, staff)
    me = reader(house, staff)
    assert "Praat met dit gezin" in (await me.open(f"/loans/requests/{request['id']}")).text
    assert "Praat met dit gezin" not in (await me.open(f"/loans/requests/{talked['id']}")).text
    forms = [form.action for form in (await me.open("/loans/requests")).forms]
    assert f"/loans/requests/{request['id']}/take-talk" in forms
    assert f"/loans/requests/{talked['id']}/take-talk" not in forms


async def test_taken_ones_do_not_hide_others(house: House) -> None:
    staff = house.sign_in()
    requests = [await ask(staff) for _ in range(7)]
    house.clock.move(timedelta(days=4))
    staff = signed_again(house, staff)
    for one in requests[:6]:
        await staff.colleague.did(f"/loans/api/requests/{one['id']}/take-talk")
    listed = (await reader(house, staff).open("/loans/requests")).text
    assert listed.index(requests[6]["household_code"]) < listed.index("Hier zorgt een collega voor")
