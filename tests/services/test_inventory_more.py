"""More machines under one signature, what is added later and a part that comes back: what inventory makes of it, in both orders."""

from typing import Any
from uuid import UUID

import pytest

from shared.contracts import loans
from shared.contracts.vocabulary import Accessory
from shared.runtime.clock import new_id
from tests.services.test_inventory_accessories import on_shelf
from tests.services.test_inventory_going_along import lent_with_things
from tests.support.colleagues import they_publish
from tests.support.house import House
from tests.support.made_up_loans import DAY, ended, signed, triaged
from tests.support.slice import a_ready_device, device_now

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # what carries the events makes no difference here


def added(loan: UUID, *devices: Any, things: tuple[Accessory, ...] = (), along_with: Any = None) -> loans.ItemsAdded:
    ids = tuple(UUID(device["id"]) for device in devices)
    main = UUID(along_with["id"]) if along_with else None
    return loans.ItemsAdded(
        loan_id=loan, household_id=new_id(), device_ids=ids, accessories=things, along_with=main, added_on=DAY
    )  # fmt: skip


def back(loan: UUID, *devices: Any, things: tuple[Accessory, ...] = ()) -> loans.ItemsReturned:
    ids = tuple(UUID(device["id"]) for device in devices)
    return loans.ItemsReturned(loan_id=loan, household_id=new_id(), device_ids=ids, accessories=things, returned_on=DAY)


@pytest.mark.parametrize("kept", [True, False], ids=["kept", "let go before"])
@pytest.mark.parametrize("later", [True, False], ids=["by an addendum", "under the signature"])
async def test_one_more_machine_is_with_the_family(house: House, kept: bool, later: bool) -> None:
    staff, loan = house.sign_in(), new_id()
    first, other = await a_ready_device(staff), await a_ready_device(staff)
    line = new_id()
    if kept:
        await they_publish(house, staff.organisation, loans.DeviceClaimed(request_id=line, device_id=UUID(other["id"])))
    agreed = signed(first, loan, Accessory.CHARGER)
    if later:
        await they_publish(house, staff.organisation, agreed, added(loan, other), added(loan, other))
    else:
        await they_publish(house, staff.organisation, agreed.model_copy(update={"more_device_ids": (UUID(other["id"]),)}))
    for device in (first, other):
        assert (await device_now(staff, device))["status"] == "given_out"
    await they_publish(house, staff.organisation, back(loan, other), back(loan, other))
    assert (await device_now(staff, other))["status"] == "return_expected"
    assert (await device_now(staff, first))["status"] == "given_out", "the loan goes on"
    await they_publish(house, staff.organisation, ended(loan, first))
    assert (await device_now(staff, first))["status"] == "return_expected"


async def test_a_repair_may_come_first(house: House) -> None:
    """Kept and then in repair: it stays there, on the loan; given back meanwhile it is on none."""
    staff, loan = house.sign_in(), new_id()
    first, other = await a_ready_device(staff), await a_ready_device(staff)
    claim = loans.DeviceClaimed(request_id=new_id(), device_id=UUID(other["id"]))
    await they_publish(house, staff.organisation, claim, triaged(other, new_id()), signed(first, loan), added(loan, other))
    assert (await device_now(staff, other))["status"] == "in_repair"
    await they_publish(house, staff.organisation, back(loan, other))
    assert (await device_now(staff, other))["status"] == "in_repair"


async def test_things_that_come_and_go_are_counted_once(house: House) -> None:
    staff, loan = house.sign_in(), new_id()
    device, mouse, hotspot = await lent_with_things(house, staff, loan)
    gone = back(loan, things=(Accessory.MOUSE, Accessory.HOTSPOT))
    await they_publish(house, staff.organisation, gone, gone)
    assert await on_shelf(staff, mouse) == 10
    assert (await device_now(staff, hotspot))["status"] == "return_expected"
    assert (await device_now(staff, device))["status"] == "given_out"
    await they_publish(house, staff.organisation, added(loan, things=(Accessory.MOUSE,), along_with=device))
    assert await on_shelf(staff, mouse) == 9
