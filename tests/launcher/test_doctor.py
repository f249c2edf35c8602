"""The doctor finds what it has to find: each trouble is made, not imagined, and what is well is called well."""

import asyncio
import json
import os
import shutil
import socket
import zoneinfo
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import asyncpg
import pytest

from launcher.backup.manifest import Manifest, write_manifest
from launcher.doctor import computer, database, network
from launcher.doctor.finding import Finding, Level
from launcher.doctor.run import doctor
from launcher.house import load_services
from launcher.move.resting import rest, wake
from launcher.move.state import MoveState, Phase, write_state
from launcher.postgres.server import EmbeddedPostgres
from launcher.provision import provision
from launcher.services import service_names
from shared.bus.relay import RELAY_LOCK
from shared.runtime.clock import SystemClock
from shared.runtime.running import migrate_service
from shared.runtime.settings import Settings
from tests.launcher.conftest import as_root
from tests.support.certificates import make_certificate
from tests.support.ports import free_port

STUCK = (
    "INSERT INTO bus.outbox (event_id, organisation, topic, key, sequence, headers, value, recorded_at) "
    "VALUES ($1, $1, 'digibank.loans.requests', 'key', 1, '{}', '{}', now() - interval '5 minutes')",
    "INSERT INTO bus.parked_event (group_name, key, organisation, event_id, topic, headers, value, state, parked_at) "
    "SELECT 'loans.reactions', 'key', $1, gen_random_uuid(), 'topic', '{}', '', state, now() "
    "FROM unnest('{dead,waiting}'::text[]) AS state",
    "INSERT INTO bus.job (id, organisation, kind, unique_key, run_at, state) VALUES ($1, $1, 'daily_round', 'day', now(), 'dead')",
)


class Ahead(SystemClock):
    """The clock of a computer that runs ahead."""

    def __init__(self, by: timedelta) -> None:
        self._by = by

    def now(self) -> datetime:
        return super().now() + self._by


@pytest.fixture
def box(tmp_path: Path) -> Settings:
    """A data folder with a key, and nothing running."""
    settings = Settings(data=tmp_path / "data", port=free_port())
    assert settings.master_key
    return settings


def levels(findings: Iterator[Finding]) -> dict[str, Level]:
    return {finding.check: finding.level for finding in findings}


def test_what_is_well_is_called_well(box: Settings) -> None:
    found = levels(computer.computer(box))
    assert {found[check] for check in ("data", "master key", "time zone")} == {Level.GOOD}


def test_a_digibank_that_moved_away(box: Settings) -> None:
    state = MoveState(Phase.MOVED, "db:5432", "kafka:9092", "2999-01-01T00:00:00Z")
    write_state(box.data, state)
    found = {finding.check: finding for finding in computer.computer(box)}
    assert found["move"].level is Level.BAD
    assert "verhuisd naar PostgreSQL db:5432" in found["move"].words


def test_a_key_that_others_read_is_lost_or_is_none(box: Settings) -> None:
    key = box.master_key_path
    key.chmod(0o644)
    [finding] = computer.master_key(box)
    assert (finding.level, finding.advice) == (Level.BAD, f"Herstel dat met: chmod 600 {key}")
    key.chmod(0o600)
    key.write_text("nothing")
    assert levels(computer.master_key(box)) == {"master key": Level.BAD}
    key.unlink()
    assert levels(computer.master_key(box)) == {}
    (box.data / "postgres" / "cluster").mkdir(parents=True)
    assert levels(computer.master_key(box)) == {"master key": Level.BAD}
    assert not key.exists(), "looking made a new key"


@pytest.mark.skipif(as_root(), reason="root may write everywhere")
def test_a_data_folder_that_cannot_be_written(box: Settings) -> None:
    box.data.chmod(0o500)
    assert levels(computer.data_folder(box)) == {"data": Level.BAD}


def test_a_disk_and_a_memory_with_less_room_than_wanted(box: Settings) -> None:
    free = shutil.disk_usage(box.data).free
    assert levels(computer.room(box.data, wanted=free * 2, inodes=0)) == {"room": Level.LOOK}
    assert levels(computer.room(box.data, wanted=free * 20, inodes=0)) == {"room": Level.BAD}
    files = os.statvfs(box.data)
    if files.f_files:
        assert levels(computer.room(box.data, wanted=0, inodes=files.f_favail * 2)) == {"room": Level.GOOD, "inodes": Level.BAD}
    assert computer.memory(wanted=2**60).level is Level.LOOK


def test_packages_that_are_not_the_ones_written_down(tmp_path: Path) -> None:
    listed = tmp_path / "run.txt"
    listed.write_text("pytest==0.1 \\\n    --hash=sha256:00\nno-such-package==1.0\nonly-there==2 ; sys_platform == 'other'\n")
    finding = computer.python_and_packages(listed)
    assert finding.level is Level.BAD
    assert "in plaats van 0.1, no-such-package ontbreekt." in finding.words


def test_a_computer_without_time_zones(tmp_path: Path) -> None:
    (tmp_path / "Europe").mkdir()
    shutil.copy(Path(zoneinfo.TZPATH[0]) / "UTC", tmp_path / "Europe" / "Brussels")
    try:
        zoneinfo.reset_tzpath([str(tmp_path)])
        assert computer.time_zone_data().level is Level.BAD
    finally:
        zoneinfo.reset_tzpath()
    assert computer.time_zone_data().level is Level.GOOD


def test_a_certificate_that_ends(box: Settings, tmp_path: Path) -> None:
    for days, level in ((-1, Level.BAD), (5, Level.LOOK), (90, Level.GOOD)):
        box.tls_cert, box.tls_key = make_certificate(tmp_path, until=timedelta(days=days))
        assert levels(computer.certificate(box)) == {"certificate": level}, days


def test_backups_that_are_missing_old_or_broken(box: Settings, tmp_path: Path) -> None:
    assert computer.backups(box).level is Level.LOOK
    box.backups = tmp_path / "backups"
    assert computer.backups(box).level is Level.BAD
    for hours, level in ((60, Level.BAD), (2, Level.GOOD)):
        at = datetime.now(UTC) - timedelta(hours=hours)
        folder = box.backups / f"digibank-{at:%Y%m%dT%H%M%SZ}"
        folder.mkdir(parents=True)
        made = Manifest(
            kind="box", began_at=at, ended_at=at, instant=at, postgres=18, room=1, key="", events="database", revisions={}, files={}
        )
        write_manifest(folder, made)
        assert computer.backups(box).level is level, hours
    (folder / "manifest.json").write_text("{}")
    assert computer.backups(box).level is Level.BAD


async def test_a_port_that_is_free_or_somebody_elses(box: Settings) -> None:
    assert (await network.port(box)).level is Level.LOOK
    with socket.create_server(("127.0.0.1", box.port)):
        finding = await network.port(box)
    assert finding.level is Level.BAD
    assert f"(proces {os.getpid()})" in finding.words


@asynccontextmanager
async def somebody(says: bytes, port: int, only: bytes = b"/", good: bytes = b"200 OK") -> AsyncIterator[None]:
    """A web server that answers everything with the same.

    Args:
        only: nothing is known of other addresses than those that begin so.
        good: the status of its answer.
    """

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked = await reader.readuntil(b"\r\n\r\n")
        status = good if asked.startswith(b"GET " + only) else b"404 Not Found"
        writer.write(b"HTTP/1.1 " + status + b"\r\nconnection: close\r\ncontent-length: %d\r\n\r\n" % len(says) + says)
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", port):
        yield


async def test_a_public_address_leads_here_or_elsewhere_or_nowhere(box: Settings) -> None:
    box.public_url = f"http://127.0.0.1:{box.port}"
    assert (await network.public_address(box)).level is Level.BAD
    async with somebody(b"<html>", box.port):
        assert "iets anders" in (await network.public_address(box)).words
    async with somebody(b"<html>", box.port, good=b"503 Service Unavailable"):
        assert "antwoordt niemand" in (await network.public_address(box)).words, "a proxy that waits for us"
    other = json.dumps({"installation": "0123456789abcdef"}).encode()
    async with somebody(other, box.port):
        assert (await network.public_address(box)).level is Level.BAD
        assert "andere Digibank" in (await network.port(box)).words
    ours = json.dumps({"installation": box.master_key.fingerprint()}).encode()
    async with somebody(ours, box.port):
        assert (await network.public_address(box)).level is Level.GOOD
        assert (await network.port(box)).level is Level.GOOD


async def test_our_own_worker_is_no_stranger_at_its_port(box: Settings) -> None:
    """Nobody has to close it."""
    ours = json.dumps({"installation": box.master_key.fingerprint()}).encode()
    async with somebody(ours, box.port, only=b"/loans/"):
        assert (await network.port(box)).level is Level.GOOD


async def test_a_box_that_runs_is_found_when_the_certificate_is_no_good(box: Settings, tmp_path: Path) -> None:
    box.tls_cert = box.tls_key = tmp_path / "nothing"
    async with somebody(json.dumps({"installation": box.master_key.fingerprint()}).encode(), box.port):
        assert (await network.port(box)).level is Level.GOOD
    [finding] = computer.certificate(box)
    assert "nieuw certificaat" not in finding.advice, "a file that is not there is not mended by a new one"


async def test_services_that_run_apart_are_asked_where_they_are(box: Settings) -> None:
    """And what is not to be seen from inside a container is no trouble."""
    box.colleagues = f"http://127.0.0.1:{box.port}"
    box.public_url = f"http://localhost:{free_port()}"
    away = [finding async for finding in network.network(box)]
    assert [(one.check, one.level) for one in away] == [("port", Level.BAD), ("public address", Level.LOOK)]
    assert "logs" in away[0].advice
    async with somebody(json.dumps({"installation": box.master_key.fingerprint()}).encode(), box.port):
        assert [one.level async for one in network.colleagues(box)] == [Level.GOOD]
    async with somebody(json.dumps({"installation": "0123456789abcdef"}).encode(), box.port):
        assert {one.level async for one in network.colleagues(box)} == {Level.BAD}


async def test_a_kafka_that_does_not_answer(box: Settings) -> None:
    box.kafka = f"127.0.0.1:{free_port()}"
    assert [finding.level async for finding in network.kafka(box)] == [Level.BAD]


async def test_a_database_that_is_away_or_refuses(box: Settings, server: EmbeddedPostgres) -> None:
    assert [finding.level async for finding in database.database(box, SystemClock())] == [Level.LOOK]
    box.postgres = f"postgresql://postgres:wrong@127.0.0.1:{server.port}/postgres"
    [finding] = [finding async for finding in database.database(box, SystemClock())]
    assert "wachtwoord" in finding.words
    box.postgres = f"postgresql://127.0.0.1:{server.port}"
    first, *rest = [finding async for finding in database.database(box, SystemClock())]
    assert (first.check, first.level, {one.check for one in rest}) == ("postgres", Level.LOOK, set(service_names())), (
        "as in a container of the stack: no login of an administrator, and no blame for it"
    )
    server.stop()
    [finding] = [finding async for finding in database.database(box, SystemClock())]
    assert (finding.check, finding.level) == ("postgres", Level.BAD)


async def test_a_server_that_nobody_looks_after(box: Settings, scratch: Path, servers: Callable[[], EmbeddedPostgres]) -> None:
    left = servers()
    left.start()
    await left.wait_until_ready()
    box.data = scratch
    assert levels(computer.leftovers(box)) == {}, "its launcher lives"
    left._folder.leave()
    assert levels(computer.leftovers(box)) == {"leftovers": Level.LOOK}


async def test_what_is_wrong_inside_the_server(box: Settings, server: EmbeddedPostgres) -> None:
    """One server, one trouble after the other: in the order in which an installation meets them."""
    box.postgres = server.admin_url
    admin = await asyncpg.connect(server.admin_url)

    async def found(clock: SystemClock | None = None) -> dict[str, Finding]:
        return {finding.check: finding async for finding in database.database(box, clock or SystemClock())}

    try:
        assert (await found())["roles"].level is Level.BAD
        await provision(box.postgres, service_names(), box.master_key.password)
        assert (await found())["loans"].words == "loans heeft nog geen tabellen."
        for service in load_services():
            await migrate_service(service, box)
        assert {finding.level for finding in (await found()).values()} == {Level.GOOD}

        await rest(admin, ["bus", "loans"])
        assert ((await found())["rest"].level, (await found())["loans"].level) == (Level.BAD, Level.GOOD)
        await wake(admin, ["bus", "loans"])
        assert "rest" not in await found()

        assert (await found(Ahead(timedelta(seconds=10))))["clock"].level is Level.LOOK
        assert (await found(Ahead(timedelta(seconds=-40))))["clock"].level is Level.BAD
        await admin.execute("ALTER ROLE loans_app BYPASSRLS")
        assert "loans_app" in (await found())["roles"].words
        await admin.execute("ALTER ROLE loans_app NOBYPASSRLS")
        await admin.execute("ALTER ROLE loans_owner PASSWORD 'another'")
        assert (await found())["loans"].level is Level.BAD
        await provision(box.postgres, service_names(), box.master_key.password)
        await admin.execute("ALTER DATABASE loans ALLOW_CONNECTIONS false")
        assert "hoofdsleutel" not in (await found())["loans"].advice, "the key has nothing to do with that"
        await admin.execute("ALTER DATABASE loans ALLOW_CONNECTIONS true")

        loans = await asyncpg.connect(server.admin_url, database="loans")
        for statement in STUCK:
            await loans.execute(statement, uuid4())
        bus = await found()
        assert {check: bus[check].level for check in ("outbox", "dead letters", "parked", "dead jobs")} == {
            "outbox": Level.BAD, "dead letters": Level.BAD, "parked": Level.LOOK, "dead jobs": Level.BAD,
        }  # fmt: skip
        assert "worker van loans" in bus["outbox"].advice
        await loans.fetchval("SELECT pg_advisory_lock($1)", RELAY_LOCK)
        assert "worker" not in (await found())["outbox"].advice, "there is a relay"
        await loans.execute("UPDATE alembic_version SET version_num = 'loans_9999' WHERE version_num LIKE 'loans%'")
        assert "nieuwere" in (await found())["loans"].words
        await loans.execute("UPDATE alembic_version SET version_num = 'loans_0001' WHERE version_num LIKE 'loans%'")
        assert "oudere" in (await found())["loans"].words
        await loans.close()
    finally:
        await admin.close()


async def test_a_server_that_does_not_wait_for_the_disk(servers: Callable[[], EmbeddedPostgres]) -> None:
    careless = servers()
    careless._settings = careless._settings | {"fsync": "off"}
    careless.start()
    await careless.wait_until_ready()
    admin = await asyncpg.connect(careless.admin_url)
    try:
        found = {finding.check: finding async for finding in database.server(admin, SystemClock())}
    finally:
        await admin.close()
    assert found["durability"].level is Level.BAD
    assert "fsync" in found["durability"].words


async def test_the_command_tells_it_and_ends_with_one_when_something_has_to_be_done(box: Settings) -> None:
    said: list[str] = []
    box.backups = box.data / "nothing"
    assert await asyncio.to_thread(doctor, box, said.append) == 1
    assert [line for line in said if line.startswith("✗ ") and "kopie" in line]
    as_json: list[str] = []
    assert await asyncio.to_thread(lambda: doctor(box, as_json.append, as_json=True)) == 1
    [told] = [one for one in json.loads(as_json[0]) if one["check"] == "backup"]
    assert (told["level"], bool(told["advice"])) == ("bad", True)
