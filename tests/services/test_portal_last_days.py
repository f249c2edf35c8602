"""Roles that end by themselves: on their day, at midnight where the organisation is, whoever is away."""

from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from services.portal.web import entrance
from shared.contracts.vocabulary import Role
from shared.identity.tokens import LIFETIME
from shared.runtime.clock import SetClock
from shared.runtime.colleagues import Colleagues
from shared.web.rate_limit import RateLimit
from tests.support.house import House
from tests.support.pages import Read
from tests.support.portal import Someone, a_client, a_coordinator, a_name, come_in, sign_in

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

BRUSSELS = ZoneInfo("Europe/Brussels")
FAMILIES, LEARNERS = "/loans/api/households", "/skills/api/learners"


@pytest.fixture(autouse=True)
def many_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """All tests come from one address."""
    monkeypatch.setattr(entrance, "tries", RateLimit(most=10_000, seconds=60))


@pytest.fixture
async def today(house: House) -> AsyncIterator[date]:
    """A day of which it is nine in the morning in Brussels, the first that is still to come."""
    await house.run_until_idle()
    day = house.clock.now().astimezone(BRUSSELS).date() + timedelta(days=1)
    at(house.clock, day, time(9))
    yield day
    await house.run_until_idle()


def at(clock: SetClock, day: date, hour: time) -> None:
    """Be at an hour of a day in Brussels."""
    clock.move(datetime.combine(day, hour, tzinfo=BRUSSELS).astimezone(UTC) - clock.now())


async def give(leader: Someone, who: Someone, *roles: Role, **last_days: date) -> None:
    """Give roles, as the API does it."""
    body = {"roles": list(roles), "last_days": {role: day.isoformat() for role, day in last_days.items()}}
    await leader.did(f"/portal/api/people/{who.id}/roles", body)


async def again(house: House, who: Someone) -> str:
    """Sign in; the token of the new session."""
    answer = await sign_in(house, who.sign_in_name)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["token"])


async def status(house: House, token: str, address: str) -> int:
    """What a token gets at an address."""
    async with a_client(house, token) as http:
        return (await http.get(address)).status_code


async def memberships(house: House, who: Someone) -> list[tuple[list[str], str | None]]:
    """What was told of somebody, oldest first: roles and the first end."""
    query = "SELECT value FROM bus.outbox WHERE headers->>'ce_type' LIKE '%membership_changed%' ORDER BY id"
    async with house.services["portal"].units.open(who.organisation) as unit:
        values = (await unit.connection.scalars(text(query))).all()
    return [(value["roles"], value["ends_on"]) for value in values if value["person_id"] == str(who.id)]


async def test_a_role_ends_at_midnight_and_everybody_hears_it_that_day(house: House, today: date) -> None:
    leader = await a_coordinator(house)
    who = await leader.colleague(Role.STAFF, Role.TRAINER)
    await give(leader, who, Role.STAFF, Role.TRAINER, staff=today)
    await house.run_until_idle()
    assert await status(house, who.token, FAMILIES) == 401  # a role that ends today ends what may last until tomorrow
    at(house.clock, today, time(23, 59, 30))
    token = await again(house, who)
    assert [await status(house, token, address) for address in (FAMILIES, LEARNERS)] == [200, 200]
    at(house.clock, today + timedelta(days=1), time(0))
    assert await status(house, token, FAMILIES) == 401
    token = await again(house, who)  # before anybody noted it
    assert [await status(house, token, address) for address in (FAMILIES, LEARNERS)] == [403, 200]
    await house.run_until_idle()
    assert (await memberships(house, who))[-2:] == [(["staff", "trainer"], today.isoformat()), (["trainer"], None)]
    assert await status(house, token, LEARNERS) == 200
    leader.http.headers["authorization"] = f"Bearer {await again(house, leader)}"
    assert (await leader.get(f"/portal/api/people/{who.id}"))["last_days"] == {}


async def test_portal_is_away_and_the_role_ends_all_the_same(house: House, today: date, monkeypatch: pytest.MonkeyPatch) -> None:
    leader = await a_coordinator(house)
    who = await leader.colleague(Role.STAFF)
    await give(leader, who, Role.STAFF, staff=today + timedelta(days=1))
    at(house.clock, today + timedelta(days=1), time(20))
    token = await again(house, who)
    for running in house.services.values():
        monkeypatch.setattr(running, "colleagues", Colleagues("http://127.0.0.1:9"))  # where nobody listens
    at(house.clock, today + timedelta(days=1), time(23, 59, 59))
    assert await status(house, token, FAMILIES) == 200
    at(house.clock, today + timedelta(days=2), time(0))
    assert await status(house, token, FAMILIES) == 401


async def test_the_last_role_takes_password_and_sessions_along(house: House, today: date) -> None:
    leader = await a_coordinator(house)
    who = await leader.colleague(Role.STAFF)
    await give(leader, who, Role.STAFF, staff=today + timedelta(days=1))
    at(house.clock, today + timedelta(days=2), time(0))
    assert (await sign_in(house, who.sign_in_name)).status_code == 401  # before anybody noted it
    await house.run_until_idle()
    at(house.clock, today + timedelta(days=2), time(9))
    leader.http.headers["authorization"] = f"Bearer {await again(house, leader)}"
    assert (await memberships(house, who))[-1] == ([], None)
    removed = (await leader.get("/portal/api/people?removed=true"))["people"]
    assert [one["id"] for one in removed] == [str(who.id)]
    await give(leader, who, Role.TRAINER)
    code = await leader.did(f"/portal/api/people/{who.id}/start-code")
    back = await come_in(house, who.sign_in_name, code["start_code"])
    assert await status(house, back.token, LEARNERS) == 200


async def test_a_last_day_moves_both_ways_while_somebody_works_on(house: House, today: date) -> None:
    leader = await a_coordinator(house)
    who = await leader.colleague(Role.STAFF)
    tokens = house.services["loans"].tokens
    week, month = today + timedelta(days=7), today + timedelta(days=30)
    for day in (month, week, month):
        await give(leader, who, Role.STAFF, staff=day)
        await house.run_until_idle()
        assert await status(house, who.token, FAMILIES) == 200, day
    await give(leader, who, Role.STAFF, staff=today)
    await house.run_until_idle()
    assert await status(house, who.token, FAMILIES) == 401
    at(house.clock, today, time(15))
    token, midnight = await again(house, who), datetime.combine(today + timedelta(days=1), time(), tzinfo=BRUSSELS)
    assert tokens.read_session(token).ends_at == midnight
    leader.http.headers["authorization"] = f"Bearer {await again(house, leader)}"
    await give(leader, who, Role.STAFF)
    async with a_client(house, token) as http:
        fresh = (await http.post("/portal/api/sessions/renew")).json()["token"]
    assert tokens.read_session(fresh).ends_at == house.clock.now().replace(microsecond=0) + LIFETIME
    at(house.clock, today + timedelta(days=1), time(0))
    assert await status(house, fresh, FAMILIES) == 200
    await house.run_until_idle()  # the note of the day that was moved away
    assert (await memberships(house, who))[-1] == (["staff"], None)


@pytest.mark.parametrize("wrong", [timedelta(days=-1), timedelta(days=4000)])
async def test_a_last_day_that_cannot_be_is_refused(house: House, today: date, wrong: timedelta) -> None:
    leader = await a_coordinator(house)
    who = await leader.colleague(Role.STAFF)
    address, last_days = f"/portal/api/people/{who.id}/roles", {"staff": (today + wrong).isoformat()}
    answer = await leader.post(address, {"roles": ["staff"], "last_days": last_days})
    assert (answer.status_code, answer.json()["type"].rpartition(":")[2]) == (422, "wrong_last_day")
    me = await leader.post(
        f"/portal/api/people/{leader.id}/roles", {"roles": ["coordinator"], "last_days": {"coordinator": today.isoformat()}}
    )
    assert (me.status_code, me.json()["type"].rpartition(":")[2]) == (409, "leader_must_stay")
    body = {"sign_in_name": a_name(), "display_name": "Bo", "roles": ["staff"], "last_days": last_days}
    assert (await leader.post("/portal/api/people", body)).status_code == 422
    assert (await leader.get(f"/portal/api/people/{who.id}"))["last_days"] == {}


async def test_the_pages_show_last_days_and_keep_what_was_typed(house: House, today: date) -> None:
    leader = await a_coordinator(house)
    who = await leader.colleague(Role.STAFF)
    soon = today + timedelta(days=14)
    form = await leader.me.form(f"/people/{who.id}", f"/people/{who.id}/roles")
    for typed, answer_status in (("overmorgen", 422), ((today - timedelta(days=1)).isoformat(), 422), (f"{soon:%d/%m/%Y}", 303)):
        sent = form.fields | {"roles": ["staff", "trainer"], "last_day_staff": typed, "last_day_partner": "1/1/2099"}
        answer = await leader.me.http.post(form.action, data=sent)
        assert answer.status_code == answer_status, typed
        if answer_status == 422:
            assert f'value="{typed}"' in answer.text
            assert "#last_day_staff" in Read(answer.text).links
    told = f"tot en met {soon.day}/{soon.month}/{soon.year}"
    assert told in (await leader.me.open("/people")).text
    assert f'value="{soon.isoformat()}"' in (await leader.me.http.get(f"/people/{who.id}")).text
    assert told in (await leader.me.open("/")).text
    later = form.fields | {"form_key": "another key", "roles": ["staff"], "last_day_staff": (soon + timedelta(days=1)).isoformat()}
    assert (await leader.me.http.post(form.action, data=later)).status_code == 303
    assert "tot en met" not in (await leader.me.open("/")).text
