"""What somebody tries who wants in, or wants to stay: each of these fails without its defence."""

import asyncio
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

import services.portal
from services.portal.web import entrance
from shared.contracts.vocabulary import Role
from shared.identity.tokens import Person
from shared.runtime.clock import new_id
from shared.runtime.colleagues import Colleagues
from shared.web.call import COOKIE
from shared.web.rate_limit import RateLimit
from tests.support.house import House
from tests.support.pages import Read, a_browser, reader
from tests.support.portal import PASSWORD, Someone, a_client, a_coordinator, a_name, come_in, set_up, sign_in
from tests.support.world import CALL_NAME, COLLEAGUE, SAID, TELEPHONE, World, a_world

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

DEVICES, FAMILIES, LEARNERS, PEOPLE = (
    "/inventory/api/devices",
    "/loans/api/households",
    "/skills/api/learners",
    "/portal/api/people",
)
"""A list in each of four services."""


@pytest.fixture(autouse=True)
def many_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """All tests come from one address."""
    monkeypatch.setattr(entrance, "tries", RateLimit(most=10_000, seconds=60))


async def statuses(house: House, token: str, *addresses: str) -> list[int]:
    """What a token gets at each address."""
    async with a_client(house, token) as http:
        return [(await http.get(address)).status_code for address in addresses]


def session_in(house: House, token: str) -> Any:
    return house.services["loans"].tokens.read_ended(token).person.session


async def test_a_token_that_was_verified_a_moment_ago_stops_with_its_session(house: House) -> None:
    someone = await a_coordinator(house)
    who = await someone.colleague(Role.STAFF, Role.TRAINER)
    everywhere = (DEVICES, FAMILIES, LEARNERS)
    assert await statuses(house, who.token, *everywhere) == [200, 200, 200]  # each process remembers that it is a good one
    await who.post("/portal/api/sessions/end", {})
    await house.run_until_idle()
    assert await statuses(house, who.token, *everywhere) == [401, 401, 401]
    assert (await a_browser(house, {COOKIE: who.token}).get("/loans/households")).headers["location"].startswith("/sign-in")


async def test_who_is_removed_is_out_and_the_token_cannot_be_renewed(house: House) -> None:
    someone = await a_coordinator(house)
    who = await someone.colleague(Role.STAFF)
    assert await statuses(house, who.token, FAMILIES) == [200]
    await someone.did(f"{PEOPLE}/{who.id}/remove")
    async with a_client(house, who.token) as http:  # at once, before anybody heard of it
        assert (await http.post("/portal/api/sessions/renew")).status_code == 401
    await house.run_until_idle()
    assert await statuses(house, who.token, FAMILIES, DEVICES) == [401, 401]
    await someone.did(f"{PEOPLE}/{who.id}/roles", {"roles": ["staff"]})
    await house.run_until_idle()
    assert await statuses(house, who.token, FAMILIES, DEVICES) == [401, 401]  # coming back brings no old session back


async def test_a_start_code_works_once_however_many_try_at_the_same_moment(house: House) -> None:
    name = a_name()
    code = (await set_up(house, coordinator=name)).json()["start_code"]

    async def choose(number: int) -> httpx.Response:
        async with a_client(house) as http:
            body = {"sign_in_name": name, "start_code": code, "password": f"{PASSWORD} {number}"}
            return await http.post("/portal/api/passwords", json=body)

    answers = await asyncio.gather(*(choose(number) for number in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 401, 401, 401]
    assert (await choose(9)).status_code == 401
    won = next(number for number, answer in enumerate(answers) if answer.status_code == 200)
    assert (await sign_in(house, name, f"{PASSWORD} {won}")).status_code == 200  # first: five wrong tries in a row keep it waiting
    for lost in {*range(4)} - {won}:
        assert (await sign_in(house, name, f"{PASSWORD} {lost}")).status_code == 401


async def test_signing_in_never_takes_over_a_session_that_was_there(house: House) -> None:
    """Somebody plants a cookie, or leaves one, and waits until another person signs in with it."""
    attacker, victim = await a_coordinator(house), await a_coordinator(house)
    stranger = house.sign_in(victim.organisation, Role.COORDINATOR)
    planted_person = Person(victim.id, victim.organisation, frozenset({Role.COORDINATOR}), new_id())
    for planted in (attacker.token, stranger.token, house.services["portal"].tokens.sign(planted_person), "nonsense"):
        browser = a_browser(house, {COOKIE: planted})
        form = Read((await browser.get("/sign-in")).text).forms[0]
        answer = await browser.post("/sign-in", data=form.fields | {"name": victim.sign_in_name, "password": PASSWORD})
        assert answer.status_code == 303
        got = answer.headers["set-cookie"].split(";")[0].partition("=")[2]
        assert got != planted
        person = house.services["loans"].tokens.read(got)
        assert person.id == victim.id
        if planted != "nonsense":
            assert person.session != session_in(house, planted)
            async with a_client(house, planted) as http:  # and what was planted is over: nobody comes back to it
                assert (await http.post("/portal/api/sessions/renew")).status_code == 401
    again = [(await sign_in(house, victim.sign_in_name)).json()["token"] for _ in range(2)]
    assert len({session_in(house, token) for token in (*again, victim.token)}) == 3


async def test_a_token_that_is_shown_counts_and_not_the_cookie_beside_it(house: House) -> None:
    coordinator, other = await a_coordinator(house), await a_coordinator(house)
    who = await coordinator.colleague(Role.STAFF)
    async with a_client(house, who.token) as http:
        http.cookies.set(COOKIE, coordinator.token)
        assert (await http.get(PEOPLE)).status_code == 403
        http.cookies.set(COOKIE, other.token)
        assert [one["id"] for one in (await http.get(FAMILIES)).json()["households"]] == []
        http.headers["authorization"] = "Bearer nonsense"
        assert (await http.get(PEOPLE)).status_code == 401
        http.headers["authorization"] = "Bearer "
        assert (await http.get(PEOPLE)).status_code == 401


@pytest.fixture(scope="module")
async def world(house: House) -> World:
    """One of everything, in an organisation."""
    return await a_world(house)


async def test_codes_of_another_organisation_open_nothing(house: House, world: World) -> None:
    """A sticker is for everybody and tells nothing; a household's code and a learner's card are of one organisation."""
    stranger = house.sign_in(None, *Role)
    household = (await world.staff.get(f"/loans/api/households/{world.ids['household_id']}"))["code"]
    place = await world.staff.did(f"/skills/api/learners/{world.ids['learner_id']}/code")
    before = await world.everything(house)
    for address, body in (
        ("/helpdesk/api/tickets", {"code": world.ids["code"], "symptom": "screen", "channel": "counter"}),
        ("/loans/api/requests", {"profile": "daily_life", "household_id": world.ids["household_id"]}),
        ("/skills/api/learners", {"household_code": household}),
    ):
        answer = await stranger.post(address, body)
        assert answer.status_code in (404, 422), f"{address}: {answer.status_code} {answer.text}"
    sticker = await a_browser(house, {COOKIE: stranger.token}).get(f"/q/{world.ids['code']}")
    assert told(sticker, world) == []
    for code in (place["code"], household, world.ids["code"], world.ids["household_id"]):
        for address in (f"{DEVICES}?q={code}", f"/inventory/devices?q={code}"):
            assert told(await stranger.http.get(address), world) == [], address
    form = await reader(house, stranger).form("/loans/households")
    assert told(await reader(house, stranger).send(form, {"find": household}), world) == []
    assert await world.everything(house) == before


def told(answer: httpx.Response, world: World) -> list[str]:
    """What only this organisation knows, beside the codes that were typed."""
    assert answer.status_code == 200, answer.url
    return [fact for fact in (CALL_NAME, TELEPHONE, SAID, COLLEAGUE) if fact in answer.text]


async def test_portal_away_for_ten_minutes_signs_nobody_out(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages and programs go on, for a working day; afterwards the session goes on, unless it was ended meanwhile."""
    someone = await a_coordinator(house)
    who, leaver = await someone.colleague(Role.STAFF), await someone.colleague(Role.STAFF)
    pages = ("/loans/households", "/inventory/devices", "/helpdesk/tickets")
    browser = a_browser(house, {COOKIE: who.token})
    with monkeypatch.context() as away:
        for running in house.services.values():
            away.setattr(running, "colleagues", Colleagues("http://127.0.0.1:9"))  # where nobody listens
        for minutes in (1, 9, 2, 240, 420):
            house.clock.move(timedelta(minutes=minutes))
            for address in pages:
                answer = await browser.get(address)
                assert (answer.status_code, "set-cookie" in answer.headers) == (200, False), (minutes, address)
            assert await statuses(house, who.token, FAMILIES) == [200]
        await _end(house, leaver)
        assert await statuses(house, leaver.token, FAMILIES) == [200]  # nobody heard of it yet
        await house.run_until_idle()
        assert await statuses(house, leaver.token, FAMILIES, DEVICES) == [401, 401]
        house.clock.move(timedelta(minutes=49))  # twelve hours and a minute
        assert await statuses(house, who.token, FAMILIES) == [401]
        house.clock.move(timedelta(minutes=-2))
    answer = await browser.get(pages[0])
    assert answer.status_code == 200
    fresh = answer.headers["set-cookie"].split(";")[0].partition("=")[2]
    house.clock.move(timedelta(minutes=30))
    assert session_in(house, fresh) == session_in(house, who.token)
    assert await statuses(house, fresh, FAMILIES, DEVICES) == [200, 200]


async def _end(house: House, who: Someone) -> None:
    """End somebody's session where portal keeps it."""
    async with house.services["portal"].units.open(who.organisation) as unit:
        await unit.sessions.end_all(who.id)


async def test_every_way_in_signs_what_the_account_may_do_today(house: House) -> None:
    """One function of portal makes who a token is for, with the end of the role. Whoever signs otherwise forgets that end."""
    folder = Path(services.portal.__file__).parent
    makers = {path.name for path in folder.rglob("*.py") if " Person(" in path.read_text().replace("=Person(", " Person(")}
    assert makers == {"entrance.py"}


async def test_coming_in_with_a_start_code_of_another_person_is_refused(house: House) -> None:
    someone, other = await a_coordinator(house), await a_coordinator(house)
    added: list[tuple[str, str]] = []
    for leader in (someone, other):
        name = a_name()
        body = {"sign_in_name": name, "display_name": "Bo", "roles": ["staff"]}
        added.append((name, (await leader.did(PEOPLE, body))["start_code"]))
    (mine, my_code), (theirs, their_code) = added
    for name, code in ((mine, their_code), (theirs, my_code)):
        async with a_client(house) as http:
            body = {"sign_in_name": name, "start_code": code, "password": PASSWORD}
            assert (await http.post("/portal/api/passwords", json=body)).status_code == 401
    assert (await come_in(house, mine, my_code)).organisation == someone.organisation
