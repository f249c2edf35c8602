"""Reads the report that a hardware survey tool wrote about one machine.

`read_report` takes the bytes of an uploaded file and gives a `HardwareReport`, or raises `ReportRefused` with a reason.
Nothing here believes the file: it comes from a stick, a mailbox or a stranger.
"""

from services.inventory.domain.hardware_report import (
    component_format,
    lshw_output,
    other_report,
    tool_outputs,
    workbench_snapshot,
)
from services.inventory.domain.hardware_report.decoding import MAX_REPORT_BYTES, decode_report
from services.inventory.domain.hardware_report.refusal import ReportProblem, ReportRefused
from services.inventory.domain.hardware_report.report import (
    HardwareReport,
    ReportedDrive,
    ReportedWipe,
    ReportFormat,
)

__all__ = [
    "MAX_REPORT_BYTES",
    "HardwareReport",
    "ReportFormat",
    "ReportProblem",
    "ReportRefused",
    "ReportedDrive",
    "ReportedWipe",
    "read_report",
]


def read_report(data: bytes) -> HardwareReport:
    """Understand the file `data`, whichever of the known formats it is in.

    Raises:
        ReportRefused: the file cannot be used; the only exception that comes out, whatever the bytes are.
    """
    content = decode_report(data)
    if component_format.recognises(content):
        return component_format.read(content)
    if workbench_snapshot.recognises(content):
        return workbench_snapshot.read(content)
    if tool_outputs.recognises(content):
        return tool_outputs.read(content)
    if lshw_output.recognises(content):
        return lshw_output.read(content)
    if other_report.recognises(content):
        return other_report.read(content)
    raise ReportRefused(ReportProblem.UNKNOWN_FORMAT)
