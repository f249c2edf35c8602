"""How long a machine is kept for a family: told in time, never by surprise."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.inventory.domain.checklist import ChecklistResult
from services.inventory.domain.keeping import WARN_DAYS
from services.inventory.domain.refusals import NothingKept
from services.inventory.domain.use_profile import DEFAULTS, Level, Use, Wishes
from shared.contracts.inventory import DeviceGivenOut, DeviceReady, DeviceReserved, ReservationExpired
from shared.contracts.vocabulary import DeviceState, RepairOutcome, UseProfile
from tests.unit.inventory.test_device import NOW, a_device, a_drive, a_ready_device

DAY = date(2026, 3, 2)
DAYS = 14


def days(count: int) -> timedelta:
    return timedelta(days=count)


def test_it_is_kept_until_a_day_that_is_told_and_asking_again_does_not_move_it() -> None:
    device, request = a_ready_device(), uuid4()
    device.claim(request, DAY + days(DAYS))
    told = DeviceReserved(device_id=device.id, request_id=request, kept_until=DAY + days(DAYS))
    assert device.take_events() == [told]
    device.claim(request, DAY + days(40))
    assert device.take_events() == [told]


def test_pages_warn_three_days_before_and_only_then_it_ends() -> None:
    device, request = a_ready_device(), uuid4()
    last = DAY + days(DAYS)
    device.claim(request, last)
    device.take_events()
    for passed in range(DAYS + 1):
        device.look_at_reservation(DAY + days(passed), DAYS)
        device.look_at_reservation(DAY + days(passed), DAYS)
        assert device.take_events() == []
        assert (device.warned_on is not None) == (passed >= DAYS - WARN_DAYS)
        assert device.kept_until == last
    device.look_at_reservation(last + days(1), DAYS)
    expired, ready = device.take_events()
    assert expired == ReservationExpired(device_id=device.id, request_id=request, kept_until=last)
    assert isinstance(ready, DeviceReady)
    assert (device.status, device.reserved_for, device.kept_until) == (DeviceState.READY, None, None)


@given(rounds=st.lists(st.integers(0, 40), unique=True, max_size=12).map(sorted))
def test_whenever_the_machine_of_the_house_is_on_nobody_is_surprised(rounds: list[int]) -> None:
    """On whatever days the round runs: pages warned `WARN_DAYS` before, and on the last day it is still kept."""
    device = a_ready_device()
    device.claim(uuid4(), DAY + days(DAYS))
    device.take_events()
    for day in rounds:
        device.look_at_reservation(DAY + days(day), DAYS)
        for event in device.take_events():
            if isinstance(event, ReservationExpired):
                assert DAY + days(DAYS) <= event.kept_until < DAY + days(day)
                assert any(event.kept_until - DAY - days(WARN_DAYS) >= days(earlier) for earlier in rounds if earlier < day)
                return


def test_a_house_that_was_closed_warns_first() -> None:
    device = a_ready_device()
    device.claim(uuid4(), DAY + days(DAYS))
    device.take_events()
    open_again = DAY + days(60)
    device.look_at_reservation(open_again, DAYS)
    [told] = device.take_events()
    assert isinstance(told, DeviceReserved)
    assert told.kept_until == device.kept_until == open_again + days(WARN_DAYS)


def test_somebody_keeps_it_longer() -> None:
    device, request = a_ready_device(), uuid4()
    with pytest.raises(NothingKept):
        device.keep_until(DAY)
    device.claim(request, DAY + days(DAYS))
    device.look_at_reservation(DAY + days(DAYS - 1), DAYS)
    device.take_events()
    device.keep_until(DAY + days(30))
    device.keep_until(DAY + days(30))
    assert device.take_events() == [DeviceReserved(device_id=device.id, request_id=request, kept_until=DAY + days(30))]
    assert device.warned_on is None


def test_days_in_repair_do_not_count() -> None:
    device, ticket = a_ready_device(), uuid4()
    device.claim(uuid4(), DAY + days(DAYS))
    device.start_repair(ticket, DAY)
    device.look_at_reservation(DAY + days(50), DAYS)
    assert (device.status, device.kept_until) == (DeviceState.IN_REPAIR, None)
    device.finish_repair(ticket, RepairOutcome.FIXED, [], DAY + days(50))
    device.take_events()
    assert (device.status, device.kept_until) == (DeviceState.RESERVED, None)
    device.look_at_reservation(DAY + days(51), DAYS)
    assert device.kept_until == DAY + days(51 + DAYS)


def test_a_loaner_that_is_kept_for_a_repair_does_not_expire() -> None:
    device, original = a_ready_device(), a_device(a_drive())
    device.keep_as_loaner(uuid4(), original)
    device.take_events()
    device.look_at_reservation(DAY + days(100), DAYS)
    assert (device.status, device.take_events()) == (DeviceState.RESERVED, [])
    with pytest.raises(NothingKept):
        device.keep_until(DAY)


def test_who_signed_just_after_it_ended_has_it() -> None:
    """The other order: the signature was on its way when the last day was over."""
    device, loan = a_ready_device(), uuid4()
    device.claim(uuid4(), DAY)
    for passed in range(10):
        device.look_at_reservation(DAY + days(passed), DAYS)
    assert device.status is DeviceState.READY
    device.take_events()
    device.give_out(loan, (), DAY + days(10))
    assert device.take_events() == [DeviceGivenOut(device_id=device.id, loan_id=loan)]
    assert (device.status, device.loan_id, device.kept_until) == (DeviceState.GIVEN_OUT, loan, None)


def test_whoever_looked_at_its_hardware_knows_whether_it_has_a_camera() -> None:
    device = a_ready_device()
    for missing, by, asks, known in (
        ((), uuid4(), True, True),
        (("keyboard",), uuid4(), True, True),
        (("microphone",), uuid4(), True, False),
        ((), None, True, None),
        ((), uuid4(), False, None),
    ):
        device.check, device.asks_camera = ChecklistResult(missing, True, by, NOW), asks
        assert device.specs.camera is known
    device.check = None
    assert device.specs.camera is None


def test_a_ready_machine_says_again_how_it_fits_only_when_that_changed() -> None:
    device = a_ready_device()
    assert not device.judge_again()
    harder = Wishes(Level(memory_gb=64), Level(memory_gb=64))
    device.uses = {**DEFAULTS, UseProfile.WORK: Use(harder)}
    assert device.judge_again()
    [told] = device.take_events()
    assert isinstance(told, DeviceReady)
    assert told.fit[UseProfile.WORK] == 0
    assert not device.judge_again()
    device.claim(uuid4(), DAY)
    device.take_events()
    device.uses = DEFAULTS
    assert not device.judge_again(), "what is kept for a family stays so"
