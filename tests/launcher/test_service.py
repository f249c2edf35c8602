"""One half of a service by itself: why it cannot start, in one line; and how it stops."""

import asyncio
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from launcher.box import _web
from launcher.environment import PROJECT
from shared.runtime.settings import Settings
from shared.runtime.supervisor import keep_all_running
from tests.support.ports import free_port

LONGEST_SECONDS = 60

IMPATIENT = """
from shared.bus.transports.kafka import cluster
cluster.ANSWER_SECONDS = 1.0  # in place of fifteen, which a broker that starts beside it may need
from launcher.commands import main
main()
"""


def start(scratch: Path, part: str, postgres: str, kafka: str, **more: str) -> "subprocess.CompletedProcess[str]":
    surroundings = {
        "PATH": "/usr/bin:/bin",
        "PYTHONPATH": str(PROJECT),
        "DIGIBANK_DATA": str(scratch),
        "DIGIBANK_POSTGRES": postgres,
        "DIGIBANK_KAFKA": kafka,
        "DIGIBANK_PORT": str(free_port()),
        "DIGIBANK_LOG_LEVEL": "error",
    }
    command = [sys.executable, "-P", "-c", IMPATIENT, "service", "loans", part]
    return subprocess.run(command, env=surroundings | more, capture_output=True, text=True, timeout=LONGEST_SECONDS, check=False)


@pytest.mark.parametrize("part", ["web", "worker"])
def test_without_its_database_it_says_so_in_one_line_and_ends(tmp_path: Path, part: str) -> None:
    nowhere = f"127.0.0.1:{free_port()}"
    done = start(tmp_path, part, f"postgresql://{nowhere}", f"127.0.0.1:{free_port()}")
    assert done.returncode == 2
    assert [line.startswith(f"De databank op {nowhere} is niet te bereiken: ") for line in done.stderr.splitlines()] == [True]


def test_with_another_master_key_it_says_so_in_one_line_and_ends(tmp_path: Path, settings: Settings) -> None:
    done = start(tmp_path, "web", settings.postgres, "")
    assert done.returncode == 2
    assert [" kent loans niet met deze hoofdsleutel. " in line for line in done.stderr.splitlines()] == [True]


def test_a_worker_without_kafka_says_so_in_one_line_and_ends(tmp_path: Path, settings: Settings) -> None:
    key = str(settings.data / "master.key")
    done = start(tmp_path, "worker", settings.postgres, f"127.0.0.1:{free_port()}", DIGIBANK_MASTER_KEY_FILE=key)
    assert done.returncode == 2
    assert [line.startswith("De gebeurtenissen kunnen nergens heen: ") for line in done.stderr.splitlines()] == [True]


async def test_asked_to_stop_it_answers_what_it_has_begun_and_takes_nothing_new(tmp_path: Path) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(_scope: Scope, _receive: Receive, send: Send) -> None:
        begun.set()
        await go_on.wait()
        await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b"done"})

    async def refused() -> None:
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except ConnectionRefusedError:
                return
            except ConnectionResetError:  # it waited in the queue of what closed just now
                continue
            writer.close()
            await asyncio.sleep(0.02)

    port = free_port()
    settings = Settings(data=tmp_path, port=port)
    listening = socket.create_server(("127.0.0.1", port))
    serving = asyncio.create_task(keep_all_running({"web": _web(slow, listening, settings)}))
    async with asyncio.timeout(20), httpx.AsyncClient() as http:
        asked = asyncio.create_task(http.get(f"http://127.0.0.1:{port}/"))
        await begun.wait()
        serving.cancel()
        await refused()
        assert not serving.done(), "it stays for who has not had an answer"
        go_on.set()
        assert (await asked).text == "done"
        await asyncio.gather(serving, return_exceptions=True)
