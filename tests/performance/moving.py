"""Row `move`: how fast rows and events go there and back, compared, beside a dump and restore of the same alone."""

import time
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

from launcher.house import LOG_MIGRATIONS
from launcher.kafka import RunningKafka
from launcher.move.comparing import check_same
from launcher.move.dumping import copy_database
from launcher.move.events import KafkaToLog, LogToKafka
from launcher.provision import _ensure_database, _ensure_inside, databases
from launcher.services import service_names
from shared.bus.envelope import Trace, headers_for
from shared.bus.transport import Record
from shared.bus.transports.kafka import KafkaAccess
from shared.bus.transports.kafka.archive import KafkaArchive
from shared.bus.transports.log_archive import BATCH, LogArchive, Logged
from shared.database.migrations import migrate
from shared.runtime.clock import new_id
from tests.performance.burst import ready_event
from tests.performance.place import Place
from tests.performance.report import Row, not_run

COPY, LOG, LOG_COPY, HOME = "bench_copy", "bench_log", "bench_log_copy", "bench_home"
ROWS = """
INSERT INTO bus.outbox (event_id, organisation, topic, key, sequence, headers, value, recorded_at, sent_at)
SELECT gen_random_uuid(), gen_random_uuid(), 'digibank.bench', gen_random_uuid()::text, 1,
       json_build_object('ce_id', gen_random_uuid(), 'ce_type', repeat('x', 200)), json_build_object('v', repeat('y', 300)),
       now(), now()
FROM generate_series(1, $1)
"""
KEYS = 5_000


async def move_rows(place: Place, kafka: RunningKafka | None) -> list[Row]:
    """Rows of a database; events there; events back."""
    rows = [await _rows(place)]
    if kafka is None:
        return [*rows, not_run("move", "events: there is no Kafka here")]
    return [*rows, *await _events(place, kafka)]


async def _rows(place: Place) -> Row:
    count = 20_000 if place.quick else 200_000
    loans = await place.admin("loans")
    await loans.execute(ROWS, count)
    size = int(await loans.fetchval("SELECT pg_database_size('loans')"))
    await loans.close()
    owner, source = "loans_owner", place.settings.database_url("loans_owner", "loans")
    async with _database(place, COPY, owner):
        alone = await _timed(copy_database(source, place.url(COPY), owner))
    async with _database(place, COPY, owner):
        whole = await _timed(copy_database(source, place.url(COPY), owner))
        whole += await _timed(check_same("loans", source, place.settings.database_url(owner, COPY)))
    return _row(f"a database of {size / 1e6:.0f} MB, copied and every row compared", size / 1e6, "MB", whole, alone)


async def _events(place: Place, kafka: RunningKafka) -> list[Row]:
    count = 10_000 if place.quick else 100_000
    url = {name: place.settings.database_url("log_owner", name) for name in (LOG, LOG_COPY, HOME)}
    archive = KafkaArchive(KafkaAccess(kafka.bootstrap))
    logs = {name: LogArchive(address) for name, address in url.items()}
    async with _database(place, LOG, "log_owner"), _database(place, LOG_COPY, "log_owner"), _database(place, HOME, "log_owner"):
        try:
            await migrate(url[LOG], LOG_MIGRATIONS)
            await migrate(url[HOME], LOG_MIGRATIONS)
            await _fill(logs[LOG], f"digibank.bench.{uuid4().hex[:12]}", count)
            alone = await _timed(copy_database(url[LOG], place.url(LOG_COPY), "log_owner"))
            there = LogToKafka(logs[LOG], archive)
            whole = await _timed(there.carry()) + await _timed(there.verify())
            home = KafkaToLog(archive, logs[HOME])
            started = time.perf_counter()
            found = await home.carry()
            await home.verify()
            back = (time.perf_counter() - started) * count / found
        finally:
            await archive.close()
            for log in logs.values():
                await log.close()
    return [
        _row(f"{count} events from the log to Kafka, all read back", count, "events", whole, alone),
        _row(f"{count} events from Kafka to the log, woven by time, all read back", count, "events", back, alone),
    ]


def _row(what: str, amount: float, unit: str, seconds: float, alone: float) -> Row:
    return Row(
        "move",
        f"{what}; baseline: pg_dump into pg_restore of the same, nothing compared",
        f"{amount / seconds:.0f} {unit}/s",
        f"{amount / alone:.0f} {unit}/s",
        f"{seconds / alone:.1f} x its time",
    )


async def _fill(log: LogArchive, topic: str, count: int) -> None:
    number, keys, now = await log.add_topic(topic), [new_id() for _ in range(KEYS)], datetime.now(UTC)
    event = ready_event(keys[0])
    value = event.model_dump_json().encode()
    headers = headers_for(event, event_id=new_id(), service="bench", time=now, organisation=new_id(), trace=Trace(new_id()))
    for start in range(0, count, BATCH):
        await log.fill(
            number,
            [
                Logged(Record(topic, str(keys[offset % KEYS]), value, headers | {"ce_sequence": str(offset)}), offset, now)
                for offset in range(start, min(start + BATCH, count))
            ],
        )


async def _timed(work: Awaitable[object]) -> float:
    started = time.perf_counter()
    await work
    return time.perf_counter() - started


@asynccontextmanager
async def _database(place: Place, name: str, owner: str) -> AsyncIterator[None]:
    """An empty database with schemas and rights as the owner's own has them, for as long as it is needed."""
    admin = await place.admin("postgres")
    try:
        like = next(database for database in databases(service_names()) if database.owner == owner)
        await _ensure_database(admin, replace(like, name=name))
        await _ensure_inside(place.settings.postgres, replace(like, name=name))
        yield
    finally:
        await admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        await admin.close()
