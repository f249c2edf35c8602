"""The code on a card: it lets its learner in and nobody else, and it is written down nowhere."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from services.skills.web import learner_session, start_page
from shared.web.rate_limit import RateLimit
from tests.support.house import House
from tests.support.learning import a_learner, code_on, learner_with
from tests.support.pages import Read, a_browser, reader

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # pages do not see what carries the events


@pytest.fixture(autouse=True)
def many_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """All tests come from one address."""
    monkeypatch.setattr(start_page, "TRIES", RateLimit(most=10_000, seconds=600))


async def test_wrong_codes_all_get_the_same_answer(house: House) -> None:
    staff = house.sign_in()
    _, place = await a_learner(house, staff)
    said = set()
    for wrong in ("AAA-AAA-AA", "KX4-72M", "0", "x" * 10_000, "850730-033-28", "'; --", place["code"][:-1]):
        answer = await a_browser(house).post("/skills/start", data={"code": wrong})
        assert answer.status_code == 422
        assert learner_session.COOKIE.name not in answer.cookies
        said.add(Read(answer.text).text)
    assert len(said) == 1
    assert "Typ eerst je code" in (await a_browser(house).post("/skills/start", data={})).text


async def test_guessing_ends(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    _, place = await a_learner(house, house.sign_in())
    monkeypatch.setattr(start_page, "TRIES", RateLimit(most=2, seconds=600))
    codes = ("AAA-AAA-AA", "AAA-AAA-AB", place["code"])
    tries = [await a_browser(house).post("/skills/start", data={"code": code}) for code in codes]
    assert [answer.status_code for answer in tries] == [422, 422, 429]
    assert "Wacht tien minuten" in tries[-1].text


async def test_a_new_code_ends_the_old_one_and_who_is_in_with_it(house: House) -> None:
    staff = house.sign_in()
    learner, place = await a_learner(house, staff)
    new = await staff.did(f"/skills/api/learners/{place['id']}/code")
    assert new["code"] != place["code"]
    assert (await learner.http.get("/skills/my")).headers["location"].startswith("/skills/start")
    assert (await a_browser(house).post("/skills/start", data={"code": place["code"]})).status_code == 422
    again = await learner_with(house, new["code"])
    assert "Je hebt een nieuwe code" in (await again.open("/skills/my")).text


async def test_a_session_ends_and_cannot_be_made_up(house: House) -> None:
    learner, _ = await a_learner(house, house.sign_in())
    cookie = learner.http.cookies[learner_session.COOKIE.name]
    said, _, signature = cookie.rpartition(".")
    organisation, _, number, ends = said.split(".")
    for forged in (f"{organisation}.{uuid4().hex}.{number}.{ends}.{signature}", said, "", "....", "é", f"{said}.é"):
        answer = await a_browser(house, {learner_session.COOKIE.name: forged}).get("/skills/my") if forged.isascii() else None
        assert answer is None or answer.headers["location"].startswith("/skills/start")
    house.clock.move(timedelta(hours=12, minutes=1))
    answer = await learner.http.post("/skills/my/stop", data={"form_key": str(uuid4())})
    assert (answer.status_code, answer.headers["location"]) == (303, "/skills/start?again=yes")
    assert "Je was even weg" in (await learner.open("/skills/start?again=yes")).text


async def test_the_cookie_is_out_of_reach_and_other_sites_are_refused(house: House) -> None:
    staff = house.sign_in()
    place = await staff.did("/skills/api/learners", {})
    answer = await a_browser(house).post("/skills/start", data={"code": place["code"]})
    assert {"HttpOnly", "SameSite=lax", "Path=/skills"} <= set(answer.headers["set-cookie"].split("; "))
    learner = await learner_with(house, place["code"])
    for address in ("/skills/start", "/skills/my/stop", "/skills/my/leave", "/skills/my/sharing", "/skills/my/goals"):
        data = {"form_key": str(uuid4()), "sharing": "trainer", "code": place["code"]}
        foreign = await learner.http.post(address, data=data, headers={"sec-fetch-site": "cross-site"})
        assert foreign.status_code == 403, address
    assert (await staff.get(f"/skills/api/learners/{place['id']}"))["shares"] is False


async def test_codes_are_nowhere_in_the_database(house: House) -> None:
    staff = house.sign_in()
    _, place = await a_learner(house, staff)
    me = reader(house, staff)
    code = code_on(await me.send(await me.form("/skills/learners/new")))
    async with house.services["skills"].units.open(staff.organisation) as unit:
        for table in ("learner", "learner_code", "bus.answer", "bus.outbox"):
            rows = (await unit.connection.execute(text(f"SELECT t::text FROM {table} AS t"))).scalars().all()
            assert rows
            for one in (place["code"], code):
                assert one not in str(rows)
                assert one.replace("-", "") not in str(rows)
