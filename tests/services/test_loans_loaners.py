"""Machines that go along during a repair: what happens in each order, and to a loan that ends meanwhile."""

from datetime import timedelta
from uuid import UUID

import pytest

from shared.contracts.event import Event
from shared.contracts.inventory import (
    DeviceReady,
    DeviceRegistered,
    DeviceReserved,
    DeviceRetired,
    DeviceStatusChanged,
    LoanerReserved,
)
from shared.contracts.vocabulary import Chassis, DeviceState, UseProfile
from shared.runtime.clock import new_id
from tests.support.colleagues import alone
from tests.support.house import House, Staff
from tests.support.lending import Lent, a_running_loan, held_back, loan_now, ready_to_sign, told
from tests.support.pages import reader
from tests.support.slice import ask, published, request_now

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)

OURS = ("loaner_added", "loaner_declined", "loaner_returned", "device_swapped")


def loaner(lent: Lent, device_id: UUID | None = None, ticket_id: UUID | None = None) -> LoanerReserved:
    return LoanerReserved(
        device_id=device_id or new_id(),
        ticket_id=ticket_id or new_id(),
        original_device_id=lent.device_id,
        loan_id=lent.loan_id,
    )


def status(lent: Lent, state: DeviceState) -> DeviceStatusChanged:
    return DeviceStatusChanged(device_id=lent.device_id, status=state, loan_id=lent.loan_id)


def back(lent: Lent) -> DeviceStatusChanged:
    return status(lent, DeviceState.GIVEN_OUT)


def retired(house: House, lent: Lent) -> DeviceRetired:
    return DeviceRetired(device_id=lent.device_id, retired_on=house.clock.now().date(), loan_id=lent.loan_id)


async def ours(house: House, staff: Staff) -> list[str]:
    return [name for name in await published(house, staff, "loans") if name in OURS]


async def active(staff: Staff, lent: Lent) -> list[tuple[str, str]]:
    return [(line["device_id"], line["kind"]) for line in (await loan_now(staff, lent))["lines"] if line["ended"] is None]


async def out_of_order(house: House, staff: Staff, made_first: Event, heard_first: Event) -> None:
    """Two events of different keys, made in one order and heard in the other."""
    async with held_back(house, "loans.reactions", made_first):
        await house.publish("inventory", staff.organisation, made_first)
        await house.publish("inventory", staff.organisation, heard_first)


async def test_a_loaner_goes_along_and_comes_back(house: House) -> None:
    me = reader(house)
    lent = await a_running_loan(house, me.staff)
    registered = DeviceRegistered(device_id=new_id(), code="KX4-72M", chassis=Chassis.LAPTOP, maker="Dell", model="E7440")
    along = loaner(lent, registered.device_id)
    await told(house, me.staff, registered, status(lent, DeviceState.IN_REPAIR), along)
    assert await active(me.staff, lent) == [(lent.device["id"], "lasting"), (str(along.device_id), "temporary")]
    for address in (f"/loans/loans/{lent.loan['id']}", f"/loans/households/{lent.household['id']}", "/loans/loans"):
        shown = await me.open(address)
        assert "KX4-72M" in shown.text
        assert "zolang" in shown.text
    assert "in herstelling" in (await me.open(f"/loans/loans/{lent.loan['id']}")).text
    await told(house, me.staff, back(lent))
    assert await active(me.staff, lent) == [(lent.device["id"], "lasting")]
    assert await ours(house, me.staff) == ["loaner_added", "loaner_returned"]


async def test_the_same_answer_again_changes_nothing(house: House) -> None:
    staff = house.sign_in()
    lent = await a_running_loan(house, staff)
    along = loaner(lent)
    await told(house, staff, along, along)
    assert await ours(house, staff) == ["loaner_added"]
    await told(house, staff, loaner(lent))
    assert await ours(house, staff) == ["loaner_added", "loaner_declined"], "one at a time"


async def test_the_original_is_back_before_we_hear_of_the_loaner(house: House) -> None:
    staff = house.sign_in()
    lent = await a_running_loan(house, staff)
    await out_of_order(house, staff, loaner(lent), back(lent))
    assert await active(staff, lent) == [(lent.device["id"], "lasting")]
    assert await ours(house, staff) == ["loaner_declined"]


async def test_an_older_repair_that_ends_late_sends_no_loaner_back(house: House) -> None:
    """Back from the first repair, then a loaner for a second one; we hear of them the other way round."""
    staff = house.sign_in()
    lent = await a_running_loan(house, staff)
    along = loaner(lent)
    await out_of_order(house, staff, back(lent), along)
    assert await active(staff, lent) == [(lent.device["id"], "lasting"), (str(along.device_id), "temporary")]
    assert await ours(house, staff) == ["loaner_added"]
    await told(house, staff, back(lent))
    assert await ours(house, staff) == ["loaner_added", "loaner_returned"]


async def test_a_second_repair_gets_a_loaner_too(house: House) -> None:
    """The machine came back once before; that is no reason to decline."""
    staff = house.sign_in()
    lent = await a_running_loan(house, staff)
    first, second = loaner(lent), loaner(lent)
    await told(house, staff, first, back(lent), second, back(lent))
    assert await ours(house, staff) == ["loaner_added", "loaner_returned"] * 2


@pytest.mark.parametrize("loaner_first", [True, False])
async def test_the_original_cannot_be_saved(house: House, loaner_first: bool) -> None:
    """Whichever is heard first, the loaner ends up as the family's own, on the same loan."""
    staff = house.sign_in()
    lent = await a_running_loan(house, staff)
    along = loaner(lent)
    if loaner_first:
        await told(house, staff, along, retired(house, lent))
    else:
        await out_of_order(house, staff, along, retired(house, lent))
    assert await active(staff, lent) == [(str(along.device_id), "lasting")]
    assert await ours(house, staff) == ["loaner_added", "device_swapped"]
    assert not (await loan_now(staff, lent))["has_no_machine"]
    ended = await staff.did(f"/loans/api/loans/{lent.loan['id']}/end", {"returned": []})
    assert [line["ended"] for line in ended["lines"]] == ["retired", "loan_ended"]


async def test_without_a_loaner_the_family_needs_another_machine(house: House) -> None:
    me = reader(house)
    lent = await a_running_loan(house, me.staff)
    await told(house, me.staff, retired(house, lent), retired(house, lent))
    assert await active(me.staff, lent) == []
    loan = await loan_now(me.staff, lent)
    assert (loan["status"], loan["has_no_machine"]) == ("running", True)
    shown = await me.open(f"/loans/loans/{lent.loan['id']}")
    assert "Geen toestel meer" in shown.text
    assert f"/loans/requests/new?household={lent.household['id']}" in shown.links
    assert await ours(house, me.staff) == []


async def test_a_loaner_that_is_lost_itself_leaves_the_original(house: House) -> None:
    staff = house.sign_in()
    lent = await a_running_loan(house, staff)
    along = loaner(lent)
    await told(house, staff, along, DeviceRetired(device_id=along.device_id, retired_on=house.clock.now().date()), back(lent))
    assert await active(staff, lent) == [(lent.device["id"], "lasting")]
    assert await ours(house, staff) == ["loaner_added", "loaner_returned"]


@pytest.mark.parametrize("loaner_first", [True, False])
async def test_the_loaner_of_a_lost_loaner_takes_its_place(house: House, loaner_first: bool) -> None:
    """Whichever is heard first: it goes along for the first repair, and comes back when that original is back."""
    staff = house.sign_in()
    lent = await a_running_loan(house, staff)
    first = loaner(lent)
    await told(house, staff, status(lent, DeviceState.IN_REPAIR), first)
    second = LoanerReserved(device_id=new_id(), ticket_id=new_id(), original_device_id=first.device_id, loan_id=lent.loan_id)
    gone = DeviceRetired(device_id=first.device_id, retired_on=house.clock.now().date(), loan_id=lent.loan_id)
    if loaner_first:
        await told(house, staff, second, gone)
    else:
        await out_of_order(house, staff, second, gone)
    assert await active(staff, lent) == [(lent.device["id"], "lasting"), (str(second.device_id), "temporary")]
    await told(house, staff, back(lent))
    assert await active(staff, lent) == [(lent.device["id"], "lasting")]
    settled = ["loaner_added", "loaner_added", "loaner_returned", "loaner_added", "loaner_returned"]
    assert sorted(await ours(house, staff)) == sorted(settled)


async def test_the_loaner_of_a_lost_loaner_is_not_needed_when_the_original_is_back(house: House) -> None:
    """It was kept after the original was back, and all of it is heard late: still nobody needs it."""
    staff = house.sign_in()
    lent = await a_running_loan(house, staff)
    first = loaner(lent)
    gone = DeviceRetired(device_id=first.device_id, retired_on=house.clock.now().date(), loan_id=lent.loan_id)
    second = LoanerReserved(device_id=new_id(), ticket_id=new_id(), original_device_id=first.device_id, loan_id=lent.loan_id)
    await told(house, staff, first, gone, back(lent), second)
    assert await active(staff, lent) == [(lent.device["id"], "lasting")]
    assert await ours(house, staff) == ["loaner_added", "loaner_returned", "loaner_declined"]


@pytest.mark.parametrize("loaner_first", [True, False])
async def test_a_loan_that_ends_while_a_loaner_is_being_reserved(house: House, loaner_first: bool) -> None:
    staff = house.sign_in()
    lent = await a_running_loan(house, staff)
    along = loaner(lent)
    if loaner_first:
        await told(house, staff, along)
    ended = await staff.did(f"/loans/api/loans/{lent.loan['id']}/end", {"returned": []})
    if not loaner_first:
        await told(house, staff, along)
    await told(house, staff, back(lent), retired(house, lent))
    assert await active(staff, lent) == []
    assert await ours(house, staff) == (["loaner_added", "loaner_returned"] if loaner_first else ["loaner_declined"])
    assert len(ended["lines"]) == (2 if loaner_first else 1)


async def test_a_loaner_for_what_is_not_on_loan_is_let_go(house: House) -> None:
    staff, stranger = house.sign_in(), house.sign_in()
    unsigned, theirs = await ready_to_sign(house, staff), await a_running_loan(house, stranger)
    await told(house, staff, loaner(unsigned), loaner(theirs))
    assert await ours(house, staff) == ["loaner_declined"] * 2
    assert await ours(house, stranger) == []


async def test_a_machine_that_went_along_is_promised_to_nobody(house: House) -> None:
    """Inventory heard late that it went along, and promised it in between: the request waits again, and gets no other promise."""
    staff = house.sign_in()
    lent = await a_running_loan(house, staff)
    along = loaner(lent)
    ready = DeviceReady(
        device_id=along.device_id,
        code="KX4-72M",
        chassis=Chassis.LAPTOP,
        maker="Dell",
        model="E7440",
        memory_mb=8192,
        fit=dict.fromkeys(UseProfile, 3),
    )
    with alone(house, "loans"):
        request = await ask(staff)
        await told(house, staff, ready)
        assert (await request_now(staff, request))["status"] == "claimed"
        await told(house, staff, along, DeviceReserved(device_id=along.device_id, request_id=UUID(request["id"])))
        assert (await request_now(staff, request))["status"] == "waiting"
        assert (await published(house, staff, "loans"))[-1] == "claim_dropped"
        await told(house, staff, ready)
        house.clock.move(timedelta(days=1))
        await house.run_until_idle()
    assert (await request_now(staff, request))["status"] == "waiting"
    assert await active(staff, lent) == [(lent.device["id"], "lasting"), (str(along.device_id), "temporary")]


async def test_a_machine_on_one_loan_does_not_go_along_on_another(house: House) -> None:
    staff = house.sign_in()
    lent, other = await a_running_loan(house, staff), await a_running_loan(house, staff)
    await told(house, staff, loaner(lent, other.device_id))
    assert await ours(house, staff) == ["loaner_declined"]
    assert await active(staff, other) == [(other.device["id"], "lasting")]


async def test_what_a_machine_is_may_be_heard_late(house: House) -> None:
    """A newer event came first; the code is filled in, and what is newer stays."""
    staff = house.sign_in()
    loans = house.services["loans"]
    device_id = new_id()
    registered = DeviceRegistered(device_id=device_id, code="ABC-234", chassis=Chassis.LAPTOP, maker="Dell", model="E7440")
    await house.publish("inventory", staff.organisation, registered)
    await house.publish("inventory", staff.organisation, DeviceReserved(device_id=device_id, request_id=new_id()))
    await house.run_until_idle()
    consumer = loans.consumers["loans.projections"]
    history = [
        delivery
        async for records in house.transport.history(["digibank.inventory.devices"])
        for record in records
        if record.key == str(device_id) and (delivery := consumer.read(record)) is not None
    ]
    async with loans.units.open(staff.organisation) as unit:
        before = await unit.known_devices.named(device_id)
        await unit.connection.exec_driver_sql("DELETE FROM known_device WHERE device_id = $1", (device_id,))
    for delivery in reversed(history):
        async with loans.units.open(staff.organisation) as unit:
            await consumer.apply(unit, delivery)  # type: ignore[arg-type]
    async with loans.units.open(staff.organisation) as unit:
        assert await unit.known_devices.named(device_id) == before == ("ABC-234", "Dell", "E7440")
        row = (
            await unit.connection.exec_driver_sql("SELECT sequence, state FROM known_device WHERE device_id = $1", (device_id,))
        ).one()
        assert tuple(row) == (2, "reserved")
