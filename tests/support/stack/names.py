"""A name of the stack's network: whoever connects to it gets to who carries it now, as with Docker's own name server."""

import asyncio
from contextlib import suppress

from tests.support.stack.places import HERE

CHUNK = 64 * 1024


class Name:
    """One address that never changes, for processes that come and go. Nobody carries it: whoever comes is refused."""

    def __init__(self, port: int) -> None:
        self._port, self._carrier = port, 0
        self._server: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    async def carried_by(self, port: int | None) -> None:
        """From now on whoever comes is led there; connections that are there stay as they are."""
        self._carrier = port or 0
        if self._carrier and self._server is None:
            self._server = await asyncio.start_server(self._connected, HERE, self._port)
        elif not self._carrier and self._server is not None:
            self._server.close()
            self._server = None

    async def close(self) -> None:
        """Let go of everything."""
        await self.carried_by(None)
        for connection in self._connections:
            connection.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._connections.add(task)
        try:
            there, back = await asyncio.open_connection(HERE, self._carrier)
            try:
                await asyncio.gather(_carry(reader, back), _carry(there, writer))
            finally:
                back.close()
        except OSError:
            return  # it ended by itself: to who comes that is a broken connection
        finally:
            self._connections.discard(task)
            writer.close()


async def _carry(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """One direction, until either side ends it."""
    with suppress(OSError):
        while chunk := await reader.read(CHUNK):
            writer.write(chunk)
            await writer.drain()
    with suppress(OSError):
        writer.close()
