"""Waking up whoever waits for new rows: at once within a process, within some milliseconds between processes.

NOTIFY runs in a transaction of its own and at most every 10 ms: inside a command's transaction it would make all commits of
the whole cluster queue for one lock. A ring that is lost costs a poll interval, never an event.
"""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Sequence

from shared.database import raw

SHORTEST_INTERVAL_SECONDS = 0.010
CHANNEL = "digibank"


class Doorbell:
    """Rings names, such as `outbox`, for those who wait for them in this and in other processes on the same database."""

    def __init__(self, url: str | None = None, *, name: str = "doorbell") -> None:
        """`url` is the database to carry rings between processes; None keeps them within this process."""
        self._url, self._name = url, name
        self._events: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._outgoing: set[str] = set()
        self._something_to_send = asyncio.Event()
        self._connected = False

    def ring(self, name: str) -> None:
        """Wake everybody who waits for `name`. Call it after the commit."""
        self._ring_here(name)
        if self._connected:
            self._outgoing.add(name)
            self._something_to_send.set()

    def listener(self, *names: str) -> "Listener":
        """Start listening for any of these names; rings from now on are not missed, even between two waits."""
        heard = asyncio.Event()
        for name in names:
            self._events[name].add(heard)
        return Listener(heard, [self._events[name] for name in names])

    async def run(self) -> None:
        """Carry rings between processes until cancelled. Without a database there is nothing to do but wait.

        Raises when the connection is lost; whoever runs it starts it again.
        """
        if self._url is None:
            await asyncio.Event().wait()
            return
        connection = await raw.connect(self._url, name=self._name)
        try:
            await connection.add_listener(CHANNEL, self._heard)
            # A process that only listens would otherwise learn at its own next ring that nobody can reach it.
            connection.add_termination_listener(lambda _connection: self._something_to_send.set())
            self._connected = True
            for name in list(self._events):
                self._ring_here(name)  # something may have happened while nobody listened
            while True:
                await self._something_to_send.wait()
                if connection.is_closed():
                    raise ConnectionError("the connection that carries rings is lost")
                self._something_to_send.clear()
                names, self._outgoing = self._outgoing, set()
                for name in names:
                    await connection.execute("SELECT pg_notify($1, $2)", CHANNEL, name)
                await asyncio.sleep(SHORTEST_INTERVAL_SECONDS)
        finally:
            self._connected = False
            with contextlib.suppress(Exception):
                await connection.close(timeout=1)

    def _heard(self, _connection: object, _pid: int, _channel: str, name: object) -> None:
        self._ring_here(str(name))

    def _ring_here(self, name: str) -> None:
        for heard in self._events[name]:
            heard.set()


class Listener:
    """Waits for a ring."""

    def __init__(self, heard: asyncio.Event, registered: Sequence[set[asyncio.Event]]) -> None:
        self._heard, self._registered = heard, registered

    def close(self) -> None:
        """Stop listening."""
        for events in self._registered:
            events.discard(self._heard)

    async def wait(self, at_most: float) -> None:
        """Return at the next ring, at once when there was one since the last wait, or after `at_most` seconds."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(at_most):
                await self._heard.wait()
        self._heard.clear()
