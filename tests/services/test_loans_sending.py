"""Messages that go by themselves, through a service that stands in for a gateway; and what stops them."""

import re
from collections.abc import AsyncIterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import httpx
import pytest
import pytest_asyncio

from services.loans.commands.pass_on import KIND, PassOn
from services.loans.domain.quiet import is_quiet
from shared.contracts.vocabulary import Role
from shared.runtime.clock import new_id
from shared.runtime.gateway import GatewaySender
from tests.services.test_loans_touch import LIST, Counter, closed, look_again, opened, rows, the_message
from tests.support.house import House, Staff
from tests.support.lending import Lent, a_running_loan, told

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

HERE = "/loans/sending"


class Gateway:
    """Answers as it is told, and keeps what it was asked, also about families of other tests."""

    def __init__(self) -> None:
        self.seen: list[httpx.Request] = []
        self.status = 202

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.seen.append(request)
        if not self.status:
            raise httpx.ReadTimeout("0470 12 34 56")
        return httpx.Response(self.status)

    async def keys(self, house: House, staff: Staff) -> list[str]:
        """The key of each time that it was asked to send a message of this organisation."""
        ours = {str(one.id) for one in await rows(house, staff, "SELECT id FROM touch_message")}
        return [key for one in self.seen if (key := one.headers["idempotency-key"]) in ours]


@pytest_asyncio.fixture
async def gateway(house: House, tmp_path: Path) -> AsyncIterator[Gateway]:
    token = tmp_path / "token"
    token.write_text("zandgeheim")
    settings = house.settings.model_copy(
        update={"gateway_url": "https://gateway.example/messages", "gateway_token_file": token, "gateway_channels": "sms"}
    )
    stand_in = Gateway()
    errands = house.services["loans"].errands
    before = dict(errands.kinds)
    errands.kinds = {KIND: PassOn(settings, GatewaySender(settings, httpx.MockTransport(stand_in)))}
    yield stand_in
    await errands.close()
    errands.kinds = before


async def at(house: House, day: date, hour: int) -> None:
    while is_quiet(day):
        day += timedelta(days=1)
    house.clock.move(datetime.combine(day, time(hour), tzinfo=ZoneInfo("Europe/Brussels")) - house.clock.now())
    await house.run_until_idle()


async def a_waiting_text(house: House, staff: Staff, channel: str = "sms") -> tuple[Lent, date]:
    """Early in the morning the round wrote it; nothing is sent yet."""
    lent = await a_running_loan(house, staff)
    said = {"channel": channel}
    answer = await Counter(house, staff).send(f"/loans/households/{lent.household['id']}/reach", said)
    assert answer.status_code == 303, answer.text
    day = await look_again(staff, lent) - timedelta(days=28)
    await at(house, day, 6)
    return lent, day


async def state(house: House, staff: Staff) -> list[tuple[str, str | None]]:
    return [(one.state, one.sending) for one in await rows(house, staff, "SELECT state, sending FROM touch_message ORDER BY id")]


async def test_it_waits_for_the_morning_and_goes_once(house: House, gateway: Gateway) -> None:
    staff = house.sign_in()
    lent, day = await a_waiting_text(house, staff)
    assert (await gateway.keys(house, staff), await state(house, staff)) == ([], [("ready", "by_itself")])
    shown = (await Counter(house, staff).get(LIST)).text
    assert "Deze berichten gaan vanzelf" in shown
    assert "Gedaan" not in shown
    message = await the_message(house, staff)
    await at(house, day, 9)
    assert (await gateway.keys(house, staff), await state(house, staff)) == ([str(message)], [("sent", "by_itself")])
    assert b"+32470123456" in gateway.seen[-1].content
    await at(house, day, 15)
    assert await gateway.keys(house, staff) == [str(message)]
    shown = (await Counter(house, staff).get(LIST)).text
    assert "Ging vanzelf" in shown
    assert "Toch niet verstuurd" not in shown
    undo = await Counter(house, staff).send(f"{LIST}/messages/{message}/not-sent", {})
    assert (undo.status_code, await state(house, staff)) == (409, [("sent", "by_itself")])
    assert lent.household["code"] in shown


@pytest.mark.parametrize(("status", "times", "why"), [(400, 1, "refused"), (0, 5, "no_answer")])
async def test_what_does_not_work_comes_to_a_person(house: House, gateway: Gateway, status: int, times: int, why: str) -> None:
    staff = house.sign_in()
    _, day = await a_waiting_text(house, staff)
    gateway.status = status
    for hour in range(9, 17):
        await at(house, day, hour)
    asked = await gateway.keys(house, staff)
    assert (len(asked), len(set(asked))) == (times, 1)
    assert await state(house, staff) == [("ready", why)]
    shown = (await Counter(house, staff).get(LIST)).text
    assert "Versturen lukte niet" in shown
    assert ("Misschien kwam het toch aan" in shown) is (why == "no_answer")
    coordinator = house.sign_in(staff.organisation, Role.COORDINATOR)
    page = (await Counter(house, coordinator).get(HERE)).text
    assert "Niet gelukt" in page
    assert "zandgeheim" not in page
    assert (await Counter(house, staff).send(f"{LIST}/messages/{await the_message(house, staff)}/sent", {})).status_code == 303
    await at(house, day, 18)
    assert len(await gateway.keys(house, staff)) == times, "a person did it"


@pytest.mark.parametrize("by_card_first", [True, False])
async def test_a_no_said_anywhere_stops_it_and_the_last_word_counts(house: House, gateway: Gateway, by_card_first: bool) -> None:
    staff = house.sign_in()
    lent, day = await a_waiting_text(house, staff)
    home = f"/loans/households/{lent.household['id']}"

    async def by_consent(answer: str) -> None:
        await staff.did(f"/loans/api{home.removeprefix('/loans')}/consent", {"purpose": "messages", "answer": answer})

    async def by_reach(answer: str) -> None:
        assert (await Counter(house, staff).send(f"{home}/reach", {"channel": "sms", "messages": answer})).status_code == 303

    one, other = (by_consent, by_reach) if by_card_first else (by_reach, by_consent)
    await other("yes")
    await one("no")
    await at(house, day, 10)
    assert (await gateway.keys(house, staff), (await state(house, staff))[0][0]) == ([], "dropped")
    now = await staff.get(f"/loans/api{home.removeprefix('/loans')}")
    assert now["consents"]["messages"] == "no"
    await other("yes")
    assert (await staff.get(f"/loans/api{home.removeprefix('/loans')}"))["consents"]["messages"] == "yes"
    await one("no")
    await at(house, await look_again(staff, lent), 10)
    assert await gateway.keys(house, staff) == [], "the second one neither"


async def test_saving_the_channel_is_no_yes(house: House) -> None:
    staff = house.sign_in()
    lent, _ = await a_waiting_text(house, staff)
    now = await staff.get(f"/loans/api/households/{lent.household['id']}")
    assert (now["consents"]["messages"], now["said"]) == ("not_asked", [])


async def test_who_was_not_asked_about_messages_finds_nothing_chosen_and_may_say_yes(house: House) -> None:
    staff = house.sign_in()
    lent, _ = await a_waiting_text(house, staff)
    me, home = Counter(house, staff), f"/loans/households/{lent.household['id']}"
    chosen = re.compile(r'name="messages" value="(\w+)"[^>]* checked')
    assert chosen.findall((await me.get(f"{home}/reach")).text) == []
    for answer in ("yes", "yes", "no"):
        assert (await me.send(f"{home}/reach", {"channel": "sms", "messages": answer})).status_code == 303
        assert chosen.findall((await me.get(f"{home}/reach")).text) == [answer]
    now = await staff.get(f"/loans/api{home.removeprefix('/loans')}")
    assert [one["answer"] for one in now["said"] if one["purpose"] == "messages"] == ["no", "yes"]


async def test_of_two_rows_of_one_family_the_stricter_counts(house: House, gateway: Gateway) -> None:
    staff = house.sign_in()
    lent, day = await a_waiting_text(house, staff)
    other = await staff.did("/loans/api/households", {"call_name": "Zandtweeling"})
    await staff.did(f"/loans/api/households/{other['id']}/consent", {"purpose": "messages", "answer": "no"})
    await staff.did(f"/loans/api/households/{other['id']}/join", {"other_id": lent.household["id"]})
    shown = (await Counter(house, staff).get(LIST)).text
    assert "Deze berichten gaan vanzelf" not in shown
    await at(house, day, 10)
    assert (await gateway.keys(house, staff), await state(house, staff)) == ([], [("dropped", "by_itself")])


async def test_of_two_rows_of_one_family_the_number_of_the_one_that_counts_is_sent_to(house: House, gateway: Gateway) -> None:
    """The same number that a person would see and type."""
    staff = house.sign_in()
    lent, day = await a_waiting_text(house, staff)
    other = await staff.did("/loans/api/households", {"call_name": "Zandtweeling", "telephone": "0471 99 88 77"})
    await staff.did(f"/loans/api/households/{lent.household['id']}/join", {"other_id": other["id"]})
    await at(house, day, 10)
    assert await state(house, staff) == [("sent", "by_itself")]
    assert b"+32471998877" in gateway.seen[-1].content


async def test_a_question_for_help_or_another_channel_leaves_it_to_a_person(house: House, gateway: Gateway) -> None:
    staff = house.sign_in()
    lent, day = await a_waiting_text(house, staff)
    ticket = opened(new_id(), lent)
    await told(house, staff, ticket, service="helpdesk")
    await at(house, day, 10)
    await told(house, staff, closed(ticket.ticket_id, lent), service="helpdesk")
    await at(house, day, 11)
    assert (await gateway.keys(house, staff), await state(house, staff)) == ([], [("ready", None)])
    assert "Gedaan" in (await Counter(house, staff).get(LIST)).text


async def test_another_channel_while_it_waits_is_followed(house: House, gateway: Gateway) -> None:
    staff = house.sign_in()
    lent, day = await a_waiting_text(house, staff)
    said = {"channel": "letter", "messages": "yes"}
    assert (await Counter(house, staff).send(f"/loans/households/{lent.household['id']}/reach", said)).status_code == 303
    await at(house, day, 10)
    assert (await gateway.keys(house, staff), await state(house, staff)) == ([], [("ready", None)])


async def test_without_an_account_or_for_another_channel_a_person_sends(house: House) -> None:
    staff = house.sign_in()
    _, day = await a_waiting_text(house, staff)
    await at(house, day, 10)
    assert await state(house, staff) == [("ready", None)]
    coordinator = house.sign_in(staff.organisation, Role.COORDINATOR)
    assert "Mensen versturen de berichten" in (await Counter(house, coordinator).get(HERE)).text
    assert (await Counter(house, coordinator).send(HERE, {"number": "0470 12 34 56", "channel": "sms"})).status_code == 422


async def test_what_the_account_does_not_send_a_person_sends(house: House, gateway: Gateway) -> None:
    staff = house.sign_in()
    _, day = await a_waiting_text(house, staff, "whatsapp")
    await at(house, day, 10)
    assert (await gateway.keys(house, staff), await state(house, staff)) == ([], [("ready", None)])


async def test_a_trial_goes_to_a_number_that_nobody_keeps(house: House, gateway: Gateway) -> None:
    someone = house.sign_in(None, Role.COORDINATOR)
    me = Counter(house, someone)
    for number in ("", "abc"):
        wrong = await me.send(HERE, {"number": number, "channel": "sms"})
        assert (wrong.status_code, "Kijk het nummer na" in wrong.text) == (422, True)
    gateway.status = 400
    assert "nam het bericht niet aan" in (await me.send(HERE, {"number": "0499 99 88 77", "channel": "sms"})).text
    gateway.status = 503
    assert "antwoordde niet" in (await me.send(HERE, {"number": "0499 99 88 77", "channel": "sms"})).text
    gateway.status = 202
    answer = await me.send(HERE, {"number": "0499 99 88 77", "channel": "sms"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{HERE}?sent=yes")
    assert b"+32499998877" in gateway.seen[-1].content
    [kept] = await rows(house, someone, "SELECT count(*) AS n FROM bus.answer a WHERE a::text LIKE '%9999%'")
    assert kept.n == 0
    staff = house.sign_in(someone.organisation)
    assert (await Counter(house, staff).send(HERE, {"number": "0470 12 34 56", "channel": "sms"})).status_code == 403
