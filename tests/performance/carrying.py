"""Rows `relay` and `drain`: how fast a backlog leaves the outbox, and how fast it has its effects."""

import asyncio
import cProfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from uuid import UUID

from aiokafka import AIOKafkaProducer  # type: ignore[import-untyped]

from launcher.house import ensure_topics, make_transport
from launcher.kafka import RunningKafka
from shared.bus.doorbell import Doorbell
from shared.bus.transport import Subscription, Transport
from shared.runtime.clock import new_id
from shared.runtime.running import RunningService
from tests.performance.burst import ready_event
from tests.performance.latency import make_topic
from tests.performance.place import Place
from tests.performance.profiled import top_lines
from tests.performance.report import Row, not_run

BATCH = 500
ORGANISATIONS = 10
RAW_TOPIC = "bench.raw.pipelined"
EFFECTS = "SELECT (SELECT count(*) FROM bus.inbox) + (SELECT count(*) FROM known_device) + (SELECT count(*) FROM device_fit)"


async def relay_rows(place: Place, kafka: RunningKafka | None) -> list[Row]:
    """Into the log and into Kafka, beside a raw producer that has the same records ready in memory."""
    count = 5_000 if place.quick else 20_000
    raw = await _raw_producer(place, kafka, count) if kafka is not None else None
    baseline = f"{raw:.0f}/s" if raw else "-"
    rows = []
    for name, address in (("the log", ""), ("Kafka", kafka.bootstrap if kafka else None)):
        if address is None:
            rows.append(not_run("relay", "to Kafka: there is no Kafka here"))
            continue
        rate = await _relay(place, count, address)
        rows.append(
            Row(
                "relay",
                f"{count} events from the outbox to {name}, marked; baseline: aiokafka pipelined, nothing read or marked",
                f"{rate:.0f}/s",
                baseline,
                f"{rate / raw:.0%}" if raw else "-",
            )
        )
    return rows


async def drain_rows(place: Place, kafka: str = "") -> list[Row]:
    """A backlog of facts about machines becomes rows of loans, beside plain inserts of as many rows.

    Args:
        kafka: its address, or empty for the log transport.
    """
    count = 3_000 if place.quick else 10_000
    rate, written = await drain(place, count, kafka)
    raw = await raw_insert(place, written)
    return [
        Row(
            "drain-kafka" if kafka else "drain",
            f"{count} events with their effects, projections of loans, {ORGANISATIONS} organisations, "
            f"{'Kafka' if kafka else 'log transport'}; baseline: as many rows ({written}) by asyncpg, {BATCH} at a time",
            f"{rate:.0f} events/s ({rate * written / count:.0f} rows/s)",
            f"{raw:.0f} rows/s",
            f"{rate * written / count / raw:.1%}",
            profile=lambda: profile_drain(place, kafka),
        )
    ]


async def fill_outbox(inventory: RunningService, organisations: Sequence[UUID], count: int) -> None:
    """Write `count` events, each about another machine."""
    for start in range(0, count, BATCH):
        async with inventory.units.open(organisations[start // BATCH % len(organisations)]) as unit:
            unit.record([ready_event(new_id()) for _ in range(min(BATCH, count - start))])


async def _relay(place: Place, count: int, kafka: str) -> float:
    async with place.service("inventory", kafka=kafka) as inventory, transport_of(place, kafka, inventory) as transport:
        await inventory.relay(transport).relay_all()
        await fill_outbox(inventory, [new_id() for _ in range(ORGANISATIONS)], count)
        started = time.perf_counter()
        relayed = await inventory.relay(transport).relay_all()
        return relayed / (time.perf_counter() - started)


async def drain(place: Place, count: int, kafka: str = "") -> tuple[float, int]:
    """Let loans handle a backlog; returns events per second and the number of rows it wrote."""
    async with (
        place.service("inventory", kafka=kafka) as inventory,
        place.service("loans", kafka=kafka) as loans,
        transport_of(place, kafka, inventory, loans) as transport,
    ):
        member = loans.subscriptions(transport)["loans.projections"]
        await _catch_up(member)
        await fill_outbox(inventory, [new_id() for _ in range(ORGANISATIONS)], count)
        await inventory.relay(transport).relay_all()
        before = await _count_effects(place)
        started = time.perf_counter()
        await _catch_up(member)
        rate = count / (time.perf_counter() - started)
        return rate, await _count_effects(place) - before


async def _catch_up(member: Subscription) -> None:
    running = asyncio.create_task(member.run())
    await member.drain()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def _count_effects(place: Place) -> int:
    connection = await place.admin("loans")
    try:
        return int(await connection.fetchval(EFFECTS))
    finally:
        await connection.close()


async def _raw_producer(place: Place, kafka: RunningKafka, count: int) -> float:
    await make_topic(place, kafka.bootstrap, RAW_TOPIC)
    event = ready_event(new_id())
    headers = [(name, b"x" * 36) for name in ("ce_id", "ce_type", "ce_source", "ce_subject", "ce_time", "ce_organisation")]
    records = [(str(new_id()).encode(), event.model_dump_json().encode()) for _ in range(count)]
    producer = AIOKafkaProducer(bootstrap_servers=kafka.bootstrap, acks="all", enable_idempotence=True, linger_ms=5)
    await producer.start()
    try:
        await producer.send_and_wait(RAW_TOPIC, b"first", key=b"0")
        started = time.perf_counter()
        sent = [await producer.send(RAW_TOPIC, value, key=key, headers=headers) for key, value in records]
        await asyncio.gather(*sent)
        return count / (time.perf_counter() - started)
    finally:
        await producer.stop()


async def raw_insert(place: Place, count: int) -> float:
    """Rows per second of plain asyncpg, a batch in one statement and one commit."""
    connection = await place.admin("postgres")
    try:
        await connection.execute("CREATE TABLE bench_row (id uuid PRIMARY KEY, organisation uuid, value text, number integer)")
        organisation, started = new_id(), time.perf_counter()
        for start in range(0, count, BATCH):
            rows = [(new_id(), organisation, "Lenovo ThinkPad X240", number) for number in range(min(BATCH, count - start))]
            await connection.executemany("INSERT INTO bench_row VALUES ($1, $2, $3, $4)", rows)
        return count / (time.perf_counter() - started)
    finally:
        await connection.execute("DROP TABLE IF EXISTS bench_row")
        await connection.close()


async def profile_drain(place: Place, kafka: str = "") -> str:
    """The drain under the profiler, in this process."""
    file = place.folder / "drain.profile"
    profiler = cProfile.Profile()
    profiler.enable()
    try:
        await drain(place, 2000, kafka)
    finally:
        profiler.disable()
    profiler.dump_stats(file)
    return top_lines(file)


@asynccontextmanager
async def transport_of(place: Place, kafka: str, *services: RunningService) -> AsyncIterator[Transport]:
    """What carries the events of these services, with their topics in it."""
    transport = make_transport(place.settings.model_copy(update={"kafka": kafka}), Doorbell(), client="bench")
    await transport.start()
    try:
        await ensure_topics(transport, list(services))
        yield transport
    finally:
        await transport.stop()
