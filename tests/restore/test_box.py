"""One box under traffic: backup by command, everything gone, restore by command, and it goes on."""

import asyncio
import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import httpx
import pytest

from launcher.backup.folder import whole_backups
from launcher.environment import PROJECT
from launcher.house import LOG_DATABASE
from launcher.postgres.folder import port_in_use
from launcher.postgres.leftovers import end_leftovers
from launcher.postgres.server import EmbeddedPostgres, admin_url
from launcher.postgres.testing import folder_for_tests
from shared.bus.transports.log import LogTransport
from shared.identity.tokens import Person
from shared.runtime.clock import new_id
from shared.runtime.settings import Settings
from tests.crash.commands import Ledger
from tests.crash.house import CrashHouse
from tests.restore.work import LONGEST_SECONDS, forget_what_came_after, people_at_work, problems, until
from tests.support.ports import free_port

# Past the commands of portal, whose events the crash test does not know.
SIGNED_IN = (
    "INSERT INTO organisation (organisation, title, help_line, help_place) VALUES ($1, 'Digibank De Brug', '', '')",
    "INSERT INTO account (id, organisation, sign_in_name, display_name, roles, wrong_tries) "
    "VALUES ($1, $1, 'an.p', 'An', '{staff}', 0)",
    "INSERT INTO session (id, organisation, account_id, started_at, renewed_at) VALUES ($1, $1, $1, now(), now())",
)


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    made = folder_for_tests(tmp_path / "box")
    yield made
    shutil.rmtree(made)


def digibank(data: Path, *arguments: str | Path) -> list[str]:
    return [sys.executable, "-P", "-m", "launcher", *map(str, arguments), "--data", str(data)]


def surroundings() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith("DIGIBANK_")} | {"PYTHONPATH": str(PROJECT)}


async def command(data: Path, *arguments: str | Path) -> tuple[int, str]:
    """Run a command to its end; its exit code and what it said."""
    process = await asyncio.create_subprocess_exec(
        *digibank(data, *arguments), env=surroundings(), stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    said, _ = await process.communicate()
    return cast("int", process.returncode), said.decode()


@asynccontextmanager
async def box(data: Path, port: int, log: Path, people: dict[UUID, Person]) -> AsyncIterator[CrashHouse]:
    """`./digibank up` on a data folder, as a house of which the crash test knows the rooms; killed at the end.

    `people` work there, at that port: the same before and after, since an answer is given again only to who had it, at its address.
    """
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            *digibank(data, "up", "--port", str(port)), env=surroundings(), stdout=output, stderr=output
        )
    base = f"http://127.0.0.1:{port}"
    try:
        async with asyncio.timeout(LONGEST_SECONDS), httpx.AsyncClient(base_url=base) as http:
            while not await is_ready(http):
                assert process.returncode is None
                await asyncio.sleep(0.1)
        settings = Settings(data=data, port=port)
        server = port_in_use(data / "postgres")
        assert server
        settings.postgres = admin_url(server, settings.master_key.password("postgres"))
        transport = LogTransport(settings.database_url("log_app", LOG_DATABASE))
        await transport.start()
        yield CrashHouse(
            settings,
            cast("EmbeddedPostgres", SimpleNamespace(admin_url=settings.postgres)),
            None,
            transport,
            {"inventory": base, "loans": base},
            {},
            people,
        )
        await transport.stop()
    finally:
        process.kill()
        await process.wait()
        await asyncio.to_thread(end_leftovers, data / "postgres" / "cluster")


async def is_ready(http: httpx.AsyncClient) -> bool:
    try:
        return (await http.get("/health/ready")).status_code == httpx.codes.OK
    except httpx.TransportError:
        return False


async def open_sessions(house: CrashHouse) -> Any:
    portal = await house.connect("portal")
    try:
        return await portal.fetchval("SELECT count(*) FROM session WHERE ended_at IS NULL")
    finally:
        await portal.close()


@pytest.mark.timeout(900)
async def test_a_box_that_lost_everything_comes_back_and_effects_stay_once(folder: Path, tmp_path: Path) -> None:
    data, backups, key, ledger = folder / "data", tmp_path / "backups", tmp_path / "kept.key", Ledger()
    port, people = free_port(), dict[UUID, Person]()
    async with box(data, port, tmp_path / "up.log", people) as house:
        portal, somebody = await house.connect("portal"), new_id()
        for statement in SIGNED_IN:
            await portal.execute(statement, somebody)
        await portal.close()
        async with people_at_work(house, ledger, seed=4):
            await until(ledger, 25)
            safe = {one.key for one, _, _ in ledger.acknowledged}
            code, said = await command(data, "backup", "--to", backups)
            assert (code, "De hoofdsleutel zit er niet in" in said) == (0, True), said
            await until(ledger, 25)
        assert await open_sessions(house) == 1
    assert await command(data, "backup-key", "--to", key) == (0, told(key))
    [made] = whole_backups(backups)
    assert not list(made.rglob("*.key"))
    assert key.stat().st_mode & 0o777 == 0o600

    shutil.rmtree(data)
    assert (await command(data, "restore", made))[0] == 2, "without its key it cannot be read"
    assert not data.exists(), "a new key was made"
    damage(made / "base.tar.gz")
    code, said = await command(data, "restore", made, "--key", key)
    assert (code, "beschadigd" in said) == (2, True), said
    damage(made / "base.tar.gz")
    code, said = await command(data, "restore", made, "--key", key)
    assert code == 0, said
    code, said = await command(data, "restore", made)
    assert (code, "--replace" in said) == (2, True), said

    async with box(data, port, tmp_path / "up.log", people) as house:
        assert await open_sessions(house) == 0, "whoever was signed in then is let in again"
        assert await forget_what_came_after(house, ledger) > 0
        assert not safe - {one.key for one, _, _ in ledger.acknowledged}, "what was answered before the backup is gone"
        async with people_at_work(house, ledger, seed=5):
            await until(ledger, 25)
        assert [str(problem) for problem in await problems(house, ledger)] == []
    assert ledger.complaints == []


def told(key: Path) -> str:
    return (
        f"De hoofdsleutel staat ook in {key}.\n"
        "Bewaar die op een andere plaats dan de kopieën van de gegevens. Wie allebei heeft, kan alles lezen.\n"
    )


def damage(file: Path) -> None:
    """Turn one byte in the middle around; twice is as it was."""
    with file.open("r+b") as content:
        content.seek(file.stat().st_size // 2)
        [byte] = content.read(1)
        content.seek(-1, os.SEEK_CUR)
        content.write(bytes([byte ^ 0xFF]))
