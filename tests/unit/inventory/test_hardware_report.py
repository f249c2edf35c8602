"""Reading hardware reports: what each format says, and what proves a wipe."""

import json
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from services.inventory.domain.hardware_report import (
    HardwareReport,
    ReportedDrive,
    ReportedWipe,
    ReportFormat,
    read_report,
)
from shared.contracts.vocabulary import Chassis, Medium
from tests.unit.inventory.report_samples import (
    DMIDECODE,
    component_report,
    erase_action,
    packed,
    snapshot_report,
    tool_outputs_report,
)

SPINNER = ReportedDrive("Spinner", "SP500", "SPIN-1", 500, Medium.HDD, None)
FLASH = ReportedDrive(None, "FL240", "FLASH-1", 240, Medium.NVME, None)


def read(report: Any) -> HardwareReport:
    return read_report(packed(report))


# What the formats say


def test_component_format() -> None:
    wipe = ReportedWipe(
        method="overwrite with read-back, 2 passes",
        tool="Workbench",
        tool_version="11.0",
        started_at=datetime(2024, 3, 1, 9, tzinfo=UTC),
        ended_at=datetime(2024, 3, 1, 11, tzinfo=UTC),
        succeeded=True,
        verified=True,
        rounds=2,
    )
    assert read(component_report()) == HardwareReport(
        maker="Acme",
        model="Feather 14",
        serial="AC-1001",
        chassis=Chassis.LAPTOP,
        processor="Fast Core 5 CPU @ 2.00GHz",
        memory_mb=12288,
        drives=(ReportedDrive("Spinner", "SP500", "SPIN-1", 500, Medium.HDD, wipe), FLASH),
        taken_at=datetime(2024, 3, 1, 11, tzinfo=UTC),
        format=ReportFormat.COMPONENTS,
        report_id=UUID("11111111-2222-4333-8444-555555555555"),
    )


def test_workbench_snapshot() -> None:
    assert read(snapshot_report()) == HardwareReport(
        maker="Acme",
        model="Feather 14",
        serial="AC-1001",
        chassis=Chassis.LAPTOP,
        processor="Fast Core 5 CPU @ 2.00GHz",
        memory_mb=12288,
        drives=(SPINNER, FLASH, ReportedDrive(None, "DF4064", "0x1a2b", 63, Medium.EMMC, None)),
        taken_at=datetime(2024, 3, 1, 10, tzinfo=UTC),
        format=ReportFormat.WORKBENCH_SNAPSHOT,
        report_id=UUID("21111111-2222-4333-8444-555555555555"),
    )


def test_tool_outputs() -> None:
    report = read(tool_outputs_report())
    assert report.format is ReportFormat.TOOL_OUTPUTS
    assert (report.maker, report.model, report.serial, report.memory_mb) == ("Acme", "Feather 14", "AC-1001", 12288)
    assert report.drives == (SPINNER, FLASH, ReportedDrive(None, "DF4064", "439041101", None, Medium.EMMC, None))


def test_snapshot_without_dmidecode_is_read_from_inxi() -> None:
    report = snapshot_report()
    report["data"]["dmidecode"] = ""
    machine = read(report)
    assert (machine.maker, machine.model, machine.serial, machine.chassis) == ("Acme", "Feather 14", "AC-1001", Chassis.LAPTOP)
    assert (machine.memory_mb, machine.processor) == (12288, "Fast Core 5")


def test_a_chassis_serial_in_inxi_is_not_the_machines() -> None:
    report = snapshot_report()
    report["data"]["dmidecode"] = ""
    del report["data"]["inxi"][0]["000#1#0#Machine"][0]["004#0#3#serial"]
    assert read(report).serial is None


def test_tool_outputs_without_dmidecode_are_read_from_lshw() -> None:
    report = tool_outputs_report()
    report["data"]["dmidecode"] = ""
    report["data"]["lshw"] = json.dumps([report["data"]["lshw"]])
    machine = read(report)
    assert (machine.maker, machine.model, machine.serial, machine.chassis) == ("Acme", "Feather 14", "AC-1001", Chassis.LAPTOP)
    assert (machine.memory_mb, machine.processor) == (None, "Fast Core 5 CPU @ 2.00GHz")


def test_no_drive_is_invented() -> None:
    report = snapshot_report()
    report["data"]["smartctl"], report["data"]["inxi"] = [], []
    assert read(report).drives == ()


def test_an_erase_list_without_drive_or_end_proves_nothing() -> None:
    report = snapshot_report()
    report["erase"] = [["shred: /dev/sda: pass 1/1 (random)...100%"], [""]]
    assert [drive.wipe for drive in read(report).drives] == [None, None, None]


def test_memory_with_a_module_of_unknown_size_is_unknown() -> None:
    report = tool_outputs_report()
    report["data"]["dmidecode"] = DMIDECODE.replace("Size: 4096 MB", "Size: Unknown")
    assert read(report).memory_mb is None


def test_home_built_machine_is_named_after_its_board() -> None:
    report = snapshot_report()
    text = DMIDECODE.replace("Manufacturer: Acme", "Manufacturer: To Be Filled By O.E.M.")
    report["data"]["dmidecode"] = text.replace("AC-1001", "Default string")
    machine = read(report)
    assert (machine.maker, machine.model, machine.serial) == ("Boardworks", "BW-77", "AC-1001")


@pytest.mark.parametrize(
    ("version", "model"),
    [("ThinkCentre M73", "ThinkCentre M73 (10B4)"), ("INVALID", "10B4"), ("Lenovo", "10B4"), (None, "10B4"), (7, "10B4")],
)
def test_lenovo_keeps_the_name_people_know_in_the_version(version: object, model: str) -> None:
    report = component_report()
    report["device"].update(manufacturer="LENOVO", model="10B4", version=version)
    assert read(report).model == model


@pytest.mark.parametrize(
    ("kind", "shape", "chassis"),
    [
        ("Desktop", "All in one", Chassis.ALL_IN_ONE),
        ("Desktop", "Microtower", Chassis.DESKTOP),
        ("Server", None, Chassis.SERVER),
        ("Laptop", "Convertible", Chassis.LAPTOP),
        ("Tablet", "Tablet", Chassis.TABLET),
        ("Smartphone", None, Chassis.OTHER),
        (["Laptop"], {"a": 1}, Chassis.OTHER),
    ],
)
def test_chassis(kind: object, shape: object, chassis: Chassis) -> None:
    report = component_report()
    report["device"].update(type=kind, chassis=shape)
    assert read(report).chassis is chassis


@pytest.mark.parametrize(
    "placeholder",
    ["To be filled by O.E.M.", "TO BE FILLED BY O.E.M", "0000000", "None", "Default string", "Not Specified", " ", "INVALID",
     "System Serial Number", "FFFFFFFF", "-", "N/A", "1234567890", "<superuser required>", None, True, 0, [], {}],
)  # fmt: skip
def test_placeholder_serials_are_no_serials(placeholder: object) -> None:
    report = component_report()
    report["device"]["serialNumber"] = placeholder
    assert read(report).serial is None


def test_text_is_one_short_visible_line() -> None:
    report = component_report()
    report["device"].update(manufacturer="  Ac\u202eme\u0000 \n\t Corp\ud800 ", model="M" * 5_000_000, serialNumber="S1" * 200)
    machine = read(report)
    assert machine.maker == "Acme Corp"
    assert machine.model == "M" * 120
    assert machine.serial == "S1" * 40


@pytest.mark.parametrize("size", [1e308, -1, 0, "500107", True, 10**39, 1e400, None, [500]])
def test_odd_sizes_are_no_sizes(size: object) -> None:
    report = component_report()
    report["components"][1]["size"] = size
    report["components"][3]["size"] = size
    machine = read_report(packed(report).replace(b"Infinity", b"1e400"))
    assert (machine.memory_mb, machine.drives[0].capacity_gb) == (None, None)


# What proves a wipe


def wipe_after(*actions: Any, size: object = 500107.862016) -> ReportedWipe | None:
    report = component_report()
    report["components"][3].update(actions=list(actions), size=size)
    return read(report).drives[0].wipe


def test_one_pass_of_plain_overwriting() -> None:
    action = erase_action() | {"type": "EraseBasic", "steps": erase_action()["steps"][:1]}
    wipe = wipe_after(action)
    assert wipe is not None
    assert (wipe.method, wipe.succeeded) == ("overwrite, 1 pass", True)


@pytest.mark.parametrize("part", ["action", "step"])
@pytest.mark.parametrize(
    "change",
    [
        {"severity": "Error"},
        {"severity": "Warning"},
        {"severity": None},
        {"severity": True},
        {"endTime": None},
        {"endTime": "2024-03-01T11:00:00"},
        {"endTime": "later"},
        {"startTime": None},
        {"startTime": "2024-03-01T11:00:00+00:00", "endTime": "2024-03-01T11:00:00+00:00"},
        {"startTime": "2024-03-01T11:00:00+00:00", "endTime": "2024-03-01T09:00:00+00:00"},
    ],
)
def test_a_doubtful_action_or_step_is_no_success(part: str, change: dict[str, object]) -> None:
    action = erase_action()
    (action if part == "action" else action["steps"][1]).update(change)
    wipe = wipe_after(action)
    assert wipe is not None
    assert not wipe.succeeded


@pytest.mark.parametrize("steps", [None, [], {}, "StepZero", [None], [*erase_action()["steps"], "StepRandom"]])
def test_a_wipe_without_sound_steps_is_no_success(steps: object) -> None:
    wipe = wipe_after(erase_action() | {"steps": steps})
    assert wipe is not None
    assert not wipe.succeeded


@pytest.mark.parametrize(
    ("step", "change"), [(0, {"startTime": "2024-03-01T08:59:59+00:00"}), (1, {"endTime": "2024-03-01T11:00:01+00:00"})]
)
def test_a_step_outside_the_wipe_is_no_success(step: int, change: dict[str, str]) -> None:
    action = erase_action()
    action["steps"][step].update(change)
    wipe = wipe_after(action)
    assert wipe is not None
    assert not wipe.succeeded


def test_a_pass_faster_than_any_drive_is_no_success() -> None:
    action = erase_action()
    action["steps"][0]["endTime"] = "2024-03-01T09:00:10+00:00"
    wipe = wipe_after(action)
    assert wipe is not None
    assert not wipe.succeeded


def test_the_last_wipe_counts() -> None:
    earlier = json.loads(json.dumps(erase_action()).replace("2024-03-01", "2024-02-01"))
    failed = earlier | {"severity": "Error"}
    good_again, bad_again = wipe_after(erase_action(), failed), wipe_after(earlier, erase_action() | {"severity": "Error"})
    assert good_again is not None
    assert good_again.succeeded
    assert bad_again is not None
    assert not bad_again.succeeded


def test_a_wipe_with_unknown_end_hides_an_earlier_good_one() -> None:
    wipe = wipe_after(erase_action() | {"endTime": None}, erase_action())
    assert wipe is not None
    assert not wipe.succeeded


def test_other_actions_are_no_wipe() -> None:
    assert wipe_after({"type": "TestDataStorage", "severity": "Info"}, {"type": ["EraseBasic"]}, None) is None
