"""What pages of helpdesk point at: what is not done yet, when somebody may go, and what a helper chose."""

from datetime import timedelta
from uuid import UUID

import pytest

from shared.contracts.inventory import DeviceStatusChanged
from shared.contracts.vocabulary import ConsentAnswer, DeviceState, Role
from tests.support.helpdesk import a_loan, a_ticket, heard, on_loan, signed_again, step, wish
from tests.support.house import House, today
from tests.support.pages import reader

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # pages do not see what carries the events


@pytest.mark.parametrize("new_drive", [True, False])
async def test_a_new_drive_that_nobody_checked_is_not_green(house: House, new_drive: bool) -> None:
    me = reader(house)
    device, _ = await on_loan(house, me.staff)
    ticket = await a_ticket(me.staff, code=device["code"])
    await step(me.staff, ticket, "triage", decision="repair")
    drives = {"drives": "replaced", "files": "yes_saved", "new_drives": [{"medium": "ssd", "capacity_gb": 256}]}
    await step(me.staff, ticket, "repair", outcome="fixed", **(drives if new_drive else {}))
    await house.run_until_idle()
    address = f"/helpdesk/tickets/{ticket['id']}"

    async def green() -> bool:
        shown = (await me.http.get(address)).text
        assert ("De nieuwe schijf moet nog nagekeken worden." in shown) is ("card good" not in shown)
        return "card good" in shown

    assert await green() is not new_drive
    checked = DeviceStatusChanged(device_id=UUID(device["id"]), status=DeviceState.GIVEN_OUT)
    await heard(house, me.staff.organisation, checked)
    assert await green()


@pytest.mark.parametrize("new_drive", [True, False])
async def test_where_a_device_is_says_no_more_than_we_know(house: House, new_drive: bool) -> None:
    me = reader(house)
    device, _ = await on_loan(house, me.staff)
    lent = DeviceStatusChanged(device_id=UUID(device["id"]), status=DeviceState.GIVEN_OUT)
    await heard(house, me.staff.organisation, lent)
    ticket = await a_ticket(me.staff, code=device["code"])
    address = f"/helpdesk/tickets/{ticket['id']}"
    assert "Uitgeleend aan een gezin" in (await me.open(address)).text
    await step(me.staff, ticket, "triage", decision="repair")
    assert "Uitgeleend" not in (await me.open(address)).text  # before inventory told what follows
    drives = {"drives": "replaced", "files": "yes_saved", "new_drives": [{"medium": "ssd", "capacity_gb": 256}]}
    await step(me.staff, ticket, "repair", outcome="fixed", **(drives if new_drive else {}))
    await house.run_until_idle()
    await heard(house, me.staff.organisation, lent)
    shown = (await me.open(address)).text
    assert ("Is het toestel nog hier?" in shown) is not new_drive  # who checks a new drive says when it is home again
    assert "bij een gezin" not in shown.lower()


async def test_a_week_says_what_could_have_been_and_what_is_today(house: House) -> None:
    helper = house.sign_in(None, Role.OUTREACH)
    for days, code in ((16, "KIWI-42"), (15, "PEER-7"), (14, "VIJG-3"), (12, "DRUIF-9")):
        loan = a_loan(house, code=code, started_on=today(house) - timedelta(days=days - 14))
        await heard(house, helper.organisation, wish(loan.household_id, ConsentAnswer.YES), loan)
    house.clock.move(timedelta(days=14))
    shown = (await reader(house, signed_again(house, helper)).open("/helpdesk/visits")).text
    week = shown[shown.rindex("Mijn week") :]  # after the menu
    told = [week.index(words) for words in ("Had al gekund", "KIWI-42", "PEER-7", "Vandaag", "VIJG-3", "DRUIF-9")]
    assert told == sorted(told)
    assert week.count("Had al gekund") == 1


async def test_a_rare_outcome_that_was_chosen_stays_in_view(house: House) -> None:
    helper = house.sign_in(None, Role.OUTREACH)
    loan = a_loan(house)
    await heard(house, helper.organisation, wish(loan.household_id, ConsentAnswer.YES), loan)
    house.clock.move(timedelta(days=14))
    me = reader(house, signed_again(house, helper))
    address = next(link for link in (await me.open("/helpdesk/visits")).links if link.startswith("/helpdesk/visits/"))
    form = await me.form(address, f"{address}/record")
    assert "<details open>" not in (await me.http.get(address)).text
    assert form.choices["outcome"] >= {"went_ahead", "not_at_home", "did_not_open", "no_answer"}
    wrong = await me.send(form, {"outcome": "did_not_open", "next_due": "morgen"})
    assert wrong.text.count("<details open>") == 2  # the outcome and the day
