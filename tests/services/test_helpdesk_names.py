"""Who sees what of a family at a ticket, how a name is asked, and where the words of people go."""

import csv
import unicodedata
from pathlib import Path
from typing import Any

import httpx
from fastapi import FastAPI, Request
from structlog.testing import capture_logs

from shared.contracts.disclosure import ADDRESS, DisclosureQuestion
from shared.contracts.vocabulary import Role
from tests.support.helpdesk import TICKETS, a_ticket, on_loan, outbox, seen, step
from tests.support.house import House
from tests.support.lending import a_running_loan

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
