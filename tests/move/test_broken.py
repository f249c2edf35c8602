"""A move that breaks, at every step, there and back: it goes on, and never do two sides take changes."""

import asyncio
import secrets
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from launcher.environment import PROJECT
from launcher.errors import CannotContinue
from launcher.house import load_service, migrate_all
from launcher.kafka import KafkaBroker, KafkaUnavailable
from launcher.move import back, there
from launcher.move.back import move_back, stay_on_stack
from launcher.move.resting import resting
from launcher.move.state import Phase, check_not_moved, read_state
from launcher.move.there import move_there, stay
from launcher.postgres.programs import programs_folder
from launcher.postgres.server import EmbeddedPostgres
from launcher.postgres.testing import folder_for_tests
from launcher.provision import databases, provision
from launcher.pytest_facts import NOT_RUN, report_fact
from launcher.say import Say, say_nothing
from shared.bus.transport import Record
from shared.bus.transports.kafka import KafkaAccess
from shared.bus.transports.kafka.archive import KafkaArchive
from shared.bus.transports.log_archive import BATCH, LogArchive, Logged
from shared.runtime.keys import MasterKey
from shared.runtime.settings import Settings

TOPIC = "digibank.loans.loans"
KEYS = [str(uuid4()) for _ in range(40)]
EVENTS = BATCH + 500
GROUP_AT = 777
SERVICES = ["loans"]
"""What holds for one holds for each; and making databases is what takes long."""
ALL = [database.name for database in databases(SERVICES)]
ROWS = """
INSERT INTO bus.outbox (event_id, organisation, topic, key, sequence, headers, value, recorded_at, sent_at)
SELECT gen_random_uuid(), gen_random_uuid(), 'digibank.loans.loans', 'k', n, '{}', '{"é": 1}', now(), now()
FROM generate_series(1, 300) AS n
"""


class Broken(Exception):
    """The power went, at a step of our choice."""


@dataclass
class Places:
    """Two servers, one of them of a box, and a Kafka; and the folders of which a Digibank was asked to stop."""

    box: Settings
    box_postgres: EmbeddedPostgres
    stack: str
    kafka: str
    asked_to_stop: list[Path]

    async def who_works(self) -> set[str]:
        """Which sides take changes. Both at once would be the end of it."""
        found = set()
        sides = {"stack": self.stack} | ({"box": self.box_postgres.admin_url} if self.box_postgres.pid else {})
        for name, url in sides.items():
            admin = await asyncpg.connect(url)
            made = await admin.fetchval("SELECT count(*) FROM pg_database WHERE datname = ANY($1)", ALL)
            # Each by itself: half of the databases awake is awake.
            if made and await resting(admin, ALL) != set(ALL):
                found.add(name)
            await admin.close()
        assert len(found) < 2
        return found


@pytest.mark.timeout(300)
async def test_it_breaks_at_every_step_and_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async with two_places(tmp_path, monkeypatch) as places:
        key_to = places.box.data.parent / "there" / "master.key"

        async def go(say: Say) -> None:
            await move_there(places.box, places.stack, places.kafka, key_to, say)

        await fill(places)
        with pytest.raises(Broken):
            await go(until("5/8"))
        with pytest.raises(CannotContinue, match="niet af"):
            check_not_moved(places.box.data)
        await stay(places.box, say_nothing)
        assert await places.who_works() == {"box"}
        check_not_moved(places.box.data)
        await fill(places)  # and people worked on: what Kafka got before is now only the beginning
        for step, works in (("4/8", {"box"}), ("6/8", set()), ("7/8", set()), ("8/8", set()), ("De andere kant", {"stack"})):
            with pytest.raises(Broken):
                await go(until(step))
            assert await places.who_works() == works, step
        with pytest.raises(CannotContinue, match="is verhuisd naar"):
            check_not_moved(places.box.data)
        with pytest.raises(CannotContinue, match="al gebeurd"):
            await stay(places.box, say_nothing)
        assert places.asked_to_stop == []
        await go(say_nothing)
        assert await places.who_works() == {"stack"}
        assert places.asked_to_stop == [places.box.data / "postgres"], "nobody reads there any more what is old now"
        assert key_to.read_bytes() == (places.box.data / "master.key").read_bytes()
        assert key_to.stat().st_mode & 0o777 == 0o600
        await every_group_goes_on_exactly(places)
        await it_came_back(places)


async def it_came_back(places: Places) -> None:
    """The way back, broken at each step too."""

    async def go(say: Say) -> None:
        await move_back(places.box, places.stack, places.kafka, say)

    await add_what_nobody_can_read(places)
    with pytest.raises(CannotContinue, match="Er draait een Digibank"):
        await go(say_nothing)
    places.box_postgres.stop()
    with pytest.raises(Broken):
        await go(until("4/7"))
    with pytest.raises(CannotContinue, match="onderweg naar een andere plaats"):
        await move_back(elsewhere(places), places.stack, places.kafka, say_nothing)
    with pytest.raises(CannotContinue, match="rusten"):
        await provision(places.stack, SERVICES, places.box.master_key.password)
    await stay_on_stack(places.box, places.stack, say_nothing)
    with pytest.raises(CannotContinue, match="hoort niet bij de Digibank"):
        await move_back(elsewhere(places, another_key=True), places.stack, places.kafka, say_nothing)
    assert await places.who_works() == {"stack"}
    for step in ("3/7", "5/7", "6/7", "7/7"):
        with pytest.raises(Broken):
            await go(until(step))
        assert await places.who_works() == ({"stack"} if step == "3/7" else set()), step
    with pytest.raises(Broken):
        await go(until("Wat hier vroeger stond"))
    state = read_state(places.box.data)
    assert state is not None
    assert state.phase is Phase.RETURNED
    with pytest.raises(CannotContinue, match="al terug"):
        await stay_on_stack(places.box, places.stack, say_nothing)
    await go(say_nothing)
    check_not_moved(places.box.data)
    with pytest.raises(CannotContinue, match="staat al een Digibank"):
        await go(say_nothing)
    places.box_postgres.start()
    await places.box_postgres.wait_until_ready()
    assert await places.who_works() == {"box"}
    await the_same_came_home(places)
    with pytest.raises(CannotContinue, match="is niet leeg"):
        await move_there(places.box, places.stack, places.kafka, None, say_nothing)


def until(step: str) -> Say:
    """Breaks when a step is told."""

    def say(line: str) -> None:
        if line.startswith(step):
            raise Broken(step)

    return say


async def fill(places: Places) -> None:
    """Rows of several kinds, and events of many keys, with a group that has had some of them."""
    here = places.box.model_copy(update={"postgres": places.box_postgres.admin_url})
    owner = await asyncpg.connect(here.database_url("loans_owner", "loans"))
    await owner.execute(ROWS)
    await owner.close()
    log = LogArchive(here.database_url("log_owner", "bus"))
    start = (await log.topics()).get(TOPIC, 0)
    number = 1 if start else await log.add_topic(TOPIC)
    events = [
        Logged(Record(TOPIC, KEYS[n * n % len(KEYS)], b'{"n": %d}' % n, {"ce_id": str(uuid4()), "b": "ë"}), n, datetime.now(UTC))
        for n in range(start, start + EVENTS)
    ]
    await log.fill(number, events)
    if not start:
        await log.set_positions("digibank.loans.reactions", {number: GROUP_AT})
    await log.close()


async def every_group_goes_on_exactly(places: Places) -> None:
    """In each partition the group has had the records of the first so many of the log, and no other."""
    here = places.box.model_copy(update={"postgres": places.box_postgres.admin_url})
    log, kafka = LogArchive(here.database_url("log_owner", "bus")), KafkaArchive(KafkaAccess(places.kafka))
    had = {one.record.headers["ce_id"] async for batch in log.read(TOPIC) for one in batch if one.offset < GROUP_AT}
    positions = await kafka.positions("digibank.loans.reactions")
    counted = 0
    async for batch in kafka.read(TOPIC, await kafka.ends(TOPIC)):
        for one in batch:
            assert (one.record.headers["ce_id"] in had) == (one.offset < positions[TOPIC, one.place])
            counted += 1
    assert counted == 2 * EVENTS
    assert len(had) == GROUP_AT
    await log.close()
    await kafka.close()


async def add_what_nobody_can_read(places: Places) -> None:
    """A record that is none of ours, with what PostgreSQL cannot keep in a text."""
    kafka = KafkaArchive(KafkaAccess(places.kafka))
    await kafka.append(TOPIC, 3, [(Record(TOPIC, "a\0b", b"\xff\0", {"x": "\0"}), datetime.now(UTC))])
    await kafka.close()


async def the_same_came_home(places: Places) -> None:
    """Order per key as in Kafka, and the group goes on from the first that it has not had."""
    here = places.box.model_copy(update={"postgres": places.box_postgres.admin_url})
    log, kafka = LogArchive(here.database_url("log_owner", "bus")), KafkaArchive(KafkaAccess(places.kafka))
    home = [one async for batch in log.read(TOPIC) for one in batch]
    order: dict[str, list[str]] = {}
    async for batch in kafka.read(TOPIC, await kafka.ends(TOPIC)):
        for one in batch:
            order.setdefault(one.record.key.replace("\0", "\ufffd"), []).append(one.record.headers.get("ce_id", ""))
    for key, ids in order.items():
        assert [one.record.headers.get("ce_id", "") for one in home if one.record.key == key] == ids
    assert len(home) == 2 * EVENTS + 1
    assert [one.at for one in home] == sorted(one.at for one in home)
    had = sum((await kafka.positions("digibank.loans.reactions")).values())
    position = (await log.positions())["digibank.loans.reactions"][TOPIC]
    assert 0 < position <= had == GROUP_AT
    await log.close()
    await kafka.close()


def elsewhere(places: Places, *, another_key: bool = False) -> Settings:
    """Another empty folder, with the key or a wrong one."""
    other = places.box.data.parent / f"elsewhere-{another_key}"
    other.mkdir()
    if another_key:
        MasterKey.load_or_create(other / "master.key")
    else:
        shutil.copy(places.box.data / "master.key", other / "master.key")
    return Settings(data=other, postgres="", kafka="")


@asynccontextmanager
async def two_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Places]:
    """A box with databases of today, whose server runs; an empty server and an empty Kafka."""
    try:
        programs_folder()
        broker = KafkaBroker.prepare(PROJECT / ".tools", say_nothing)
    except (CannotContinue, KafkaUnavailable) as error:
        report_fact(NOT_RUN, f"the move that breaks: {error}")
        pytest.skip(str(error))
    folder = folder_for_tests(tmp_path / "data")
    (folder / "box").mkdir()
    (folder / "box").chmod(0o711)
    box = Settings(data=folder / "box", postgres="", kafka="")
    stack = EmbeddedPostgres(folder / "stack", secrets.token_urlsafe(16), fast=True)
    mine = EmbeddedPostgres(box.data / "postgres", box.master_key.password("postgres"), fast=True)
    try:
        stack.start()
        mine.start()
        await asyncio.gather(stack.wait_until_ready(), mine.wait_until_ready(), asyncio.to_thread(broker.start, tmp_path / "kafka"))
        here = box.model_copy(update={"postgres": mine.admin_url})
        await provision(here.postgres, SERVICES, box.master_key.password)
        await migrate_all(here, [load_service(name) for name in SERVICES])
        places = Places(box, mine, stack.admin_url, broker.bootstrap, [])
        serve_from(places, monkeypatch)
        yield places
    finally:
        await asyncio.to_thread(broker.stop)
        stack.stop()
        mine.stop()
        shutil.rmtree(folder, ignore_errors=True)


def serve_from(places: Places, monkeypatch: pytest.MonkeyPatch) -> None:
    """The box's server is this test's own: it stays, and whoever is asked to stop is only noted."""

    @asynccontextmanager
    async def server_of(*_: object) -> AsyncIterator[str]:
        yield places.box_postgres.admin_url

    async def stop_running(folder: Path, _: Say) -> None:
        places.asked_to_stop.append(folder)

    monkeypatch.setattr(there, "service_names", lambda: SERVICES)
    monkeypatch.setattr(back, "service_names", lambda: SERVICES)
    monkeypatch.setattr(there, "server_of", server_of)
    monkeypatch.setattr(there, "stop_running", stop_running)
