"""What an installation knew before an upgrade, it knows after."""

from importlib import import_module
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from launcher.provision import provision
from shared.database import migrations
from shared.runtime.clock import new_id
from shared.runtime.running import BUS_MIGRATIONS
from shared.runtime.settings import Settings

FACE = "SELECT organisation, sequence, title, help_line FROM bus.organisation_face"


def upgraded(connection: Connection, package: str, *revisions: str) -> None:
    """Bring a database to a shape that it had once."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrations.__file__).parent / "alembic"))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", "\n".join(import_module(name).__path__[0] for name in (BUS_MIGRATIONS, package)))
    config.attributes["connection"] = connection
    for revision in revisions:
        command.upgrade(config, revision)
    connection.commit()


@pytest.mark.parametrize(
    ("service", "before", "title"), [("helpdesk", "0001", "De Vaart"), ("loans", "0002", "De Vaart"), ("inventory", "0002", "")]
)
async def test_where_families_find_help_is_still_known(settings: Settings, service: str, before: str, title: str) -> None:
    name, package, organisation = f"older_{service}", f"services.{service}.store.migrations", new_id()
    await provision(settings.postgres, [name], settings.master_key.password)
    url = settings.database_url(f"{name}_owner", name)
    known = {"organisation": organisation, "sequence": 7, "help_line": "050 12 34 56"} | ({"title": title} if title else {})
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1), poolclass=NullPool)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(upgraded, package, "bus_0002", f"{service}_{before}")
            columns, values = ", ".join(known), ", ".join(f":{column}" for column in known)
            await connection.execute(text(f"INSERT INTO known_organisation ({columns}) VALUES ({values})"), known)
            await connection.commit()
            await migrations.migrate(url, BUS_MIGRATIONS, package)
            found = (await connection.execute(text(FACE))).all()
    finally:
        await engine.dispose()
    assert [tuple(row) for row in found] == [(organisation, 7, title, "050 12 34 56")]


async def test_an_older_release_may_start_on_tables_of_a_newer_one(settings: Settings) -> None:
    """As when one process is replaced after the other, and one of the older release stops and starts again."""
    name, package = "newer_loans", "services.loans.store.migrations"
    await provision(settings.postgres, [name], settings.master_key.password)
    url = settings.database_url(f"{name}_owner", name)
    engine = create_async_engine(url.replace("postgresql://", "postgresql+asyncpg://", 1), poolclass=NullPool)
    newer = "UPDATE alembic_version SET version_num = 'loans_9999' WHERE version_num LIKE 'loans%'"
    try:
        await migrations.migrate(url, BUS_MIGRATIONS, package)
        async with engine.connect() as connection:
            assert (await connection.execute(text(newer))).rowcount == 1
            await connection.commit()
            await migrations.migrate(url, BUS_MIGRATIONS, package)
            found = (await connection.execute(text("SELECT version_num FROM alembic_version"))).scalars().all()
    finally:
        await engine.dispose()
    assert "loans_9999" in found
