"""The way of a learner: a place, a code, one question at a time, and who may see what came of it."""

import asyncio
from collections.abc import Mapping
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from services.skills.domain.items import ITEMS, Response
from services.skills.web import learner_session, start_page
from shared.contracts.vocabulary import Role
from shared.web.rate_limit import RateLimit
from tests.support.house import House
from tests.support.learning import LearnerBrowser, a_learner, answer_all, code_on, events_of, learner_with
from tests.support.pages import Read, a_browser, reader
from tests.support.slice import published

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # pages do not see what carries the events


@pytest.fixture(autouse=True)
def many_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """All tests come from one address."""
    monkeypatch.setattr(start_page, "TRIES", RateLimit(most=10_000, seconds=600))


async def test_from_a_code_to_a_result(house: House) -> None:
    staff = house.sign_in()
    learner, place = await a_learner(house, staff)
    assert learner.http.cookies.get(learner_session.COOKIE.name)
    shown = await learner.open("/skills/my")
    assert "Er is geen goed of fout" in shown.text
    address = await learner.follow_question()
    assert address == "/skills/my/questions/switch_on"
    assert "Vraag 1" in (await learner.open(address)).text
    following = await learner.answers(address, "alone")
    assert following != address
    shown = await learner.open(following)
    assert "Vraag 2" in shown.text
    assert address in shown.links, "the way back"
    assert await learner.stops(following) == "/skills/my/result"
    shown = await learner.open("/skills/my/result")
    assert "Dit kan je alleen" in shown.text
    assert ITEMS["switch_on"].task in shown.text.lower()
    assert place["code"] not in str(learner.seen)


async def test_going_on_later_goes_on_where_it_was(house: House) -> None:
    staff = house.sign_in()
    learner, place = await a_learner(house, staff)
    address = await learner.follow_question()
    for _ in range(3):
        address = await learner.answers(address, "with_help")
    await learner.stops(address)
    assert (await learner.leaves()).cookies.get(learner_session.COOKIE.name) is None
    assert (await learner.http.get("/skills/my")).headers["location"].startswith("/skills/start")
    again = await learner_with(house, place["code"].lower().replace("-", " "))
    assert "Welkom terug" in (await again.open("/skills/my")).text
    assert await again.follow_question() == address
    assert "Vraag 4" in (await again.open(address)).text


async def test_changing_an_answer(house: House) -> None:
    learner, _ = await a_learner(house, house.sign_in())
    first = await learner.follow_question()
    second = await learner.answers(first, "not_yet")
    assert "dit koos je" in (await learner.open(first)).text
    assert await learner.answers(first, "can_show") == second
    await learner.stops(second)
    shown = await learner.open("/skills/my/result")
    assert "Dit kan je aan anderen tonen" in shown.text
    assert "Dit kan je nog leren" not in shown.text


async def test_only_who_does_the_easier_one_alone_gets_the_harder_one(house: House) -> None:
    staff = house.sign_in()
    beginner, _ = await a_learner(house, staff)
    skilled, _ = await a_learner(house, staff)
    assert "tax_on_web" not in await answer_all(beginner, lambda item: "with_help")
    asked = await answer_all(skilled, lambda item: "alone")
    assert asked[-1] == "tax_on_web"
    assert set(asked) == set(ITEMS)
    assert [ITEMS[item].difficulty for item in asked] == sorted(ITEMS[item].difficulty for item in asked)
    assert "Je hebt alle vragen gehad" in (await skilled.open("/skills/my/result")).text


async def test_stopping_is_told_once_per_stop_with_something_new(house: House) -> None:
    staff = house.sign_in()
    learner, _ = await a_learner(house, staff)
    address = await learner.follow_question()
    await learner.stops(address)
    assert await published(house, staff, "skills") == ["learner_enrolled", "place_handed_out"], "nothing was answered"
    address = await learner.answers(address, "alone")
    address = await learner.answers(address, "not_needed")
    await learner.stops(address)
    await learner.stops(address)
    address = await learner.answers(address, "not_yet")
    await learner.stops(address)
    completed = await events_of(house, staff, "assessment_completed")
    assert [one["answered"] for one in completed] == [1, 2]
    assert len({one["assessment_id"] for one in completed}) == 1


async def test_the_same_form_twice_is_once(house: House) -> None:
    staff = house.sign_in()
    learner, _ = await a_learner(house, staff)
    address = await learner.follow_question()
    form = await learner.form(address)
    answers = await asyncio.gather(*(learner.send(form, {"answer": "alone"}) for _ in range(4)))
    assert len({answer.headers["location"] for answer in answers}) == 1
    again = await learner.send(form, {"answer": "not_yet"})
    assert again.status_code == 409
    assert "Dit formulier was al verstuurd" in Read(again.text).text
    me = reader(house, staff)
    card = await me.form("/skills/learners/new")
    first, second = await asyncio.gather(me.send(card), me.send(card))
    code = code_on(first)
    assert code == code_on(second)
    assert len((await staff.get("/skills/api/learners"))["learners"]) == 2
    key = str(uuid4())
    made = [await staff.post("/skills/api/learners", {}, key=key) for _ in range(2)]
    assert made[0].json() == made[1].json()


async def test_an_answer_that_is_none_says_so(house: House) -> None:
    learner, _ = await a_learner(house, house.sign_in())
    address = await learner.follow_question()
    for nonsense in ("", "perfect", "x" * 10_000, "85.07.30-033.28"):
        answer = await learner.send(await learner.form(address), {"answer": nonsense})
        assert answer.status_code == 422
        shown = Read(answer.text)
        assert "Kies wat het best bij jou past" in shown.text
        assert "#answer" in shown.links
        assert "answer" in shown.ids
    assert await learner.follow_question() == address
    for absent in ("tax_on_web", "nothing", "x" * 2_000):
        assert (await learner.http.get(f"/skills/my/questions/{absent}")).headers["location"] == "/skills/my/question"
        data = {"answer": "alone", "form_key": str(uuid4())}
        answer = await learner.http.post(f"/skills/my/questions/{absent}", data=data)
        assert answer.headers["location"] == "/skills/my/question"
    assert "Je koos nog niets" in (await learner.open("/skills/my/result")).text


async def two_times(learner: LearnerBrowser, first: Mapping[str, str], then: Mapping[str, str]) -> None:
    """One assessment until the end, and another one."""
    await answer_all(learner, lambda item: first.get(item, "not_yet"))
    assert await learner.sends("/skills/my/result", "/skills/my/again") == "/skills/my/question"
    assert "We beginnen opnieuw" in (await learner.open("/skills/my")).text
    await answer_all(learner, lambda item: then.get(item, "not_yet"))


async def test_what_changed_since_the_first_time(house: House) -> None:
    staff = house.sign_in()
    learner, place = await a_learner(house, staff)
    await two_times(learner, {"photos": "with_help"}, {"photos": "alone"})
    assert "De eerste keer en nu" in (await learner.open("/skills/my/result")).text
    await learner.chooses("/skills/my/sharing", {"sharing": "trainer"})
    trainer = house.sign_in(staff.organisation, Role.TRAINER)
    seen = await trainer.get(f"/skills/api/learners/{place['id']}")
    assert (seen["first_levels"]["1.3"], seen["levels"]["1.3"]) == (1, 2)
    numbers = [one["assessment_id"] for one in await events_of(house, staff, "assessment_completed")]
    assert len(set(numbers)) == 2


async def test_beginning_again_without_an_answer_is_where_it_was(house: House) -> None:
    learner, _ = await a_learner(house, house.sign_in())
    answer = await learner.http.post("/skills/my/again", data={"form_key": str(uuid4())})
    assert answer.headers["location"] == "/skills/my/question"
    assert "We beginnen opnieuw" not in (await learner.open("/skills/my")).text


async def test_goals_are_chosen_by_the_learner_at_most_three(house: House) -> None:
    learner, _ = await a_learner(house, house.sign_in())
    form = await learner.form("/skills/my/goals")
    answer = await learner.http.post(form.action, data=form.fields | {"goal": ["1.1", "1.2", "1.3", "2.1"]})
    assert answer.status_code == 422
    shown = Read(answer.text)
    assert "Kies er hoogstens drie" in shown.text
    assert "#goal" in shown.links
    assert answer.text.count(" checked") == 4, "what was chosen stays"
    form = await learner.form("/skills/my/goals")
    answer = await learner.http.post(form.action, data=form.fields | {"goal": ["2.1", "9.9", "x" * 10_000]})
    assert answer.headers["location"] == "/skills/my/result"
    assert (await learner.http.get("/skills/my/goals")).text.count(" checked") == 1


async def test_what_a_level_means_is_said_in_words_and_nothing_is_a_score(house: House) -> None:
    learner, _ = await a_learner(house, house.sign_in())
    await answer_all(learner, lambda item: "with_help")
    words = (await learner.open("/skills/my/result")).text.lower()
    assert not [word for word in ("score", "punten", "gezakt", "geslaagd", "fouten", "%", "niveau", "level") if word in words]


async def test_what_somebody_can_do_comes_first(house: House) -> None:
    learner, _ = await a_learner(house, house.sign_in())
    said = {"switch_on": "not_yet", "mouse": "with_help", "typing": "alone", "photos": "can_show"}
    await answer_all(learner, lambda item: said.get(item, "not_needed"))
    words = (await learner.open("/skills/my/result")).text
    order = [
        "2 dingen kan je al zelf",
        "Dit kan je aan anderen tonen",
        "Dit kan je alleen",
        "Dit lukt met hulp",
        "Wat wil je eerst leren?",
        "Dit kan je nog leren",
        "Dit hoef je niet te kunnen",
    ]
    places = [words.index(one) for one in order]
    assert places == sorted(places)


async def test_who_can_do_nothing_yet_reads_no_zero_and_sees_no_empty_bar(house: House) -> None:
    learner, _ = await a_learner(house, house.sign_in())
    await answer_all(learner, lambda item: "not_yet")
    answer = await learner.http.get("/skills/my/result")
    assert "Je weet nu wat je kan leren" in answer.text
    assert "dingen kan je al zelf" not in answer.text
    assert 'class="level"' not in answer.text


async def test_learners_of_another_organisation_are_not_there(house: House) -> None:
    staff, stranger = house.sign_in(), house.sign_in()
    _, place = await a_learner(house, staff)
    assert (await stranger.http.get(f"/skills/api/learners/{place['id']}")).status_code == 404
    assert (await stranger.post(f"/skills/api/learners/{place['id']}/code")).status_code == 404
    assert (await stranger.get("/skills/api/learners"))["learners"] == []
    them = reader(house, stranger)
    assert "We vinden dit niet" in (await them.open(f"/skills/learners/{place['id']}", 404)).text
    form = await them.form("/skills/learners/new")
    answer = await them.http.post(f"/skills/learners/{place['id']}/code", data=form.fields)
    assert answer.status_code == 404


async def test_a_list_goes_on_where_it_stopped(house: House) -> None:
    staff = house.sign_in()
    ids = {(await staff.did("/skills/api/learners", {}))["id"] for _ in range(51)}
    first = await staff.get("/skills/api/learners")
    second = await staff.get(first["next"])
    assert {one["id"] for one in first["learners"] + second["learners"]} == ids
    assert second["next"] is None
    me = reader(house, staff)
    shown = await me.open("/skills/learners")
    following = next(link for link in shown.links if "before=" in link)
    links = shown.links + (await me.open(following)).links
    assert ids <= {link.rpartition("/")[2] for link in links}


async def test_empty_lists_teach(house: House) -> None:
    me = reader(house)
    for which, words in (
        ("all", "Er is nog niemand die leert"),
        ("waiting", "Alle plaatsen zijn gegeven"),
        ("shared", "Niemand deelt nu"),
        ("nonsense", "Er is nog niemand die leert"),
    ):
        assert words in (await me.open(f"/skills/learners?which={which}")).text
    assert "Er wacht geen plaats om te geven" in (await me.open("/")).text


async def test_a_household_is_found_by_its_code_or_the_page_says_what_to_do(house: House) -> None:
    me = reader(house)
    for wrong in ("KIWI-42", "x" * 10_000, "85.07.30-033.28", "'; --"):
        answer = await me.send(await me.form("/skills/learners/new"), {"household_code": wrong})
        assert answer.status_code == 422
        shown = Read(answer.text)
        assert "Deze code van een gezin kennen we hier niet" in shown.text
        assert "#household_code" in shown.links
        assert shown.forms[-1].action == "/skills/learners/new"
    assert await published(house, me.staff, "skills") == []


async def test_everything_is_on_paper(house: House) -> None:
    shown = await reader(house).open("/skills/assessment/print")
    for item in ITEMS.values():
        assert item.question in shown.text
        for words in item.answers.values():
            assert words in shown.text


async def test_pages_are_light_and_hold_no_inline_code_and_no_free_text(house: House) -> None:
    staff = house.sign_in()
    learner, place = await a_learner(house, staff)
    await answer_all(learner, lambda item: Response.ALONE.value)
    me = reader(house, staff)
    pages = [(learner.http, f"/skills/{one}") for one in ("start", "my", "my/result", "my/goals", "my/sharing", "start/bye")]
    pages += [(learner.http, "/skills/my/questions/bus")]
    pages += [(me.http, f"/skills/{one}") for one in ("learners", "learners/new", f"learners/{place['id']}", "assessment/print")]
    for http, address in pages:
        answer = await http.get(address)
        shown = Read(answer.text)
        assert answer.status_code == 200, address
        assert shown.inline == []
        assert shown.typed <= {"code", "household_code"}, f"{address} lets people type what may be about somebody"
        assert len(shown.ids) == len(set(shown.ids))
        assert len(answer.content) < 30_000
        assert answer.headers["cache-control"] == "no-store"


async def test_a_place_without_a_name_stays_without_one(house: House) -> None:
    """A name and a register number that somebody plants in every field are in no row, no event and no address."""
    staff = house.sign_in()
    planted = "Zebedeus Knipmes 85.07.30-033.28"
    learner, place = await a_learner(house, staff)
    me = reader(house, staff)
    await me.send(await me.form("/skills/learners/new"), {"household_code": planted})
    await staff.post("/skills/api/learners", {"household_code": planted[:20]})
    await a_browser(house).post("/skills/start", data={"code": planted})
    address = await learner.follow_question()
    await learner.send(await learner.form(address), {"answer": planted, "note": planted})
    await learner.answers(address, "alone", note=planted)
    await learner.chooses("/skills/my/goals", {"goal": planted, "name": planted})
    await learner.chooses("/skills/my/sharing", {"sharing": "trainer", "name": planted})
    await learner.stops(address)
    assert "zebedeus" not in str(learner.seen).lower()
    async with house.services["skills"].units.open(staff.organisation) as unit:
        for table in ("learner", "answer", "assessment", "bus.outbox", "bus.answer", "wish"):
            rows = (await unit.connection.execute(text(f"SELECT t::text FROM {table} AS t"))).scalars().all()
            assert "Zebedeus" not in str(rows)
            assert "85.07.30" not in str(rows)
    assert UUID(place["id"])


async def test_roles(house: House) -> None:
    staff = house.sign_in()
    _, place = await a_learner(house, staff)
    for role, status in (
        (Role.STAFF, 200),
        (Role.TRAINER, 200),
        (Role.REPAIRER, 403),
        (Role.OUTREACH, 403),
        (Role.COORDINATOR, 403),
    ):
        them = house.sign_in(staff.organisation, role)
        for address in ("/skills/api/learners", f"/skills/api/learners/{place['id']}", "/skills/learners"):
            assert (await them.http.get(address)).status_code == status, role
