from types import SimpleNamespace

import pytest
from structlog.testing import capture_logs

from shared.bus.transports.kafka import outages
from shared.bus.transports.kafka.outages import Outages


class Seconds:
    def __init__(self) -> None:
        self.now = 1000.0

    def pass_by(self, seconds: float) -> None:
        self.now += seconds


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> Seconds:
    clock = Seconds()
    monkeypatch.setattr(outages, "time", SimpleNamespace(monotonic=lambda: clock.now))
    return clock


def test_an_outage_is_told_once_and_its_end_once(seconds: Seconds) -> None:
    kafka = Outages()
    with capture_logs() as logs:
        for _ in range(1000):
            kafka.trouble("publishing", OSError("connection refused"))
            seconds.pass_by(0.1)
        seconds.pass_by(3)
        kafka.well()
        kafka.well()
    assert [entry["log_level"] for entry in logs] == ["warning", "info"]
    assert logs[0]["error"] == "connection refused"
    assert logs[1]["signs_of_trouble"] == 1000
    assert logs[1]["away_seconds"] == pytest.approx(99.9)


def test_a_moment_of_trouble_is_not_told(seconds: Seconds) -> None:
    kafka = Outages()
    with capture_logs() as logs:
        kafka.trouble("receiving", "the coordinator is loading")
        seconds.pass_by(0.5)
        kafka.trouble("receiving", "the coordinator is loading")
        seconds.pass_by(5)
        kafka.well()
    assert logs == []


def test_an_outage_after_one_that_ended_unseen_is_told_again(seconds: Seconds) -> None:
    kafka = Outages()
    with capture_logs() as logs:
        for _ in range(2):
            for _ in range(20):
                kafka.trouble("publishing", "refused")
                seconds.pass_by(0.2)
            seconds.pass_by(60)
    assert [entry["log_level"] for entry in logs] == ["warning", "warning"]


def test_while_some_connections_fail_and_others_work_nothing_alternates(seconds: Seconds) -> None:
    kafka = Outages()
    with capture_logs() as logs:
        for _ in range(200):
            kafka.trouble("receiving", "refused")
            seconds.pass_by(0.1)
            kafka.well()
    assert len(logs) == 1
