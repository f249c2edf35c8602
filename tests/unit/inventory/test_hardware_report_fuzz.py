"""Whatever is done to a report, out comes a sound report or a refusal."""

import copy
import unicodedata
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.inventory.domain.hardware_report import HardwareReport, ReportRefused, read_report
from tests.unit.inventory.report_samples import component_report, packed, snapshot_report, tool_outputs_report

REPORTS = [component_report, snapshot_report, tool_outputs_report]
every_format = pytest.mark.parametrize("report", REPORTS, ids=lambda report: report.__name__)
bounded = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])

scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.floats(allow_nan=False),
    st.text(max_size=20),
    st.sampled_from(["", "\ud800", "\x00", "/dev/sda", "Handle 0x1, DMI type 17,", "SPIN-1", "9999-12-31T23:59:59-23:00",
                     "0001-01-01T00:00:00+23:00", "2024-03-01T10:00:00+00:00", "{", "[[]]", "[null]", "4 GB", 1e308]),
)  # fmt: skip
anything = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every container in the value with each of its keys or indexes."""
    found: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting:
        item = waiting.pop()
        keys = list(item) if isinstance(item, dict) else range(len(item)) if isinstance(item, list) else []
        for key in keys:
            found.append((item, key))
            waiting.append(item[key])
    return found


def outcome(data: bytes) -> HardwareReport | ReportRefused:
    try:
        return read_report(data)
    except ReportRefused as refused:
        return refused


def check(data: bytes) -> None:
    report = outcome(data)
    if isinstance(report, ReportRefused):
        assert len(str(report).splitlines()) == 1
        return
    drives = report.drives
    texts = [(report.maker, 60), (report.model, 120), (report.processor, 120), (report.serial, 80)]
    texts += [(d.maker, 60) for d in drives] + [(d.model, 120) for d in drives] + [(d.serial, 80) for d in drives]
    texts += [(t, 60) for d in drives if d.wipe for t in (d.wipe.method, d.wipe.tool, d.wipe.tool_version)]
    for text, limit in texts:
        assert text is None or (0 < len(text) <= limit and text == " ".join(text.split()))
        assert text is None or not any(unicodedata.category(c).startswith("C") for c in text)
    assert report.memory_mb is None or report.memory_mb > 0
    assert report.taken_at is None or report.taken_at.utcoffset() == timedelta(0)
    for drive in drives:
        assert drive.capacity_gb is None or drive.capacity_gb > 0
        if drive.wipe and drive.wipe.succeeded:
            assert drive.wipe.started_at is not None
            assert drive.wipe.ended_at is not None
            assert drive.wipe.started_at < drive.wipe.ended_at


@every_format
@bounded
@given(data=st.data())
def test_deleted_and_replaced_values(report: Callable[[], Any], data: st.DataObject) -> None:
    changed = copy.deepcopy(report())
    for _ in range(data.draw(st.integers(1, 4))):
        found = places(changed)
        if not found:
            break
        container, key = found[data.draw(st.integers(0, len(found) - 1))]
        if data.draw(st.booleans()):
            del container[key]
        else:
            container[key] = data.draw(anything)
    check(packed(changed).replace(b"Infinity", b"1e999"))


@every_format
@bounded
@given(data=st.data())
def test_damaged_bytes(report: Callable[[], Any], data: st.DataObject) -> None:
    file = bytearray(packed(report()))
    start = data.draw(st.integers(0, len(file)))
    file[start : start + data.draw(st.integers(0, 30))] = data.draw(st.binary(max_size=8))
    check(bytes(file[: data.draw(st.integers(0, len(file)))]) if data.draw(st.booleans()) else bytes(file))


@every_format
def test_each_value_missing_or_of_another_type(report: Callable[[], Any]) -> None:
    odd_values: list[Any] = [None, True, -1, 1e308, "x", [], {}, [[]], {"": None}, [None]]
    for index in range(len(places(report()))):
        for odd in odd_values:
            changed = report()
            container, key = places(changed)[index]
            container[key] = odd
            check(packed(changed))
        changed = report()
        container, key = places(changed)[index]
        del container[key]
        check(packed(changed))


@bounded
@given(st.binary(max_size=200))
def test_any_bytes(data: bytes) -> None:
    check(data)
