"""A small HTTP client that costs little beside what it measures, and the two ways of putting load on a server."""

import asyncio
import statistics
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import Any

import orjson


@dataclass(frozen=True, slots=True)
class Ask:
    """One request, ready to be sent."""

    method: str
    path: str
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Told:
    """One answer."""

    status: int
    body: bytes

    def json(self) -> Any:
        """The body as data."""
        return orjson.loads(self.body)


class Connections:
    """Keep-alive connections to one server. An unexpected status is an error: a bench of refusals measures nothing."""

    def __init__(self, port: int, expected: Sequence[int] = (200, 201)) -> None:
        self._port, self._expected = port, frozenset(expected)
        self._free: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []

    async def send(self, ask: Ask) -> Told:
        """Send a request on a free connection, or on a new one. Raises `RuntimeError` for an answer that was not expected."""
        while self._free and self._free[-1][0].at_eof():  # the server closes what it did not hear of for some seconds
            self._free.pop()[1].close()
        reader, writer = self._free.pop() if self._free else await asyncio.open_connection("127.0.0.1", self._port)
        lines = [f"{ask.method} {ask.path} HTTP/1.1", "host: digibank.test", f"content-length: {len(ask.body)}"]
        lines += [f"{name}: {value}" for name, value in ask.headers]
        try:
            writer.write("\r\n".join([*lines, "", ""]).encode() + ask.body)
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").lower()
            length = int(head.partition("content-length:")[2].partition("\r\n")[0])
            told = Told(int(head[9:12]), await reader.readexactly(length))
        except BaseException:
            writer.close()
            raise
        self._free.append((reader, writer))
        if told.status not in self._expected:
            raise RuntimeError(f"{ask.method} {ask.path} answered {told.status}: {told.body[:500].decode(errors='replace')}")
        return told

    async def close(self) -> None:
        """Close them all."""
        for _, writer in self._free:
            writer.close()
            with suppress(OSError):
                await writer.wait_closed()
        self._free.clear()


@asynccontextmanager
async def connected(port: int, expected: Sequence[int] = (200, 201)) -> AsyncIterator[Connections]:
    """Connections that are closed at the end."""
    connections = Connections(port, expected)
    try:
        yield connections
    finally:
        await connections.close()


Work = Callable[[], Awaitable[object]]
"""One piece of work, such as one request."""


async def closed_loop(work: Work, *, at_once: int, seconds: float) -> float:
    """Do the work again and again, so many at once; returns how many per second. `work` may raise `StopAsyncIteration`."""
    started = time.perf_counter()
    deadline, done = started + seconds, 0

    async def one() -> None:
        nonlocal done
        while time.perf_counter() < deadline:
            try:
                await work()
            except StopAsyncIteration:
                return
            done += 1

    async with asyncio.TaskGroup() as group:
        for _ in range(at_once):
            group.create_task(one())
    return done / (time.perf_counter() - started)


async def at_rate(work: Work, *, per_second: float, seconds: float) -> list[float]:
    """Start the work at fixed moments, whether or not earlier work is done; returns the latencies in seconds.

    Counted from the planned moment, so that waiting behind a slow one counts.
    """
    latencies: list[float] = []
    started = time.perf_counter()

    async def one(planned: float) -> None:
        await work()
        latencies.append(time.perf_counter() - planned)

    async with asyncio.TaskGroup() as group:
        for number in range(int(per_second * seconds)):
            planned = started + number / per_second
            await asyncio.sleep(max(planned - time.perf_counter(), 0))
            group.create_task(one(planned))
    return latencies


def percentile(values: Sequence[float], percent: int) -> float:
    """The value that `percent` of them do not exceed."""
    if len(values) < 2:
        return values[0] if values else float("nan")
    return statistics.quantiles(values, n=100, method="inclusive")[percent - 1]
