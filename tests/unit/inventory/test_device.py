"""A machine and its drives: nothing goes to a family before every drive is proven empty."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from services.inventory.domain.device import Device
from services.inventory.domain.drive import FLASH, Drive, WipeEvidence, WipeMethod
from services.inventory.domain.refusals import NoDriveKnown, NotWiped, WipeNotGoodEnough, WrongMoment
from shared.contracts.inventory import ClaimRefused, DeviceReady, DeviceReserved, DeviceWiped
from shared.contracts.vocabulary import Chassis, DeviceState, Medium, RefusalReason
from shared.domain import NotFound

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


def a_drive(medium: Medium = Medium.SSD) -> Drive:
    return Drive(uuid4(), "Samsung", "MZ7", "S1", 250, medium)


def a_device(*drives: Drive) -> Device:
    return Device(
        id=uuid4(), code="KX4-72M", maker="Lenovo", model="ThinkPad X240", serial="PC1", chassis=Chassis.LAPTOP,
        processor=None, memory_mb=8192, registered_at=NOW, drives=list(drives),
    )  # fmt: skip


def evidence(method: WipeMethod = WipeMethod.SECURE_ERASE, *, succeeded: bool = True) -> WipeEvidence:
    return WipeEvidence(method, "hdparm", "9.6", NOW, NOW, succeeded, recorded_by=uuid4())


def a_ready_device() -> Device:
    drive = a_drive()
    device = a_device(drive)
    device.record_wipe(drive.id, evidence())
    device.check_wipe(drive.id, uuid4(), NOW, NOW.date())
    prepare(device)
    device.make_ready()
    device.take_events()
    return device


def prepare(device: Device) -> None:
    """Both lists are finished, with nothing missing."""
    device.finish_check(["screen"], ["screen"], uuid4(), NOW)
    if device.runs_programs:
        device.finish_installation(["system"], ["system"], uuid4(), NOW)


def test_without_a_known_drive_nothing_is_proven() -> None:
    with pytest.raises(NoDriveKnown):
        a_device().make_ready()


def test_every_drive_counts() -> None:
    first, second = a_drive(), a_drive(Medium.HDD)
    device = a_device(first, second)
    device.record_wipe(first.id, evidence())
    device.check_wipe(first.id, uuid4(), NOW, NOW.date())
    assert device.take_events() == []
    with pytest.raises(NotWiped) as refused:
        device.make_ready()
    assert refused.value.facts == {"drives": 1}
    device.record_wipe(second.id, evidence(WipeMethod.OVERWRITE))
    device.check_wipe(second.id, uuid4(), NOW, NOW.date())
    [wiped] = device.take_events()
    assert isinstance(wiped, DeviceWiped)
    assert wiped.drive_ids == (first.id, second.id)


@pytest.mark.parametrize("medium", list(Medium))
def test_overwriting_is_enough_for_a_hard_disk_only(medium: Medium) -> None:
    drive = a_drive(medium)
    device = a_device(drive)
    device.record_wipe(drive.id, evidence(WipeMethod.OVERWRITE))
    if medium in FLASH:
        with pytest.raises(WipeNotGoodEnough):
            device.check_wipe(drive.id, uuid4(), NOW, NOW.date())
    else:
        device.check_wipe(drive.id, uuid4(), NOW, NOW.date())
        prepare(device)
        device.make_ready()
    assert (medium is Medium.HDD) == (device.status is DeviceState.READY)


def test_new_evidence_has_to_be_checked_anew() -> None:
    drive = a_drive()
    device = a_device(drive)
    device.record_wipe(drive.id, evidence())
    device.check_wipe(drive.id, uuid4(), NOW, NOW.date())
    device.record_wipe(drive.id, evidence())
    with pytest.raises(NotWiped):
        device.make_ready()


def test_evidence_that_says_it_was_checked_is_not_believed() -> None:
    drive = a_drive()
    device = a_device(drive)
    claimed = WipeEvidence(
        WipeMethod.SECURE_ERASE, "hdparm", None, None, None, True, recorded_by=uuid4(), checked_by=uuid4(), checked_at=NOW
    )
    device.record_wipe(drive.id, claimed)
    with pytest.raises(NotWiped):
        device.make_ready()


def test_a_drive_of_another_machine_is_not_found() -> None:
    with pytest.raises(NotFound):
        a_device(a_drive()).record_wipe(uuid4(), evidence())


def test_a_machine_that_is_not_ready_is_refused() -> None:
    device = a_device(a_drive())
    request = uuid4()
    device.claim(request)
    assert device.take_events() == [ClaimRefused(device_id=device.id, request_id=request, reason=RefusalReason.NOT_READY)]
    assert device.status is DeviceState.ARRIVED


class Claims(RuleBasedStateMachine):
    """Claims and withdrawals in any order: at most one request has the machine, and everybody gets an answer."""

    def __init__(self) -> None:
        super().__init__()
        self.device = a_ready_device()
        self.holder: UUID | None = None
        self.requests = [uuid4() for _ in range(3)]

    @rule(number=st.integers(0, 2))
    def claim(self, number: int) -> None:
        request = self.requests[number]
        self.device.claim(request)
        [answer] = self.device.take_events()
        if self.holder in (None, request):
            self.holder = request
            assert answer == DeviceReserved(device_id=self.device.id, request_id=request)
        else:
            assert isinstance(answer, ClaimRefused)
            assert (answer.request_id, answer.reason) == (request, RefusalReason.ALREADY_RESERVED)

    @rule(number=st.integers(0, 2))
    def release(self, number: int) -> None:
        request = self.requests[number]
        self.device.release(request)
        events = self.device.take_events()
        if self.holder == request:
            self.holder = None
            assert [type(event) for event in events] == [DeviceReady]
        else:
            assert events == []

    @rule()
    def nothing_else_is_possible(self) -> None:
        drive = self.device.drives[0].id
        with pytest.raises(WrongMoment):
            self.device.make_ready()
        with pytest.raises(WrongMoment):
            self.device.record_wipe(drive, evidence())
        with pytest.raises(WrongMoment):
            self.device.check_wipe(drive, uuid4(), NOW, NOW.date())

    @invariant()
    def the_machine_knows_who_has_it(self) -> None:
        assert self.device.reserved_for == self.holder
        assert (self.device.status is DeviceState.RESERVED) == (self.holder is not None)


Claims.TestCase.settings = settings(max_examples=50, stateful_step_count=20, deadline=None)
TestClaims = Claims.TestCase
