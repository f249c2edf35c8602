"""A ticket from a question to an answer, through the API: each step, each refusal, and what others hear of it."""

import asyncio
from typing import Any
from uuid import UUID, uuid4

import pytest

from shared.contracts.inventory import LoanerRefused
from shared.contracts.loans import LoanerAdded
from shared.contracts.vocabulary import LoanerRefusalReason
from shared.runtime.clock import new_id
from tests.support.helpdesk import TICKETS, a_known_device, a_ticket, heard, on_loan, outbox, refusal, seen, step
from tests.support.house import House

A_REGISTER_NUMBER = "85.07.30-033.28"


async def test_the_way_of_a_repair(house: House) -> None:
    staff = house.sign_in()
    device, loan = await on_loan(house, staff)
    ticket = await a_ticket(staff, code=device["code"].lower().replace("-", " "), text="Het scherm blijft zwart")
    assert (ticket["number"], ticket["status"], ticket["device_id"]) == (1001, "open", device["id"])
    assert ticket["household_id"] == str(loan.household_id)
    assert (await step(staff, ticket, "triage", decision="repair"))["status"] == "in_repair"
    await step(staff, ticket, "loaner")
    done = await step(
        staff,
        ticket,
        "repair",
        outcome="fixed",
        drives="replaced",
        files="yes_saved",
        new_drives=[{"medium": "ssd", "capacity_gb": 256}],
    )
    assert (done["status"], done["resolution"], done["repair_outcome"]) == ("closed", "repaired", "fixed")
    told = await outbox(house, staff.organisation)
    names = ["ticket_opened", "ticket_triaged", "loaner_requested", "repair_finished", "ticket_closed"]
    assert [name for name, _ in told] == names
    assert {value["ticket_id"] for _, value in told} == {ticket["id"]}
    assert {value["device_id"] for _, value in told} == {device["id"]}
    assert told[3][1]["new_drives"] == [{"medium": "ssd", "capacity_gb": 256}]
    assert told[4][1]["resolution"] == "repaired"


async def test_an_own_device_gets_advice_and_no_repair(house: House) -> None:
    staff = house.sign_in()
    ticket = await a_ticket(staff, symptom="password")
    assert await refusal(staff, ticket, "triage", decision="repair") == (409, "repair_needs_device")
    assert await refusal(staff, ticket, "triage", decision="visit") == (409, "nobody_to_visit")
    await step(staff, ticket, "triage", decision="advice")
    closed = await step(staff, ticket, "close", resolution="advice_given")
    assert (closed["status"], closed["resolution"]) == ("closed", "advice_given")


async def test_what_a_closed_ticket_refuses_and_that_one_tap_opens_it(house: House) -> None:
    staff = house.sign_in()
    ticket = await a_ticket(staff)
    assert await refusal(staff, ticket, "reopen") == (409, "ticket_is_open")
    await step(staff, ticket, "close", resolution="solved_itself")
    for name, body in (
        ("notes", {"kind": "seen", "text": "nog iets"}),
        ("callback", {}),
        ("triage", {"decision": "advice"}),
        ("close", {"resolution": "advice_given"}),
    ):
        assert await refusal(staff, ticket, name, **body) == (409, "ticket_is_closed"), name
    for name, body in (("loaner", {}), ("repair", {"outcome": "fixed"})):
        assert await refusal(staff, ticket, name, **body) == (409, "not_in_repair"), name
    opened = await step(staff, ticket, "reopen")
    assert (opened["status"], opened["resolution"]) == ("open", None)
    assert [name for name, _ in await outbox(house, staff.organisation)] == ["ticket_opened", "ticket_closed", "ticket_opened"]


async def test_a_repair_is_finished_before_anything_else_is_decided(house: House) -> None:
    staff = house.sign_in()
    device, _ = await on_loan(house, staff)
    ticket = await a_ticket(staff, code=device["code"])
    await step(staff, ticket, "triage", decision="advice")
    await step(staff, ticket, "triage", decision="repair")  # another decision is allowed until then
    assert await refusal(staff, ticket, "triage", decision="advice") == (409, "in_repair")
    assert await refusal(staff, ticket, "close", resolution="advice_given") == (409, "in_repair")
    opened = await step(staff, ticket, "repair", outcome="repairable")
    assert (opened["status"], opened["decision"]) == ("open", None)
    await step(staff, ticket, "triage", decision="repair")
    done = await step(staff, ticket, "repair", outcome="end_of_life", drives="taken_out", files="nothing_to_keep")
    assert done["resolution"] == "replaced"


async def test_a_machine_that_cannot_be_saved_does_not_leave_before_that_question_either(house: House) -> None:
    staff = house.sign_in()
    device, _ = await on_loan(house, staff)
    ticket = await a_ticket(staff, code=device["code"])
    await step(staff, ticket, "triage", decision="repair")
    for files in ({}, {"files": "not_asked"}):
        assert await refusal(staff, ticket, "repair", outcome="end_of_life", drives="stayed", **files) == (409, "files_not_asked")
    done = await step(staff, ticket, "repair", outcome="end_of_life", drives="stayed", files="yes_saved")
    assert done["resolution"] == "replaced"


@pytest.mark.parametrize("drives", ["replaced", "taken_out"])
async def test_no_drive_leaves_before_somebody_asked_about_the_files(house: House, drives: str) -> None:
    staff = house.sign_in()
    device, _ = await on_loan(house, staff)
    ticket = await a_ticket(staff, code=device["code"])
    await step(staff, ticket, "triage", decision="repair")
    new: dict[str, Any] = {"new_drives": [{"medium": "ssd"}]} if drives == "replaced" else {}
    for files in ({}, {"files": "not_asked"}):
        assert await refusal(staff, ticket, "repair", outcome="fixed", drives=drives, **new, **files) == (409, "files_not_asked")
    done = await step(staff, ticket, "repair", outcome="fixed", drives=drives, files="nothing_to_keep", **new)
    assert done["status"] == "closed"


async def test_a_new_drive_and_a_replaced_one_go_together(house: House) -> None:
    staff = house.sign_in()
    device, _ = await on_loan(house, staff)
    ticket = await a_ticket(staff, code=device["code"])
    await step(staff, ticket, "triage", decision="repair")
    said = {"outcome": "fixed", "files": "yes_saved"}
    assert await refusal(staff, ticket, "repair", **said, drives="replaced") == (422, "new_drive_missing")
    assert await refusal(staff, ticket, "repair", **said, new_drives=[{"medium": "hdd"}]) == (422, "new_drive_missing")


async def test_a_ticket_never_ends_on_not_us(house: House) -> None:
    staff = house.sign_in()
    ticket = await a_ticket(staff)
    for said in ({}, {"handed_to": "OCMW"}, {"accepted": True}, {"handed_to": "   ", "accepted": True}):
        refused = await refusal(staff, ticket, "close", resolution="handed_over", **said)
        assert refused == (422, "handover_not_accepted")
    closed = await step(staff, ticket, "close", resolution="handed_over", handed_to="OCMW", accepted=True)
    assert (closed["resolution"], closed["handed_to"]) == ("handed_over", "OCMW")


async def test_whoever_is_not_reached_keeps_waiting_also_when_the_ticket_is_closed(house: House) -> None:
    staff = house.sign_in()
    first = await a_ticket(staff)
    ticket = await a_ticket(staff)
    assert await refusal(staff, ticket, "callback/done", reached=True) == (409, "no_callback_wanted")
    await step(staff, ticket, "callback")
    await step(staff, ticket, "callback")  # asking twice is asking once
    assert (await step(staff, ticket, "callback/done", reached=False))["callback_open"] is True
    queue = (await staff.get(TICKETS))["tickets"]
    assert [one["id"] for one in queue] == [ticket["id"], first["id"]]
    await step(staff, ticket, "close", resolution="solved_itself")
    queue = (await staff.get(TICKETS))["tickets"]
    assert [one["id"] for one in queue] == [ticket["id"], first["id"]]
    done = await step(staff, ticket, "callback/done", reached=True)
    assert (done["callback_open"], done["callback_tries"]) == (False, 1)
    assert [one["id"] for one in (await staff.get(TICKETS))["tickets"]] == [first["id"]]
    assert [name for name, _ in await outbox(house, staff.organisation)].count("callback_requested") == 1


@pytest.mark.parametrize(
    ("text", "code"), [("x" * 10_000, "text_too_long"), (f"ik ben {A_REGISTER_NUMBER}", "register_number_in_text")]
)
async def test_texts_that_are_refused(house: House, text: str, code: str) -> None:
    staff = house.sign_in()
    answer = await staff.post(TICKETS, {"channel": "call", "text": text})
    assert (answer.status_code, answer.json()["type"].rpartition(":")[2]) == (422, code)
    assert A_REGISTER_NUMBER not in answer.text
    ticket = await a_ticket(staff)
    assert ticket["number"] == 1001  # the refused one left no trace
    assert await refusal(staff, ticket, "notes", kind="seen", text=text) == (422, code)
    handed = {"resolution": "handed_over", "accepted": True, "handed_to": text}
    assert await refusal(staff, ticket, "close", **handed) == (422, code)


async def test_notes(house: House) -> None:
    staff = house.sign_in()
    ticket = await a_ticket(staff)
    assert await refusal(staff, ticket, "notes", kind="seen", text="  \n ") == (422, "text_missing")
    for number in range(50):
        await step(staff, ticket, "notes", kind="seen" if number % 2 else "family_said", text=f"nummer {number}")
    assert await refusal(staff, ticket, "notes", kind="seen", text="te veel") == (409, "too_many_notes")
    assert [note["text"] for note in (await seen(staff, ticket))["notes"]] == [f"nummer {number}" for number in range(50)]


async def test_an_unknown_code(house: House) -> None:
    staff, stranger = house.sign_in(), house.sign_in()
    device = await a_known_device(house, stranger)
    for code in ("ABC-234", "nonsense", device["code"]):
        answer = await staff.post(TICKETS, {"channel": "call", "code": code})
        assert (answer.status_code, answer.json()["type"].rpartition(":")[2]) == (422, "unknown_code")


async def test_another_organisation_sees_and_changes_nothing(house: House) -> None:
    staff, stranger = house.sign_in(), house.sign_in()
    ticket = await a_ticket(staff, callback=True)
    before = await seen(staff, ticket)
    assert (await stranger.http.get(f"{TICKETS}/{ticket['id']}")).status_code == 404
    for name, body in (
        ("notes", {"kind": "seen", "text": "x"}),
        ("callback", {}),
        ("callback/done", {"reached": True}),
        ("contact", {}),
        ("triage", {"decision": "advice"}),
        ("loaner", {}),
        ("repair", {"outcome": "fixed"}),
        ("close", {"resolution": "advice_given"}),
        ("reopen", {}),
    ):
        for ticket_id in (ticket["id"], uuid4()):
            assert (await stranger.post(f"{TICKETS}/{ticket_id}/{name}", body)).status_code == 404, name
    assert (await stranger.get(TICKETS))["tickets"] == []
    assert await seen(staff, ticket) == before


async def test_the_same_question_twice_is_one_ticket(house: House) -> None:
    staff = house.sign_in()
    body, key = {"channel": "counter", "symptom": "slow"}, str(uuid4())
    answers = await asyncio.gather(*(staff.post(TICKETS, body, key=key) for _ in range(3)))
    assert len({answer.json()["id"] for answer in answers}) == 1
    assert len((await staff.get(TICKETS))["tickets"]) == 1


async def test_numbers_are_unique_when_many_ask_at_once(house: House) -> None:
    staff, other = house.sign_in(), house.sign_in()
    tickets = await asyncio.gather(*(a_ticket(one) for one in (staff, other) * 10))
    assert sorted(ticket["number"] for ticket in tickets[::2]) == list(range(1001, 1011))


async def test_a_long_queue_comes_in_pages_by_urgency(house: House) -> None:
    staff = house.sign_in()
    tickets = [await a_ticket(staff, callback=number in (3, 57)) for number in range(60)]
    order = [tickets[3], tickets[57], *(one for number, one in enumerate(tickets) if number not in (3, 57))]
    page = await staff.get(TICKETS)
    rest = await staff.get(page["next"])
    assert (len(page["tickets"]), rest["next"]) == (50, None)
    assert [one["id"] for one in page["tickets"] + rest["tickets"]] == [one["id"] for one in order]
    await step(staff, tickets[0], "close", resolution="solved_itself")
    assert [one["id"] for one in (await staff.get(f"{TICKETS}?show=closed"))["tickets"]] == [tickets[0]["id"]]
    assert (await staff.get(f"{TICKETS}?show=in_repair"))["tickets"] == []


async def test_a_replay_gives_the_same(house: House) -> None:
    staff = house.sign_in()
    device, loan = await on_loan(house, staff)
    ticket = await a_ticket(staff, code=device["code"])
    ids = {"ticket_id": UUID(ticket["id"]), "original_device_id": UUID(device["id"])}
    await heard(house, staff.organisation, LoanerRefused(**ids, reason=LoanerRefusalReason.NONE_READY))
    await heard(house, staff.organisation, LoanerAdded(**ids, device_id=new_id(), loan_id=loan.loan_id))
    before = await seen(staff, ticket)
    assert await house.services["helpdesk"].replay(house.transport) > 0
    assert await seen(staff, ticket) == before
    assert (await a_ticket(staff, code=device["code"]))["household_id"] == str(loan.household_id)
