"""How late the event loop is: work that should have begun waits for whatever holds it, and so does everybody's page."""

import asyncio

from prometheus_client import Histogram

LAG = Histogram(
    "digibank_event_loop_lag_seconds",
    "How much later than asked this process got a turn",
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
EVERY_SECONDS = 0.5


async def watch_event_loop() -> None:
    """Ask for a turn every half second until cancelled, and note how late it comes."""
    loop = asyncio.get_running_loop()
    while True:
        wanted = loop.time() + EVERY_SECONDS
        await asyncio.sleep(EVERY_SECONDS)
        LAG.observe(max(0.0, loop.time() - wanted))
