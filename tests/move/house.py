"""A box that moves under load, as a person would do it: the real commands, each a process of its own."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import httpx

from launcher.environment import PROJECT
from launcher.house import make_transport
from launcher.postgres.folder import port_in_use
from launcher.postgres.server import admin_url
from shared.bus.doorbell import Doorbell
from shared.bus.transport import Transport
from shared.runtime.settings import Settings
from tests.crash.house import SERVICES, CrashHouse
from tests.crash.processes import end_with_parent

DEADLINE_SECONDS = 180.0


@dataclass
class Digibank:
    """`./digibank up` in a process, or another of its commands.

    Attributes:
        said: what it printed so far, by line.
        heard: called with each line as it comes.
    """

    name: str
    log: Path
    process: asyncio.subprocess.Process
    said: list[str] = field(default_factory=list)
    heard: Callable[[str], None] = lambda _: None
    _reading: asyncio.Task[None] | None = None

    @classmethod
    async def start(cls, name: str, arguments: list[str], environment: Mapping[str, str], folder: Path) -> "Digibank":
        """Run it; what it logs goes to a file in the folder."""
        log = folder / f"{name}.log"
        with log.open("ab") as file:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-P", "-m", "launcher", *arguments, cwd=PROJECT, stdin=asyncio.subprocess.DEVNULL,
                env={**_surroundings(), **environment}, stdout=asyncio.subprocess.PIPE, stderr=file, preexec_fn=end_with_parent(),
            )  # fmt: skip
        started = cls(name, log, process)
        started._reading = asyncio.create_task(started._read())
        return started

    async def ended(self) -> int:
        """Its exit code."""
        async with asyncio.timeout(DEADLINE_SECONDS):
            code = await self.process.wait()
            if self._reading is not None:
                await self._reading
        return code

    async def stop(self, number: int = signal.SIGTERM) -> int:
        """Ask it to stop; its exit code."""
        with suppress(ProcessLookupError):
            self.process.send_signal(number)
        return await self.ended()

    async def _read(self) -> None:
        assert self.process.stdout is not None
        async for line in self.process.stdout:
            self.said.append(line.decode().rstrip())
            self.heard(self.said[-1])


def _surroundings() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("DIGIBANK_")} | {"PYTHONPATH": str(PROJECT)}


def look_at(house: CrashHouse, settings: Settings, transport: Transport, base: str, admin: str) -> None:
    """From now on the checks and the clients know the house by these addresses."""
    house.settings, house.transport = settings, transport
    house.postgres = SimpleNamespace(admin_url=admin)  # type: ignore[assignment]
    house.web = dict.fromkeys(SERVICES, base)


async def transport_of(settings: Settings) -> Transport:
    """The test's own way into the transport of a house."""
    transport = make_transport(settings, Doorbell(), client="move-test")
    await transport.start()
    return transport


async def until_it_answers(digibank: Digibank, base: str) -> None:
    """Back when every service answers. Raises `TimeoutError`, and `AssertionError` when it ended instead."""
    async with asyncio.timeout(DEADLINE_SECONDS), httpx.AsyncClient(timeout=5) as http:
        while True:
            assert digibank.process.returncode is None, (digibank.said, digibank.log.read_text()[-2000:])
            with suppress(httpx.TransportError):
                if (await http.get(f"{base}/health/ready")).status_code == 200:
                    return
            await asyncio.sleep(0.1)


def admin_of_box(settings: Settings) -> str:
    """The address of the server of a box that runs."""
    port = port_in_use(settings.data / "postgres")
    assert port is not None
    return admin_url(port, settings.master_key.password("postgres"))


@asynccontextmanager
async def running(work: Any) -> AsyncIterator[asyncio.Task[Any]]:
    """Something beside, cancelled at the end."""
    task = asyncio.ensure_future(work)
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
