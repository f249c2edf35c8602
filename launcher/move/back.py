"""From the stack to a box. The stack is the truth until the last step; it rests from the moment that copying begins."""

import asyncio
import os
import subprocess
import time
from datetime import UTC, datetime
from pathlib import Path

import asyncpg

from launcher.disk import check_room, size_in_words
from launcher.errors import CannotContinue
from launcher.house import LOG_DATABASE, kafka_access, migrate_log, topic_policy
from launcher.move.box import aside, check_key, remove
from launcher.move.comparing import check_same
from launcher.move.dumping import copy_database
from launcher.move.events import KafkaToLog
from launcher.move.progress import Counting, Steps
from launcher.move.resting import admin_of, in_database, rest, wake
from launcher.move.state import MoveState, Phase, address_of, forget_state, read_state, sync_folder, write_state
from launcher.move.target import major_version_of
from launcher.postgres.folder import holder_of
from launcher.postgres.programs import programs_folder
from launcher.postgres.server import EmbeddedPostgres
from launcher.provision import databases, provision
from launcher.say import Say
from launcher.services import service_names
from shared.bus.transports.kafka.archive import KafkaArchive
from shared.bus.transports.log_archive import LogArchive
from shared.runtime.settings import Settings

STEPS = 7
ROOM_FACTOR = 2.5
"""The rows once more with their indexes, what is written on the way, and some air."""
ARRIVING = "postgres-arriving"
MARKS = "SELECT shobj_description(oid, 'pg_database') AS mark FROM pg_database WHERE datname = ANY($1)"
SIZE = "SELECT coalesce(sum(pg_database_size(datname)), 0) FROM pg_database WHERE datname = ANY($1)"


async def move_back(settings: Settings, from_postgres: str, from_kafka: str, say: Say) -> None:
    """Move to the data folder of these settings; started again after it broke, it begins again from what is still whole.

    Args:
        settings: of the box. Its master key has to be there; what databases it has, it moved away before.
        from_postgres: the stack's PostgreSQL, with the login that made its databases.
        from_kafka: its Kafka, `host:port`.

    Raises `CannotContinue`; unless its words say otherwise the stack is still the truth, and perhaps rests.
    """
    key = check_key(settings)
    state = read_state(settings.data)
    if state is not None and state.phase is Phase.RETURNED:
        _change_places(settings.data, say)
        return
    _check_place(settings.data, state)
    kafka = KafkaArchive(kafka_access(settings, from_kafka), topic_policy(settings))
    postgres = EmbeddedPostgres(settings.data / ARRIVING, settings.master_key.password("postgres"), say=say)
    try:
        move = _Return(settings, from_postgres, kafka, postgres, Steps(STEPS, say), say)
        await move.run()
        await asyncio.to_thread(postgres.stop)
        # First the stack learns that it is not the truth any more, then the box that it is.
        await move.mark_stack_left()
        write_state(
            settings.data,
            MoveState(Phase.RETURNED, address_of(from_postgres), from_kafka, f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"),
        )
    finally:
        await asyncio.to_thread(postgres.stop)
        await kafka.close()
    _change_places(settings.data, say)
    say(f"De sleutel in {key} hoort bij deze gegevens. Stop de diensten van de andere kant: daar verandert niets meer.")


async def stay_on_stack(settings: Settings, from_postgres: str, say: Say) -> None:
    """Call a return off that is not finished: the stack works again. Raises `CannotContinue` when that is not so."""
    check_key(settings)
    state = read_state(settings.data)
    if state is not None and state.phase is Phase.RETURNED:
        raise CannotContinue("Deze Digibank is al terug. Geef dezelfde opdracht zonder --cancel nog eens om het af te maken.")
    stack = Stack(from_postgres, settings.data)
    if await stack.mark() != stack.leaving:
        raise CannotContinue(f"Op {address_of(from_postgres)} is geen terugkeer naar deze map bezig.")
    await stack.work_again()
    remove(settings.data / ARRIVING)
    say("De terugkeer gaat niet door. De andere kant werkt weer.")


class Stack:
    """The databases of the side that is left, and what is written on them about who may use them."""

    def __init__(self, admin_url: str, data: Path) -> None:
        self._url = admin_url
        self._names = [database.name for database in databases(service_names())]
        place = f"{os.uname().nodename}:{data.resolve()}".replace("'", "")
        self.leaving = f"digibank: on its way to {place}"
        self.left = f"digibank: went to {place}"

    async def mark(self) -> str | None:
        """What is written on the databases; raises `CannotContinue` when they are not all there."""
        async with admin_of(self._url) as admin:
            found = await admin.fetch(MARKS, self._names)
        if len(found) != len(self._names):
            raise CannotContinue(f"Op {address_of(self._url)} staat geen volledige Digibank.")
        # While they are marked one by one, the first of both is what counts.
        return self.left if self.left in (marks := {row["mark"] for row in found}) else next((m for m in marks if m), None)

    async def rest(self) -> None:
        """Nobody changes anything there any more, and everybody can read why. Raises `CannotContinue` when it went elsewhere."""
        if await self.mark() not in (None, self.leaving, self.left):
            raise CannotContinue(f"Wat op {address_of(self._url)} staat, is al verhuisd of onderweg naar een andere plaats.")
        await self._write(self.leaving)
        async with admin_of(self._url) as admin:
            await rest(admin, self._names)

    async def leave(self) -> None:
        """They stay as they are, for good."""
        await self._write(self.left)

    async def work_again(self) -> None:
        """The rest is over."""
        async with admin_of(self._url) as admin:
            await wake(admin, self._names)
        await self._write(None)

    async def _write(self, mark: str | None) -> None:
        async with admin_of(self._url) as admin, admin.transaction():
            for name in self._names:
                await admin.execute(f"COMMENT ON DATABASE {name} IS " + ("NULL" if mark is None else f"'{mark}'"))


class _Return:
    """The steps, in their order."""

    def __init__(
        self, settings: Settings, from_postgres: str, kafka: KafkaArchive, postgres: EmbeddedPostgres, step: Steps, say: Say
    ) -> None:
        self._settings = settings
        self._there = settings.model_copy(update={"postgres": from_postgres})
        self._stack = Stack(from_postgres, settings.data)
        self._from_postgres, self._kafka, self._postgres, self._step, self._say = from_postgres, kafka, postgres, step, say
        self._services = service_names()

    async def run(self) -> None:
        self._step("Nakijken of alles klaar is")
        await self._check()
        self._step("Een lege databank maken op deze computer")
        remove(self._settings.data / ARRIVING)
        self._postgres.start()
        await self._postgres.wait_until_ready()
        here = self._settings.model_copy(update={"postgres": self._postgres.admin_url})
        await provision(here.postgres, self._services, self._settings.master_key.password)
        await migrate_log(here)
        self._step("De andere kant rust: lezen gaat, wijzigen even niet")
        began = time.monotonic()
        await self._stack.rest()
        self._step("De databanken kopiëren")
        for name in self._services:
            role = f"{name}_owner"
            await copy_database(self._there.database_url(role, name), in_database(here.postgres, name), role)
        self._step("Gebeurtenissen naar het logboek brengen")
        log = LogArchive(here.database_url("log_owner", LOG_DATABASE))
        try:
            events = KafkaToLog(self._kafka, log)
            carried = await events.carry(Counting(self._say))
            self._step("Alles vergelijken")
            await events.verify()
        finally:
            await log.close()
        rows = 0
        for name in self._services:
            role = f"{name}_owner"
            rows += await check_same(name, here.database_url(role, name), self._there.database_url(role, name))
        self._step("Omzetten")
        self._say(
            f"   {len(self._services)} databanken met {rows} rijen en {carried} gebeurtenissen zijn hetzelfde. "
            f"Digibank rustte {time.monotonic() - began:.0f} seconden."
        )

    async def mark_stack_left(self) -> None:
        """From here on there is no way back but moving again."""
        await self._stack.leave()

    async def _check(self) -> None:
        there, ours = await major_version_of(self._from_postgres), own_major_version()
        if there > ours:
            raise CannotContinue(
                f"De databank op {address_of(self._from_postgres)} is PostgreSQL {there}, die van één computer is {ours}. "
                "Terug kan alleen naar dezelfde of een nieuwere."
            )
        await self._stack.mark()
        async with admin_of(self._from_postgres) as admin:
            size = int(await admin.fetchval(SIZE, self._services))
        await self._check_key()
        await self._kafka.topics()
        check_room(self._settings.data, size * ROOM_FACTOR)
        self._say(f"   Er komt {size_in_words(size)} terug.")

    async def _check_key(self) -> None:
        """Signing in as a role, with the password that follows from the key here, proves that it is the key of there."""
        owner = f"{self._services[0]}_owner"
        try:
            connection = await asyncpg.connect(self._there.database_url(owner, self._services[0]), timeout=10)
        except (asyncpg.InvalidPasswordError, asyncpg.InvalidAuthorizationSpecificationError):
            raise CannotContinue(
                f"De hoofdsleutel in {self._settings.data} hoort niet bij de Digibank op {address_of(self._from_postgres)}."
            ) from None
        await connection.close()


def own_major_version() -> int:
    """The major version of the embedded server."""
    answer = subprocess.run([programs_folder() / "pg_dump", "--version"], capture_output=True, text=True, check=True)
    return int(answer.stdout.split()[-1].partition(".")[0])


def _check_place(data: Path, state: MoveState | None) -> None:
    """The folder has to be of a Digibank that moved away, or empty. Raises `CannotContinue`."""
    if holder_of(data / "postgres") is not None:
        raise CannotContinue(f"Er draait een Digibank op de gegevens in {data}. Stop die eerst.")
    if state is not None and state.phase is Phase.LEAVING:
        raise CannotContinue("Deze Digibank is nog niet weg: de verhuis is niet af. Blijf hier met ./digibank move --cancel")
    if state is None and (data / "postgres").exists():
        raise CannotContinue(
            f"In {data} staat al een Digibank. Terug kan alleen in een lege map, of in die van de Digibank die verhuisde."
        )


def _change_places(data: Path, say: Say) -> None:
    """What came back takes the place of what went away; doing it again after it broke does the rest of it."""
    folder, arriving = data / "postgres", data / ARRIVING
    if arriving.exists():
        if folder.exists():
            old = aside(folder)
            folder.rename(old)
            say(f"Wat hier vroeger stond, staat nu in {old}. Dat mag weg als alles goed gaat.")
        arriving.rename(folder)
        sync_folder(data)
    forget_state(data)
    say("Terug op deze computer. Start Digibank met ./digibank up")
