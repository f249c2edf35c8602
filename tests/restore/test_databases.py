"""A backup under traffic on a PostgreSQL of one's own, with the log and with Kafka; then a wreck; then work goes on."""

import asyncio
import gzip
from pathlib import Path

import asyncpg
import orjson
import pytest

from launcher.backup.command import backup
from launcher.backup.events import FILE
from launcher.backup.manifest import describe_files, read_manifest, write_manifest
from launcher.backup.restore import restore
from launcher.doctor.finding import Level
from launcher.doctor.network import kafka
from launcher.errors import CannotContinue
from launcher.house import kafka_access, load_services, migrate_all, topic_policy
from launcher.kafka import KafkaUnavailable
from launcher.provision import provision
from launcher.pytest_facts import NOT_RUN, report_fact
from launcher.services import service_names
from shared.bus.transports.kafka import KafkaCluster, KafkaTransport
from tests.crash.commands import Ledger
from tests.crash.house import CrashHouse, open_crash_house
from tests.restore.work import forget_what_came_after, people_at_work, problems, until


async def nobody_works(house: CrashHouse) -> None:
    await house.stop_all()
    await house.transport.stop()


class Broken(Exception):
    """The power went, at a step of our choice."""


class Breaks(list[str]):
    """Hears what a restore says until it says this."""

    def __init__(self, at: str) -> None:
        super().__init__()
        self._at = at

    def append(self, line: str) -> None:
        if line.startswith(self._at):
            raise Broken(line)


async def nobody_begins(house: CrashHouse) -> None:
    """What is half put back takes no changes, and no start fills what is missing with something new."""
    with pytest.raises(CannotContinue, match="niet helemaal teruggezet"):
        await provision(house.settings.postgres, service_names(), house.settings.master_key.password)
    for name in service_names():
        owner = await asyncpg.connect(house.settings.database_url(f"{name}_owner", name))
        with pytest.raises(asyncpg.ReadOnlySQLTransactionError):
            await owner.execute("CREATE TABLE something (new int)")
        await owner.close()


async def everybody_works(house: CrashHouse) -> None:
    await house.transport.start()
    house.start_all()
    await house.wait_until_up()


async def events_in(house: CrashHouse) -> int:
    return sum([len(records) async for records in house.transport.history(house.topics)])


async def put_back(house: CrashHouse, source: Path, said: list[str], *, replace: bool = False, only_events: bool = False) -> None:
    await asyncio.to_thread(restore, house.settings, source, replace=replace, only_events=only_events, say=said.append)


@pytest.mark.timeout(900)
@pytest.mark.parametrize("transport", ["log", "kafka"])
async def test_after_a_restore_the_bus_goes_on_and_effects_stay_once(transport: str, tmp_path: Path) -> None:
    try:
        async with open_crash_house(tmp_path, transport, lambda line: None) as house:
            await provision(house.settings.postgres, service_names(), house.settings.master_key.password)
            await migrate_all(house.settings, load_services())
            await wreck_and_restore(house, tmp_path / "backups")
    except KafkaUnavailable as error:
        report_fact(NOT_RUN, f"the Kafka leg of the restore test: {error}")
        pytest.skip(f"no Kafka here: {error}")


async def wreck_and_restore(house: CrashHouse, folder: Path) -> None:
    ledger, said = Ledger(), list[str]()
    async with people_at_work(house, ledger, seed=1):
        await until(ledger, 25)
        safe = [command.key for command, _, _ in ledger.acknowledged]
        made = await asyncio.to_thread(backup, house.settings, folder, 7, box=False, say=said.append)
        await until(ledger, 25)
        too_late = await asyncio.to_thread(backup, house.settings, folder, 7, box=False, say=said.append)
    assert read_manifest(made).kind == "databases"
    before = await events_in(house)

    with pytest.raises(CannotContinue, match="Stop eerst alle diensten"):
        await put_back(house, made, said, replace=True)
    await nobody_works(house)
    admin = await house.connect("postgres")
    await admin.execute("DROP DATABASE loans WITH (FORCE)")  # the other ones are whole, and newer
    with pytest.raises(CannotContinue, match="--replace"):
        await put_back(house, made, said)
    with pytest.raises(Broken):
        await put_back(house, made, Breaks("Terugzetten: loans"), replace=True)
    await nobody_begins(house)
    if house.broker is not None:
        with pytest.raises(CannotContinue, match="maar half teruggezet"):
            await put_back(house, made, said, only_events=True)
    await put_back(house, made, said, replace=True)
    aside = {row["datname"].partition("_before_")[0] for row in await admin.fetch("SELECT datname FROM pg_database")}
    assert {"inventory", "portal", "skills", "helpdesk"} <= aside
    assert await admin.fetchval("SELECT count(*) FROM pg_database WHERE datname LIKE 'inventory_before_%'") == 2

    await house.transport.start()
    assert await events_in(house) < before, "what the databases forgot is still told"
    await house.transport.stop()
    forgotten = await forget_what_came_after(house, ledger)
    assert forgotten > 0
    assert not set(safe) - {command.key for command, _, _ in ledger.acknowledged}, "what was answered before the backup is gone"
    await everybody_works(house)
    async with people_at_work(house, ledger, seed=2):
        await until(ledger, 25)
    assert [str(problem) for problem in await problems(house, ledger)] == []
    if house.broker is not None:
        await lose_kafka(house, ledger, made, too_late, said)
    assert ledger.complaints == []
    await admin.close()


async def lose_kafka(house: CrashHouse, ledger: Ledger, made: Path, too_late: Path, said: list[str]) -> None:
    """The databases are whole, and Kafka has nothing any more: the backup and the outboxes have it all."""
    assert isinstance(house.transport, KafkaTransport)
    await house.stop_all()
    there = await events_in(house)
    await house.transport.delete_topics(house.topics, [])
    assert [finding.level async for finding in kafka(house.settings)] == [Level.LOOK]
    await house.transport.stop()
    with pytest.raises(CannotContinue, match="oudere kopie"):
        await put_back(house, too_late, said, only_events=True)  # it tells of a past that was undone
    lose_one(made)
    with pytest.raises(Broken):
        await put_back(house, made, Breaks("Gebeurtenissen terugzetten"), only_events=True)
    await nobody_begins(house)
    await put_back(house, made, said, only_events=True)
    await everybody_works(house)
    async with people_at_work(house, ledger, seed=3):
        await until(ledger, 25)
    assert [str(problem) for problem in await problems(house, ledger)] == []
    assert await events_in(house) > there
    assert [finding.level async for finding in kafka(house.settings)] == [Level.GOOD]
    cluster = KafkaCluster(kafka_access(house.settings), "restore-test", topic_policy(house.settings))
    await cluster.set_config(house.topics[0], {"retention.ms": "604800000"})
    await cluster.close()
    [finding] = [finding async for finding in kafka(house.settings)]
    assert (finding.level, house.topics[0] in finding.words) == (Level.BAD, True), "after a week it would forget"
    assert not [line for line in said if line.startswith("!")]


def lose_one(made: Path) -> None:
    """Take one event out of the copy, with a later one of its key behind it: the outbox has it, and has to send both in order."""
    copy = made / FILE
    lines = gzip.decompress(copy.read_bytes()).splitlines(keepends=True)
    keys = [orjson.loads(line)["key"] for line in lines]
    del lines[next(index for index, key in enumerate(keys) if key in keys[index + 1 :] and key in keys[:index])]
    copy.write_bytes(gzip.compress(b"".join(lines)))
    manifest = read_manifest(made)
    files = {name: file for name, file in describe_files(made).items() if name in manifest.files}
    write_manifest(made, manifest.model_copy(update={"files": files}))
