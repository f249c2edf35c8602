"""A loan that runs: looking again, bringing back, and what others tell about it. Through API and pages."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from services.loans.domain.loan import look_again_after
from shared.contracts.helpdesk import TicketOpened, VisitRecorded
from shared.contracts.inventory import DeviceRetired
from shared.contracts.loans import LoanEnded
from shared.contracts.rhythm import USUAL
from shared.contracts.vocabulary import Channel, Symptom, VisitFinding, VisitOutcome
from shared.runtime.clock import new_id
from tests.support.house import House, Staff
from tests.support.lending import a_running_loan, held_back, loan_now, ready_to_sign, sign, told
from tests.support.pages import Reader, reader
from tests.support.slice import a_ready_device, published, request_now

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

OURS = ("return_requested", "loan_ended", "agreement_signed", "loan_started", "loan_extended")


async def ours(house: House, staff: Staff) -> list[str]:
    """What loans published about loans."""
    return [name for name in await published(house, staff, "loans") if name in OURS]


def problem_of(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["type"].rpartition(":")[2]


async def test_a_kept_machine_that_is_retired_goes_and_the_next_comes(house: House) -> None:
    """The loan that waited for a signature is cancelled; the request waits again and gets another machine, and a new loan."""
    staff = house.sign_in()
    lent = await ready_to_sign(house, staff)
    await told(house, staff, DeviceRetired(device_id=lent.device_id, retired_on=house.clock.now().date()))
    assert (await request_now(staff, lent.request))["status"] == "waiting"
    assert (await loan_now(staff, lent))["status"] == "cancelled"
    other = await a_ready_device(staff)
    await house.run_until_idle()
    request = await request_now(staff, lent.request)
    assert (request["status"], request["device_id"]) == ("reserved", other["id"])
    lent.loan = await staff.get(f"/loans/api/loans/{request['loan_id']}")
    assert (await sign(staff, lent))["status"] == "running"


async def test_whoever_waits_again_is_looked_at_every_day(house: House) -> None:
    """The round of long ago planned no other one, because nobody waited."""
    staff = house.sign_in()
    lent = await ready_to_sign(house, staff)
    for _ in range(3):
        house.clock.move(timedelta(days=1))
        await house.run_until_idle()
    await told(house, staff, DeviceRetired(device_id=lent.device_id, retired_on=house.clock.now().date()))
    assert (await request_now(staff, lent.request))["status"] == "waiting"
    async with house.services["loans"].units.open(staff.organisation) as unit:
        planned = "SELECT count(*) FROM bus.job WHERE state = 'waiting' AND kind = 'daily_round' AND organisation = :organisation"
        assert await unit.connection.scalar(text(planned), {"organisation": staff.organisation}) == 1


async def test_the_need_goes_on(house: House) -> None:
    staff = house.sign_in()
    lent = await a_running_loan(house, staff)
    address, api = f"/loans/loans/{lent.loan['id']}", f"/loans/api/loans/{lent.loan['id']}"
    today = date.fromisoformat(lent.loan["started_on"])
    assert lent.loan["look_again_on"] == look_again_after(today, USUAL.look_again_months).isoformat()
    day = (today + timedelta(days=USUAL.call_ahead_days + 2)).isoformat()
    assert (await staff.did(f"{api}/extend", {"look_again_on": day}))["look_again_on"] == day
    assert "Je hoeft nu niemand te bellen" in (await later(house, staff, 0).open("/loans/loans?look_again=soon")).text
    me = later(house, staff, 3)
    assert address in (await me.open("/loans/loans?look_again=soon")).links
    assert [one["id"] for one in (await staff.get("/loans/api/loans?look_again=soon"))["loans"]] == [lent.loan["id"]]
    await house.run_until_idle()
    assert "Eén gezin leent al een tijd" in (await me.open("/")).text
    me = later(house, staff, USUAL.call_ahead_days)
    shown = await me.open(address)
    assert "Vraag eens hoe het gaat" in shown.text
    assert "0470 12 34 56" in shown.text
    assert await me.sent(await me.form(address, f"{address}/extend")) == address
    assert (await loan_now(staff, lent))["look_again_on"] > day
    assert (await staff.get("/loans/api/loans?look_again=soon"))["loans"] == []
    assert (await ours(house, staff))[-1] == "loan_extended"
    for wrong in ("2020-01-01", "2199-01-01"):
        refused = await staff.post(f"{api}/extend", {"look_again_on": wrong})
        assert problem_of(refused) == (422, "date_not_ahead")


async def test_beside_a_family_that_nobody_calls_stands_why(house: House) -> None:
    """It stays on the list: somebody writes, or waits until its question is answered."""
    staff = house.sign_in()
    lent = await a_running_loan(house, staff)
    address = f"/loans/loans/{lent.loan['id']}"
    day = date.fromisoformat(lent.loan["started_on"]) + timedelta(days=USUAL.call_ahead_days)
    await staff.did(f"/loans/api/loans/{lent.loan['id']}/extend", {"look_again_on": day.isoformat()})

    async def row(days: int = 0) -> str:
        shown = await later(house, staff, days).open("/loans/loans?look_again=soon")
        assert address in shown.links, "nobody is hidden"
        return str(shown.text)

    assert "schrijf een brief" not in await row()
    consents = f"/loans/api/households/{lent.household['id']}/consent"
    await staff.did(consents, {"purpose": "calls", "answer": "no", "way": "counter"})
    await house.run_until_idle()
    assert "Wil geen telefoon: schrijf een brief. Bellen en schrijven" in await row()
    await staff.did(consents, {"purpose": "messages", "answer": "no", "way": "counter"})
    assert "Bel of schrijf niet. Vraag het als het gezin langskomt." in await row()
    opened = TicketOpened(ticket_id=new_id(), device_id=lent.device_id, symptom=Symptom.SCREEN, channel=Channel.COUNTER)
    await told(house, staff, opened, service="helpdesk")
    assert "Vroeg hulp. Bel pas als dat rond is." in await row()


def later(house: House, staff: Staff, days: int) -> Reader:
    """Somebody who looks at pages some days later, with a token of that day."""
    house.clock.move(timedelta(days=days))
    return reader(house, replace(staff, token=house.services["loans"].tokens.sign(staff.person)))


async def test_bringing_it_back(house: House) -> None:
    me = reader(house)
    lent = await ready_to_sign(house, me.staff)
    body = {"accessories": ["charger", "mouse", "bag"], "learners": 0}
    await me.staff.did(f"/loans/api/loans/{lent.loan['id']}/accessories", body)
    lent.loan = await sign(me.staff, lent)
    address = f"/loans/loans/{lent.loan['id']}"
    form = await me.form(address, f"{address}/return")
    assert set(form.fields) == {"csrf", "form_key"}, "no reason is asked"
    assert await me.sent(form) == await me.sent(form) == address
    assert address in (await me.open("/loans/loans?status=returning")).links
    assert problem_of(await me.staff.post(f"/loans/api{address.removeprefix('/loans')}/return")) == (409, "not_running")
    await me.sent(await me.form(address, f"{address}/keep"))
    assert (await loan_now(me.staff, lent))["status"] == "running"
    assert problem_of(await me.staff.post(f"/loans/api{address.removeprefix('/loans')}/keep")) == (409, "nothing_to_keep")
    await me.sent(await me.form(address, f"{address}/return"))
    form = await me.form(f"{address}/end")
    answer = await me.http.post(form.action, data=form.fields | {"accessory": ["charger", "bag"]})
    assert answer.headers["location"] == address
    shown = await me.open(address)
    assert "Niet afgevinkt: muis. Niemand betaalt iets" in shown.text
    ended = await loan_now(me.staff, lent)
    assert (ended["status"], ended["not_returned"]) == ("ended", ["mouse"])
    assert [line["ended"] for line in ended["lines"]] == ["loan_ended"]
    assert (await request_now(me.staff, lent.request))["status"] == "ended"
    assert (await me.http.get(f"{address}/end")).headers["location"] == address
    assert await ours(house, me.staff) == ["agreement_signed", "loan_started", "return_requested", "return_requested", "loan_ended"]
    [told_to_all] = await events_of(house, me.staff, LoanEnded)
    assert told_to_all.device_ids == (lent.device_id,)


async def events_of(house: House, staff: Staff, kind: Any) -> list[Any]:
    """What loans published of one kind."""
    async with house.services["loans"].units.open(staff.organisation) as unit:
        rows = await unit.connection.execute(
            text("SELECT value FROM bus.outbox WHERE headers->>'ce_type' = :type ORDER BY id"), {"type": kind.type}
        )
        return [kind.model_validate(row.value) for row in rows]


async def test_ending_at_the_counter_without_a_word_before(house: House) -> None:
    staff = house.sign_in()
    lent = await a_running_loan(house, staff)
    ended = await staff.did(f"/loans/api/loans/{lent.loan['id']}/end", {"returned": ["charger", "mouse"]})
    assert (ended["status"], ended["not_returned"]) == ("ended", [])
    for path, body in (("end", {"returned": []}), ("return", None), ("extend", {})):
        assert problem_of(await staff.post(f"/loans/api/loans/{lent.loan['id']}/{path}", body)) == (409, "not_running")


async def test_a_machine_that_came_back_may_be_promised_again(house: House) -> None:
    """The request that had it does not stand in the way."""
    staff = house.sign_in()
    lent = await a_running_loan(house, staff)
    await staff.did(f"/loans/api/loans/{lent.loan['id']}/end", {"returned": []})
    async with house.services["loans"].units.open(staff.organisation) as unit:
        assert await unit.requests.promised(lent.device_id) is None
        assert await unit.loans.find_with_device(lent.device_id) is None


@pytest.mark.parametrize("before", ["running", "returning", "ended"])
async def test_a_visit_that_finds_the_need_over(house: House, before: str) -> None:
    """In every order: while it runs it starts a return; when that was asked or all is over, it changes nothing."""
    staff = house.sign_in()
    lent = await a_running_loan(house, staff)
    address = f"/loans/api/loans/{lent.loan['id']}"
    if before == "returning":
        await staff.did(f"{address}/return")
    if before == "ended":
        await staff.did(f"{address}/end", {"returned": []})
    household_id = UUID(lent.household["id"])
    for loan_id, findings in (
        (None, (VisitFinding.NEED_IS_OVER,)),
        (new_id(), (VisitFinding.NEED_IS_OVER,)),
        (lent.loan_id, (VisitFinding.BROKEN, VisitFinding.WANTS_TO_LEARN)),
    ):
        visit = VisitRecorded(
            visit_id=new_id(), household_id=household_id, loan_id=loan_id, outcome=VisitOutcome.WENT_AHEAD, findings=findings
        )
        await told(house, staff, visit, service="helpdesk")
        assert (await loan_now(staff, lent))["status"] == before
    over = visit.model_copy(update={"visit_id": new_id(), "findings": (VisitFinding.NEED_IS_OVER,)})
    await told(house, staff, over, service="helpdesk")
    assert (await loan_now(staff, lent))["status"] == ("returning" if before == "running" else before)
    assert (await ours(house, staff)).count("return_requested") == (before != "ended")


async def test_a_visit_that_is_heard_of_late_does_not_undo_that_the_family_keeps_it(house: House) -> None:
    staff = house.sign_in()
    lent = await a_running_loan(house, staff)
    over = VisitRecorded(
        visit_id=new_id(),
        household_id=UUID(lent.household["id"]),
        loan_id=lent.loan_id,
        outcome=VisitOutcome.WENT_AHEAD,
        findings=(VisitFinding.NEED_IS_OVER,),
    )
    async with held_back(house, "loans.reactions", over):
        await told(house, staff, over, service="helpdesk")
        house.clock.move(timedelta(hours=1))
        await staff.did(f"/loans/api/loans/{lent.loan['id']}/return")
        await staff.did(f"/loans/api/loans/{lent.loan['id']}/keep")
    assert (await loan_now(staff, lent))["status"] == "running"
    house.clock.move(timedelta(hours=1))
    await told(house, staff, over.model_copy(update={"visit_id": new_id()}), service="helpdesk")
    assert (await loan_now(staff, lent))["status"] == "returning", "that visit was later"


async def test_empty_lists_of_loans_teach(house: House) -> None:
    me = reader(house)
    for query, words in (
        ("", "Nog niemand leent iets"),
        ("?status=ready_to_sign", "Er ligt niets klaar"),
        ("?status=returning", "Er komt niets terug"),
        ("?status=ended", "Nog niets voorbij"),
        ("?status=nonsense", "Nog niemand leent iets"),
        (f"?after={uuid4()}", "Dit is het einde van de lijst"),
    ):
        assert words in (await me.open(f"/loans/loans{query}")).text


async def test_an_ended_loan_says_that_its_machine_is_back_only_when_it_is(house: House) -> None:
    me = reader(house)
    lent = await a_running_loan(house, me.staff)
    page = f"/loans/loans/{lent.loan['id']}"
    await me.staff.did(f"/loans/api/loans/{lent.loan['id']}/end", {"returned": []})
    before = (await me.open(page)).text
    await house.run_until_idle()
    underway = (await me.open(page)).text
    await me.staff.did(f"/inventory/api/devices/{lent.device['id']}/take-back")
    await house.run_until_idle()
    here = (await me.open(page)).text
    for shown in (before, underway):
        assert ("komt terug" in shown, "terug bij ons" in shown) == (True, False)
    assert ("komt terug" in here, "terug bij ons" in here) == (False, True)
