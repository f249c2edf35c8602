"""`./digibank up` as a process, with everything in it."""

import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from launcher.environment import PROJECT
from tests.launcher.conftest import eventually, is_alive

Up = Callable[..., "subprocess.Popen[str]"]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        return int(listening.getsockname()[1])


@pytest.fixture
def up(scratch: Path) -> Iterator[Up]:
    started: list[subprocess.Popen[str]] = []

    def start(*options: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-P", "-m", "launcher", "up", "--data", str(scratch / "data"), *options]
        surroundings = {"PYTHONPATH": str(PROJECT), "PATH": "/usr/bin:/bin:/usr/sbin:/sbin"}
        started.append(subprocess.Popen(command, env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
        return started[-1]

    yield start
    for process in started:
        process.terminate()
        process.communicate(timeout=60)


def wait_until_it_runs(process: "subprocess.Popen[str]") -> None:
    assert process.stdout
    said = []
    for line in process.stdout:
        said.append(line)
        if "Digibank draait" in line:
            return
    assert process.stderr
    pytest.fail(f"it stopped: {''.join(said)}{process.stderr.read()}")


def server_pid(data: Path) -> int:
    return int((data / "postgres" / "cluster" / "postmaster.pid").read_text().split()[0])


def test_a_polite_stop_ends_everything_and_is_a_success(up: Up, scratch: Path) -> None:
    process = up("--port", str(free_port()))
    wait_until_it_runs(process)
    family = [*psutil.Process(process.pid).children(recursive=True)]
    assert server_pid(scratch / "data") in [member.pid for member in family]
    process.send_signal(signal.SIGTERM)
    process.communicate(timeout=60)
    assert process.returncode == 0
    assert [member for member in family if is_alive(member.pid)] == []
    assert "database system is shut down" in (scratch / "data" / "postgres" / "postgres.log").read_text()


async def test_it_comes_back_after_being_killed_and_refuses_a_second_on_the_same_data(up: Up, scratch: Path) -> None:
    killed = up("--port", str(free_port()))
    wait_until_it_runs(killed)
    server = server_pid(scratch / "data")
    killed.kill()
    killed.communicate()
    if sys.platform == "linux":
        await eventually(lambda: not is_alive(server), "PostgreSQL stops with its launcher")
    again = up("--port", str(free_port()))
    wait_until_it_runs(again)
    second = up("--port", str(free_port()))
    _, errors = second.communicate(timeout=60)
    assert second.returncode == 2
    assert errors == f"Digibank draait al met de gegevens in {scratch / 'data'} (proces {again.pid}).\n"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--port", "99999"], "DIGIBANK_PORT"),
        (["--postgres", "mysql://x"], "DIGIBANK_POSTGRES"),
        (["--postgres", "postgresql://postgres:hush@127.0.0.1:1/postgres"], "niet te bereiken"),
    ],
)
def test_what_a_person_can_mend_is_one_line(up: Up, options: list[str], said: str) -> None:
    process = up(*options)
    _, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    assert said in errors
    assert errors.count("\n") == 1
    assert "hush" not in errors


def test_a_taken_port_is_one_line_and_stops_postgresql(up: Up, scratch: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as rival:
        process = up("--port", str(rival.getsockname()[1]))
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "niet vrij" in errors
    assert errors.count("\n") == 1
    assert not (scratch / "data" / "postgres" / "cluster" / "postmaster.pid").exists()
