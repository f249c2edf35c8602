"""The Kafka adapter of the transport port."""

from collections.abc import AsyncIterator, Sequence

import structlog
from aiokafka import AIOKafkaConsumer  # type: ignore[import-untyped]
from aiokafka.errors import KafkaError  # type: ignore[import-untyped]

from shared.bus.topics import TopicPolicy, TopicsDiffer, differences
from shared.bus.transport import BatchHandler, Published, Record, Subscription, TransportUnavailable
from shared.bus.transports.kafka.access import KafkaAccess
from shared.bus.transports.kafka.cluster import METADATA_MS, KafkaCluster, end_consumer
from shared.bus.transports.kafka.member import BATCH, REQUEST_MS, KafkaSubscription
from shared.bus.transports.kafka.membership import to_record
from shared.bus.transports.kafka.outages import fold_client_log
from shared.bus.transports.kafka.publisher import KafkaPublisher

log = structlog.get_logger()

HISTORY_POLL_MS = 1_000


class KafkaTransport:
    """Records on an Apache Kafka cluster. It is not bound to an event loop until `start`."""

    def __init__(self, access: KafkaAccess, client_id: str, policy: TopicPolicy | None = None) -> None:
        """Prepare; nothing is connected yet.

        Args:
            client_id: this process in the broker's logs, such as `loans-worker`.
            policy: how topics have to be; one copy of everything when left out.
        """
        fold_client_log()
        self._access = access
        self._client_id = client_id
        self._policy = policy or TopicPolicy()
        self._cluster = KafkaCluster(access, client_id, self._policy)
        self._publisher = KafkaPublisher(access, client_id, self._cluster)

    async def start(self) -> None:
        """Connect. Raises `TransportUnavailable` when nothing answers within 15 seconds."""
        await self._cluster.topics()

    def wait_longer(self, seconds: float) -> None:
        """From now on an answer of the cluster may take so many seconds: for work that should not be left half done."""
        self._cluster.patience = seconds

    async def stop(self) -> None:
        """Disconnect; what was confirmed stays. Members of groups leave when their `run` is cancelled, not here."""
        await self._publisher.close()
        await self._cluster.close()

    async def ensure_topics(self, topics: Sequence[str]) -> None:
        """Create the topics that are missing: twelve partitions, kept for ever. Of those that differ a little the log tells.

        Raises:
            TopicsDiffer: some are such that events could be lost or come out of order; nothing is changed about them.
            TransportUnavailable: there was no answer in time.
            TransportRefused: the cluster would not.
        """
        await self._cluster.ensure_topics(topics)
        found = differences(topics, await self._cluster.describe(topics), self._policy)
        for one in found:
            if not one.grave:
                log.warning("a topic differs", topic=one.topic, what=one.what, now=one.now, wanted=one.wanted)
        if grave := [one for one in found if one.grave]:
            raise TopicsDiffer(grave)

    async def topics(self) -> set[str]:
        """The names of all topics there are. Raises `TransportUnavailable`."""
        return await self._cluster.topics()

    async def delete_topics(self, topics: Sequence[str], groups: Sequence[str]) -> None:
        """Delete topics with their records, and how far groups came: only for putting a backup back, while no service runs.

        Raises as `ensure_topics`.
        """
        await self._cluster.delete_topics(topics, groups)

    async def publish(self, records: Sequence[Record]) -> Published:
        """Store records; see `Transport.publish` and `publisher.py` for how order is kept. Back within 15 seconds."""
        return await self._publisher.publish(records)

    def subscribe(self, group: str, topics: Sequence[str], handler: BatchHandler) -> Subscription:
        """One member of a group; it creates the topics that are missing when it runs."""
        return KafkaSubscription(self._access, self._client_id, self._cluster, group, tuple(topics), handler)

    async def history(self, topics: Sequence[str]) -> AsyncIterator[Sequence[Record]]:
        """All records up to where each partition ends now, in batches; in order per topic and key, not between keys.

        Raises:
            TransportUnavailable: the cluster did not answer at the start; later it is waited for.
        """
        ends = {partition: end for partition, end in (await self._cluster.ends(topics)).items() if end > 0}
        consumer = AIOKafkaConsumer(
            **self._access.client(self._client_id),
            group_id=None,
            enable_auto_commit=False,
            auto_offset_reset="earliest",
            request_timeout_ms=REQUEST_MS,
            metadata_max_age_ms=METADATA_MS,
        )
        try:
            if ends:
                consumer.assign(list(ends))
                await consumer.start()
            while ends:
                batch = await consumer.getmany(*ends, timeout_ms=HISTORY_POLL_MS, max_records=BATCH)
                for partition, found in batch.items():
                    if wanted := [to_record(record) for record in found if record.offset < ends[partition]]:
                        yield wanted
                    if await consumer.position(partition) >= ends[partition]:
                        del ends[partition]
                        consumer.pause(partition)
        except KafkaError as error:
            raise TransportUnavailable(f"Kafka at {self._access.bootstrap} stopped answering") from error
        finally:
            await end_consumer(consumer)
