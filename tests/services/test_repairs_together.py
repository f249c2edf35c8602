"""A machine that is repaired, seen by all services that have a say in it: helpdesk asks, inventory and loans answer."""

from datetime import timedelta
from typing import Any

import pytest

from shared.contracts.vocabulary import Role
from tests.support.house import House, Staff
from tests.support.lending import Lent, a_running_loan, loan_now
from tests.support.slice import a_ready_device, ask, device_now, made_ready, request_now

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

TICKETS = "/helpdesk/api/tickets"


def somebody(house: House) -> Staff:
    """Who may do everything that a repair needs."""
    return house.sign_in(None, Role.STAFF, Role.REPAIRER, Role.OUTREACH)


async def active(staff: Staff, lent: Lent) -> list[tuple[str, str]]:
    return [(line["device_id"], line["kind"]) for line in (await loan_now(staff, lent))["lines"] if line["ended"] is None]


async def step(house: House, staff: Staff, ticket: Any, name: str, **body: Any) -> Any:
    """One step of a ticket, and everything that follows."""
    await staff.did(f"{TICKETS}/{ticket['id']}/{name}", body)
    await house.run_until_idle()
    return await staff.get(f"{TICKETS}/{ticket['id']}")


async def in_repair(house: House, staff: Staff, device: Any) -> Any:
    ticket = await staff.did(TICKETS, {"channel": "call", "code": device["code"]})
    return await step(house, staff, ticket, "triage", decision="repair")


async def a_spare(house: House, staff: Staff) -> Any:
    """A machine that is ready, and that everybody knows of."""
    device = await a_ready_device(staff)
    await house.run_until_idle()
    return device


@pytest.mark.parametrize("outcome", ["repairable", "unknown"])
async def test_a_machine_that_is_not_fixed_goes_to_nobody(house: House, outcome: str) -> None:
    staff = somebody(house)
    device = await a_spare(house, staff)
    ticket = await in_repair(house, staff, device)
    assert (await step(house, staff, ticket, "repair", outcome=outcome))["status"] == "open"
    request = await ask(staff)
    await house.run_until_idle()
    assert ((await device_now(staff, device))["status"], (await request_now(staff, request))["status"]) == ("in_repair", "waiting")
    await step(house, staff, ticket, "triage", decision="advice")
    assert (await request_now(staff, request))["device_id"] == device["id"], "not a repair after all: free again"


async def test_a_loaner_stays_until_the_original_is_fixed(house: House) -> None:
    staff = somebody(house)
    lent = await a_running_loan(house, staff)
    spare = await a_spare(house, staff)
    ticket = await in_repair(house, staff, lent.device)
    await step(house, staff, ticket, "loaner")
    assert len(await active(staff, lent)) == 2
    await step(house, staff, ticket, "repair", outcome="repairable")
    assert [(await device_now(staff, one))["status"] for one in (lent.device, spare)] == ["in_repair", "given_out"]
    await step(house, staff, ticket, "triage", decision="repair")
    await step(house, staff, ticket, "repair", outcome="fixed")
    assert await active(staff, lent) == [(lent.device["id"], "lasting")]


async def prepared_again(house: House, staff: Staff, device: Any) -> None:
    """It came back to us, and is ready for the next."""
    address = f"/inventory/api/devices/{device['id']}"
    await staff.did(f"{address}/take-back")
    await staff.did(f"{address}/files", {"answer": "nothing_to_keep"})
    for drive in (await device_now(staff, device))["drives"]:
        await staff.did(f"{address}/drives/{drive['id']}/wipe", {"method": "secure_erase", "tool": "hdparm", "succeeded": True})
        await staff.colleague.did(f"{address}/drives/{drive['id']}/check")
    await made_ready(staff, address)
    await house.run_until_idle()


async def test_the_same_spare_goes_along_again_for_the_same_ticket(house: House) -> None:
    staff = somebody(house)
    lent = await a_running_loan(house, staff)
    spare = await a_spare(house, staff)
    ticket = await in_repair(house, staff, lent.device)
    await step(house, staff, ticket, "loaner")
    await step(house, staff, ticket, "repair", outcome="fixed")
    await prepared_again(house, staff, spare)
    house.clock.move(timedelta(minutes=5))
    await step(house, staff, ticket, "reopen")
    await step(house, staff, ticket, "triage", decision="repair")
    assert (await step(house, staff, ticket, "loaner"))["loaner"]["state"] == "along"
    assert await active(staff, lent) == [(lent.device["id"], "lasting"), (spare["id"], "temporary")]


async def test_a_loaner_of_a_loaner_comes_back_with_it(house: House) -> None:
    staff = somebody(house)
    lent = await a_running_loan(house, staff)
    one = await a_spare(house, staff)
    ticket = await in_repair(house, staff, lent.device)
    await step(house, staff, ticket, "loaner")
    two = await a_spare(house, staff)
    second = await in_repair(house, staff, one)
    await step(house, staff, second, "loaner")
    assert len(await active(staff, lent)) == 3
    await step(house, staff, ticket, "repair", outcome="fixed")
    assert await active(staff, lent) == [(lent.device["id"], "lasting")]
    await step(house, staff, second, "repair", outcome="fixed")
    assert [(await device_now(staff, device))["status"] for device in (one, two)] == ["returned", "return_expected"]


async def test_after_a_loaner_is_lost_another_one_can_be_asked(house: House) -> None:
    staff = somebody(house)
    lent = await a_running_loan(house, staff)
    one = await a_spare(house, staff)
    ticket = await in_repair(house, staff, lent.device)
    await step(house, staff, ticket, "loaner")
    house.clock.move(timedelta(minutes=5))
    await step(house, staff, await in_repair(house, staff, one), "repair", outcome="end_of_life", files="nothing_to_keep")
    two = await a_spare(house, staff)
    house.clock.move(timedelta(minutes=5))
    assert (await step(house, staff, ticket, "loaner"))["loaner"]["state"] == "along"
    assert await active(staff, lent) == [(lent.device["id"], "lasting"), (two["id"], "temporary")]


async def test_when_the_loan_ends_its_repair_has_no_loaner_any_more(house: House) -> None:
    staff = somebody(house)
    lent = await a_running_loan(house, staff)
    spare = await a_spare(house, staff)
    ticket = await in_repair(house, staff, lent.device)
    await step(house, staff, ticket, "loaner")
    await staff.did(f"/loans/api/loans/{lent.loan['id']}/end", {"returned": []})
    await house.run_until_idle()
    assert (await staff.get(f"{TICKETS}/{ticket['id']}"))["loaner"]["state"] == "returned"
    assert [(await device_now(staff, one))["status"] for one in (lent.device, spare)] == ["in_repair", "return_expected"]


async def test_what_is_broken_at_a_visit_is_the_machine_at_home(house: House) -> None:
    staff = somebody(house)
    lent = await a_running_loan(house, staff)
    yes = {"purpose": "visits", "answer": "yes"}
    await staff.did(f"/loans/api/households/{lent.household['id']}/consent", yes)
    spare = await a_spare(house, staff)
    await step(house, staff, await in_repair(house, staff, lent.device), "loaner")
    visits = (await staff.get("/helpdesk/api/visits?until=2100-01-01"))["visits"]
    await staff.did(f"/helpdesk/api/visits/{visits[0]['id']}/record", {"outcome": "went_ahead", "findings": ["broken"]})
    tickets = (await staff.get(TICKETS))["tickets"]
    assert [one["device_id"] for one in tickets if one["channel"] == "visit"] == [spare["id"]]
