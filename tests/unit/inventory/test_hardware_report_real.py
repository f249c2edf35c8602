"""Reports of real second-hand machines, each fact checked by hand in the file."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from launcher.pytest_facts import NOT_RUN, report_fact
from services.inventory.domain.hardware_report import (
    HardwareReport,
    ReportedDrive,
    ReportedWipe,
    ReportFormat,
    read_report,
)
from shared.contracts.vocabulary import Chassis, Medium

PROJECT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def devices() -> Path:
    """The folder with real reports."""
    named = os.environ.get("DIGIBANK_TEST_DATA")
    folder = (Path(named) if named else PROJECT.parent / "shared" / "data") / "devices"
    if not folder.is_dir():
        if named:
            pytest.fail("DIGIBANK_TEST_DATA names a folder without devices/")
        report_fact(NOT_RUN, "the reader on real hardware reports: the folder with data is absent")
        pytest.skip("no real reports: set DIGIBANK_TEST_DATA or put them in ../shared/data beside the project")
    return folder


def test_hp_probook(devices: Path) -> None:
    """A laptop with one wiped disk; its optical drive and the stick it was surveyed from do not count."""
    wipe = ReportedWipe(
        method="overwrite with read-back, 2 passes",
        tool="Workbench",
        tool_version="11.0b11",
        started_at=datetime(2022, 1, 13, 9, 34, 39, 26634, UTC),
        ended_at=datetime(2022, 1, 13, 14, 13, 9, 338771, UTC),
        succeeded=True,
    )
    assert read_report((devices / "hp_probook_450.json").read_bytes()) == HardwareReport(
        maker="Hewlett-Packard",
        model="HP ProBook 450 G2",
        serial="CND4286ZJ2",
        chassis=Chassis.LAPTOP,
        processor="Intel Core i5-4210U CPU @ 1.70GHz",
        memory_mb=8192,
        drives=(ReportedDrive("Seagate", "ST500LT012-1DG14", "S3P9A80F", 500, Medium.HDD, wipe),),
        taken_at=datetime(2022, 1, 13, 10, 24, 4, 179939, UTC),
        format=ReportFormat.COMPONENTS,
        report_id=UUID("e7de22e2-f8a7-4051-b133-0a7a0e27608f"),
    )


def test_hp_probook_seen_by_lshw(devices: Path) -> None:
    """The survey tool's own USB stick and the DVD drive are in lshw's tree, and are left out."""
    tree = json.loads((devices / "hp_probook_450.json").read_bytes())["debug"]["lshw"]
    assert b"TransMemory" in json.dumps(tree).encode()
    report = read_report(json.dumps({"data": {"lshw": tree}}).encode())
    assert (report.maker, report.model, report.serial) == ("Hewlett-Packard", "HP ProBook 450 G2", "CND4286ZJ2")
    assert report.drives == (ReportedDrive("Seagate", "ST500LT012-1DG14", "S3P9A80F", 500, Medium.UNKNOWN, None),)


def test_lenovo_desktop_in_components(devices: Path) -> None:
    assert read_report((devices / "legacy_0cf11287.json").read_bytes()) == HardwareReport(
        maker="LENOVO",
        model="ThinkCentre M73 (10B4A07JAC)",
        serial="MJ03N2N9",
        chassis=Chassis.DESKTOP,
        processor="Intel Core i5-4570 CPU @ 3.20GHz",
        memory_mb=4096,
        drives=(ReportedDrive(None, "KINGSTON SV300S3", "50026B775C017D4E", 240, Medium.SSD, None),),
        taken_at=datetime(2023, 3, 17, 8, 13, 54, 884602, UTC),
        format=ReportFormat.COMPONENTS,
        report_id=UUID("0cf11287-5603-45e4-9dd6-075871286de9"),
    )


def test_dell_laptop_with_two_drives(devices: Path) -> None:
    """Surveyed at 11:44 Belgian winter time: the moment comes from the drives' own clock reading, not the local time."""
    assert read_report((devices / "workbench_snapshot.json").read_bytes()) == HardwareReport(
        maker="Dell Inc.",
        model="Latitude E7240",
        serial="5CQ6VY1",
        chassis=Chassis.LAPTOP,
        processor="Intel Core i7-4600U CPU @ 2.10GHz",
        memory_mb=16384,
        drives=(
            ReportedDrive("LITE-ON IT", "LITEONIT LMT-256M6M mSATA 256GB", "TW0XXM305508539G1361", 256, Medium.SSD, None),
            ReportedDrive("Samsung", "Samsung SSD 850 EVO mSATA 500GB", "S33HNX0J203755R", 500, Medium.SSD, None),
        ),
        taken_at=datetime(2025, 1, 23, 10, 44, 29, tzinfo=UTC),
        format=ReportFormat.WORKBENCH_SNAPSHOT,
        report_id=UUID("41858da1-5a7c-47a5-b5d2-f1a666a99ed5"),
    )


def test_lenovo_desktop_in_tool_outputs(devices: Path) -> None:
    assert read_report((devices / "legacy_522a4403.json").read_bytes()) == HardwareReport(
        maker="LENOVO",
        model="ThinkCentre M73 (10B4A04DAC)",
        serial="MJ00YQXU",
        chassis=Chassis.DESKTOP,
        processor="Intel Core i3-4130 CPU @ 3.40GHz",
        memory_mb=4096,
        drives=(ReportedDrive("Western Digital", "WDC WD5000AAKX-08U6AA0", "WD-WCC2E7NV4C7U", 500, Medium.HDD, None),),
        taken_at=datetime(2024, 12, 13, 14, 4, 49, tzinfo=UTC),
        format=ReportFormat.TOOL_OUTPUTS,
        report_id=UUID("522a4403-bfb3-4fe6-b454-4db6c3040a58"),
    )


def test_acer_laptop_in_tool_outputs(devices: Path) -> None:
    assert read_report((devices / "legacy_5d2f7902.json").read_bytes()) == HardwareReport(
        maker="Acer",
        model="Aspire A315-53",
        serial="NXH9KAL0079150DA7D3400",
        chassis=Chassis.LAPTOP,
        processor="Intel Core i3-7020U CPU @ 2.30GHz",
        memory_mb=4096,
        drives=(ReportedDrive("Western Digital", "WDC WDS240G2G0A-00JH30", "192267801547", 240, Medium.SSD, None),),
        taken_at=datetime(2025, 1, 16, 9, 42, 20, tzinfo=UTC),
        format=ReportFormat.TOOL_OUTPUTS,
        report_id=UUID("5d2f7902-ceb4-452c-832c-adaf3cbc3686"),
    )
