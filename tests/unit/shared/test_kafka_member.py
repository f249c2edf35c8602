"""One member of a group on Kafka, with answers that a broker in the tests cannot be made to give."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from aiokafka import TopicPartition  # type: ignore[import-untyped]
from aiokafka.client import ConnectionGroup  # type: ignore[import-untyped]
from aiokafka.cluster import ClusterMetadata  # type: ignore[import-untyped]
from aiokafka.consumer.subscription_state import SubscriptionState  # type: ignore[import-untyped]
from aiokafka.errors import KafkaError  # type: ignore[import-untyped]
from aiokafka.structs import OffsetAndMetadata  # type: ignore[import-untyped]

from shared.bus.transport import Record
from shared.bus.transports.kafka import membership as membership_module
from shared.bus.transports.kafka.cooperation import CooperativeConsumer, CooperativeCoordinator
from shared.bus.transports.kafka.member import _Consumer
from shared.bus.transports.kafka.membership import Membership

PARTITION = TopicPartition("topic", 3)
RECORD = SimpleNamespace(topic=PARTITION.topic, partition=PARTITION.partition, offset=0, key=b"", value=b"", headers=())


class Client:
    """Finds the coordinator at once, and gives the answers it was given, one after the other."""

    def __init__(self) -> None:
        self.cluster = ClusterMetadata()
        self._request_timeout_ms = 1_000
        self.answers: list[Any] = []
        self.lookups = 0
        self.connections: set[Any] = set()

    async def coordinator_lookup(self, *asked: Any) -> int:
        self.lookups += 1
        return 1

    async def ready(self, node: int, **where: Any) -> bool:
        return True

    async def send(self, node: int, request: Any, *, group: Any = ConnectionGroup.DEFAULT) -> Any:
        self.connections.add(group)
        return self.answers.pop(0)


@pytest.fixture
async def coordinator() -> AsyncIterator[Any]:
    holder = SimpleNamespace(put_out=lambda: None, met=lambda: None)
    made = CooperativeCoordinator(holder, Client(), SubscriptionState(), retry_backoff_ms=1)
    yield made
    await made.close()


def positions(code: int, *topics: Any) -> Any:
    return SimpleNamespace(topics=list(topics), error_code=code)


@pytest.mark.parametrize(("code", "lookups"), [(14, 1), (15, 3), (16, 3)], ids=["loading", "not available", "elsewhere"])
async def test_a_group_that_cannot_say_yet_how_far_it_is_is_asked_again(coordinator: Any, code: int, lookups: int) -> None:
    """It is no group that never acknowledged anything: that would begin with the first record of all."""
    known = positions(0, ("topic", [(PARTITION.partition, 7, "", 0)]))
    coordinator._client.answers = [positions(code), positions(code), known]
    assert await coordinator.fetch_committed_offsets([PARTITION]) == {PARTITION: OffsetAndMetadata(7, "")}
    assert coordinator._client.lookups == lookups


async def test_a_group_whose_positions_are_not_for_this_member_is_not_asked_again(coordinator: Any) -> None:
    coordinator._client.answers = [positions(30)]
    with pytest.raises(KafkaError, match=r"(?i)authoriz"):
        await coordinator.fetch_committed_offsets([PARTITION])


async def test_where_to_begin_is_asked_where_nothing_holds_up_the_answer(coordinator: Any) -> None:
    """A broker answers what comes over one connection in turn: not behind a join, and not behind a fetch."""
    coordinator._client.answers = [positions(0)]
    assert await coordinator.fetch_committed_offsets([PARTITION]) == {}
    assert not coordinator._client.connections & {ConnectionGroup.DEFAULT, ConnectionGroup.COORDINATION}


async def test_who_is_out_hands_out_nothing_until_it_is_dealt_something_again(coordinator: Any) -> None:
    subscription = coordinator._subscription
    subscription.subscribe({PARTITION.topic})
    subscription.assign_from_subscribed({PARTITION})
    assert not subscription.reassignment_in_progress
    told: list[str] = []
    coordinator._holder.put_out = lambda: told.append("out")
    coordinator.reset_generation()
    assert told == ["out"]
    assert subscription.reassignment_in_progress
    subscription.assign_from_subscribed({PARTITION})
    assert not subscription.reassignment_in_progress


class Told:
    """A consumer that notes what is acknowledged."""

    def __init__(self) -> None:
        self.is_out = False
        self.told: list[Any] = []

    async def acknowledge(self, ends: Any) -> Any:
        self.told.append(ends)
        return ends


def member(handler: Any) -> tuple[Any, Told]:
    """A member with one record in hand."""
    made: Any = Membership("group", handler, lambda ends: None)
    made.consumer = Told()
    made.take({PARTITION: [RECORD]})
    return made, made.consumer


@pytest.mark.parametrize("knows", ["before", "meanwhile"])
async def test_who_is_out_does_not_wait_for_what_it_cannot_tell(monkeypatch: pytest.MonkeyPatch, knows: str) -> None:
    monkeypatch.setattr(membership_module, "HANDOVER_SECONDS", 3_600)
    begun = asyncio.Event()

    async def hangs(records: Sequence[Record]) -> None:
        begun.set()
        await asyncio.Event().wait()

    membership, consumer = member(hangs)
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        tasks.create_task(membership.deal_with([RECORD]))
        await begun.wait()
        consumer.is_out = knows == "before"
        tasks.create_task(membership.on_partitions_revoked({PARTITION}))
        if knows == "meanwhile":
            await membership._handing_over.wait()
            consumer.is_out = True
            membership.put_out()
    assert consumer.told == []
    assert not membership.broken.done()


async def test_a_handler_that_makes_another_error_of_its_cancellation_ends_as_well() -> None:
    begun = asyncio.Event()
    calls = 0

    async def hangs(records: Sequence[Record]) -> None:
        nonlocal calls
        calls += 1
        begun.set()
        try:
            await asyncio.Event().wait()
        except asyncio.CancelledError:
            raise OSError("the connection is gone") from None

    membership, consumer = member(hangs)
    async with asyncio.timeout(10), asyncio.TaskGroup() as tasks:
        tasks.create_task(membership.deal_with([RECORD]))
        await begun.wait()
        await membership.end()
    assert (calls, consumer.told) == (1, [])


async def test_what_goes_wrong_after_the_end_is_not_left_for_nobody() -> None:
    membership, _ = member(None)
    await membership.end()
    membership.give_up(KafkaError("too late"))
    assert not membership.broken.done()


@pytest.fixture
async def reader(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[tuple[Any, Any]]:
    """A consumer that finds nothing, and its membership."""
    membership: Any = Membership("group", None, lambda ends: None)  # type: ignore[arg-type]
    consumer: Any = _Consumer(membership, group_id="group")

    async def nothing(*asked: Any, **more: Any) -> dict[Any, Any]:
        await asyncio.sleep(0)
        return {}

    monkeypatch.setattr(CooperativeConsumer, "getmany", nothing)
    consumer._fetcher = SimpleNamespace(error_future=asyncio.get_running_loop().create_future())
    reading = asyncio.create_task(consumer.getmany())
    yield membership, consumer
    reading.cancel()
    await asyncio.wait({reading})


async def test_a_batch_that_never_came_to_the_handler_ends_the_membership(reader: tuple[Any, Any]) -> None:
    """The library between the two swallows what goes wrong, and asks for the next batch."""
    membership, _ = reader
    membership.take({PARTITION: [RECORD]})
    with pytest.raises(KafkaError, match="never dealt with"):
        await asyncio.wait_for(membership.broken, 10)


async def test_a_reading_that_ends_without_an_error_ends_the_membership(reader: tuple[Any, Any]) -> None:
    membership, consumer = reader
    consumer._fetcher.error_future.set_result(None)
    with pytest.raises(KafkaError, match="reading ended"):
        await asyncio.wait_for(membership.broken, 10)
