"""Who may see what a learner can do: nobody, until the learner says so; and nobody again the moment it is taken back."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest

from services.skills.queries.progress import shared_progress
from services.skills.web import start_page
from shared.contracts.loans import LoanStarted
from shared.contracts.vocabulary import Role
from shared.web.rate_limit import RateLimit
from tests.support.house import House, Staff
from tests.support.learning import LearnerBrowser, a_known_family, a_learner, answer_all, events_of
from tests.support.pages import reader

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)


@pytest.fixture(autouse=True)
def many_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """All tests come from one address."""
    monkeypatch.setattr(start_page, "TRIES", RateLimit(most=10_000, seconds=600))


async def somebody(house: House) -> tuple[Staff, LearnerBrowser, Any]:
    """Staff, and a learner of a household who answered everything."""
    staff = house.sign_in()
    learner, place = await a_learner(house, staff, UUID(await a_known_family(house, staff)))
    await answer_all(learner, lambda item: "with_help")
    return staff, learner, place


async def shares(learner: LearnerBrowser, with_whom: str) -> None:
    assert await learner.chooses("/skills/my/sharing", {"sharing": with_whom}) == "/skills/my/result"


async def wants(learner: LearnerBrowser, competences: Sequence[str]) -> None:
    form = await learner.form("/skills/my/goals")
    answer = await learner.http.post(form.action, data=form.fields | {"goal": list(competences)})
    assert answer.status_code == 303, answer.text


async def everything_trainers_can_see(house: House, staff: Staff, place: Any) -> str:
    """All pages and API answers about learners, and the start page, as a trainer who is also on the staff gets them."""
    trainer = house.sign_in(staff.organisation, Role.TRAINER, Role.STAFF)
    me = reader(house, trainer)
    seen = []
    for address in ("/", "/skills/learners", "/skills/learners?which=shared", f"/skills/learners/{place['id']}"):
        answer = await me.http.get(address)
        assert answer.status_code == 200
        seen.append(answer.text)
    for address in ("/skills/api/learners", f"/skills/api/learners/{place['id']}"):
        answer = await trainer.http.get(address)
        assert answer.status_code == 200
        seen.append(answer.text)
    return "\n".join(seen)


SIGNS_OF_A_LEVEL = ("Hoe het nu gaat", 'class="level"', "Wil dit eerst leren", '"1.3":', "eerste stap", "nog nieuw")


async def test_by_default_nobody_sees_anything(house: House) -> None:
    staff, learner, place = await somebody(house)
    await wants(learner, ["1.3"])
    seen = (await everything_trainers_can_see(house, staff, place)).lower()
    assert not [sign for sign in SIGNS_OF_A_LEVEL if sign.lower() in seen]
    assert '"levels":null' in seen
    assert '"goals":null' in seen
    assert "houdt het voor zich" in seen
    assert await events_of(house, staff, "training_need_shared") == []
    async with house.services["skills"].units.open(staff.organisation) as unit:
        assert await shared_progress(unit, UUID(place["id"])) is None


async def test_shared_with_the_trainer_and_taken_back(house: House) -> None:
    staff, learner, place = await somebody(house)
    await shares(learner, "trainer")
    seen = await everything_trainers_can_see(house, staff, place)
    assert "Hoe het nu gaat" in seen
    assert '"1.3":1' in seen
    assert "Deelt sinds" in seen
    assert await events_of(house, staff, "training_need_shared") == []
    await shares(learner, "only_me")
    seen = (await everything_trainers_can_see(house, staff, place)).lower()
    assert not [sign for sign in SIGNS_OF_A_LEVEL if sign.lower() in seen]
    assert "deelt sinds" not in seen


async def test_staff_who_do_not_teach_see_no_level(house: House) -> None:
    staff, learner, place = await somebody(house)
    await shares(learner, "trainer")
    seen = await staff.get(f"/skills/api/learners/{place['id']}")
    assert (seen["shares"], seen["levels"], seen["goals"]) == (True, None, None)
    shown = await reader(house, staff).open(f"/skills/learners/{place['id']}")
    assert "Dit is voor de trainer" in shown.text
    assert "Hoe het nu gaat" not in shown.text


async def told(house: House, staff: Staff) -> list[tuple[str, ...]]:
    return [tuple(one["competences"]) for one in await events_of(house, staff, "training_need_shared")]


async def test_who_visits_hears_the_goals_and_no_longer_when_it_is_taken_back(house: House) -> None:
    staff, learner, place = await somebody(house)
    await wants(learner, ["4.2", "2.1"])
    await shares(learner, "trainer_and_visits")
    assert await told(house, staff) == [("2.1", "4.2")]
    await shares(learner, "trainer_and_visits")
    assert len(await told(house, staff)) == 1, "nothing new is told once"
    await wants(learner, ["1.1"])
    await shares(learner, "trainer")
    assert await told(house, staff) == [("2.1", "4.2"), ("1.1",), ()]
    event = (await events_of(house, staff, "training_need_shared"))[-1]
    assert (event["learner_id"], event["household_id"]) == (place["id"], place["household_id"])
    await shares(learner, "only_me")
    await wants(learner, [])
    assert len(await told(house, staff)) == 3


async def test_without_goals_it_is_where_there_is_most_to_gain(house: House) -> None:
    staff = house.sign_in()
    learner, _ = await a_learner(house, staff, UUID(await a_known_family(house, staff)))
    await shares(learner, "trainer_and_visits")
    assert await told(house, staff) == [], "there is nothing to tell yet"
    says = {"photos": "not_yet", "phishing": "with_help", "true_or_not": "not_needed", "mouse": "not_needed"}
    await answer_all(learner, lambda item: says.get(item, "alone"))
    assert (await told(house, staff))[-1][:2] == ("1.3", "4.2")
    assert "1.2" not in (await told(house, staff))[-1]
    before = len(await told(house, staff))
    await learner.answers("/skills/my/questions/photos", "alone")
    assert "1.3" not in (await told(house, staff))[-1]
    assert len(await told(house, staff)) == before + 1


async def test_without_a_household_there_is_nobody_who_visits(house: House) -> None:
    staff = house.sign_in()
    learner, _ = await a_learner(house, staff)
    form = await learner.form("/skills/my/sharing")
    assert form.choices["sharing"] == {"only_me", "trainer"}
    answer = await learner.send(form, {"sharing": "trainer_and_visits"})
    assert answer.status_code == 422
    assert "Er komt niemand op bezoek" in answer.text
    answer = await learner.send(await learner.form("/skills/my/sharing"), {"sharing": "everybody"})
    assert answer.status_code == 422
    assert "Kies wie het mag zien" in answer.text
    assert await events_of(house, staff, "training_need_shared") == []


async def test_one_learner_never_gets_into_another(house: House) -> None:
    staff, learner, _ = await somebody(house)
    other, _ = await a_learner(house, staff)
    assert "Hier staat straks wat je al kan" in (await other.open("/skills/my/result")).text
    await shares(other, "trainer")
    assert (await learner.http.get("/skills/my/sharing")).text.count('value="only_me" checked') == 1


async def test_the_code_of_a_household_reaches_the_trainer(house: House) -> None:
    staff = house.sign_in()
    loan = LoanStarted(
        loan_id=uuid4(),
        household_id=uuid4(),
        household_code="OTTER-7",
        device_id=uuid4(),
        started_on=house.clock.now().date(),
        look_again_on=house.clock.now().date(),
        learners=0,
    )
    await house.publish("loans", staff.organisation, loan)
    await house.run_until_idle()
    place = await staff.did("/skills/api/learners", {"household_code": "otter-7"})
    assert place["household_id"] == str(loan.household_id)
    assert "Gezin OTTER-7, persoon 1" in (await reader(house, staff).open(f"/skills/learners/{place['id']}")).text
