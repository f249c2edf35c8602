"""The embedded server on an ordinary day: passwords, settings, starting again, other people's ports."""

import os
import socket
import subprocess
from collections.abc import Callable
from pathlib import Path

import asyncpg
import pytest

from launcher.errors import CannotContinue
from launcher.postgres.folder import PostgresFolder
from launcher.postgres.programs import Account, how_to_run
from launcher.postgres.server import EmbeddedPostgres
from tests.launcher.conftest import PASSWORD, as_root

MakeServer = Callable[..., EmbeddedPostgres]


async def fetch(server: EmbeddedPostgres, query: str) -> object:
    connection = await asyncpg.connect(server.admin_url)
    try:
        return await connection.fetchval(query)
    finally:
        await connection.close()


async def test_every_way_in_asks_for_the_password(server: EmbeddedPostgres) -> None:
    with pytest.raises(asyncpg.InvalidPasswordError):
        await asyncpg.connect(server.admin_url.replace(PASSWORD, "wrong"))
    with pytest.raises((asyncpg.InvalidPasswordError, asyncpg.InterfaceError)):
        await asyncpg.connect(server.admin_url.replace(f":{PASSWORD}", ""))
    methods = await fetch(server, "SELECT array_agg(DISTINCT auth_method) FROM pg_hba_file_rules")
    assert methods == ["scram-sha-256"]
    assert str(await fetch(server, "SELECT rolpassword FROM pg_authid WHERE rolname = 'postgres'")).startswith("SCRAM-SHA-256$")


async def test_it_listens_on_this_computer_only(server: EmbeddedPostgres) -> None:
    assert await fetch(server, "SHOW listen_addresses") == "127.0.0.1"
    assert await fetch(server, "SHOW unix_socket_directories") == ""


async def test_it_is_set_for_safety_on_an_old_desktop(server: EmbeddedPostgres) -> None:
    wanted = {
        "fsync": "on",
        "synchronous_commit": "on",
        "full_page_writes": "on",
        "data_checksums": "on",
        "server_encoding": "UTF8",
        "shared_buffers": "64MB",
        "max_connections": "100",
        "TimeZone": "UTC",
    }
    assert {setting: await fetch(server, f"SHOW {setting}") for setting in wanted} == wanted


async def test_the_order_of_texts_does_not_depend_on_the_computer(server: EmbeddedPostgres) -> None:
    locale = await fetch(server, "SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = 'postgres'")
    assert locale == "bC.UTF-8"


async def test_a_failing_statement_leaves_no_personal_data_in_the_log(server: EmbeddedPostgres) -> None:
    connection = await asyncpg.connect(server.admin_url)
    await connection.execute("CREATE TABLE person (name text PRIMARY KEY)")
    await connection.execute("INSERT INTO person VALUES ('Fatima')")
    with pytest.raises(asyncpg.UniqueViolationError):
        await connection.execute("INSERT INTO person VALUES ('Fatima')")
    with pytest.raises(asyncpg.InvalidTextRepresentationError):
        await connection.execute("SELECT 'Fatima'::uuid")
    await connection.close()
    server.stop()
    log = server.log_file.read_text()
    assert "database system is ready" in log
    assert "Fatima" not in log


async def test_a_second_start_has_the_same_data_on_the_same_port(server: EmbeddedPostgres, servers: MakeServer) -> None:
    await fetch(server, "CREATE TABLE kept AS SELECT 42 AS answer")
    server.stop()
    said: list[str] = []
    again = servers(say=said.append)
    again.start()
    await again.wait_until_ready()
    assert await fetch(again, "SELECT answer FROM kept") == 42
    assert again.port == server.port
    assert said == []


async def test_starting_a_running_server_changes_nothing(server: EmbeddedPostgres) -> None:
    before = server.pid
    server.start()
    assert server.pid == before


async def test_a_stopped_server_can_start_again(server: EmbeddedPostgres) -> None:
    server.stop()
    assert server.pid is None
    server.start()
    await server.wait_until_ready()
    assert await fetch(server, "SELECT 1") == 1


async def test_a_taken_port_is_left_to_whoever_has_it(server: EmbeddedPostgres, servers: MakeServer) -> None:
    server.stop()
    with socket.create_server(("127.0.0.1", server.port)):
        again = servers()
        again.start()
        await again.wait_until_ready()
        assert again.port != server.port
    assert await fetch(again, "SELECT 1") == 1


async def test_a_port_taken_at_the_last_moment_is_replaced(servers: MakeServer, monkeypatch: pytest.MonkeyPatch) -> None:
    really_choose = PostgresFolder.choose_port
    with socket.create_server(("127.0.0.1", 0)) as rival:
        taken = rival.getsockname()[1]
        choices = iter([taken])
        monkeypatch.setattr(PostgresFolder, "choose_port", lambda folder: next(choices, None) or really_choose(folder))
        server = servers()
        server.start()
        assert server.port == taken
        await server.wait_until_ready()
        assert server.port != taken
    assert await fetch(server, "SELECT 1") == 1


async def test_two_launchers_do_not_share_data(server: EmbeddedPostgres, servers: MakeServer) -> None:
    with pytest.raises(CannotContinue, match=rf"draait al .*proces {os.getpid()}") as refusal:
        servers().start()
    assert "\n" not in str(refusal.value)
    assert await fetch(server, "SELECT 1") == 1


async def test_data_of_another_version_is_refused(server: EmbeddedPostgres, servers: MakeServer) -> None:
    server.stop()
    (server.folder / "cluster" / "PG_VERSION").write_text("17\n")
    with pytest.raises(CannotContinue, match="van PostgreSQL 17 en dit is 18"):
        servers().start()


async def test_something_else_in_the_place_of_the_data_is_refused_and_kept(scratch: Path, servers: MakeServer) -> None:
    precious = scratch / "postgres" / "cluster" / "photo.jpg"
    precious.parent.mkdir(parents=True)
    precious.write_text("x")
    with pytest.raises(CannotContinue, match="geen databank"):
        servers().start()
    assert precious.exists()


async def test_another_master_key_is_told_apart_from_a_broken_server(server: EmbeddedPostgres, servers: MakeServer) -> None:
    server.stop()
    again = servers(password="of-another-key")
    again.start()
    with pytest.raises(CannotContinue, match="hoofdsleutel hoort niet bij"):
        await again.wait_until_ready()


async def test_a_folder_that_may_not_be_entered_is_named(scratch: Path, servers: MakeServer) -> None:
    """As root the server runs as another user, who cannot pass a closed folder; as ourselves a closed one is somebody else's."""
    closed = scratch / "postgres" if not as_root() else scratch
    closed.mkdir(exist_ok=True)
    inner = EmbeddedPostgres(closed / "data" / "postgres", PASSWORD)
    closed.chmod(0o700 if as_root() else 0o000)
    try:
        with pytest.raises(CannotContinue, match=r"mag niet in de map|van een andere gebruiker") as refusal:
            inner.start()
    finally:
        closed.chmod(0o711)
    assert str(closed) in str(refusal.value)
    assert "\n" not in str(refusal.value)


async def test_a_half_made_cluster_is_made_again(scratch: Path, servers: MakeServer) -> None:
    half = scratch / "postgres" / "cluster.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    server = servers()
    server.start()
    await server.wait_until_ready()
    assert await fetch(server, "SELECT 1") == 1
    assert not half.exists()


async def test_the_password_is_not_left_on_disk(server: EmbeddedPostgres) -> None:
    holding = [path.name for path in server.folder.rglob("*") if path.is_file() and PASSWORD.encode() in path.read_bytes()]
    assert holding == []


def sleeper(account: Account | None) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(["sleep", "300"], **how_to_run(account, Path("/")))


async def test_a_lock_file_that_names_an_innocent_process_is_no_obstacle(server: EmbeddedPostgres, servers: MakeServer) -> None:
    """After a power cut the number of the old server may belong to another program of the same user."""
    await fetch(server, "CREATE TABLE kept AS SELECT 42 AS answer")
    lock_file = server.folder / "cluster" / "postmaster.pid"
    content = lock_file.read_text()
    account = Account.for_folder(server.folder)
    server.stop()
    innocent = sleeper(account)
    try:
        lock_file.write_text(content.replace(content.split()[0], str(innocent.pid), 1))
        again = servers()
        again.start()
        await again.wait_until_ready()
        assert await fetch(again, "SELECT answer FROM kept") == 42
        assert innocent.poll() is None
    finally:
        innocent.kill()
        innocent.wait()


async def test_the_log_stays_small_while_the_server_goes_on_writing(server: EmbeddedPostgres) -> None:
    folder = PostgresFolder(server.folder)
    with server.log_file.open("ab") as log:
        log.write(b"x" * 10_000_001)
    folder.keep_log_small()
    assert server.log_file.stat().st_size == 0
    assert (server.folder / "postgres.log.1").stat().st_size > 10_000_000
    server.stop()
    said = server.log_file.read_bytes()
    assert b"database system is shut down" in said
    assert b"\0" not in said
