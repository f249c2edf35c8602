"""What portal keeps of other services' events, in whatever order they are read. Handlers are called as a group calls them."""

from collections.abc import Sequence
from datetime import date
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from services.portal.app import portal
from services.portal.queries import today
from services.portal.store.unit import PortalUnit
from shared.bus.envelope import Envelope, Trace
from shared.contracts.event import Event
from shared.contracts.helpdesk import (
    CallbackDone,
    CallbackRequested,
    TicketClosed,
    TicketOpened,
    TicketTriaged,
    VisitCalledOff,
    VisitPlanned,
    VisitRecorded,
)
from shared.contracts.inventory import (
    DeviceFound,
    DeviceGivenOut,
    DeviceLost,
    DeviceReady,
    DeviceRegistered,
    DeviceReserved,
    DeviceRetired,
)
from shared.contracts.loans import (
    AgreementSigned,
    DeviceMissed,
    LoanEnded,
    LoanExtended,
    LoanKept,
    LoanStarted,
    RequestWaiting,
    RequestWithdrawn,
    ReturnRequested,
)
from shared.contracts.skills import LearnerEnrolled, PlaceHandedOut
from shared.contracts.vocabulary import (
    Channel,
    Chassis,
    DeviceState,
    LossKind,
    SigningWay,
    Symptom,
    TicketResolution,
    TriageDecision,
    UseProfile,
    VisitOutcome,
    VisitPurpose,
)
from shared.runtime.clock import new_id
from tests.support.house import House

pytestmark = pytest.mark.parametrize("house", ["log"], indirect=True)  # no transport comes into it

LONG_AGO = date(2020, 1, 1)
LATER = date(2999, 1, 1)
"""Far enough: other tests move the clock of the house on by years."""


async def seen_after(house: House, events: Sequence[tuple[int, Event]]) -> Any:
    """What the start page would show when these events, each the so-manieth of its subject, were read in this order and again."""
    organisation = new_id()
    for sequence, event in (*events, *events):
        async with house.services["portal"].units.open(organisation) as unit:
            about = (new_id(), event.type, "/test", event.subject, house.clock.now(), sequence, organisation, Trace(new_id()))
            unit.because_of(Envelope(*about))
            await portal.projects[type(event)](event, unit)
    async with house.services["portal"].units.open(organisation) as unit:
        seen = await everything(unit)
        for table in portal.projection_tables:  # the same ids come again, in another order
            await unit.connection.execute(text(f"DELETE FROM {table}"))
    return seen


async def everything(unit: PortalUnit) -> dict[str, Any]:
    """All that the cards are made of."""
    return {
        "line": await today.line_of(unit),
        "look again": await today.count_look_again(unit),
        "missed": await today.count_missed(unit),
        "help": await today.help_asked(unit),
        "visits": await today.visits_of_this_week(unit),
        "devices": {state: count for state, count in (await today.devices_by_status(unit)).items() if count},
        "lost": await today.lost_and_found(unit),
        "places": await today.places_to_give(unit),
    }


async def test_the_line_ends_the_same_in_every_order(house: House) -> None:
    request, household, device, loan = (new_id() for _ in range(4))
    facts = {"device_id": device, "code": "KX4-72M", "chassis": Chassis.LAPTOP, "maker": "Lenovo", "model": "X240"}
    waiting = (1, asked(request, household))
    reserved = (2, DeviceReserved(device_id=device, request_id=request))
    ready = (1, DeviceReady(**facts, fit={}))
    signed = (1, signed_by(loan, request, household, device))
    out = (3, DeviceGivenOut(device_id=device, loan_id=loan))
    for order in permutations((waiting, reserved, ready)):
        seen = await seen_after(house, order)
        assert [one.household_code for one in seen["line"].reserved] == ["KIWI-42"]
        assert (seen["line"].waiting, seen["line"].count) == ([], 0)
        assert seen["devices"] == {DeviceState.RESERVED: 1}
    for order in permutations((waiting, reserved, signed, out)):
        seen = await seen_after(house, order)
        assert (list(seen["line"].reserved), seen["line"].count, seen["devices"]) == ([], 0, {DeviceState.GIVEN_OUT: 1})
    for order in permutations((waiting, (2, RequestWithdrawn(request_id=request)))):
        assert (await seen_after(house, order))["line"].count == 0


async def test_who_stopped_and_comes_back_waits_again_in_every_order(house: House) -> None:
    """The newest news of the request counts, whatever is read last; and only a signature ends its waiting for good."""
    request, household = new_id(), new_id()
    came = (1, asked(request, household))
    stopped = (2, RequestWithdrawn(request_id=request))
    back = (3, asked(request, household))
    for order in permutations((came, stopped, back)):
        line = (await seen_after(house, order))["line"]
        assert ([one.household_code for one in line.waiting], line.count) == (["KIWI-42"], 1), order
    stopped_again = (4, RequestWithdrawn(request_id=request))
    for order in permutations((came, stopped, back, stopped_again)):
        assert (await seen_after(house, order))["line"].count == 0, order
    signed = (1, signed_by(new_id(), request, household, new_id()))
    for order in permutations((came, stopped, back, signed)):
        assert (await seen_after(house, order))["line"].count == 0, order


async def test_what_a_family_says_it_lost_shows_until_it_is_settled_in_every_order(house: House) -> None:
    loan, household, device = (new_id() for _ in range(3))
    began = LoanStarted(
        loan_id=loan, household_id=household, household_code="KIWI-42", device_id=device, started_on=LONG_AGO, look_again_on=LATER
    )
    running = (1, began)
    said = (2, DeviceMissed(loan_id=loan, device_id=device, missed_on=LONG_AGO))
    there = (3, DeviceMissed(loan_id=loan, device_id=device))
    again = (4, DeviceMissed(loan_id=loan, device_id=device, missed_on=LONG_AGO))
    for order in permutations((running, said)):
        assert (await seen_after(house, order))["missed"] == 1, order
    for order in permutations((running, said, there)):
        assert (await seen_after(house, order))["missed"] == 0, order
    for order in permutations((running, said, there, again)):
        assert (await seen_after(house, order))["missed"] == 1, order
    written_down = (1, DeviceLost(device_id=device, kind=LossKind.STOLEN, lost_on=LONG_AGO))
    ended = (3, LoanEnded(loan_id=loan, household_id=household, device_ids=(device,), ended_on=LATER))
    for settled in (written_down, ended, (1, DeviceRetired(device_id=device, retired_on=LONG_AGO))):
        for order in permutations((running, said, settled)):
            assert (await seen_after(house, order))["missed"] == 0, order


async def test_who_waits_longest_by_the_rule_stands_first(house: House) -> None:
    events = [(1, asked(new_id(), new_id(), code=f"KIWI-{day}", place=date(2026, 1, day))) for day in (9, 3, 7, 1, 8, 2)]
    seen = await seen_after(house, events)
    assert [one.household_code for one in seen["line"].waiting] == ["KIWI-1", "KIWI-2", "KIWI-3", "KIWI-7", "KIWI-8"]
    assert seen["line"].count == 6


async def test_a_family_stands_where_staff_put_it_last_in_every_order(house: House) -> None:
    """Told again, the newest place counts; and whoever withdrew or signed meanwhile shows no more, whatever is read last."""
    first, second, third = (new_id() for _ in range(3))
    day = date(2026, 1, 5)
    others = [(1, asked(first, new_id(), code="KIWI-1", place=day)), (1, asked(second, new_id(), code="KIWI-2", place=day))]
    came = (1, asked(third, household := new_id(), code="KIWI-3", place=day))
    between = UUID(int=(first.int + second.int) // 2)
    moves = [
        came,
        (2, asked(third, household, code="KIWI-3", place=date(2026, 1, 1))),
        (3, asked(third, household, code="KIWI-3", place=day, line_key=between)),
    ]
    for order in permutations(moves):
        seen = await seen_after(house, [*others, *order])
        assert [one.household_code for one in seen["line"].waiting] == ["KIWI-1", "KIWI-3", "KIWI-2"]
    back = (4, asked(third, household, code="KIWI-3", place=day))
    for order in permutations([*moves[1:], back]):
        seen = await seen_after(house, [*others, *order])
        assert [one.household_code for one in seen["line"].waiting] == ["KIWI-1", "KIWI-2", "KIWI-3"]
    for over in ((4, RequestWithdrawn(request_id=third)), (1, signed_by(new_id(), third, household, new_id()))):
        for last in permutations([*moves[1:], over]):
            assert (await seen_after(house, [*others, *last]))["line"].count == 2


async def test_a_released_device_lies_ready_for_nobody(house: House) -> None:
    request, device = new_id(), new_id()
    facts = {"device_id": device, "code": "KX4-72M", "chassis": Chassis.LAPTOP, "maker": "Lenovo", "model": "X240"}
    events = [(1, asked(request, new_id())), (2, DeviceReserved(device_id=device, request_id=request))]
    for order in permutations([*events, (3, DeviceReady(**facts, fit={}))]):
        line = (await seen_after(house, order))["line"]
        assert (list(line.reserved), line.count) == ([], 1)


async def test_the_last_day_of_a_reservation_is_the_one_told_last(house: House) -> None:
    request, later, device, other = (new_id() for _ in range(4))
    first = (1, DeviceReserved(device_id=device, request_id=request, kept_until=date(2026, 12, 1)))
    longer = (2, DeviceReserved(device_id=device, request_id=request, kept_until=date(2026, 12, 9)))
    sooner = (1, DeviceReserved(device_id=other, request_id=later, kept_until=date(2026, 12, 4)))
    for order in permutations(((1, asked(request, new_id())), first, longer)):
        line = (await seen_after(house, order))["line"]
        assert [one.kept_until for one in line.reserved] == [date(2026, 12, 9)]
    events = [(1, asked(request, new_id())), longer, (1, asked(later, new_id(), code="PEER-7", place=LATER)), sooner]
    line = (await seen_after(house, events))["line"]
    assert [one.household_code for one in line.reserved] == ["PEER-7", "KIWI-42"]  # whose last day comes first, not whose place


async def test_what_is_lost_counts_until_it_is_found_or_given_up(house: House) -> None:
    device = new_id()
    facts = {"device_id": device, "code": "KX4-72M", "chassis": Chassis.LAPTOP, "maker": "Lenovo", "model": "X240"}
    began: list[tuple[int, Event]] = [
        (1, DeviceRegistered(**facts)),
        (2, DeviceLost(device_id=device, kind=LossKind.LOST, lost_on=LONG_AGO)),
    ]
    for order in permutations(began):
        seen = await seen_after(house, order)
        assert (seen["lost"].lost, seen["devices"]) == (1, {DeviceState.ARRIVED: 1})
    for last in (DeviceFound(device_id=device, found_on=LONG_AGO), DeviceRetired(device_id=device, retired_on=LONG_AGO)):
        for order in permutations([*began, (3, last)]):
            assert (await seen_after(house, order))["lost"].lost == 0, last


async def test_a_report_that_something_was_found_waits_until_it_is_closed(house: House) -> None:
    ticket = new_id()
    opened = (1, TicketOpened(ticket_id=ticket, symptom=Symptom.FOUND, channel=Channel.STICKER, number=12))
    assert (await seen_after(house, [opened]))["lost"].reports == [(ticket, 12)]
    triaged = (2, TicketTriaged(ticket_id=ticket, decision=TriageDecision.ADVICE))
    closed = (3, TicketClosed(ticket_id=ticket, resolution=TicketResolution.ADVICE_GIVEN))
    for order in permutations((opened, triaged)):
        assert (await seen_after(house, order))["lost"].reports == [(ticket, 12)]
    for order in permutations((opened, triaged, closed)):
        assert not (await seen_after(house, order))["lost"].reports


async def test_whom_to_ask_how_it_goes(house: House) -> None:
    loan, household = new_id(), new_id()
    started = LoanStarted(
        loan_id=loan,
        household_id=household,
        household_code="KIWI-42",
        device_id=new_id(),
        started_on=LONG_AGO,
        look_again_on=LONG_AGO,
    )
    assert (await seen_after(house, [(1, started)]))["look again"] == 1
    back: list[tuple[int, Event]] = [(2, ReturnRequested(loan_id=loan, household_id=household)), (3, LoanKept(loan_id=loan))]
    for order in permutations([(1, started), *back]):
        assert (await seen_after(house, order))["look again"] == 1
    for last in (
        LoanExtended(loan_id=loan, look_again_on=LATER),
        LoanEnded(loan_id=loan, household_id=household, device_ids=(), ended_on=LATER),
        ReturnRequested(loan_id=loan, household_id=household),
    ):
        for order in permutations([(1, started), *back, (4, last)]):
            assert (await seen_after(house, order))["look again"] == 0, last


async def test_a_ticket_is_where_it_was_told_last(house: House) -> None:
    ticket, device = new_id(), new_id()
    opened = TicketOpened(ticket_id=ticket, symptom=Symptom.SCREEN, channel=Channel.STICKER, number=12)
    wants_call = (2, CallbackRequested(ticket_id=ticket))
    repair = (3, TicketTriaged(ticket_id=ticket, device_id=device, decision=TriageDecision.REPAIR))
    closed = (4, TicketClosed(ticket_id=ticket, resolution=TicketResolution.REPAIRED))
    for order in permutations([(1, opened), wants_call, repair]):
        asked_for = (await seen_after(house, order))["help"]
        assert (asked_for.waiting, asked_for.calls, asked_for.in_repair) == (1, 1, 1)
        assert [(one.number, one.callback_open) for one in asked_for.first] == [(12, True)]
    for order in permutations([(1, opened), wants_call, closed]):
        assert (await seen_after(house, order))["help"].calls == 1, "a closed ticket does not end that somebody waits"
    for order in permutations([(1, opened), wants_call, closed, (5, CallbackDone(ticket_id=ticket))]):
        assert (await seen_after(house, order))["help"].waiting == 0
    for order in permutations([(1, opened), closed, (5, opened)]):
        assert (await seen_after(house, order))["help"].waiting == 1, "it was opened again"


async def test_a_visit_is_due_until_it_is_done(house: House) -> None:
    visit, household = new_id(), new_id()
    about = {"visit_id": visit, "household_id": household}
    planned = (1, VisitPlanned(**about, purpose=VisitPurpose.HELP, due_on=LONG_AGO))
    attempt = (2, VisitRecorded(**about, outcome=VisitOutcome.NOT_AT_HOME, due_on=date(2020, 1, 8)))
    for order in permutations([planned, attempt]):
        visits, count = (await seen_after(house, order))["visits"]
        assert ([one.due_on for one in visits], count) == ([date(2020, 1, 8)], 1)
    for last in (VisitRecorded(**about, outcome=VisitOutcome.WENT_AHEAD), VisitCalledOff(**about)):
        for order in permutations([planned, attempt, (3, last)]):
            assert (await seen_after(house, order))["visits"] == ([], 0)


async def test_a_place_waits_until_somebody_has_it(house: House) -> None:
    learner, household = new_id(), new_id()
    told: list[tuple[int, Event]] = [
        (1, LearnerEnrolled(learner_id=learner, household_id=household, number=2)),
        (1, asked(new_id(), household)),
    ]
    for order in permutations(told):
        places, count = (await seen_after(house, order))["places"]
        assert ([(one.household_code, one.number) for one in places], count) == ([("KIWI-42", 2)], 1)
    for order in permutations([*told, (2, PlaceHandedOut(learner_id=learner))]):
        assert (await seen_after(house, order))["places"] == ([], 0)


async def test_what_an_older_release_told_is_shown_as_far_as_it_goes(house: House) -> None:
    """Before codes, places and numbers were told."""
    old = RequestWaiting(request_id=new_id(), household_id=new_id(), profile=UseProfile.WORK, since=LONG_AGO)
    ticket = TicketOpened(ticket_id=new_id(), symptom=Symptom.SLOW, channel=Channel.CALL)
    seen = await seen_after(house, [(1, old), (1, ticket), (1, LearnerEnrolled(learner_id=new_id()))])
    assert [one.household_code for one in seen["line"].waiting] == [None]
    assert [one.number for one in seen["help"].first] == [None]
    assert seen["places"][1] == 1


async def test_a_device_is_known_by_its_code_and_counted_where_it_is(house: House) -> None:
    registered = DeviceRegistered(device_id=new_id(), code="KX4-72M", chassis=Chassis.LAPTOP, maker="Lenovo", model="X240")
    assert (await seen_after(house, [(1, registered)]))["devices"] == {DeviceState.ARRIVED: 1}


def asked(
    request: UUID, household: UUID, *, code: str = "KIWI-42", place: date = LONG_AGO, line_key: UUID | None = None
) -> RequestWaiting:
    """A family joins the line, or stands elsewhere in it."""
    return RequestWaiting(
        request_id=request,
        household_id=household,
        household_code=code,
        profile=UseProfile.WORK,
        since=LONG_AGO,
        place=place,
        line_key=line_key,
    )


def signed_by(loan: UUID, request: UUID, household: UUID, device: UUID) -> AgreementSigned:
    """The family took it along."""
    return AgreementSigned(
        loan_id=loan,
        household_id=household,
        request_id=request,
        device_id=device,
        agreement_version=1,
        way=SigningWay.PAPER,
        signed_on=LONG_AGO,
    )
