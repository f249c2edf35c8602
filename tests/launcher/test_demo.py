"""`./digibank demo`, as a process that starts its own system: on the log, and on a real Kafka."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from launcher.demo import asking
from launcher.demo.asking import NotSeen, wait_for
from launcher.demo.forms import form_on
from launcher.environment import PROJECT
from tests.launcher.conftest import eventually, is_alive
from tests.support.ports import free_port

LONGEST_SECONDS = 270
SURROUNDINGS = {"PYTHONPATH": str(PROJECT), "PATH": "/usr/bin:/bin:/usr/sbin:/sbin"}


def demo_command(scratch: Path, options: Sequence[str]) -> list[str]:
    beside = ["--data", str(scratch / "data"), "--port", str(free_port())]
    return [sys.executable, "-P", "-m", "launcher", "demo", *beside, *options]


def run_demo(scratch: Path, *options: str) -> "subprocess.CompletedProcess[str]":
    command = demo_command(scratch, options)
    return subprocess.run(command, env=SURROUNDINGS, capture_output=True, text=True, timeout=LONGEST_SECONDS, check=False)


def children_of(pid: int) -> list[int]:
    """Those that are another program already: a process that is only just forked does what its parent did."""
    with contextlib.suppress(FileNotFoundError):  # gone while we looked
        children = [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        return [child for child in children if b"up" in Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")]
    return []


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere a process does not hear that its parent died")
async def test_a_demonstration_that_is_killed_takes_its_system_along(scratch: Path) -> None:
    """Else, on a broker that others use too, it goes on taking half of their events, and they wait in vain."""
    system: list[int] = []
    # What it cannot clear away any more stays with what the test leaves.
    surroundings = SURROUNDINGS | {"TMPDIR": str(scratch)}
    demo = await asyncio.create_subprocess_exec(*demo_command(scratch, ()), env=surroundings, stdout=subprocess.DEVNULL)

    def has_a_system() -> bool:
        system.extend(children_of(demo.pid))
        return bool(system)

    try:
        await eventually(has_a_system, "the demonstration starts a system")
    finally:
        demo.kill()
        await demo.wait()
    try:
        await eventually(lambda: not is_alive(system[0]), "the system stops too")
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(system[0], signal.SIGKILL)


@pytest.mark.timeout(LONGEST_SECONDS + 30)
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
