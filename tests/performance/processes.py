"""The processes that are measured: started as a person would start them, watched, stopped."""

import asyncio
import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psutil

from launcher.environment import PROJECT

START_SECONDS = 60.0
STOP_SECONDS = 30.0


@dataclass(frozen=True, slots=True)
class Child:
    """A process that listens on a port of 127.0.0.1."""

    process: subprocess.Popen[bytes]
    port: int
    log: Path

    @property
    def cpu_seconds(self) -> float:
        """Processor time of this one process, without children."""
        times = psutil.Process(self.process.pid).cpu_times()
        return float(times.user + times.system)

    def memory(self) -> tuple[int, int | None]:
        """See `tree_memory`."""
        return tree_memory(self.process.pid)


def tree_memory(pid: int) -> tuple[int, int | None]:
    """Bytes of a process and all below it: RSS, which counts shared pages once per process, and PSS, which shares them out;
    None where the system does not tell."""
    top = psutil.Process(pid)
    rss, pss = 0, 0
    for one in [top, *top.children(recursive=True)]:
        with contextlib.suppress(psutil.NoSuchProcess):
            rss += one.memory_info().rss
            try:
                pss += one.memory_full_info().pss
            except (psutil.AccessDenied, AttributeError):
                return rss, None
    return rss, pss


def tree_cpu_seconds(pid: int) -> float:
    """Processor time so far of a process and of those below it."""
    top, seconds = psutil.Process(pid), 0.0
    for one in [top, *top.children(recursive=True)]:
        with contextlib.suppress(psutil.NoSuchProcess):
            times = one.cpu_times()
            seconds += times.user + times.system
    return seconds


def launcher(*arguments: str, profile: Path | None = None) -> list[str]:
    """The command line of the launcher; under a profiler that writes to `profile` when it is given."""
    module = ["-m", "launcher"] if profile is None else ["-m", "tests.performance.profiled", str(profile)]
    return [sys.executable, "-P", *module, *arguments]


def free_port() -> int:
    """A port of 127.0.0.1 that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextlib.asynccontextmanager
async def running(
    command: Sequence[str], *, port: int, path: str, log: Path, environment: Mapping[str, str] | None = None
) -> AsyncIterator[Child]:
    """Run a command until the block ends; it starts once `path` answers on `port`.

    Raises `RuntimeError` with the end of its log when it stops or does not answer.
    """
    surroundings = os.environ | {"PYTHONPATH": str(PROJECT)} | dict(environment or {})
    with log.open("ab") as out:
        process = _spawn(command, surroundings, out)
    child = Child(process, port, log)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not await answers(port, path):
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"{command[-3:]} did not answer: {_end_of(log)}")
            await asyncio.sleep(0.02)
        yield child
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
            try:
                await asyncio.to_thread(process.wait, STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _spawn(command: Sequence[str], surroundings: Mapping[str, str], out: IO[bytes]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, cwd=PROJECT, env=surroundings, stdin=subprocess.DEVNULL, stdout=out, stderr=out)


def _end_of(log: Path) -> str:
    return log.read_text(errors="replace")[-2000:]


async def answers(port: int, path: str) -> bool:
    """Whether a page or question is answered with a status below 400."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
    except OSError:
        return False
    try:
        writer.write(f"GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n\r\n".encode())
        line = await reader.readline()
        return len(line) > 12 and int(line[9:12]) < 400
    except (OSError, ValueError):
        return False
    finally:
        writer.close()
