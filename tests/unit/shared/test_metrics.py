"""What is counted, apart from any service."""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime
from math import inf
from pathlib import Path

import pytest
from fastapi import HTTPException
from prometheus_client import REGISTRY

from launcher.environment import PROJECT
from shared.domain import Refused
from shared.runtime.loop_lag import watch_event_loop
from shared.runtime.measures import METHODS, count_from_zero, count_request, counted_command
from shared.runtime.metrics import backup_age


def counted(name: str, **labels: str) -> float | None:
    return REGISTRY.get_sample_value(name, labels)


def test_operations_tells_of_every_number() -> None:
    told = (PROJECT / "docs" / "operations.md").read_text()
    ours = [metric for metric in REGISTRY.collect() if metric.name.startswith("digibank_")]
    names = [f"{metric.name}_total" if metric.type == "counter" else metric.name for metric in ours]
    assert len(names) > 25
    assert [name for name in names if f"`{name}`" not in told] == []


def fails(error: Exception) -> Callable[[], None]:
    def command() -> None:
        raise error

    return command


@pytest.mark.parametrize(
    ("error", "outcome"),
    [(Refused(), "refused"), (HTTPException(403), "refused"), (KeyError("x"), "failed"), (TimeoutError(), "failed")],
)
def test_a_rule_that_says_no_is_no_failure(error: Exception, outcome: str) -> None:
    before = counted("digibank_commands_total", service="a test", command="act", outcome=outcome) or 0
    with pytest.raises(type(error)), counted_command("a test", "act"):
        fails(error)()
    assert counted("digibank_commands_total", service="a test", command="act", outcome=outcome) == before + 1


def test_a_command_whose_key_came_before_is_told_apart() -> None:
    for again in (False, True):
        with counted_command("a test", "once") as in_hand:
            in_hand.was_done_before = again
    for outcome in ("done", "repeated"):
        assert counted("digibank_commands_total", service="a test", command="once", outcome=outcome) == 1


def test_the_first_error_is_seen_to_be_one_more() -> None:
    count_from_zero("another test")
    assert counted("digibank_http_answers_total", service="another test", **{"class": "5xx"}) == 0
    count_request("another test", "GET", "/x", 503, 0.1)
    assert counted("digibank_http_answers_total", service="another test", **{"class": "5xx"}) == 1


def test_whoever_makes_up_methods_makes_no_new_series() -> None:
    for method in ("BREW", "PROPFIND", *METHODS):
        count_request("a third test", method, "/x", 405, 0.1)
    assert counted("digibank_http_requests_total", service="a third test", method="other", route="/x", status="405") == 2
    assert counted("digibank_http_requests_total", service="a third test", method="BREW", route="/x", status="405") is None


async def test_an_event_loop_that_is_held_is_late() -> None:
    def late() -> float:
        bucket = counted("digibank_event_loop_lag_seconds_bucket", le="0.25") or 0
        return (counted("digibank_event_loop_lag_seconds_count") or 0) - bucket

    before = late()
    watching = asyncio.create_task(watch_event_loop())
    await asyncio.sleep(0.45)
    time.sleep(0.5)  # noqa: ASYNC251 - this is what must be noticed
    await asyncio.sleep(0.05)
    watching.cancel()
    assert late() == before + 1


def test_the_age_is_that_of_the_newest_whole_backup(tmp_path: Path) -> None:
    now = datetime(2026, 11, 22, 12, tzinfo=UTC)
    assert backup_age(tmp_path / "absent", now) == inf
    for name in ("digibank-20261121T110000Z", "digibank-20261122T110000Z"):
        (tmp_path / name).mkdir()
    assert backup_age(tmp_path, now) == inf, "neither is whole"
    (tmp_path / "digibank-20261121T110000Z" / "manifest.json").touch()
    assert backup_age(tmp_path, now) == 25 * 3600
