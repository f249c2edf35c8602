"""Members that are killed, servers that go away, relays that lose their connection."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from launcher.environment import PROJECT
from launcher.house import make_transport, migrate_log
from launcher.kafka import RunningKafka
from launcher.postgres.server import EmbeddedPostgres
from launcher.postgres.testing import postgres_for_tests
from launcher.provision import provision
from launcher.pytest_facts import NOT_RUN, report_fact
from shared.bus.doorbell import Doorbell
from shared.bus.transport import Record, Transport
from shared.database import raw
from shared.runtime.clock import new_id
from shared.runtime.settings import Settings
from tests.bus.probe import Probe, until, within_deadline
from tests.bus.test_conformance import Seen, numbered


@asynccontextmanager
async def member_process(probe: Probe) -> AsyncIterator[asyncio.subprocess.Process]:
    """A member in a process of its own; killed at the end if it still lives."""
    settings = probe.settings
    environment = os.environ | {
        "DIGIBANK_DATA": str(settings.data),
        "DIGIBANK_POSTGRES": settings.postgres,
        "DIGIBANK_KAFKA": settings.kafka,
        "PYTHONPATH": str(PROJECT),
    }
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.bus.member", probe.topic, str(probe.organisation),
        cwd=PROJECT, env=environment, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()


async def test_of_two_members_one_is_killed(probe: Probe) -> None:
    """Everything is applied once and in order, whichever member had it when it died."""
    things = [new_id() for _ in range(24)]

    async def publish(numbers: range) -> None:
        for number in numbers:
            for thing in things:
                await probe.publish(thing, number)
            await probe.relay_all()

    async def everything_applied(count: int) -> bool:
        return len(await probe.effects()) >= count * len(things)

    async with member_process(probe) as first, member_process(probe) as second:
        assert first.stdout is not None
        assert second.stdout is not None
        await publish(range(5))
        # On the log one member works and the other stands by, on Kafka they share: kill one that has worked.
        working = [asyncio.create_task(process.stdout.readline(), name=name)
                   for name, process in (("first", first), ("second", second)) if process.stdout]  # fmt: skip
        done, _ = await within_deadline(asyncio.wait(working, return_when=asyncio.FIRST_COMPLETED))
        victim = first if next(iter(done)).get_name() == "first" else second
        feeding = asyncio.create_task(publish(range(5, 20)))
        await until(lambda: everything_applied(7))
        victim.kill()
        await feeding
        await until(lambda: everything_applied(20))
        for task in working:
            task.cancel()
    for thing in things:
        assert await probe.effects_of(thing) == list(range(20))


async def test_a_relay_that_loses_its_connection_is_succeeded(probe: Probe) -> None:
    """Two relays stand ready; the server ends the connection of the active one; the other goes on, nothing is lost."""
    url = probe.settings.database_url("probe_bus", "probe")
    admin = await raw.connect(probe.settings.postgres, name="test")

    async def active() -> int | None:
        pid: int | None = await admin.fetchval(
            "SELECT l.pid FROM pg_locks l JOIN pg_stat_activity a USING (pid) "
            "WHERE l.locktype = 'advisory' AND l.granted AND a.application_name = 'probe relay'"
        )
        return pid

    async def is_active() -> bool:
        return await active() is not None

    thing, seen = new_id(), 0

    async def all_sent() -> bool:
        return bool(await admin_of_probe.fetchval("SELECT count(*) = 0 FROM bus.outbox WHERE sent_at IS NULL"))

    admin_of_probe = await raw.connect(url, name="test")
    relays = [asyncio.create_task(probe.relay().run()) for _ in range(2)]
    try:
        await until(is_active)
        await probe.publish(thing, *range(50))
        await until(all_sent)
        victim = await active()
        await admin.execute("SELECT pg_terminate_backend($1)", victim)

        async def succeeded() -> bool:
            return await active() not in (None, victim)

        await until(succeeded)
        await probe.publish(thing, *range(50, 100))
        await until(all_sent)
    finally:
        for relay in relays:
            relay.cancel()
        await asyncio.gather(*relays, return_exceptions=True)
        await admin.close()
        await admin_of_probe.close()
    sequences = []
    async for records in probe.transport.history([probe.topic]):
        sequences += [int(record.headers["ce_sequence"]) for record in records]
        seen += len(records)
    assert list(dict.fromkeys(sequences)) == list(range(1, 101)), "first appearances are in order and without gaps"
    assert seen >= 100


@dataclass(frozen=True)
class Fragile:
    """A transport whose server can be taken away, without warning, and brought back."""

    transport: Transport
    topic: str
    take_away: Callable[[], None]
    bring_back: Callable[[], None]


@pytest.fixture(params=["log", "kafka"])
async def fragile(request: pytest.FixtureRequest, settings: Settings, tmp_path: Path) -> AsyncIterator[Fragile]:
    topic = f"digibank.probe.t{new_id().hex[:20]}"
    if request.param == "kafka":
        running: RunningKafka = request.getfixturevalue("kafka")
        if running.broker is None:
            report_fact(NOT_RUN, "Kafka away and back: the broker is not ours to kill")
            pytest.skip("the broker is not ours to kill")
        own = settings.model_copy(update={"kafka": running.bootstrap})
        take_away, bring_back = running.broker.kill, running.broker.restart
        server = None
    else:
        server = await postgres_for_tests(tmp_path / "postgres", fast=False)
        if server.embedded is None:
            report_fact(NOT_RUN, "the log away and back: the PostgreSQL server is not ours to kill")
            pytest.skip("the PostgreSQL server is not ours to kill")
        own = settings.model_copy(update={"postgres": server.admin_url})
        await provision(own.postgres, [], own.master_key.password)
        await migrate_log(own)
        take_away, bring_back = partial(kill_server, server.embedded), server.embedded.start
    transport = make_transport(own, Doorbell(), client="fragile")
    await transport.start()
    await transport.ensure_topics([topic])
    yield Fragile(transport, topic, take_away, bring_back)
    await transport.stop()
    if server is not None:
        server.stop()


def kill_server(postgres: EmbeddedPostgres) -> None:
    assert postgres.pid is not None
    os.kill(postgres.pid, signal.SIGKILL)


async def test_server_away_and_back(fragile: Fragile) -> None:
    """The server is killed under a publisher and a reader: everything that was confirmed is there afterwards, in order."""
    seen = Seen()
    transport, topic = fragile.transport, fragile.topic
    subscription = transport.subscribe(f"group-{topic}", [topic], seen)
    reading = asyncio.create_task(subscription.run())

    async def publish(records: Sequence[Record]) -> bool:
        result = await transport.publish(records)
        return len(list(result.confirmed)) == len(records)

    try:
        for start in range(0, 500, 100):
            assert await publish(numbered(topic, 100, keys=10, start=start))
        await within_deadline(subscription.drain())
        await asyncio.to_thread(fragile.take_away)
        waiting = numbered(topic, 100, keys=10, start=500)
        # A connection may outlive its server by a moment. Whatever is confirmed, before and after, has to be there in the end.
        confirmed = await publish(waiting)
        await asyncio.to_thread(fragile.bring_back)
        if not confirmed:
            await until(lambda: publish(waiting))
        for start in range(600, 1000, 100):
            await until(lambda start=start: publish(numbered(topic, 100, keys=10, start=start)))  # type: ignore[misc]
        async with asyncio.timeout(120):
            await subscription.drain()
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
    assert sorted(set(seen.all)) == list(range(1000))
    for numbers in seen.by_key.values():
        first_appearances = list(dict.fromkeys(numbers))
        assert first_appearances == sorted(first_appearances)
