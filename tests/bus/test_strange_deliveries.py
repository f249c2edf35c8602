"""What a transport may bring that no code of ours sends."""

import asyncio
from collections.abc import Sequence

from aiokafka import AIOKafkaProducer  # type: ignore[import-untyped]

from launcher.house import make_transport
from launcher.kafka import RunningKafka
from shared.bus.doorbell import Doorbell
from shared.bus.transport import Record
from shared.runtime.clock import new_id
from shared.runtime.settings import Settings
from shared.runtime.supervisor import keep_running
from tests.bus.probe import Probe, within_deadline
from tests.bus.test_conformance import Seen, numbered, publish_all


async def test_a_header_without_a_value_loses_nothing(kafka: RunningKafka, settings: Settings) -> None:
    topic = f"digibank.probe.t{new_id().hex[:20]}"
    transport = make_transport(settings.model_copy(update={"kafka": kafka.bootstrap}), Doorbell(), client="digibank-test")
    await transport.start()
    await transport.ensure_topics([topic])
    producer = AIOKafkaProducer(bootstrap_servers=kafka.bootstrap)
    await producer.start()
    for number in range(20):
        await producer.send_and_wait(topic, str(number).encode(), key=b"k", headers=[("strange", None)])
    await producer.stop()
    seen = Seen()

    async def handle(records: Sequence[Record]) -> None:
        assert all(record.headers == {"strange": ""} for record in records)
        await seen(records)

    subscription = transport.subscribe(f"group-{topic}", [topic], handle)
    reading = asyncio.create_task(subscription.run())
    try:
        await within_deadline(subscription.drain())
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        await transport.stop()
    assert seen.all == list(range(20))


async def test_a_handler_that_is_cancelled_by_nobody_loses_nothing(probe: Probe) -> None:
    """A library lets a cancellation slip out. The member starts anew, and the same records come again."""
    seen, slips = Seen(), 0

    async def slips_once(records: Sequence[Record]) -> None:
        nonlocal slips
        if slips == 0:
            slips += 1
            raise asyncio.CancelledError
        await seen(records)

    await publish_all(probe.transport, numbered(probe.topic, 50, keys=5))
    subscription = probe.transport.subscribe(probe.group, [probe.topic], slips_once)
    reading = asyncio.create_task(keep_running("member", subscription.run))
    try:
        await within_deadline(subscription.drain())
        await publish_all(probe.transport, numbered(probe.topic, 50, keys=5, start=50))
        await within_deadline(subscription.drain())
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
    assert slips == 1
    assert seen.all == list(range(100))
    seen.assert_order()
