"""What helpdesk keeps of events that come late, twice, or at the same moment. Handlers are called as a group calls them."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from services.helpdesk.app import helpdesk
from services.helpdesk.event_handlers.on_consent_changed import on_consent_changed
from services.helpdesk.event_handlers.on_loan_started import on_loan_started
from services.helpdesk.queries.tickets import get_device, wish_of
from services.helpdesk.queries.visits import practise_of
from shared.bus.envelope import Envelope, Trace
from shared.contracts.event import Event
from shared.contracts.inventory import DeviceFound, DeviceGivenOut, DeviceLost, DeviceRegistered, DeviceStatusChanged, LoanerRefused
from shared.contracts.loans import DeviceSwapped, LoanerAdded, LoanerReturned
from shared.contracts.skills import TrainingNeedShared
from shared.contracts.vocabulary import Chassis, ConsentAnswer, DeviceState, LoanerRefusalReason, LossKind
from shared.runtime.clock import new_id
from tests.support.helpdesk import a_loan, the_end, wish
from tests.support.house import House

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # no transport comes into it


def envelope(house: House, organisation: UUID, event: Event, sequence: int) -> Envelope:
    """Around an event, as if it were the so-manieth of its subject."""
    return Envelope(new_id(), event.type, "/test", event.subject, house.clock.now(), sequence, organisation, Trace(new_id()))


async def handle(
    house: House, organisation: UUID, event: Event, sequence: int, handler: Callable[..., Awaitable[Any]] | None = None
) -> None:
    """Let one event be handled in a transaction of its own, by default by its projection."""
    async with house.services["helpdesk"].units.open(organisation) as unit:
        unit.because_of(envelope(house, organisation, event, sequence))
        await (handler or helpdesk.projects[type(event)])(event, unit)


DEVICE, OTHER, LEARNER, TICKET = (new_id() for _ in range(4))


async def test_what_is_older_never_undoes_what_is_newer(house: House) -> None:
    organisation = new_id()
    loan = a_loan(house, DEVICE)
    loaner = {"loan_id": loan.loan_id, "ticket_id": TICKET, "device_id": OTHER, "original_device_id": DEVICE}
    need = {"learner_id": LEARNER, "household_id": loan.household_id}
    pairs: list[tuple[Event, Event]] = [  # older, newer
        (
            DeviceGivenOut(device_id=DEVICE, loan_id=loan.loan_id),
            DeviceStatusChanged(device_id=DEVICE, status=DeviceState.IN_REPAIR),
        ),
        (wish(loan.household_id, ConsentAnswer.YES), wish(loan.household_id, ConsentAnswer.NO)),
        (TrainingNeedShared(**need, competences=("1.1",)), TrainingNeedShared(**need, competences=("2.3",))),
        (LoanerAdded(**loaner), LoanerReturned(**loaner)),
    ]
    for older, newer in pairs:
        for event, sequence in ((newer, 8), (older, 7), (newer, 8), (older, 7)):
            await handle(house, organisation, event, sequence)
    registered = DeviceRegistered(device_id=DEVICE, code="KX4-72M", chassis=Chassis.LAPTOP, maker="Lenovo", model="X240")
    await handle(house, organisation, registered, 1)  # what it is counts, where it was does not
    async with house.services["helpdesk"].units.open(organisation) as unit:
        device = await get_device(unit, DEVICE)
        assert device is not None
        assert (device.code, device.status) == ("KX4-72M", DeviceState.IN_REPAIR)
        assert await wish_of(unit, loan.household_id) is ConsentAnswer.NO
        assert await practise_of(unit, loan.household_id) == ["2.3"]
        told = await unit.known_loaners.of_ticket(TICKET)
        assert told is not None
        assert told.state == "returned"


async def test_a_machine_is_missed_as_was_told_last_wherever_it_is(house: House) -> None:
    organisation, device = new_id(), new_id()
    registered = DeviceRegistered(device_id=device, code="KX4-72N", chassis=Chassis.LAPTOP, maker="Lenovo", model="X240")
    stolen = DeviceLost(device_id=device, kind=LossKind.STOLEN, lost_on=date(2026, 1, 1))
    found = DeviceFound(device_id=device, found_on=date(2026, 1, 2))
    for event, sequence in ((stolen, 3), (registered, 1), (stolen, 3)):
        await handle(house, organisation, event, sequence)
    async with house.services["helpdesk"].units.open(organisation) as unit:
        known = await get_device(unit, device)
        assert known is not None
        assert (known.lost, known.status) == (LossKind.STOLEN, DeviceState.ARRIVED)
    await handle(house, organisation, found, 4)
    await handle(house, organisation, stolen, 3)
    async with house.services["helpdesk"].units.open(organisation) as unit:
        known = await get_device(unit, device)
        assert known is not None
        assert known.lost is None


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1)])
async def test_a_loan_is_known_in_whatever_order_it_is_told(house: House, order: tuple[int, ...]) -> None:
    """As when a replay runs beside the living group."""
    organisation = new_id()
    loan = a_loan(house, new_id())
    kept = new_id()
    swapped = DeviceSwapped(loan_id=loan.loan_id, device_id=kept, original_device_id=loan.device_id)
    ended = the_end(loan, date(2030, 1, 1)).model_copy(update={"device_ids": (kept,)})
    events: list[Event] = [loan, swapped, ended]
    for number in order:
        await handle(house, organisation, events[number], number + 1)
        if sorted(order[: order.index(number) + 1]) == [0, 1]:
            async with house.services["helpdesk"].units.open(organisation) as unit:
                assert await unit.known_loans.holder_of(kept) == loan.household_id
                assert await unit.known_loans.holder_of(loan.device_id) is None
    async with house.services["helpdesk"].units.open(organisation) as unit:
        assert await unit.known_loans.holder_of(kept) is None
        assert await unit.known_loans.holder_of(loan.device_id) is None
        (facts,) = await unit.known_loans.of_household(loan.household_id)
    assert (facts.started_on, facts.ended_on) == (loan.started_on, date(2030, 1, 1))


@pytest.mark.parametrize("first", ["loan", "wish"])
async def test_a_loan_and_a_wish_in_the_same_moment(house: House, first: str) -> None:
    """One transaction handled its event and is not committed yet when the other one begins: the other waits, and sees it."""
    organisation = new_id()
    loan = a_loan(house)
    yes = wish(loan.household_id, ConsentAnswer.YES)
    both: list[tuple[Event, Any]] = [(loan, on_loan_started), (yes, on_consent_changed)]
    (event, handler), (later, later_handler) = both if first == "loan" else both[::-1]
    async with house.services["helpdesk"].units.open(organisation) as unit:
        unit.because_of(envelope(house, organisation, event, 1))
        await handler(event, unit)
        other = asyncio.create_task(handle(house, organisation, later, 1, later_handler))
        await asyncio.wait({other}, timeout=0.5)  # time for it to go wrong
    await other
    async with house.services["helpdesk"].units.open(organisation) as unit:
        assert len(await unit.visits.of_household(loan.household_id)) == 4


async def test_a_second_loaner_after_the_first_came_back(house: House) -> None:
    """What was told last counts, also where it is an earlier step."""
    organisation, ticket = new_id(), new_id()
    loaner = {"loan_id": new_id(), "ticket_id": ticket, "device_id": new_id(), "original_device_id": new_id()}
    await handle(house, organisation, LoanerReturned(**loaner), 4)
    house.clock.move(timedelta(seconds=1))
    refused = LoanerRefused(original_device_id=new_id(), ticket_id=ticket, reason=LoanerRefusalReason.NONE_READY)
    await handle(house, organisation, refused, 1)
    async with house.services["helpdesk"].units.open(organisation) as unit:
        told = await unit.known_loaners.of_ticket(ticket)
    assert told is not None
    assert told.state == "refused"
