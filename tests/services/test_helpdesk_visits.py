"""Visits: planned from a loan and a wish in whatever order, tried, done, called off; and what others hear of it."""

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from structlog.testing import capture_logs

from shared.contracts.loans import LoanStarted
from shared.contracts.skills import TrainingNeedShared
from shared.contracts.vocabulary import ConsentAnswer, ConsentPurpose, Role
from shared.runtime.clock import new_id
from tests.support.helpdesk import a_known_device, a_loan, heard, outbox, tell, the_end, wish
from tests.support.house import House, Staff, today

VISITS = "/helpdesk/api/visits"
YES, NO, NOT_ASKED = ConsentAnswer.YES, ConsentAnswer.NO, ConsentAnswer.NOT_ASKED
FOLLOW_UPS = (14, 42, 91, 182)


def a_helper(house: House, like: Staff | None = None) -> Staff:
    return house.sign_in(like.organisation if like else None, Role.OUTREACH)


async def planned(staff: Staff) -> list[Any]:
    """Every visit that is planned."""
    return list((await staff.get(f"{VISITS}?until=2100-01-01"))["visits"])


def days_of(loan: LoanStarted, visits: list[Any], purpose: str = "follow_up") -> list[int]:
    """The days after the hand-over on which visits are due."""
    return [(date.fromisoformat(one["due_on"]) - loan.started_on).days for one in visits if one["purpose"] == purpose]


async def a_visit(house: House, helper: Staff) -> tuple[Any, LoanStarted]:
    """The first follow-up visit of a family that said yes."""
    loan = a_loan(house)
    await heard(house, helper.organisation, wish(loan.household_id, YES), loan)
    return (await planned(helper))[0], loan


async def record(staff: Staff, visit: Any, outcome: str, **body: Any) -> Any:
    return await staff.did(f"{VISITS}/{visit['id']}/record", {"outcome": outcome} | body)


async def refusal(staff: Staff, visit: Any, name: str, **body: Any) -> tuple[int, str]:
    """The status and code of a step that has to be refused, after seeing that it changed nothing."""
    before = await staff.get(f"{VISITS}/{visit['id']}"), await planned(staff)
    answer = await staff.post(f"{VISITS}/{visit['id']}/{name}", body)
    assert (await staff.get(f"{VISITS}/{visit['id']}"), await planned(staff)) == before
    return answer.status_code, answer.json()["type"].rpartition(":")[2]


@pytest.mark.parametrize("order", ["consent first", "loan first", "both at once"])
async def test_a_loan_and_a_yes_give_follow_up_visits(house: House, order: str) -> None:
    helper = a_helper(house)
    loan = a_loan(house)
    yes = wish(loan.household_id, YES)
    if order == "both at once":
        await tell(house, helper.organisation, loan, yes)
        await house.run_until_idle()
    else:
        first, second = (yes, loan) if order == "consent first" else (loan, yes)
        await heard(house, helper.organisation, first)
        assert await planned(helper) == []
        await heard(house, helper.organisation, second)
    visits = await planned(helper)
    assert days_of(loan, visits) == list(FOLLOW_UPS)
    assert {(one["household_id"], one["loan_id"]) for one in visits} == {(str(loan.household_id), str(loan.loan_id))}
    told = await outbox(house, helper.organisation)
    assert [(name, value["visit_id"]) for name, value in told] == [("visit_planned", one["id"]) for one in visits]


async def test_many_loans_and_wishes_at_once(house: House) -> None:
    """Two groups of events meet in every order; nobody is forgotten and nobody visited twice."""
    helper = a_helper(house)
    loans = [a_loan(house) for _ in range(12)]
    await asyncio.gather(
        *(tell(house, helper.organisation, loan) for loan in loans),
        *(tell(house, helper.organisation, wish(loan.household_id, YES)) for loan in loans),
    )
    await house.run_until_idle()
    visits = (await helper.get(f"{VISITS}?until=2100-01-01"))["visits"]
    async with house.services["helpdesk"].units.open(helper.organisation) as unit:
        counts = [len(await unit.visits.of_household(loan.household_id)) for loan in loans]
    assert (len(visits), counts) == (48, [4] * 12)


@pytest.mark.parametrize("answer", [NO, NOT_ASKED])
async def test_without_a_yes_nobody_follows_up(house: House, answer: ConsentAnswer) -> None:
    helper = a_helper(house)
    loan = a_loan(house)
    await heard(house, helper.organisation, wish(loan.household_id, answer), loan)
    await heard(house, helper.organisation, wish(loan.household_id, YES, ConsentPurpose.CALLS))
    assert await planned(helper) == []


async def test_a_no_calls_off_and_a_yes_brings_back_what_is_still_to_come(house: House) -> None:
    helper = a_helper(house)
    loan = a_loan(house)
    await heard(house, helper.organisation, wish(loan.household_id, YES), loan)
    before = await planned(helper)
    await heard(house, helper.organisation, wish(loan.household_id, NO))
    assert await planned(helper) == []
    assert (await helper.get(f"{VISITS}/{before[0]['id']}"))["status"] == "called_off"
    house.clock.move(timedelta(days=30))
    await heard(house, helper.organisation, wish(loan.household_id, YES))
    again = await planned(helper)
    assert [one["id"] for one in again] == [one["id"] for one in before[1:]]  # day 14 is past; no second ones beside them
    await heard(house, helper.organisation, wish(loan.household_id, YES))
    assert await planned(helper) == again


async def test_an_older_wish_that_comes_late_changes_nothing(house: House) -> None:
    helper = a_helper(house)
    loan = a_loan(house)
    await heard(house, helper.organisation, loan, wish(loan.household_id, NO), wish(loan.household_id, YES))
    assert days_of(loan, await planned(helper)) == list(FOLLOW_UPS)
    await house.services["helpdesk"].replay(house.transport)
    assert days_of(loan, await planned(helper)) == list(FOLLOW_UPS)
    assert len(await outbox(house, helper.organisation)) == 4  # a replay publishes nothing


async def test_a_loan_of_long_ago_gets_the_visits_that_are_left(house: House) -> None:
    helper = a_helper(house)
    loan = a_loan(house, started_on=today(house) - timedelta(days=60))
    await heard(house, helper.organisation, wish(loan.household_id, YES), loan)
    assert days_of(loan, await planned(helper)) == [91, 182]


@pytest.mark.parametrize("answer", [YES, NOT_ASKED, NO, None])
async def test_the_end_of_a_loan_only_proposes_a_goodbye_talk(house: House, answer: ConsentAnswer | None) -> None:
    helper = a_helper(house)
    loan = a_loan(house)
    if answer is not None:
        await heard(house, helper.organisation, wish(loan.household_id, answer))
    await heard(house, helper.organisation, loan)
    house.clock.move(timedelta(days=20))
    ended = loan.started_on + timedelta(days=20)
    await heard(house, helper.organisation, the_end(loan, ended))
    visits = await planned(helper)
    assert days_of(loan, visits) == []
    assert days_of(loan, visits, "goodbye") == ([] if answer is NO else [27])
    await heard(house, helper.organisation, wish(loan.household_id, NO))
    assert await planned(helper) == []
    await heard(house, helper.organisation, wish(loan.household_id, YES))
    assert days_of(loan, await planned(helper), "goodbye") == [27]


@pytest.mark.parametrize(("late", "due"), [(30, [37]), (31, [])])
async def test_an_end_that_is_heard_of_late_still_proposes_a_goodbye_talk(house: House, late: int, due: list[int]) -> None:
    helper = a_helper(house)
    loan = a_loan(house)
    await heard(house, helper.organisation, loan)
    house.clock.move(timedelta(days=7 + late))
    await heard(house, helper.organisation, the_end(loan, loan.started_on))
    assert days_of(loan, await planned(helper), "goodbye") == due
    await heard(house, helper.organisation, wish(loan.household_id, YES))
    assert days_of(loan, await planned(helper), "goodbye") == due, "one, also when it is late"


async def test_a_failed_visit_stays_and_nothing_closes(house: House) -> None:
    helper = a_helper(house)
    visit, loan = await a_visit(house, helper)
    today = loan.started_on
    again = await record(helper, visit, "not_at_home")
    assert (again["status"], again["due_on"]) == ("planned", str(today + timedelta(days=7)))
    moved = await record(helper, visit, "family_moved_it", next_due=str(today + timedelta(days=3)), note="liever woensdag")
    assert moved["due_on"] == str(today + timedelta(days=3))
    house.clock.move(timedelta(days=4000))
    shown = await helper.get(f"{VISITS}/{visit['id']}")
    assert shown["status"] == "planned"  # no timer closes it
    done = await record(helper, visit, "went_ahead")
    assert done["status"] == "done"
    assert [step["outcome"] for step in done["trail"]] == ["not_at_home", "family_moved_it", "went_ahead"]
    assert done["trail"][1]["note"] == "liever woensdag"
    told = [value["outcome"] for name, value in await outbox(house, helper.organisation) if name == "visit_recorded"]
    assert told == ["not_at_home", "family_moved_it", "went_ahead"]
    for name, body in (("record", {"outcome": "no_answer"}), ("claim", {}), ("let-go", {})):
        assert await refusal(helper, visit, name, **body) == (409, "visit_is_over")


@pytest.mark.parametrize(
    "outcome",
    ["did_not_open", "family_cancelled", "we_cancelled", "refused_today", "no_answer", "asked_to_call_back", "informal_talk"],
)
async def test_only_a_talk_makes_a_visit_done(house: House, outcome: str) -> None:
    helper = a_helper(house)
    visit, _ = await a_visit(house, helper)
    done = await record(helper, visit, outcome)
    assert done["status"] == ("done" if outcome == "informal_talk" else "planned")


async def test_what_is_broken_becomes_a_ticket_at_once(house: House) -> None:
    helper = a_helper(house)
    staff = house.sign_in(helper.organisation)
    device = await a_known_device(house, staff)
    loan = a_loan(house, device_id=device["id"])
    await heard(house, helper.organisation, wish(loan.household_id, YES), loan)
    visit = (await planned(helper))[0]
    body = {"findings": ["wants_to_learn", "broken"], "note": "Mevrouw Desmet wil leren mailen", "broken_text": "de lader is los"}
    await record(helper, visit, "went_ahead", **body)
    (ticket,) = (await staff.get("/helpdesk/api/tickets"))["tickets"]
    assert (ticket["channel"], ticket["device_id"]) == ("visit", device["id"])
    assert ticket["household_id"] == str(loan.household_id)
    shown = await staff.get(f"/helpdesk/api/tickets/{ticket['id']}")
    assert [note["text"] for note in shown["notes"]] == ["de lader is los"]  # what repairers read; the note stays with the visit
    told = dict((await outbox(house, helper.organisation))[-2:])
    assert told["visit_recorded"]["findings"] == ["broken", "wants_to_learn"]
    assert told["ticket_opened"]["ticket_id"] == ticket["id"]


async def test_another_day_was_agreed(house: House) -> None:
    helper = a_helper(house)
    visit, loan = await a_visit(house, helper)
    today = loan.started_on
    for day in (today, today - timedelta(days=1)):
        assert await refusal(helper, visit, "record", outcome="no_answer", next_due=str(day)) == (422, "day_has_passed")
    await record(helper, visit, "went_ahead", next_due=str(today + timedelta(days=20)))
    assert days_of(loan, await planned(helper)) == [20, 42, 91, 182]
    second = (await planned(helper))[0]
    await record(helper, second, "went_ahead", next_due=str(today + timedelta(days=42)))
    assert days_of(loan, await planned(helper)) == [42, 91, 182]  # never two for the same day
    third = (await planned(helper))[0]
    await heard(house, helper.organisation, the_end(loan, today))
    goodbye = next(one for one in await planned(helper) if one["purpose"] == "goodbye")
    assert (await helper.get(f"{VISITS}/{third['id']}"))["status"] == "called_off"
    refused = await refusal(helper, goodbye, "record", outcome="went_ahead", next_due=str(today + timedelta(days=30)))
    assert refused == (409, "no_next_visit")


async def test_i_go_and_another_face(house: House) -> None:
    helper = a_helper(house)
    other = a_helper(house, helper)
    visit, _ = await a_visit(house, helper)
    mine = await helper.did(f"{VISITS}/{visit['id']}/claim")
    assert mine["claimed_by"] == str(helper.person.id)
    assert await refusal(other, visit, "claim") == (409, "somebody_goes")
    await helper.did(f"{VISITS}/{visit['id']}/claim")
    assert (await other.did(f"{VISITS}/{visit['id']}/let-go"))["claimed_by"] is None
    assert (await other.did(f"{VISITS}/{visit['id']}/claim"))["claimed_by"] == str(other.person.id)


async def test_a_question_that_needs_a_visit(house: House) -> None:
    helper = a_helper(house)
    staff = house.sign_in(helper.organisation)
    device = await a_known_device(house, staff)
    loan = a_loan(house, device_id=device["id"])
    await heard(house, helper.organisation, loan)

    async def triaged() -> int:
        ticket = await staff.did("/helpdesk/api/tickets", {"channel": "call", "code": device["code"]})
        return (await staff.post(f"/helpdesk/api/tickets/{ticket['id']}/triage", {"decision": "visit"})).status_code

    assert await triaged() == 200
    assert await triaged() == 200
    assert days_of(loan, await planned(helper), "help") == [7]  # one visit answers both
    await heard(house, helper.organisation, wish(loan.household_id, NO))
    assert await planned(helper) == []
    assert await triaged() == 409
    await heard(house, helper.organisation, wish(loan.household_id, YES))
    assert days_of(loan, await planned(helper), "help") == [7], "they still asked for help"
    await heard(house, helper.organisation, wish(loan.household_id, YES))
    assert days_of(loan, await planned(helper), "help") == [7]


async def test_what_learners_shared_is_on_the_list(house: House) -> None:
    helper = a_helper(house)
    visit, loan = await a_visit(house, helper)
    mother, son = new_id(), new_id()

    def need(learner: Any, *competences: str) -> TrainingNeedShared:
        return TrainingNeedShared(learner_id=learner, household_id=loan.household_id, competences=competences)

    async def practise() -> Any:
        return (await helper.get(f"{VISITS}/{visit['id']}"))["practise"]

    assert await practise() == []
    await heard(house, helper.organisation, need(mother, "2.3", "1.1"), need(son, "1.1"))
    assert await practise() == ["1.1", "2.3"]
    await heard(house, helper.organisation, need(mother))  # taken back
    assert await practise() == ["1.1"]


@pytest.mark.parametrize(("text", "code"), [("x" * 10_000, "text_too_long"), ("zij is 85.07.30-033.28", "register_number_in_text")])
@pytest.mark.parametrize("field", ["note", "broken_text"])
async def test_texts_that_are_refused(house: House, field: str, text: str, code: str) -> None:
    helper = a_helper(house)
    visit, _ = await a_visit(house, helper)
    body = {"outcome": "went_ahead", "findings": ["broken"], field: text}
    assert await refusal(helper, visit, "record", **body) == (422, code)


async def test_the_same_record_twice_is_one_attempt(house: House) -> None:
    helper = a_helper(house)
    visit, _ = await a_visit(house, helper)
    body, key = {"outcome": "not_at_home", "findings": ["broken"]}, str(uuid4())
    for _ in range(2):
        assert (await helper.post(f"{VISITS}/{visit['id']}/record", body, key=key)).status_code == 200
    assert len((await helper.get(f"{VISITS}/{visit['id']}"))["trail"]) == 1
    assert len((await house.sign_in(helper.organisation).get("/helpdesk/api/tickets"))["tickets"]) == 1


async def test_another_organisation_and_other_roles(house: House) -> None:
    helper, stranger = a_helper(house), a_helper(house)
    visit, _ = await a_visit(house, helper)
    assert (await stranger.http.get(f"{VISITS}/{visit['id']}")).status_code == 404
    for name, body in (("claim", {}), ("let-go", {}), ("record", {"outcome": "went_ahead"})):
        for visit_id in (visit["id"], uuid4()):
            assert (await stranger.post(f"{VISITS}/{visit_id}/{name}", body)).status_code == 404, name
    assert await planned(stranger) == []
    for role in (Role.STAFF, Role.REPAIRER, Role.COORDINATOR, Role.TRAINER):
        assert (await house.sign_in(helper.organisation, role).http.get(VISITS)).status_code == 403
    assert (await helper.get(f"{VISITS}/{visit['id']}"))["status"] == "planned"


async def test_a_long_list_comes_in_pages(house: House) -> None:
    helper = a_helper(house)
    for _ in range(13):
        loan = a_loan(house)
        await tell(house, helper.organisation, wish(loan.household_id, YES), loan)
    await house.run_until_idle()
    page = await helper.get(f"{VISITS}?until=2100-01-01")
    rest = await helper.get(page["next"])
    found = [*page["visits"], *rest["visits"]]
    assert (len(page["visits"]), len(found), rest["next"]) == (50, 52, None)
    assert [one["due_on"] for one in found] == sorted(one["due_on"] for one in found)
    assert len({one["id"] for one in found}) == 52
    assert (await helper.get(VISITS))["visits"] == []  # this week
    house.clock.move(timedelta(days=7))
    assert len((await helper.get(VISITS))["visits"]) == 13


async def test_a_name_that_a_helper_types_goes_nowhere(house: House) -> None:
    helper = a_helper(house)
    visit, _ = await a_visit(house, helper)
    with capture_logs() as logs:
        body = {"note": "Zsófia Quintelier", "broken_text": "van Quintelier", "findings": ["broken"]}
        answer = await helper.post(f"{VISITS}/{visit['id']}/record", {"outcome": "went_ahead"} | body)
        await house.run_until_idle()
    assert "Quintelier" in answer.text
    assert "Quintelier" not in answer.headers["location"]
    told = await outbox(house, helper.organisation)
    assert [name for name, _ in told[-2:]] == ["ticket_opened", "visit_recorded"]
    assert "Quintelier" not in str(told)
    assert "Quintelier" not in str(logs)
