"""A machine goes along while another one is being repaired. What loans and helpdesk say is made up here."""

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import pytest

from shared.contracts import helpdesk, loans
from shared.contracts.inventory import LoanerRefused, LoanerReserved
from shared.contracts.vocabulary import (
    LoanerRefusalReason,
)  # fmt: skip
from shared.runtime.clock import new_id
from tests.support.colleagues import alone, they_publish
from tests.support.house import House
from tests.support.made_up_loans import a_lent_device, ended, repaired, told, triaged
from tests.support.slice import a_ready_device, device_now, published

DAY = date(2026, 3, 2)


@pytest.fixture(autouse=True)
def others_keep_silent(house: House) -> Iterator[None]:
    with alone(house, "inventory"):
        yield


async def test_a_loaner_goes_along_and_comes_back(house: House) -> None:
    staff, loan, ticket = house.sign_in(), new_id(), new_id()
    original = await a_lent_device(house, staff, loan)
    large, small = await a_ready_device(staff, memory_gb=32), await a_ready_device(staff, memory_gb=8)
    await a_ready_device(staff, memory_gb=4)
    asked = helpdesk.LoanerRequested(ticket_id=ticket, device_id=UUID(original["id"]))
    await they_publish(house, staff.organisation, triaged(original, ticket), asked, asked)
    kept = await told(house, staff, LoanerReserved)
    assert [(str(one.device_id), one.loan_id, one.ticket_id) for one in kept] == [(small["id"], loan, ticket)] * 2, "once"
    claim = loans.DeviceClaimed(request_id=new_id(), device_id=UUID(small["id"]))
    added = loans.LoanerAdded(loan_id=loan, ticket_id=ticket, device_id=UUID(small["id"]), original_device_id=UUID(original["id"]))
    await they_publish(house, staff.organisation, claim, added)
    assert (await published(house, staff, "inventory"))[-2:] == ["claim_refused", "device_given_out"]
    seen = await device_now(staff, small)
    assert (seen["status"], seen["loan_id"], seen["loaner_for"]) == ("given_out", str(loan), original["id"])
    returned = loans.LoanerReturned(**added.model_dump())
    await they_publish(house, staff.organisation, repaired(original, ticket), returned)
    assert (await device_now(staff, original))["status"] == "given_out"
    seen = await device_now(staff, small)
    assert (seen["status"], seen["loaner_ticket"]) == ("return_expected", None)
    assert (await device_now(staff, large))["status"] == "ready"


async def test_a_loaner_that_stays_and_one_that_is_not_needed(house: House) -> None:
    staff, loan, ticket, other = house.sign_in(), new_id(), new_id(), new_id()
    original = await a_lent_device(house, staff, loan)
    original_id = UUID(original["id"])
    only = await a_ready_device(staff, memory_gb=4)
    asked = helpdesk.LoanerRequested(ticket_id=ticket, device_id=original_id)
    declined = loans.LoanerDeclined(ticket_id=ticket, device_id=UUID(only["id"]))
    await they_publish(house, staff.organisation, asked, declined, declined)
    assert (await device_now(staff, only))["status"] == "ready"
    assert (await published(house, staff, "inventory"))[-2:] == ["loaner_reserved", "device_ready"]
    added = loans.LoanerAdded(loan_id=loan, ticket_id=other, device_id=UUID(only["id"]), original_device_id=original_id)
    swapped = loans.DeviceSwapped(loan_id=loan, device_id=UUID(only["id"]), original_device_id=original_id)
    again = helpdesk.LoanerRequested(ticket_id=other, device_id=original_id)
    await they_publish(house, staff.organisation, again, added, declined, swapped)
    seen = await device_now(staff, only)
    assert (seen["status"], seen["loan_id"], seen["loaner_ticket"]) == ("given_out", str(loan), None)


async def test_why_there_is_no_loaner(house: House) -> None:
    staff, loan = house.sign_in(), new_id()
    original = await a_lent_device(house, staff, loan)
    free = await a_ready_device(staff)
    for device in (free, {"id": str(new_id())}):
        asked = helpdesk.LoanerRequested(ticket_id=new_id(), device_id=UUID(device["id"]))
        await they_publish(house, staff.organisation, asked)
    await they_publish(house, staff.organisation, triaged(free, new_id()))
    asked = helpdesk.LoanerRequested(ticket_id=new_id(), device_id=UUID(original["id"]))
    await they_publish(house, staff.organisation, asked, ended(loan, original), asked)
    reasons = [one.reason for one in await told(house, staff, LoanerRefused)]
    not_on_loan, none_ready = LoanerRefusalReason.NOT_ON_LOAN, LoanerRefusalReason.NONE_READY
    assert reasons == [not_on_loan, not_on_loan, none_ready, not_on_loan]


async def test_two_who_need_a_loaner_at_once_get_two(house: House) -> None:
    staff, loan = house.sign_in(), new_id()
    broken = [await a_lent_device(house, staff, loan) for _ in range(2)]
    free = [await a_ready_device(staff) for _ in range(2)]
    inventory = house.services["inventory"].units
    async with inventory.open(staff.organisation) as first, inventory.open(staff.organisation) as second:
        picked = [
            await unit.devices.pick_loaner(await unit.devices.get(UUID(device["id"])))
            for unit, device in zip((first, second), broken, strict=True)
        ]
    assert sorted(str(device.id) for device in picked if device) == sorted(device["id"] for device in free)
