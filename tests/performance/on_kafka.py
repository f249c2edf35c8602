"""Rows `command-kafka` and `page-kafka-away`: the people at work notice nothing of Kafka, whether it is busy, slow or gone."""

import asyncio
from contextlib import AsyncExitStack

import orjson

from launcher.kafka import RunningKafka
from shared.runtime.clock import new_id
from shared.runtime.settings import Settings
from tests.performance.asks import JSON, Loans
from tests.performance.box import COMMANDS_PER_SECOND, PAGES_PER_SECOND, box, of_its_own, work
from tests.performance.commands import ORGANISATIONS, RATE, bare_running, half_of
from tests.performance.load import Ask, at_rate, connected, percentile
from tests.performance.place import Place, staff_of
from tests.performance.report import Row, at_most, ms, not_run

SETTLE_SECONDS = 3.0
"""After the kill: until everybody has noticed, and tries again with pauses."""


async def command_rows_on_kafka(place: Place, kafka: RunningKafka, *, seconds: float | None = None) -> list[Row]:
    """A command at a steady rate while a worker carries its events to Kafka and handles those of others.

    Args:
        seconds: how long commands are given, in all.
    """
    seconds = seconds or (6 if place.quick else 20)
    bare: list[float] = []
    latencies: list[float] = []
    body = orjson.dumps({"profile": "secondary_school", "household_id": str(new_id())})
    async with AsyncExitStack() as stack:
        plain = await stack.enter_async_context(await bare_running(place))
        plain_connections = await stack.enter_async_context(connected(plain.port))
        web = await stack.enter_async_context(half_of(place, "loans", "web", kafka=kafka.bootstrap))
        await stack.enter_async_context(half_of(place, "loans", "worker", kafka=kafka.bootstrap))
        loans = Loans(await stack.enter_async_context(connected(web.port)), [place.staff() for _ in range(ORGANISATIONS)])
        plain_work = lambda: plain_connections.send(Ask("POST", "/requests", (JSON,), body))  # noqa: E731
        for turn in range(2):
            for into, command in ((bare, plain_work), (latencies, loans.ask_for_device)):
                if not turn:
                    await at_rate(command, per_second=RATE, seconds=1)  # connections, plans, caches
                into += await at_rate(command, per_second=RATE, seconds=seconds / 2)
    slow = percentile(latencies, 99)
    return [
        Row(
            "command-kafka",
            f"ask for a device at {RATE}/s (p50 / p99), web process of loans, its worker and Kafka beside",
            f"{ms(percentile(latencies, 50))} / {ms(slow)}",
            f"{ms(percentile(bare, 50))} / {ms(percentile(bare, 99))}",
            f"{slow / percentile(bare, 99):.1f} x",
            "p99 < 50 ms",
            at_most(slow, 0.050),
        )
    ]


async def page_rows_without_kafka(place: Place, kafka: RunningKafka, *, seconds: float | None = None) -> list[Row]:
    """Staff pages of a box whose Kafka was killed; the baseline is the same box a moment before. Kafka is back at the end.

    Args:
        seconds: how long pages are asked for, before and after each.
    """
    if kafka.broker is None:
        return [not_run("page-kafka-away", "this Kafka is not ours to kill")]
    seconds = seconds or (6 if place.quick else 20)
    async with box(place, of_its_own(place) | {"DIGIBANK_KAFKA": kafka.bootstrap}) as child:
        staff = staff_of(Settings(data=place.folder / "box"))
        await work(child, staff, seconds=1)
        before = await work(child, staff, seconds=seconds)
        await asyncio.to_thread(kafka.broker.kill)
        try:
            await asyncio.sleep(SETTLE_SECONDS)
            away = await work(child, staff, seconds=seconds)
        finally:
            await asyncio.to_thread(kafka.broker.restart)
    slow, usual = percentile(away, 99), percentile(before, 99)
    return [
        Row(
            "page-kafka-away",
            f"staff pages at {PAGES_PER_SECOND}/s beside {COMMANDS_PER_SECOND // 5} commands/s, Kafka killed (p50 / p99), one box; "
            "baseline: the same with Kafka there",
            f"{ms(percentile(away, 50))} / {ms(slow)}",
            f"{ms(percentile(before, 50))} / {ms(usual)}",
            f"{slow / usual:.1f} x",
            "p99 < 100 ms",
            at_most(slow, 0.100),
        )
    ]
