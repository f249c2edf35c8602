"""Keeping in touch where it meets the rest: two rows that are one family, several loans, rooms and bags, a round that fails."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from services.loans.domain.quiet import is_quiet
from services.loans.domain.touch import Touch
from services.loans.store.touches import Touches, reaches_of
from shared.runtime.clock import new_id
from tests.services.test_loans_touch import Counter, look_again, messages, move_to, opened, rows, say_sent
from tests.support.house import House, Staff
from tests.support.lending import Lent, a_family, a_running_loan, sign, told
from tests.support.slice import a_ready_device, published, request_now

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

LIST = "/loans/calls"


async def lend_to(house: House, staff: Any, household: Any) -> Lent:
    """One more loan of a family, a room or a bag."""
    request = await staff.did("/loans/api/requests", {"profile": "work", "household_id": household["id"]})
    device = await a_ready_device(staff)
    await house.run_until_idle()
    request = await request_now(staff, request)
    lent = Lent(household, request, device, await staff.get(f"/loans/api/loans/{request['loan_id']}"))
    lent.loan = await sign(staff, lent)
    await house.run_until_idle()
    return lent


async def test_what_one_row_said_about_safety_counts_for_the_whole_family(house: House) -> None:
    """Who asked for neutral messages has them also about the loan of another row of the same family."""
    staff = house.sign_in()
    lent, other = await a_running_loan(house, staff), await a_family(staff, call_name="Zandkasteel", telephone="0471 99 88 77")
    me = Counter(house, staff)
    await me.send(f"/loans/households/{other['id']}/reach", {"channel": "sms", "neutral": "yes", "messages": "yes"})
    await staff.did(f"/loans/api/households/{lent.household['id']}/join", {"other_id": other["id"]})
    await move_to(house, await look_again(staff, lent) - timedelta(days=28))
    [message] = await rows(house, staff, "SELECT neutral, channel FROM touch_message")
    assert (message.neutral, message.channel) == (True, "sms")
    shown = await me.get(LIST)
    assert other["code"] in shown.text, "the row that counts"
    saying = {"channel": "letter", "neutral": "yes", "messages": "no"}
    await me.send(f"/loans/households/{lent.household['id']}/reach", saying)
    assert await messages(house, staff) == [("coming", "dropped")]
    assert len(await rows(house, staff, "SELECT 1 FROM household_reach WHERE neutral")) == 2
    assert len(await rows(house, staff, "SELECT 1 FROM consent WHERE purpose = 'messages' AND answer = 'no'")) == 2


async def test_three_loans_of_one_family_are_two_messages(house: House) -> None:
    staff = house.sign_in()
    first = await a_running_loan(house, staff)
    others = [await lend_to(house, staff, first.household) for _ in range(2)]
    me, day = Counter(house, staff), await look_again(staff, first)
    assert [await look_again(staff, one) for one in others] == [day, day]
    await move_to(house, day - timedelta(days=28))
    assert await messages(house, staff) == [("coming", "ready")]
    await say_sent(house, staff, me)
    await move_to(house, day)
    assert await messages(house, staff) == [("coming", "sent"), ("reached", "ready")]
    await say_sent(house, staff, me)
    await move_to(house, day + timedelta(days=16))
    assert [said for said, state in await messages(house, staff) if state == "sent"] == ["coming", "reached"]
    assert len(await rows(house, staff, "SELECT 1 FROM touch WHERE call_since IS NOT NULL")) == 3, "the call is about each"


async def test_what_one_family_said_or_asked_is_not_about_another(house: House) -> None:
    """One that asked for help, and one that wants no messages, leave those beside them on the lists."""
    staff = house.sign_in()
    helped, silent, other = [await a_running_loan(house, staff) for _ in range(3)]
    me, day = Counter(house, staff), await look_again(staff, other)
    await move_to(house, day - timedelta(days=28))
    assert len(await messages(house, staff)) == 3
    await told(house, staff, opened(new_id(), helped), service="helpdesk")
    await me.send(f"/loans/households/{silent.household['id']}/reach", {"channel": "letter", "messages": "no"})
    shown = (await me.get(LIST)).text
    assert [one.household["code"] in shown for one in (helped, silent, other)] == [False, False, True], "whom to write"
    async with house.services["loans"].units.open(staff.organisation) as unit:
        reaches = await reaches_of(unit, [UUID(one.household["id"]) for one in (silent, other)])
    assert [one.messages for one in reaches.values()] == [False, True]
    await move_to(house, day + timedelta(days=30))
    shown = (await me.get(LIST)).text
    assert [one.household["code"] in shown for one in (helped, other)] == [False, True], "whom to call"


async def test_a_room_has_nobody_to_write_to(house: House) -> None:
    staff = house.sign_in()
    room = await staff.did("/loans/api/places", {"kind": "room", "call_name": "Studielokaal", "belongs_to": "De Wijkschool"})
    lent = await lend_to(house, staff, room)
    await move_to(house, await look_again(staff, lent))
    assert await rows(house, staff, "SELECT 1 FROM touch") == []


async def test_a_round_that_fails_for_hours_does_not_lose_the_next_day(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    staff = house.sign_in()
    lent = await a_running_loan(house, staff)
    day = first_of_two(await look_again(staff, lent) - timedelta(days=28))

    async def broken(*_: object) -> None:
        raise ValueError("nobody can tell which loans there are")

    with monkeypatch.context() as patch:
        patch.setattr(Touches, "loans_to_think_of", broken)
        await move_to(house, day)
        for _ in range(10):
            house.clock.move(timedelta(hours=2))
            await house.run_until_idle()
    assert await rows(house, staff, "SELECT 1 FROM bus.job WHERE kind = 'touch_round' AND state = 'dead'")
    await move_to(house, day + timedelta(days=2))
    assert await messages(house, staff) == [("coming", "ready")]


async def test_a_loan_that_cannot_be_read_holds_up_no_other(house: House) -> None:
    """The first of the round is broken. The others hear from us that morning; it is told, tried again, and heard when mended."""
    staff = house.sign_in()
    broken, other = await a_running_loan(house, staff), await a_running_loan(house, staff, call_name="Zandkasteel")
    assert broken.loan["id"] < other.loan["id"], "the round goes by id"
    day = first_of_two(await look_again(staff, other) - timedelta(days=28))
    await change(house, staff, "UPDATE loan SET accessories = '{nonsense}' WHERE id = :loan", loan=broken.loan_id)
    await move_to(house, day)
    assert await heard(house, staff) == [other.loan_id]
    for _ in range(10):
        house.clock.move(timedelta(hours=1))
        await house.run_until_idle()
    dead = "SELECT unique_key FROM bus.job WHERE state = 'dead'"
    assert [row.unique_key.rpartition("/")[2] for row in await rows(house, staff, dead)] == [broken.loan["id"]], "a person sees it"
    await change(house, staff, "UPDATE loan SET accessories = '{charger}' WHERE id = :loan", loan=broken.loan_id)
    await move_to(house, day + timedelta(days=1))
    assert await heard(house, staff) == [broken.loan_id, other.loan_id]


async def test_what_fails_halfway_leaves_nothing_behind(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """A message was written and an event recorded, and then it failed: neither is there, and tried again both are, once."""
    staff = house.sign_in()
    lent = await a_running_loan(house, staff)
    day, save = await look_again(staff, lent), Touches.save
    failed: list[UUID] = []

    async def failing_once(touches: Touches, touch: Touch) -> None:
        await save(touches, touch)
        if touch.loan_id == lent.loan_id and not failed:
            failed.append(touch.loan_id)
            await touches._unit.connection.execute(text("SELECT 1 / 0"))

    monkeypatch.setattr(Touches, "save", failing_once)
    await move_to(house, day)
    assert failed == [lent.loan_id]
    assert [state for _, state in await messages(house, staff)] == ["ready"]
    assert (await published(house, staff, "loans")).count("look_again_due") == 1


def first_of_two(day: date) -> date:
    """This day, or the first after it that is not quiet nor followed by one that is: only then a round has something to do."""
    while is_quiet(day) or is_quiet(day + timedelta(days=1)):
        day += timedelta(days=1)
    return day


async def change(house: House, staff: Staff, statement: str, **values: Any) -> None:
    async with house.services["loans"].units.open(staff.organisation) as unit:
        await unit.connection.execute(text(statement), values)


async def heard(house: House, staff: Staff) -> list[UUID]:
    """The loans about which somebody is written to."""
    found = await rows(
        house, staff, "SELECT DISTINCT touch.loan_id FROM touch JOIN touch_message ON touch_id = touch.id ORDER BY 1"
    )
    return [UUID(str(row.loan_id)) for row in found]
