"""All that a cluster keeps, past every group: read whole, written partition by partition, positions set. For a move."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer, TopicPartition  # type: ignore[import-untyped]
from aiokafka.errors import KafkaError  # type: ignore[import-untyped]

from shared.bus.topics import TopicPolicy
from shared.bus.transport import Record, TransportUnavailable
from shared.bus.transports.kafka.access import KafkaAccess
from shared.bus.transports.kafka.cluster import METADATA_MS, KafkaCluster, end_consumer
from shared.bus.transports.kafka.membership import to_record
from shared.bus.transports.kafka.outages import fold_client_log
from shared.bus.transports.kafka.publisher import BATCH_BYTES, partition_of

REQUEST_MS = 30_000
POLL_MS = 1_000
BATCH = 1_000


@dataclass(frozen=True, slots=True)
class Kept:
    """A record where it is kept.

    Attributes:
        place: the partition it is in.
        offset: its number there.
        at: when it was stored (UTC), in whole milliseconds, as the clock of whoever stored it said.
    """

    record: Record
    place: int
    offset: int
    at: datetime


class KafkaArchive:
    """A cluster from which, or to which, all records are carried. Nothing else may write to it meanwhile.

    Every method raises `TransportUnavailable` when the cluster does not answer, and a `KafkaError` is one of those too.
    """

    def __init__(self, access: KafkaAccess, policy: TopicPolicy | None = None, client_id: str = "digibank-move") -> None:
        fold_client_log()
        self._bootstrap = access.bootstrap
        self._client: dict[str, Any] = {
            **access.client(client_id),
            "request_timeout_ms": REQUEST_MS,
            "metadata_max_age_ms": METADATA_MS,
        }
        self._cluster = KafkaCluster(access, client_id, policy or TopicPolicy())
        self._producer: Any = None
        self._connecting = asyncio.Lock()

    async def close(self) -> None:
        """Disconnect."""
        if self._producer is not None:
            await self._producer.stop()
            self._producer = None
        await self._cluster.close()

    async def topics(self) -> set[str]:
        """The names of all topics."""
        async with self._reached():
            return await self._cluster.topics()

    async def ensure_topics(self, topics: Sequence[str]) -> None:
        """Create those that are missing, as the transport does."""
        async with self._reached():
            await self._cluster.ensure_topics(topics)

    async def ends(self, topic: str) -> list[int]:
        """How far each partition goes, in the order of their numbers; empty when there is no such topic."""
        async with self._reached():
            ends = await self._cluster.ends([topic])
        return [ends[partition] for partition in sorted(ends, key=lambda one: int(one.partition))]

    @staticmethod
    def place_of(key: str, partitions: int) -> int:
        """The partition in which the publisher puts a key."""
        numbers = list(range(partitions))
        return int(partition_of(key.encode(), numbers, numbers))

    async def append(self, topic: str, place: int, records: Sequence[tuple[Record, datetime]]) -> None:
        """Store records in one partition, in this order, each with its own moment; back when all are confirmed.

        When it raises, some of them may be there: look how far the partition goes.
        """
        async with self._reached():
            producer = await self._connected()
            batch = producer.create_batch()
            for record, at in records:
                item = {
                    "key": record.key.encode(),
                    "value": record.value,
                    "timestamp": milliseconds(at),
                    "headers": [(name, value.encode()) for name, value in record.headers.items()],
                }
                if batch.append(**item) is None:
                    await (await producer.send_batch(batch, topic, partition=place))
                    batch = producer.create_batch()
                    batch.append(**item)
            await (await producer.send_batch(batch, topic, partition=place))

    async def read(self, topic: str, until: Sequence[int]) -> AsyncIterator[Sequence[Kept]]:
        """The records of a topic up to these ends, in batches; in order within each partition only."""
        async with self._reached(), self._reader(topic, until) as (consumer, unread):
            while unread:
                found = await consumer.getmany(*unread, timeout_ms=POLL_MS, max_records=BATCH)
                for partition, batch in found.items():
                    yield [_kept(one) for one in batch if one.offset < unread[partition]]
                await _forget_finished(consumer, unread)

    async def read_by_time(self, topic: str, until: Sequence[int]) -> AsyncIterator[Kept]:
        """The records of a topic up to these ends: of all partitions the oldest first, and each partition in its own order."""
        async with self._reached(), self._reader(topic, until) as (consumer, unread):
            waiting: dict[Any, deque[Kept]] = {partition: deque() for partition in unread}
            while waiting:
                while empty := [partition for partition, queue in waiting.items() if not queue and partition in unread]:
                    found = await consumer.getmany(*empty, timeout_ms=POLL_MS, max_records=BATCH)
                    for partition, batch in found.items():
                        waiting[partition] += [_kept(one) for one in batch if one.offset < unread[partition]]
                    await _forget_finished(consumer, unread)
                waiting = {partition: queue for partition, queue in waiting.items() if queue}
                # As long as each partition has one to show, or none any more, the oldest of these is the oldest of all.
                while waiting and all(waiting.values()):
                    yield min(waiting.values(), key=lambda queue: (queue[0].at, queue[0].place)).popleft()

    async def groups(self, prefix: str) -> list[str]:
        """The names of the groups that begin so."""
        async with self._reached():
            return sorted(name for name in await self._cluster.groups() if name.startswith(prefix))

    async def positions(self, group: str) -> dict[tuple[str, int], int]:
        """The next record that a group wants, per topic and partition it ever acknowledged something of."""
        async with self._reached():
            return {(at.topic, at.partition): offset for at, offset in (await self._cluster.acknowledged(group)).items()}

    async def set_positions(self, group: str, positions: Mapping[tuple[str, int], int]) -> None:
        """Say what a group wants next. Raises when the group has members: they have positions of their own."""
        async with self._reached():
            consumer = self._consumer(group)
            consumer.assign([TopicPartition(*place) for place in positions])
            try:
                await consumer.start()
                await consumer.commit({TopicPartition(*place): offset for place, offset in positions.items()})
            finally:
                await end_consumer(consumer)

    def _consumer(self, group: str | None) -> Any:
        return AIOKafkaConsumer(**self._client, group_id=group, enable_auto_commit=False, auto_offset_reset="earliest")

    @asynccontextmanager
    async def _reader(self, topic: str, until: Sequence[int]) -> AsyncIterator[tuple[Any, dict[Any, int]]]:
        unread = {TopicPartition(topic, place): end for place, end in enumerate(until) if end > 0}
        consumer = self._consumer(None)
        try:
            if unread:
                consumer.assign(list(unread))
                await consumer.start()
                await consumer.seek_to_beginning()
                await _forget_finished(consumer, unread)
            yield consumer, unread
        finally:
            await end_consumer(consumer)

    async def _connected(self) -> Any:
        async with self._connecting:
            return await self._start_producer()

    async def _start_producer(self) -> Any:
        if self._producer is None:
            producer = AIOKafkaProducer(
                **self._client, acks="all", enable_idempotence=True, linger_ms=0, max_batch_size=BATCH_BYTES
            )
            try:
                await producer.start()
            except BaseException:
                await producer.stop()
                raise
            self._producer = producer
        return self._producer

    @asynccontextmanager
    async def _reached(self) -> AsyncIterator[None]:
        try:
            yield
        except KafkaError as error:
            raise TransportUnavailable(f"Kafka at {self._bootstrap} refuses or is away: {error!r}") from error


def milliseconds(at: datetime) -> int:
    """A moment as Kafka keeps it."""
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def _kept(found: Any) -> Kept:
    return Kept(to_record(found), found.partition, found.offset, datetime.fromtimestamp(found.timestamp / 1000, UTC))


async def _forget_finished(consumer: Any, unread: dict[Any, int]) -> None:
    for partition in list(unread):
        if await consumer.position(partition) >= unread[partition]:
            del unread[partition]
            consumer.pause(partition)
