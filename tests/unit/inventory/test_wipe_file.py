"""Files that tell of wipes: the log of nwipe, a hardware report, and what is neither."""

import json
from contextlib import suppress
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.inventory.domain.sanitization import EvidenceSource, WipeMethod
from services.inventory.domain.wipe_file import (
    MAX_WIPE_FILE_BYTES,
    ErasureProblem,
    ReportedErasure,
    WipeFileProblem,
    WipeFileRefused,
    read_wipe_file,
)
from tests.unit.inventory.nwipe_samples import LOG, log_of
from tests.unit.inventory.report_samples import component_report

BRUSSELS = ZoneInfo("Europe/Brussels")


def problem_of(data: bytes) -> WipeFileProblem:
    with pytest.raises(WipeFileRefused) as caught:
        read_wipe_file(data, BRUSSELS)
    return caught.value.reason


def test_a_log_tells_of_each_drive_that_was_begun_with() -> None:
    file = read_wipe_file(LOG.encode(), BRUSSELS)
    assert file.source is EvidenceSource.LOG
    good, flash, bad = file.erasures
    assert good == ReportedErasure(
        serial="SPIN-1",
        model="HITACHI HTS543232A7A384",
        capacity_gb=320,
        method=WipeMethod.OVERWRITE,
        tool="nwipe",
        tool_version="0.37",
        started_at=datetime(2026, 3, 2, 8, 12, 45, tzinfo=UTC),
        ended_at=datetime(2026, 3, 2, 10, 55, 24, tzinfo=UTC),
        rounds=2,
        verified=True,
        problem=None,
    )
    assert (flash.serial, flash.verified, flash.rounds, flash.problem) == ("FLASH-1", False, 1, None)
    assert (bad.serial, bad.problem) == ("BAD-1", ErasureProblem.FAILED)


@pytest.mark.parametrize(
    ("broken", "problem"),
    [
        (log_of("A1", status="UABORTED"), ErasureProblem.STOPPED),
        (log_of("A1", status="-FAILED-"), ErasureProblem.FAILED),
        (log_of("A1").partition("*****")[0], ErasureProblem.NO_END),
        (log_of("A1").replace("Fill With Zeros", "Verify Zeros (There are zeros)"), ErasureProblem.ONLY_READ),
        (log_of("A1").replace("notice: Verified", "error: Verify"), ErasureProblem.FAILED),
    ],
)
def test_what_did_not_end_well_proves_nothing(broken: str, problem: ErasureProblem) -> None:
    [erasure] = read_wipe_file(broken.encode(), BRUSSELS).erasures
    assert erasure.problem is problem


@pytest.mark.parametrize("hidden", ["XXXXXXXXXXXXXXX", "????????", ""])
def test_a_serial_number_that_the_log_hides_is_none(hidden: str) -> None:
    [erasure] = read_wipe_file(log_of(hidden).encode(), BRUSSELS).erasures
    assert erasure.serial is None


def test_a_drive_that_was_wiped_again_is_as_it_was_last() -> None:
    twice = log_of("A1", status="-FAILED-", day="2026/03/01") + log_of("A1", day="2026/03/02")
    [erasure] = read_wipe_file(twice.encode(), BRUSSELS).erasures
    assert (erasure.problem, erasure.ended_at) == (None, datetime(2026, 3, 2, 9, 30, tzinfo=UTC))


def test_a_report_tells_of_the_drives_that_it_wiped() -> None:
    file = read_wipe_file(json.dumps(component_report()).encode(), BRUSSELS)
    [erasure] = file.erasures
    assert file.source is EvidenceSource.REPORT
    assert (erasure.serial, erasure.rounds, erasure.verified, erasure.problem) == ("SPIN-1", 2, True, None)


def test_what_cannot_be_used() -> None:
    assert problem_of(b"") is problem_of(b" \n ") is WipeFileProblem.EMPTY
    assert problem_of(b"x" * (MAX_WIPE_FILE_BYTES + 1)) is WipeFileProblem.TOO_LARGE
    assert problem_of(b"%PDF-1.7\n%\xe2\xe3") is WipeFileProblem.PDF
    assert problem_of(b"\xff\xd8\xff\xe0 a photo") is WipeFileProblem.UNKNOWN
    assert problem_of(b"Een brief aan de buren.") is WipeFileProblem.UNKNOWN
    assert problem_of(b'{"a": 1}') is problem_of(b'{"device": ') is WipeFileProblem.UNKNOWN
    assert problem_of(b"[2026/03/02 09:11:56]    info: nwipe 0.37\n") is WipeFileProblem.NOTHING_WIPED


@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_whatever_comes_it_is_read_or_refused(data: bytes) -> None:
    with suppress(WipeFileRefused):
        read_wipe_file(data, BRUSSELS)


@given(st.lists(st.sampled_from(LOG.splitlines()), max_size=60))
def test_lines_in_any_order_prove_no_drive_without_its_end(lines: list[str]) -> None:
    try:
        file = read_wipe_file("\n".join(lines).encode(), BRUSSELS)
    except WipeFileRefused:
        return
    text = "\n".join(lines)
    for erasure in file.erasures:
        assert erasure.problem is not None or ("Erased" in text and "Drive Status" in text)
