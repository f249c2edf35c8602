"""Rows `log-latency` and `kafka-latency`: from the commit of a command to the commit of its effect in another service.

A device becomes ready through the API of a one-box system. PostgreSQL keeps the moment of each commit, so nobody has to watch:
the moment of the command is that of the row in `bus.subject` of inventory (written by the command, untouched since), the moment
of the effect that of the later of the two rows in `bus.inbox` of loans, one per group (in the transaction that holds the effect).
Both come from one clock. Each is taken just before the write-ahead log is flushed: the command's flush is in, the effect's is not.
"""

import asyncio
import time
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from uuid import UUID

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer  # type: ignore[import-untyped]

from launcher.house import make_transport
from launcher.kafka import RunningKafka
from shared.bus.doorbell import Doorbell
from tests.performance.asks import Inventory
from tests.performance.box import box
from tests.performance.load import at_rate, connected, percentile
from tests.performance.place import Place
from tests.performance.processes import Child
from tests.performance.profiled import top_lines
from tests.performance.report import Row, at_most, ms, not_run
from tests.performance.seeding import add_devices, ids_of_devices

RATE = 50
ORGANISATIONS = 10
PATIENCE_SECONDS = 120
RAW_TOPIC = "bench.raw"

COMMITTED = "SELECT subject, pg_xact_commit_timestamp(xmin) AS at FROM bus.subject WHERE subject = ANY($1)"
EVENTS = "SELECT event_id, key::uuid AS subject FROM bus.outbox WHERE key = ANY($1)"
APPLIED = """
SELECT event_id, max(pg_xact_commit_timestamp(xmin)) AS at, count(*) AS groups FROM bus.inbox WHERE event_id = ANY($1)
GROUP BY event_id
"""


async def log_latency_rows(place: Place) -> list[Row]:
    """Over the log transport; the baseline is one commit of one row by plain asyncpg."""
    if not place.has_commit_times:
        return [not_run("log-latency", "this PostgreSQL does not keep commit times (track_commit_timestamp)")]
    latencies = await effects(place, {}, seconds=_seconds(place))
    commits = await _plain_commits(place)
    slow = percentile(latencies, 99)
    return [
        Row(
            "log-latency",
            f"commit to effect in another service at {RATE} events/s, log transport, one box (p50 / p99); baseline: one commit",
            f"{ms(percentile(latencies, 50))} / {ms(slow)}",
            f"{ms(percentile(commits, 50))} / {ms(percentile(commits, 99))}",
            f"{percentile(latencies, 50) / percentile(commits, 50):.1f} x",
            "p99 < 30 ms",
            at_most(slow, 0.030),
            profile=lambda: _profile(place, {}),
        )
    ]


async def kafka_latency_rows(place: Place, kafka: RunningKafka) -> list[Row]:
    """Over Kafka on this computer; the baseline is a raw produce-to-consume round trip at the same rate."""
    if not place.has_commit_times:
        return [not_run("kafka-latency", "this PostgreSQL does not keep commit times (track_commit_timestamp)")]
    environment = {"DIGIBANK_KAFKA": kafka.bootstrap}
    await make_topic(place, kafka.bootstrap, RAW_TOPIC)
    seconds = _seconds(place)
    raw = await raw_round_trips(kafka.bootstrap, seconds / 2)
    latencies = await effects(place, environment, seconds=seconds)
    raw += await raw_round_trips(kafka.bootstrap, seconds / 2)
    slow, ratios = percentile(latencies, 99), [percentile(latencies, at) / percentile(raw, at) for at in (50, 99)]
    shown = (
        f"{ms(percentile(latencies, 50))} / {ms(slow)}",
        f"{ms(percentile(raw, 50))} / {ms(percentile(raw, 99))}",
        f"{ratios[0]:.1f} x / {ratios[1]:.1f} x",
    )
    what = f"commit to effect in another service at {RATE} events/s, Kafka on this computer (p50 / p99)"
    profile = lambda: _profile(place, environment)  # noqa: E731
    return [
        Row("kafka-latency", what, *shown, "p99 < 150 ms", at_most(slow, 0.150), profile),
        Row("kafka-latency", "the same, beside a raw aiokafka round trip", *shown, "p99 <= 3 x", at_most(ratios[1], 3), profile),
    ]


async def effects(place: Place, environment: Mapping[str, str], *, seconds: float, profile: Path | None = None) -> list[float]:
    """Run a box, make devices ready at a steady rate, and return how long each took to have its effect, in seconds."""
    async with box(place, {**place.environment, **environment}, profile=profile) as child:
        return await _make_ready(place, child, seconds)


async def _make_ready(place: Place, child: Child, seconds: float) -> list[float]:
    staff = [place.staff() for _ in range(ORGANISATIONS)]
    warm_up, count = RATE, int(RATE * seconds)
    async with AsyncExitStack() as stack:
        connections = await stack.enter_async_context(connected(child.port))
        arrived = []
        for one in staff:
            await add_devices(place, one.organisation, (warm_up + count) // ORGANISATIONS + 1, status="arrived")
            arrived.append([(one, device) for device in await ids_of_devices(place, one.organisation)])
        mixed = [pair for together in zip(*arrived, strict=False) for pair in together]
        devices = [device for _, device in mixed[warm_up : warm_up + count]]
        await at_rate(Inventory(connections, staff, mixed[:warm_up]).make_ready, per_second=RATE, seconds=1)
        await _times(place, [device for _, device in mixed[:warm_up]])  # and with these, whatever was waiting before
        await at_rate(Inventory(connections, staff, mixed[warm_up:]).make_ready, per_second=RATE, seconds=seconds)
    return await _times(place, devices)


async def _times(place: Place, devices: Sequence[UUID]) -> list[float]:
    inventory, loans = await place.admin("inventory"), await place.admin("loans")
    try:
        subject_of = {row["event_id"]: row["subject"] for row in await inventory.fetch(EVENTS, [str(device) for device in devices])}
        deadline = time.monotonic() + PATIENCE_SECONDS
        while True:
            applied = await loans.fetch(APPLIED, list(subject_of))
            if len(applied) == len(subject_of) and all(row["groups"] == 2 for row in applied):
                break
            if time.monotonic() > deadline:
                raise RuntimeError(f"only {len(applied)} of {len(subject_of)} events had their effect")
            await asyncio.sleep(0.2)
        committed = {row["subject"]: row["at"] for row in await inventory.fetch(COMMITTED, list(devices))}
        return [(row["at"] - committed[subject_of[row["event_id"]]]).total_seconds() for row in applied]
    finally:
        await inventory.close()
        await loans.close()


async def _plain_commits(place: Place) -> list[float]:
    connection = await place.admin("postgres")
    try:
        await connection.execute("CREATE TABLE IF NOT EXISTS bench_commit (id bigint)")
        latencies = await at_rate(
            lambda: connection.execute("INSERT INTO bench_commit VALUES (1)"), per_second=RATE, seconds=_seconds(place) / 3
        )
        await connection.execute("DROP TABLE bench_commit")
        return latencies
    finally:
        await connection.close()


async def make_topic(place: Place, bootstrap: str, topic: str) -> None:
    """Have a topic like those of the house."""
    transport = make_transport(place.settings.model_copy(update={"kafka": bootstrap}), Doorbell(), client="bench")
    await transport.start()
    try:
        await transport.ensure_topics([topic])
    finally:
        await transport.stop()


async def raw_round_trips(bootstrap: str, seconds: float) -> list[float]:
    """One producer and one consumer, both aiokafka, with the durability that the house asks for."""
    producer = AIOKafkaProducer(bootstrap_servers=bootstrap, acks="all", enable_idempotence=True)
    consumer = AIOKafkaConsumer(RAW_TOPIC, bootstrap_servers=bootstrap, auto_offset_reset="latest")
    sent: dict[bytes, float] = {}
    latencies: list[float] = []
    number = 0

    async def produce() -> None:
        nonlocal number
        number += 1
        key = str(number).encode()
        sent[key] = time.perf_counter()
        await producer.send_and_wait(RAW_TOPIC, b"x" * 300, key=key)

    async def consume() -> None:
        while True:
            record = await consumer.getone()
            latencies.append(time.perf_counter() - sent[record.key])

    await producer.start()
    try:
        await producer.send_and_wait(RAW_TOPIC, b"first", key=b"0")
        await consumer.start()
        consuming = asyncio.create_task(consume())
        await asyncio.sleep(0.5)
        await at_rate(produce, per_second=RATE, seconds=1)
        latencies.clear()
        await at_rate(produce, per_second=RATE, seconds=seconds)
        async with asyncio.timeout(PATIENCE_SECONDS):
            while len(latencies) < int(RATE * seconds):
                await asyncio.sleep(0.01)
        consuming.cancel()
        return latencies
    finally:
        await consumer.stop()
        await producer.stop()


async def _profile(place: Place, environment: Mapping[str, str]) -> str:
    file = place.folder / "latency.profile"
    await effects(place, environment, seconds=5, profile=file)
    return top_lines(file)


def _seconds(place: Place) -> float:
    return 6 if place.quick else 20
