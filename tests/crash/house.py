"""The house under fire: PostgreSQL with full durability, the transport, and every half of every service as a process."""

import asyncio
import random
import secrets
import shutil
import socket
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import asyncpg
import httpx

from launcher.environment import PROJECT
from launcher.house import load_service, make_transport, migrate_log
from launcher.kafka import KafkaBroker
from launcher.postgres.server import EmbeddedPostgres
from launcher.postgres.testing import folder_for_tests
from launcher.provision import provision
from launcher.say import Say
from shared.bus.doorbell import Doorbell
from shared.bus.transport import Transport
from shared.contracts.vocabulary import Role
from shared.identity.tokens import Person, Tokens
from shared.runtime.clock import SystemClock, new_id
from shared.runtime.service import Service
from shared.runtime.settings import Settings
from tests.crash.processes import Child

SERVICES = ("inventory", "loans")
WORKERS = 2
DEADLINE_SECONDS = 90.0
"""Whatever takes longer than this never came back."""


class NeverCameBack(Exception):
    """Something that was killed stayed away, or what it has to do did not happen any more."""


@dataclass
class CrashHouse:
    """Everything that can be killed, and addresses to work with.

    Attributes:
        web: address of each service's web process.
        children: the processes by name, such as `loans web` and `loans worker 2`.
        broker: the Kafka node on its leg, else None.
        transport: the test's own way into the transport.
    """

    settings: Settings
    postgres: EmbeddedPostgres
    broker: KafkaBroker | None
    transport: Transport
    web: dict[str, str]
    children: dict[str, Child]
    people: dict[UUID, Person] = field(default_factory=dict)
    tasks: list[asyncio.Task[None]] = field(default_factory=list)

    @property
    def services(self) -> dict[str, Service]:  # type: ignore[type-arg]
        """The services that run, by name."""
        return {name: load_service(name) for name in SERVICES}

    @property
    def topics(self) -> list[str]:
        """The topics of these services."""
        return sorted({event.topic for service in self.services.values() for event in service.publishes})

    def token(self, organisation: UUID, *, colleague: bool = False) -> str:
        """A fresh token of somebody on the staff of an organisation, always the same: a key belongs to who used it first. Or of
        their colleague: who says that a drive is empty does not confirm it.

        Fresh, because portal does not know these sessions and would end them after ten minutes.
        """
        who = UUID(int=organisation.int ^ 1) if colleague else organisation
        person = self.people.setdefault(who, Person(new_id(), organisation, frozenset({Role.STAFF}), new_id()))
        return Tokens(self.settings.master_key, SystemClock()).sign(person)

    async def connect(self, database: str) -> asyncpg.Connection:
        """A connection as the superuser, for the eyes of the test only; waits while the server is down."""
        url = urlunsplit(urlsplit(self.postgres.admin_url)._replace(path=f"/{database}"))
        async with asyncio.timeout(DEADLINE_SECONDS):
            while True:
                try:
                    return await asyncpg.connect(url, timeout=5)
                except (OSError, TimeoutError, asyncpg.PostgresError):
                    await asyncio.sleep(0.05)

    def start_all(self) -> None:
        """Start every process; see `wait_until_up`."""
        self.tasks = [asyncio.create_task(child.keep(), name=child.name) for child in self.children.values()]

    async def stop_all(self) -> None:
        """Kill every process, for good; safe to repeat."""
        for task in self.tasks:
            task.cancel()
        await asyncio.gather(*self.tasks, return_exceptions=True)

    async def wait_until_up(self) -> None:
        """Every process answers and reaches its database."""
        addresses = [f"http://127.0.0.1:{child.port}/{child.name.split()[0]}/health/ready" for child in self.children.values()]
        async with asyncio.timeout(DEADLINE_SECONDS), httpx.AsyncClient(timeout=5) as http:
            for address in addresses:
                while not await is_ready(http, address):
                    await asyncio.sleep(0.1)


async def is_ready(http: httpx.AsyncClient, address: str) -> bool:
    """Whether somebody answers there, and is ready."""
    try:
        return (await http.get(address)).status_code == 200
    except httpx.TransportError:
        return False


@asynccontextmanager
async def open_crash_house(
    scratch: Path, transport: str, say: Say, *, workers: int = WORKERS, log_level: str = "warning"
) -> AsyncIterator[CrashHouse]:
    """Start everything and leave nothing behind, except the logs of the processes in `scratch`.

    Raises `KafkaUnavailable` on the Kafka leg where none can be had.
    """
    broker = KafkaBroker.prepare(PROJECT / ".tools", say) if transport == "kafka" else None
    folder = folder_for_tests(scratch / "postgres")
    # Not `fast`: what was acknowledged has to survive.
    postgres = EmbeddedPostgres(folder / "postgres", secrets.token_urlsafe(16), say=say)
    settings = Settings.load(data=scratch / "data", log_level=log_level)
    watching: asyncio.Task[None] | None = None
    house: CrashHouse | None = None
    try:
        postgres.start()
        await postgres.wait_until_ready()
        watching = asyncio.create_task(postgres.watch(), name="postgres")
        if broker is not None:
            await asyncio.to_thread(broker.start, scratch / "kafka")
            settings.kafka = broker.bootstrap
        settings.postgres = postgres.admin_url
        await provision(settings.postgres, SERVICES, settings.master_key.password)
        if broker is None:
            await migrate_log(settings)
        bus = make_transport(settings, Doorbell(), client="crash-test")
        await bus.start()
        web, children = _children(settings, scratch, workers)
        house = CrashHouse(settings, postgres, broker, bus, web, children)
        await bus.ensure_topics(house.topics)
        house.start_all()
        await house.wait_until_up()
        yield house
        await bus.stop()
    finally:
        if house is not None:
            await house.stop_all()
        if watching is not None:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
        if broker is not None:
            await asyncio.to_thread(broker.stop)
        await asyncio.to_thread(postgres.stop)
        shutil.rmtree(folder, ignore_errors=True)


def _children(settings: Settings, scratch: Path, workers: int) -> tuple[dict[str, str], dict[str, Child]]:
    ports = iter(free_ports(len(SERVICES) * (1 + workers)))
    web, children = {}, []
    for service in SERVICES:
        for name in (f"{service} web", *(f"{service} worker {number + 1}" for number in range(workers))):
            port = next(ports)
            environment = {
                "DIGIBANK_DATA": str(settings.data.absolute()),
                "DIGIBANK_POSTGRES": settings.postgres,
                "DIGIBANK_KAFKA": settings.kafka,
                "DIGIBANK_PORT": str(port),
                "DIGIBANK_LOG_LEVEL": settings.log_level,
            }
            children.append(Child(name, ["service", service, name.split()[1]], port, environment, scratch))
            if name.endswith("web"):
                web[service] = f"http://127.0.0.1:{port}"
    return web, {child.name: child for child in children}


def free_ports(count: int) -> Sequence[int]:
    """Ports below the range for outgoing connections, so that nobody takes one while its process is down."""
    found: list[int] = []
    for port in random.sample(range(10_000, 20_000), 500):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                found.append(port)
        if len(found) == count:
            return found
    raise RuntimeError("there are not enough free ports")
