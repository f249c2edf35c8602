"""Row `workers`: what one more worker of a service brings, on real Kafka and real PostgreSQL, and what is busy meanwhile.

The same backlog for one, two and three processes. They join while there is nothing to do; then records that were made beforehand
are stored in Kafka, and what is left at the end of that is timed: no process starts, joins or makes events in the time measured.
"""

import asyncio
import os
import statistics
import time
from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import psutil
from aiokafka import AIOKafkaConsumer, TopicPartition  # type: ignore[import-untyped]
from aiokafka.admin import AIOKafkaAdminClient  # type: ignore[import-untyped]
from aiokafka.protocol.admin import DescribeGroupsRequest_v3, DescribeGroupsResponse_v3  # type: ignore[import-untyped]

from launcher.kafka import RunningKafka
from shared.bus.envelope import Trace, headers_for
from shared.bus.topics import PARTITIONS
from shared.bus.transport import Record, Subscription, Transport
from shared.contracts.inventory import DeviceReady
from shared.runtime.clock import new_id
from tests.performance.burst import GROUPS, PATIENCE_SECONDS, ready_event
from tests.performance.carrying import BATCH, ORGANISATIONS, transport_of
from tests.performance.commands import half_of
from tests.performance.place import Place
from tests.performance.processes import tree_cpu_seconds
from tests.performance.report import Row

TOPIC = DeviceReady.topic
ASK_EVERY_SECONDS = 0.05
ADD_ROW = "INSERT INTO bench_effect VALUES ($1, $2, $3)"


@dataclass(frozen=True, slots=True)
class Drained:
    """One backlog that went.

    Attributes:
        rate: events per second, each with the effects of both groups.
        busy: cores in use meanwhile, on average, by who used them.
    """

    rate: float
    busy: dict[str, float]


async def worker_rows(place: Place, kafka: RunningKafka, *, most: int = 3, count: int | None = None) -> list[Row]:
    """Events per second by number of workers.

    Args:
        most: workers.
        count: events in a backlog.
    """
    count = count or (3_000 if place.quick else 10_000)
    rounds = 1 if place.quick else 2
    found: defaultdict[int, list[Drained]] = defaultdict(list)
    raw: list[float] = []
    async with (
        place.service("inventory", kafka=kafka.bootstrap) as inventory,
        place.service("loans", kafka=kafka.bootstrap) as loans,
        transport_of(place, kafka.bootstrap, inventory, loans) as transport,
    ):
        for _ in range(rounds):
            async with AsyncExitStack() as stack:
                pids: list[int] = []
                for number in range(1, most + 1):
                    child = await stack.enter_async_context(half_of(place, "loans", "worker", kafka=kafka.bootstrap))
                    pids.append(child.process.pid)
                    await _joined(kafka.bootstrap, number)
                    await _drain(transport, kafka, place, count // 10, pids)  # plans, connections, caches
                    found[number].append(await _drain(transport, kafka, place, count, pids))
            raw.append(await _bare(place, kafka.bootstrap, count))
    return [_row(number, count, found, raw) for number in found]


def _row(number: int, count: int, found: dict[int, list[Drained]], raw: Sequence[float]) -> Row:
    rate = {of: statistics.median(one.rate for one in each) for of, each in found.items()}
    busy = {who: statistics.median(one.busy[who] for one in found[number]) for who in found[number][0].busy}
    return Row(
        "workers",
        f"{number} of loans, {count} events with the effects of both groups, Kafka; cores busy: "
        + ", ".join(f"{who} {cores:.2f}" for who, cores in busy.items())
        + f" (of {os.cpu_count()}); baseline: aiokafka and asyncpg in one process, one row for an event",
        f"{rate[number]:.0f} events/s",
        f"{statistics.median(raw):.0f} events/s",
        f"{rate[number] / statistics.median(raw):.0%}, {rate[number] / rate[1]:.2f} x one worker",
    )


async def _drain(transport: Transport, kafka: RunningKafka, place: Place, count: int, workers: Iterable[int]) -> Drained:
    records = _records(count)
    members = [transport.subscribe(group, [TOPIC], _never) for group in GROUPS]
    for start in range(0, count, BATCH):
        published = await transport.publish(records[start : start + BATCH])
        if published.error is not None:
            raise published.error
    watched = {"workers": list(workers)}
    if place.postgres.embedded is not None and place.postgres.embedded.pid:
        watched["PostgreSQL"] = [place.postgres.embedded.pid]
    if kafka.broker is not None:
        watched["Kafka"] = [kafka.broker.pid]
    left, before, started = await _left(members), _processor(watched), time.perf_counter()
    deadline = time.monotonic() + PATIENCE_SECONDS
    while await _left(members):
        if time.monotonic() > deadline:
            raise RuntimeError("the backlog does not go")
        await asyncio.sleep(ASK_EVERY_SECONDS)
    taken = time.perf_counter() - started
    after = _processor(watched)
    return Drained(left / len(GROUPS) / taken, {who: (after[who] - before[who]) / taken for who in after})


async def _left(members: Sequence[Subscription]) -> int:
    return sum(await asyncio.gather(*(member.lag() for member in members)))


async def _never(records: object) -> None:
    raise AssertionError("only asked how far the group is")


def _processor(watched: dict[str, list[int]]) -> dict[str, float]:
    """Seconds of processor so far, by who used them; the whole computer too, which tells whether somebody else was at work."""
    total = psutil.cpu_times()
    everybody = {"all programs": sum(total) - total.idle - getattr(total, "iowait", 0.0)}
    return {who: sum(map(tree_cpu_seconds, pids)) for who, pids in watched.items()} | everybody


def _records(count: int) -> list[Record]:
    """Events as the outbox would hand them over, each about another machine; organisations take turns, as after a broken link.

    The reactions of one organisation go one after the other, whoever handles them: with one organisation there is nothing to share.
    """
    organisations: list[UUID] = [new_id() for _ in range(ORGANISATIONS)]
    now, records = datetime.now(UTC), []
    for number in range(count):
        event = ready_event(new_id())
        headers = headers_for(
            event,
            event_id=new_id(),
            service="inventory",
            time=now,
            organisation=organisations[number % ORGANISATIONS],
            trace=Trace(new_id()),
        )
        records.append(Record(TOPIC, str(event.device_id), event.model_dump_json().encode(), headers | {"ce_sequence": "1"}))
    return records


async def _joined(bootstrap: str, number: int) -> None:
    """Wait until so many are in both groups and the groups have shared out their work."""
    # aiokafka 0.14 asks in version 3 and reads the answer as version 2, which ends the connection.
    DescribeGroupsRequest_v3.RESPONSE_TYPE = DescribeGroupsResponse_v3
    admin = AIOKafkaAdminClient(bootstrap_servers=bootstrap)
    await admin.start()
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            while True:
                answers = await admin.describe_consumer_groups(list(GROUPS))
                groups = [group for answer in answers for group in answer.groups]
                if all(state == "Stable" and len(members) == number for _, _, state, _, _, members, *_ in groups):
                    return
                await asyncio.sleep(ASK_EVERY_SECONDS)
    finally:
        await admin.close()


async def _bare(place: Place, bootstrap: str, count: int) -> float:
    """The last `count` records of the topic, from Kafka into a table, as fast as one process does without any promise."""
    connection = await place.admin("postgres")
    consumer = AIOKafkaConsumer(bootstrap_servers=bootstrap, enable_auto_commit=False)
    await consumer.start()
    try:
        await connection.execute("CREATE TABLE bench_effect (id uuid PRIMARY KEY, organisation uuid, value json)")
        partitions = [TopicPartition(TOPIC, number) for number in range(PARTITIONS)]
        consumer.assign(partitions)
        ends = await consumer.end_offsets(partitions)
        for partition in partitions:
            consumer.seek(partition, max(0, ends[partition] - count // len(partitions)))
        wanted = sum([ends[partition] - await consumer.position(partition) for partition in partitions])
        started, got = time.perf_counter(), 0
        while got < wanted:
            batches = await consumer.getmany(timeout_ms=1000, max_records=BATCH)
            rows = [
                (UUID(headers["ce_id"].decode()), UUID(headers["ce_organisation"].decode()), record.value.decode())
                for batch in batches.values()
                for record in batch
                if (headers := dict(record.headers))
            ]
            await connection.executemany(ADD_ROW, rows)
            got += len(rows)
        return got / (time.perf_counter() - started)
    finally:
        await consumer.stop()
        await connection.execute("DROP TABLE IF EXISTS bench_effect")
        await connection.close()
