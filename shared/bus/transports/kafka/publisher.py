"""Stores records: in order per key, confirmed per partition, over an idempotent producer.

How order is kept. The partition follows from the key, so a key lives in one partition. Records of a partition are put into
batches of our own; a batch is stored whole or not at all, and the next one of that partition is sent only after this one was
confirmed. Within one producer a retry cannot repeat or overtake anything: the broker checks its sequence numbers.

When an outcome is not known (a timeout, a lost connection, a refusal), the producer is thrown away, for its sequence numbers
no longer fit. Its last request may then still arrive after the new producer stored the same records again. That is harmless:
the caller hands over unconfirmed records again, so the late batch begins with the earliest unconfirmed record of the
partition and holds the following ones without a gap. Whenever it arrives, each record appears for the first time in order;
what comes late is a repeat, and the inbox knows repeats. To keep even repeats close together, the old producer stops trying
at once and the new one starts only when the old one's last request has ended.
"""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from aiokafka import AIOKafkaProducer  # type: ignore[import-untyped]
from aiokafka.errors import KafkaError  # type: ignore[import-untyped]
from aiokafka.partitioner import DefaultPartitioner  # type: ignore[import-untyped]

from shared.bus.transport import Published, Record
from shared.bus.transports.kafka.access import KafkaAccess
from shared.bus.transports.kafka.cluster import METADATA_MS, REQUEST_MS, KafkaCluster
from shared.bus.transports.kafka.outages import OUTAGES

PUBLISH_SECONDS = 15.0
# Half of what a broker takes by default, for the size of a batch is an estimate until it is closed.
BATCH_BYTES = 512 * 1024

Place = tuple[str, int]
"""A topic and a partition of it."""

# murmur2 on the bytes of the key, as in every Kafka client: whoever else writes or reads finds a key in the same partition.
partition_of = DefaultPartitioner()


class KafkaPublisher:
    """One producer at a time, made when it is needed and replaced after a failure."""

    def __init__(self, access: KafkaAccess, client_id: str, cluster: KafkaCluster) -> None:
        self._access = access
        self._client_id = client_id
        self._cluster = cluster
        self._topics: set[str] = set()
        self._producer: Any = None
        self._ending: asyncio.Task[None] | None = None
        self._turn = asyncio.Lock()

    async def publish(self, records: Sequence[Record]) -> Published:
        """See `Transport.publish`. Back within `PUBLISH_SECONDS`, whatever the cluster does."""
        if not records:
            return Published(())
        confirmed: list[int] = []
        async with self._turn:
            try:
                async with asyncio.timeout(PUBLISH_SECONDS):
                    await self._send(records, confirmed)
            except asyncio.CancelledError:
                self._discard()
                raise
            except Exception as error:
                self._discard()
                OUTAGES.trouble("publishing", error)
                return Published(sorted(confirmed), error)
        OUTAGES.well()
        return Published(range(len(records)))

    async def close(self) -> None:
        """Disconnect."""
        self._discard()
        if self._ending is not None:
            await self._ending

    async def _send(self, records: Sequence[Record], confirmed: list[int]) -> None:
        producer = await self._connected()
        await self._look_up({record.topic for record in records})
        places: defaultdict[Place, list[int]] = defaultdict(list)
        for index, record in enumerate(records):
            partitions = sorted(await producer.partitions_for(record.topic))
            places[record.topic, partition_of(record.key.encode(), partitions, partitions)].append(index)
        sending = [asyncio.create_task(self._fill(producer, place, records, todo, confirmed)) for place, todo in places.items()]
        try:
            await asyncio.wait(sending)
        finally:
            for task in sending:
                task.cancel()
            results = await asyncio.gather(*sending, return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException):
                raise result

    async def _fill(
        self, producer: Any, place: Place, records: Sequence[Record], todo: Sequence[int], confirmed: list[int]
    ) -> None:
        """Store one partition's records, batch after batch."""
        topic, partition = place
        for batch, indexes in _batches(producer, records, todo):
            await (await producer.send_batch(batch, topic, partition=partition))
            confirmed.extend(indexes)

    async def _look_up(self, topics: set[str]) -> None:
        if topics <= self._topics:
            return
        # Not by asking for one topic: a cluster that creates topics on request would do so, with the wrong settings.
        self._topics = await self._cluster.topics()
        if missing := topics - self._topics:
            raise LookupError(f"there is no topic {', '.join(sorted(missing))}")

    async def _connected(self) -> Any:
        if self._ending is not None:
            await asyncio.shield(self._ending)
            self._ending = None
        if self._producer is None:
            producer = AIOKafkaProducer(
                **self._access.client(self._client_id),
                acks="all",  # by default the leader alone, whose crash would lose what it confirmed
                enable_idempotence=True,  # off by default: a retry could repeat and reorder
                linger_ms=0,  # the relay has already gathered a batch
                max_batch_size=BATCH_BYTES,
                request_timeout_ms=REQUEST_MS,  # a half-open connection is noticed, and replaced, within one publish
                metadata_max_age_ms=METADATA_MS,
            )
            try:
                await producer.start()
            except BaseException:
                await producer.stop()
                raise
            self._producer = producer
        return self._producer

    def _discard(self) -> None:
        producer, self._producer = self._producer, None
        self._topics = set()
        if producer is not None:
            self._ending = asyncio.create_task(_end(producer))


def _batches(producer: Any, records: Sequence[Record], todo: Sequence[int]) -> Iterator[tuple[Any, list[int]]]:
    """Fill batches with as many records as fit, in order."""
    batch, indexes = producer.create_batch(), list[int]()
    for index in todo:
        record = records[index]
        item = {
            "key": record.key.encode(),
            "value": record.value,
            "timestamp": None,
            "headers": [(name, value.encode()) for name, value in record.headers.items()],
        }
        if batch.append(**item) is None:
            yield batch, indexes
            batch, indexes = producer.create_batch(), []
            batch.append(**item)
        indexes.append(index)
    yield batch, indexes


async def _end(producer: Any) -> None:
    """Stop a producer without sending what it still holds.

    Its own `stop` sends everything first, for as long as that takes, and is left half done when it is cancelled. Cancelling
    its sender waits for the requests under way, each bounded by the request timeout, and sends nothing more.
    """
    with contextlib.suppress(KafkaError, OSError, asyncio.CancelledError):
        await producer._sender.close()
    with contextlib.suppress(KafkaError, OSError):
        await producer.client.close()
    producer._closed = True
