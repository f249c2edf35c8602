"""What every transport promises. The same tests run on the log and on real Kafka."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest

from shared.bus.transport import Record, Transport
from tests.bus.probe import Probe, within_deadline


def numbered(topic: str, count: int, keys: int, start: int = 0) -> list[Record]:
    """Records 0, 1, 2, … spread over some keys."""
    return [Record(topic, f"key-{n % keys}", str(n).encode(), {"ce_id": str(uuid4())}) for n in range(start, start + count)]


class Seen:
    """What one group has seen, per key, in order."""

    def __init__(self) -> None:
        self.by_key: defaultdict[str, list[int]] = defaultdict(list)

    async def __call__(self, records: Sequence[Record]) -> None:
        for record in records:
            self.by_key[record.key].append(int(record.value))

    @property
    def all(self) -> list[int]:
        return sorted(n for numbers in self.by_key.values() for n in numbers)

    def assert_order(self) -> None:
        for key, numbers in self.by_key.items():
            assert numbers == sorted(numbers), f"{key} came out of order"


async def publish_all(transport: Transport, records: Sequence[Record]) -> None:
    published = await transport.publish(records)
    assert published.error is None
    assert list(published.confirmed) == list(range(len(records)))


async def test_order_per_key(probe: Probe) -> None:
    seen = Seen()
    async with probe.member(seen) as member:
        for start in range(0, 2000, 250):
            await publish_all(probe.transport, numbered(probe.topic, 250, keys=40, start=start))
        await within_deadline(member.drain())
    assert seen.all == list(range(2000))
    seen.assert_order()


async def test_every_group_sees_everything(probe: Probe) -> None:
    one, other = Seen(), Seen()
    async with probe.member(one, "one-" + probe.topic) as first, probe.member(other, "other-" + probe.topic) as second:
        await publish_all(probe.transport, numbered(probe.topic, 300, keys=7))
        await within_deadline(first.drain())
        await within_deadline(second.drain())
    assert one.all == other.all == list(range(300))


async def test_a_new_group_reads_history(probe: Probe) -> None:
    await publish_all(probe.transport, numbered(probe.topic, 300, keys=7))
    seen = Seen()
    assert await probe.transport.subscribe(probe.group, [probe.topic], seen).lag() == 300
    async with probe.member(seen) as member:
        await within_deadline(member.drain())
        assert await member.lag() == 0
    assert seen.all == list(range(300))
    seen.assert_order()


async def test_a_group_goes_on_where_it_was(probe: Probe) -> None:
    first, second = Seen(), Seen()
    await publish_all(probe.transport, numbered(probe.topic, 100, keys=5))
    async with probe.member(first) as member:
        await within_deadline(member.drain())
    await publish_all(probe.transport, numbered(probe.topic, 100, keys=5, start=100))
    async with probe.member(second) as member:
        await within_deadline(member.drain())
    assert first.all == list(range(100))
    assert second.all == list(range(100, 200))


async def test_what_failed_comes_again_and_nothing_overtakes(probe: Probe) -> None:
    seen, failures = Seen(), 0

    async def fail_three_times(records: Sequence[Record]) -> None:
        nonlocal failures
        if failures < 3:
            failures += 1
            raise RuntimeError("not now")
        await seen(records)

    await publish_all(probe.transport, numbered(probe.topic, 200, keys=5))
    async with probe.member(fail_three_times) as member:
        await within_deadline(member.drain())
    assert failures == 3
    assert seen.all == list(range(200))
    seen.assert_order()


async def test_nothing_is_acknowledged_before_it_is_handled(probe: Probe) -> None:
    """A member that dies while it handles leaves everything to the next one."""
    handling = asyncio.Event()

    async def never_ends(records: Sequence[Record]) -> None:
        handling.set()
        await asyncio.Event().wait()

    await publish_all(probe.transport, numbered(probe.topic, 50, keys=5))
    async with probe.member(never_ends):
        await within_deadline(handling.wait())
    seen = Seen()
    async with probe.member(seen) as member:
        await within_deadline(member.drain())
    assert seen.all == list(range(50))


async def test_several_publishers_lose_nothing(probe: Probe) -> None:
    """Readers follow while transactions of several publishers end in any order: the case a plain sequence number gets wrong."""
    seen = Seen()

    async def publisher(number: int) -> None:
        for start in range(0, 200, 4):
            records = numbered(probe.topic, 4, keys=3, start=number * 200 + start)
            await publish_all(probe.transport, [Record(r.topic, f"p{number}-{r.key}", r.value, r.headers) for r in records])

    async with probe.member(seen) as member:
        await asyncio.gather(*(publisher(number) for number in range(4)))
        await within_deadline(member.drain())
    assert seen.all == list(range(800))
    seen.assert_order()


async def test_history_is_whole_and_in_order(probe: Probe) -> None:
    await publish_all(probe.transport, numbered(probe.topic, 1200, keys=30))
    seen = Seen()
    async for records in probe.transport.history([probe.topic]):
        await seen(records)
    assert seen.all == list(range(1200))
    seen.assert_order()


async def test_headers_and_bytes_arrive_as_they_were_sent(probe: Probe) -> None:
    headers = {"ce_id": str(uuid4()), "ce_type": "digibank.probe.counted.v1", "content-type": "application/json"}
    sent = Record(probe.topic, str(UUID(int=7)), '{"naam": "café ☕"}'.encode(), headers)
    received: list[Record] = []

    async def keep(records: Sequence[Record]) -> None:
        received.extend(records)

    await publish_all(probe.transport, [sent])
    async with probe.member(keep) as member:
        await within_deadline(member.drain())
    assert [(r.topic, r.key, r.value, dict(r.headers)) for r in received] == [(sent.topic, sent.key, sent.value, headers)]


async def test_making_topics_twice_keeps_what_is_in_them(probe: Probe) -> None:
    await publish_all(probe.transport, numbered(probe.topic, 10, keys=1))
    await probe.transport.ensure_topics([probe.topic])
    seen = Seen()
    async for records in probe.transport.history([probe.topic]):
        await seen(records)
    assert seen.all == list(range(10))


async def test_publishing_to_a_topic_that_is_not_there_confirms_nothing(probe: Probe) -> None:
    published = await within_deadline(probe.transport.publish(numbered(probe.topic + ".absent", 3, keys=1)))
    assert list(published.confirmed) == []
    assert published.error is not None


@pytest.mark.parametrize("count", [0, 1])
async def test_publishing_little(probe: Probe, count: int) -> None:
    await publish_all(probe.transport, numbered(probe.topic, count, keys=1))
