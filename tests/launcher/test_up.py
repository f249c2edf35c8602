"""`./digibank up` as a process, with everything in it."""

import asyncio
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from launcher.environment import PROJECT
from launcher.errors import CannotContinue
from launcher.organisation import add_organisation
from launcher.up import _demonstrate
from shared.runtime.settings import Settings
from tests.launcher.conftest import eventually, is_alive
from tests.support.certificates import make_certificate
from tests.support.portal import PASSWORD
from tests.support.ports import free_port

Up = Callable[..., "subprocess.Popen[str]"]


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


async def test_a_new_system_says_where_to_begin_and_does_so_over_https(
    up: Up, scratch: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cert, key = make_certificate(scratch)
    port = free_port()
    process = up("--port", str(port), "--tls-cert", str(cert), "--tls-key", str(key))
    assert process.stdout
    line = await asyncio.to_thread(next, (line for line in process.stdout if "Begin hier" in line))
    base, _, code = line.split()[-1].partition("/begin?code=")
    assert base == f"https://127.0.0.1:{port}"
    trusted = ssl.create_default_context(cafile=cert)
    async with httpx.AsyncClient(base_url=base, verify=trusted, headers={"accept": "text/html"}) as browser:
        typed = {"code": code, "title": "Digibank De Brug", "display_name": "An", "sign_in_name": "an.p"}
        begun = await browser.post("/begin", data=typed | {"password": PASSWORD, "repeated": PASSWORD})
        assert begun.headers["location"] == "/first-day"
        assert begun.headers["set-cookie"].startswith("__Host-digibank_session=")
        assert "Secure" in begun.headers["set-cookie"]
        assert "strict-transport-security" in begun.headers
        assert (await browser.get("/first-day")).status_code == 200
        assert (await browser.get("/begin")).headers["location"] == "/sign-in?said=begun"
    async with httpx.AsyncClient() as plain:
        with pytest.raises(httpx.HTTPError):
            await plain.get(f"http://127.0.0.1:{port}/sign-in")
    settings = Settings.load(data=scratch / "data", port=port, tls_cert=cert, tls_key=key)
    await asyncio.to_thread(add_organisation, settings, "Digibank De Vaart", "bo.v")
    assert f"{base}/sign-in/start-code" in capsys.readouterr().out
    other = settings.model_copy(update={"tls_cert": make_certificate(scratch, "other")[0]})
    with pytest.raises(CannotContinue, match="antwoordt niemand"):
        await asyncio.to_thread(add_organisation, other, "Digibank De Vaart", "bo.v")


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
    assert errors == f"Digibank draait al met de gegevens in {scratch / 'data'} (proces {again.pid}). Stop dat eerst, met Ctrl-C.\n"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--port", "99999"], "DIGIBANK_PORT"),
        (["--tls-cert", "nergens.crt"], "--tls-key"),
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


async def test_a_demonstration_that_nobody_answers_is_said_and_the_rest_keeps_running(
    scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def breaks_off(*_: object) -> None:
        raise httpx.ReadTimeout("")

    said: list[str] = []
    monkeypatch.setattr("launcher.demo.team.until_it_answers", breaks_off)
    await _demonstrate(Settings(data=scratch / "data"), said.append)
    assert said == ["Het voorbeeld is niet volledig: het systeem antwoordt niet (ReadTimeout)"]
