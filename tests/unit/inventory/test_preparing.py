"""Single rules about the stages of the workbench, the lists and what is lost, each with what would go wrong without it."""

from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.inventory.domain.checklist import (
    DEFAULTS,
    LONGEST_LINE,
    MOST_LINES,
    Line,
    Phase,
    arranged,
    is_ours,
    items_for,
    whole_list,
)
from services.inventory.domain.device import Device
from services.inventory.domain.machine import FilesAnswer
from services.inventory.domain.refusals import (
    ChecklistTooLong,
    FilesNotAsked,
    IsLost,
    LineTwice,
    NotChecked,
    NothingToInstall,
    NotInstalled,
    NotWiped,
    TextMissing,
    WrongMoment,
)
from services.inventory.domain.remark import LONGEST_REMARK, remark_of
from services.inventory.domain.stage import NO_COMPUTER, Stage
from services.inventory.domain.transitions import as_table
from shared.contracts.inventory import DeviceFound, DeviceLost, DeviceStatusChanged, WipeVoided
from shared.contracts.vocabulary import Chassis, DeviceState, LossKind, RepairOutcome
from shared.language.free_text import RegisterNumberInText, TextTooLong
from tests.unit.inventory.test_device import NOW, a_device, a_drive, a_ready_device, evidence, prepare
from tests.unit.inventory.test_device_rules import DAY, LOAN, TICKET, a_lent_device, a_new_drive, a_returned_device, kinds

REGISTER_NUMBER = "85.07.30-033 28"
ITEMS = ["screen", "battery", "camera"]


def an_empty_device() -> Device:
    drive = a_drive()
    device = a_device(drive)
    device.record_wipe(drive.id, evidence())
    device.check_wipe(drive.id, uuid4(), NOW, DAY)
    device.take_events()
    return device


def test_each_stage_waits_for_the_one_before() -> None:
    device = a_device(a_drive())
    seen = [device.stage]
    with pytest.raises(NotWiped):
        device.finish_check(ITEMS, ITEMS, uuid4(), NOW)
    device = an_empty_device()
    seen.append(device.stage)
    with pytest.raises(NotChecked):
        device.make_ready()
    with pytest.raises(NotChecked):
        device.finish_installation(["system"], ["system"], uuid4(), NOW)
    device.finish_check(ITEMS, ITEMS, uuid4(), NOW)
    seen.append(device.stage)
    with pytest.raises(NotInstalled):
        device.make_ready()
    device.finish_installation(["system"], ["system"], uuid4(), NOW)
    seen.append(device.stage)
    device.make_ready()
    assert seen == list(Stage)
    assert (device.status, device.stage) == (DeviceState.READY, None)


def test_what_lacks_keeps_it_back_until_it_is_mended_or_a_person_lets_it_go() -> None:
    device = an_empty_device()
    device.finish_check(ITEMS, ["screen"], uuid4(), NOW)
    assert device.check is not None
    assert (device.stage, device.check.missing) == (Stage.WIPED, ("battery", "camera"))
    with pytest.raises(NotChecked) as refused:
        device.make_ready()
    assert refused.value.facts == {"missing": 2}
    device.finish_check(ITEMS, ["screen", "battery"], uuid4(), NOW, anyway=True)
    assert (device.stage, device.check.missing) == (Stage.CHECKED, ("camera",)), "what a family goes without stays noted"


def test_a_new_wipe_takes_the_programs_and_leaves_the_hardware() -> None:
    device = an_empty_device()
    prepare(device)
    device.record_wipe(device.drives[0].id, evidence())
    device.check_wipe(device.drives[0].id, uuid4(), NOW, DAY)
    assert (device.is_checked, device.installation, device.stage) == (True, None, Stage.CHECKED)


def test_what_a_family_used_is_looked_at_again() -> None:
    device = a_returned_device()
    assert (device.check, device.installation, device.stage) == (None, None, Stage.TO_EMPTY)


def test_a_step_back_keeps_what_comes_after() -> None:
    device = an_empty_device()
    prepare(device)
    for _ in range(2):
        device.undo_check()
        assert device.stage is Stage.WIPED
    device.finish_check(ITEMS, ITEMS, uuid4(), NOW)
    seen = [device.stage]
    device.undo_installation()
    assert [*seen, device.stage] == [Stage.INSTALLED, Stage.CHECKED]


def test_lists_are_for_what_lies_on_the_workbench() -> None:
    for device in (a_ready_device(), a_lent_device()):
        for refused in (device.undo_check, device.undo_installation):
            with pytest.raises(WrongMoment):
                refused()
        with pytest.raises(WrongMoment):
            device.finish_check(ITEMS, ITEMS, uuid4(), NOW)


@pytest.mark.parametrize("chassis", list(Chassis))
def test_what_is_no_computer_needs_no_evidence_and_no_programs(chassis: Chassis) -> None:
    device = a_device()
    device.chassis = chassis
    assert (device.stage is Stage.WIPED) == (chassis in NO_COMPUTER)
    if chassis in NO_COMPUTER:
        device.finish_check([], [], uuid4(), NOW)
        with pytest.raises(NothingToInstall):
            device.finish_installation([], [], uuid4(), NOW)
        device.make_ready()
        assert device.status is DeviceState.READY
        device.drives.append(a_drive())
        assert not device.is_emptied, "a printer with a disk holds what was printed"


def test_a_request_that_stops_does_not_offer_an_empty_drive_from_a_repair() -> None:
    device, request = a_ready_device(), uuid4()
    device.claim(request)
    device.start_repair(TICKET, DAY)
    device.finish_repair(TICKET, RepairOutcome.FIXED, [new := a_new_drive()], DAY)
    device.record_wipe(new.id, evidence())
    device.check_wipe(new.id, uuid4(), NOW, DAY)
    device.make_ready()
    assert device.status is DeviceState.RESERVED
    device.release(request)
    assert (device.status, device.stage) == (DeviceState.ARRIVED, Stage.CHECKED)


def test_what_is_repaired_before_it_was_looked_at_goes_back_to_the_workbench() -> None:
    device = an_empty_device()
    device.start_repair(TICKET, DAY)
    device.finish_repair(TICKET, RepairOutcome.FIXED, [], DAY)
    assert (device.status, device.stage) == (DeviceState.ARRIVED, Stage.WIPED)


def test_what_is_lost_from_the_stock_comes_back_as_if_somebody_used_it() -> None:
    device, request = a_ready_device(), uuid4()
    device.claim(request)
    device.take_events()
    device.lose(LossKind.LOST, DAY)
    assert device.take_events() == [
        DeviceLost(device_id=device.id, kind=LossKind.LOST, lost_on=DAY),
        WipeVoided(device_id=device.id, drive_ids=(device.drives[0].id,), reason="used_by_a_family"),
        DeviceStatusChanged(device_id=device.id, status=DeviceState.RETURNED),
    ]
    assert (device.reserved_for, device.stage) == (None, None)
    with pytest.raises(IsLost):
        device.answer_files_question(FilesAnswer.NOTHING_TO_KEEP, uuid4(), NOW)
    device.lose(LossKind.LOST, DAY)
    assert device.take_events() == []
    device.find(DAY)
    assert device.take_events() == [DeviceFound(device_id=device.id, found_on=DAY)]
    with pytest.raises(FilesNotAsked):
        device.record_wipe(device.drives[0].id, evidence())
    with pytest.raises(WrongMoment):
        device.find(DAY)


def test_a_loan_goes_on_when_its_machine_is_lost() -> None:
    device = a_lent_device()
    device.lose(LossKind.STOLEN, DAY)
    assert device.take_events() == [DeviceLost(device_id=device.id, kind=LossKind.STOLEN, lost_on=DAY, loan_id=LOAN)]
    assert device.status is DeviceState.GIVEN_OUT
    device.end_loan(LOAN, DAY)
    device.take_events()
    device.take_back(DAY)
    assert (device.lost, kinds(device)[0]) == (None, DeviceFound), "who has it in hands found it"
    gone = a_lent_device()
    gone.lose(LossKind.STOLEN, DAY)
    gone.end_loan(LOAN, DAY)
    gone.retire(DAY)
    assert gone.status is DeviceState.RETIRED, "it is given up without a question about files"


@pytest.mark.parametrize("signed_first", [True, False])
def test_lost_and_signed_for_in_both_orders(*, signed_first: bool) -> None:
    device = a_ready_device()
    device.claim(uuid4())
    if signed_first:
        device.give_out(LOAN, [], DAY)
        device.lose(LossKind.LOST, DAY)
    else:
        device.lose(LossKind.LOST, DAY)
        device.give_out(LOAN, [], DAY)
    assert (device.status, device.loan_id) == (DeviceState.GIVEN_OUT, LOAN)
    assert device.lost is (LossKind.LOST if signed_first else None), "who signed at the counter took it along"


def test_the_lists_of_the_house_are_for_every_kind() -> None:
    laptop = items_for(DEFAULTS[Phase.CHECK], Chassis.LAPTOP)
    assert len(laptop) == len(DEFAULTS[Phase.CHECK])
    assert items_for(DEFAULTS[Phase.CHECK], Chassis.PRINTER) == ["charger", "clean"]
    for kind in Chassis:
        assert bool(items_for(DEFAULTS[Phase.INSTALL], kind)) == (kind not in NO_COMPUTER)


def test_a_list_is_the_organisations_own_and_new_lines_of_ours_come_behind_it() -> None:
    own = arranged(Phase.CHECK, [Line("  de  doos ", frozenset({Chassis.LAPTOP})), Line("screen", is_on=False)])
    assert [line.name for line in own[:2]] == ["de doos", "screen"]
    assert {line.name for line in own[2:]} == {line.name for line in DEFAULTS[Phase.CHECK]} - {"screen"}
    assert items_for(own, Chassis.LAPTOP)[0] == "de doos"
    assert "de doos" not in items_for(own, Chassis.PHONE)
    assert "screen" not in items_for(own, Chassis.LAPTOP)


@pytest.mark.parametrize(
    ("lines", "refusal"),
    [
        ([Line("  ")], TextMissing),
        ([Line("x" * (LONGEST_LINE + 1))], TextTooLong),
        ([Line(f"van {REGISTER_NUMBER}")], RegisterNumberInText),
        ([Line("Doos"), Line("doos")], LineTwice),
        ([Line(f"regel {number}") for number in range(MOST_LINES)], ChecklistTooLong),
    ],
)
def test_a_list_that_nobody_can_use_is_refused(lines: list[Line], refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        arranged(Phase.CHECK, lines)


@given(st.permutations([line.name for line in DEFAULTS[Phase.INSTALL]]), st.integers(0, 7))
def test_ours_are_all_there_whatever_is_left_out(names: list[str], kept: int) -> None:
    found = whole_list(Phase.INSTALL, [Line(name) for name in names[:kept]])
    assert sorted(line.name for line in found) == sorted(names)
    assert [line.name for line in found[:kept]] == names[:kept]
    assert all(is_ours(Phase.INSTALL, line.name) and line.kinds for line in found)


@pytest.mark.parametrize(
    ("words", "refusal"),
    [("", TextMissing), ("\n \t", TextMissing), ("x" * (LONGEST_REMARK + 1), TextTooLong), (REGISTER_NUMBER, RegisterNumberInText)],
)
def test_a_remark_is_short_and_names_nobody(words: str, refusal: type[Exception]) -> None:
    with pytest.raises(refusal):
        remark_of(uuid4(), uuid4(), words, uuid4(), NOW)


def test_a_remark_is_done_once_and_can_be_opened_again() -> None:
    remark, first = remark_of(uuid4(), uuid4(), " batterij\nvervangen ", uuid4(), NOW), uuid4()
    remark.finish(first, NOW)
    remark.finish(uuid4(), NOW)
    assert (remark.words, remark.done_by) == ("batterij vervangen", first)
    remark.reopen()
    assert remark.done_at is None


def test_readme_shows_every_move() -> None:
    readme = Path(__file__).parents[3] / "services" / "inventory" / "README.md"
    assert as_table() in readme.read_text(), "the table is `as_table()` of domain/transitions.py"
