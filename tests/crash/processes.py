"""Processes that are killed and come back: a supervisor as an operating system has one, small enough to trust."""

import asyncio
import contextlib
import ctypes
import os
import signal
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from launcher.environment import PROJECT

PR_SET_PDEATHSIG = 1
PAUSE_AFTER_FALL_SECONDS = 0.5


class Child:
    """One process that is started again whenever it ends.

    Attributes:
        name: such as `loans worker 2`.
        port: where it answers, on 127.0.0.1.
        log: everything it writes, over all its lives.
        falls: exit codes of the times that it ended without being killed by the test, for instance because PostgreSQL was away
            when it started.
    """

    def __init__(self, name: str, arguments: Sequence[str], port: int, environment: Mapping[str, str], folder: Path) -> None:
        self.name, self.port = name, port
        self.log = folder / f"{name.replace(' ', '-')}.log"
        self.falls: list[int] = []
        self._arguments = [sys.executable, "-P", "-m", "launcher", *arguments]
        self._environment = {**os.environ, "PYTHONPATH": str(PROJECT), **environment}
        self._process: asyncio.subprocess.Process | None = None
        self._killed = False
        self._pause = PAUSE_AFTER_FALL_SECONDS

    @property
    def pid(self) -> int | None:
        """Its process number, or None while it is down."""
        return self._process.pid if self._process is not None and self._process.returncode is None else None

    async def keep(self) -> None:
        """Run until cancelled; then it is killed."""
        try:
            while True:
                with self.log.open("ab") as log:
                    self._process = await asyncio.create_subprocess_exec(
                        *self._arguments, cwd=PROJECT, env=self._environment, stdin=asyncio.subprocess.DEVNULL,
                        stdout=log, stderr=log, preexec_fn=end_with_parent(),
                    )  # fmt: skip
                code = await self._process.wait()
                if not self._killed:
                    self.falls.append(code)
                await asyncio.sleep(self._pause)
                self._killed, self._pause = False, PAUSE_AFTER_FALL_SECONDS
        finally:
            if self._process is not None and self._process.returncode is None:
                self._process.kill()
                await self._process.wait()

    def kill(self, back_after: float) -> bool:
        """kill -9; it comes back after that many seconds. False when it was down already."""
        if self._process is None or self._process.returncode is not None:
            return False
        self._killed, self._pause = True, back_after
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        return True

    def signal(self, number: int) -> None:
        """Send it a signal, for instance to stand still for a while; nothing when it is down."""
        if self._process is not None and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(number)


def end_with_parent() -> Callable[[], None] | None:
    """On Linux the kernel kills the child when the test is killed itself and cannot clean up."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl

    def ask() -> None:
        prctl(PR_SET_PDEATHSIG, signal.SIGKILL)

    return ask
