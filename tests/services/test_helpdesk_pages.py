"""The pages of helpdesk as somebody at work uses them without JavaScript."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI

from shared.contracts.disclosure import ADDRESS, DisclosureQuestion
from shared.contracts.skills import TrainingNeedShared
from shared.contracts.vocabulary import ConsentAnswer, Role
from shared.runtime.clock import new_id
from tests.support.helpdesk import a_known_device, a_loan, heard, signed_again, tell, wish
from tests.support.house import House, today
from tests.support.pages import Read, Reader, reader

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # pages do not see what carries the events

NEW = "/helpdesk/tickets/new"
ASKED = {"channel": "call", "symptom": "screen"}


async def asked(me: Reader, **answers: str) -> str:
    """Note a question through the form; the address of its page."""
    return await me.sent(await me.form(NEW), ASKED | answers)


async def step(me: Reader, address: str, name: str, **answers: str) -> httpx.Response:
    """Send the form of this name on a page."""
    form = next(form for form in (await me.open(address)).forms if form.action == f"{address}/{name}")
    return await me.send(form, answers)


def wrong_fields(answer: httpx.Response) -> list[str]:
    """The fields that the error summary leads to; each has to be there."""
    shown = Read(answer.text)
    fields = [link[1:] for link in shown.links if link.startswith("#") and link != "#content"]
    assert set(fields) <= set(shown.ids)
    return fields


def a_helper(house: House, me: Reader) -> Reader:
    return reader(house, house.sign_in(me.staff.organisation, Role.OUTREACH))


async def lent(house: House, me: Reader) -> tuple[Any, Any]:
    device = await a_known_device(house, me.staff)
    loan = a_loan(house, UUID(device["id"]))
    await heard(house, me.staff.organisation, loan)
    return device, loan


async def test_from_a_call_to_a_repaired_laptop(house: House) -> None:
    me = reader(house)
    device, loan = await lent(house, me)
    address = await asked(me, code=device["code"].lower(), text="Het scherm\nblijft zwart", callback="yes")
    shown = await me.open(address)
    assert "Volgende stap: bel terug" in shown.text
    assert "Het scherm blijft zwart" in shown.text
    assert "Lenovo ThinkPad X240" in shown.text
    assert f"/loans/households/{loan.household_id}" in shown.links
    assert (await step(me, address, "callback/done", reached="no")).status_code == 303
    assert "We belden al één keer" in (await me.open(address)).text
    await step(me, address, "callback/done", reached="yes")
    assert "Volgende stap: beslis wat we doen" in (await me.open(address)).text
    await step(me, address, "triage", decision="repair")
    await step(me, address, "loaner")
    shown = await me.open(address)
    assert "Er is een leentoestel gevraagd" in shown.text
    await step(me, address, "notes", kind="seen", text="kabel los")
    done = {"outcome": "fixed", "drives": "replaced", "files": "yes_saved", "medium": "ssd", "capacity": "256 GB"}
    assert (await step(me, address, "repair", **done)).status_code == 303
    assert "Afgerond: hersteld" in (await me.open(address)).text
    assert address in (await me.open("/helpdesk/tickets?show=closed")).links
    await step(me, address, "reopen")
    assert "nog te bekijken" in (await me.open(address)).text


async def test_what_is_missing_is_said_and_what_was_typed_stays(house: House) -> None:
    me = reader(house)
    device, _ = await lent(house, me)
    answer = await me.send(await me.form(NEW), {"text": "een heel verhaal", "callback": "yes"})
    assert (answer.status_code, wrong_fields(answer)) == (422, ["channel", "symptom"])
    assert "een heel verhaal" in answer.text
    for text, code, field in (("x" * 10_000, "", "text"), ("85.07.30-033.28", "", "text"), ("kapot", "ABC-234", "code")):
        answer = await me.send(await me.form(NEW), ASKED | {"text": text, "code": code})
        assert (answer.status_code, wrong_fields(answer)) == (422, [field])
        assert text in answer.text
    address = await asked(me, code=device["code"])
    for name, answers, fields in (
        ("triage", {}, ["decision"]),
        ("close", {}, ["resolution"]),
        ("close", {"resolution": "handed_over", "handed_to": "OCMW"}, ["handed_to"]),
        ("notes", {"kind": "gossip"}, ["kind"]),
        ("notes", {"kind": "seen", "text": ""}, ["text"]),
        ("notes", {"kind": "seen", "text": "y" * 501}, ["text"]),
    ):
        answer = await step(me, address, name, **answers)
        assert (answer.status_code, wrong_fields(answer)) == (422, fields)
        assert all(value in answer.text for value in answers.values() if value != "gossip")
    await step(me, address, "triage", decision="repair")
    for answers, fields in (
        ({}, ["outcome"]),
        ({"outcome": "fixed", "drives": "replaced", "medium": "ssd"}, ["files"]),
        ({"outcome": "fixed", "drives": "replaced", "files": "yes_saved"}, ["medium"]),
        ({"outcome": "fixed", "drives": "replaced", "files": "yes_saved", "medium": "ssd", "capacity": "veel"}, ["capacity"]),
        ({"outcome": "magic", "drives": "?", "files": "?", "medium": "?"}, ["outcome", "drives", "files", "medium"]),
    ):
        answer = await step(me, address, "repair", **answers)
        assert (answer.status_code in (409, 422), wrong_fields(answer)) == (True, fields)
    assert "in herstelling" in (await me.open(address)).text


async def test_the_queue_has_numbers_and_no_families(house: House) -> None:
    me = reader(house)
    empty = await me.open("/helpdesk/tickets")
    assert "Er wacht niemand op hulp" in empty.text
    for show in ("in_repair", "closed", "nonsense"):
        assert NEW in (await me.open(f"/helpdesk/tickets?show={show}")).links
    device, loan = await lent(house, me)
    first = await asked(me, code=device["code"], text="Familie Quintelier")
    urgent = await asked(me, callback="yes")
    shown = await me.open("/helpdesk/tickets")
    assert shown.links.index(urgent) < shown.links.index(first)
    for secret in ("KIWI-42", "Quintelier", str(loan.household_id)):
        assert secret not in shown.text
    assert device["code"] in shown.text
    await house.run_until_idle()
    start = await me.open("/")
    assert "Eén gezin wacht op telefoon." in start.text
    assert "Twee vragen wachten op ons." in start.text
    assert "Bezoeken" not in start.text


async def test_a_repairer_sees_no_family(house: House) -> None:
    me = reader(house)
    device, _ = await lent(house, me)
    address = await asked(me, code=device["code"], callback="yes")
    repairer = reader(house, house.sign_in(me.staff.organisation, Role.REPAIRER))
    shown = await repairer.open(address)
    assert "KIWI-42" in (await me.open(address)).text
    assert "KIWI-42" not in shown.text
    assert not [link for link in shown.links if "/loans/" in link]
    assert not [form for form in shown.forms if form.action.endswith(("/contact", "/done"))]
    assert "Een collega belt terug" in shown.text


async def test_a_repairer_does_not_learn_what_a_family_wants(house: House) -> None:
    me = reader(house)
    device, loan = await lent(house, me)
    repairer = reader(house, house.sign_in(me.staff.organisation, Role.REPAIRER))
    told = set()
    for answer in (ConsentAnswer.YES, ConsentAnswer.NO):
        await heard(house, me.staff.organisation, wish(loan.household_id, answer))
        address = await asked(me, code=device["code"])
        assert "wil geen bezoek" not in (await repairer.open(address)).text
        assert ("Dit gezin wil geen bezoek." in (await me.open(address)).text) is (answer is ConsentAnswer.NO)
        refused = await step(repairer, address, "triage", decision="visit")
        assert "Laat een collega dit beslissen" in refused.text
        assert "wil geen bezoek" not in refused.text
        api = f"/helpdesk/api/tickets/{address.rpartition('/')[2]}/triage"
        told.add((refused.status_code, (await repairer.staff.post(api, {"decision": "visit"})).json()["type"]))
    assert told == {(403, "urn:digibank:problem:visits_are_for_others")}


async def test_name_and_number_are_shown_once_and_on_purpose(house: House) -> None:
    me = reader(house)
    device, loan = await lent(house, me)
    address = await asked(me, code=device["code"], callback="yes")
    assert "Peeters" not in (await me.open(address)).text
    stand_in = FastAPI()

    @stand_in.post(ADDRESS)
    async def disclose(question: DisclosureQuestion) -> Any:
        known = {"household_id": str(loan.household_id), "call_name": "Familie Peeters", "telephone": "0470 12 34 56"}
        return {"families": [known] if question.household_ids == (loan.household_id,) else []}

    colleagues = house.services["helpdesk"].colleagues
    colleagues.are_here(stand_in)
    try:
        shown = Read((await step(me, address, "contact")).text)
    finally:
        colleagues.are_here(house.app)
    assert "Familie Peeters" in shown.text
    assert "tel:0470123456" in shown.links
    assert "Peeters" not in (await me.open(address)).text
    colleagues.are_here(FastAPI())  # loans is away
    try:
        away = await step(me, address, "contact")
    finally:
        colleagues.are_here(house.app)
    assert (away.status_code, "We kunnen nu geen namen opvragen" in away.text) == (200, True)
    own = await asked(me, callback="yes")
    assert "hoort geen gezin dat we kennen" in (await step(me, own, "contact")).text


async def test_a_helper_notes_a_question_and_sees_its_number(house: House) -> None:
    helper = a_helper(house, reader(house))
    assert "1001" in (await helper.open(await asked(helper))).text


async def a_week(house: House) -> tuple[Reader, Reader, Any, Any, str]:
    """Staff, a helper, a device, a loan of two weeks ago, and the address of its first visit."""
    me = reader(house)
    helper = a_helper(house, me)
    device, loan = await lent(house, me)
    await heard(house, me.staff.organisation, wish(loan.household_id, ConsentAnswer.YES))
    house.clock.move(timedelta(days=14))
    visits = (await helper.staff.get("/helpdesk/api/visits"))["visits"]
    me, helper = (reader(house, signed_again(house, one.staff)) for one in (me, helper))
    return me, helper, device, loan, f"/helpdesk/visits/{visits[0]['id']}"


async def test_a_week_of_visits(house: House) -> None:
    me = reader(house)
    helper = a_helper(house, me)
    empty = await helper.open("/helpdesk/visits")
    assert "Geen bezoeken deze week" in empty.text
    assert "Geen bezoeken deze week" in (await helper.open("/")).text
    _, helper, device, loan, address = await a_week(house)
    await heard(
        house,
        helper.staff.organisation,
        TrainingNeedShared(learner_id=new_id(), household_id=loan.household_id, competences=("2.3",)),
    )
    await house.run_until_idle()
    start = await helper.open("/")
    assert "Eén bezoek te doen" in start.text
    week = await helper.open("/helpdesk/visits")
    assert address in week.links
    assert "Gezin KIWI-42" in week.text
    assert "Vandaag" in week.text
    shown = await helper.open(address)
    assert "Zaken regelen met school, gemeente of bank" in shown.text
    assert "Dit gezin wil graag bezoek." in shown.text
    assert device["code"] in shown.text
    await step(helper, address, "claim")
    assert "Jij gaat" in (await helper.open(address)).text
    other = a_helper(house, helper)
    assert "Een collega gaat" in (await other.open(address)).text
    await step(other, address, "let-go")
    await step(helper, address, "record", outcome="not_at_home")
    assert "niet thuis" in (await helper.open(address)).text
    answers = {"outcome": "went_ahead", "broken": "yes", "broken_text": "printer", "note": "blij", "note_kind": "seen"}
    assert (await step(helper, address, "record", **answers)).status_code == 303
    shown = await helper.open(address)
    assert "Dit bezoek ging door" in shown.text
    assert "Zelf gezien: blij" in shown.text
    staff = reader(house, house.sign_in(helper.staff.organisation))
    assert "Vraag 1001" in (await staff.open("/helpdesk/tickets")).text


async def test_names_of_the_week_come_in_one_question(house: House) -> None:
    me, helper, _, loan, address = await a_week(house)
    second = a_loan(house, code="PEER-7", started_on=today(house) - timedelta(days=14))
    await tell(house, me.staff.organisation, second, wish(second.household_id, ConsentAnswer.YES))
    await house.run_until_idle()
    questions: list[DisclosureQuestion] = []
    stand_in = FastAPI()

    @stand_in.post(ADDRESS)
    async def disclose(question: DisclosureQuestion) -> Any:
        questions.append(question)
        return {"families": [{"household_id": str(loan.household_id), "call_name": "Amira", "telephone": None}]}

    colleagues = house.services["helpdesk"].colleagues
    colleagues.are_here(stand_in)
    try:
        week, one = await helper.open("/helpdesk/visits"), await helper.open(address)
    finally:
        colleagues.are_here(house.app)
    assert [(question.purpose, len(question.household_ids)) for question in questions] == [("visit", 2), ("visit", 1)]
    assert "Amira (KIWI-42)" in week.text
    assert "Gezin PEER-7" in week.text  # did not agree to that
    assert "Dag Amira, ik ben" in one.text
    assert "geen namen tonen" not in week.text
    colleagues.are_here(FastAPI())  # loans is away
    try:
        week = await helper.open("/helpdesk/visits")
    finally:
        colleagues.are_here(house.app)
    assert "We kunnen nu geen namen tonen" in week.text
    assert "Gezin KIWI-42" in week.text


async def test_no_name_is_asked_of_whom_a_colleague_sees_or_of_a_visit_that_is_over(house: House) -> None:
    me, helper, _, loan, address = await a_week(house)
    other = a_helper(house, me)
    asked_for: list[UUID] = []
    stand_in = FastAPI()

    @stand_in.post(ADDRESS)
    async def disclose(question: DisclosureQuestion) -> Any:
        asked_for.extend(question.household_ids)
        return {"families": [{"household_id": str(loan.household_id), "call_name": "Amira", "telephone": "0470 12 34 56"}]}

    await step(helper, address, "claim")
    colleagues = house.services["helpdesk"].colleagues
    colleagues.are_here(stand_in)
    try:
        assert "Amira" in (await helper.open("/helpdesk/visits")).text
        assert "Amira" not in (await other.open("/helpdesk/visits")).text
        assert len(asked_for) == 1
        await step(helper, address, "record", outcome="went_ahead")
        asked_for.clear()
        for someone in (helper, other):
            over = (await someone.open(address)).text
            assert ("Amira" in over, "geen naam tonen" in over) == (False, False)
    finally:
        colleagues.are_here(house.app)
    assert asked_for == []


async def test_a_visit_that_is_recorded_wrongly(house: House) -> None:
    _, helper, _, _, address = await a_week(house)
    for answers, fields in (
        ({}, ["outcome"]),
        ({"outcome": "magic"}, ["outcome"]),
        ({"outcome": "no_answer", "next_due": "volgende week"}, ["next_due"]),
        ({"outcome": "no_answer", "next_due": "1/1/2020"}, ["next_due"]),
        ({"outcome": "went_ahead", "note": "mooi"}, ["note_kind"]),
        (
            {"outcome": "went_ahead", "note": "x" * 10_000, "note_kind": "seen", "broken_text": "85.07.30-033.28"},
            ["note", "broken_text"],
        ),
    ):
        answer = await step(helper, address, "record", **answers)
        assert (answer.status_code, wrong_fields(answer)) == (422, fields)
    assert "Nog niet geweest." in (await helper.open(address)).text


async def test_another_organisation(house: House) -> None:
    me, _helper, device, _, visit = await a_week(house)
    ticket = await asked(me, code=device["code"])
    stranger = reader(house)
    strange_helper = a_helper(house, stranger)
    own = await stranger.form(NEW)
    assert "We vinden dit niet" in (await stranger.open(ticket, 404)).text
    assert "We vinden dit niet" in (await strange_helper.open(visit, 404)).text
    await stranger.open("/helpdesk/tickets/not-an-id", 404)
    for name, answers in (
        ("triage", {"decision": "advice"}),
        ("notes", {"kind": "seen", "text": "x"}),
        ("callback", {}),
        ("contact", {}),
        ("close", {"resolution": "solved_itself"}),
    ):
        answer = await stranger.http.post(f"{ticket}/{name}", data=own.fields | answers | {"form_key": str(uuid4())})
        assert answer.status_code == 404, name
    assert "nog te bekijken" in (await me.open(ticket)).text
