"""Reports of real second-hand machines, each fact checked by hand in the file."""

import json
import os
import re
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
from services.inventory.domain.wipe_file import WipeFileRefused, read_wipe_file
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


def test_what_a_real_report_says_of_a_wipe_counts_later_too(devices: Path) -> None:
    """The report of a machine that is here already, brought for the erase steps in it."""
    file = read_wipe_file((devices / "hp_probook_450.json").read_bytes(), UTC)
    [erasure] = file.erasures
    said = json.loads((devices / "hp_probook_450.json").read_bytes())
    [drive] = [part for part in said["components"] if part["type"] == "HardDrive"]
    [erase] = [action for action in drive["actions"] if action["type"] == "EraseSectors"]
    assert (erasure.serial, erasure.rounds, erasure.verified) == (drive["serialNumber"], len(erase["steps"]), True)
    assert (erasure.started_at, erasure.ended_at) == tuple(map(datetime.fromisoformat, (erase["startTime"], erase["endTime"])))
    assert erasure.problem is None
    for other in ("legacy_0cf11287.json", "legacy_522a4403.json", "legacy_5d2f7902.json", "workbench_snapshot.json"):
        with pytest.raises(WipeFileRefused):
            read_wipe_file((devices / other).read_bytes(), UTC)


def test_hp_probook(devices: Path) -> None:
    """A laptop with one wiped disk; its optical drive and the stick it was surveyed from do not count."""
    wipe = ReportedWipe(
        method="overwrite with read-back, 2 passes",
        tool="Workbench",
        tool_version="11.0b11",
        started_at=datetime(2022, 1, 13, 9, 34, 39, 26634, UTC),
        ended_at=datetime(2022, 1, 13, 14, 13, 9, 338771, UTC),
        succeeded=True,
        verified=True,
        rounds=2,
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
        system_uuid=UUID("67d3257f-d0f6-11e3-a300-2286570180ff"),
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
        system_uuid=UUID("20e64ed7-ccdd-e511-a05f-fae7fd131d00"),
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
        system_uuid=UUID("44454c4c-4300-1051-8036-b5c04f565931"),
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
        system_uuid=UUID("2e251460-e7c5-11e3-95d2-dac9f9821b00"),
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
        system_uuid=UUID("147794c1-295c-e911-80cf-9828a642dcbb"),
    )


@pytest.mark.parametrize("name", ["hp_probook_450", "legacy_0cf11287", "legacy_522a4403", "legacy_5d2f7902", "workbench_snapshot"])
def test_every_fact_stands_in_the_file(devices: Path, name: str) -> None:
    """Whatever the reader says of maker, model, serial numbers, drives and the machine's own id is in the file, letter for letter;
    its id in either order of bytes."""
    content = (devices / f"{name}.json").read_bytes()
    plain = content.decode().casefold()
    report = read_report(content)
    assert report.serial
    assert report.drives
    assert report.memory_mb in (4096, 8192, 16384)
    told = [report.maker, report.serial, *re.split(r" \(|\)$", report.model)]
    told += [words for drive in report.drives for words in (drive.model, drive.serial) if words]
    for words in told:
        assert words.casefold() in plain, words
    uuid = report.system_uuid
    assert uuid
    assert str(uuid) in plain or str(UUID(bytes_le=uuid.bytes)) in plain
    assert [drive.wipe is not None for drive in report.drives].count(True) == (plain.count('"erasesectors"') > 0)


@pytest.mark.parametrize("wrapped", [False, True], ids=["object", "array"])
@pytest.mark.parametrize("name", ["hp_probook_450", "legacy_0cf11287", "legacy_522a4403", "legacy_5d2f7902"])
def test_lshw_by_itself_agrees_with_the_whole_report(devices: Path, name: str, *, wrapped: bool) -> None:
    """The tree that `lshw -json` wrote, taken out of a real report, is a report too, and says the same as far as it goes."""
    content = json.loads((devices / f"{name}.json").read_bytes())
    tree = (content.get("debug") or content["data"])["lshw"]
    whole = read_report(json.dumps(content).encode())
    seen = read_report(json.dumps([tree] if wrapped else tree).encode())
    assert seen.format is ReportFormat.LSHW
    assert (seen.maker, seen.model, seen.serial, seen.chassis) == (whole.maker, whole.model, whole.serial, whole.chassis)
    assert (seen.memory_mb, seen.system_uuid) == (whole.memory_mb, whole.system_uuid)
    assert [drive.serial for drive in seen.drives] == [drive.serial for drive in whole.drives]
    assert not any(drive.wipe for drive in seen.drives)
