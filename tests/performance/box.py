"""The one-box system as `up` runs it: rows `start` and `page`."""

import asyncio
import itertools
import statistics
import sys
import time
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager
from pathlib import Path

from launcher.environment import PROJECT
from shared.runtime.settings import Settings
from tests.performance.asks import Inventory, Loans, get
from tests.performance.commands import bare_running
from tests.performance.load import Ask, Connections, Work, at_rate, connected, percentile
from tests.performance.place import Place, Staff, staff_of
from tests.performance.processes import Child, free_port, launcher, running
from tests.performance.profiled import top_lines
from tests.performance.report import Row, at_most, ms

MEGABYTE = 1024 * 1024
FIRST_PAGE = "/sign-in"
PAGES_PER_SECOND = 20
COMMANDS_PER_SECOND = 50


def box(place: Place, environment: Mapping[str, str], *, profile: Path | None = None) -> AbstractAsyncContextManager[Child]:
    """All services with their workers in one process; running once the first page answers."""
    port = free_port()
    command = launcher("up", "--port", str(port), profile=profile)
    if profile is None and (Path(sys.prefix) / "digibank.json").exists():
        command = [str(PROJECT / "digibank"), "up", "--port", str(port)]  # this environment is one that it made itself
    environment = {"DIGIBANK_VENV": sys.prefix, "DIGIBANK_KAFKA": ""} | dict(environment)
    return running(command, port=port, path=FIRST_PAGE, log=place.folder / "box.log", environment=environment)


def of_its_own(place: Place) -> dict[str, str]:
    """The environment of a box with its own embedded PostgreSQL, the same one every time in one bench."""
    return {"DIGIBANK_DATA": str(place.folder / "box"), "DIGIBANK_POSTGRES": ""}


async def start_rows(place: Place) -> list[Row]:
    """How soon `up` shows a page, and how much memory everything takes, idle and after work."""
    place.say("start: the first `up`, which makes the databases…")
    environment = of_its_own(place)
    started = time.perf_counter()
    async with box(place, environment):
        first = time.perf_counter() - started
    cold, bare, rounds = [], [], 1 if place.quick else 3
    for _ in range(rounds):
        started = time.perf_counter()
        async with await bare_running(place):
            bare.append(time.perf_counter() - started)
        started = time.perf_counter()
        async with box(place, environment) as child:
            cold.append(time.perf_counter() - started)
            idle = child.memory()
            if len(cold) == rounds:
                await work(child, staff_of(Settings(data=place.folder / "box")), seconds=3 if place.quick else 10)
                busy = child.memory()
    seconds = statistics.median(cold)
    used = busy[1] if busy[1] is not None else busy[0]
    kind = "PSS" if busy[1] is not None else "RSS"
    return [
        Row(
            "start",
            f"`up` after set-up until the first page, PostgreSQL included (the very first time: {first:.1f} s); "
            "baseline: the bare endpoint alone, on a PostgreSQL that runs",
            f"{seconds:.2f} s",
            f"{statistics.median(bare):.2f} s",
            f"{seconds / statistics.median(bare):.1f} x",
            "< 5 s",
            at_most(seconds, 5),
            profile=lambda: _profile_start(place),
        ),
        Row(
            "start",
            f"memory of all processes after work, {kind} (idle {_megabytes(idle)}, RSS added up {busy[0] / MEGABYTE:.0f} MB)",
            f"{used / MEGABYTE:.0f} MB",
            target="< 600 MB",
            miss=at_most(used, 600 * MEGABYTE),
        ),
    ]


async def page_rows(place: Place) -> list[Row]:
    """Staff pages under mixed use; the baseline is 50 rows as JSON from the bare endpoint at the same rate."""
    environment = of_its_own(place)
    seconds = 6 if place.quick else 20
    latencies: list[float] = []
    bare: list[float] = []
    async with box(place, environment) as child, await bare_running(place) as other, connected(other.port) as connections:
        await at_rate(
            lambda: connections.send(Ask("POST", "/requests", (("content-type", "application/json"),), b'{"profile": "work"}')),
            per_second=50,
            seconds=1.5,
        )
        staff = staff_of(Settings(data=place.folder / "box"))
        for _ in range(2):  # in turns
            bare += await at_rate(
                lambda: connections.send(Ask("GET", "/requests")), per_second=PAGES_PER_SECOND, seconds=seconds / 2
            )
            latencies += await work(child, staff, seconds=seconds / 2)
    slow = percentile(latencies, 99)
    return [
        Row(
            "page",
            f"staff pages at {PAGES_PER_SECOND}/s mixed use, beside {COMMANDS_PER_SECOND // 5} commands/s (p50 / p99), one box",
            f"{ms(percentile(latencies, 50))} / {ms(slow)}",
            f"{ms(percentile(bare, 50))} / {ms(percentile(bare, 99))}",
            f"{slow / percentile(bare, 99):.1f} x",
            "p99 < 100 ms",
            at_most(slow, 0.100),
            profile=lambda: _profile_pages(place),
        )
    ]


async def work(child: Child, staff: Staff, *, seconds: float) -> list[float]:
    """Pages and commands side by side, as people at work; returns the latencies of the pages."""
    async with connected(child.port, expected=(200, 201)) as connections:
        loans, inventory = Loans(connections, [staff]), Inventory(connections, [staff], [])
        for _ in range(30):
            await inventory.register()
            await loans.ask_for_device()
        pages = await _pages(connections, staff)
        turn = itertools.count()

        async def command() -> None:
            await (loans.ask_for_device, inventory.register, loans.ask_again, loans.withdraw)[next(turn) % 4]()

        async def look() -> None:
            await pages[next(turn) % len(pages)]()

        async with asyncio.TaskGroup() as group:
            looking = group.create_task(at_rate(look, per_second=PAGES_PER_SECOND, seconds=seconds))
            group.create_task(at_rate(command, per_second=COMMANDS_PER_SECOND // 5, seconds=seconds))
        return looking.result()


async def _pages(connections: Connections, staff: Staff) -> list[Work]:
    """What people look at; each is asked for once first, so that a page that fails is noticed."""
    device = (await connections.send(get("/inventory/api/devices", staff))).json()["devices"][0]
    request = (await connections.send(get("/loans/api/requests", staff))).json()["requests"][0]
    paths = [
        "/inventory/devices",
        "/inventory/devices?q=lenovo+x240",
        f"/inventory/devices?q={device['code']}",
        f"/inventory/devices/{device['id']}",
        "/loans/requests",
        f"/loans/requests/{request['id']}",
    ]

    def asking(path: str) -> Work:
        return lambda: connections.send(get(path, staff))

    works = [asking(path) for path in paths]
    for work in works:
        await work()
    return works


async def _profile_start(place: Place) -> str:
    file = place.folder / "start.profile"
    async with box(place, of_its_own(place), profile=file):
        pass
    return top_lines(file)


async def _profile_pages(place: Place) -> str:
    file = place.folder / "page.profile"
    async with box(place, of_its_own(place), profile=file) as child:
        await work(child, staff_of(Settings(data=place.folder / "box")), seconds=5)
    return top_lines(file)


def _megabytes(memory: tuple[int, int | None]) -> str:
    rss, pss = memory
    return f"{(rss if pss is None else pss) / MEGABYTE:.0f} MB"
