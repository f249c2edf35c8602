"""Where the bench works: a PostgreSQL of its own with fsync on, every database of the house in it, and people to act for."""

import shutil
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit
from uuid import UUID

import asyncpg

from launcher.house import LOG_DATABASE, load_service, load_services, migrate_all, migrate_log
from launcher.postgres.testing import RunningPostgres, folder_for_tests, postgres_for_tests
from launcher.provision import provision
from launcher.services import service_names
from shared.bus.doorbell import Doorbell
from shared.contracts.vocabulary import Role
from shared.identity.tokens import Person, Tokens
from shared.runtime.clock import SystemClock, new_id
from shared.runtime.running import RunningService
from shared.runtime.settings import Settings

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody on the staff of one organisation."""

    person: Person
    tokens: Tokens

    @property
    def organisation(self) -> UUID:
        """Which one."""
        return self.person.organisation

    @property
    def header(self) -> tuple[str, str]:
        """Says who asks, with a token of five minutes at most: portal, which does not know this session, is never asked."""
        return _header(self.person, self.tokens, int(time.monotonic() // 300))


@dataclass(frozen=True, slots=True)
class Place:
    """A PostgreSQL with all databases of the house.

    Attributes:
        postgres_version: such as `18.1`.
        folder: for logs and profiles; removed at the end.
        has_commit_times: the server keeps the moment of every commit.
        quick: shorter, with less data.
        say: hears what is going on.
    """

    settings: Settings
    postgres: RunningPostgres
    postgres_version: str
    folder: Path
    has_commit_times: bool
    quick: bool
    say: Say

    def staff(self, settings: Settings | None = None) -> Staff:
        """Somebody in a new organisation."""
        return staff_of(settings or self.settings)

    @property
    def environment(self) -> Mapping[str, str]:
        """What a process of the house needs to find this place. In the environment: a command line shows its passwords."""
        return {"DIGIBANK_DATA": str(self.settings.data), "DIGIBANK_POSTGRES": self.settings.postgres}

    async def admin(self, database: str) -> asyncpg.Connection:
        """A connection of the login that made the databases, which passes row-level security: to fill and to look."""
        parts = urlsplit(self.settings.postgres)
        url = urlunsplit((parts.scheme, parts.netloc, f"/{database}", parts.query, ""))
        return await asyncpg.connect(url, command_timeout=600, server_settings={"jit": "off"})

    def url(self, database: str) -> str:
        """The address of a database for that login."""
        parts = urlsplit(self.settings.postgres)
        return urlunsplit((parts.scheme, parts.netloc, f"/{database}", parts.query, ""))

    async def forget_backlog(self) -> None:
        """What earlier rows left in the outboxes and in the log is not for the next row to carry. Nothing may be running."""
        for name in service_names():
            connection = await self.admin(name)
            await connection.execute("UPDATE bus.outbox SET sent_at = now() WHERE sent_at IS NULL")
            await connection.close()
        connection = await self.admin(LOG_DATABASE)
        await connection.execute(
            "UPDATE group_offset SET next_offset = topic.next_offset FROM topic WHERE topic.id = group_offset.topic_id"
        )
        await connection.close()

    @asynccontextmanager
    async def service(self, name: str, *, kafka: str = "") -> AsyncIterator[RunningService]:
        """A service in this process, as its application role."""
        settings = self.settings.model_copy(update={"kafka": kafka})
        running = RunningService(load_service(name), settings, doorbell=Doorbell())
        try:
            yield running
        finally:
            await running.close()


def staff_of(settings: Settings) -> Staff:
    """Somebody in a new organisation of an installation."""
    person = Person(new_id(), new_id(), frozenset({Role.STAFF}), new_id())
    return Staff(person, Tokens(settings.master_key, SystemClock()))


@lru_cache(maxsize=64)
def _header(person: Person, tokens: Tokens, _moment: int) -> tuple[str, str]:
    return "authorization", f"Bearer {tokens.sign(person)}"


@asynccontextmanager
async def open_place(*, quick: bool, say: Say) -> AsyncIterator[Place]:
    """Start PostgreSQL, make databases and tables; stop and remove all of it at the end."""
    folder = folder_for_tests(Path(tempfile.mkdtemp(prefix="digibank-bench-")))
    try:
        postgres = await postgres_for_tests(folder / "server", say, fast=False)
        try:
            yield await _prepare(postgres, folder, quick, say)
        finally:
            postgres.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


async def _prepare(postgres: RunningPostgres, folder: Path, quick: bool, say: Say) -> Place:
    address = postgres.admin_url
    if postgres.embedded is not None:
        # The latency rows read from the server when what was committed. It takes a restart to have that kept.
        await _execute(address, "ALTER SYSTEM SET track_commit_timestamp = on")
        postgres.embedded.stop()
        postgres.embedded.start()
        await postgres.embedded.wait_until_ready()
        address = postgres.embedded.admin_url
    data = folder / "data"
    data.mkdir(mode=0o700)
    settings = Settings(data=data, postgres=address, log_level="warning")
    await provision(address, service_names(), settings.master_key.password)
    await migrate_log(settings)
    await migrate_all(settings, load_services())
    version = await _execute(address, "SHOW server_version")
    keeps = await _execute(address, "SHOW track_commit_timestamp") == "on"
    if await _execute(address, "SHOW fsync") != "on" or await _execute(address, "SHOW synchronous_commit") != "on":
        raise RuntimeError("this PostgreSQL does not wait for its disk; what it measures means nothing")
    return Place(settings, postgres, str(version).split()[0], folder, keeps, quick, say)


async def _execute(url: str, statement: str) -> Any:
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(statement)
    finally:
        await connection.close()
