"""What is said of a machine, put right: by rule, and as people type it."""

from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.inventory.app import inventory
from services.inventory.domain.details import Details, Facts, Grade, KeyboardLayout, wrong_facts
from services.inventory.domain.fit import meets_of
from services.inventory.domain.password import PasswordKind, RevealPurpose
from services.inventory.domain.refusals import FactNotRight, WrongMoment
from services.inventory.queries.upkeep import months_before
from services.inventory.web.fact_fields import read_facts, shown
from services.inventory.web.fact_texts import ASK, FIELD_OF, HAPPENED, PASSWORD, PURPOSE, WRONG
from shared.contracts.inventory import DeviceCorrected, DeviceReady, DeviceStatusChanged
from shared.contracts.vocabulary import Chassis, DeviceState, RepairOutcome, UseProfile
from shared.web.held_forms import NEVER_HELD_DEVICES
from tests.unit.inventory.test_device import a_device, a_drive, a_ready_device

TODAY = date(2026, 3, 2)
words = st.text(st.characters(exclude_categories=["C", "Z"], exclude_characters=",;"), min_size=1, max_size=24)
past = st.dates(date(1990, 1, 1), TODAY)


@st.composite
def all_facts(draw: st.DrawFn) -> Facts:
    percent = draw(st.none() | st.integers(0, 100))
    return Facts(
        chassis=draw(st.sampled_from(Chassis)),
        maker=draw(words),
        model=draw(words),
        serial=draw(st.none() | words),
        processor=draw(st.none() | words),
        memory_mb=draw(st.none() | st.integers(0, 4_000_000)),
        details=Details(
            year=draw(st.none() | st.integers(1990, 2026)),
            screen_tenths=draw(st.none() | st.integers(20, 1000)),
            battery_percent=percent,
            battery_on=draw(past) if percent is not None else None,
            keyboard=draw(st.none() | st.sampled_from(KeyboardLayout)),
            operating_system=draw(st.none() | words),
            updated_on=draw(st.none() | past),
            warranty_until=draw(st.none() | st.dates(date(1990, 1, 1), date(2090, 1, 1))),
            looks=draw(st.none() | st.sampled_from(Grade)),
            works=draw(st.none() | st.sampled_from(Grade)),
            place_id=draw(st.none() | st.uuids()),
            labels=tuple(draw(st.lists(words, max_size=6, unique=True))),
        ),
    )  # fmt: skip


@given(all_facts())
def test_a_form_that_nobody_touched_changes_nothing(facts: Facts) -> None:
    """Whatever a machine is: what the fields show is read as the same again, to the last megabyte."""
    assert read_facts(shown(facts), facts, TODAY) == (facts, [])
    assert read_facts({}, facts, TODAY) == (facts, [])


@given(all_facts(), all_facts())
def test_a_correction_makes_it_so_and_a_second_one_changes_nothing(before: Facts, after: Facts) -> None:
    device = a_ready_device()
    device.correct(before, TODAY)
    device.take_events()
    fitted = device.fits, meets_of(device.specs)
    changed = device.correct(after, TODAY)
    assert device.facts == after
    assert bool(changed) == (before != after)
    told = [type(event) for event in device.take_events()]
    others_see = (before.chassis, before.maker, before.model, before.processor, before.memory_mb)
    differs = others_see != (after.chassis, after.maker, after.model, after.processor, after.memory_mb)
    again = [DeviceReady] if (device.fits, meets_of(device.specs)) != fitted else []  # others hear only whom it suits
    assert told == ([DeviceCorrected, DeviceReady] if differs else again), "ready again, for it may suit others now"
    assert device.correct(after, TODAY) == []
    assert device.take_events() == []


def test_each_fact_that_can_be_wrong_has_its_field_and_words() -> None:
    assert set(WRONG) == set(ASK)
    names = {FIELD_OF.get(name, name) for name in (*Facts.__dataclass_fields__, *Details.__dataclass_fields__)} - {"details"}
    assert names == set(ASK)


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("maker", ""),
        ("maker", "x" * 121),
        ("model", "een\x00twee"),
        ("serial", "9" * 81),
        ("chassis", "nonsense"),
        ("chassis", ""),
        ("year", "1889"),
        ("year", "2031"),
        ("year", "twintig"),
        ("year", "²"),
        ("memory", "veel"),
        ("memory", "-8"),
        ("screen", "1"),
        ("screen", "15,6 inch en nog wat"),
        ("battery", "101"),
        ("battery", "50,5"),
        ("battery_on", "31/2/2026"),
        ("updated_on", "3/3/2026"),
        ("warranty_until", "1/1/2345"),
        ("keyboard", "dvorak?"),
        ("looks", "e"),
        ("works", "1"),
        ("place", "rek 3"),
        ("labels", "a, b, c, d, e, f, g"),
        ("labels", "x" * 25),
    ],
)
def test_what_cannot_be_so_is_told_at_its_field(field: str, typed: str) -> None:
    before = a_device().facts
    _facts, problems = read_facts({field: typed}, before, TODAY)
    assert [problem.field for problem in problems] == [field]


def test_as_people_type_it() -> None:
    before = a_device().facts
    form = {"memory": "7,5", "screen": "15.6", "battery": "81", "updated_on": "3-2-2026", "labels": "school; workshop, school"}
    facts, problems = read_facts(form, before, TODAY)
    assert problems == []
    assert (facts.memory_mb, facts.details.screen_tenths) == (7680, 156)
    assert (facts.details.battery_percent, facts.details.battery_on) == (81, TODAY), "measured today unless somebody says otherwise"
    assert facts.details.labels == ("school", "workshop")


def test_a_day_to_come_is_refused_by_the_machine_itself() -> None:
    device = a_device()
    wrong = replace(device.facts, details=Details(updated_on=TODAY + timedelta(days=1), battery_on=TODAY))
    assert wrong_facts(wrong, TODAY) == ["battery_on", "updated_on"]
    with pytest.raises(FactNotRight):
        device.correct(wrong, TODAY)
    assert (device.details, device.take_events()) == (Details(), [])


def test_a_smaller_machine_than_was_thought_suits_fewer() -> None:
    device = a_ready_device()
    device.correct(replace(device.facts, memory_mb=2048), TODAY)
    ready = device.take_events()[-1]
    assert isinstance(ready, DeviceReady)
    assert ready.fit[UseProfile.SECONDARY_SCHOOL] == 0


def test_at_a_partner_it_goes_to_nobody_until_it_is_back() -> None:
    device, partner = a_ready_device(), uuid4()
    device.send_out(partner, TODAY)
    assert (device.status, device.partner_id, device.out_since) == (DeviceState.IN_REPAIR, partner, TODAY)
    with pytest.raises(WrongMoment):
        device.send_out(partner, TODAY)
    ticket = uuid4()
    device.start_repair(ticket, TODAY)
    device.finish_repair(ticket, RepairOutcome.FIXED, [], TODAY)
    assert device.status is DeviceState.IN_REPAIR, "a ticket that is done does not bring it back"
    device.come_back_from_partner()
    assert (device.status, device.partner_id, device.out_since) == (DeviceState.READY, None, None)
    assert [type(event) for event in device.take_events()] == [DeviceStatusChanged, DeviceReady]
    with pytest.raises(WrongMoment):
        device.come_back_from_partner()


def test_back_from_a_partner_with_a_ticket_that_goes_on() -> None:
    device, ticket = a_device(a_drive()), uuid4()
    device.start_repair(ticket, TODAY)
    device.send_out(uuid4(), TODAY)
    device.come_back_from_partner()
    assert device.status.value == "in_repair"
    device.stop_repair(ticket)
    assert device.status.value == "arrived"


@pytest.mark.parametrize("state", [DeviceState.GIVEN_OUT, DeviceState.RETURN_EXPECTED, DeviceState.RETIRED])
def test_what_is_not_here_cannot_be_brought_away(state: DeviceState) -> None:
    device = a_device()
    device.status = state
    with pytest.raises(WrongMoment):
        device.send_out(uuid4(), TODAY)


def test_the_end_of_a_machine_at_a_partner() -> None:
    device, ticket = a_device(), uuid4()
    device.send_out(uuid4(), TODAY)
    device.finish_repair(ticket, RepairOutcome.END_OF_LIFE, [], TODAY)
    assert (device.status, device.partner_id) == (DeviceState.RETIRED, None)


@given(st.dates(date(1991, 1, 1), date(2099, 12, 31)), st.integers(1, 36))
def test_months_before_a_day(day: date, months: int) -> None:
    before = months_before(day, months)
    assert (day.year * 12 + day.month) - (before.year * 12 + before.month) == months
    assert before.day == day.day or (before + timedelta(days=1)).day == 1


def test_everything_that_people_do_has_words_in_the_story() -> None:
    follow = {
        "reserve_device", "release_device", "give_out_device", "expect_return", "start_repair", "stop_repair", "finish_repair",
        "keep_loaner", "lend_loaner", "release_loaner", "keep_loaner_for_good", "daily_round", "judge_again", "internet_round",
    }  # fmt: skip
    of_no_device = {
        "save_view", "rename_view", "remove_view", "put_back_view",
        "add_to_list", "take_off_list", "put_back_on_list", "open_lot", "change_lot", "scan_serial", "forget_serial",
        "register_waiting", "drop_reports", "drop_report", "settle_report", "bring_wipe_evidence", "record_loose_wipe",
        "check_loose_wipe", "choose_wipe_rule", "change_sticker_settings", "start_stock_take", "count_device", "uncount_device",
        "close_stock_take", "arrange_checklist", "hand_over_devices", "certify_hand_over", "undo_hand_over", "rename_on_list",
        "add_thing", "change_thing", "move_thing", "undo_movement", "take_back_thing", "write_off_thing", "say_which_went",
        "remove_thing", "save_kit", "remove_kit",
        "add_sim", "change_sim", "put_sim_in", "mark_sim", "weigh_kind", "change_use", "reset_use",
        "bring_sheet", "plan_sheet", "skip_rows", "accept_sheet", "undo_sheet", "drop_sheet",
        "make_donor_link", "choose_for_donor", "end_donor_link",
    }  # fmt: skip
    assert {one.__name__ for one in inventory.commands} - follow - of_no_device <= set(HAPPENED)


def test_a_form_with_a_password_is_never_held() -> None:
    assert NEVER_HELD_DEVICES.match("/inventory/devices/019a9c12-7733-7a9e-8b44-91d0c3e5f6a2/passwords/bios")
    assert not NEVER_HELD_DEVICES.match("/inventory/devices/019a9c12-7733-7a9e-8b44-91d0c3e5f6a2/facts")


def test_every_kind_and_purpose_has_words() -> None:
    assert (set(PASSWORD), set(PURPOSE)) == (set(PasswordKind), set(RevealPurpose))
