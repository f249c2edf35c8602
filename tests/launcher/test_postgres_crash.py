"""The embedded server on a bad day: it is killed, or its launcher is."""

import asyncio
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import asyncpg
import psutil
import pytest

from launcher.environment import PROJECT
from launcher.postgres.server import EmbeddedPostgres
from tests.launcher.conftest import PASSWORD, eventually, is_alive

MakeServer = Callable[..., EmbeddedPostgres]
BUSY = "SELECT count(*) FROM generate_series(1, 10000000000)"


@asynccontextmanager
async def watched(server: EmbeddedPostgres) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(server.watch())
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


async def back(server: EmbeddedPostgres, times: int) -> None:
    """Wait until it was started again that often and answers."""
    await eventually(lambda: server.restarts >= times and server.pid is not None, "the server is started again")
    await server.wait_until_ready()


async def test_a_killed_server_comes_back_with_all_that_was_committed(server: EmbeddedPostgres) -> None:
    connection = await asyncpg.connect(server.admin_url)
    await connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    port, first = server.port, server.pid
    assert first is not None
    async with watched(server):
        os.kill(first, signal.SIGKILL)
        await back(server, times=1)
        assert (server.port, server.restarts) == (port, 1)
        assert server.pid != first
        again = await asyncpg.connect(server.admin_url)
        assert await again.fetchval("SELECT answer FROM kept") == 42
        await again.close()
    connection.terminate()


async def test_a_backend_that_outlives_its_server_does_not_block_the_next(server: EmbeddedPostgres) -> None:
    """A busy backend does not notice that the server died and holds on to the shared memory."""
    connection = await asyncpg.connect(server.admin_url)
    backend = await connection.fetchval("SELECT pg_backend_pid()")
    query = asyncio.create_task(connection.execute(BUSY))
    await eventually(lambda: psutil.Process(backend).cpu_times().user > 0.05, "the backend is busy")
    assert server.pid is not None
    os.kill(server.pid, signal.SIGKILL)
    async with watched(server):
        await back(server, times=1)
        assert not is_alive(backend)
    with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
        await query


async def test_a_killed_backend_does_not_count_as_a_restart(server: EmbeddedPostgres) -> None:
    connection = await asyncpg.connect(server.admin_url)
    backend = await connection.fetchval("SELECT pg_backend_pid()")
    async with watched(server):
        os.kill(backend, signal.SIGKILL)
        await eventually(lambda: not is_alive(backend), "the backend is gone")
        await server.wait_until_ready()
        assert server.restarts == 0
    connection.terminate()


async def test_watching_ends_when_the_server_is_told_to_stop(server: EmbeddedPostgres) -> None:
    async with watched(server) as watching:
        await asyncio.to_thread(server.stop)
        await asyncio.wait_for(watching, timeout=10)
    assert server.restarts == 0


async def test_breaking_off_keeps_what_was_committed(server: EmbeddedPostgres, servers: MakeServer) -> None:
    connection = await asyncpg.connect(server.admin_url)
    await connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    pid = server.pid
    assert pid is not None
    server.force_stop()
    await eventually(lambda: not is_alive(pid), "the server is gone")
    server.stop()
    again = servers()
    again.start()
    await again.wait_until_ready()
    fresh = await asyncpg.connect(again.admin_url)
    assert await fresh.fetchval("SELECT answer FROM kept") == 42
    await fresh.close()
    connection.terminate()


def start_launcher(folder: Path, how: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "tests.launcher.parent", str(folder), PASSWORD, how]
    return subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)


@pytest.mark.parametrize("how", ["main", "thread"])
async def test_a_killed_launcher_does_not_prevent_the_next_start(scratch: Path, servers: MakeServer, how: str) -> None:
    """`main`: the server hears of the death and stops. `thread`: it stays behind, and the next launcher ends it."""
    parent = start_launcher(scratch / "postgres", how)
    assert parent.stdin
    assert parent.stdout
    orphan = int(await asyncio.to_thread(parent.stdout.readline))
    server = servers()
    port = int((scratch / "postgres" / "port").read_text())
    url = f"postgresql://postgres:{PASSWORD}@127.0.0.1:{port}/postgres"
    connection = await asyncpg.connect(url)
    await connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    parent.kill()
    parent.wait()
    parent.stdin.close()
    parent.stdout.close()
    if how == "thread":
        assert await connection.fetchval("SELECT answer FROM kept") == 42
    elif sys.platform == "linux":
        await eventually(lambda: not is_alive(orphan), "the server stops with its launcher")
    connection.terminate()
    server.start()
    assert not is_alive(orphan)
    await server.wait_until_ready()
    fresh = await asyncpg.connect(server.admin_url)
    assert await fresh.fetchval("SELECT answer FROM kept") == 42
    await fresh.close()
