"""One member of a group as a process of its own, to be killed or stopped: `python -m tests.bus.member TOPIC ORGANISATION`,
settings from the environment. Prints a line when it has applied its first events."""

import sys
from collections.abc import Sequence
from uuid import UUID

from launcher.house import make_transport
from launcher.running import run_until_stopped
from launcher.say import say, say_nothing
from shared.bus.doorbell import Doorbell
from shared.bus.transport import Record
from shared.runtime.logs import configure_logs
from shared.runtime.settings import Settings
from tests.bus.probe import make_probe


async def main(topic: str, organisation: UUID) -> None:
    settings = Settings.load()
    configure_logs("warning")  # on standard error
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
            say("working")

    try:
        await transport.subscribe(probe.group, [topic], handle).run()
    finally:
        await transport.stop()


if __name__ == "__main__":
    run_until_stopped(main(sys.argv[1], UUID(sys.argv[2])), say_nothing)
