"""`./digibank bench`: how fast it is, every figure beside something that ran in the same command. See `tests/performance`."""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path

from launcher.environment import PROJECT
from launcher.errors import CannotContinue
from launcher.kafka import KafkaUnavailable, RunningKafka, kafka_for_tests
from launcher.say import say
from shared.runtime.logs import configure_logs
from tests.performance.place import Place, open_place
from tests.performance.report import Row, heading, largest_miss, machine, not_run, table

Rows = Callable[[Place, RunningKafka | None], Awaitable[list[Row]]]

TOP_LINES = 14
NO_KAFKA = "there is no Kafka here"


async def _command(place: Place, kafka: RunningKafka | None) -> list[Row]:
    from tests.performance.commands import command_rows

    return await command_rows(place)


async def _page(place: Place, kafka: RunningKafka | None) -> list[Row]:
    from tests.performance.box import page_rows

    return await page_rows(place)


async def _start(place: Place, kafka: RunningKafka | None) -> list[Row]:
    from tests.performance.box import start_rows

    return await start_rows(place)


async def _log_latency(place: Place, kafka: RunningKafka | None) -> list[Row]:
    from tests.performance.latency import log_latency_rows

    return await log_latency_rows(place)


async def _kafka_latency(place: Place, kafka: RunningKafka | None) -> list[Row]:
    from tests.performance.latency import kafka_latency_rows

    if kafka is None:
        return [not_run("kafka-latency", NO_KAFKA)]
    return await kafka_latency_rows(place, kafka)


async def _burst(place: Place, kafka: RunningKafka | None) -> list[Row]:
    from tests.performance.burst import burst_rows

    return await burst_rows(place)


async def _relay(place: Place, kafka: RunningKafka | None) -> list[Row]:
    from tests.performance.carrying import relay_rows

    return await relay_rows(place, kafka)


async def _drain(place: Place, kafka: RunningKafka | None) -> list[Row]:
    from tests.performance.carrying import drain_rows

    return await drain_rows(place)


async def _command_kafka(place: Place, kafka: RunningKafka | None) -> list[Row]:
    from tests.performance.on_kafka import command_rows_on_kafka

    return await command_rows_on_kafka(place, kafka) if kafka else [not_run("command-kafka", NO_KAFKA)]


async def _burst_kafka(place: Place, kafka: RunningKafka | None) -> list[Row]:
    from tests.performance.burst import burst_rows

    return await burst_rows(place, kafka.bootstrap) if kafka else [not_run("burst-kafka", NO_KAFKA)]


async def _page_kafka_away(place: Place, kafka: RunningKafka | None) -> list[Row]:
    from tests.performance.on_kafka import page_rows_without_kafka

    return await page_rows_without_kafka(place, kafka) if kafka else [not_run("page-kafka-away", NO_KAFKA)]


async def _drain_kafka(place: Place, kafka: RunningKafka | None) -> list[Row]:
    from tests.performance.carrying import drain_rows

    return await drain_rows(place, kafka.bootstrap) if kafka else [not_run("drain-kafka", NO_KAFKA)]


async def _workers(place: Place, kafka: RunningKafka | None) -> list[Row]:
    from tests.performance.workers import worker_rows

    return await worker_rows(place, kafka) if kafka else [not_run("workers", NO_KAFKA)]


async def _web(place: Place, kafka: RunningKafka | None) -> list[Row]:
    from tests.performance.more_web import web_rows

    return await web_rows(place)


async def _stack(place: Place, kafka: RunningKafka | None) -> list[Row]:
    from tests.performance.whole_stack import stack_rows

    return await stack_rows(place) if kafka else [not_run("stack", NO_KAFKA)]


async def _growth(place: Place, kafka: RunningKafka | None) -> list[Row]:
    from tests.performance.growth import growth_rows

    return await growth_rows(place)


async def _loans_growth(place: Place, kafka: RunningKafka | None) -> list[Row]:
    from tests.performance.loans_growth import loans_growth_rows

    return await loans_growth_rows(place)


async def _counter(place: Place, kafka: RunningKafka | None) -> list[Row]:
    from tests.performance.counter import counter_rows

    return await counter_rows(place)


async def _reserve(place: Place, kafka: RunningKafka | None) -> list[Row]:
    from tests.performance.contention import contention_rows

    return await contention_rows(place)


async def _move(place: Place, kafka: RunningKafka | None) -> list[Row]:
    from tests.performance.moving import move_rows

    return await move_rows(place, kafka)


async def _stickers(place: Place, kafka: RunningKafka | None) -> list[Row]:
    from tests.performance.stickers import sticker_rows

    return await sticker_rows(place)


async def _import(place: Place, kafka: RunningKafka | None) -> list[Row]:
    from tests.performance.importing import import_rows

    return await import_rows(place)


async def _agreement(place: Place, kafka: RunningKafka | None) -> list[Row]:
    from tests.performance.papers import agreement_rows

    return await agreement_rows(place)


ROWS: dict[str, Rows] = {
    "command": _command,
    "page": _page,
    "start": _start,
    "log-latency": _log_latency,
    # Those that run a whole box on Kafka come first: the others leave a long history there, which groups of a box would read.
    "kafka-latency": _kafka_latency,
    "command-kafka": _command_kafka,
    "page-kafka-away": _page_kafka_away,
    "burst-kafka": _burst_kafka,
    "burst": _burst,
    "drain-kafka": _drain_kafka,
    "workers": _workers,
    "relay": _relay,
    "drain": _drain,
    "web": _web,
    "stack": _stack,
    "move": _move,
    "reserve": _reserve,
    "growth": _growth,
    "loans-growth": _loans_growth,
    "counter": _counter,
    "stickers": _stickers,
    "import": _import,
    "agreement": _agreement,
}
WITH_KAFKA = {
    "kafka-latency", "command-kafka", "page-kafka-away", "burst-kafka", "drain-kafka", "workers", "relay", "stack", "move",
}  # fmt: skip


def bench(only: Sequence[str], quick: bool) -> int:
    """Measure and print a table; a missed target says MISSED, the furthest one with a profile. Returns the exit code.

    It is a report and not a gate: 0 also when a target is missed.

    Args:
        only: names of rows, see `ROWS`; empty for all of them.
        quick: shorter and with less data: minutes instead of a good quarter of an hour, and more noise in the figures.

    Raises:
        CannotContinue: a name that is no row, or PostgreSQL does not start.
    """
    if unknown := set(only) - set(ROWS):
        raise CannotContinue(f"Dit wordt niet gemeten: {', '.join(sorted(unknown))}. Wel: {', '.join(ROWS)}.")
    configure_logs("error")
    with asyncio.Runner(loop_factory=_loop_factory()) as runner:
        return runner.run(_bench([name for name in ROWS if not only or name in only], quick))


async def _bench(names: Sequence[str], quick: bool) -> int:
    facts = machine()  # before anything of ours makes the machine busy
    rows: list[Row] = []
    async with open_place(quick=quick, say=say) as place:
        facts.append(("PostgreSQL", f"{place.postgres_version}, fsync on, {'embedded' if place.postgres.embedded else 'given'}"))
        kafka, what = await asyncio.to_thread(_kafka, place.folder) if WITH_KAFKA & set(names) else (None, "not asked for")
        facts.append(("Kafka", what))
        facts.append(("mode", "quick" if quick else "full"))
        try:
            for name in names:
                started = time.monotonic()
                rows += await _measure(name, place, kafka)
                say(f"{name}: {time.monotonic() - started:.0f} s, load {os.getloadavg()[0]:.1f}")
            say("\n" + heading(facts) + "\n")
            say(table(rows))
            await place.forget_backlog()
            await _explain(rows)
        finally:
            if kafka is not None:
                await asyncio.to_thread(kafka.stop)
    return 0


async def _measure(name: str, place: Place, kafka: RunningKafka | None) -> list[Row]:
    """The rows of one name. A measurement that breaks is a row that says so; the others go on."""
    try:
        await place.forget_backlog()
        return await ROWS[name](place, kafka)
    except Exception as error:
        cause = error
        while isinstance(cause, ExceptionGroup):
            cause = cause.exceptions[0]
        return [not_run(name, f"it broke: {type(cause).__name__}: {str(cause)[:300]}")]


async def _explain(rows: Sequence[Row]) -> None:
    """Print where the time goes in the row that is furthest from its target."""
    missed = sum(row.verdict == "MISSED" for row in rows)
    broken = sum(row.verdict == "NOT RUN" for row in rows)
    say(f"\n{missed} MISSED, {sum(row.verdict == 'met' for row in rows)} met, {broken} NOT RUN")
    worst = largest_miss([row for row in rows if row.profile is not None])
    if worst is None or worst.profile is None:
        return
    profile = await worst.profile()
    with tempfile.NamedTemporaryFile("w", prefix="digibank-bench-", suffix=".txt", delete=False) as file:
        file.write(f"{worst.name}: {worst.what}\n\n{profile}\n")
    say(f"\nFurthest from its target: {worst.name}: {worst.what}. Where the time goes ({file.name}):")
    say("\n".join(profile.splitlines()[:TOP_LINES]))


def _kafka(folder: Path) -> tuple[RunningKafka | None, str]:
    try:
        kafka = kafka_for_tests(PROJECT / ".tools", folder / "kafka", say)
    except KafkaUnavailable as error:
        return None, f"NOT RUN: {error}"
    return kafka, kafka.what


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop] | None:
    if sys.platform == "win32":
        return None
    import uvloop

    return uvloop.new_event_loop
