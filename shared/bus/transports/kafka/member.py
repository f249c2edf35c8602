"""One member of a consumer group, received through FastStream.

What FastStream 0.7 does by default and why it is set differently here:

- It acknowledges before the handler runs (`ACK_FIRST`, which also switches on the automatic commit): `AckPolicy.MANUAL`, and a
  commit of exactly the offsets of the batch after the handler returned.
- It swallows what a handler raises and goes on to the next batch, whose commit then covers the lost one; `NACK_ON_ERROR` comes
  back at once, without end: the retries are in here, and nothing ever leaves the handler as an exception.
- A group that is new starts at the end (`latest`): `earliest`.
- It decodes headers and bodies itself; one header that is not UTF-8, and the whole batch is skipped: its parser and decoder
  are replaced by ones that hand on the records as they are.
- A record with a `reply_to` header makes it publish the answer there: `no_reply`.
- It creates missing topics with the cluster's defaults: switched off, `KafkaCluster` creates them.
- After an empty poll it sleeps as long again, deaf; after an error it sleeps five seconds and polls the same consumer, also
  when that one is dead for good: `_Consumer` never returns an empty poll and reports an error, and the member starts anew.
"""

import asyncio
import contextlib
from collections.abc import Callable
from functools import partial
from typing import Any

from aiokafka.errors import ConsumerStoppedError, KafkaError  # type: ignore[import-untyped]
from faststream import AckPolicy
from faststream.kafka import KafkaBroker, KafkaMessage
from faststream.kafka.message import FAKE_CONSUMER

from shared.bus.transport import BatchHandler, TransportRefused, TransportUnavailable
from shared.bus.transports.kafka.access import KafkaAccess
from shared.bus.transports.kafka.cluster import (
    FIRST_PAUSE_SECONDS,
    LONGEST_PAUSE_SECONDS,
    METADATA_MS,
    Ends,
    KafkaCluster,
    end_consumer,
)
from shared.bus.transports.kafka.cooperation import CooperativeConsumer
from shared.bus.transports.kafka.membership import Membership
from shared.bus.transports.kafka.outages import OUTAGES

BATCH = 500
POLL_MS = 1_000
FETCH_WAIT_MS = 500
# A member that was killed is replaced after this time; the shortest that a broker accepts by default.
SESSION_MS = 6_000
# When one leaves, the others hear of it at their next heartbeat, and until then nobody reads what it had.
HEARTBEAT_MS = 500
# How long a member may finish what it has in hand of partitions that move (`HANDOVER_SECONDS`), and some more.
REBALANCE_MS = 10_000
# Longer than a rebalance, or joining a group would be taken for a dead connection.
REQUEST_MS = 12_000
# A handler that hangs longer than this loses its partitions to another member.
HANG_MS = 300_000
LEAVE_SECONDS = 5.0
DRAIN_POLL_SECONDS = 0.5


class KafkaSubscription:
    """A member of a group: joins when it runs, and joins anew when its consumer broke."""

    def __init__(
        self,
        access: KafkaAccess,
        client_id: str,
        cluster: KafkaCluster,
        group: str,
        topics: tuple[str, ...],
        handler: BatchHandler,
    ) -> None:
        self._access, self._client_id, self._cluster = access, client_id, cluster
        self._group, self._topics, self._handler = group, topics, handler
        self._acknowledged: Ends = {}
        self._advanced = asyncio.Event()
        self._pause = FIRST_PAUSE_SECONDS

    async def run(self) -> None:
        """See `Subscription.run`. On cancellation the handler is cancelled, and then the group is left."""
        while True:
            try:
                await self._cluster.ensure_topics(self._topics)
                await self._be_member()
            except (KafkaError, OSError, TransportUnavailable) as error:
                OUTAGES.trouble("receiving", error)
            await asyncio.sleep(self._pause)
            self._pause = min(self._pause * 2, LONGEST_PAUSE_SECONDS)

    async def _be_member(self) -> None:
        """Receive until cancelled or until the consumer breaks, which raises what broke it."""
        membership = Membership(self._group, self._handler, self._advance)
        broker = KafkaBroker(
            self._access.bootstrap.split(","),
            client_id=self._client_id,
            consumer_only=True,
            allow_auto_create_topics=False,
            request_timeout_ms=REQUEST_MS,
            metadata_max_age_ms=METADATA_MS,
            logger=None,
            apply_types=False,
        )
        subscriber = broker.subscriber(
            *self._topics,
            batch=True,
            group_id=self._group,
            ack_policy=AckPolicy.MANUAL,
            auto_offset_reset="earliest",
            no_reply=True,
            parser=_untouched,
            decoder=_records_of,
            max_records=BATCH,
            batch_timeout_ms=POLL_MS,
            # An answer as soon as there is one record; the wait is only for how long a quiet connection stays open.
            fetch_min_bytes=1,
            fetch_max_wait_ms=FETCH_WAIT_MS,
            session_timeout_ms=SESSION_MS,
            heartbeat_interval_ms=HEARTBEAT_MS,
            rebalance_timeout_ms=REBALANCE_MS,
            max_poll_interval_ms=HANG_MS,
            # How the group meets, and who gets what: `cooperation.py`.
            listener=membership,
        )
        subscriber(membership.deal_with)
        await broker.connect()
        config = broker.config.broker_config
        settings = config.builder.keywords | self._access.client(self._client_id)  # type: ignore[attr-defined]
        config.builder = partial(_Consumer, membership, **settings)
        try:
            await subscriber.start()
            await membership.broken
        finally:
            await membership.end()
            leaving = asyncio.create_task(_leave(subscriber, membership.consumer))
            _LEAVING.add(leaving)
            leaving.add_done_callback(_LEAVING.discard)
            # With a broker that hangs, leaving can take longer than anyone wants to wait; it goes on by itself.
            await asyncio.wait({leaving}, timeout=LEAVE_SECONDS)

    def _advance(self, ends: Ends) -> None:
        self._acknowledged |= ends
        self._pause = FIRST_PAUSE_SECONDS
        self._advanced.set()
        self._advanced = asyncio.Event()

    async def drain(self) -> None:
        """See `Subscription.drain`. Other members of the group may do part of it; waits while the cluster is away."""
        goals = await self._persist(lambda: self._cluster.ends(self._topics))
        done = await self._persist(lambda: self._cluster.acknowledged(self._group))
        while True:
            advanced = self._advanced
            reached = {partition: max(done.get(partition, 0), self._acknowledged.get(partition, 0)) for partition in goals}
            if all(reached[partition] >= goal for partition, goal in goals.items()):
                return
            try:
                await asyncio.wait_for(advanced.wait(), DRAIN_POLL_SECONDS)
            except TimeoutError:
                done = await self._persist(lambda: self._cluster.acknowledged(self._group))

    async def lag(self) -> int:
        """See `Subscription.lag`. Raises `TransportUnavailable`."""
        ends = await self._cluster.ends(self._topics)
        done = await self._cluster.acknowledged(self._group)
        return sum(max(0, end - done.get(partition, 0)) for partition, end in ends.items())

    async def _persist(self, question: Callable[[], Any]) -> Ends:
        while True:
            try:
                answer: Ends = await question()
            except TransportRefused:
                raise
            except TransportUnavailable:
                continue
            return answer


class _Consumer(CooperativeConsumer):
    """The consumer that FastStream polls: no empty batches, and an error ends the membership."""

    def __init__(self, membership: Membership, **settings: Any) -> None:
        super().__init__(membership, **settings)
        self._membership = membership
        membership.consumer = self

    async def getmany(self, *partitions: Any, timeout_ms: int = 0, max_records: int | None = None) -> dict[Any, list[Any]]:
        """The next records, however long that takes."""
        while True:
            try:
                if self._membership.has_something_in_hand:
                    # FastStream swallowed what went wrong between the last poll and our handler; acknowledging a later batch
                    # would lose that one.
                    raise KafkaError("a batch was never dealt with")
                found: dict[Any, list[Any]] = await super().getmany(timeout_ms=timeout_ms, max_records=max_records)
                if not found and self._fetcher.error_future.done() and not self._closed:
                    self._fetcher.error_future.result()
                    raise KafkaError("the reading ended")
            except ConsumerStoppedError:
                raise
            except Exception as error:
                self._membership.give_up(error if isinstance(error, KafkaError) else KafkaError(repr(error)))
                await asyncio.Event().wait()  # until FastStream is stopped
            if found:
                self._membership.take(found)
                return found


_LEAVING: set[asyncio.Task[None]] = set()
"""Members on their way out; the event loop itself would forget them."""


async def _untouched(batch: tuple[Any, ...]) -> KafkaMessage:
    return KafkaMessage(raw_message=batch, body=b"", consumer=FAKE_CONSUMER)


async def _records_of(message: KafkaMessage) -> Any:
    return message.raw_message


async def _leave(subscriber: Any, consumer: Any) -> None:
    with contextlib.suppress(KafkaError, OSError, asyncio.CancelledError):
        await subscriber.stop()
    if consumer is not None:
        await end_consumer(consumer)
