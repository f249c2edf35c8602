"""Reads a file that says which drives were wiped: a hardware report with erase steps, or the log of nwipe.

Nothing here believes the file: it comes from a stick. A certificate as PDF is for people; its text is not read.
"""

from datetime import tzinfo

from services.inventory.domain.hardware_report import HardwareReport, ReportRefused, read_report
from services.inventory.domain.sanitization import EvidenceSource, WipeMethod
from services.inventory.domain.wipe_file.erasure import (
    ErasureProblem,
    ReportedErasure,
    WipeFile,
    WipeFileProblem,
    WipeFileRefused,
)
from services.inventory.domain.wipe_file.nwipe_log import read_nwipe_log

__all__ = [
    "MAX_WIPE_FILE_BYTES",
    "ErasureProblem",
    "ReportedErasure",
    "WipeFile",
    "WipeFileProblem",
    "WipeFileRefused",
    "check_paper",
    "is_pdf",
    "read_wipe_file",
]

MAX_WIPE_FILE_BYTES = 2_000_000
"""A log of a hundred drives is some 200 kB."""


def read_wipe_file(data: bytes, zone: tzinfo) -> WipeFile:
    """Understand the file `data`, whichever kind it is.

    Args:
        zone: where the organisation is: a log tells the time of the wall.

    Raises:
        WipeFileRefused: the file cannot be used; the only exception that comes out, whatever the bytes are.
    """
    if not data.strip():
        raise WipeFileRefused(WipeFileProblem.EMPTY)
    if len(data) > MAX_WIPE_FILE_BYTES:
        raise WipeFileRefused(WipeFileProblem.TOO_LARGE)
    if is_pdf(data):
        raise WipeFileRefused(WipeFileProblem.PDF)
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{":
        return _of_report(data)
    try:
        words = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise WipeFileRefused(WipeFileProblem.UNKNOWN) from None
    erasures = read_nwipe_log(words, zone)
    if erasures is None:
        raise WipeFileRefused(WipeFileProblem.UNKNOWN)
    if not erasures:
        raise WipeFileRefused(WipeFileProblem.NOTHING_WIPED)
    return WipeFile(EvidenceSource.LOG, erasures)


def check_paper(data: bytes) -> None:
    """Make sure that a file is a paper that can be kept with evidence: a PDF, or text.

    Raises:
        WipeFileRefused: `EMPTY`, `TOO_LARGE`, or `UNKNOWN` for anything else, such as a photo or a program.
    """
    if not data.strip():
        raise WipeFileRefused(WipeFileProblem.EMPTY)
    if len(data) > MAX_WIPE_FILE_BYTES:
        raise WipeFileRefused(WipeFileProblem.TOO_LARGE)
    if not is_pdf(data):
        try:
            is_text = data.decode("utf-8-sig").replace("\n", "").replace("\r", "").replace("\t", "").isprintable()
        except UnicodeDecodeError:
            is_text = False
        if not is_text:
            raise WipeFileRefused(WipeFileProblem.UNKNOWN)


def is_pdf(data: bytes) -> bool:
    """Whether the bytes begin as a PDF does."""
    return data.lstrip()[:5] == b"%PDF-"


def _of_report(data: bytes) -> WipeFile:
    try:
        report = read_report(data)
    except ReportRefused:
        raise WipeFileRefused(WipeFileProblem.UNKNOWN) from None
    erasures = _erasures(report)
    if not erasures:
        raise WipeFileRefused(WipeFileProblem.NOTHING_WIPED)
    return WipeFile(EvidenceSource.REPORT, erasures)


def _erasures(report: HardwareReport) -> tuple[ReportedErasure, ...]:
    return tuple(
        ReportedErasure(
            serial=drive.serial,
            model=drive.model,
            capacity_gb=drive.capacity_gb,
            method=WipeMethod.OVERWRITE,  # the only kind that the reports we read can prove
            tool=drive.wipe.tool,
            tool_version=drive.wipe.tool_version,
            started_at=drive.wipe.started_at,
            ended_at=drive.wipe.ended_at,
            rounds=drive.wipe.rounds,
            verified=drive.wipe.verified,
            problem=None if drive.wipe.succeeded else ErasureProblem.FAILED,
        )
        for drive in report.drives
        if drive.wipe is not None
    )
