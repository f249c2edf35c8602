"""Places that open by themselves: a loan or a visit tells of somebody who wants to learn. On the log and on Kafka."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from services.skills.web import start_page
from shared.contracts.helpdesk import VisitRecorded
from shared.contracts.loans import LoanStarted
from shared.contracts.vocabulary import VisitFinding, VisitOutcome
from shared.documents.qr import qr_svg
from shared.web.rate_limit import RateLimit
from tests.support.house import House, Staff
from tests.support.learning import events_of, learner_with
from tests.support.pages import reader
from tests.support.slice import published


@pytest.fixture(autouse=True)
def many_tries(monkeypatch: pytest.MonkeyPatch) -> None:
    """All tests come from one address."""
    monkeypatch.setattr(start_page, "TRIES", RateLimit(most=10_000, seconds=600))


def a_loan(house: House, household_id: UUID, learners: int, **facts: Any) -> LoanStarted:
    today = house.clock.now().date()
    known = {"loan_id": uuid4(), "household_code": "KIWI-42", "device_id": uuid4(), "started_on": today, "look_again_on": today}
    return LoanStarted(household_id=household_id, learners=learners, **known | facts)


def a_visit(household_id: UUID, *findings: VisitFinding, visit_id: UUID | None = None) -> VisitRecorded:
    return VisitRecorded(
        visit_id=visit_id or uuid4(), household_id=household_id, outcome=VisitOutcome.WENT_AHEAD, findings=findings
    )


async def visited(house: House, staff: Staff, *visits: VisitRecorded) -> None:
    """Let helpdesk tell of visits; where it is not in the house, somebody else does: skills does not look who."""
    await house.publish("helpdesk" if "helpdesk" in house.services else "loans", staff.organisation, *visits)


async def places(staff: Staff) -> list[tuple[str | None, int]]:
    """Code of the household and number of the person, in order of number."""
    listed = (await staff.get("/skills/api/learners"))["learners"]
    return sorted(((one["household_code"], one["number"]) for one in listed), key=lambda place: place[1])


async def test_a_loan_opens_a_place_for_each_who_wants_to_learn(house: House) -> None:
    staff, household = house.sign_in(), uuid4()
    loan = a_loan(house, household, 2)
    await house.publish("loans", staff.organisation, loan)
    await house.run_until_idle()
    assert await places(staff) == [("KIWI-42", 1), ("KIWI-42", 2)]
    assert {one["household_id"] for one in await events_of(house, staff, "learner_enrolled")} == {str(household)}
    # The same loan in another event, and in another order of things, opens nothing more.
    await house.publish("loans", staff.organisation, loan)
    await house.run_until_idle()
    assert len(await places(staff)) == 2


async def test_a_loan_for_nobody_who_learns_opens_nothing(house: House) -> None:
    staff = house.sign_in()
    await house.publish("loans", staff.organisation, a_loan(house, uuid4(), 0))
    await house.run_until_idle()
    assert await places(staff) == []
    assert await published(house, staff, "skills") == []


async def test_first_the_visit_then_the_loan(house: House) -> None:
    """The place is there before anybody knows the code of the household; the loan tells it, and adds only who is missing."""
    staff, household = house.sign_in(), uuid4()
    await visited(house, staff, a_visit(household, VisitFinding.BROKEN, VisitFinding.WANTS_TO_LEARN))
    await house.run_until_idle()
    assert await places(staff) == [(None, 1)]
    assert "Gezin (code volgt), persoon 1" in (await reader(house, staff).open("/skills/learners")).text
    await house.publish("loans", staff.organisation, a_loan(house, household, 2))
    await house.run_until_idle()
    assert await places(staff) == [("KIWI-42", 1), ("KIWI-42", 2)]


async def test_first_the_loan_then_the_visit(house: House) -> None:
    staff, household = house.sign_in(), uuid4()
    await house.publish("loans", staff.organisation, a_loan(house, household, 2))
    await house.run_until_idle()
    await visited(house, staff, a_visit(household, VisitFinding.WANTS_TO_LEARN))
    await house.run_until_idle()
    assert await places(staff) == [("KIWI-42", 1), ("KIWI-42", 2)]


async def test_both_at_once(house: House) -> None:
    staff, households = house.sign_in(), [uuid4() for _ in range(5)]
    for number, household in enumerate(households):
        await house.publish("loans", staff.organisation, a_loan(house, household, 1, household_code=f"VOS-{number + 1}"))
        await visited(house, staff, a_visit(household, VisitFinding.WANTS_TO_LEARN))
    await house.run_until_idle()
    assert sorted(await places(staff)) == [(f"VOS-{number + 1}", 1) for number in range(5)]


async def test_a_visit_opens_one_more_when_every_place_is_used(house: House) -> None:
    staff, household, visit = house.sign_in(), uuid4(), uuid4()
    await visited(house, staff, a_visit(household, VisitFinding.WANTS_TO_LEARN, visit_id=visit))
    await house.run_until_idle()
    (place,) = (await staff.get("/skills/api/learners"))["learners"]
    code = (await staff.did(f"/skills/api/learners/{place['id']}/code"))["code"]
    learner = await learner_with(house, code)
    await learner.answers(await learner.follow_question(), "alone")
    await visited(house, staff, a_visit(household, VisitFinding.WANTS_TO_LEARN, visit_id=visit))
    await house.run_until_idle()
    assert len(await places(staff)) == 1, "the same visit was answered already"
    await visited(house, staff, a_visit(household, VisitFinding.WANTS_TO_LEARN))
    await house.run_until_idle()
    assert await places(staff) == [(None, 1), (None, 2)]


async def test_other_visits_open_nothing(house: House) -> None:
    staff = house.sign_in()
    await visited(house, staff, a_visit(uuid4()), a_visit(uuid4(), VisitFinding.NEED_IS_OVER))
    await house.run_until_idle()
    assert await places(staff) == []


async def test_places_wait_on_the_start_page_until_they_are_handed_out(house: House) -> None:
    staff = house.sign_in()
    await house.publish("loans", staff.organisation, a_loan(house, uuid4(), 1))
    await house.run_until_idle()
    me = reader(house, staff)
    assert "Eén plaats wacht" in (await me.open("/")).text
    (place,) = (await staff.get("/skills/api/learners?which=waiting"))["learners"]
    assert place["has_code"] is False
    address = f"/skills/learners/{place['id']}"
    answer = await me.send(await me.form(address, f"{address}/code"))
    assert "Het kaartje is klaar" in answer.text
    assert "DIGIBANK_PUBLIC_URL" in answer.text
    card = answer.text[answer.text.index("learner-card") : answer.text.index("</section>")]
    assert "/skills/start" not in card
    assert "<svg" not in card
    assert (await me.http.get(f"{address}/code")).headers["location"] == address
    assert (await staff.get("/skills/api/learners?which=waiting"))["learners"] == []
    await house.run_until_idle()
    assert "Er wacht geen plaats om te geven" in (await me.open("/")).text


async def test_a_replay_builds_the_codes_of_households_again(house: House) -> None:
    staff, household = house.sign_in(), uuid4()
    await house.publish("loans", staff.organisation, a_loan(house, household, 1))
    await house.run_until_idle()
    before = await places(staff)
    await house.services["skills"].replay(house.transport)
    assert await places(staff) == before == [("KIWI-42", 1)]


async def test_the_card_shows_where_to_go_and_never_puts_the_code_in_an_address(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(house.services["skills"].settings, "public_url", "https://leren.example")
    me = reader(house)
    answer = await me.send(await me.form("/skills/learners/new"))
    assert qr_svg("https://leren.example/skills/start") in answer.text
    assert "leren.example/skills/start" in answer.text
    assert "DIGIBANK_PUBLIC_URL" not in answer.text
    assert answer.headers["cache-control"] == "no-store"
