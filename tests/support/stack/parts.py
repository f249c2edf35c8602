"""What the stack does not bring itself: PostgreSQL, Kafka and the proxy, as this computer has them, told what the file says."""

import asyncio
import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from launcher.debian_programs import find_program
from launcher.environment import PROJECT
from launcher.kafka import KafkaBroker
from launcher.postgres.programs import programs_folder
from launcher.postgres.server import EmbeddedPostgres
from launcher.postgres.testing import folder_for_tests
from launcher.say import say_nothing
from tests.support.certificates import make_certificate
from tests.support.stack.compose import Service, Unreadable
from tests.support.stack.places import HERE, Places
from tests.support.stack.processes import Ended, Process
from tests.support.stack.router import Serving

UPSTREAM = "{args.0}-web:8000"
NOT_SETTINGS = {"KAFKA_HEAP_OPTS", "KAFKA_LOG_DIRS"}
"""Of the image's own script; and where the records are, which a broker of the tests decides itself."""


class Postgres:
    """The server of the tests, with the settings of the file and the password of its volume."""

    def __init__(self, service: Service, places: Places) -> None:
        self._service, self._places = service, places
        self.folder = folder_for_tests(places.scratch(service.name, "server"))
        self._server: EmbeddedPostgres | None = None
        self.environment = places.environment(service, {})
        self.environment["PATH"] = f"{programs_folder()}:{self.environment['PATH']}"

    @property
    def server(self) -> EmbeddedPostgres:
        """The server itself, once it was started."""
        assert self._server is not None
        return self._server

    async def start(self) -> None:
        """Start it on the data that is there, or on new data."""
        if self._server is None:
            password = await asyncio.to_thread(Path(self.environment["POSTGRES_PASSWORD_FILE"]).read_text)
            settings = [part.partition("=") for part in self._service.command if "=" in part]
            more = {name: value for name, _, value in settings}
            self._server = EmbeddedPostgres(self.folder / "postgres", password, fast=True, more=more)
        await asyncio.to_thread(self.server.start)
        await self.server.wait_until_ready()
        self._places.found_at(self._service.name, 5432, self.server.port)
        self.environment["PGPORT"] = str(self.server.port)

    async def stop(self, grace_seconds: float) -> Ended:
        """Stop it; it has to be forced when that takes longer than its grace period."""
        return await _timed(self.server.stop, grace_seconds)


class Kafka:
    """The broker of the tests, with the settings of the file."""

    def __init__(self, service: Service, places: Places) -> None:
        self._service, self._places = service, places
        self._broker = KafkaBroker.prepare(PROJECT / ".tools", say_nothing)
        self.environment = places.environment(service, {})
        self.version = self._broker.version

    @property
    def pid(self) -> int:
        """Of the process; it has to run."""
        return self._broker.pid

    async def start(self) -> None:
        """Start it on the data that is there, or on new data."""
        more = "".join(f"{name}={value}\n" for name, value in self._settings().items())
        folder, port = self._places.mounted(self._service, "/var/lib/kafka/data"), self._places.port(self._service.name, 9092)
        await asyncio.to_thread(self._broker.start, folder, port, more=more, cluster=self.environment["CLUSTER_ID"])

    async def stop(self, grace_seconds: float) -> Ended:
        """Stop it; it has to be forced when that takes longer than its grace period."""
        return await _timed(self._broker.stop, grace_seconds)

    def _settings(self) -> dict[str, str]:
        """As its image makes them of the environment: `KAFKA_NODE_ID` is `node.id`."""
        said = {name: value for name, value in self.environment.items() if name.startswith("KAFKA_") and name not in NOT_SETTINGS}
        return {
            name.removeprefix("KAFKA_").lower().replace("_", "."): re.sub(r"://:(\d+)", self._listening, value)
            for name, value in said.items()
        }

    def _listening(self, found: "re.Match[str]") -> str:
        return f"://{HERE}:{self._places.port(self._service.name, int(found[1]))}"


def caddy() -> str | None:
    """The proxy's own program, where this computer has it."""
    return find_program("caddy")


def make_caddy(program: str, service: Service, places: Places, variables: Mapping[str, str], log: Path) -> Process:
    """The real proxy with the real configuration, told where everybody is here. Nothing runs yet."""
    configuration = places.mounted(service, "/etc/caddy")
    ours = places.scratch(service.name, "etc")
    for file in configuration.iterdir():
        said = file.read_text()
        if file.name == "Caddyfile":
            said = rewrite_caddyfile(said, places, int(variables["HTTP_PORT"]))
        (ours / file.name).write_text(places.text(service, said, {}))
    _, *arguments = (places.text(service, part, {}).replace(str(configuration), str(ours)) for part in service.command)
    environment = places.environment(service, {}) | {
        "XDG_DATA_HOME": str(places.mounted(service, "/data")),
        "XDG_CONFIG_HOME": str(places.scratch(service.name, "config")),
    }
    return Process([program, *arguments], environment, log)


def rewrite_caddyfile(text: str, places: Places, http_port: int) -> str:
    """The same with the addresses of this computer, and another port for http.

    Raises `Unreadable` when it names its services in another way than it did.
    """

    def address(name: "re.Match[str]") -> str:
        return f"import service {HERE}:{places.port(f'{name[1]}-web', 8000)}"

    said, found = re.subn(r"import service (\w+)", address, text)
    if UPSTREAM not in said or not found:
        raise Unreadable(f"the proxy's configuration does not send to {UPSTREAM} any more")
    return said.replace(UPSTREAM, "{args.0}").replace("{\n", f"{{\n\thttp_port {http_port}\n", 1)


class StandIn:
    """For the proxy, where its program is not there: the same table of addresses, and nothing else of it."""

    def __init__(self, places: Places, port: int) -> None:
        self.environment: Mapping[str, str] = {}
        self._certificate = make_certificate(places.scratch("proxy", "certificate"))
        self._places, self._port = places, port
        self._serving = self._make()

    def _make(self) -> Serving:
        return Serving(self._places, self._port, {"x-forwarded-proto": "https"}, self._certificate)

    @property
    def root(self) -> Path:
        """The certificate that vouches for it."""
        return self._certificate[0]

    async def start(self) -> None:
        """Listen."""
        self._serving = self._make()
        await self._serving.start()

    async def stop(self, grace_seconds: float) -> Ended:
        """Stop listening, and end what is open."""
        started = time.monotonic()
        await asyncio.wait_for(self._serving.stop(), grace_seconds)
        return Ended(0, time.monotonic() - started)


async def _timed(stop: Callable[[], None], grace_seconds: float) -> Ended:
    """How long a stop takes that blocks; it forces what does not end by itself."""
    started = time.monotonic()
    await asyncio.to_thread(stop)
    taken = time.monotonic() - started
    return Ended(0 if taken < grace_seconds else None, taken)
