"""What a member of a group has in hand: batches are dealt with one at a time, acknowledged, and let go of when they move."""

import asyncio
import contextlib
from collections.abc import Callable, Collection, Sequence
from typing import Any

import structlog
from aiokafka import ConsumerRebalanceListener, TopicPartition  # type: ignore[import-untyped]
from aiokafka.errors import CommitFailedError, KafkaError  # type: ignore[import-untyped]

from shared.bus.transport import BatchHandler, Record
from shared.bus.transports.kafka.cluster import FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS, Ends
from shared.bus.transports.kafka.outages import OUTAGES

log = structlog.get_logger()

# Of partitions that move, a member may finish what it has in hand; shorter than the group waits for it.
HANDOVER_SECONDS = 6.0
# A member that stops may still be telling what it has done; what it does not get told comes again at another.
LAST_WORD_SECONDS = 1.0


class Membership(ConsumerRebalanceListener):  # type: ignore[misc]
    """From one join of a group to the end of its consumer."""

    def __init__(self, group: str, handler: BatchHandler, advance: Callable[[Ends], None]) -> None:
        self.broken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.consumer: Any = None
        self._group, self._handler, self._advance = group, handler, advance
        self._work: asyncio.Task[None] | None = None
        # The partitions of the batch that is dealt with; fewer when some were taken out of it, because they moved.
        self._in_hand: set[Any] = set()
        self._lighter = asyncio.Event()
        self._leaving: set[Any] = set()
        self._handing_over = asyncio.Event()
        self._too_slow = False
        # Dealt with, and not told to the group yet.
        self._done: Ends = {}
        self._telling = asyncio.Lock()
        self._late: set[asyncio.Task[None]] = set()
        self._over = False

    @property
    def has_something_in_hand(self) -> bool:
        """Whether a batch is being dealt with, or waits for it."""
        return bool(self._in_hand)

    def take(self, batch: Collection[Any]) -> None:
        """A batch is in hand from this moment, with records of these partitions."""
        self._in_hand = set(batch)

    def give_up(self, error: KafkaError) -> None:
        """The consumer is of no use any more. Nothing when the membership is over: nobody would hear of it."""
        if not self._over and not self.broken.done():
            self.broken.set_exception(error)

    async def deal_with(self, batch: Sequence[Any]) -> None:
        """Hand one batch to the handler until it returns, then acknowledge it. Never raises but for cancellation."""
        # After the end a batch may be half dealt with: acknowledging a later one would lose it.
        while self._in_hand and not self._over:
            self._too_slow = False
            self._work = asyncio.create_task(self._handle_and_acknowledge(batch))
            await asyncio.wait({self._work})
            if self._too_slow and self._work.cancelled():
                continue  # with what stays
            if not self._ended_well(self._work):
                # Nothing acknowledged this batch: acknowledging a later one would lose it, so this membership ends here.
                self.give_up(KafkaError("a batch was left half-way"))
                self._over = True
            break
        self._put_down(set(self._in_hand))

    def _ended_well(self, work: "asyncio.Task[None]") -> bool:
        """False when the work broke or was cancelled by nobody here."""
        if self._over:
            return True
        if work.cancelled():
            return False
        error = work.exception()
        if error is not None:
            log.error("a batch broke outside its handler", group=self._group, error=type(error).__name__)
        return error is None

    async def end(self) -> None:
        """Deal with nothing any more; back when the handler has ended."""
        self._over = True
        for late in self._late:
            late.cancel()
        await self._cancel_handler()
        if self._done and (not self.broken.done() or self.broken.cancelled()):  # who stops cancels it
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._tell(), LAST_WORD_SECONDS)
        if self.broken.done() and not self.broken.cancelled():
            self.broken.exception()  # seen, when cancellation came at the same time

    async def _cancel_handler(self) -> None:
        if self._work is not None:
            self._work.cancel()
            await asyncio.wait({self._work})

    async def let_go(self, partitions: Collection[Any]) -> None:
        """See `Holder.let_go`."""
        if not partitions:
            return
        self._leaving = self._in_hand & set(partitions)
        try:
            if not await self._finish_what_leaves():
                for late in self._late:
                    late.cancel()  # or it would tell of what moved, with the number of the next generation
                if self._in_hand & self._leaving:
                    self._put_down(self._leaving)
                    self._too_slow = True
                    await self._cancel_handler()
        finally:
            self._handing_over.clear()
            self._leaving = set()
        for partition in partitions:
            self._done.pop(partition, None)  # another member has them: it begins from what was told

    async def _finish_what_leaves(self) -> bool:
        """Back with True when it is dealt with and told; with False when that takes too long, or the group does not listen."""
        try:
            async with asyncio.timeout(HANDOVER_SECONDS):
                while self._in_hand & self._leaving and not self.consumer.is_out:
                    self._handing_over.set()
                    await self._lighter.wait()
                self._handing_over.clear()  # from here on a handler that fails pauses again
                if self.consumer.is_out:
                    return False
                await self._tell()
        except TimeoutError:
            if self._in_hand & self._leaving:
                slow = "an acknowledgement" if self._telling.locked() else "the handler"
                log.warning(
                    "what moves takes longer than the group can wait; the same events come again", group=self._group, slow=slow
                )
            return False
        return True

    def put_out(self) -> None:
        """See `Holder.put_out`. Whoever waits for a batch to be finished waits no more."""
        self._wake()

    async def on_partitions_revoked(self, revoked: Collection[Any]) -> None:
        """The eager way to meet, or this member is out: everything goes."""
        await self.let_go(set(revoked) | self._in_hand | self._done.keys())

    async def on_partitions_assigned(self, assigned: Collection[Any]) -> None:
        """The group has met; reading starts from what is acknowledged."""
        log.debug("partitions assigned", group=self._group, partitions=len(assigned))

    def met(self) -> None:
        """See `Holder.met`."""
        if self._done and not self._over:
            late = asyncio.create_task(self._tell())
            self._late.add(late)
            late.add_done_callback(self._was_told)

    def _was_told(self, late: "asyncio.Task[None]") -> None:
        self._late.discard(late)
        if not late.cancelled() and (error := late.exception()) is not None:
            # Else, where no other batch comes, nobody would ever tell of these.
            self.give_up(KafkaError(f"an acknowledgement broke: {type(error).__name__}"))

    async def _handle_and_acknowledge(self, batch: Sequence[Any]) -> None:
        pause = FIRST_PAUSE_SECONDS
        while batch := [record for record in batch if _partition(record) in self._in_hand]:
            try:
                await self._handler([to_record(record) for record in batch])
                break
            except Exception as error:
                # A handler, or a library in it, may make another error of its cancellation; whoever cancelled waits for the end.
                self._stop_when_cancelled()
                # The name only: the text of an error may quote what was in a record.
                name = type(error).__name__
                log.warning("the handler failed; the same events come again", group=self._group, error=name, pause=pause)
            await asyncio.sleep(0)  # others run, also when there is nothing to wait for
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._handing_over.wait(), pause)
                self._put_down(self._leaving)  # not acknowledged: they come again at another member
            # In Python 3.11 `wait_for` forgets a cancellation that comes together with what it waits for.
            self._stop_when_cancelled()
            pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
        self._done |= {_partition(record): record.offset + 1 for record in batch}
        await self._tell()

    def _stop_when_cancelled(self) -> None:
        task = asyncio.current_task()
        if self._over or (task is not None and task.cancelling()):
            raise asyncio.CancelledError

    def _put_down(self, partitions: set[Any]) -> None:
        self._in_hand = self._in_hand - partitions
        self._wake()

    def _wake(self) -> None:
        self._lighter.set()
        self._lighter = asyncio.Event()

    async def _tell(self) -> None:
        """Acknowledge what is done, unless the group is meeting; then it is told afterwards."""
        async with self._telling:  # one after the other, so that no older number comes last
            done = dict(self._done)
            if not done:
                return
            try:
                told = await self.consumer.acknowledge(done)
            except CommitFailedError:
                # Either it is told after the meeting that comes now, or this member is out and the events come again.
                log.info("the group has moved on before an acknowledgement", group=self._group)
                return
            except KafkaError as error:
                OUTAGES.trouble("acknowledging", error)
                self.give_up(error)
                return
            if told is None:
                return
            self._done = {partition: end for partition, end in self._done.items() if done.get(partition) != end}
            OUTAGES.well()
            self._advance(told)


def _partition(record: Any) -> Any:
    return TopicPartition(record.topic, record.partition)


def to_record(record: Any) -> Record:
    """What aiokafka received, as the port describes it. Bytes that are not text are shown as replacement characters."""
    return Record(
        topic=record.topic,
        key=(record.key or b"").decode(errors="replace"),
        value=record.value or b"",
        headers={name: (value or b"").decode(errors="replace") for name, value in record.headers},
    )
