"""Row `command`: how long a command takes at a steady rate, and how many fit beside a bare endpoint that does two inserts."""

import statistics
import sys
from collections import defaultdict
from collections.abc import Mapping
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from pathlib import Path

import orjson

from shared.runtime.clock import new_id
from tests.performance import bare_endpoint
from tests.performance.asks import JSON, Inventory, Loans
from tests.performance.load import Ask, Connections, Work, at_rate, closed_loop, connected, percentile
from tests.performance.place import Place
from tests.performance.processes import Child, free_port, launcher, running, tree_cpu_seconds
from tests.performance.profiled import top_lines
from tests.performance.report import Row, at_least, at_most, ms
from tests.performance.seeding import add_devices, ids_of_devices

AT_ONCE = 8
RATE = 50
ORGANISATIONS = 20
BARE = "bare"
BARE_DATABASE = "bare_baseline"
ASK = "ask for a device"
ASK_KNOWN = "ask for a device, household known"
WITHDRAW = "withdraw a request"
REGISTER = "register a device"
MAKE_READY = "make a device ready"
HOT = (ASK, ASK_KNOWN)


async def command_rows(place: Place) -> list[Row]:
    """Latency at a steady rate, and throughput of every command beside the bare endpoint, in turns."""
    rounds, seconds = (2, 1.2) if place.quick else (3, 3.0)
    async with AsyncExitStack() as stack:
        works, children = await _open(stack, place, rounds * seconds)
        bare_latency, latency = await _latencies(works, 4 if place.quick else 12)
        rates: defaultdict[str, list[float]] = defaultdict(list)
        processor: defaultdict[str, list[float]] = defaultdict(list)
        for turn in range(rounds + 1):
            for name, work in works.items():
                before = _processor_seconds(place, children[name])
                length = seconds if turn else seconds / 3
                rate = await closed_loop(work, at_once=AT_ONCE, seconds=length)
                if turn:  # the first one warms up
                    rates[name].append(rate)
                    processor[name].append((_processor_seconds(place, children[name]) - before) / (rate * length))
    rows = [
        Row(
            "command",
            f"ask for a device at {RATE}/s (p50 / p99), web process of loans",
            f"{ms(percentile(latency, 50))} / {ms(percentile(latency, 99))}",
            f"{ms(percentile(bare_latency, 50))} / {ms(percentile(bare_latency, 99))}",
            f"{percentile(latency, 99) / percentile(bare_latency, 99):.1f} x",
            "p99 < 50 ms",
            at_most(percentile(latency, 99), 0.050),
            profile=lambda: profile_command(place, ASK),
        )
    ]
    return rows + [_throughput_row(place, name, rates, processor) for name in works if name != BARE]


def _throughput_row(place: Place, name: str, rates: Mapping[str, list[float]], processor: Mapping[str, list[float]]) -> Row:
    ratio = statistics.median(mine / bare for mine, bare in zip(rates[name], rates[BARE], strict=True))
    cpu, bare_cpu = statistics.median(processor[name]), statistics.median(processor[BARE])
    share = statistics.median(bare / mine for mine, bare in zip(processor[name], processor[BARE], strict=True))
    return Row(
        "command",
        f"{name}: throughput with {AT_ONCE} at once, beside FastAPI + asyncpg with two inserts; and processor time of one, "
        "web process and PostgreSQL",
        f"{statistics.median(rates[name]):.0f}/s {ms(cpu)}",
        f"{statistics.median(rates[BARE]):.0f}/s {ms(bare_cpu)}",
        f"{ratio:.0%} {share:.0%}",
        ">= 50 %" if name in HOT else "",
        at_least(ratio, 0.5) if name in HOT else None,
        profile=lambda: profile_command(place, name),
    )


def _processor_seconds(place: Place, web: Child) -> float:
    """Processor time so far of the web process and, where it is ours, of PostgreSQL."""
    server = place.postgres.embedded
    return web.cpu_seconds + (tree_cpu_seconds(server.pid) if server is not None and server.pid else 0)


async def _latencies(works: Mapping[str, Work], seconds: float) -> tuple[list[float], list[float]]:
    """At the same rate, in turns: the bare endpoint and the hot command."""
    bare: list[float] = []
    real: list[float] = []
    for into, work in ((bare, works[BARE]), (real, works[ASK])):
        await at_rate(work, per_second=RATE, seconds=1)  # connections, plans, caches
        into += await at_rate(work, per_second=RATE, seconds=seconds / 2)
    for into, work in ((bare, works[BARE]), (real, works[ASK])):
        into += await at_rate(work, per_second=RATE, seconds=seconds / 2)
    return bare, real


async def _open(stack: AsyncExitStack, place: Place, seconds: float) -> tuple[dict[str, Work], dict[str, Child]]:
    """Start the bare endpoint and the web side of both services; returns the work and the process of each command."""
    bare = await stack.enter_async_context(await bare_running(place))
    loans = await stack.enter_async_context(web_of(place, "loans"))
    inventory = await stack.enter_async_context(web_of(place, "inventory"))
    bare_connections = await stack.enter_async_context(connected(bare.port))
    works = await _works(
        place,
        await stack.enter_async_context(connected(loans.port)),
        await stack.enter_async_context(connected(inventory.port)),
        devices=int(800 * seconds) + 1000,
    )
    body = orjson.dumps({"profile": "secondary_school", "household_id": str(new_id())})
    ask = Ask("POST", "/requests", (JSON,), body)
    children = dict.fromkeys(works, loans) | {REGISTER: inventory, MAKE_READY: inventory, BARE: bare}
    return {BARE: lambda: bare_connections.send(ask)} | works, children


async def _works(place: Place, loans: Connections, inventory: Connections, *, devices: int) -> dict[str, Work]:
    staff = [place.staff() for _ in range(ORGANISATIONS)]
    await add_devices(place, staff[0].organisation, devices, status="arrived")
    arrived = [(staff[0], device) for device in await ids_of_devices(place, staff[0].organisation)]
    of_loans, of_inventory = Loans(loans, staff), Inventory(inventory, staff, arrived)
    return {
        ASK: of_loans.ask_for_device,
        ASK_KNOWN: of_loans.ask_again,
        WITHDRAW: of_loans.withdraw,
        REGISTER: of_inventory.register,
        MAKE_READY: of_inventory.make_ready,
    }


async def bare_running(place: Place) -> AbstractAsyncContextManager[Child]:
    """The bare endpoint in a process of its own, on tables of its own in the same PostgreSQL."""
    admin = await place.admin("postgres")
    try:
        await admin.execute(f"DROP DATABASE IF EXISTS {BARE_DATABASE}")
        await admin.execute(f"CREATE DATABASE {BARE_DATABASE}")
    finally:
        await admin.close()
    tables = await place.admin(BARE_DATABASE)
    try:
        await tables.execute(bare_endpoint.TABLES)
    finally:
        await tables.close()
    port = free_port()
    command = [sys.executable, "-P", "-m", "tests.performance.bare_endpoint", str(port), place.url(BARE_DATABASE)]
    return running(command, port=port, path="/ready", log=place.folder / "bare.log")


def web_of(place: Place, name: str, profile: Path | None = None) -> AbstractAsyncContextManager[Child]:
    """The web side of a service in a process of its own; see `half_of`."""
    return half_of(place, name, "web", profile=profile)


def half_of(
    place: Place, name: str, part: str, *, kafka: str = "", profile: Path | None = None
) -> AbstractAsyncContextManager[Child]:
    """`web` or `worker` of a service in a process of its own, as `./digibank service NAME PART` runs it."""
    port = free_port()
    return running(
        launcher("service", name, part, "--port", str(port), profile=profile),
        port=port,
        path=f"/{name}/health/ready",
        log=place.folder / f"{name}-{part}.log",
        environment={**place.environment, "DIGIBANK_KAFKA": kafka},
    )


async def profile_command(place: Place, name: str) -> str:
    """One command in a closed loop, its web process under the profiler."""
    file = place.folder / "command.profile"
    service = "inventory" if name in (REGISTER, MAKE_READY) else "loans"
    seconds = 5.0
    async with web_of(place, service, file) as child, connected(child.port) as connections:
        works = await _works(place, connections, connections, devices=3000)
        if name in (ASK_KNOWN, WITHDRAW):
            await closed_loop(works[ASK], at_once=AT_ONCE, seconds=seconds)
        await closed_loop(works[name], at_once=AT_ONCE, seconds=seconds)
    return top_lines(file)
