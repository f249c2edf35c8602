"""One action in the logs of several processes."""

import json
from pathlib import Path
from uuid import UUID

import pytest
from typer.testing import CliRunner

from launcher.commands import app
from launcher.trace import lines_of

ACTION = UUID("019ab3f0-5c1e-7d32-9f0b-2f7d1c0a6e55")
OTHER = UUID("019ab3f0-5c1e-7d32-9f0b-2f7d1c0a6e56")


def log(at: str, event: str, action: UUID = ACTION, **more: object) -> str:
    return json.dumps({"timestamp": f"2026-03-02T10:00:{at}Z", "event": event, "correlation_id": str(action), **more}) + "\n"


def test_lines_of_several_processes_come_in_order_of_time() -> None:
    web = ["De databanken bijwerken…\n", log("01.5", "request", service="loans"), log("02.5", "request", OTHER)]
    worker = [log("03.5", "event applied", group="loans.reactions"), log("01.7", "event applied"), f"not JSON {ACTION}\n"]
    found = lines_of(ACTION, [("worker", worker), ("web", web)])
    assert [(line.process, line.at.second, line.at.microsecond) for line in found] == [
        ("web", 1, 500000),
        ("worker", 1, 700000),
        ("worker", 3, 500000),
    ]


def test_a_line_that_names_the_action_elsewhere_is_not_of_it() -> None:
    assert lines_of(ACTION, [("web", [log("01.5", "request", OTHER, asked=str(ACTION))])]) == []


def test_what_docker_puts_in_front_is_the_process() -> None:
    (line,) = lines_of(ACTION, [("", ["loans-web-1  | " + log("01.5", "request")])])
    assert line.process == "loans-web-1"


def test_it_is_readable_and_tells_nobodys_id() -> None:
    person = "019ab3f0-5c1e-7d32-9f0b-2f7d1c0a6e99"
    line = log("01.5", "a job failed", service="loans", level="error", route="/loans/requests", status=500, actor=person)
    done = CliRunner().invoke(app, ["trace", ACTION.hex.upper()], input="loans-web-1  | " + line)
    assert done.exit_code == 0
    heading, told = done.output.splitlines()
    assert heading == "2026-03-02 UTC"
    when, process, service, *words = told.split()
    assert (when, process, service) == ("10:00:01.500000", "loans-web-1", "loans")
    assert words == ["ERROR", "a", "job", "failed", "route=/loans/requests", "status=500"]


def test_files_are_read_and_nothing_found_is_said(tmp_path: Path) -> None:
    file = tmp_path / "loans-web.log"
    file.write_text(log("01.5", "request", service="loans"))
    done = CliRunner().invoke(app, ["trace", str(ACTION), str(file)])
    assert (done.exit_code, "loans-web" in done.output) == (0, True)
    done = CliRunner().invoke(app, ["trace", str(OTHER), str(file)])
    assert (done.exit_code, "Geen enkele regel" in done.output) == (1, True)


def test_what_is_no_number_is_told() -> None:
    with pytest.raises(Exception, match="Dat is geen nummer van een handeling"):
        CliRunner().invoke(app, ["trace", "42"], catch_exceptions=False)
