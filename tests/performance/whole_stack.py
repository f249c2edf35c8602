"""Row `stack`: how soon docker-compose.yml is healthy as plain processes, and what memory it takes, beside the one box."""

import asyncio
import shutil
import time
from collections import defaultdict

from tests.performance.box import MEGABYTE, box, of_its_own
from tests.performance.place import Place
from tests.performance.processes import tree_memory
from tests.performance.report import Row
from tests.support.stack.local import LocalStack
from tests.support.stack.parts import Kafka, Postgres
from tests.support.stack.processes import Process

SETTLE_SECONDS = 5.0


async def stack_rows(place: Place) -> list[Row]:
    """Start and memory, both idle. The stack brings a Kafka of its own."""
    environment = of_its_own(place)
    async with box(place, environment):
        pass  # the first time makes the databases
    started = time.perf_counter()
    async with box(place, environment) as child:
        box_start = time.perf_counter() - started
        await asyncio.sleep(SETTLE_SECONDS)
        box_memory = _used(child.process.pid)
    folder = place.folder / "stack"
    folder.mkdir()
    stack = LocalStack(folder)
    try:
        first = await _up(stack)
        await stack.down()
        again = await _up(stack)
        await asyncio.sleep(SETTLE_SECONDS)
        memory = _memory(stack)
        lasting = sum(not service.ends for service in stack.services.values())
    finally:
        await stack.end()
        shutil.rmtree(folder, ignore_errors=True)
    total = sum(memory.values())
    shares = ", ".join(f"{what} {used / MEGABYTE:.0f}" for what, used in sorted(memory.items(), key=lambda pair: -pair[1]))
    return [
        Row(
            "stack",
            f"{lasting} services of docker-compose.yml as processes, all healthy (the very first time, with databases to make: "
            f"{first:.0f} s); baseline: `up` until the first page",
            f"{again:.1f} s",
            f"{box_start:.1f} s",
            f"{again / box_start:.1f} x",
        ),
        Row(
            "stack",
            f"memory of all of them, idle, PSS in MB: {shares}; baseline: the one box, idle",
            f"{total / MEGABYTE:.0f} MB",
            f"{box_memory / MEGABYTE:.0f} MB",
            f"{total / box_memory:.1f} x",
        ),
    ]


async def _up(stack: LocalStack) -> float:
    started = time.perf_counter()
    await stack.up()
    return time.perf_counter() - started


def _memory(stack: LocalStack) -> dict[str, int]:
    """Bytes by kind of process."""
    used: defaultdict[str, int] = defaultdict(int)
    for name, part in stack.parts.items():
        match part:
            case Postgres():
                used["PostgreSQL"] += _used(part.server.pid)
            case Kafka():
                used["Kafka"] += _used(part.pid)
            case Process():
                half = name.rpartition("-")[2]
                used[half if half in ("web", "worker") else name] += _used(part.pid)
    return dict(used)


def _used(pid: int | None) -> int:
    if pid is None:
        return 0
    rss, pss = tree_memory(pid)
    return rss if pss is None else pss
