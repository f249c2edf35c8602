"""A broker that is there and does not answer, as on a drowned machine: whatever was under way, all is dealt with in the end.

And acknowledged: one group that never acknowledges holds up everybody who waits for it.
"""

import asyncio
import os
import signal
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiokafka.errors import KafkaError, NodeNotReadyError  # type: ignore[import-untyped]
from aiokafka.protocol.fetch import FetchRequest  # type: ignore[import-untyped]
from aiokafka.protocol.group import JoinGroupRequest  # type: ignore[import-untyped]

from launcher.kafka import RunningKafka
from launcher.pytest_facts import NOT_RUN, report_fact
from shared.bus.transport import Record
from shared.bus.transports.kafka import member as member_module
from tests.bus.probe import until, within_deadline
from tests.bus.workers import Group, Worker, all_acknowledged, hold_up

pytestmark = pytest.mark.parametrize("transport_settings", ["kafka"], indirect=True)


@pytest.fixture
def broker(kafka: RunningKafka, monkeypatch: pytest.MonkeyPatch) -> int:
    """The process id of the broker; members notice soon that it is silent."""
    if kafka.broker is None:
        report_fact(NOT_RUN, "a Kafka that is silent for a while: the broker is not ours to stop")
        pytest.skip("the broker is not ours to stop")
    monkeypatch.setattr(member_module, "REQUEST_MS", 1_000)
    return kafka.broker.pid


@asynccontextmanager
async def silent(broker: int, *who_ask: Worker, times: int = 1) -> AsyncIterator[None]:
    """Until the block has ended and each of these has asked in vain that many times; reading does not count."""
    in_vain: Counter[str] = Counter()

    def listen(worker: Worker) -> None:
        client = worker.coordinator._client
        plain = client.send

        async def send(node: Any, request: Any, **where: Any) -> Any:
            try:
                return await plain(node, request, **where)
            except KafkaError:
                in_vain[worker.name] += not isinstance(request, FetchRequest)
                raise

        client.send = send

    async def all_asked() -> bool:
        return all(in_vain[worker.name] >= times for worker in who_ask)

    for worker in who_ask:
        listen(worker)
    os.kill(broker, signal.SIGSTOP)
    try:
        yield
        await until(all_asked)
    finally:
        os.kill(broker, signal.SIGCONT)


async def everything_done(group: Group) -> None:
    """What is published now, and all before it, is dealt with and acknowledged. A publisher that was cut off tries again."""

    async def published() -> bool:
        try:
            await group.publish()
        except AssertionError:
            return False
        return True

    await until(published)
    await group.everything_told()
    await all_acknowledged(group)


async def test_one_member_hears_nothing_for_a_while(group: Group, broker: int) -> None:
    """While it has nothing to do, and again: it may be put out or not, and is there afterwards."""
    async with group.worker("one") as one:
        await until(group.is_shared(one))
        for times in (1, 4, 1):  # the second takes longer than the broker waits for a member
            async with silent(broker, one, times=times):
                pass
            await everything_done(group)


async def test_the_answer_to_an_acknowledgement_does_not_come(group: Group, broker: int) -> None:
    in_hand, may_finish = asyncio.Event(), asyncio.Event()

    async def wait(records: Sequence[Record]) -> None:
        in_hand.set()
        await may_finish.wait()

    async with group.worker("one") as one:
        await until(group.is_shared(one))
        one.before = wait
        await group.publish()
        await within_deadline(in_hand.wait())
        async with silent(broker, one):
            may_finish.set()
        await group.everything_told()
        await all_acknowledged(group)  # without another event: somebody tells of these
        await everything_done(group)


async def test_the_broker_is_silent_while_the_group_meets(group: Group, broker: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some have joined and wait for the others, one still lets go, one is new: they find each other again."""
    async with group.worker("one") as one, group.worker("slow") as slow:
        await until(group.is_shared(one, slow))
        await everything_done(group)
        held = hold_up(slow, monkeypatch)
        async with group.worker("new") as new:
            await within_deadline(held.begun.wait())

            async def one_joins() -> bool:
                return one.meets

            await until(one_joins)
            async with silent(broker, one, slow):
                pass
            async with silent(broker, one):
                held.goes_on.set()
            await until(group.is_shared(one, slow, new))
            await everything_done(group)
        await until(group.is_shared(one, slow))
        await everything_done(group)


async def test_connections_that_break(group: Group) -> None:
    """Those to the group's coordinator and those that records come over, of a member that has something in hand."""
    in_hand, may_finish = asyncio.Event(), asyncio.Event()

    async def wait(records: Sequence[Record]) -> None:
        in_hand.set()
        await may_finish.wait()

    async with group.worker("one") as one, group.worker("other") as other:
        await until(group.is_shared(one, other))
        one.before = wait
        await group.publish()
        await within_deadline(in_hand.wait())
        for worker in (one, other):
            assert worker.membership is not None
            for connection in worker.membership.consumer._client._conns.values():
                connection._writer.transport.abort()
        may_finish.set()
        await group.everything_told()
        await all_acknowledged(group)
        await everything_done(group)


async def test_a_members_side_of_the_group_that_is_cancelled_by_nobody_starts_anew(
    group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The library lets a cancellation slip out of a task of its own, while it prepares to meet."""
    monkeypatch.setattr(member_module, "REBALANCE_MS", 1_000)  # how long the group waits for what is left of it
    async with group.worker("one") as one:
        await until(group.is_shared(one))
        first = one.membership

        async def slips() -> None:
            raise asyncio.CancelledError

        coordinator = one.coordinator
        coordinator._stop_heartbeat_task = slips
        coordinator.request_rejoin()

        async def started_anew() -> bool:
            return one.membership is not first

        await until(started_anew)
        assert coordinator._coordination_task.exception() is not None, "not in silence"
        await everything_done(group)


async def test_who_cannot_join_for_long_does_not_deal_with_one_batch_after_the_other(
    group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Events come still, but nothing that it does with them can be told: the group may have put it out long ago."""
    monkeypatch.setattr(member_module, "REQUEST_MS", 1_000)
    async with group.worker("one") as one:
        await until(group.is_shared(one))
        first, coordinator = one.membership, one.coordinator
        plain = coordinator._send_req

        async def send(request: Any) -> Any:
            if isinstance(request, JoinGroupRequest):
                raise NodeNotReadyError
            return await plain(request)

        coordinator._send_req = send
        coordinator.request_rejoin()

        async def started_anew() -> bool:
            await group.publish()
            return one.membership is not first

        await until(started_anew)
        await everything_done(group)


async def test_an_acknowledgement_that_breaks_after_the_meeting_is_not_forgotten(
    group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was kept while the group met; no other batch comes that would tell of it too."""
    async with group.worker("one") as one, group.worker("slow") as slow:
        await until(group.is_shared(one, slow))
        held = hold_up(slow, monkeypatch)
        async with group.worker("new") as new:
            await within_deadline(held.begun.wait())

            async def one_joins() -> bool:
                return len(one.has) == 4 and one.meets

            await until(one_joins)
            kept = one.has
            await group.publish(kept)

            async def kept_are_told() -> bool:
                return group.told.by("one") == kept

            await until(kept_are_told)
            broken = asyncio.Event()

            async def breaks(ends: Any) -> None:
                broken.set()
                raise KeyError(ends)

            one.membership.consumer.acknowledge = breaks  # type: ignore[union-attr]
            held.goes_on.set()
            await within_deadline(broken.wait())
            await all_acknowledged(group)
            await until(group.is_shared(one, slow, new))
            await everything_done(group)
