"""Reports beyond those of Workbench: of lshw alone, and of programs nobody told us about."""

import json
from typing import Any
from uuid import UUID

import pytest

from services.inventory.domain.hardware_report import ReportedDrive, ReportFormat, ReportProblem, ReportRefused, read_report, values
from shared.contracts.vocabulary import Chassis, Medium
from tests.unit.inventory.report_samples import component_report, snapshot_report


def read(content: Any) -> Any:
    return read_report(json.dumps(content).encode())


UNKNOWN = {
    "tool": "survey 1.0",
    "system": {
        "sys_vendor": "Acme",
        "productName": "Feather 14",
        "serialNumber": "AC-1001",
        "chassis": "notebook",
        "memoryMb": 8192,
    },
    "disks": [
        {"model": "FL240", "serial": "FLASH-1", "size": 240057409536, "type": "ssd"},
        {"name": "loop0", "type": "loop", "model": "snap"},
        {"size": 10},
    ],
}


def test_an_unknown_report_gives_what_can_be_recognised() -> None:
    report = read(UNKNOWN)
    assert (report.maker, report.model, report.serial, report.format) == ("Acme", "Feather 14", "AC-1001", ReportFormat.OTHER)
    assert (report.chassis, report.memory_mb) == (Chassis.LAPTOP, 8192)
    assert report.drives == (ReportedDrive(None, "FL240", "FLASH-1", 240, Medium.SSD, None),)


@pytest.mark.parametrize(
    "content",
    [
        {"hello": "world"},
        {"model": "Feather"},
        {"system": {"vendor": "Acme"}, "model": "Feather"},
        {"vendor": "To be filled by O.E.M.", "model": "Feather"},
        ["Acme", "Feather"],
        7,
    ],
)
def test_what_names_no_machine_is_no_report(content: object) -> None:
    with pytest.raises(ReportRefused) as refused:
        read(content)
    assert refused.value.reason is ReportProblem.UNKNOWN_FORMAT


def test_parts_without_the_machine_are_no_report() -> None:
    """`lshw -json -class disk` lists drives, and not what they are in."""
    with pytest.raises(ReportRefused) as refused:
        read([{"id": "disk", "class": "disk", "vendor": "Spinner", "product": "SP500", "serial": "SPIN-1"}])
    assert refused.value.reason is ReportProblem.NO_DEVICE


def test_only_dmidecode_still_names_the_machine() -> None:
    whole = snapshot_report()
    whole["data"] = {"dmidecode": whole["data"]["dmidecode"], "other": None}
    report = read(whole)
    assert (report.maker, report.model, report.serial, report.drives) == ("Acme", "Feather 14", "AC-1001", ())


def test_the_battery_that_a_measurement_tells() -> None:
    content = component_report()
    battery = {"type": "Battery", "size": 4000.0, "actions": [{"type": "MeasureBattery", "size": 3000.0, "cycles": 300}]}
    content["components"].append(battery)
    assert read(content).battery_percent == 75
    battery["actions"] = []
    assert read(content).battery_percent is None


@pytest.mark.parametrize(
    ("condition", "percent"), [("28.1/45.0 Wh (62.4%)", 62), ("46.0/45.0 Wh (102.2%)", 100), ("N/A", None), (7, None)]
)
def test_the_battery_that_inxi_tells(condition: object, percent: int | None) -> None:
    content = snapshot_report()
    content["data"]["inxi"].append(
        {"009#1#0#Battery": [{"000#1#1#ID": "BAT0", "001#0#2#charge": "20 Wh", "002#0#2#condition": condition}]}
    )
    assert read(content).battery_percent == percent


def test_one_machine_has_one_id_however_its_bytes_are_ordered() -> None:
    turned = "7F25D367-F6D0-E311-A300-2286570180FF"
    assert values.system_uuid(turned) == values.system_uuid("67d3257f-d0f6-11e3-a300-2286570180ff")
    assert values.system_uuid(turned) == UUID("67d3257f-d0f6-11e3-a300-2286570180ff")


@pytest.mark.parametrize(
    "nothing",
    [
        "",
        None,
        5,
        "0" * 32,
        "f" * 32,
        "Not Settable",
        "03000200-0400-0500-0006-000700080009",
        "00020003-0004-0005-0006-000700080009",
    ],
)
def test_an_id_that_thousands_share_is_no_id(nothing: object) -> None:
    assert values.system_uuid(nothing) is None
