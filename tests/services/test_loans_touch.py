"""Keeping in touch with families through the pages: the daily round, messages, calls, and what the family chose itself."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import httpx
import pytest
from sqlalchemy import text

from services.loans.domain.quiet import is_quiet
from shared.contracts.helpdesk import TicketClosed, TicketOpened
from shared.contracts.inventory import InternetAnnounced
from shared.contracts.vocabulary import Channel, Symptom, TicketResolution
from shared.runtime.clock import new_id
from shared.web.call import COOKIE, csrf_token
from tests.support.cards import family_with, form_key, give_card
from tests.support.house import House, Staff, today
from tests.support.lending import Lent, a_running_loan, loan_now, told
from tests.support.pages import a_browser
from tests.support.paper import text_of
from tests.support.slice import published

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

LIST = "/loans/calls"


async def move_to(house: House, day: date) -> None:
    """Until noon of a day, or the first after it on which somebody writes; the round of that day has run."""
    while is_quiet(day):
        day += timedelta(days=1)
    noon = datetime.combine(day, time(12), tzinfo=ZoneInfo("Europe/Brussels"))
    house.clock.move(noon - house.clock.now())
    await house.run_until_idle()


@dataclass
class Counter:
    """Somebody at the counter, signed in anew at each step: tests move the clock by months."""

    house: House
    staff: Staff

    async def get(self, address: str) -> httpx.Response:
        return await self._browser().get(address)

    async def send(self, address: str, answers: dict[str, str]) -> httpx.Response:
        carried = {"csrf": csrf_token(self.house.services["loans"], self.staff.person), "form_key": str(new_id())}
        return await self._browser().post(address, data=carried | answers)

    def _browser(self) -> httpx.AsyncClient:
        return a_browser(self.house, {COOKIE: self.house.services["loans"].tokens.sign(self.staff.person)})


async def rows(house: House, staff: Staff, query: str) -> list[Any]:
    async with house.services["loans"].units.open(staff.organisation) as unit:
        return list((await unit.connection.execute(text(query))).all())


async def messages(house: House, staff: Staff) -> list[tuple[str, str]]:
    return [(one.said, one.state) for one in await rows(house, staff, "SELECT said, state FROM touch_message ORDER BY id")]


async def look_again(staff: Staff, lent: Lent) -> date:
    return date.fromisoformat((await loan_now(staff, lent))["look_again_on"])


async def the_message(house: House, staff: Staff) -> UUID:
    [row] = await rows(house, staff, "SELECT id FROM touch_message WHERE state = 'ready'")
    return UUID(str(row.id))


async def the_touch(house: House, staff: Staff) -> UUID:
    [row] = await rows(house, staff, "SELECT id FROM touch")
    return UUID(str(row.id))


async def say_sent(house: House, staff: Staff, me: Counter) -> None:
    answer = await me.send(f"{LIST}/messages/{await the_message(house, staff)}/sent", {})
    assert answer.status_code == 303, answer.text


async def test_two_messages_a_call_and_a_proposed_visit(house: House) -> None:
    """Story 7 on the side of loans: each event once, and the loan goes on."""
    staff = house.sign_in()
    lent = await a_running_loan(house, staff)
    me, day = Counter(house, staff), await look_again(staff, lent)
    await move_to(house, day - timedelta(days=28))
    assert await messages(house, staff) == [("coming", "ready")]
    shown = await me.get(LIST)
    assert lent.household["code"] in shown.text
    assert "0470" not in shown.text
    await say_sent(house, staff, me)
    await move_to(house, day)
    await say_sent(house, staff, me)
    await move_to(house, day + timedelta(days=16))
    assert await messages(house, staff) == [("coming", "sent"), ("reached", "sent")]
    touch = await the_touch(house, staff)
    number = await me.send(f"{LIST}/{touch}/number", {})
    assert (number.status_code, "0470 12 34 56" in number.text) == (200, True)
    [look] = await rows(house, staff, "SELECT service, purpose, what FROM disclosure")
    assert (look.service, look.purpose, look.what) == ("loans", "how_it_goes", ["call_name", "telephone"])
    answer = await me.send(f"{LIST}/{touch}/outcome", {"outcome": "no_answer"})
    assert (answer.status_code, answer.headers["location"]) == (303, LIST)
    await house.run_until_idle()
    names = [name for name in await published(house, staff, "loans") if name.startswith("look_again")]
    assert names == ["look_again_due", "look_again_passed"]
    assert (await loan_now(staff, lent))["status"] == "running"
    assert lent.household["code"] not in (await me.get(LIST)).text, "not again today"


async def test_still_needed_is_one_tap_and_the_loan_goes_on(house: House) -> None:
    staff = house.sign_in()
    lent = await a_running_loan(house, staff, calls="yes")
    me, day = Counter(house, staff), await look_again(staff, lent)
    await move_to(house, day)
    assert await messages(house, staff) == [], "who said yes to calls and chose nothing else is called"
    touch = await the_touch(house, staff)
    for _ in range(2):
        await me.send(f"{LIST}/{touch}/outcome", {"outcome": "reached"})
    assert await look_again(staff, lent) > day
    assert (await published(house, staff, "loans")).count("loan_extended") == 1


async def test_bringing_back_starts_a_return_and_ends_the_messages(house: House) -> None:
    staff = house.sign_in()
    lent = await a_running_loan(house, staff, calls="yes")
    me = Counter(house, staff)
    await move_to(house, await look_again(staff, lent))
    touch = await the_touch(house, staff)
    await me.send(f"{LIST}/{touch}/outcome", {"outcome": "brings_back"})
    assert (await loan_now(staff, lent))["status"] == "returning"
    refused = await me.send(f"{LIST}/{touch}/outcome", {"outcome": "no_answer"})
    assert refused.status_code == 409


async def test_a_question_for_help_stops_messages_until_it_is_answered(house: House) -> None:
    staff = house.sign_in()
    lent = await a_running_loan(house, staff)
    me, day, ticket = Counter(house, staff), await look_again(staff, lent), new_id()
    await move_to(house, day - timedelta(days=28))
    message = await the_message(house, staff)
    await told(house, staff, opened(ticket, lent), service="helpdesk")
    assert lent.household["code"] not in (await me.get(LIST)).text
    assert (await me.send(f"{LIST}/messages/{message}/sent", {})).status_code == 409
    await move_to(house, day + timedelta(days=2))
    assert await messages(house, staff) == [("coming", "ready")]
    await told(house, staff, closed(ticket, lent), service="helpdesk")
    await move_to(house, day + timedelta(days=4))
    assert await messages(house, staff) == [("coming", "dropped"), ("reached", "ready")]


async def test_a_loan_that_is_extended_or_comes_back_hears_nothing_more(house: House) -> None:
    staff = house.sign_in()
    lent = await a_running_loan(house, staff)
    me, day = Counter(house, staff), await look_again(staff, lent)
    await move_to(house, day - timedelta(days=28))
    assert lent.household["code"] in (await me.get(LIST)).text
    await staff.did(f"/loans/api/loans/{lent.loan['id']}/extend", {})
    assert lent.household["code"] not in (await me.get(LIST)).text
    await staff.did(f"/loans/api/loans/{lent.loan['id']}/return", {})
    await move_to(house, day + timedelta(days=20))
    assert await messages(house, staff) == [("coming", "ready")]
    assert "look_again_due" not in await published(house, staff, "loans")


async def test_internet_that_stops_is_said_weeks_before(house: House) -> None:
    staff = house.sign_in()
    lent = await a_running_loan(house, staff)
    day = today(house) + timedelta(days=40)
    await told(house, staff, InternetAnnounced(sim_id=new_id(), loan_id=lent.loan_id, ends_on=day))
    await move_to(house, day - timedelta(days=25))
    assert await messages(house, staff) == []
    await move_to(house, day - timedelta(days=20))
    assert await messages(house, staff) == [("internet", "ready")]
    await move_to(house, day - timedelta(days=10))
    assert await messages(house, staff) == [("internet", "ready")]


async def test_the_family_chooses_on_its_own_page(house: House) -> None:
    """No messages from now on: what waited goes, and nothing about the loan changes."""
    staff = house.sign_in()
    lent = await a_running_loan(house, staff, telephone="")
    me, day = Counter(house, staff), await look_again(staff, lent)
    await move_to(house, day - timedelta(days=28))
    card = await give_card(house, staff, lent.household["id"])
    family = await family_with(house, card)
    for address in ("/family/reach", "/family/internet", "/family/internet.pdf"):
        assert (await family.http.get(address)).status_code == 200
    wrong = await family.http.post("/family/reach", data=form_key() | {"channel": "sms", "messages": "yes"})
    assert (wrong.status_code, "We hebben geen nummer van jou" in wrong.text) == (422, True)
    answer = await family.http.post("/family/reach", data=form_key() | {"channel": "", "messages": "no"})
    assert answer.status_code == 303, answer.text
    assert await messages(house, staff) == [("coming", "dropped")]
    await move_to(house, day + timedelta(days=30))
    assert await messages(house, staff) == [("coming", "dropped")]
    assert lent.household["code"] not in (await me.get(LIST)).text


async def test_a_letter_says_who_we_are_only_where_that_is_safe(house: House) -> None:
    staff = house.sign_in()
    lent = await a_running_loan(house, staff)
    me, address = Counter(house, staff), f"/loans/households/{lent.household['id']}/reach"
    await move_to(house, await look_again(staff, lent) - timedelta(days=28))
    message = await the_message(house, staff)
    pdf = await me.get(f"{LIST}/messages/{message}/letter.pdf")
    assert "toestel" in text_of(pdf.content)
    said = {"channel": "letter", "messages": "yes", "neutral": "yes", "address": "Dorp 1\n2000 Antwerpen"}
    assert (await me.send(address, said)).status_code == 303
    letter = text_of((await me.get(f"{LIST}/messages/{message}/letter.pdf")).content)
    assert "Dorp 1" in letter
    assert all(word not in letter for word in ("toestel", "Digibank", "leen"))
    shown = (await me.get(address)).text
    assert "Dorp 1" in shown
    refused = await me.send(address, said | {"address": "85.07.30-033 28"})
    assert refused.status_code == 422


async def test_the_round_goes_on_as_long_as_a_loan_runs_and_no_longer(house: House) -> None:
    staff = house.sign_in()
    lent = await a_running_loan(house, staff)
    for _ in range(3):
        house.clock.move(timedelta(days=1))
        await house.run_until_idle()
    waiting = "SELECT unique_key FROM bus.job WHERE kind = 'touch_round' AND state = 'waiting'"
    assert len(await rows(house, staff, waiting)) == 1
    await staff.did(f"/loans/api/loans/{lent.loan['id']}/end", {"returned": ["charger"]})
    house.clock.move(timedelta(days=1))
    await house.run_until_idle()
    assert await rows(house, staff, waiting) == []


async def test_another_organisation_sees_and_does_nothing(house: House) -> None:
    staff, other = house.sign_in(), house.sign_in()
    lent = await a_running_loan(house, staff)
    await move_to(house, await look_again(staff, lent) - timedelta(days=28))
    them, message, touch = Counter(house, other), await the_message(house, staff), await the_touch(house, staff)
    assert lent.household["code"] not in (await them.get(LIST)).text
    for address in (f"{touch}/number", f"{touch}/outcome", f"messages/{message}/sent", f"messages/{message}/not-sent"):
        assert (await them.send(f"{LIST}/{address}", {"outcome": "no_answer"})).status_code == 404
    assert (await them.get(f"{LIST}/messages/{message}/letter.pdf")).status_code == 404
    assert await messages(house, staff) == [("coming", "ready")]
    assert await rows(house, staff, "SELECT 1 FROM disclosure") == []


def opened(ticket: UUID, lent: Lent) -> TicketOpened:
    return TicketOpened(ticket_id=ticket, device_id=lent.device_id, symptom=Symptom.SCREEN, channel=Channel.COUNTER)


def closed(ticket: UUID, lent: Lent) -> TicketClosed:
    return TicketClosed(ticket_id=ticket, device_id=lent.device_id, resolution=TicketResolution.ADVICE_GIVEN)
