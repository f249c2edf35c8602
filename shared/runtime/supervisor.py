"""Keeps long-running work running: what fails is started again, after a pause that grows while it keeps failing."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping

import structlog
from prometheus_client import Counter

log = structlog.get_logger()

RESTARTS = Counter("digibank_work_restarts_total", "Times that work of this process had to start again", ["work"])

FIRST_PAUSE_SECONDS = 0.1
LONGEST_PAUSE_SECONDS = 5.0
HEALTHY_AFTER_SECONDS = 5.0

Work = Callable[[], Awaitable[None]]
"""Runs until cancelled; raising means it needs a fresh start."""


async def keep_running(name: str, work: Work) -> None:
    """Run one piece of work until cancelled, again and again."""
    pause = FIRST_PAUSE_SECONDS
    RESTARTS.labels(name)  # at 0 from the start: else the first restart of all is not seen as one
    while True:
        started = time.monotonic()
        try:
            await work()
            reason = "it ended"
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if task is None or task.cancelling():
                raise
            reason = "it was cancelled by nobody here"
        except Exception as error:
            reason = f"{type(error).__name__}: {error}"
        if time.monotonic() - started > HEALTHY_AFTER_SECONDS:
            pause = FIRST_PAUSE_SECONDS
        RESTARTS.labels(name).inc()
        log.warning("work stopped and starts again", work=name, reason=reason, pause_seconds=pause)
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE_SECONDS)


async def keep_all_running(works: Mapping[str, Work]) -> None:
    """Run all of them side by side until cancelled."""
    async with asyncio.TaskGroup() as group:
        for name, work in works.items():
            group.create_task(keep_running(name, work), name=name)
