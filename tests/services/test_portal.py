"""Organisations, people, signing in and sessions, through the API."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from services.portal.web import entrance
from shared.contracts.vocabulary import Role
from shared.identity.tokens import Asking, Person
from shared.runtime.clock import new_id
from shared.web.rate_limit import RateLimit
from tests.support.house import House
from tests.support.portal import PASSWORD, Someone, a_client, a_coordinator, a_name, come_in, set_up, sign_in

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # what portal does does not depend on what carries events

REGISTER_NUMBER = "85.07.30-033.28"


@pytest.fixture(autouse=True)
def many_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """All tests come from one address."""
    monkeypatch.setattr(entrance, "tries", RateLimit(most=10_000, seconds=60))


def problem(answer: Any) -> str:
    return str(answer.json()["type"].rpartition(":")[2])


async def outbox(house: House, someone: Someone) -> list[tuple[str, Any]]:
    """Everything an organisation published from portal, oldest first: type and value."""
    async with house.services["portal"].units.open(someone.organisation) as unit:
        rows = await unit.connection.execute(text("SELECT headers->>'ce_type' AS type, value FROM bus.outbox ORDER BY id"))
        return [(row.type.split(".")[2], row.value) for row in rows]


async def test_from_nothing_to_a_coordinator_at_work(house: House) -> None:
    organisation, name = new_id(), a_name()
    first = await set_up(house, organisation, coordinator=name, help_line="02 123 45 67")
    again = await set_up(house, organisation, coordinator=name, help_line="02 123 45 67")
    assert first.status_code == again.status_code == 200
    assert first.json() == again.json()
    someone = await come_in(house, name.upper() + " ", first.json()["start_code"].lower().replace("-", " "))
    assert someone.organisation == organisation
    assert await someone.get("/portal/api/organisation") == {
        "title": "Digibank De Brug",
        "help_line": "02 123 45 67",
        "help_place": "",
        "colour": "",
        "logo": "",
    }
    assert problem(await set_up(house, organisation, coordinator=name)) == "already_set_up"
    assert problem(await set_up(house, organisation)) == "already_set_up"
    types = [(kind, value.get("roles", value.get("title"))) for kind, value in await outbox(house, someone)]
    assert types == [("organisation_changed", "Digibank De Brug"), ("membership_changed", ["coordinator"])]


async def test_an_organisation_is_set_up_once_however_often_at_once(house: House) -> None:
    organisation, name = new_id(), a_name()
    answers = await asyncio.gather(*(set_up(house, organisation, coordinator=name) for _ in range(4)))
    assert len({answer.json()["start_code"] for answer in answers}) == 1


async def test_only_the_installation_sets_up_an_organisation(house: House) -> None:
    tokens, body = house.services["portal"].tokens, {"title": "X", "coordinator": a_name()}
    person = house.sign_in().person
    for token, status in (
        (tokens.sign(person), 401),
        (tokens.sign_question(Asking("helpdesk", new_id(), person)), 403),
        ("nonsense", 401),
    ):
        async with a_client(house, token) as http:
            assert (await http.post("/portal/api/organisations", json=body)).status_code == status


async def test_a_name_belongs_to_one_person_in_the_installation(house: House) -> None:
    someone = await a_coordinator(house)
    taken = await set_up(house, coordinator=someone.sign_in_name)
    assert (taken.status_code, problem(taken)) == (409, "sign_in_name_taken")
    other = await a_coordinator(house)
    body = {"sign_in_name": someone.sign_in_name.upper(), "display_name": "An", "roles": ["staff"]}
    answer = await other.post("/portal/api/people", body)
    assert (answer.status_code, problem(answer)) == (409, "sign_in_name_taken")


async def test_signing_in_and_out(house: House) -> None:
    someone = await a_coordinator(house)
    answer = await sign_in(house, someone.sign_in_name)
    assert answer.status_code == 200
    assert answer.json()["roles"] == ["coordinator"]
    token = answer.json()["token"]
    async with a_client(house, token) as http:
        assert (await http.get("/portal/api/people")).status_code == 200
        ended = await http.post("/portal/api/sessions/end", json={}, headers={"idempotency-key": "k" * 10})
        assert ended.status_code == 204
        assert (await http.post("/portal/api/sessions/renew")).status_code == 401
        await house.run_until_idle()
        for address in ("/portal/api/people", "/loans/api/requests", "/inventory/api/devices"):
            assert (await http.get(address)).status_code == 401, address
    assert (await someone.http.get("/portal/api/people")).status_code == 200  # the other session goes on


@pytest.mark.parametrize("password", ["", "wrong one entirely", PASSWORD + " ", PASSWORD.upper(), "x" * 10_000])
async def test_a_wrong_password_and_an_unknown_name_are_told_the_same(house: House, password: str) -> None:
    someone = await a_coordinator(house)
    known, unknown = await sign_in(house, someone.sign_in_name, password), await sign_in(house, a_name(), password)
    assert known.status_code == unknown.status_code == 401
    assert {**known.json(), "instance": ""} == {**unknown.json(), "instance": ""}
    assert someone.sign_in_name not in known.text


@pytest.mark.parametrize("name", ["", "x" * 10_000, "' OR 1=1 --", "é.è"])
async def test_strange_names_are_unknown_names(house: House, name: str) -> None:
    assert (await sign_in(house, name)).status_code == 401


async def test_after_five_wrong_passwords_an_account_waits(house: House) -> None:
    someone = await a_coordinator(house)
    for _ in range(5):
        assert (await sign_in(house, someone.sign_in_name, "wrong one entirely")).status_code == 401
    waiting = await sign_in(house, someone.sign_in_name)
    assert (waiting.status_code, problem(waiting)) == (401, "wrong_sign_in")
    house.clock.move(timedelta(minutes=1))
    assert (await sign_in(house, someone.sign_in_name)).status_code == 200


async def test_an_address_that_tries_too_often_waits(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    someone = await a_coordinator(house)
    monkeypatch.setattr(entrance, "tries", RateLimit(most=2, seconds=60))
    assert [(await sign_in(house, a_name())).status_code for _ in range(3)] == [401, 401, 429]
    assert (await sign_in(house, someone.sign_in_name)).status_code == 429


async def test_a_start_code_works_once(house: House) -> None:
    someone = await a_coordinator(house)
    name = a_name("bo")
    added = await someone.did("/portal/api/people", {"sign_in_name": name, "display_name": "Bo", "roles": ["staff"]})
    await come_in(house, name, added["start_code"])
    body = {"sign_in_name": name, "start_code": added["start_code"], "password": "another good sentence"}
    async with a_client(house) as http:
        again = await http.post("/portal/api/passwords", json=body)
    assert (again.status_code, problem(again)) == (401, "wrong_start_code")
    assert (await sign_in(house, name)).status_code == 200


async def test_a_start_code_that_is_wrong_too_old_or_replaced(house: House) -> None:
    someone = await a_coordinator(house)
    name = a_name("bo")
    added = await someone.did("/portal/api/people", {"sign_in_name": name, "display_name": "Bo", "roles": ["staff"]})

    async def choose(code: str, of: str = name) -> tuple[int, str]:
        async with a_client(house) as http:
            body = {"sign_in_name": of, "start_code": code, "password": PASSWORD}
            answer = await http.post("/portal/api/passwords", json=body)
            return answer.status_code, problem(answer)

    wrong = (401, "wrong_start_code")
    assert await choose("") == await choose("AAAA-BBBB-CCCC") == await choose("é" * 10_000) == wrong
    assert await choose(added["start_code"], of=a_name()) == wrong
    newer = await someone.did(f"/portal/api/people/{added['id']}/start-code")
    assert newer["start_code"] != added["start_code"]
    assert await choose(added["start_code"]) == wrong
    house.clock.move(timedelta(days=7))
    assert await choose(newer["start_code"]) == (401, "old_start_code"), "only who holds the paper reads that it is too old"
    assert await choose("AAAA-BBBB-CCCC") == wrong, "a guesser reads the same as ever"
    assert await choose(newer["start_code"], of=a_name()) == wrong


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("kort", "password_too_short"),
        ("x1y2z3w4q" * 30, "password_too_long"),
        ("x" * 10_000, "password_too_long"),
        ("Wachtwoord 123", "password_too_common"),
        ("aaaaaaaaaaaa", "password_too_common"),
        ("NAME", "password_is_name"),
    ],
)
async def test_a_weak_password_is_refused_and_the_code_stays_good(house: House, password: str, code: str) -> None:
    name = a_name()
    start_code = (await set_up(house, coordinator=name)).json()["start_code"]
    body = {"sign_in_name": name, "start_code": start_code, "password": name if password == "NAME" else password}
    async with a_client(house) as http:
        answer = await http.post("/portal/api/passwords", json=body)
    assert (answer.status_code, problem(answer)) == (422, code)
    await come_in(house, name, start_code)


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"sign_in_name": "an"}, 422, "bad_sign_in_name"),
        ({"sign_in_name": "an peeters"}, 422, "bad_sign_in_name"),
        ({"sign_in_name": "a" * 10_000}, 422, "bad_sign_in_name"),
        ({"sign_in_name": REGISTER_NUMBER}, 422, "bad_sign_in_name"),
        ({"display_name": " "}, 422, "name_missing"),
        ({"display_name": "x" * 10_000}, 422, "text_too_long"),
        ({"display_name": f"An {REGISTER_NUMBER}"}, 422, "register_number_in_text"),
        ({"roles": []}, 422, "no_roles"),
        ({"roles": ["king"]}, 422, "invalid_request"),
    ],
)
async def test_a_person_who_cannot_be_added(house: House, change: dict[str, Any], status: int, code: str) -> None:
    someone = await a_coordinator(house)
    body = {"sign_in_name": a_name(), "display_name": "Bo", "roles": ["staff"]} | change
    answer = await someone.post("/portal/api/people", body)
    assert (answer.status_code, problem(answer)) == (status, code)
    assert len((await someone.get("/portal/api/people"))["people"]) == 1


async def test_adding_somebody_twice_with_one_key_is_once_and_keeps_no_code(house: House) -> None:
    someone, key = await a_coordinator(house), str(uuid4())
    body = {"sign_in_name": a_name(), "display_name": "Bo", "roles": ["staff", "repairer"]}
    answers = await asyncio.gather(*(someone.post("/portal/api/people", body, key=key) for _ in range(4)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert len((await someone.get("/portal/api/people"))["people"]) == 2
    code = answers[0].json()["start_code"]
    async with house.services["portal"].units.open(someone.organisation) as unit:
        kept = (await unit.connection.execute(text("SELECT coalesce(string_agg(body::text, ''), '') FROM bus.answer"))).scalar_one()
        rows = (await unit.connection.execute(text("SELECT string_agg(account::text, '') FROM account"))).scalar_one()
    for stored in (kept, rows):
        assert code not in stored
        assert code.replace("-", "") not in stored


async def test_other_roles_take_effect_and_sessions_with_the_old_ones_end(house: House) -> None:
    someone = await a_coordinator(house)
    colleague = await someone.colleague(Role.REPAIRER)
    assert (await colleague.http.get("/loans/api/requests")).status_code == 403
    changed = await someone.did(f"/portal/api/people/{colleague.id}/roles", {"roles": ["staff", "repairer"]})
    assert changed["roles"] == ["repairer", "staff"]
    await house.run_until_idle()
    assert (await colleague.http.get("/inventory/api/devices")).status_code == 401
    token = (await sign_in(house, colleague.sign_in_name)).json()["token"]
    async with a_client(house, token) as http:
        assert (await http.get("/loans/api/requests")).status_code == 200
    same = await someone.did(f"/portal/api/people/{colleague.id}/roles", {"roles": ["staff", "repairer"]})
    await house.run_until_idle()
    assert same["roles"] == ["repairer", "staff"]
    async with a_client(house, token) as http:  # nothing changed, so nobody was signed out
        assert (await http.get("/loans/api/requests")).status_code == 200
    kinds = [kind for kind, value in await outbox(house, someone) if str(colleague.id) in str(value)]
    assert kinds == ["membership_changed", "membership_changed", "session_revoked"]


async def test_who_is_removed_is_out_and_can_come_back(house: House) -> None:
    someone = await a_coordinator(house)
    colleague = await someone.colleague(Role.STAFF)
    address = f"/portal/api/people/{colleague.id}"
    removed = await someone.did(f"{address}/remove")
    assert (removed["roles"], removed["has_password"]) == ([], False)
    assert (await someone.did(f"{address}/remove"))["roles"] == []
    await house.run_until_idle()
    assert (await colleague.http.get("/loans/api/requests")).status_code == 401
    assert (await colleague.http.post("/portal/api/sessions/renew")).status_code == 401
    assert (await sign_in(house, colleague.sign_in_name)).status_code == 401
    assert problem(await someone.post(f"{address}/start-code")) == "is_removed"
    assert [one["id"] for one in (await someone.get("/portal/api/people?removed=true"))["people"]] == [str(colleague.id)]
    await someone.did(f"{address}/roles", {"roles": ["trainer"]})
    code = await someone.did(f"{address}/start-code")
    assert (await come_in(house, colleague.sign_in_name, code["start_code"])).id == colleague.id


async def test_somebody_who_can_sign_in_always_leads(house: House) -> None:
    someone = await a_coordinator(house)
    me = f"/portal/api/people/{someone.id}"
    for answer in (await someone.post(f"{me}/remove"), await someone.post(f"{me}/roles", {"roles": ["staff"]})):
        assert (answer.status_code, problem(answer)) == (409, "last_coordinator")
    name = a_name("cas")
    invited = await someone.did("/portal/api/people", {"sign_in_name": name, "display_name": "Cas", "roles": ["coordinator"]})
    assert problem(await someone.post(f"{me}/remove")) == "last_coordinator"  # Cas never came in
    other = await come_in(house, name, invited["start_code"])
    answers = await asyncio.gather(
        someone.post(f"/portal/api/people/{other.id}/remove"), other.post(f"/portal/api/people/{someone.id}/remove")
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]  # two at once: one stays


async def test_only_coordinators_manage_people_and_the_organisation(house: House) -> None:
    someone = await a_coordinator(house)
    colleague = await someone.colleague(*(set(Role) - {Role.COORDINATOR}))
    assert (await colleague.get("/portal/api/organisation"))["title"] == "Digibank De Brug"
    for address in ("/portal/api/people", f"/portal/api/people/{someone.id}"):
        assert (await colleague.http.get(address)).status_code == 403
    for address in ("", f"/{someone.id}/roles", f"/{someone.id}/remove", f"/{someone.id}/start-code"):
        assert (await colleague.post(f"/portal/api/people{address}", {"roles": ["staff"]})).status_code == 403
    assert (await colleague.post("/portal/api/organisation", {"title": "X"})).status_code == 403


async def test_another_organisation_sees_and_changes_nobody(house: House) -> None:
    someone, stranger = await a_coordinator(house), await a_coordinator(house)
    address = f"/portal/api/people/{someone.id}"
    assert (await stranger.http.get(address)).status_code == 404
    for ending, body in (("roles", {"roles": ["staff"]}), ("remove", None), ("start-code", None)):
        assert (await stranger.post(f"{address}/{ending}", body)).status_code == 404
    session = house.services["portal"].tokens.read(someone.token).session
    assert (await stranger.post("/portal/api/sessions/end", {"session_id": str(session)})).status_code == 404
    assert [one["id"] for one in (await stranger.get("/portal/api/people"))["people"]] == [str(stranger.id)]
    assert (await someone.get(f"/portal/api/people/{someone.id}"))["roles"] == ["coordinator"]
    nowhere = house.sign_in(None, Role.COORDINATOR)  # a token of ours for an organisation that was never set up
    newcomer = {"sign_in_name": a_name(), "display_name": "Bo", "roles": ["staff"]}
    assert (await nowhere.post("/portal/api/people", newcomer)).status_code == 404


async def test_a_colleague_cannot_end_my_session(house: House) -> None:
    someone = await a_coordinator(house)
    colleague = await someone.colleague(Role.STAFF)
    session = house.services["portal"].tokens.read(someone.token).session
    assert (await colleague.post("/portal/api/sessions/end", {"session_id": str(session)})).status_code == 404


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"title": "  "}, "title_missing"),
        ({"title": "x" * 10_000}, "text_too_long"),
        ({"help_place": f"Bij An, {REGISTER_NUMBER}"}, "register_number_in_text"),
    ],
)
async def test_the_organisation_says_something_usable(house: House, change: dict[str, str], code: str) -> None:
    someone = await a_coordinator(house)
    before = await someone.get("/portal/api/organisation")
    answer = await someone.post("/portal/api/organisation", before | change)
    assert (answer.status_code, problem(answer)) == (422, code)
    assert await someone.get("/portal/api/organisation") == before


async def test_what_the_organisation_says_is_told_once_per_change(house: House) -> None:
    someone = await a_coordinator(house)
    details = {"title": "Digibank De Vaart", "help_line": "", "help_place": "Kaai 1"}
    for _ in range(2):
        assert await someone.did("/portal/api/organisation", details) == details | {"colour": "", "logo": ""}
    told = [value for kind, value in await outbox(house, someone) if kind == "organisation_changed"]
    assert [one["title"] for one in told] == ["Digibank De Brug", "Digibank De Vaart"]
    assert (told[1]["help_line"], told[1]["help_place"]) == (None, "Kaai 1")


async def test_names_of_people_stay_in_the_account(house: House) -> None:
    someone = await a_coordinator(house, display_name="Wilhelmina Zonderling")
    colleague = await someone.colleague(Role.STAFF, name=a_name("godelieve"))
    await someone.did(f"/portal/api/people/{colleague.id}/roles", {"roles": ["trainer"]})
    await someone.did(f"/portal/api/people/{colleague.id}/remove")
    events = await outbox(house, someone)
    assert {kind for kind, _ in events} == {"organisation_changed", "membership_changed", "session_revoked"}
    for name in ("Wilhelmina", "Zonderling", "godelieve", "Bo", someone.sign_in_name):
        assert name not in str(events), name


async def test_a_session_is_renewed_with_the_roles_of_now_until_it_is_over(house: House) -> None:
    someone = await a_coordinator(house)
    tokens = house.services["portal"].tokens
    token = someone.token
    for _ in range(3):
        house.clock.move(timedelta(hours=11))
        async with a_client(house, token) as http:
            answer = await http.post("/portal/api/sessions/renew")
        assert answer.status_code == 200
        token = answer.json()["token"]
        assert tokens.read(token) == tokens.read_ended(someone.token).person
    house.clock.move(timedelta(hours=12))
    async with a_client(house, token) as http:
        assert (await http.post("/portal/api/sessions/renew")).status_code == 401


async def test_a_session_is_over_after_thirty_days_of_work(house: House) -> None:
    someone = await a_coordinator(house)
    token, days = someone.token, 0.0
    async with a_client(house) as http:
        while days < 31:
            house.clock.move(timedelta(hours=11.9))
            days += 11.9 / 24
            answer = await http.post("/portal/api/sessions/renew", headers={"authorization": f"Bearer {token}"})
            if answer.status_code == 401:
                break
            token = answer.json()["token"]
    assert 30 <= days < 31


async def test_whoever_is_removed_is_out_after_ten_minutes_also_where_no_event_arrives(house: House) -> None:
    """A program shows the same token all day; it is no way around what a browser meets."""
    someone = await a_coordinator(house)
    colleague = await someone.colleague(Role.STAFF)
    await house.run_until_idle()
    await someone.did(f"/portal/api/people/{colleague.id}/remove")
    assert (await colleague.http.get("/loans/api/households")).status_code == 200  # the event is on its way
    house.clock.move(timedelta(minutes=11))
    for address in ("/loans/api/households", "/inventory/api/devices"):
        assert (await colleague.http.get(address)).status_code == 401, address
    answer = await someone.http.get("/portal/api/people")
    assert (answer.status_code, "set-cookie" in answer.headers) == (200, False)
    await house.run_until_idle()


async def test_a_token_without_a_session_of_ours_is_not_renewed(house: House) -> None:
    someone = await a_coordinator(house)
    tokens = house.services["portal"].tokens
    session = tokens.read(someone.token).session
    roles = frozenset({Role.COORDINATOR})
    for person in (
        house.sign_in().person,
        Person(someone.id, someone.organisation, roles, new_id()),
        Person(new_id(), someone.organisation, roles, session),
        Person(someone.id, new_id(), roles, session),
    ):
        async with a_client(house, tokens.sign(person)) as http:
            assert (await http.post("/portal/api/sessions/renew")).status_code == 401
    async with a_client(house) as http:
        assert (await http.post("/portal/api/sessions/renew")).status_code == 401


async def test_people_come_by_name_and_page_by_page(house: House) -> None:
    someone = await a_coordinator(house)
    for number in range(51):
        body = {"sign_in_name": a_name(), "display_name": f"Naam {number % 7}", "roles": ["staff"]}
        await someone.did("/portal/api/people", body)
    first = await someone.get("/portal/api/people")
    second = await someone.get(first["next"])
    names = [one["display_name"] for one in first["people"] + second["people"]]
    assert (len(names), names, second["next"]) == (52, sorted(names), None)
    assert len({one["id"] for one in first["people"] + second["people"]}) == 52
