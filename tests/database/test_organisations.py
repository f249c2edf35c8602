"""Organisations stay apart in the database itself. Every test here speaks as the application role, as the services do."""

from collections.abc import AsyncIterator
from typing import Any

import asyncpg
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from launcher.services import service_names
from shared.database import raw
from shared.database.engine import Database
from shared.runtime.clock import new_id
from shared.runtime.settings import Settings

TABLES_WITH_ROWS_OF_ORGANISATIONS = """
SELECT schemaname || '.' || tablename AS name FROM pg_tables
WHERE schemaname IN ('public', 'bus') AND tablename NOT IN ('alembic_version', 'group_state') ORDER BY 1
"""


@pytest.fixture
async def loans(settings: Settings) -> AsyncIterator[Database]:
    database = Database(settings.database_url("loans_app", "loans"), pool_size=1)
    yield database
    await database.close()


async def add_household(database: Database, organisation: Any, code: str) -> None:
    async with database.transaction(organisation) as connection:
        await connection.execute(
            text("INSERT INTO household (id, organisation, code) VALUES (:i, :o, :c)"),
            {"i": new_id(), "o": organisation, "c": code},
        )


async def codes(database: Database, organisation: Any) -> list[str]:
    async with database.transaction(organisation) as connection:
        return list((await connection.scalars(text("SELECT code FROM household ORDER BY code"))).all())


async def test_rows_of_another_organisation_do_not_exist(loans: Database) -> None:
    ours, theirs = new_id(), new_id()
    await add_household(loans, ours, "KIWI-1")
    await add_household(loans, theirs, "MUS-1")
    assert await codes(loans, ours) == ["KIWI-1"]
    async with loans.transaction(ours) as connection:
        changed = await connection.execute(text("UPDATE household SET code = 'X-1' WHERE code = 'MUS-1'"))
        assert changed.rowcount == 0
        gone = await connection.execute(text("DELETE FROM household WHERE code = 'MUS-1'"))
        assert gone.rowcount == 0
    assert await codes(loans, theirs) == ["MUS-1"]


async def test_nobody_writes_for_another_organisation(loans: Database) -> None:
    ours, theirs = new_id(), new_id()
    with pytest.raises(DBAPIError, match="row-level security"):
        async with loans.transaction(ours) as connection:
            await connection.execute(
                text("INSERT INTO household (id, organisation, code) VALUES (:i, :o, 'KIWI-2')"), {"i": new_id(), "o": theirs}
            )


async def test_a_forgotten_setting_sees_nothing(loans: Database) -> None:
    organisation = new_id()
    await add_household(loans, organisation, "KIWI-3")
    async with loans.transaction_of_all() as connection:
        assert (await connection.scalar(text("SELECT count(*) FROM household"))) == 0


async def test_a_pooled_connection_leaks_nothing(loans: Database) -> None:
    """The pool has one connection: the second user gets the very one of the first, whose setting must be gone."""
    organisation = new_id()
    await add_household(loans, organisation, "KIWI-4")
    async with loans.transaction_of_all() as connection:
        first = await connection.scalar(text("SELECT pg_backend_pid()"))
        setting = await connection.scalar(text("SELECT current_setting('app.organisation', true)"))
        assert setting in (None, "")
        assert (await connection.scalar(text("SELECT count(*) FROM household"))) == 0
    with pytest.raises(RuntimeError):
        async with loans.transaction(organisation):
            raise RuntimeError
    async with loans.transaction_of_all() as connection:
        assert await connection.scalar(text("SELECT pg_backend_pid()")) == first
        assert (await connection.scalar(text("SELECT count(*) FROM household"))) == 0


@pytest.mark.parametrize("service", service_names())
async def test_every_table_keeps_organisations_apart(settings: Settings, service: str) -> None:
    """A new table without row-level security, or with a policy that lets the application role see too much, fails here."""
    app = await raw.connect(settings.database_url(f"{service}_app", service), name="test")
    try:
        tables = [row["name"] for row in await app.fetch(TABLES_WITH_ROWS_OF_ORGANISATIONS)]
        assert len(tables) > 7
        for table in tables:
            protected = await app.fetchval("SELECT relrowsecurity FROM pg_class WHERE oid = $1::regclass", table)
            assert protected, f"{table} has no row-level security"
            policies = await app.fetch(
                "SELECT policyname, qual FROM pg_policies WHERE schemaname || '.' || tablename = $1 AND $2 = ANY(roles)",
                table,
                f"{service}_app",
            )
            assert policies, f"{table} has no policy for the application role"
            for policy in policies:
                if policy["policyname"].startswith("unknown_"):
                    assert table == "bus.blocked_key"
                    continue
                assert "app.organisation" in policy["qual"], f"{table}: {policy['policyname']}"
    finally:
        await app.close()


@pytest.mark.parametrize("service", service_names())
async def test_roles_have_no_more_than_they_need(settings: Settings, service: str) -> None:
    admin = await raw.connect(settings.postgres, name="test")
    try:
        for role in (f"{service}_owner", f"{service}_app", f"{service}_bus"):
            facts = await admin.fetchrow(
                "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles WHERE rolname = $1", role
            )
            assert facts is not None
            assert not any(facts.values()), role
    finally:
        await admin.close()
    app = await raw.connect(settings.database_url(f"{service}_app", service), name="test")
    bus = await raw.connect(settings.database_url(f"{service}_bus", service), name="test")
    try:
        own = await app.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'alembic%'")
        assert own
        for connection, forbidden in (
            (app, "CREATE TABLE mine (x int)"),
            (app, "UPDATE bus.outbox SET sent_at = now()"),
            (app, "DELETE FROM bus.outbox"),
            (app, "UPDATE bus.audit_entry SET actor = NULL"),
            (app, "DELETE FROM bus.audit_entry"),
            (app, "SELECT * FROM bus.group_state"),
            (bus, "UPDATE bus.audit_entry SET actor = NULL"),
            (bus, "SELECT actor FROM bus.audit_entry"),
            (app, "ALTER TABLE bus.outbox DISABLE ROW LEVEL SECURITY"),
            (bus, "INSERT INTO bus.outbox DEFAULT VALUES"),
            (bus, "UPDATE bus.outbox SET value = '{}'"),
            *((bus, f"SELECT * FROM {table['tablename']}") for table in own),
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await connection.execute(forbidden)
    finally:
        await app.close()
        await bus.close()


async def test_a_service_cannot_enter_the_database_of_another(settings: Settings) -> None:
    with pytest.raises(asyncpg.PostgresError, match="permission denied for database"):
        await raw.connect(settings.database_url("loans_app", "inventory"), name="test")
