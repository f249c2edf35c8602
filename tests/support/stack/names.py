"""A name of the stack's network: whoever connects to it gets one of those that carry it, as with Docker's own name server."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress

from tests.support.stack.places import HERE

CHUNK = 64 * 1024


class Name:
    """One address that never changes, for replicas that come and go. Nobody carries it: nobody answers there."""

    def __init__(self, port: int) -> None:
        self._port, self._carriers = port, list[int]()
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    async def carried_by(self, ports: Sequence[int]) -> None:
        """From now on these carry the name; connections that are there stay."""
        self._carriers = list(ports)
        if self._carriers and self._server is None:
            self._server = await asyncio.start_server(self._connected, HERE, self._port)
        elif not self._carriers and self._server is not None:
            self._server.close()
            self._server = None

    async def close(self) -> None:
        """Let go of everything."""
        await self.carried_by([])
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            there = await self._connect()
            if there is None:
                return
            try:
                await asyncio.gather(_carry(reader, there[1]), _carry(there[0], writer))
            finally:
                there[1].close()
        finally:
            self._connections.discard(task)
            writer.close()

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | None:
        """The next one that accepts: as with several addresses of one name, the others are tried too."""
        self._carriers.append(self._carriers.pop(0)) if self._carriers else None
        for port in list(self._carriers):
            with suppress(OSError):
                return await asyncio.open_connection(HERE, port)
        return None


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One direction, until either side ends it."""
    with suppress(OSError):
        while chunk := await reader.read(CHUNK):
            writer.write(chunk)
            await writer.drain()
    with suppress(OSError):
        writer.close()
