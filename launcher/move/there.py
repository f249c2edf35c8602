"""From the box to the stack. The box is the truth until the last step, and from the moment it rests nobody writes anywhere."""

import time
from datetime import UTC, datetime
from pathlib import Path

from launcher.disk import size_in_words
from launcher.errors import CannotContinue
from launcher.house import LOG_DATABASE, kafka_access, topic_policy
from launcher.move.box import check_key, copy_key, server_of, stop_running
from launcher.move.comparing import check_same
from launcher.move.dumping import copy_database
from launcher.move.events import LogToKafka
from launcher.move.progress import Counting, Steps
from launcher.move.resting import admin_of, in_database, rest, wake
from launcher.move.state import MoveState, Phase, address_of, forget_state, read_state, write_state
from launcher.move.target import Target, major_version_of
from launcher.provision import databases
from launcher.say import Say
from launcher.services import service_names
from shared.bus.transports.kafka.archive import KafkaArchive
from shared.bus.transports.log_archive import LogArchive
from shared.runtime.settings import Settings

STEPS = 8
SIZE = "SELECT coalesce(sum(pg_database_size(datname)), 0) FROM pg_database WHERE datname = ANY($1)"
SENT = "SELECT DISTINCT topic FROM bus.outbox WHERE sent_at IS NOT NULL"


async def move_there(settings: Settings, to_postgres: str, to_kafka: str, key_to: Path | None, say: Say) -> None:
    """Move; started again after it broke, it goes on.

    Args:
        settings: of the box; it may run or not.
        to_postgres: the other PostgreSQL, with a login that may create roles and databases.
        to_kafka: the other Kafka, `host:port`.
        key_to: where the master key is copied to; None leaves that to a person.

    Raises `CannotContinue`; unless its words say otherwise the box is still the truth.
    """
    key = check_key(settings)
    state, folder = _begun(settings.data, to_postgres, to_kafka), settings.data / "postgres"
    if state.phase is Phase.MOVED:
        await _open(settings, to_postgres, say)
        await stop_running(folder, say)  # when it broke just before this
        _say_goodbye(say, state, key, key_to)
        return
    kafka = KafkaArchive(kafka_access(settings, to_kafka), topic_policy(settings))
    try:
        async with server_of(settings, folder, say) as box:
            await _Move(settings, box, to_postgres, kafka, Steps(STEPS, say), say).run(state)
            if key_to is not None and (old := copy_key(key, key_to)) is not None:
                say(f"In {key_to} stond een andere sleutel, waar nog niets mee op slot zat. Die heet nu {old.name}.")
            # From here on there is no way back but moving back: first the box learns it, then the other side may work.
            write_state(settings.data, state.now(Phase.MOVED))
        await _open(settings, to_postgres, say)
    finally:
        await kafka.close()
    await stop_running(folder, say)
    _say_goodbye(say, state, key, key_to)


async def stay(settings: Settings, say: Say) -> None:
    """Call a move off that is not finished: the box works again, and may be moved another time. Raises `CannotContinue`."""
    check_key(settings)
    state = read_state(settings.data)
    if state is None:
        raise CannotContinue("Er is geen verhuis bezig.")
    if state.phase is not Phase.LEAVING:
        raise CannotContinue("De verhuis is al gebeurd. Terugkomen kan met ./digibank move --back (zie docs/operations.md).")
    async with server_of(settings, settings.data / "postgres", say) as box:
        async with admin_of(box) as admin:
            await wake(admin, [database.name for database in databases(service_names())])
        forget_state(settings.data)
    say("De verhuis gaat niet door. Deze Digibank werkt weer. Draait ze niet, start ze dan met ./digibank up")


class _Move:
    """The steps, in their order."""

    def __init__(self, settings: Settings, box: str, to_postgres: str, kafka: KafkaArchive, steps: Steps, say: Say) -> None:
        names = service_names()
        self._here = settings.model_copy(update={"postgres": box})
        self._there = settings.model_copy(update={"postgres": to_postgres})
        self._box, self._to_postgres, self._kafka, self._step, self._say = box, to_postgres, kafka, steps, say
        self._services, self._all = names, [database.name for database in databases(names)]
        key = settings.master_key
        self._target = Target(to_postgres, names, key.password, str(key.first_organisation()), databases(names))

    async def run(self, state: MoveState) -> None:
        self._step("Nakijken of alles klaar is")
        await self._check()
        log = LogArchive(self._here.database_url("log_owner", LOG_DATABASE))
        try:
            await self._carry_all(state, log)
        finally:
            await log.close()

    async def _carry_all(self, state: MoveState, log: LogArchive) -> None:
        events = LogToKafka(log, self._kafka)
        await self._check_log(log)
        if there := await events.check():
            self._say(f"   Er staan al {there} gebeurtenissen in Kafka, van een eerdere poging. Die kloppen.")
        self._step("Rollen en lege databanken maken; ze rusten nog")
        await self._target.prepare()
        self._step("Gebeurtenissen naar Kafka brengen; Digibank werkt intussen verder")
        await events.carry(Counting(self._say))
        self._step("Digibank rust: lezen gaat, wijzigen even niet")
        began = time.monotonic()
        write_state(self._here.data, state)
        async with admin_of(self._box) as admin:
            await rest(admin, self._all)
        self._step("De laatste gebeurtenissen, en waar elke groep gebleven is")
        carried = await events.carry()
        groups = await events.set_positions()
        self._step("De databanken kopiëren")
        for name in self._services:
            await copy_database(
                self._here.database_url(f"{name}_owner", name), in_database(self._to_postgres, name), f"{name}_owner"
            )
        self._step("Alles vergelijken")
        rows = await self._compare(events)
        self._step("De sleutel, en omzetten")
        self._say(
            f"   {len(self._services)} databanken met {rows} rijen, {carried} gebeurtenissen en {groups} groepen zijn hetzelfde. "
            f"Digibank rustte {time.monotonic() - began:.0f} seconden."
        )

    async def _check(self) -> None:
        here, there = await major_version_of(self._box), await major_version_of(self._to_postgres)
        if there < here:
            raise CannotContinue(
                f"De databank op {address_of(self._to_postgres)} is PostgreSQL {there}, die van deze Digibank {here}. "
                "Verhuizen kan naar dezelfde of een nieuwere."
            )
        async with admin_of(self._box) as admin:
            size = int(await admin.fetchval(SIZE, self._all))
        self._say(
            f"   Er verhuist {size_in_words(size)}. Op de andere server is twee keer zoveel plaats nodig, daar en voor Kafka."
        )
        await self._target.check_empty()
        await self._kafka.topics()

    async def _check_log(self, log: LogArchive) -> None:
        """Events that went out and are not in the log went to a Kafka: then this is not a box with its own log."""
        logged = await log.topics()
        for name in self._services:
            async with admin_of(self._box, name) as admin:
                for row in await admin.fetch(SENT):
                    if not logged.get(row["topic"]):
                        raise CannotContinue(
                            "Deze Digibank stuurde haar gebeurtenissen al naar een Kafka, en niet naar het eigen logboek. "
                            "Daarvoor is deze opdracht niet gemaakt."
                        )

    async def _compare(self, events: LogToKafka) -> int:
        await events.verify()
        rows = 0
        for name in self._services:
            role = f"{name}_owner"
            rows += await check_same(name, self._here.database_url(role, name), self._there.database_url(role, name))
        return rows


def _begun(data: Path, to_postgres: str, to_kafka: str) -> MoveState:
    """This move: the one that was begun, or a new one. Raises `CannotContinue` when one to somewhere else was begun."""
    fresh = MoveState(Phase.LEAVING, address_of(to_postgres), to_kafka, f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")
    state = read_state(data)
    if state is None:
        return fresh
    if state.phase is Phase.RETURNED or (state.postgres, state.kafka) != (fresh.postgres, fresh.kafka):
        raise CannotContinue(
            f"Er is al een verhuis begonnen, van of naar PostgreSQL {state.postgres} en Kafka {state.kafka}. Maak die eerst af, "
            "of stop ze met ./digibank move --cancel"
        )
    return state


async def _open(settings: Settings, to_postgres: str, say: Say) -> None:
    """Let the other side work; doing it again changes nothing."""
    names, key = service_names(), settings.master_key
    await Target(to_postgres, names, key.password, str(key.first_organisation()), databases(names)).open()
    say("De andere kant mag werken.")


def _say_goodbye(say: Say, state: MoveState, key: Path, key_to: Path | None) -> None:
    say(f"Verhuisd naar PostgreSQL {state.postgres} en Kafka {state.kafka}. Start Digibank daar.")
    if key_to is None:
        say(f"Zet daar eerst een kopie van {key}, alleen leesbaar voor wie Digibank start (chmod 600).")
    say("Deze Digibank start niet meer, en alles wat ze had staat er nog. Terug: ./digibank move --back (zie docs/operations.md).")
