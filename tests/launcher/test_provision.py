"""Roles and databases on a real server: made once, put right, and unable to pass their walls."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import asyncpg
import pytest

from launcher.errors import CannotContinue
from launcher.postgres.server import EmbeddedPostgres
from launcher.postgres.testing import folder_for_tests
from launcher.provision import provision
from tests.launcher.conftest import PASSWORD

Connect = Callable[..., Awaitable[asyncpg.Connection]]
SERVICES = ["alpha", "beta"]
ROLES = [f"{service}_{kind}" for service in SERVICES for kind in ("owner", "app", "bus")] + ["log_owner", "log_app"]


def password(role: str) -> str:
    return f"password-of-{role}"


@pytest.fixture(scope="module")
async def bare(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[EmbeddedPostgres]:
    """A server of our own, so that nobody else's roles are in it."""
    scratch = folder_for_tests(tmp_path_factory.mktemp("provision"))
    server = EmbeddedPostgres(scratch / "postgres", PASSWORD, fast=True)
    server.start()
    await server.wait_until_ready()
    yield server
    server.stop()
    shutil.rmtree(scratch)


@pytest.fixture(scope="module")
async def provisioned(bare: EmbeddedPostgres) -> EmbeddedPostgres:
    await provision(bare.admin_url, SERVICES, password)
    return bare


@pytest.fixture
async def connect(provisioned: EmbeddedPostgres) -> AsyncIterator[Connect]:
    """Connects as a role to a database; closes at the end."""
    connections: list[asyncpg.Connection] = []

    async def connect_as(role: str, database: str, secret: str | None = None) -> asyncpg.Connection:
        connections.append(
            await asyncpg.connect(
                host="127.0.0.1", port=provisioned.port, user=role, password=secret or password(role), database=database
            )
        )
        return connections[-1]

    yield connect_as
    for connection in connections:
        await connection.close()


async def everything(server: EmbeddedPostgres) -> list[tuple[object, ...]]:
    """All roles, memberships, databases and schemas, with owners and rights."""
    found: list[asyncpg.Record] = []
    admin = await asyncpg.connect(server.admin_url)
    found += await admin.fetch("SELECT to_jsonb(r) - 'rolpassword' FROM pg_roles r WHERE rolname !~ '^pg_' ORDER BY rolname")
    found += await admin.fetch("SELECT roleid::regrole::text, member::regrole::text FROM pg_auth_members ORDER BY 1, 2")
    found += await admin.fetch("SELECT datname, datdba::regrole::text, datacl FROM pg_database ORDER BY 1")
    await admin.close()
    for database in (*SERVICES, "bus"):
        inside = await asyncpg.connect(server.admin_url, database=database)
        found += await inside.fetch(
            "SELECT nspname, nspowner::regrole::text, nspacl FROM pg_namespace WHERE nspname !~ '^pg_' ORDER BY 1"
        )
        await inside.close()
    return [tuple(row) for row in found]


async def test_twice_is_once(provisioned: EmbeddedPostgres) -> None:
    before = await everything(provisioned)
    await provision(provisioned.admin_url, SERVICES, password)
    assert await everything(provisioned) == before
    assert "alpha_app" in str(before)


async def test_two_at_the_same_time_take_turns(provisioned: EmbeddedPostgres) -> None:
    both = ["gamma", "delta"]
    await asyncio.gather(*(provision(provisioned.admin_url, both, password) for _ in range(3)))
    admin = await asyncpg.connect(provisioned.admin_url)
    assert await admin.fetchval("SELECT count(*) FROM pg_database WHERE datname = ANY($1)", both) == 2
    await admin.close()


async def test_no_role_has_powers(provisioned: EmbeddedPostgres) -> None:
    admin = await asyncpg.connect(provisioned.admin_url)
    rows = await admin.fetch(
        "SELECT rolname, rolcanlogin, rolsuper OR rolcreatedb OR rolcreaterole OR rolbypassrls OR rolreplication AS powers,"
        " rolpassword LIKE 'SCRAM-SHA-256$%' AS scram,"
        " EXISTS (SELECT FROM pg_auth_members WHERE member = r.oid) AS member"
        " FROM pg_authid r WHERE rolname = ANY($1)",
        ROLES,
    )
    await admin.close()
    assert {row["rolname"]: tuple(row)[1:] for row in rows} == dict.fromkeys(ROLES, (True, False, True, False))


@pytest.mark.parametrize("role", ["alpha_owner", "alpha_app", "alpha_bus"])
async def test_a_wrong_password_is_refused(connect: Connect, role: str) -> None:
    assert await (await connect(role, "alpha")).fetchval("SELECT 1") == 1
    with pytest.raises(asyncpg.InvalidPasswordError):
        await connect(role, "alpha", "password-of-somebody-else")


@pytest.mark.parametrize("role", ["alpha_owner", "alpha_app", "alpha_bus", "log_app"])
async def test_a_service_cannot_enter_the_database_of_another(connect: Connect, role: str) -> None:
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connect(role, "beta")


@pytest.mark.parametrize(
    "statement",
    [
        "CREATE TABLE public.mine (id int)",
        "CREATE TABLE bus.mine (id int)",
        "CREATE TEMPORARY TABLE mine (id int)",
        "CREATE SCHEMA mine",
        "CREATE ROLE mine",
        "CREATE DATABASE mine",
        "SET ROLE alpha_owner",
        "SET SESSION AUTHORIZATION alpha_owner",
        "ALTER ROLE CURRENT_USER BYPASSRLS",
        "ALTER TABLE secret DISABLE ROW LEVEL SECURITY",
        "ALTER TABLE secret OWNER TO CURRENT_USER",
        "COPY secret TO PROGRAM 'cat'",
    ],
)
@pytest.mark.parametrize("role", ["alpha_app", "alpha_bus"])
async def test_a_serving_role_cannot_climb_over_the_wall(connect: Connect, secret: None, role: str, statement: str) -> None:
    connection = await connect(role, "alpha")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connection.execute(statement)


@pytest.fixture
async def secret(connect: Connect) -> None:
    """A table with one row per organisation, behind row-level security."""
    owner = await connect("alpha_owner", "alpha")
    await owner.execute(
        "DROP TABLE IF EXISTS secret; CREATE TABLE secret (organisation int);"
        "INSERT INTO secret VALUES (1), (2);"
        "ALTER TABLE secret ENABLE ROW LEVEL SECURITY; ALTER TABLE secret FORCE ROW LEVEL SECURITY;"
        "CREATE POLICY mine ON secret USING (organisation = 1);"
        "GRANT SELECT ON secret TO alpha_app"
    )


async def test_row_level_security_holds_for_the_serving_role(connect: Connect, secret: None) -> None:
    app = await connect("alpha_app", "alpha")
    assert await app.fetchval("SELECT array_agg(organisation) FROM secret") == [1]
    await app.execute("SET row_security = off")
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await app.fetch("SELECT * FROM secret")


async def test_what_differs_is_put_right(provisioned: EmbeddedPostgres, connect: Connect) -> None:
    admin = await asyncpg.connect(provisioned.admin_url)
    await admin.execute("ALTER ROLE beta_app SUPERUSER BYPASSRLS NOLOGIN PASSWORD 'changed'")
    await admin.execute("GRANT CONNECT ON DATABASE beta TO PUBLIC")
    before = await everything(provisioned)
    await provision(provisioned.admin_url, SERVICES, password)
    assert await everything(provisioned) != before
    assert not await admin.fetchval("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = 'beta_app'")
    await admin.close()
    assert await (await connect("beta_app", "beta")).fetchval("SELECT 1") == 1
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await connect("alpha_app", "beta")


async def test_a_login_without_superuser_rights_is_enough(scratch: Path, server: EmbeddedPostgres) -> None:
    admin = await asyncpg.connect(server.admin_url)
    await admin.execute("CREATE ROLE landlord LOGIN CREATEROLE CREATEDB PASSWORD 'rent'")
    url = f"postgresql://landlord:rent@127.0.0.1:{server.port}/postgres"
    await provision(url, SERVICES, password)
    once = await everything(server)
    await provision(url, SERVICES, password)
    assert await everything(server) == once
    await admin.execute("ALTER ROLE alpha_app BYPASSRLS")
    await admin.close()
    with pytest.raises(CannotContinue, match="alpha_app"):
        await provision(url, SERVICES, password)


async def test_a_login_without_rights_is_told_so(provisioned: EmbeddedPostgres) -> None:
    url = f"postgresql://alpha_app:{password('alpha_app')}@127.0.0.1:{provisioned.port}/alpha"
    with pytest.raises(CannotContinue, match=r"mag .* geen databanken en rollen maken") as refusal:
        await provision(url, ["epsilon"], password)
    assert "\n" not in str(refusal.value)


async def test_a_refused_or_absent_server_is_one_line_without_the_password(provisioned: EmbeddedPostgres) -> None:
    refused = f"postgresql://postgres:hush-hush@127.0.0.1:{provisioned.port}/postgres"
    with pytest.raises(CannotContinue, match="weigert") as refusal:
        await provision(refused, SERVICES, password)
    assert "hush-hush" not in str(refusal.value)
    with pytest.raises(CannotContinue, match="niet te bereiken") as refusal:
        await provision("postgresql://postgres:hush-hush@127.0.0.1:1/postgres", SERVICES, password)
    assert "hush-hush" not in str(refusal.value)
    assert "\n" not in str(refusal.value)
