"""What a later report may change of a machine, what is a serial number, and what a file is called."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.inventory.commands.drop_reports import LONGEST_NAME, shown_name
from services.inventory.domain.device import Device
from services.inventory.domain.drive import Drive, WipeEvidence, WipeMethod
from services.inventory.domain.hardware_report import HardwareReport, ReportedDrive, ReportedWipe, ReportFormat
from services.inventory.domain.identifiers import Known, KnownBy, first_known, scanned_serial
from services.inventory.domain.intake_refusals import NoSerial, OtherMachine, SerialIsOurs
from services.inventory.domain.machine import FilesAnswer
from services.inventory.domain.refusals import WrongMoment
from shared.contracts.inventory import DeviceCorrected, WipeVoided
from shared.contracts.vocabulary import Chassis, DeviceState, Medium
from shared.language.free_text import RegisterNumberInText, has_register_number

NOW, ME = datetime(2026, 3, 2, 10, tzinfo=UTC), uuid4()
EVIDENCE = WipeEvidence(
    WipeMethod.SECURE_ERASE, "hdparm", None, None, NOW, succeeded=True, recorded_by=ME, checked_by=ME, checked_at=NOW
)


def wiped(ended_at: datetime | None) -> ReportedWipe:
    return ReportedWipe("overwrite, 1 pass", "Workbench", "11", None, ended_at, succeeded=True)


def reported(serial: str | None = "SPIN-1", wipe: ReportedWipe | None = None) -> ReportedDrive:
    return ReportedDrive("Spinner", "SP500", serial, 500, Medium.HDD, wipe)


def a_report(*drives: ReportedDrive, serial: str | None = "AC-1001") -> HardwareReport:
    return HardwareReport(
        "Acme", "Feather 14", serial, Chassis.LAPTOP, "Fast Core 5", 8192, drives, None, ReportFormat.COMPONENTS, None
    )


def a_drive(serial: str | None = "SPIN-1", wipe: WipeEvidence | None = None) -> Drive:
    return Drive(uuid4(), "Spinner", "SP500", serial, 500, Medium.HDD, wipe)


def a_device(*drives: Drive, serial: str | None = None, status: DeviceState = DeviceState.ARRIVED) -> Device:
    return Device(uuid4(), "KX4-72M", "ACME", "Feather", serial, Chassis.OTHER, None, None, NOW, list(drives), status)


def add(device: Device, report: HardwareReport) -> None:
    device.add_report(report, uuid4, ME)


def test_what_was_missing_is_filled_in_and_what_was_known_stays() -> None:
    device = a_device()
    add(device, a_report(reported(wipe=wiped(NOW))))
    assert (device.maker, device.model) == ("ACME", "Feather")
    assert (device.serial, device.chassis, device.memory_mb, device.processor) == ("AC-1001", Chassis.LAPTOP, 8192, "Fast Core 5")
    assert [(drive.serial, drive.wipe is not None, drive.is_proven_empty) for drive in device.drives] == [("SPIN-1", True, False)]


@pytest.mark.parametrize("status", [state for state in DeviceState if state not in ("arrived", "returned", "repaired")])
def test_only_on_the_workbench(status: DeviceState) -> None:
    device = a_device(status=status)
    with pytest.raises(WrongMoment):
        add(device, a_report(reported()))
    assert device == a_device(status=status) or (device.serial, device.drives) == (None, [])


def test_a_report_of_another_machine_changes_nothing() -> None:
    device = a_device(serial="AC-2002")
    with pytest.raises(OtherMachine):
        add(device, a_report(reported()))
    assert (device.serial, device.memory_mb, device.drives) == ("AC-2002", None, [])


def test_a_drive_without_a_number_is_one_that_we_know() -> None:
    device = a_device(a_drive())
    add(device, a_report(reported(None)))
    assert len(device.drives) == 1
    empty = a_device()
    add(empty, a_report(reported(None)))
    assert len(empty.drives) == 1


def test_checked_evidence_is_never_replaced() -> None:
    device = a_device(a_drive(wipe=EVIDENCE))
    add(device, a_report(reported(wipe=wiped(NOW))))
    assert device.drives[0].wipe == EVIDENCE
    assert device.is_proven_empty


def test_who_heard_that_it_is_empty_hears_of_a_drive_that_is_not() -> None:
    device = a_device(a_drive(wipe=EVIDENCE))
    add(device, a_report(reported(), reported("OTHER-1")))
    corrected, event = device.take_events()
    assert isinstance(corrected, DeviceCorrected)
    assert len(corrected.drives) == 2
    assert isinstance(event, WipeVoided)
    assert event.drive_ids == (device.drives[1].id,)
    assert not device.is_proven_empty


@pytest.mark.parametrize(
    ("files", "ended_at", "counts"),
    [
        (None, datetime(2026, 6, 2, tzinfo=UTC), False),
        (FilesAnswer.KEEP_FIRST, datetime(2026, 6, 2, tzinfo=UTC), False),
        (FilesAnswer.NOTHING_TO_KEEP, datetime(2026, 6, 2, tzinfo=UTC), True),
        (FilesAnswer.NOTHING_TO_KEEP, datetime(2026, 3, 2, tzinfo=UTC), False),
        (FilesAnswer.SAVED, None, False),
    ],
    ids=["not asked", "not saved", "after it came back", "before a family had it", "nobody knows when"],
)
@pytest.mark.parametrize("known", [True, False], ids=["known drive", "new drive"])
def test_a_wipe_from_before_a_family_used_it_proves_nothing(
    files: FilesAnswer | None, ended_at: datetime | None, *, counts: bool, known: bool
) -> None:
    device = a_device(*([a_drive()] if known else []), status=DeviceState.RETURNED)
    device.was_in_use, device.files = True, files
    device.given_out_on, device.returned_on = date(2026, 4, 1), date(2026, 6, 1)
    add(device, a_report(reported(wipe=wiped(ended_at))))
    assert (device.drives[0].wipe is not None) is counts


@given(
    st.lists(st.tuples(st.sampled_from(["A-11", "B-22", "C-33", None]), st.booleans()), max_size=4, unique_by=lambda one: one[0])
)
def test_the_same_report_twice_is_the_same_as_once(drives: list[tuple[str | None, bool]]) -> None:
    report = a_report(*(reported(serial, wiped(NOW) if wipe else None) for serial, wipe in drives))
    device = a_device(a_drive("A-11"))
    add(device, report)
    once = [(drive.id, drive.wipe) for drive in device.drives]
    add(device, report)
    assert [(drive.id, drive.wipe) for drive in device.drives] == once
    assert not any(drive.is_proven_empty for drive in device.drives), "a report alone proves nothing"


def test_the_number_of_the_machine_itself_says_most() -> None:
    one, two, three = (Known(UUID(int=n), f"C{n}", by) for n, by in enumerate([KnownBy.DRIVE, KnownBy.SYSTEM_UUID, KnownBy.SERIAL]))
    assert first_known([one, two, three]) == three
    assert first_known([one, two]) == two
    assert first_known([]) is None


@pytest.mark.parametrize(
    ("scanned", "serial"),
    [
        (" 5CG8341ABC\n", "5CG8341ABC"),
        ("1S10B4A07JACMJ03N2N9", "MJ03N2N9"),
        ("1s20fms0xx00pc0abcd1", "PC0ABCD1"),
        ("S/N 12AB", "S/N 12AB"),
        ("SN85073003328", "85073003328"),
        (" s/n: 85073003328\n", "85073003328"),
        ("SN12345678901", "SN12345678901"),
    ],
)
def test_what_a_scanner_reads(scanned: str, serial: str) -> None:
    assert scanned_serial(scanned) == serial


@pytest.mark.parametrize("scanned", ["", "  ", "12", "00000000", "N/A", "https://maker.example/x", "\x00\x1b", "unknown"])
def test_what_is_no_serial_number(scanned: str) -> None:
    with pytest.raises(NoSerial):
        scanned_serial(scanned)


def test_our_own_sticker_is_told_apart() -> None:
    with pytest.raises(SerialIsOurs):
        scanned_serial("https://digibank.example/q/KX4-72M")


@pytest.mark.parametrize(
    "scanned", ["85073003328", "85.07.30-033.28", "SN 85.07.30-033.28", "van 85073003328", "SN850730033281 85073003328"]
)
def test_a_card_of_a_person_before_the_scanner_is_no_serial_number(scanned: str) -> None:
    with pytest.raises(RegisterNumberInText):
        scanned_serial(scanned)


@given(st.text(max_size=300))
def test_a_file_has_a_name_that_can_be_shown(name: str) -> None:
    shown = shown_name(name, 7)
    assert shown
    assert len(shown) <= LONGEST_NAME
    assert shown.isprintable()
    assert "/" not in shown
    assert not has_register_number(shown)


def test_no_folder_and_no_register_number_in_a_name() -> None:
    assert shown_name("C:\\Users\\jan\\pc.json", 1) == "pc.json"
    assert shown_name("85.07.30-033.28.json", 3) == "3.json"
