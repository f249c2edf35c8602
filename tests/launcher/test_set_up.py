"""`./digibank setup`, and services that find everything there."""

import asyncio
import subprocess
import sys
from collections.abc import Awaitable
from pathlib import Path

import asyncpg
import httpx
import pytest

from launcher.environment import PROJECT
from launcher.errors import CannotContinue
from launcher.postgres.server import EmbeddedPostgres
from launcher.say import say_nothing
from launcher.set_up import set_up
from shared.database.engine import Database
from shared.database.migrations import migrate
from shared.runtime.running import BUS_MIGRATIONS
from shared.runtime.settings import Settings
from tests.launcher.conftest import PASSWORD
from tests.support.ports import free_port


def settings_for(server: EmbeddedPostgres, scratch: Path) -> Settings:
    """The login without its password in the address, and the password in a file."""
    (scratch / "password").write_text(PASSWORD)
    login = server.admin_url.replace(f":{PASSWORD}@", "@")
    assert login != server.admin_url
    return Settings.load(data=scratch / "data", postgres=login, postgres_password_file=scratch / "password")


async def test_what_is_set_up_twice_serves(server: EmbeddedPostgres, scratch: Path) -> None:
    """A service gets no login: nothing but the address and the master key. The portal says where to begin."""
    said: list[str] = []
    settings = settings_for(server, scratch)
    for _ in range(2):
        await asyncio.to_thread(set_up, settings, said.append)
    assert said[3] == said[-1] == "Alles staat klaar."
    port = free_port()
    address = settings.postgres.rpartition("@")[2]
    environment = {
        "PYTHONPATH": str(PROJECT),
        "DIGIBANK_DATA": str(scratch / "data"),
        "DIGIBANK_POSTGRES": f"postgresql://{address}",
        "DIGIBANK_PORT": str(port),
        "DIGIBANK_PUBLIC_URL": "https://digibank.example",
        "DIGIBANK_COLLEAGUES": "http://{service}-web:8000",
    }
    command = [sys.executable, "-P", "-m", "launcher", "service", "portal", "web"]
    process = await asyncio.create_subprocess_exec(*command, env=environment, stdout=subprocess.PIPE)
    assert process.stdout
    try:
        async with asyncio.timeout(60):
            lines = [(await process.stdout.readline()).decode() for _ in range(2)]
        assert lines[0].startswith("portal web draait")
        assert "Begin hier: https://digibank.example/begin?code=" in lines[1]
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", trust_env=False) as client:
            assert (await client.get("/portal/health/ready")).status_code == 200
    finally:
        process.terminate()
        await asyncio.wait_for(process.wait(), 30)
    assert process.returncode == 0


async def test_without_an_address_or_with_a_wrong_password_it_is_one_line(server: EmbeddedPostgres, scratch: Path) -> None:
    with pytest.raises(CannotContinue, match="Zeg met --postgres"):
        set_up(Settings.load(data=scratch / "data"), say_nothing)
    settings = settings_for(server, scratch)
    (scratch / "password").write_text("another")
    wrong = Settings.load(data=scratch / "data", postgres=settings.postgres.replace(PASSWORD, "another"))
    with pytest.raises(CannotContinue, match="weigert deze gebruikersnaam of dit wachtwoord"):
        await asyncio.to_thread(set_up, wrong, say_nothing)


async def test_who_asks_for_tls_gets_it_or_no_connection(server: EmbeddedPostgres) -> None:
    """Every way in understands `sslmode`: this server has no TLS, so `require` fails and `disable` works."""

    def migrating(url: str) -> Awaitable[object]:
        return migrate(url, BUS_MIGRATIONS)

    def serving(url: str) -> Awaitable[object]:
        return Database(url).ping()

    database = server.admin_url
    for way in (migrating, serving, asyncpg.connect):
        with pytest.raises(ConnectionError, match="rejected SSL upgrade"):
            await way(f"{database}?sslmode=require")
    plain = Database(f"{database}?sslmode=disable")
    await plain.ping()
    await plain.close()
