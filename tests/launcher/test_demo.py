"""`./digibank demo`, as a process that starts its own system: on the log, and on a real Kafka."""

import subprocess
import sys
from pathlib import Path

import pytest

from launcher.demo import asking
from launcher.demo.asking import NotSeen, wait_for
from launcher.demo.forms import form_on
from launcher.environment import PROJECT
from tests.support.ports import free_port

LONGEST_SECONDS = 270


def run_demo(scratch: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    command = [
        sys.executable,
        "-P",
        "-m",
        "launcher",
        "demo",
        "--data",
        str(scratch / "data"),
        "--port",
        str(free_port()),
        *options,
    ]
    surroundings = {"PYTHONPATH": str(PROJECT), "PATH": "/usr/bin:/bin:/usr/sbin:/sbin"}
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, timeout=LONGEST_SECONDS, check=False)


@pytest.mark.parametrize("transport", ["log", "kafka"])
def test_the_whole_story_is_seen(request: pytest.FixtureRequest, scratch: Path, transport: str) -> None:
    options = ["--kafka", request.getfixturevalue("kafka").bootstrap] if transport == "kafka" else []
    done = run_demo(scratch, *options)
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert "Alles gezien: " in done.stdout
    assert "http://127.0.0.1:" in done.stdout
    assert "met die kaart: wat het gezin leent" in done.stdout
    assert "Gezinnen van elke vorm zijn er" in done.stdout


def test_kafka_for_a_system_that_cannot_reach_it_is_a_failure(scratch: Path) -> None:
    done = run_demo(scratch, "--kafka", f"127.0.0.1:{free_port()}")
    assert done.returncode != 0
    assert "Alles gezien" not in done.stdout


async def test_what_does_not_happen_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "PATIENCE_SECONDS", 0.2)

    async def nothing() -> None: ...

    with pytest.raises(NotSeen, match="a miracle"):
        await wait_for(nothing, "a miracle")


def test_the_form_that_is_meant_is_sent() -> None:
    html = (
        '<form action="/a"><input type="hidden" name="key" value="1"></form><form action="/b"><input name="typed" value="x"></form>'
    )
    assert form_on(html, "/a") == {"key": "1"}
    assert form_on(html, "/b") == {}
    with pytest.raises(NotSeen, match="no form to /c"):
        form_on(html, "/c")
