"""The whole file as processes of this computer: started in its order, each asked its own health check, stopped, rolled."""

import asyncio
import contextlib
import shutil
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import orjson

from launcher.environment import PROJECT
from shared.runtime.keys import MasterKey
from tests.support.stack.compose import Service, read_compose, read_env
from tests.support.stack.names import Name
from tests.support.stack.parts import Kafka, Postgres, StandIn, caddy, make_caddy
from tests.support.stack.places import HERE, Places, free_ports
from tests.support.stack.processes import Ended, Process, answers
from tests.support.stack.router import Serving

FILE = PROJECT / "docker-compose.yml"
EXAMPLE = PROJECT / "deploy" / "example.env"
OURS = "digibank:"
WEB_PORT = 8000


class DidNotStart(Exception):
    """A service of the file did not become what others wait for; the text says which, and ends with what it said."""


class Part(Protocol):
    """What runs for one service."""

    @property
    def environment(self) -> Mapping[str, str]:
        """What it is told by the file."""
        ...

    async def start(self) -> None:
        """Start it."""

    async def stop(self, grace_seconds: float) -> Ended:
        """Ask it to stop, and see to it that it does."""
        ...


class LocalStack:
    """The stack of docker-compose.yml on this computer, as plain processes.

    Attributes:
        base: the address people use.
        services: as the file has them; one that was rolled as the file had it then.
        parts: what runs, by service.
        took: seconds from the start of the whole until each was healthy, or had done its work.
    """

    def __init__(self, folder: Path) -> None:
        """Read the file. Nothing runs until `up`.

        Args:
            folder: gets the volumes and the logs.
        """
        free = free_ports()
        self._https = next(free)
        self.base = f"https://localhost:{self._https}"
        # As a region sets them in its .env; the network of the proxy is this computer.
        self._variables = read_env(EXAMPLE) | {
            "DIGIBANK_PUBLIC_URL": self.base,
            "HTTP_PORT": str(next(free)),
            "HTTPS_PORT": str(self._https),
            "FRONT_NETWORK": f"{HERE}/32",
        }
        self.services = self._read()
        self.places = Places(folder, self.services, free)
        self.parts: dict[str, Part] = {}
        self.took: dict[str, float] = {}
        self._names = {name: Name(self.places.port(name, WEB_PORT)) for name in self.services if name.endswith("-web")}
        questions = self.places.port("questions", WEB_PORT)
        self.places.questions = f"http://{HERE}:{questions}"
        self._questions = Serving(self.places, questions, {})
        self._lives: dict[str, int] = {}

    @property
    def master_key(self) -> MasterKey:
        """The key that the stack made for itself."""
        keys = self.services["keys"]
        return MasterKey.load_or_create(Path(self.places.environment(keys, {})["DIGIBANK_MASTER_KEY_FILE"]))

    @property
    def root_certificate(self) -> Path:
        """What vouches for the proxy: on localhost it makes that itself."""
        proxy = self.parts["proxy"]
        if isinstance(proxy, StandIn):
            return proxy.root
        return self.places.mounted(self.services["proxy"], "/data") / "caddy" / "pki" / "authorities" / "local" / "root.crt"

    @property
    def kafka(self) -> str:
        """Where its Kafka is, for the eyes of the test only."""
        return f"{HERE}:{self.places.port('kafka', 9092)}"

    @property
    def postgres(self) -> Postgres:
        """Its PostgreSQL, for the eyes of the test only."""
        part = self.parts["postgres"]
        assert isinstance(part, Postgres)
        return part

    async def up(self) -> None:
        """Start everything in the order of the file, each as soon as those it waits for are there.

        Raises `DidNotStart`, in an exception group.
        """
        self._questions = Serving(self.places, int(self.places.questions.rpartition(":")[2]), {})
        await self._questions.start()
        started, there = time.monotonic(), {name: asyncio.Event() for name in self.services}

        async def bring_up(service: Service) -> None:
            for other in service.waits_for:
                await there[other].wait()
            await self._start(service)
            self.took[service.name] = time.monotonic() - started
            there[service.name].set()

        async with asyncio.TaskGroup() as group:
            for service in self.services.values():
                group.create_task(bring_up(service))

    async def down(self) -> dict[str, Ended]:
        """Stop everything, each when nobody needs it any more; gives how each of them ended."""
        gone, ended = {name: asyncio.Event() for name in self.parts}, {}

        async def bring_down(service: Service) -> None:
            for other in self.parts:
                if service.name in self.services[other].waits_for:
                    await gone[other].wait()
            ended[service.name] = await self._stop(service)
            gone[service.name].set()

        async with asyncio.TaskGroup() as group:
            for name in self.parts:
                group.create_task(bring_down(self.services[name]))
        await self._questions.stop()
        return ended

    async def end(self) -> None:
        """Leave nothing behind, whatever went before."""
        for name, part in reversed(self.parts.items()):
            with contextlib.suppress(Exception):
                await (part.kill() if isinstance(part, Process) else part.stop(self.services[name].grace_seconds))
        for one in self._names.values():
            await one.close()
        await self._questions.stop()
        if isinstance(postgres := self.parts.get("postgres"), Postgres):
            shutil.rmtree(postgres.folder, ignore_errors=True)

    async def roll(self, name: str, version: str, *, beside: bool = False) -> dict[str, Ended]:
        """Let another version of a service take over, as a new release does: the old one ends, then the new one starts.

        Args:
            beside: start the new one first, and stop the old one when that is healthy.

        Gives how each half of the old one ended.
        """
        self._variables["DIGIBANK_VERSION"] = version
        halves = [service for service in self._read().values() if service.name in (f"{name}-web", f"{name}-worker")]

        async def replace(service: Service) -> Ended:
            old = self.parts[service.name]
            if beside:
                await self._start(service)
                return await old.stop(service.grace_seconds)
            ended = await self._stop(service)
            await self._start(service)
            return ended

        ended = await asyncio.gather(*map(replace, halves))
        return {service.name: one for service, one in zip(halves, ended, strict=True)}

    async def healthy(self) -> dict[str, bool]:
        """What each health check of the file says now."""
        asked = [name for name, part in self.parts.items() if self.services[name].health and not isinstance(part, StandIn)]
        said = await asyncio.gather(*map(self._stays_healthy, asked))
        return dict(zip(asked, said, strict=True))

    def logs(self, service: str) -> list[dict[str, object]]:
        """What a service said so far, over all its lives, as far as it is a log; the oldest first."""
        lines = b"\n".join(file.read_bytes() for file in sorted(self.places.folder.glob(f"{service}*.log"))).splitlines()
        return [orjson.loads(line) for line in lines if line.startswith(b"{")]

    def _read(self) -> dict[str, Service]:
        return read_compose(FILE, self._variables)

    async def _stop(self, service: Service) -> Ended:
        """Stop it. Who comes from now on is refused at once: so it is with a container whose program listens no more."""
        await self._carry(service.name, None)
        return await self.parts[service.name].stop(service.grace_seconds)

    async def _start(self, service: Service) -> None:
        """Start it and wait until it is what others may build on, healthy or done; then its name leads to it."""
        part = self._make(service)
        self.services[service.name] = service
        if not service.ends:
            self.parts[service.name] = part
        await part.start()
        if service.ends:
            assert isinstance(part, Process)
            if code := await part.wait():
                raise DidNotStart(f"{service.name} ended with {code}: {part.tail()}")
            return
        await self._until_healthy(service, part)
        await self._carry(service.name, part)

    def _make(self, service: Service) -> Part:
        if service.image.startswith(OURS):
            self._lives[service.name] = life = self._lives.get(service.name, 0) + 1
            own = {WEB_PORT: self.places.free_port()}
            command = [self.places.text(service, part, own) for part in service.command]
            log = self.places.folder / f"{service.name}-{life}.log"
            return Process(command, self.places.environment(service, own), log, own[WEB_PORT])
        if there := self.parts.get(service.name):
            return there
        match service.name:
            case "postgres":
                return Postgres(service, self.places)
            case "kafka":
                return Kafka(service, self.places)
            case "proxy" if program := caddy():
                return make_caddy(program, service, self.places, self._variables, self.places.folder / "proxy.log")
            case "proxy":
                return StandIn(self.places, self._https)
        raise DidNotStart(f"nobody here knows how to run {service.image} for {service.name}")

    async def _until_healthy(self, service: Service, part: Part) -> None:
        if service.health is None or isinstance(part, StandIn):
            return
        ends_at = time.monotonic() + service.health.start_seconds
        while not await self._is_healthy(service, part):
            if isinstance(part, Process) and not part.runs:
                raise DidNotStart(f"{service.name} ended with {part.code}: {part.tail()}")
            if time.monotonic() > ends_at:
                raise DidNotStart(f"{service.name} is not healthy: {part.tail() if isinstance(part, Process) else ''}")
            await asyncio.sleep(service.health.ask_every)

    async def _is_healthy(self, service: Service, part: Part) -> bool:
        assert service.health is not None
        own = {WEB_PORT: part.port} if isinstance(part, Process) else {}
        command = [self.places.text(service, word, own) for word in service.health.command]
        return await answers(command, part.environment, service.health.patience)

    async def _stays_healthy(self, name: str) -> bool:
        """One right answer in as many tries as the file gives: the computer may be busy."""
        service = self.services[name]
        for _ in range(service.health.tries if service.health else 0):
            if await self._is_healthy(service, self.parts[name]):
                return True
        return False

    async def _carry(self, name: str, part: Part | None) -> None:
        if name in self._names:
            await self._names[name].carried_by(part.port if isinstance(part, Process) else None)
