"""Single rules about repairs and loaners, each with what would go wrong without it."""

from uuid import uuid4

import pytest

from services.inventory.domain.drive import WipeMethod
from services.inventory.domain.machine import FilesAnswer
from services.inventory.domain.refusals import FilesNotAsked, NotNewDrive, NotWiped
from services.inventory.domain.stage import Stage
from shared.contracts.inventory import (
    ClaimRefused,
    DeviceGivenOut,
    DeviceReady,
    DeviceReserved,
    DeviceRetired,
    DeviceReturned,
    DeviceStatusChanged,
    LoanerReserved,
    WipeVoided,
)  # fmt: skip
from shared.contracts.vocabulary import DeviceState, RefusalReason, RepairOutcome, VoidReason
from tests.unit.inventory.test_device import NOW, a_ready_device, evidence, prepare
from tests.unit.inventory.test_device_rules import DAY, LOAN, TICKET, a_lent_device, a_new_drive, a_returned_device, kinds


def test_a_repair_takes_a_machine_out_of_the_stock_and_puts_it_back() -> None:
    device = a_ready_device()
    device.start_repair(TICKET, DAY)
    assert device.take_events() == [DeviceStatusChanged(device_id=device.id, status=DeviceState.IN_REPAIR)]
    device.claim(request := uuid4())
    assert device.take_events() == [ClaimRefused(device_id=device.id, request_id=request, reason=RefusalReason.NOT_READY)]
    device.finish_repair(TICKET, RepairOutcome.FIXED, [], DAY)
    assert (device.status, kinds(device)) == (DeviceState.READY, [DeviceReady])


def test_a_machine_that_is_kept_stays_kept_during_a_repair() -> None:
    device, request, other = a_ready_device(), uuid4(), uuid4()
    device.claim(request)
    device.start_repair(TICKET, DAY)
    device.take_events()
    device.claim(request)
    device.claim(other)
    assert device.take_events() == [
        DeviceReserved(device_id=device.id, request_id=request),
        ClaimRefused(device_id=device.id, request_id=other, reason=RefusalReason.ALREADY_RESERVED),
    ]
    device.finish_repair(TICKET, RepairOutcome.FIXED, [], DAY)
    assert (device.status, device.reserved_for) == (DeviceState.RESERVED, request)
    assert kinds(device) == [DeviceStatusChanged]


def test_a_request_that_stops_during_a_repair_leaves_a_free_machine() -> None:
    device, request = a_ready_device(), uuid4()
    device.claim(request)
    device.start_repair(TICKET, DAY)
    device.take_events()
    device.release(request)
    assert (device.status, device.take_events()) == (DeviceState.IN_REPAIR, [])
    device.finish_repair(TICKET, RepairOutcome.FIXED, [], DAY)
    assert device.status is DeviceState.READY


def test_the_last_of_two_repairs_ends_it() -> None:
    device, second = a_lent_device(), uuid4()
    device.start_repair(TICKET, DAY)
    device.start_repair(second, DAY)
    assert kinds(device) == [DeviceStatusChanged]
    device.finish_repair(TICKET, RepairOutcome.FIXED, [], DAY)
    assert (device.status, device.take_events()) == (DeviceState.IN_REPAIR, [])
    device.finish_repair(second, RepairOutcome.FIXED, [], DAY)
    assert device.take_events() == [DeviceStatusChanged(device_id=device.id, status=DeviceState.GIVEN_OUT, loan_id=LOAN)]


@pytest.mark.parametrize("outcome", [RepairOutcome.REPAIRABLE, RepairOutcome.UNKNOWN])
def test_what_is_not_fixed_yet_stays_in_repair(outcome: RepairOutcome) -> None:
    fixed_later, stopped_later, not_started = a_lent_device(), a_lent_device(), a_lent_device()
    for device in (fixed_later, stopped_later):
        device.start_repair(TICKET, DAY)
        device.take_events()
        device.finish_repair(TICKET, outcome, [], DAY)
        assert (device.status, device.take_events()) == (DeviceState.IN_REPAIR, [])
        device.start_repair(TICKET, DAY)
        assert device.take_events() == [], "decided again: it was here all the time"
    fixed_later.finish_repair(TICKET, RepairOutcome.FIXED, [], DAY)
    stopped_later.stop_repair(TICKET)
    not_started.take_events()
    not_started.finish_repair(TICKET, outcome, [], DAY)
    assert [one.status for one in (fixed_later, stopped_later, not_started)] == [DeviceState.GIVEN_OUT] * 3


def test_new_drives_in_a_machine_that_is_not_fixed_yet_wait_for_evidence_at_the_end() -> None:
    device = a_lent_device()
    device.start_repair(TICKET, DAY)
    seen = []
    for outcome, drives in ((RepairOutcome.REPAIRABLE, [a_new_drive()]), (RepairOutcome.FIXED, [])):
        device.finish_repair(TICKET, outcome, drives, DAY)
        seen.append(device.status)
    assert seen == [DeviceState.IN_REPAIR, DeviceState.REPAIRED]


def test_a_ticket_that_closes_otherwise_ends_the_repair_too() -> None:
    device = a_lent_device()
    device.start_repair(TICKET, DAY)
    device.take_events()
    device.stop_repair(uuid4())
    assert device.take_events() == []
    device.stop_repair(TICKET)
    assert device.status is DeviceState.GIVEN_OUT


def test_new_drives_need_evidence_before_the_family_gets_it_back() -> None:
    device, old, new = a_lent_device(), [], a_new_drive()
    old = list(device.drives)
    device.start_repair(TICKET, DAY)
    device.take_events()
    device.finish_repair(TICKET, RepairOutcome.FIXED, [new], DAY)
    assert device.take_events() == [
        WipeVoided(device_id=device.id, drive_ids=(new.id,), reason=VoidReason.DRIVE_REPLACED),
        DeviceStatusChanged(device_id=device.id, status=DeviceState.REPAIRED, loan_id=LOAN),
    ]
    assert old[0] not in device.drives
    with pytest.raises(NotWiped):
        device.make_ready()
    # A second ticket on the bench does not let it slip through.
    device.start_repair(second := uuid4(), DAY)
    device.finish_repair(second, RepairOutcome.FIXED, [], DAY)
    assert device.status is DeviceState.REPAIRED
    device.record_wipe(new.id, evidence(WipeMethod.NEW_DRIVE))
    device.check_wipe(new.id, uuid4(), NOW, DAY)
    device.take_events()
    device.make_ready()
    assert device.take_events() == [DeviceStatusChanged(device_id=device.id, status=DeviceState.GIVEN_OUT, loan_id=LOAN)]


def test_new_out_of_the_box_counts_once_and_only_for_what_a_repair_put_in() -> None:
    device = a_returned_device()
    device.answer_files_question(FilesAnswer.NOTHING_TO_KEEP, uuid4(), NOW)
    with pytest.raises(NotNewDrive):
        device.record_wipe(device.drives[0].id, evidence(WipeMethod.NEW_DRIVE))
    new = a_new_drive()
    device.start_repair(TICKET, DAY)
    device.finish_repair(TICKET, RepairOutcome.FIXED, [new], DAY)
    device.record_wipe(new.id, evidence(WipeMethod.NEW_DRIVE))
    device.check_wipe(new.id, uuid4(), NOW, DAY)
    device.make_ready()
    assert (device.status, device.stage) == (DeviceState.ARRIVED, Stage.WIPED), "nobody waits for it: to the workbench"
    prepare(device)
    device.make_ready()
    assert device.status is DeviceState.READY
    device.claim(uuid4())
    device.give_out(LOAN, [], DAY)
    device.end_loan(LOAN, DAY)
    device.take_back(DAY)
    device.answer_files_question(FilesAnswer.NOTHING_TO_KEEP, uuid4(), NOW)
    with pytest.raises(NotNewDrive):
        device.record_wipe(new.id, evidence(WipeMethod.NEW_DRIVE))


def test_the_end_of_a_machine_says_whose_it_was() -> None:
    device = a_lent_device()
    device.start_repair(TICKET, DAY)
    device.take_events()
    device.finish_repair(TICKET, RepairOutcome.END_OF_LIFE, [], DAY)
    void, retired = device.take_events()
    assert (type(void), retired) == (WipeVoided, DeviceRetired(device_id=device.id, retired_on=DAY, loan_id=LOAN))
    assert not device.is_proven_empty, "a family used it since"
    assert (device.status, device.loan_id, device.repair_tickets) == (DeviceState.RETIRED, None, set())
    device.start_repair(uuid4(), DAY)
    device.finish_repair(TICKET, RepairOutcome.FIXED, [a_new_drive()], DAY)
    assert (device.status, device.take_events()) == (DeviceState.RETIRED, [])


@pytest.mark.parametrize("repair_first", [True, False])
def test_signed_and_in_repair_ends_the_same_in_both_orders(*, repair_first: bool) -> None:
    device = a_ready_device()
    device.claim(uuid4())
    if repair_first:
        device.start_repair(TICKET, DAY)
    device.give_out(LOAN, [], DAY)
    if not repair_first:
        device.start_repair(TICKET, DAY)
    assert (device.status, device.loan_id, device.reserved_for) == (DeviceState.IN_REPAIR, LOAN, None)
    last = device.take_events()[-1]
    assert last == DeviceStatusChanged(device_id=device.id, status=DeviceState.IN_REPAIR, loan_id=LOAN)
    device.finish_repair(TICKET, RepairOutcome.FIXED, [], DAY)
    assert device.status is DeviceState.GIVEN_OUT


@pytest.mark.parametrize("repair_first", [True, False])
def test_ended_and_in_repair_ends_the_same_in_both_orders(*, repair_first: bool) -> None:
    device = a_lent_device()
    if repair_first:
        device.start_repair(TICKET, DAY)
    device.end_loan(LOAN, DAY)
    if not repair_first:
        device.start_repair(TICKET, DAY)
    assert (device.status, device.loan_id, device.was_in_use) == (DeviceState.IN_REPAIR, None, True)
    told = device.take_events()
    assert told[-1] == DeviceStatusChanged(device_id=device.id, status=DeviceState.IN_REPAIR)
    assert {DeviceReturned, WipeVoided} <= {type(event) for event in told}
    device.finish_repair(TICKET, RepairOutcome.FIXED, [], DAY)
    assert device.status is DeviceState.RETURNED
    with pytest.raises(FilesNotAsked):
        device.record_wipe(device.drives[0].id, evidence())


def test_the_life_of_a_loaner() -> None:
    original, loaner = a_lent_device(), a_ready_device()
    loaner.keep_as_loaner(TICKET, original)
    kept = LoanerReserved(device_id=loaner.id, ticket_id=TICKET, original_device_id=original.id, loan_id=LOAN)
    assert loaner.take_events() == [kept]
    loaner.claim(request := uuid4())
    assert loaner.take_events() == [ClaimRefused(device_id=loaner.id, request_id=request, reason=RefusalReason.ALREADY_RESERVED)]
    loaner.keep_as_loaner(TICKET, original)
    assert loaner.take_events() == [kept], "asked again: the same answer"
    loaner.is_not_needed(uuid4())
    assert loaner.status is DeviceState.RESERVED
    loaner.go_along(LOAN, TICKET, original.id, DAY)
    assert kinds(loaner) == [DeviceGivenOut]
    loaner.keep_as_loaner(TICKET, original)
    loaner.is_not_needed(TICKET)
    assert (loaner.status, loaner.take_events()) == (DeviceState.GIVEN_OUT, [])
    loaner.end_loan(LOAN, DAY)
    assert (loaner.status, loaner.loaner_ticket) == (DeviceState.RETURN_EXPECTED, None)


def test_a_loaner_that_is_not_needed_is_free_again() -> None:
    loaner = a_ready_device()
    loaner.keep_as_loaner(TICKET, a_lent_device())
    loaner.take_events()
    loaner.is_not_needed(TICKET)
    assert (loaner.status, kinds(loaner)) == (DeviceState.READY, [DeviceReady])


def test_a_loaner_that_stays_is_a_loaner_no_more() -> None:
    loaner = a_ready_device()
    loaner.keep_as_loaner(TICKET, a_lent_device())
    loaner.go_along(LOAN, TICKET, uuid4(), DAY)
    loaner.take_events()
    loaner.stay_for_good(uuid4())
    loaner.keep_as_loaner(TICKET, a_lent_device())  # still the loaner of this ticket, or this would be refused
    loaner.stay_for_good(LOAN)
    assert (loaner.status, loaner.loaner_ticket, loaner.loan_id) == (DeviceState.GIVEN_OUT, None, LOAN)
    assert loaner.take_events() == []
