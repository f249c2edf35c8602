"""Members that go on reading while their group meets (KIP-429), which aiokafka 0.14 does not know.

The library has one way for a group to meet, the eager one: let go of everything, join, begin again from what is acknowledged.
Here a member joins with what it has, reads on, and when it hears that some of it moves it lets go of that and joins once more;
who gets what is in `dealing.py`. Three rules make that safe:

- **Who joins with something in hand offers our protocol and no other.** Members of an older version know only `roundrobin`, and
  whoever deals by that takes no account of what others still read. A group picks a protocol that all of its members offer, so
  nobody can deal that way while anybody reads on: either the old member is refused and tries again, or it came first, we are
  refused, let go of everything and join by `roundrobin` too. Who has nothing in hand offers both. So a group is rolled from the
  old version to this one, and back, in one roll.
- **Who was put out of the group lets go of everything**, and comes back with empty hands.
- **No acknowledgement travels while the group meets.** It would wait behind the join at the broker, and then carry the number of a
  generation that is over, for which the broker puts a member out. Acknowledgements are kept until the group has met.

What is overridden here are private parts of the library; `tests/unit/shared/test_kafka_client.py` says when they change.
"""

import asyncio
import json
from collections.abc import Collection, Mapping
from typing import Any, Protocol

from aiokafka import AIOKafkaConsumer, TopicPartition  # type: ignore[import-untyped]
from aiokafka.consumer.fetcher import Fetcher  # type: ignore[import-untyped]
from aiokafka.consumer.group_coordinator import GroupCoordinator  # type: ignore[import-untyped]
from aiokafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor  # type: ignore[import-untyped]
from aiokafka.coordinator.protocol import (  # type: ignore[import-untyped]
    ConsumerProtocolMemberAssignment,
    ConsumerProtocolMemberMetadata,
)
from aiokafka.errors import (  # type: ignore[import-untyped]
    CommitFailedError,
    GroupCoordinatorNotAvailableError,
    IllegalGenerationError,
    InconsistentGroupProtocolError,
    KafkaError,
    NotCoordinatorForGroupError,
    RebalanceInProgressError,
    UnknownMemberIdError,
    for_code,
)
from aiokafka.protocol.commit import OffsetFetchRequest  # type: ignore[import-untyped]
from aiokafka.protocol.group import JoinGroupRequest  # type: ignore[import-untyped]
from aiokafka.structs import OffsetAndMetadata  # type: ignore[import-untyped]

from shared.bus.transports.kafka.dealing import NEVER, Member, deal

PROTOCOL = "digibank-cooperative"
"""In the group's description at the broker. What is said under this name can grow, and stays readable for older members."""
EAGER = RoundRobinPartitionAssignor
AGAIN = b"again"
"""Said with what was dealt: the group meets once more."""
POSITIONS = "positions"
"""A connection of its own to ask where to begin. A broker answers what comes over one connection in turn: on the coordinator's the
question would wait behind the next join, on the one that records come over behind a fetch, and what stays is not read meanwhile."""


class Holder(Protocol):
    """Who reads, and has records in hand."""

    async def let_go(self, partitions: Collection[Any]) -> None:
        """Finish and acknowledge what is in hand of these partitions, or, where that takes too long, put it down unacknowledged."""

    def put_out(self) -> None:
        """The group goes on without this member: what is in hand cannot be acknowledged any more."""

    def met(self) -> None:
        """The group has met: what was acknowledged meanwhile can be told."""


class CooperativeDealer:
    """What aiokafka calls an assignor. One for each member: the library's own keep their memory on the class, for all groups."""

    name = PROTOCOL

    def __init__(self) -> None:
        self.claims: frozenset[Any] = frozenset()
        self.since = NEVER

    def metadata(self, topics: Collection[str]) -> Any:
        """What this member says when it joins."""
        claims = json.dumps({"since": self.since, "claims": sorted(self.claims)}).encode()
        return ConsumerProtocolMemberMetadata(0, sorted(topics), claims)

    def assign(self, cluster: Any, members: Mapping[str, Any]) -> dict[str, Any]:
        """Deal for all members, by id; only the group's leader is asked to."""
        said = {name: _member(metadata) for name, metadata in members.items()}
        topics = {topic for member in said.values() for topic in member.topics}
        partitions = [(topic, number) for topic in topics for number in cluster.partitions_for_topic(topic) or ()]
        dealt = deal(partitions, said)
        # Something moves: those who keep all come again at once too. They read on, and hearing it by heartbeat would take longer.
        word = AGAIN if sum(map(len, dealt.values())) < len(partitions) else b""
        return {name: ConsumerProtocolMemberAssignment(0, _by_topic(his), word) for name, his in dealt.items()}

    def on_assignment(self, assignment: Any) -> None:
        """The library tells what was dealt; the coordinator knows already."""


class CooperativeCoordinator(GroupCoordinator):  # type: ignore[misc]
    """A member's side of the meetings of its group."""

    def __init__(self, holder: Holder, client: Any, subscription: Any, **settings: Any) -> None:
        self._holder = holder
        self._dealer = CooperativeDealer()
        # Whether what we have was dealt by our protocol and we are still in the group: only then we read on while it meets.
        self._reads_on = False
        # Dealt away, and not let go of yet.
        self._moving: frozenset[Any] = frozenset()
        # Since when no acknowledgement may be sent, because we join, in the event loop's time; None when they may.
        self._silent_since: float | None = None
        super().__init__(client, subscription, assignors=(self._dealer,), enable_auto_commit=False, **settings)

    @property
    def _assignment(self) -> Any:
        return self._subscription.subscription and self._subscription.subscription.assignment

    @property
    def _may_speak(self) -> bool:
        return self._assignment is not None and self.generation >= 0 and self._silent_since is None and not self._closing.done()

    async def acknowledge(self, ends: Mapping[Any, int]) -> dict[Any, int] | None:
        """Tell the group how far this member is, in those partitions that are its own.

        Returns:
            What the group knows now, empty where nothing was left to tell; None when this is not the time: `Holder.met` says when.

        Raises:
            CommitFailedError: the group went on without this member.
            KafkaError: the broker would not, or this member tries to join for longer than the broker can need to answer.
        """
        while self._may_speak:
            if self.coordinator_id is None:
                await self.ensure_coordinator_known()
                continue  # that can take long: look again
            own = {partition: end for partition, end in ends.items() if partition in self._assignment.tps | self._moving}
            try:
                # Nothing was awaited since we looked, and who joins says so before it waits for this lock: so none of these waits
                # behind a join, to speak afterwards for what is another's by then.
                async with self._commit_lock:
                    # Not shielded as in the library: an answer that nobody waits for must not change who we are amid a join.
                    await self._do_commit_offsets(
                        self._assignment, {partition: OffsetAndMetadata(end, "") for partition, end in own.items()}
                    )
            except (UnknownMemberIdError, IllegalGenerationError, RebalanceInProgressError) as error:
                raise CommitFailedError("the group has moved on") from error
            except KafkaError as error:
                if not error.retriable:
                    raise
                await asyncio.sleep(self._retry_backoff_ms / 1000)
            else:
                return own
        # The way to the coordinator may be dead while records come from other brokers: the group has put us out long ago, and all
        # that is dealt with from here on is dealt with by another too.
        patience = self._client._request_timeout_ms / 1000
        if self._silent_since is not None and asyncio.get_running_loop().time() - self._silent_since > patience:
            raise KafkaError("the group does not meet")
        return None

    def reset_generation(self) -> None:
        """The broker does not know this member any more, or it left: what it had can be another's already."""
        self._give_up_claims()
        super().reset_generation()
        # Nothing new is handed out until the next assignment, which comes with the join that was just asked for.
        self._subscription.begin_reassignment()
        self._holder.put_out()

    def _give_up_claims(self) -> None:
        self._reads_on = False
        # The library prepares once for a join that is tried often; now it has to prepare again, the eager way.
        self._performed_join_prepare = False

    async def _coordination_routine(self) -> None:
        try:
            await super()._coordination_routine()
        except asyncio.CancelledError as slip:
            if (task := asyncio.current_task()) is not None and task.cancelling():
                raise
            # The library cancels tasks of its own and waits for them; one that lets its cancellation out would end this one too,
            # in silence: no heartbeat, no meeting, and a reader that waits for ever.
            error = KafkaError("the member's side of its group was cancelled by nobody")
            self._subscription.abort_waiters(error)
            raise error from slip

    async def ensure_active_group(self, subscription: Any, prev_assignment: Any) -> Any:
        """Join the group, once; None when that has to be tried again."""
        assignment = await super().ensure_active_group(subscription, prev_assignment)
        if assignment is not None:
            self._silent_since = None
            self._holder.met()
        return assignment

    async def _on_join_prepare(self, previous_assignment: Any) -> None:
        # The group meets already, but our join is not sent: until this returns heartbeats go on and acknowledgements may be sent,
        # so what is in hand is finished and told, and nobody is put out for it.
        self._silent_since = None
        if self._reads_on:
            await self._holder.let_go(self._moving)
        # While that took its time, the broker may have put us out.
        if self._reads_on:
            self._moving = frozenset()
            self._group_subscription = None  # as the library does: whoever does not lead any more does not watch the topics
            return
        await super()._on_join_prepare(previous_assignment)
        self._moving = frozenset()

    async def _do_rejoin_group(self, subscription: Any) -> bool:
        if self._silent_since is None:  # joining can take several attempts
            self._silent_since = asyncio.get_running_loop().time()
        # An acknowledgement that is under way is answered first; from here on none is sent.
        async with self._commit_lock:
            if not self._performed_join_prepare:
                # The acknowledgement we waited for was answered with "I do not know you" (`reset_generation`), after we had
                # prepared to join with what we have. That is void: prepare again, with empty hands.
                return False
            if self._reads_on:
                self._dealer.claims = self._assignment.tps
            else:
                self._dealer.claims, self._dealer.since = frozenset(), NEVER
            try:
                return bool(await super()._do_rejoin_group(subscription))
            except InconsistentGroupProtocolError:
                if not self._reads_on:
                    raise
        # A member of the old version came before us.
        self._give_up_claims()
        self.request_rejoin()
        self._start_heartbeat_task()  # the group knows us still, and letting go may take a while
        await asyncio.sleep(0)  # cancelled before its first step, it would take the coordination with it, silently
        return False

    async def _send_req(self, request: Any) -> Any:
        # Here and not as a second assignor: for every one it has, the library joins once, and each time the whole group meets.
        if isinstance(request, JoinGroupRequest) and not self._reads_on:
            offers = request._group_protocols
            if all(name != EAGER.name for name, _ in offers):
                offers.append((EAGER.name, EAGER.metadata(self._subscription.topics).encode()))
        if isinstance(request, OffsetFetchRequest):
            return await self._ask_positions(request)
        return await super()._send_req(request)

    async def _ask_positions(self, request: Any) -> Any:
        if (node := self.coordinator_id) is None:
            raise GroupCoordinatorNotAvailableError
        try:
            answer = await self._client.send(node, request, group=POSITIONS)
        except KafkaError:
            self.coordinator_dead()  # as the library does
            raise
        # What the group as a whole cannot do now stands beside an empty list of topics, where the library does not look: it would
        # take "still loading" for "nothing acknowledged", begin at the first record of all, and acknowledge backwards from there.
        if code := getattr(answer, "error_code", 0):
            error = for_code(code)
            if issubclass(error, GroupCoordinatorNotAvailableError | NotCoordinatorForGroupError):
                self.coordinator_dead()
            raise error
        return answer

    def _lookup_assignor(self, name: str) -> Any:
        return EAGER if name == EAGER.name else super()._lookup_assignor(name)

    async def _on_join_complete(self, generation: int, member_id: str, protocol: str, member_assignment_bytes: bytes) -> None:
        assignment = ConsumerProtocolMemberAssignment.decode(member_assignment_bytes)
        if self._reads_on:
            await self._change(frozenset(assignment.partitions()))
        else:
            await super()._on_join_complete(generation, member_id, protocol, member_assignment_bytes)
            self._reads_on = protocol == PROTOCOL
        self._dealer.since = generation
        if self._moving or assignment.user_data == AGAIN:
            self.request_rejoin()

    async def _change(self, dealt: frozenset[Any]) -> None:
        """Have other partitions than before. Those that stay are read on from where they are."""
        before = self._assignment
        self._moving = before.tps - dealt
        if dealt != before.tps:
            states = {partition: before.state_value(partition) for partition in before.tps & dealt}
            # The library begins all of an assignment from what is acknowledged. No `await` in between, so nobody sees that.
            self._subscription.assign_from_subscribed(set(dealt))
            for partition, state in states.items():
                if state.has_valid_position:
                    self._subscription.seek(partition, state.position)
            # As the library does after each join; it looks up where to begin with those that are new.
            await self._stop_commit_offsets_refresh_task()
            self.start_commit_offsets_refresh_task(self._assignment)


class CooperativeConsumer(AIOKafkaConsumer):  # type: ignore[misc]
    """A consumer whose group meets this way."""

    def __init__(self, holder: Holder, **settings: Any) -> None:
        super().__init__(**settings)
        self._holder = holder

    async def start(self) -> None:
        """As the library's own for a member of a group, which has no place to hand in another coordinator."""
        await self._client.bootstrap()
        await self._wait_topics()
        self._fetcher = Fetcher(
            self._client,
            self._subscription,
            fetch_min_bytes=self._fetch_min_bytes,
            fetch_max_bytes=self._fetch_max_bytes,
            fetch_max_wait_ms=self._fetch_max_wait_ms,
            max_partition_fetch_bytes=self._max_partition_fetch_bytes,
            check_crcs=self._check_crcs,
            fetcher_timeout=self._consumer_timeout,
            retry_backoff_ms=self._retry_backoff_ms,
            auto_offset_reset=self._auto_offset_reset,
            isolation_level=self._isolation_level,
        )
        self._coordinator = CooperativeCoordinator(
            self._holder,
            self._client,
            self._subscription,
            group_id=self._group_id,
            heartbeat_interval_ms=self._heartbeat_interval_ms,
            session_timeout_ms=self._session_timeout_ms,
            retry_backoff_ms=self._retry_backoff_ms,
            rebalance_timeout_ms=self._rebalance_timeout_ms,
            max_poll_interval_ms=self._max_poll_interval_ms,
        )
        await self._subscription.wait_for_assignment()

    @property
    def is_out(self) -> bool:
        """Whether the group goes on without this member, or did not begin with it yet."""
        return bool(self._coordinator.generation < 0)

    async def acknowledge(self, ends: Mapping[Any, int]) -> dict[Any, int] | None:
        """See `CooperativeCoordinator.acknowledge`."""
        return await self._coordinator.acknowledge(ends)


def _member(metadata: Any) -> Member:
    said = json.loads(metadata.user_data)
    claims = frozenset(TopicPartition(topic, number) for topic, number in said["claims"])
    return Member(frozenset(metadata.subscription), claims, said["since"])


def _by_topic(partitions: Collection[tuple[str, int]]) -> list[tuple[str, list[int]]]:
    topics = sorted({topic for topic, _ in partitions})
    return [(topic, sorted(number for of, number in partitions if of == topic)) for topic in topics]
