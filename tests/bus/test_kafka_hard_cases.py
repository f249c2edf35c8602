"""What only Kafka can bring: records that somebody else's client wrote."""

from collections.abc import Sequence

import pytest
from aiokafka import AIOKafkaProducer  # type: ignore[import-untyped]

from shared.bus.transport import Record
from tests.bus.probe import Probe, within_deadline


async def test_a_header_without_a_value_loses_nothing(probe: Probe) -> None:
    if not probe.settings.kafka:
        pytest.skip("the log has no headers without a value")
    producer = AIOKafkaProducer(bootstrap_servers=probe.settings.kafka)
    await producer.start()
    try:
        for number in range(20):
            await producer.send_and_wait(probe.topic, str(number).encode(), key=b"k", headers=[("strange", None)])
    finally:
        await producer.stop()
    seen: list[int] = []

    async def handle(records: Sequence[Record]) -> None:
        assert all(record.headers == {"strange": ""} for record in records)
        seen.extend(int(record.value) for record in records)

    async with probe.member(handle) as member:
        await within_deadline(member.drain())
    assert seen == list(range(20))
