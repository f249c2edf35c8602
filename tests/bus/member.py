"""One member of a group as a process of its own, to be killed: `python -m tests.bus.member TOPIC ORGANISATION`, settings from
the environment. Prints a line when it has applied its first events."""

import asyncio
import sys
from collections.abc import Sequence
from uuid import UUID

from launcher.house import make_transport
from shared.bus.doorbell import Doorbell
from shared.bus.transport import Record
from shared.runtime.settings import Settings
from tests.bus.probe import make_probe


async def main(topic: str, organisation: UUID) -> None:
    settings = Settings.load()
    transport = make_transport(settings, Doorbell(), client="digibank-member")
    await transport.start()
    probe = make_probe(settings, transport, topic, organisation)
    consumer = probe.consumer()
    said = False

    async def handle(records: Sequence[Record]) -> None:
        nonlocal said
        await consumer.handle(records)
        if not said:
            said = True
            print("working", flush=True)  # noqa: T201

    await transport.subscribe(probe.group, [topic], handle).run()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], UUID(sys.argv[2])))
