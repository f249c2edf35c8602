"""The learner's own side through the API: the same rules as on the pages, and nobody else gets in."""

from typing import Any
from uuid import uuid4

import httpx
import pytest

from services.skills.web import start_page
from shared.contracts.helpdesk import VisitRecorded
from shared.contracts.vocabulary import Role, VisitFinding, VisitOutcome
from shared.web.rate_limit import RateLimit
from tests.support.house import House
from tests.support.learning import a_known_family, events_of

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

MY = "/skills/api/my"


@pytest.fixture(autouse=True)
def many_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """All tests come from one address."""
    monkeypatch.setattr(start_page, "TRIES", RateLimit(most=10_000, seconds=600))


def a_program(house: House, **headers: str) -> httpx.AsyncClient:
    return httpx.AsyncClient(transport=httpx.ASGITransport(house.app), base_url="http://digibank.test", headers=headers)


async def does(program: httpx.AsyncClient, path: str, body: Any = None, key: str | None = None) -> httpx.Response:
    return await program.post(MY + path, json=body, headers={"idempotency-key": key or str(uuid4())})


async def came_in(house: House, code: str) -> httpx.AsyncClient:
    program = a_program(house)
    answer = await program.post(f"{MY}/sessions", json={"code": code})
    assert answer.status_code == 204
    assert code not in str(answer.headers)
    return program


async def test_an_id_of_a_household_has_to_be_one_that_we_heard_of(house: House) -> None:
    staff, stranger = house.sign_in(), house.sign_in()
    household, elsewhere = await a_known_family(house, staff), await a_known_family(house, stranger)
    for unknown in (str(uuid4()), elsewhere):
        answer = await staff.post("/skills/api/learners", {"household_id": unknown})
        assert (answer.status_code, answer.json()["type"]) == (422, "urn:digibank:problem:unknown_household")
    assert (await staff.get("/skills/api/learners"))["learners"] == []
    assert (await staff.did("/skills/api/learners", {"household_id": household}))["household_id"] == household
    visited = uuid4()  # a household without a loan, which said on a visit that somebody wants to learn
    visit = VisitRecorded(
        visit_id=uuid4(), household_id=visited, outcome=VisitOutcome.WENT_AHEAD, findings=(VisitFinding.WANTS_TO_LEARN,)
    )
    await house.publish("helpdesk", staff.organisation, visit)
    await house.run_until_idle()
    assert (await staff.did("/skills/api/learners", {"household_id": str(visited)}))["number"] == 2


async def test_a_learner_answers_stops_and_decides(house: House) -> None:
    staff = house.sign_in()
    place = await staff.did("/skills/api/learners", {"household_id": await a_known_family(house, staff)})
    program = await came_in(house, place["code"].lower())
    first = (await program.get(MY)).json()
    assert (first["levels"], first["sharing"]) == ({}, "only_me")
    question = first["next_question"]
    assert (await does(program, "/answers", {"item_id": question, "answer": "alone"})).status_code == 204
    now = (await program.get(MY)).json()
    assert len(now["levels"]) == 1
    assert now["next_question"] != question
    for path, body in (
        ("/stop", None),
        ("/goals", {"competences": ["1.1", "4.2"]}),
        ("/sharing", {"sharing": "trainer_and_visits"}),
    ):
        assert (await does(program, path, body)).status_code == 204, path
    now = (await program.get(MY)).json()
    assert (now["goals"], now["sharing"]) == (["1.1", "4.2"], "trainer_and_visits")
    trainer = house.sign_in(staff.organisation, Role.TRAINER)
    assert (await trainer.get(f"/skills/api/learners/{place['id']}"))["levels"] == now["levels"]
    assert len(await events_of(house, staff, "assessment_completed")) == 1
    assert (await does(program, "/again")).status_code == 204
    assert (await program.get(MY)).json()["next_question"] == question


async def test_the_same_request_twice_is_one(house: House) -> None:
    staff = house.sign_in()
    place = await staff.did("/skills/api/learners", {})
    program, key = await came_in(house, place["code"]), str(uuid4())
    question = (await program.get(MY)).json()["next_question"]
    assert (await does(program, "/answers", {"item_id": question, "answer": "alone"})).status_code == 204
    for _ in range(2):
        assert (await does(program, "/again", key=key)).status_code == 204
    assert (await does(program, "/stop", key=key)).status_code == 422, "the key belongs to another request"
    assert (await program.post(f"{MY}/stop")).status_code == 400, "a change needs a key"


async def test_what_is_refused(house: House) -> None:
    staff = house.sign_in()
    place = await staff.did("/skills/api/learners", {})
    stranger = a_program(house)
    assert (await stranger.get(MY)).status_code == 401
    assert (await does(stranger, "/stop")).status_code == 401
    wrong = await stranger.post(f"{MY}/sessions", json={"code": "AAA-AAA-AA"})
    assert (wrong.status_code, wrong.headers["content-type"]) == (422, "application/problem+json")
    lured = a_program(house, **{"sec-fetch-site": "cross-site"})
    assert (await lured.post(f"{MY}/sessions", json={"code": place["code"]})).status_code == 403
    program = await came_in(house, place["code"])
    for path, body in (
        ("/answers", {"item_id": "no-such-question", "answer": "alone"}),
        ("/answers", {"item_id": "switch_on", "answer": "perfectly"}),
        ("/goals", {"competences": ["1.1", "1.2", "2.1", "4.2"]}),
        ("/sharing", {"sharing": "everybody"}),
        ("/sharing", {"sharing": "trainer_and_visits"}),  # of no household: nobody visits
    ):
        assert (await does(program, path, body)).status_code in (404, 409, 422), path
    await staff.did(f"/skills/api/learners/{place['id']}/code")
    assert (await program.get(MY)).status_code == 401, "the code was replaced"


async def test_too_many_codes_are_too_many(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(start_page, "TRIES", RateLimit(most=1, seconds=600))
    program = a_program(house)
    tries = [(await program.post(f"{MY}/sessions", json={"code": "AAA-AAA-AA"})).status_code for _ in range(2)]
    assert tries == [422, 429]
