"""Members of a group on Kafka while others come and go: who reads on, who lets go, and of what."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from typing import Any

import pytest
from aiokafka import AIOKafkaConsumer, ConsumerRebalanceListener  # type: ignore[import-untyped]
from aiokafka.errors import KafkaError  # type: ignore[import-untyped]
from aiokafka.protocol.group import LeaveGroupRequest  # type: ignore[import-untyped]

from shared.bus.topics import PARTITIONS
from shared.bus.transport import Record, Subscription
from shared.bus.transports.kafka import membership as membership_module
from shared.runtime.clock import new_id
from tests.bus.probe import Probe, until, within_deadline
from tests.bus.test_conformance import publish_all
from tests.bus.workers import NUMBERS, Group, all_acknowledged, hold_up, partition

pytestmark = pytest.mark.parametrize("transport_settings", ["kafka"], indirect=True)


async def test_what_stays_is_read_on_while_the_group_meets(group: Group, patient: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """One takes its time to let go, so the group meets as long as the test wants, and nobody else stands still."""
    async with group.worker("one") as one, group.worker("slow") as slow:
        await until(group.is_shared(one, slow))
        await group.publish()
        await group.everything_told()
        of_one, of_slow, assignment = one.has, slow.has, one.membership.consumer.assignment()  # type: ignore[union-attr]
        held = hold_up(slow, monkeypatch)
        async with group.worker("new") as new:
            await within_deadline(held.begun.wait())

            async def one_has_let_go_and_joins() -> bool:
                return len(one.has) == 4 and one.meets

            await until(one_has_let_go_and_joins)
            generation = one.coordinator.generation
            kept = one.has
            assert kept < of_one
            committed = await group.probe.transport._cluster.acknowledged(group.probe.group)  # type: ignore[attr-defined]
            for _ in range(3):
                await group.publish()

                async def kept_are_read() -> bool:
                    return all(len(group.told.numbers(group.keys[number])) == group.count[group.keys[number]] for number in kept)

                await until(kept_are_read)
            assert not held.goes_on.is_set()
            assert one.meets, "the group meets still"
            assert one.coordinator.generation == generation
            assert new.has == set()
            # The slow one reads on as well what it keeps; what moves waits.
            assert slow.has < of_slow
            moving = set(NUMBERS) - kept - slow.has
            assert all(len(group.told.numbers(group.keys[number])) == 1 for number in moving)
            # What was dealt with meanwhile is told afterwards.
            now = await group.probe.transport._cluster.acknowledged(group.probe.group)  # type: ignore[attr-defined]
            assert {tp: now[tp] for tp in assignment if tp.partition in kept} == {
                tp: committed[tp] for tp in assignment if tp.partition in kept
            }
            held.goes_on.set()
            await until(group.is_shared(one, slow, new))
            assert (one.has, new.has) == (kept, moving), "nobody moved who did not have to"
            await group.everything_told()
            await all_acknowledged(group)
    group.assert_once_and_in_order()


async def test_who_gains_and_is_told_to_come_again_reads_while_another_is_slow_to_let_go(
    group: Group, patient: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where to begin with what is new is asked while the next join waits at the broker."""
    async with group.worker("one") as one, group.worker("slow") as slow:
        await until(group.is_shared(one, slow))
        await group.publish()
        await group.everything_told()
        held = hold_up(slow, monkeypatch)
        async with group.worker("new") as new:
            await within_deadline(held.begun.wait())
            async with group.worker("newer"):

                async def all_but_the_slow_one_have_joined() -> bool:
                    admin = group.probe.transport._cluster._admin  # type: ignore[attr-defined]
                    members = (await admin.describe_consumer_groups([group.probe.group]))[0].groups[0][5]
                    return len(members) == 4 and one.meets and new.meets

                await group.probe.transport._cluster.topics()  # type: ignore[attr-defined]
                await until(all_but_the_slow_one_have_joined)
                # It lets go of what moved first; four are there now, so more has to move, and of that it does not let go.
                held.begun.clear()
                held.goes_on.set()
                held.goes_on.clear()
                await within_deadline(held.begun.wait())

                async def has_gained_and_joins_again() -> bool:
                    return bool(new.has) and new.meets

                await until(has_gained_and_joins_again)
                gained = new.has
                await group.publish(gained)

                async def gained_are_read() -> bool:
                    return gained <= group.told.by("new")

                await until(gained_are_read)
                assert new.meets
                assert not held.goes_on.is_set()
                held.goes_on.set()
                await group.everything_told()
                await all_acknowledged(group)
    group.assert_once_and_in_order()


async def test_under_load_everything_is_dealt_with_once(group: Group) -> None:
    """Members come and go, all of them in time: without any inbox nothing is lost, doubled or out of order."""
    ended = asyncio.Event()

    async def load() -> None:
        while not ended.is_set():
            await group.publish()

    async with group.worker("first") as first:
        await until(group.is_shared(first))
        publishing = asyncio.create_task(load())
        try:
            async with group.worker("second") as second:
                await until(group.is_shared(first, second))
                async with group.worker("third") as third:
                    await until(group.is_shared(first, second, third))
                    await until(group.has_worked("third"))
                await until(group.is_shared(first, second))
                await until(group.has_worked("second"))
            await until(group.is_shared(first))
        finally:
            ended.set()
            await publishing
        await group.everything_told()
        await all_acknowledged(group)
    group.assert_once_and_in_order()
    assert group.told.by("first") == set(NUMBERS)


async def test_what_is_in_hand_of_what_stays_is_not_read_again(group: Group) -> None:
    """It is not acknowledged yet when the partitions around it change: reading goes on from where it was."""
    in_hand, may_finish = asyncio.Event(), asyncio.Event()
    last = PARTITIONS - 1  # the lowest numbers move

    async def wait(records: Sequence[Record]) -> None:
        in_hand.set()
        await may_finish.wait()

    async with group.worker("first") as first:
        await until(group.is_shared(first))
        first.before = wait
        await group.publish({last})
        await within_deadline(in_hand.wait())
        async with group.worker("second") as second:
            await until(group.is_shared(first, second))
            assert last in first.has
            await group.publish({last})
            assert group.told.all == []
            may_finish.set()
            await group.everything_told()
            await group.publish()
            await group.everything_told()
            await all_acknowledged(group)
    group.assert_once_and_in_order()


async def test_of_a_batch_that_fails_only_what_moves_goes(group: Group) -> None:
    """The database is away for one worker: what moves comes at another, what stays is tried until it works."""
    fails = True

    async def fail(records: Sequence[Record]) -> None:
        if fails:
            raise OSError("the database is away")

    await group.publish()
    async with group.worker("failing") as failing:
        failing.before = fail
        await until(group.is_shared(failing))
        async with group.worker("well") as well:
            await until(group.is_shared(failing, well))

            async def moved_are_told() -> bool:
                return group.told.by("well") == well.has

            await until(moved_are_told)
            assert group.told.by("failing") == set()
            fails = False
            await group.everything_told()
            assert group.told.by("failing") == failing.has
            await all_acknowledged(group)
    group.assert_once_and_in_order()


async def test_of_a_batch_that_is_too_slow_only_what_moves_goes(group: Group, monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch with something that moves and something that stays hangs: the one goes elsewhere, the other begins again."""
    monkeypatch.setattr(membership_module, "HANDOVER_SECONDS", 0.2)
    moves, stays, between = 0, PARTITIONS - 1, PARTITIONS - 2  # the lowest numbers move
    calls: list[set[int]] = []
    first_goes_on, hangs_no_more = asyncio.Event(), asyncio.Event()

    async def slowly(records: Sequence[Record]) -> None:
        calls.append({partition(record.key) for record in records})
        await (first_goes_on if len(calls) == 1 else hangs_no_more).wait()

    async with group.worker("slow") as slow:
        await until(group.is_shared(slow))
        slow.before = slowly
        await group.publish({between})
        await until(lambda: has_come(calls, 1))
        await group.publish({moves, stays})

        async def both_wait() -> bool:
            return slow.membership is not None and len(slow.membership.consumer._fetcher._records) == 2

        await until(both_wait)
        first_goes_on.set()
        await until(lambda: has_come(calls, 2))
        async with group.worker("quick") as quick:
            await until(group.is_shared(slow, quick))
            await until(group.has_worked("quick"))
            await until(lambda: has_come(calls, 3))
            hangs_no_more.set()
            await group.everything_told()
            await all_acknowledged(group)
    assert calls == [{between}, {moves, stays}, {stays}]
    assert (group.told.by("quick"), group.told.by("slow")) == ({moves}, {between, stays})
    group.assert_once_and_in_order()


async def has_come(calls: Sequence[object], number: int) -> bool:
    return len(calls) >= number


async def test_one_that_dies_between_the_two_meetings_leaves_all_to_the_others(
    group: Group, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with group.worker("one") as one, group.worker("dying") as dying:
        await until(group.is_shared(one, dying))
        held = hold_up(dying, monkeypatch)
        async with group.worker("new") as new:
            await within_deadline(held.begun.wait())

            async def says_nothing() -> None:
                """Dead: it does not say that it leaves."""

            dying.coordinator._maybe_leave_group = says_nothing
            assert dying.membership is not None
            assert dying.reading is not None
            client = dying.membership.consumer._client
            dying.reading.cancel()
            await client.close()
            await asyncio.gather(dying.reading, return_exceptions=True)
            await group.publish()
            await until(group.is_shared(one, new))
            await group.everything_told()
            await all_acknowledged(group)
    group.assert_once_and_in_order()


async def test_who_was_put_out_acknowledges_nothing_and_comes_back_empty_handed(group: Group) -> None:
    """The group thinks that one died; it has a batch in hand, finishes that, and is not believed any more."""
    in_hand, may_finish = asyncio.Event(), asyncio.Event()

    async def wait(records: Sequence[Record]) -> None:
        in_hand.set()
        await may_finish.wait()

    async with group.worker("zombie") as zombie:
        await until(group.is_shared(zombie))
        zombie.before = wait
        await group.publish()
        await within_deadline(in_hand.wait())
        coordinator = zombie.coordinator
        member_id = coordinator.member_id
        assert zombie.reads_on
        # No heartbeat of it gets through any more, and the group goes on without it.
        await coordinator._stop_heartbeat_task()
        async with group.worker("other") as other:
            await coordinator._client.send(coordinator.coordinator_id, LeaveGroupRequest(group.probe.group, member_id))
            await until(group.is_shared(other))
            for _ in range(3):
                await group.publish()
            await group.everything_told()
            await all_acknowledged(group)
            assert group.told.by("zombie") == set()
            before = await group.probe.transport._cluster.acknowledged(group.probe.group)  # type: ignore[attr-defined]
            may_finish.set()
            await until(group.is_shared(zombie, other))
            assert coordinator.member_id != member_id
            assert await group.probe.transport._cluster.acknowledged(group.probe.group) == before  # type: ignore[attr-defined]
            # One that is in the group acknowledges what is its own, and nothing else.
            foreign = {tp: 0 for tp in before if tp.partition in other.has}
            assert await zombie.membership.consumer.acknowledge(foreign) == {}  # type: ignore[union-attr]
            assert await group.probe.transport._cluster.acknowledged(group.probe.group) == before  # type: ignore[attr-defined]


async def test_a_topic_more_and_two_groups_in_one_process(probe: Probe) -> None:
    """A new version reads one topic more than the old one beside it; another group has nothing to do with either."""
    other_topic = f"{probe.topic}.more"
    await probe.transport.ensure_topics([other_topic])
    seen: dict[str, Counter[tuple[str, str]]] = {}

    def subscribe(name: str, group: str, topics: Sequence[str]) -> Subscription:
        mine = seen.setdefault(group, Counter())

        async def handle(records: Sequence[Record]) -> None:
            mine.update((record.topic, record.value.decode()) for record in records)

        return probe.transport.subscribe(group, topics, handle)

    async def publish(start: int) -> None:
        for topic in (probe.topic, other_topic):
            records = [Record(topic, f"key-{n % 40}", str(n).encode(), {"ce_id": str(new_id())}) for n in range(start, start + 80)]
            await publish_all(probe.transport, records)

    both, one = [probe.topic, other_topic], [probe.topic]
    members = [
        subscribe("old", probe.group, one),
        subscribe("old too", f"{probe.group}-other", one),
        subscribe("new", probe.group, both),
        subscribe("new too", f"{probe.group}-other", both),
    ]
    tasks: list[asyncio.Task[None]] = []
    try:
        await publish(0)
        for number, member in enumerate(members, 1):
            tasks.append(asyncio.create_task(member.run()))
            await publish(80 * number)
        await within_deadline(asyncio.gather(members[2].drain(), members[3].drain()))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
    expected = Counter({(topic, str(n)): 1 for topic in both for n in range(80 * 5)})
    assert seen == {probe.group: expected, f"{probe.group}-other": expected}


class OldMember(ConsumerRebalanceListener):  # type: ignore[misc]
    """A worker of the version before: the library's own consumer, with the protocol it has."""

    def __init__(self, group: Group, name: str) -> None:
        self._group, self._name = group, name
        self._busy = asyncio.Lock()
        self.refused = asyncio.Event()
        self.consumer: Any = None

    async def on_partitions_revoked(self, revoked: Any) -> None:
        async with self._busy:
            """What was in hand is acknowledged now."""

    def on_partitions_assigned(self, assigned: Any) -> None:
        pass

    @property
    def has(self) -> set[int]:
        return {tp.partition for tp in self.consumer.assignment()} if self.consumer is not None else set()

    async def run(self) -> None:
        while True:
            self.consumer = AIOKafkaConsumer(
                bootstrap_servers=self._group.probe.settings.kafka,
                group_id=self._group.probe.group,
                enable_auto_commit=False,
                auto_offset_reset="earliest",
                session_timeout_ms=6_000,
                heartbeat_interval_ms=500,
                rebalance_timeout_ms=10_000,
            )
            self.consumer.subscribe([self._group.probe.topic], listener=self)
            try:
                await self.consumer.start()
                while True:
                    await self._once()
            except KafkaError:
                self.refused.set()
            finally:
                await self.consumer.stop()
            await asyncio.sleep(0.2)

    async def _once(self) -> None:
        # In steps without waiting in between, so that a batch is in hand as soon as it was taken.
        batch = await self.consumer.getmany(timeout_ms=200)
        async with self._busy:
            for tp, records in batch.items():
                self._group.told.all += [(self._name, record.key.decode(), int(record.value)) for record in records]
                await self.consumer.commit({tp: records[-1].offset + 1})


@asynccontextmanager
async def old_member(group: Group, name: str) -> AsyncIterator[OldMember]:
    member = OldMember(group, name)
    running = asyncio.create_task(member.run())
    try:
        yield member
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def test_from_the_old_version_in_one_roll(group: Group) -> None:
    """Old ones are stopped and new ones started one after the other; as long as an old one is there, all do as it does."""
    async with old_member(group, "old") as old, old_member(group, "older") as older:
        await until(group.is_shared(old, older))
        await group.publish()
        async with group.worker("new") as new:
            await until(group.is_shared(old, older, new))
            assert not new.reads_on
            await group.publish()
            await group.everything_told()
            first_of_new = group.told.by("new")
            assert first_of_new == new.has
    async with group.worker("new") as new, group.worker("newer") as newer:
        await until(group.is_shared(new, newer))
        assert new.reads_on
        assert newer.reads_on
        await group.publish()
        await group.everything_told()
    group.assert_once_and_in_order()


async def test_an_old_one_that_comes_first_makes_everybody_do_as_it_does(group: Group) -> None:
    """A new one reads on; an old one asks to join before it does, so the group deals in a way that knows of no reading on."""
    async with group.worker("new") as new:
        await until(group.is_shared(new))
        assert new.reads_on
        await group.publish()
        async with old_member(group, "old") as old:
            await until(group.is_shared(new, old))
            assert not new.reads_on
            await group.publish()
            await group.everything_told()
            assert group.told.by("old") == old.has
        await until(group.is_shared(new))

        async def reads_on_again() -> bool:
            return new.reads_on

        await until(reads_on_again)
        await group.publish()
        await group.everything_told()
        await all_acknowledged(group)
    group.assert_once_and_in_order()


async def test_an_old_one_is_refused_while_new_ones_read_on_and_takes_over_when_they_left(group: Group) -> None:
    """The way back: nothing is read by two, and at the end the old version has everything."""
    async with old_member(group, "nobody") as nobody:
        await until(group.is_shared(nobody))
    async with group.worker("new") as new, group.worker("newer") as newer:
        await until(group.is_shared(new, newer))
        async with group.worker("newest") as newest:
            await until(group.is_shared(new, newer, newest))  # so that all of them joined with something in hand
        await until(group.is_shared(new, newer))
        back = OldMember(group, "back")
        running = asyncio.create_task(back.run())
        await within_deadline(back.refused.wait())
        assert new.reads_on
        assert newer.reads_on
        await group.publish()
        await group.everything_told()
        assert group.told.by("back") == set()
    try:
        await group.publish()
        await until(group.is_shared(back))
        await group.everything_told()
        await all_acknowledged(group)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    group.assert_once_and_in_order()
