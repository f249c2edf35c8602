"""Hardware reports that are refused, and how the refusal says why without telling what was in them."""

from typing import Any

import pytest

from services.inventory.domain.hardware_report import MAX_REPORT_BYTES, ReportProblem, ReportRefused, read_report
from tests.unit.inventory.report_samples import DMIDECODE, component_report, packed, snapshot_report, tool_outputs_report


def refusal(data: bytes) -> ReportRefused:
    with pytest.raises(ReportRefused) as caught:
        read_report(data)
    return caught.value


@pytest.mark.parametrize("data", [b"", b"  \n\t", b"\xef\xbb\xbf", b"\xef\xbb\xbf \n"])
def test_empty(data: bytes) -> None:
    assert refusal(data).reason is ReportProblem.EMPTY


def test_the_size_limit_is_exact() -> None:
    report = packed(component_report())
    assert read_report(report.ljust(MAX_REPORT_BYTES)).maker == "Acme"
    assert refusal(report.ljust(MAX_REPORT_BYTES + 1)).reason is ReportProblem.TOO_LARGE


def test_byte_order_mark_is_fine_and_other_encodings_are_not() -> None:
    text = packed(component_report()).decode()
    assert read_report(text.encode("utf-8-sig")).maker == "Acme"
    assert refusal(text.encode("utf-16")).reason is ReportProblem.NOT_TEXT
    error = refusal(b'{"a": "caf\xe9"}')
    assert error.reason is ReportProblem.NOT_TEXT
    assert error.__suppress_context__


def test_not_json_says_where_and_never_what() -> None:
    error = refusal(b'{"secret": 1,\n  "device": nonsense}')
    assert (error.reason, error.line, error.column, error.cut_off) == (ReportProblem.NOT_JSON, 2, 13, False)
    assert str(error) == "the report is not valid JSON, at line 2, column 13"
    assert "secret" not in repr(error)
    assert error.__cause__ is None
    assert error.__suppress_context__


def test_every_cut_off_report_is_recognised_as_cut_off() -> None:
    data = packed(component_report())
    for length in range(1, len(data) - 1, 7):
        error = refusal(data[:length])
        # A cut through a word such as `null` or an escape is not JSON either, only less clearly cut off.
        assert error.reason is ReportProblem.NOT_JSON
    assert refusal(data[:-1]).cut_off
    assert refusal(data[: data.index(b"Feather") + 3]).cut_off


def test_a_damaged_part_is_named() -> None:
    report = snapshot_report()
    report["data"]["smartctl"] = '[{"device": {"name": "/dev/sda"}, "model_na'
    error = refusal(packed(report))
    assert (error.reason, error.part, error.line, error.cut_off) == (ReportProblem.NOT_JSON, "data.smartctl", 1, True)


@pytest.mark.parametrize("number", [b"NaN", b"Infinity", b"-Infinity"])
def test_not_a_number_is_not_json(number: bytes) -> None:
    assert refusal(b'{"device": {}, "components": [' + number + b"]}").reason is ReportProblem.NOT_JSON


@pytest.mark.parametrize(
    "data",
    [
        b"[" * 1_000_000,
        b'{"a":' * 100_000,
        b"[" * 65 + b"]" * 65,
        b"[" * 900 + b"]" * 900,
        b"[" + b"[]," * 3_000_000 + b"[]]",
        b'{"device": {}, "components": [' + b"9" * 41 + b"]}",
        b"9" * 5_000_000,
    ],
    ids=["unclosed lists", "unclosed objects", "65 deep", "900 deep", "3 million lists", "41 digits", "5 million digits"],
)
def test_hostile_json(data: bytes) -> None:
    assert refusal(data).reason is ReportProblem.TOO_COMPLEX


def test_depth_limit_is_exact() -> None:
    assert refusal(b"[" * 64 + b"]" * 64).reason is ReportProblem.UNKNOWN_FORMAT


@pytest.mark.parametrize("data", [b"[]", b"7", b'"text"', b"{}", b'{"data": {}}', b'{"device": {}}', b'{"type": "Snapshot"}'])
def test_unknown_format(data: bytes) -> None:
    assert refusal(data).reason is ReportProblem.UNKNOWN_FORMAT


@pytest.mark.parametrize("missing", ["manufacturer", "model"])
def test_no_device(missing: str) -> None:
    report = component_report()
    report["device"][missing] = "To be filled by O.E.M."
    assert refusal(packed(report)).reason is ReportProblem.NO_DEVICE


@pytest.mark.parametrize("report", [snapshot_report(), tool_outputs_report()], ids=["snapshot", "tool outputs"])
def test_parts_of_two_machines_are_inconsistent(report: Any) -> None:
    report["data"]["dmidecode"] = DMIDECODE.replace("AC-1001", "AC-2002")
    assert refusal(packed(report)).reason is ReportProblem.INCONSISTENT


def test_two_drives_with_one_serial_are_inconsistent() -> None:
    report = component_report()
    report["components"][4]["serialNumber"] = "spin-1"
    assert refusal(packed(report)).reason is ReportProblem.INCONSISTENT
    snapshot = snapshot_report()
    snapshot["data"]["smartctl"][1]["serial_number"] = "SPIN-1"
    assert refusal(packed(snapshot)).reason is ReportProblem.INCONSISTENT


def test_more_drives_than_a_machine_can_have() -> None:
    snapshot, components = snapshot_report(), component_report()
    snapshot["data"]["smartctl"] = [{"device": {"name": f"/dev/sd{i}"}, "model_name": "SP500"} for i in range(101)]
    components["components"] += [{"type": "HardDrive", "model": "SP500"}] * 99
    assert refusal(packed(snapshot)).reason is ReportProblem.TOO_COMPLEX
    assert refusal(packed(components)).reason is ReportProblem.TOO_COMPLEX
