"""Bring a database to today's shape, before web or workers start."""

import asyncio
import importlib
from pathlib import Path
from zlib import crc32

import structlog
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from shared.database.engine import DRIVER

log = structlog.get_logger()

HERE = Path(__file__).parent
MIGRATION_LOCK = crc32(b"digibank migrations")


async def migrate(url: str, *packages: str) -> None:
    """Apply every migration that is missing, as the owner role in `url`.

    Args:
        url: `postgresql://` address with the owner's login.
        packages: the packages that hold migrations, such as `services.loans.store.migrations`; each is a branch of its own.

    Whoever comes second waits for the first (an advisory lock on the connection that migrates) and then finds nothing to
    do. Each migration is one transaction. Expand first: what an older release still reads is removed a release later. So a
    database that has migrations of a newer release is left as it is: while releases change places, a process of the older
    one may start again.
    """
    engine = create_async_engine(DRIVER, poolclass=NullPool, connect_args={"dsn": url})
    folders = [str(Path(importlib.import_module(package).__path__[0])) for package in packages]
    try:
        async with engine.connect() as connection:
            # A try-lock and a pause: waiting inside PostgreSQL would hold a transaction open for as long as it lasts.
            while not (await connection.exec_driver_sql(f"SELECT pg_try_advisory_lock({MIGRATION_LOCK})")).scalar_one():
                await connection.commit()
                await asyncio.sleep(0.2)
            # A change of a table that has to wait for a long transaction would make everybody else wait behind it.
            await connection.exec_driver_sql("SET lock_timeout = '10s'")
            await connection.commit()
            await connection.run_sync(_upgrade, folders)
    finally:
        await engine.dispose()


def known_revisions(*packages: str) -> tuple[set[str], set[str]]:
    """The migrations of these packages: all of them, and the last of each branch, which is what a database of today says."""
    script = ScriptDirectory.from_config(_config([str(Path(importlib.import_module(package).__path__[0])) for package in packages]))
    return {revision.revision for revision in script.walk_revisions()}, set(script.get_heads())


def _upgrade(connection: Connection, folders: list[str]) -> None:
    config = _config(folders)
    config.attributes["connection"] = connection
    known = {revision.revision for revision in ScriptDirectory.from_config(config).walk_revisions()}
    if newer := set(MigrationContext.configure(connection).get_current_heads()) - known:
        log.warning("the tables are of a newer release and stay so", revisions=sorted(newer))
        return
    command.upgrade(config, "heads")
    connection.commit()


def _config(folders: list[str]) -> Config:
    config = Config()
    config.set_main_option("script_location", str(HERE / "alembic"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(folders))
    return config
