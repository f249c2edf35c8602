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
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import structlog
from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener, TopicPartition  # type: ignore[import-untyped]
from aiokafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor  # type: ignore[import-untyped]
from aiokafka.errors import (  # type: ignore[import-untyped]
    CommitFailedError,
    ConsumerStoppedError,
    IllegalStateError,
    KafkaError,
)
from faststream import AckPolicy
from faststream.kafka import KafkaBroker, KafkaMessage
from faststream.kafka.message import FAKE_CONSUMER

from shared.bus.transport import BatchHandler, Record, TransportRefused, TransportUnavailable
from shared.bus.transports.kafka.access import KafkaAccess
from shared.bus.transports.kafka.cluster import (
    FIRST_PAUSE_SECONDS,
    LONGEST_PAUSE_SECONDS,
    METADATA_MS,
    Ends,
    KafkaCluster,
    end_consumer,
)
from shared.bus.transports.kafka.outages import OUTAGES

log = structlog.get_logger()

BATCH = 500
POLL_MS = 1_000
FETCH_WAIT_MS = 500
# A member that was killed is replaced after this time; the shortest that a broker accepts by default.
SESSION_MS = 6_000
# When one leaves, the others hear of it at their next heartbeat, and until then nobody reads what it had.
HEARTBEAT_MS = 500
# When others join or leave, a member may finish what it has in hand, and then hands over its partitions.
HANDOVER_SECONDS = 6.0
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
        membership = _Membership(self._group, self._handler, self._advance)
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
            # aiokafka only knows the eager protocol: all members stop, then all start; nobody reads what another still has.
            partition_assignment_strategy=(RoundRobinPartitionAssignor,),
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


class _Membership(ConsumerRebalanceListener):  # type: ignore[misc]
    """What happens between two meetings of the group: batches are dealt with one at a time, and acknowledged."""

    def __init__(self, group: str, handler: BatchHandler, advance: Callable[[Ends], None]) -> None:
        self.broken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.consumer: Any = None
        self._group, self._handler, self._advance = group, handler, advance
        self._work: asyncio.Task[None] | None = None
        self._empty_handed = asyncio.Event()
        self._empty_handed.set()
        self._handing_over = asyncio.Event()
        self._over = False

    def take(self) -> None:
        """A batch is in hand from this moment: the group is not told that its partitions are free."""
        self._empty_handed.clear()

    def give_up(self, error: KafkaError) -> None:
        """The consumer is of no use any more."""
        if not self.broken.done():
            self.broken.set_exception(error)

    async def deal_with(self, batch: Sequence[Any]) -> None:
        """Hand one batch to the handler until it returns, then acknowledge it. Never raises but for cancellation."""
        # After the end a batch may be half dealt with: acknowledging a later one would lose it.
        if not self._over:
            self._work = asyncio.create_task(self._handle_and_acknowledge(batch))
            await asyncio.wait({self._work})
            if not self._ended_well(self._work):
                # Nothing acknowledged this batch: acknowledging a later one would lose it, so this membership ends here.
                self._over = True
                self.give_up(KafkaError("a batch was left half-way"))
        self._empty_handed.set()

    def _ended_well(self, work: "asyncio.Task[None]") -> bool:
        """False when the work broke or was cancelled by nobody here."""
        if self._over or self._handing_over.is_set():
            return True  # then the group reads again from what is acknowledged
        if work.cancelled():
            return False
        error = work.exception()
        if error is not None:
            log.error("a batch broke outside its handler", group=self._group, error=type(error).__name__)
        return error is None

    async def end(self) -> None:
        """Deal with nothing any more; back when the handler has ended."""
        self._over = True
        await self._cancel_handler()
        if self.broken.done() and not self.broken.cancelled():
            self.broken.exception()  # seen, when cancellation came at the same time

    async def _cancel_handler(self) -> None:
        if self._work is not None:
            self._work.cancel()
            await asyncio.wait({self._work})

    async def on_partitions_revoked(self, revoked: set[Any]) -> None:
        """The group meets: finish what is in hand, for another member may get these partitions."""
        self._handing_over.set()
        try:
            await asyncio.wait_for(self._empty_handed.wait(), HANDOVER_SECONDS)
        except TimeoutError:
            log.warning("the handler is slower than the group can wait; the same events come again", group=self._group)
            await self._cancel_handler()

    async def on_partitions_assigned(self, assigned: set[Any]) -> None:
        """The group has met; reading starts from what is acknowledged."""
        self._handing_over.clear()
        log.debug("partitions assigned", group=self._group, partitions=len(assigned))

    async def _handle_and_acknowledge(self, batch: Sequence[Any]) -> None:
        records = [to_record(record) for record in batch]
        pause = FIRST_PAUSE_SECONDS
        while True:
            try:
                await self._handler(records)
                break
            except Exception as error:
                # The name only: the text of an error may quote what was in a record.
                name = type(error).__name__
                log.warning("the handler failed; the same events come again", group=self._group, error=name, pause=pause)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._handing_over.wait(), pause)
                return  # not acknowledged: they come again, here or at another member
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
        await self._acknowledge({TopicPartition(record.topic, record.partition): record.offset + 1 for record in batch})

    async def _acknowledge(self, ends: Ends) -> None:
        try:
            await self.consumer.commit(ends)
        except (CommitFailedError, IllegalStateError):
            # The group met without this member, because it was deaf or cut off for too long.
            log.info("the group has moved on; these events come again", group=self._group, records=len(ends))
        except KafkaError as error:
            OUTAGES.trouble("acknowledging", error)
            self.give_up(error)
        else:
            OUTAGES.well()
            self._advance(ends)


class _Consumer(AIOKafkaConsumer):  # type: ignore[misc]
    """The consumer that FastStream polls: no empty batches, and an error ends the membership."""

    def __init__(self, membership: _Membership, **settings: Any) -> None:
        super().__init__(**settings)
        self._membership = membership
        membership.consumer = self

    async def getmany(self, *partitions: Any, timeout_ms: int = 0, max_records: int | None = None) -> dict[Any, list[Any]]:
        """The next records, however long that takes."""
        while True:
            try:
                found: dict[Any, list[Any]] = await super().getmany(timeout_ms=timeout_ms, max_records=max_records)
                if not found and self._fetcher.error_future.done():
                    self._fetcher.error_future.result()
            except ConsumerStoppedError:
                raise
            except Exception as error:
                self._membership.give_up(error if isinstance(error, KafkaError) else KafkaError(repr(error)))
                await asyncio.Event().wait()  # until FastStream is stopped
            if found:
                self._membership.take()
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


def to_record(record: Any) -> Record:
    """What aiokafka received, as the port describes it. Bytes that are not text are shown as replacement characters."""
    return Record(
        topic=record.topic,
        key=(record.key or b"").decode(errors="replace"),
        value=record.value or b"",
        headers={name: (value or b"").decode(errors="replace") for name, value in record.headers},
    )
