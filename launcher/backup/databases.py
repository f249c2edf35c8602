"""The backup of databases on a PostgreSQL of somebody else: a dump per database, all of one consistent cut; and back."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import asyncpg

from launcher.backup.cut import Snapshot, consistent_cut
from launcher.backup.unfinished import WRITING, Lacks, begin, check_nobody_works
from launcher.disk import check_room
from launcher.errors import CannotContinue
from launcher.house import LOG_DATABASE
from launcher.postgres.clients import address_and_password, run
from launcher.postgres.programs import major_version, programs_folder
from launcher.provision import provision
from launcher.say import Say
from launcher.services import service_names
from shared.runtime.settings import Settings

THERE = "SELECT datname FROM pg_database WHERE datname = ANY($1)"
HAS_TABLES = "SELECT EXISTS (SELECT FROM pg_tables WHERE schemaname IN ('public', 'bus'))"


def owners(settings: Settings) -> dict[str, str]:
    """The address of every database of this installation, as the owner of its tables; without Kafka also that of the log."""
    urls = {name: settings.database_url(f"{name}_owner", name) for name in service_names()}
    return urls if settings.kafka else urls | {LOG_DATABASE: settings.database_url("log_owner", LOG_DATABASE)}


def dump_name(database: str) -> str:
    """The file of one database in a backup."""
    return f"{database}.dump"


async def dump_databases(settings: Settings, place: Path, say: Say) -> dict[str, Snapshot]:
    """Dump every database, one after the other, as all of them were at one cut.

    Raises:
        CannotContinue: no room, or a dump that failed.
        OSError, asyncpg.PostgresError: a database does not answer.
    """
    urls = owners(settings)
    async with consistent_cut(urls) as snapshots:
        if (server := max(snapshot.postgres for snapshot in snapshots.values())) > (ours := _our_version(place)):
            raise CannotContinue(f"De databank is PostgreSQL {server}; een kopie maken kan hier tot versie {ours}.")
        check_room(place, sum(snapshot.size for snapshot in snapshots.values()))
        for name, snapshot in snapshots.items():
            say(f"Kopie van {name}…")
            address, password = address_and_password(urls[name])
            arguments: list[str | Path] = ["--format=custom", "--no-password", f"--snapshot={snapshot.name}", "--dbname", address]
            arguments += ["--file", place / dump_name(name)]
            await asyncio.to_thread(run, f"De kopie van {name}", "pg_dump", arguments, password=password)
        return snapshots


async def restore_databases(settings: Settings, backup: Path, names: Sequence[str], replace: bool, say: Say) -> list[str]:
    """Fill empty databases from dumps; what was there is renamed, never removed. Gives the new names of what was there.

    They rest when this ends, and also when it breaks: `unfinished.py`.

    Raises:
        CannotContinue: somebody works in a database, one has data and `replace` is not said, or a dump does not fit.
        OSError, asyncpg.PostgresError: the server does not answer.
    """
    aside = await _make_way(settings, names, replace)
    await provision(settings.postgres, service_names(), settings.master_key.password)
    urls = owners(settings)
    await begin(settings.postgres, list(urls), Lacks.databases)
    for name in names:
        say(f"Terugzetten: {name}…")
        address, password = address_and_password(urls[name])
        arguments: list[str | Path] = ["--exit-on-error", "--single-transaction", "--clean", "--if-exists", "--no-password"]
        arguments += ["--dbname", address, backup / dump_name(name)]
        await asyncio.to_thread(run, f"Het terugzetten van {name}", "pg_restore", arguments, password=password, writing=True)
        owner = await asyncpg.connect(urls[name], timeout=10, server_settings=WRITING)
        try:
            await owner.execute("ANALYZE")
        finally:
            await owner.close()
    return aside


async def _make_way(settings: Settings, names: Sequence[str], replace: bool) -> list[str]:
    """Rename databases with something in them, remove empty ones; nobody may be at work in any."""
    stamp, aside = f"{datetime.now(UTC):%Y%m%dt%H%M%S}", []
    admin = await asyncpg.connect(settings.postgres, timeout=10)
    try:
        there = [row["datname"] for row in await admin.fetch(THERE, list(names))]
        await check_nobody_works(admin, there)
        full = [name for name in there if await _has_tables(settings.postgres, name)]
        if full and not replace:
            raise CannotContinue(
                f"Er staan al gegevens in {', '.join(sorted(full))}. Met --replace gaan die opzij, onder een andere naam."
            )
        for name in there:
            if name in full:
                aside.append(f"{name}_before_{stamp}")
                await admin.execute(f"ALTER DATABASE {name} RENAME TO {aside[-1]}")
            else:
                await admin.execute(f"DROP DATABASE {name}")
    finally:
        await admin.close()
    return aside


async def _has_tables(admin_url: str, name: str) -> bool:
    connection = await asyncpg.connect(admin_url, database=name, timeout=10)
    try:
        return bool(await connection.fetchval(HAS_TABLES))
    finally:
        await connection.close()


def _our_version(place: Path) -> int:
    return major_version(programs_folder(), None, place)
