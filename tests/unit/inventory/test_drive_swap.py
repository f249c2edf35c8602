"""Drives come out of machines and go into others: what that voids, and what comes first."""

from datetime import date
from uuid import uuid4

import pytest

from services.inventory.domain.device import Device
from services.inventory.domain.drive import WipeMethod
from services.inventory.domain.machine import FilesAnswer
from services.inventory.domain.refusals import EvidenceTooOld, FilesNotAsked, FilesNotSaved, NotInstalled, NotWiped, WrongMoment
from shared.contracts.inventory import DeviceStatusChanged, DeviceWiped, WipeVoided
from shared.contracts.vocabulary import DeviceState, VoidReason
from shared.domain import NotFound
from tests.unit.inventory.test_device import NOW, a_drive, a_ready_device, evidence, prepare
from tests.unit.inventory.test_device_rules import DAY, a_lent_device, a_new_drive, a_returned_device


def test_no_drive_leaves_or_comes_before_the_question_about_files() -> None:
    device = a_returned_device()
    [drive] = device.drives
    for refusal in (FilesNotAsked, FilesNotSaved):
        with pytest.raises(refusal):
            device.take_out(drive.id, DAY)
        with pytest.raises(refusal):
            device.put_in(a_drive(), DAY)
        assert (device.drives, device.take_events()) == ([drive], [])
        device.answer_files_question(FilesAnswer.KEEP_FIRST, uuid4(), NOW)
    device.note_files_saved(uuid4(), NOW)
    assert device.take_out(drive.id, DAY) is drive
    assert (device.drives, device.was_in_use, device.files) == ([], False, None), "nothing of the family is in it any more"


def test_another_drive_in_a_ready_machine_brings_it_back_to_the_workbench() -> None:
    device = a_ready_device()
    [old] = device.drives
    proven = old.wipe
    device.take_out(old.id, DAY)
    assert device.take_events() == [
        WipeVoided(device_id=device.id, drive_ids=(old.id,), reason=VoidReason.DRIVE_REPLACED),
        DeviceStatusChanged(device_id=device.id, status=DeviceState.ARRIVED),
    ]
    assert old.wipe is proven, "evidence belongs to the drive"
    new = a_drive()
    device.put_in(new, DAY)
    assert device.take_events() == [WipeVoided(device_id=device.id, drive_ids=(new.id,), reason=VoidReason.DRIVE_REPLACED)]
    with pytest.raises(NotWiped):
        device.make_ready()


def test_a_drive_that_was_proven_elsewhere_is_proven_here() -> None:
    giver, taker = a_ready_device(), a_ready_device()
    [drive] = giver.drives
    giver.take_out(drive.id, DAY)
    taker.put_in(drive, DAY)
    wiped = [event for event in taker.take_events() if isinstance(event, DeviceWiped)]
    assert wiped == [DeviceWiped(device_id=taker.id, drive_ids=tuple(d.id for d in taker.drives), verified_on=DAY)]
    with pytest.raises(NotInstalled):
        taker.make_ready()
    prepare(taker)
    taker.make_ready()
    assert taker.status is DeviceState.READY


def test_no_drive_is_destroyed_inside_a_machine() -> None:
    device = a_ready_device()
    device.take_out(device.drives[0].id, DAY)
    device.put_in(a_drive(), DAY)
    with pytest.raises(WrongMoment):
        device.record_wipe(device.drives[0].id, evidence(WipeMethod.DESTROYED))


def test_a_family_keeps_its_drives() -> None:
    kept = a_ready_device()
    kept.claim(uuid4())
    for device in (kept, a_lent_device()):
        with pytest.raises(WrongMoment):
            device.take_out(device.drives[0].id, DAY)
        with pytest.raises(WrongMoment):
            device.put_in(a_drive(), DAY)


def test_as_long_as_a_drive_of_the_family_is_in_it_the_machine_was_in_use() -> None:
    device = a_returned_device()
    device.answer_files_question(FilesAnswer.NOTHING_TO_KEEP, uuid4(), NOW)
    new = a_new_drive()
    device.put_in(new, DAY)
    assert device.was_in_use
    with pytest.raises(NotFound):
        device.take_out(uuid4(), DAY)
    device.take_out(device.drives[0].id, DAY)
    assert (device.drives, device.was_in_use) == ([new], False)


def test_a_log_from_before_the_family_proves_nothing_after_it() -> None:
    device: Device = a_returned_device()
    device.answer_files_question(FilesAnswer.NOTHING_TO_KEEP, uuid4(), NOW)
    [drive] = device.drives
    with pytest.raises(EvidenceTooOld):
        device.record_wipe(drive.id, evidence(), date(2026, 3, 1))
    device.record_wipe(drive.id, evidence(), DAY)
