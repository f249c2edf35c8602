"""Being forgotten where it meets the rest: two rows that are one family, terms, loans that go on without a name, late writers."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from services.loans.commands.add_machine import AskForMore, GiveMore, ask_for_more, give_more
from services.loans.commands.ask_for_device import AskForDevice, ask_for_device
from services.loans.commands.counter_visit import (
    AskAtCounter,
    BeginCounter,
    WelcomeFamily,
    ask_at_counter,
    begin_counter,
    welcome_family,
)
from services.loans.commands.forget_again import forget_again
from services.loans.commands.forget_household import ForgetHousehold, forget_household
from services.loans.commands.keep_round import keep_round
from services.loans.commands.take_some_back import TakeSomeBack, take_some_back
from services.loans.domain.priority import Internet, Need
from shared.contracts.helpdesk import TicketOpened
from shared.contracts.vocabulary import Channel, Role, Symptom, UseProfile
from shared.domain import NotFound
from shared.runtime.clock import new_id
from tests.support.cards import family_with, give_card
from tests.support.house import House, Staff
from tests.support.lending import Lent, a_family, a_running_loan, loan_now, ready_to_sign, told
from tests.support.pages import reader
from tests.support.slice import a_ready_device, published, request_now

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)


async def count(house: House, staff: Staff, query: str) -> Any:
    async with house.services["loans"].units.open(staff.organisation) as unit:
        return await unit.connection.scalar(text(query))


async def is_known(staff: Staff, household: Any) -> bool:
    return (await staff.http.get(f"/loans/api/households/{household['id']}")).status_code == 200


async def forget(house: House, staff: Staff, household: Any) -> None:
    assert (await staff.post(f"/loans/api/households/{household['id']}/forget")).status_code == 204
    await house.run_until_idle()


async def round_now(house: House, staff: Staff) -> None:
    async with house.services["loans"].units.open(staff.organisation) as unit:
        await keep_round("", unit)
    await house.run_until_idle()


async def two_that_are_one(house: House, staff: Staff) -> tuple[Lent, Any]:
    """A family with a machine, put together with a row of its own that waits for one and counts."""
    lent = await a_running_loan(house, staff, call_name="Fatima")
    other = await a_family(staff, call_name="Fatima B.", telephone="0471 99 88 77")
    other["request"] = await staff.did("/loans/api/requests", {"profile": "daily_life", "household_id": other["id"]})
    await staff.did(f"/loans/api/households/{lent.household['id']}/join", {"other_id": other["id"]})
    await house.run_until_idle()
    return lent, other


@pytest.mark.parametrize("asked", ["the row that counts", "the other row"])
async def test_of_two_rows_that_are_one_family_both_are_forgotten(house: House, asked: str) -> None:
    staff = house.sign_in()
    lent, other = await two_that_are_one(house, staff)
    await forget(house, staff, other if asked == "the row that counts" else lent.household)
    assert [await is_known(staff, one) for one in (lent.household, other)] == [False, False]
    assert (await request_now(staff, other["request"]))["status"] == "withdrawn"
    assert await count(house, staff, "SELECT count(*) FROM household WHERE telephone IS NOT NULL OR merged_into IS NOT NULL") == 0
    assert await count(house, staff, "SELECT count(*) FROM agreement_content") == 0
    assert (await published(house, staff, "loans")).count("household_erased") == 2
    assert (await loan_now(staff, lent))["status"] == "running", "the machine is still out"
    parting = await staff.post(f"/loans/api/households/{lent.household['id']}/part")
    assert parting.status_code == 404, "there is nothing to take apart any more"


async def test_after_a_restore_only_the_rows_on_the_list_are_forgotten_again(house: House) -> None:
    """In the backup they were one; they were taken apart since, and one of them was forgotten."""
    staff = house.sign_in()
    lent, other = await two_that_are_one(house, staff)
    async with house.services["loans"].units.open(staff.organisation) as unit:
        await forget_again(other["id"], unit)
    await house.run_until_idle()
    assert [await is_known(staff, one) for one in (lent.household, other)] == [True, False]
    left = "SELECT count(*) FROM household WHERE merged_into IS NOT NULL OR own_visits IS NOT NULL"
    assert await count(house, staff, left) == 0


async def test_the_round_takes_a_family_with_all_its_rows_or_not_at_all(house: House) -> None:
    staff = house.sign_in()
    quiet, busy, one, two = [await a_family(staff) for _ in range(4)]
    await staff.did("/loans/api/requests", {"profile": "work", "household_id": busy["id"]})
    await staff.did(f"/loans/api/households/{busy['id']}/join", {"other_id": quiet["id"]})
    await staff.did(f"/loans/api/households/{one['id']}/join", {"other_id": two["id"]})
    house.clock.move(timedelta(days=30 * 26))
    await round_now(house, staff)
    assert [await is_known(staff, household) for household in (quiet, busy, one, two)] == [True, True, False, False]


async def test_the_round_leaves_who_asked_for_help(house: House) -> None:
    staff = house.sign_in()
    asking, quiet = await a_family(staff), await a_family(staff)
    house.clock.move(timedelta(days=30 * 26))
    opened = TicketOpened(ticket_id=new_id(), household_id=UUID(asking["id"]), symptom=Symptom.SCREEN, channel=Channel.COUNTER)
    await told(house, staff, opened, service="helpdesk")
    await round_now(house, staff)
    assert [await is_known(staff, one) for one in (asking, quiet)] == [True, False]


async def test_when_the_term_of_what_was_signed_is_over_drawings_and_sealed_papers_go_too(house: House) -> None:
    staff = house.sign_in()
    lent = await a_running_loan(house, staff)
    await staff.did(f"/loans/api/loans/{lent.loan['id']}/end", {"returned": []})
    await staff.did("/loans/api/requests", {"profile": "work", "household_id": lent.household["id"]})  # the family itself stays
    async with house.services["loans"].units.open(staff.organisation) as unit:
        facts = f"'{lent.loan['id']}', '{staff.organisation}'"
        await unit.connection.execute(
            text(f"INSERT INTO loan_return (loan_id, organisation, brought_by) VALUES ({facts}, 'Oom Karel')")
        )
    kept = "SELECT (SELECT count(*) FROM agreement_file) + (SELECT count(*) FROM loan_return)"
    assert await count(house, staff, kept) == 2
    house.clock.move(timedelta(days=365 * 11))
    await round_now(house, staff)
    assert await count(house, staff, "SELECT count(*) FROM agreement_content") == 0
    assert await count(house, staff, kept) == 0
    assert await is_known(staff, lent.household)


async def test_a_loan_of_a_forgotten_family_stops_no_round(house: House) -> None:
    """Nobody writes to a family that is forgotten, and the families after it are thought of as ever."""
    staff = house.sign_in()
    lent, known = await a_running_loan(house, staff), await a_running_loan(house, staff)
    await forget(house, staff, lent.household)
    house.clock.move(timedelta(days=366))
    await house.run_until_idle()
    touched = "SELECT string_agg(DISTINCT loan_id::text, ',') FROM touch"
    assert await count(house, staff, touched) == known.loan["id"], "the families after it are still thought of"
    failed = (
        f"SELECT string_agg(kind || ': ' || error, ', ') FROM bus.job WHERE organisation = '{staff.organisation}' AND attempts > 0"
    )
    assert await count(house, staff, failed) is None


async def test_a_cancelled_loan_of_a_forgotten_family_has_nothing_to_show(house: House) -> None:
    staff = house.sign_in()
    lent = await ready_to_sign(house, staff)
    await forget(house, staff, lent.household)
    assert (await staff.http.get(f"/loans/api/loans/{lent.loan['id']}/agreement")).status_code == 404


async def one_more(house: House, staff: Staff, lent: Lent) -> tuple[Any, UUID]:
    """A second machine lies ready for a loan: the machine, and its line."""
    device = await a_ready_device(staff)
    await house.run_until_idle()
    async with house.services["loans"].units.open(staff.organisation) as unit:
        loan = await ask_for_more(AskForMore(lent.loan_id, UUID(device["id"])), unit)
    await house.run_until_idle()
    return device, loan.coming_lines[0].id


async def test_what_was_to_be_added_for_a_forgotten_family_is_free_again(house: House) -> None:
    staff = house.sign_in()
    lent = await a_running_loan(house, staff)
    device, _ = await one_more(house, staff, lent)
    assert (await staff.get(f"/inventory/api/devices/{device['id']}"))["status"] == "reserved"
    await forget(house, staff, lent.household)
    assert (await staff.get(f"/inventory/api/devices/{device['id']}"))["status"] == "ready"


async def test_a_part_that_comes_back_of_a_forgotten_family_is_written_on_no_sheet(house: House) -> None:
    staff = house.sign_in()
    lent = await a_running_loan(house, staff)
    device, line = await one_more(house, staff, lent)
    async with house.services["loans"].units.open(staff.organisation) as unit:
        await give_more(GiveMore(lent.loan_id, [line], []), unit)
    assert await count(house, staff, "SELECT count(*) FROM addendum") == 1
    await forget(house, staff, lent.household)
    async with house.services["loans"].units.open(staff.organisation) as unit:
        await take_some_back(TakeSomeBack(lent.loan_id, [UUID(device["id"])], []), unit)
    await house.run_until_idle()
    assert await count(house, staff, "SELECT count(*) FROM addendum") == 0
    assert (await staff.get(f"/inventory/api/devices/{device['id']}"))["status"] == "return_expected"


async def test_everything_is_told_of_both_rows_and_of_the_people_around_them(house: House) -> None:
    staff = house.sign_in(None, *Role)
    lent, other = await two_that_are_one(house, staff)
    ticket = {"code": lent.device["code"], "symptom": "screen", "channel": "counter", "text": "Het scherm flikkert"}
    await staff.did("/helpdesk/api/tickets", ticket)
    await house.run_until_idle()
    await staff.did(f"/loans/api/households/{lent.household['id']}/trusted", {"name": "Tante Roos", "purposes": ["pick_up"]})
    me = reader(house, staff)
    for one in (lent.household, other):
        address = f"/loans/households/{one['id']}/everything"
        page = (await me.open(address)).text
        for words in ("Fatima B.", "0471 99 88 77", "0470 12 34 56", "Tante Roos", "Het scherm flikkert", "berichten sturen"):
            assert words.casefold() in page.casefold(), words
        told_of = (await me.http.get(f"{address}/file.json")).json()
        assert {row["id"] for row in told_of["loans"]["household"]} == {lent.household["id"], other["id"]}
        assert [row["name"] for row in told_of["loans"]["trusted_person"]] == ["Tante Roos"]
        assert len(told_of["helpdesk"]["tickets"]) == 1, "once"


async def test_who_asks_while_the_family_is_being_forgotten_finds_nobody(house: House) -> None:
    staff = house.sign_in()
    household = UUID((await a_family(staff))["id"])
    units = house.services["loans"].units
    asks = AskForDevice(UseProfile.WORK, Need(school_child_without_machine=False, internet=Internet.YES), household)

    async def ask() -> None:
        async with units.open(staff.organisation) as unit:
            await ask_for_device(asks, unit)

    async with units.open(staff.organisation) as unit:
        await forget_household(ForgetHousehold(household), unit)
        asking = asyncio.create_task(ask())
        while not await waits_for_a_lock(house, staff) and not asking.done():
            await asyncio.sleep(0)
    with pytest.raises(NotFound):
        await asking
    assert await count(house, staff, "SELECT count(*) FROM request") == 0


async def waits_for_a_lock(house: House, staff: Staff) -> bool:
    return bool(await count(house, staff, "SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype <> 'advisory'"))


async def test_at_the_counter_what_the_other_row_asked_is_gone_on_with(house: House) -> None:
    staff = house.sign_in()
    one, other = await a_family(staff), await a_family(staff, call_name="Fatima B.")
    asked = await staff.did("/loans/api/requests", {"profile": "work", "household_id": one["id"]})
    await staff.did(f"/loans/api/households/{one['id']}/join", {"other_id": other["id"]})
    by = staff.person.id
    async with house.services["loans"].units.open(staff.organisation) as unit:
        visit = await begin_counter(BeginCounter(by), unit)
        await welcome_family(WelcomeFamily(visit.id, by, UUID(one["id"])), unit)
        await ask_at_counter(AskAtCounter(visit.id, by, UUID(asked["id"])), unit)
    assert str(await count(house, staff, "SELECT request_id FROM counter_visit")) == asked["id"]


async def test_a_family_corrects_with_either_card_what_both_show(house: House) -> None:
    staff = house.sign_in()
    one, other = await a_family(staff, call_name="Fatima"), await a_family(staff, call_name="Fatima B.")
    await staff.did(f"/loans/api/households/{one['id']}/join", {"other_id": other["id"]})
    family = await family_with(house, await give_card(house, staff, one["id"]))
    form = await family.form("/family/correct", "/family/correct")
    assert 'value="Fatima B."' in (await family.http.get("/family/correct")).text
    assert (await family.send(form, {"call_name": "Samira"})).status_code == 200
    assert "Samira" in (await family.open("/family/known")).text
