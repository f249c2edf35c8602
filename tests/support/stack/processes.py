"""One command as a process with a log: started, asked, stopped as a container would be."""

import asyncio
import contextlib
import os
import signal
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from launcher.environment import PROJECT
from tests.crash.processes import end_with_parent

TAIL = 2000


@dataclass(frozen=True, slots=True)
class Ended:
    """How something came to its end.

    Attributes:
        code: what it answered; None when it had to be killed because its grace period was over.
        seconds: between being asked and being gone.
    """

    code: int | None
    seconds: float


class Process:
    """A command in a process group of its own.

    Attributes:
        port: where it listens, or 0.
        log: everything it says, over all its lives.
    """

    def __init__(self, command: Sequence[str], environment: Mapping[str, str], log: Path, port: int = 0) -> None:
        self.port, self.log = port, log
        self._command, self.environment = command, environment
        self._process: asyncio.subprocess.Process | None = None

    @property
    def code(self) -> int | None:
        """How it ended; None while it runs."""
        return self._process.returncode if self._process is not None else None

    @property
    def runs(self) -> bool:
        """Whether it is there."""
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        """Start it."""
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *self._command, cwd=PROJECT, env=dict(self.environment), stdin=asyncio.subprocess.DEVNULL,
                stdout=log, stderr=log, start_new_session=True, preexec_fn=end_with_parent(),
            )  # fmt: skip

    async def wait(self) -> int:
        """Until it ends by itself; gives its answer."""
        assert self._process is not None
        return await self._process.wait()

    async def stop(self, grace_seconds: float) -> Ended:
        """Ask it to stop, and kill it when that takes longer than its grace period."""
        assert self._process is not None
        started = time.monotonic()
        with contextlib.suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGTERM)
        code: int | None = None
        with contextlib.suppress(TimeoutError):
            code = await asyncio.wait_for(self._process.wait(), grace_seconds)
        taken = time.monotonic() - started
        await self.kill()
        return Ended(code, taken)

    async def kill(self) -> None:
        """End it, and whatever it started, as the end of a container does."""
        if self._process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, signal.SIGKILL)
            await self._process.wait()

    def peak_memory(self) -> int:
        """The most memory it has had so far, in bytes; 0 when that cannot be seen here."""
        assert self._process is not None
        with contextlib.suppress(OSError, StopIteration):
            lines = Path(f"/proc/{self._process.pid}/status").read_text().splitlines()
            return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) * 1024
        return 0

    def tail(self) -> str:
        """The end of what it said."""
        return self.log.read_text(errors="replace")[-TAIL:].strip() if self.log.exists() else ""


async def answers(command: Sequence[str], environment: Mapping[str, str], patience: float) -> bool:
    """Whether a question, such as a health check, ends with 0 in time."""
    process = await asyncio.create_subprocess_exec(
        *command, cwd=PROJECT, env=dict(environment),
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.DEVNULL, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        return await asyncio.wait_for(process.wait(), patience) == 0
    except TimeoutError:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        return False
