"""The web server of a process, when it is asked to stop."""

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from starlette.responses import PlainTextResponse

from launcher.web_server import LINGER_SECONDS, Server, web_server
from shared.runtime.settings import Settings

ASK = b"GET / HTTP/1.1\r\nhost: digibank\r\n\r\n"


@asynccontextmanager
async def serving() -> AsyncIterator[tuple[Server, int, "asyncio.Task[None]"]]:
    listening = socket.create_server(("127.0.0.1", 0))
    server, port = web_server(PlainTextResponse("well"), Settings()), listening.getsockname()[1]
    task = asyncio.create_task(server.serve(sockets=[listening]))
    while not server.started:
        await asyncio.sleep(0.01)
    yield server, port, task
    server.should_exit = True
    await task


async def asked(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
    writer.write(ASK)
    return await asyncio.wait_for(reader.readuntil(b"well"), 5)


async def until_nobody_listens(port: int) -> None:
    async with asyncio.timeout(5):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except ConnectionRefusedError:
                return
            writer.close()
            await asyncio.sleep(0.01)


async def test_a_request_that_was_on_its_way_when_it_stops_is_answered_and_told_to_be_the_last() -> None:
    async with serving() as (server, port, task):
        used, fresh = [await asyncio.open_connection("127.0.0.1", port) for _ in range(2)]
        assert b"connection: close" not in await asked(*used)
        server.should_exit = True
        await until_nobody_listens(port)
        for connection in (used, fresh):
            assert b"connection: close" in await asked(*connection)
            assert await connection[0].read() == b"", "and then it ends"
            connection[1].close()
        await asyncio.wait_for(task, 5)


@pytest.mark.parametrize("silent", [0, 1])
async def test_it_waits_for_nobody_who_is_not_there_and_not_for_ever(silent: int) -> None:
    async with serving() as (server, port, task):
        connections = [await asyncio.open_connection("127.0.0.1", port) for _ in range(silent)]
        began = time.monotonic()
        server.should_exit = True
        await task
        took = time.monotonic() - began
        assert took < 0.5 if not silent else LINGER_SECONDS <= took < LINGER_SECONDS + 1
        for _, writer in connections:
            writer.close()
