"""Single rules about loans, loaners, repairs and files, each with what would go wrong without it."""

from datetime import date
from uuid import uuid4

import pytest

from services.inventory.domain.device import Device
from services.inventory.domain.drive import Drive
from services.inventory.domain.machine import FilesAnswer
from services.inventory.domain.refusals import AlreadyWiped, FilesNotAsked, FilesNotSaved, NotWiped, WrongMoment
from shared.contracts.inventory import (
    DeviceGivenOut,
    DeviceRetired,
    DeviceReturned,
    DeviceStatusChanged,
    WipeVoided,
)  # fmt: skip
from shared.contracts.vocabulary import Accessory, DeviceState, Medium, RepairOutcome, VoidReason
from tests.unit.inventory.test_device import NOW, a_drive, a_ready_device, evidence, prepare

DAY = date(2026, 3, 2)
LOAN, TICKET = uuid4(), uuid4()


def a_lent_device() -> Device:
    device = a_ready_device()
    device.claim(uuid4())
    device.give_out(LOAN, [Accessory.CHARGER], DAY)
    device.take_events()
    return device


def a_returned_device() -> Device:
    device = a_lent_device()
    device.end_loan(LOAN, DAY)
    device.take_back(DAY)
    device.take_events()
    return device


def a_new_drive() -> Drive:
    drive = a_drive(Medium.NVME)
    drive.is_new = True
    return drive


def kinds(device: Device) -> list[type]:
    return [type(event) for event in device.take_events()]


def test_what_leaves_takes_its_accessories_along() -> None:
    device = a_ready_device()
    device.claim(uuid4())
    device.take_events()
    device.give_out(LOAN, [Accessory.CHARGER, Accessory.MOUSE], DAY)
    given = DeviceGivenOut(device_id=device.id, loan_id=LOAN, accessories=(Accessory.CHARGER, Accessory.MOUSE))
    assert device.take_events() == [given]
    assert (device.status, device.reserved_for, device.given_out_on) == (DeviceState.GIVEN_OUT, None, DAY)
    device.give_out(LOAN, [], DAY)
    assert (device.take_events(), len(device.accessories)) == ([], 2)


def test_a_machine_that_left_unexpectedly_did_leave() -> None:
    device = a_ready_device()
    device.give_out(LOAN, [], DAY)
    assert (device.status, kinds(device)) == (DeviceState.GIVEN_OUT, [DeviceGivenOut])


def test_a_retired_machine_does_not_leave_and_loans_hears_so() -> None:
    device = a_ready_device()
    device.retire(DAY)
    device.take_events()
    device.give_out(LOAN, [], date(2026, 3, 5))
    assert device.take_events() == [DeviceRetired(device_id=device.id, retired_on=DAY, loan_id=LOAN)]
    assert device.status is DeviceState.RETIRED
    device.go_along(LOAN, TICKET, uuid4(), DAY)
    assert (device.status, device.loaner_ticket) == (DeviceState.RETIRED, None)


def test_evidence_from_before_a_family_never_counts_again() -> None:
    device = a_lent_device()
    device.end_loan(LOAN, DAY)
    assert device.take_events() == [DeviceStatusChanged(device_id=device.id, status=DeviceState.RETURN_EXPECTED, loan_id=LOAN)]
    with pytest.raises(WrongMoment):
        device.make_ready()
    device.take_back(DAY)
    drives = tuple(drive.id for drive in device.drives)
    assert device.take_events() == [
        DeviceReturned(device_id=device.id, loan_id=LOAN),
        WipeVoided(device_id=device.id, drive_ids=drives, reason=VoidReason.USED_BY_A_FAMILY),
    ]
    assert [void.drive_id for void in device.voided] == list(drives), "it is kept as history"
    with pytest.raises(NotWiped):
        device.make_ready()


def test_only_what_is_expected_can_be_taken_back() -> None:
    for device in (a_ready_device(), a_lent_device(), a_returned_device()):
        with pytest.raises(WrongMoment):
            device.take_back(DAY)


def test_files_come_before_the_wipe() -> None:
    device = a_returned_device()
    [drive] = device.drives
    with pytest.raises(FilesNotAsked):
        device.record_wipe(drive.id, evidence())
    with pytest.raises(FilesNotAsked):
        device.note_files_saved(uuid4(), NOW)
    with pytest.raises(FilesNotAsked):
        device.retire(DAY)
    device.answer_files_question(FilesAnswer.KEEP_FIRST, uuid4(), NOW)
    with pytest.raises(FilesNotSaved):
        device.record_wipe(drive.id, evidence())
    with pytest.raises(FilesNotSaved):
        device.retire(DAY)
    device.note_files_saved(uuid4(), NOW)
    device.record_wipe(drive.id, evidence())
    with pytest.raises(AlreadyWiped):
        device.answer_files_question(FilesAnswer.KEEP_FIRST, uuid4(), NOW)
    device.check_wipe(drive.id, uuid4(), NOW, DAY)
    prepare(device)
    device.make_ready()
    assert device.status is DeviceState.READY


def test_a_family_may_change_its_mind_until_the_wipe() -> None:
    device = a_returned_device()
    device.answer_files_question(FilesAnswer.NOTHING_TO_KEEP, uuid4(), NOW)
    with pytest.raises(WrongMoment):
        device.note_files_saved(uuid4(), NOW)
    device.answer_files_question(FilesAnswer.KEEP_FIRST, uuid4(), NOW)
    with pytest.raises(FilesNotSaved):
        device.record_wipe(device.drives[0].id, evidence())


def test_nobody_is_asked_about_files_of_a_machine_that_no_family_used() -> None:
    with pytest.raises(WrongMoment):
        a_ready_device().answer_files_question(FilesAnswer.NOTHING_TO_KEEP, uuid4(), NOW)


def test_retiring_is_for_what_nobody_has_or_waits_for() -> None:
    kept = a_ready_device()
    kept.claim(uuid4())
    repaired = a_lent_device()
    repaired.start_repair(TICKET, DAY)
    repaired.finish_repair(TICKET, RepairOutcome.FIXED, [a_new_drive()], DAY)
    for device in (kept, a_lent_device(), repaired):
        with pytest.raises(WrongMoment):
            device.retire(DAY)
    free = a_ready_device()
    free.retire(DAY)
    assert free.take_events() == [DeviceRetired(device_id=free.id, retired_on=DAY)]
    with pytest.raises(WrongMoment):
        free.retire(DAY)
