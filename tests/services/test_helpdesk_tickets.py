"""A ticket from a question to an answer, through the API: each step, each refusal, and what others hear of it."""

import asyncio
import csv
import unicodedata
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI, Request
from structlog.testing import capture_logs

from shared.contracts.disclosure import ADDRESS, DisclosureQuestion
from shared.contracts.inventory import LoanerRefused, LoanerReserved
from shared.contracts.loans import DeviceSwapped, LoanerAdded, LoanerReturned
from shared.contracts.vocabulary import LoanerRefusalReason, Role
from shared.runtime.clock import new_id
from tests.support.colleagues import alone
from tests.support.helpdesk import a_known_device, a_loan, heard, outbox, the_end
from tests.support.house import House, Staff
from tests.support.lending import a_running_loan

TICKETS = "/helpdesk/api/tickets"
A_REGISTER_NUMBER = "85.07.30-033.28"

OTHER_SCRIPTS = (
    "الشاشة سوداء ولا يعمل الحاسوب",
    "صفحه‌کلید کار نمی‌کند",
    "Екран чорний, ноутбук не вмикається",
    "Ekran açılmıyor, şarj olmuyor 🔌",
    "ኮምፒዩተሩ አይሰራም",
    "电脑开不了机",
    "👩‍👧 laptop kapot",
)
"""Beside the real texts, which are in Latin letters only."""


async def a_ticket(staff: Staff, **body: Any) -> Any:
    return await staff.did(TICKETS, {"channel": "counter", "symptom": "screen"} | body)


async def on_loan(house: House, staff: Staff) -> tuple[Any, Any]:
    """A laptop that a family has, and the loan."""
    device = await a_known_device(house, staff)
    loan = a_loan(house, UUID(device["id"]))
    await heard(house, staff.organisation, loan)
    return device, loan


async def step(staff: Staff, ticket: Any, name: str, **body: Any) -> Any:
    return await staff.did(f"{TICKETS}/{ticket['id']}/{name}", body)


async def refusal(staff: Staff, ticket: Any, name: str, **body: Any) -> tuple[int, str]:
    """The status and code of a step that has to be refused, after seeing that it changed nothing."""
    before = await staff.get(f"{TICKETS}/{ticket['id']}")
    answer = await staff.post(f"{TICKETS}/{ticket['id']}/{name}", body)
    assert await staff.get(f"{TICKETS}/{ticket['id']}") == before
    return answer.status_code, answer.json()["type"].rpartition(":")[2]


async def seen(staff: Staff, ticket: Any) -> Any:
    return await staff.get(f"{TICKETS}/{ticket['id']}")


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


async def test_a_loaner_is_for_a_family_that_misses_its_laptop(house: House) -> None:
    staff = house.sign_in()
    device = await a_known_device(house, staff)
    ticket = await a_ticket(staff, code=device["code"])
    assert await refusal(staff, ticket, "loaner") == (409, "not_in_repair")
    await step(staff, ticket, "triage", decision="repair")
    assert await refusal(staff, ticket, "loaner") == (409, "not_on_loan")
    loan = a_loan(house, UUID(device["id"]))
    await heard(house, staff.organisation, loan)
    await step(staff, ticket, "loaner")
    await step(staff, ticket, "loaner")  # while nobody answered, asking again changes nothing
    assert [name for name, _ in await outbox(house, staff.organisation)].count("loaner_requested") == 1


async def test_what_is_said_about_a_loaner_is_shown(house: House) -> None:
    with alone(house, "helpdesk"):  # inventory knows nothing of a loan that this test made up
        await _what_is_said_about_a_loaner_is_shown(house)


async def _what_is_said_about_a_loaner_is_shown(house: House) -> None:
    staff = house.sign_in()
    device, loan = await on_loan(house, staff)
    other = await a_known_device(house, staff)
    ticket = await a_ticket(staff, code=device["code"])
    await step(staff, ticket, "triage", decision="repair")
    await step(staff, ticket, "loaner")
    ids = {"ticket_id": UUID(ticket["id"]), "original_device_id": UUID(device["id"])}
    along = ids | {"device_id": UUID(other["id"]), "loan_id": loan.loan_id}

    async def loaner() -> Any:
        return (await seen(staff, ticket))["loaner"]

    await heard(house, staff.organisation, LoanerRefused(**ids, reason=LoanerRefusalReason.NONE_READY))
    assert ((await loaner())["state"], (await loaner())["reason"]) == ("refused", "none_ready")
    await step(staff, ticket, "loaner")  # after a no it is asked anew
    await heard(house, staff.organisation, LoanerReserved(**along))
    assert ((await loaner())["state"], (await loaner())["code"]) == ("reserved", other["code"])
    assert await refusal(staff, ticket, "loaner") == (409, "loaner_is_there")
    await heard(house, staff.organisation, LoanerAdded(**along))
    assert (await loaner())["state"] == "along"
    scanned = await a_ticket(staff, code=other["code"])
    assert scanned["household_id"] == str(loan.household_id)  # the loaner is with the family too
    await heard(house, staff.organisation, LoanerReturned(**along))
    assert (await loaner())["state"] == "returned"
    assert (await a_ticket(staff, code=other["code"]))["household_id"] is None


async def test_loans_is_heard_before_inventory(house: House) -> None:
    """The other order: the loaner is with the family before we hear that it was kept."""
    staff = house.sign_in()
    device, loan = await on_loan(house, staff)
    ticket = await a_ticket(staff, code=device["code"])
    along = {"ticket_id": UUID(ticket["id"]), "original_device_id": UUID(device["id"]), "device_id": new_id()}
    await heard(house, staff.organisation, LoanerAdded(**along, loan_id=loan.loan_id))
    await heard(house, staff.organisation, LoanerReserved(**along, loan_id=loan.loan_id))
    assert (await seen(staff, ticket))["loaner"]["state"] == "along"


async def test_a_question_belongs_to_the_family_that_has_the_machine_now(house: House) -> None:
    staff = house.sign_in()
    device, first = await on_loan(house, staff)
    kept = new_id()
    await heard(
        house,
        staff.organisation,
        DeviceSwapped(loan_id=first.loan_id, device_id=kept, original_device_id=UUID(device["id"])),
    )
    assert (await a_ticket(staff, code=device["code"]))["household_id"] is None
    await heard(house, staff.organisation, a_loan(house, UUID(device["id"]), code="PEER-7"))
    again = await seen(staff, await a_ticket(staff, code=device["code"]))
    assert again["household_code"] == "PEER-7"
    old = await a_known_device(house, staff)
    loan = a_loan(house, UUID(old["id"]))
    await heard(house, staff.organisation, loan, the_end(loan, loan.started_on))
    assert (await a_ticket(staff, code=old["code"]))["household_id"] is None


async def test_a_loan_that_is_heard_of_after_the_question(house: House) -> None:
    """The other order: the ticket has no family at first, and gets it when somebody decides what to do."""
    staff = house.sign_in()
    device = await a_known_device(house, staff)
    ticket = await a_ticket(staff, code=device["code"])
    loan = a_loan(house, UUID(device["id"]))
    await heard(house, staff.organisation, loan)
    assert (await seen(staff, ticket))["household_id"] is None
    assert (await step(staff, ticket, "triage", decision="visit"))["household_id"] == str(loan.household_id)
    assert (await step(staff, ticket, "triage", decision="repair"))["status"] == "in_repair"
    assert (await step(staff, ticket, "loaner"))["loaner_asked"] is True


async def test_a_family_that_got_the_machine_later_did_not_ask(house: House) -> None:
    staff = house.sign_in()
    device = await a_known_device(house, staff)
    ticket = await a_ticket(staff, code=device["code"])
    house.clock.move(timedelta(days=1))
    await heard(house, staff.organisation, a_loan(house, UUID(device["id"])))
    assert (await step(staff, ticket, "triage", decision="repair"))["household_id"] is None


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


async def test_a_repairer_sees_the_machine_and_never_the_family(house: House) -> None:
    staff = house.sign_in()
    repairer = house.sign_in(staff.organisation, Role.REPAIRER)
    device, _loan = await on_loan(house, staff)
    ticket = await a_ticket(staff, code=device["code"], callback=True)
    shown = await seen(repairer, ticket)
    assert shown["device"]["code"] == device["code"]
    assert (shown["household_id"], shown["household_code"]) == (None, None)
    assert (await seen(staff, ticket))["household_code"] == "KIWI-42"
    assert (await repairer.post(f"{TICKETS}/{ticket['id']}/contact")).status_code == 403
    assert (await repairer.post(f"{TICKETS}/{ticket['id']}/callback/done", {"reached": True})).status_code == 403
    assert (await house.sign_in(staff.organisation, Role.COORDINATOR).http.get(TICKETS)).status_code == 403


async def test_how_to_call_a_family_is_asked_from_loans_on_purpose(house: House) -> None:
    staff = house.sign_in()
    device, loan = await on_loan(house, staff)
    ticket = await a_ticket(staff, code=device["code"])
    address, running = f"{TICKETS}/{ticket['id']}/contact", house.services["helpdesk"]
    assert (await staff.post(address)).status_code == 404  # nobody waits for a call
    await step(staff, ticket, "callback")
    asked: list[tuple[DisclosureQuestion, Any]] = []
    answer: dict[str, Any] = {
        "families": [{"household_id": str(loan.household_id), "call_name": "Familie Peeters", "telephone": "0470 12 34 56"}]
    }
    stand_in = FastAPI()

    @stand_in.post(ADDRESS)
    async def disclose(request: Request, question: DisclosureQuestion) -> Any:
        asked.append((question, running.tokens.read_question(request.headers["authorization"].removeprefix("Bearer "))))
        return answer

    running.colleagues.are_here(stand_in)
    try:
        shown = (await staff.post(address)).json()
        answer["families"] = []
        not_shared = (await staff.post(address)).json()
        answer["families"] = "nonsense"
        nonsense = await staff.post(address)
        running.colleagues.are_here(FastAPI())  # loans has no such address
        away = await staff.post(address)
    finally:
        running.colleagues.are_here(house.app)
    assert shown == {"call_name": "Familie Peeters", "telephone": "0470 12 34 56"}
    assert not_shared == {"call_name": None, "telephone": None}
    assert (nonsense.status_code, away.status_code) == (503, 503)
    question, asking = asked[0]
    assert (question.purpose, question.household_ids) == ("asked_to_be_called", (loan.household_id,))
    assert (asking.service, asking.person) == ("helpdesk", staff.person)
    assert "Peeters" not in str(await outbox(house, staff.organisation))
    own = await a_ticket(staff, callback=True)
    assert (await staff.post(f"{TICKETS}/{own['id']}/contact")).json() == {"call_name": None, "telephone": None}


async def test_the_code_of_a_sticker_is_not_enough_to_get_a_name(house: House) -> None:
    """A helper who read the code may note a wish to be called; a name comes only with a yes, or when the family itself asked."""
    staff = house.sign_in()
    helper, repairer = (house.sign_in(staff.organisation, role) for role in (Role.OUTREACH, Role.REPAIRER))
    lent = await a_running_loan(house, staff)
    code, nothing = lent.device["code"], {"call_name": None, "telephone": None}
    fatima = {"call_name": "Fatima", "telephone": "0470 12 34 56"}

    async def told(ticket: Any) -> Any:
        return (await helper.post(f"{TICKETS}/{ticket['id']}/contact")).json()

    noted = await helper.did(TICKETS, {"channel": "counter", "code": code, "callback": True})
    assert await told(noted) == nothing
    assert (await helper.post(f"{TICKETS}/{noted['id']}/callback")).status_code == 403
    await step(repairer, noted, "callback")
    assert await told(noted) == nothing
    await step(staff, noted, "callback")  # the family said so to who knows it
    assert await told(noted) == fatima
    await step(helper, noted, "callback/done", reached=True)
    await step(repairer, noted, "callback")
    assert await told(noted) == nothing
    await staff.did(f"/loans/api/households/{lent.household['id']}/consent", {"purpose": "calls", "answer": "yes"})
    assert await told(noted) == fatima
    looks = (await staff.get(f"/loans/api/households/{lent.household['id']}"))["looks"]
    assert [look["purpose"] for look in looks] == ["call_back", "asked_to_be_called"]


async def test_a_name_that_somebody_types_goes_nowhere(house: House) -> None:
    staff = house.sign_in()
    device, _ = await on_loan(house, staff)
    name = "Zsófia Quintelier"
    with capture_logs() as logs:
        ticket = await a_ticket(staff, code=device["code"], text=f"{name} belt", callback=True)
        await step(staff, ticket, "notes", kind="family_said", text=f"zegt {name}")
        await staff.post(TICKETS, {"channel": "call", "text": name, "code": "ABC-234"})
        await staff.post(TICKETS, {"channel": "call", "text": name * 100})
        closed = await staff.post(
            f"{TICKETS}/{ticket['id']}/close", {"resolution": "handed_over", "handed_to": name, "accepted": True}
        )
        await house.run_until_idle()
    assert closed.json()["handed_to"] == name
    assert "Quintelier" not in closed.headers["location"]
    assert "Quintelier" in str(await seen(staff, ticket))
    assert len(await outbox(house, staff.organisation)) == 3
    assert "Quintelier" not in str(await outbox(house, staff.organisation))
    assert "Quintelier" not in str(logs)


async def test_real_words_of_people_with_a_broken_laptop(house: House, repair_texts: Path) -> None:
    """Nothing is lost or mangled, in whatever script; what is too long is said, not cut off."""
    staff = house.sign_in()
    with repair_texts.open(encoding="utf-8", newline="") as file:
        problems = [row["problem"] for row in csv.DictReader(file) if row["problem"].strip()]
    odd = sorted(problems, key=lambda text: -sum(not letter.isascii() for letter in text))
    chosen = [*OTHER_SCRIPTS, *odd[:25], *problems[:: len(problems) // 50]]
    assert len(chosen) >= 75
    kept = 0
    for problem in chosen:
        answer: httpx.Response = await staff.post(TICKETS, {"channel": "paper", "text": problem})
        if len(problem) > 500:
            assert answer.status_code in (201, 422)
            if answer.status_code == 422:
                assert answer.json()["letters"] > 500
                continue
        assert answer.status_code == 201, answer.text
        kept += 1
        shown = (await seen(staff, answer.json()))["notes"][0]["text"]
        assert shown.split() == unicodedata.normalize("NFC", problem).split()
    assert kept >= 70


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
