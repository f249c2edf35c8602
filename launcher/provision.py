"""Roles and databases: one database per service with three logins, and one for the log of events with two.

Tables and the rights on them come from migrations, which run as the owner.
"""

import hashlib
import hmac
import re
import secrets
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit
from zlib import crc32

import asyncpg

from launcher.errors import CannotContinue

OLDEST_VERSION = 16
LOCK = crc32(b"digibank provision")
TAKEN_NAMES = {"bus", "log", "postgres", "template0", "template1"}


@dataclass(frozen=True, slots=True)
class Database:
    """One database as it has to be: who owns it, who else may connect, and which schemas it has."""

    name: str
    owner: str
    users: Sequence[str]
    schemas: Sequence[str]

    @property
    def roles(self) -> Sequence[str]:
        """Everybody who may connect."""
        return [self.owner, *self.users]


def databases(services: Sequence[str]) -> list[Database]:
    """What an installation with these services has. Raises `ValueError` for a name that cannot be one."""
    for name in services:
        if not re.fullmatch(r"[a-z][a-z0-9_]{0,40}", name) or name in TAKEN_NAMES:
            raise ValueError(f"{name!r} cannot be the name of a service")
    wanted = [Database(name, f"{name}_owner", [f"{name}_app", f"{name}_bus"], ["public", "bus"]) for name in services]
    return [*wanted, Database("bus", "log_owner", ["log_app"], ["public"])]


async def provision(admin_url: str, services: Sequence[str], password: Callable[[str], str]) -> None:
    """Create what is missing and put right what differs; nothing that exists is removed. Two at once take turns.

    For each service NAME: logins `NAME_owner` (migrates), `NAME_app` (serves) and `NAME_bus` (events), a database NAME of the
    owner that only these three can connect to, and in it the schemas `public` and `bus`, where only the owner makes things.
    And the database `bus` with `log_owner` and `log_app`. None of them can pass row-level security or make roles.

    Args:
        admin_url: `postgresql://` address with a login that may create roles and databases (a superuser or not).
        services: their names.
        password: gives the password of a role, ASCII; only its SCRAM verifier travels.

    Raises:
        CannotContinue: no connection, a PostgreSQL before 16, or a login without the rights.
    """
    wanted = databases(services)
    address = urlsplit(admin_url).netloc.rpartition("@")[2]
    try:
        admin = await asyncpg.connect(admin_url, timeout=10)
        try:
            if (version := admin.get_server_version().major) < OLDEST_VERSION:
                raise CannotContinue(f"De databank op {address} is PostgreSQL {version}; Digibank heeft {OLDEST_VERSION} nodig.")
            await admin.execute("SELECT pg_advisory_lock($1)", LOCK)  # released with the connection
            for database in wanted:
                for role in database.roles:
                    await _ensure_role(admin, role, password(role))
                await _ensure_database(admin, database)
                await _ensure_inside(admin_url, database)
        finally:
            await admin.close()
    except (asyncpg.InvalidPasswordError, asyncpg.InvalidAuthorizationSpecificationError):
        raise CannotContinue(f"De databank op {address} weigert deze gebruikersnaam of dit wachtwoord.") from None
    except asyncpg.ReadOnlySQLTransactionError:
        raise CannotContinue(
            f"De databanken op {address} rusten: ze verhuizen, zijn verhuisd, of "
            "zijn nog niet helemaal teruggezet. Zie docs/operations.md"
        ) from None
    except asyncpg.InsufficientPrivilegeError as error:
        raise CannotContinue(f"De gebruiker mag op {address} geen databanken en rollen maken: {_first_line(error)}.") from None
    except asyncpg.PostgresError as error:
        raise CannotContinue(
            f"De databank op {address} is niet klaar te zetten: {_first_line(error).rstrip('.')}. "
            "Is ze beschadigd? Zet een kopie terug: zie Restore in docs/operations.md."
        ) from error
    except OSError as error:
        raise CannotContinue(f"De databank op {address} is niet te bereiken: {error.strerror or error}.") from None


def _first_line(error: Exception) -> str:
    return str(error).partition("\n")[0]


async def _ensure_role(admin: asyncpg.Connection, role: str, password: str) -> None:
    if not await admin.fetchval("SELECT true FROM pg_roles WHERE rolname = $1", role):
        await admin.execute(f"CREATE ROLE {role}")
    is_superuser = await admin.fetchval("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
    # Only a superuser may even name the other three; a role that this login made has none of them.
    powers = "NOCREATEDB NOCREATEROLE" + (" NOSUPERUSER NOBYPASSRLS NOREPLICATION" if is_superuser else "")
    await admin.execute(f"ALTER ROLE {role} LOGIN {powers} PASSWORD '{scram_verifier(password)}'")
    if await admin.fetchval(
        "SELECT rolsuper OR rolbypassrls OR rolreplication OR rolcreatedb OR rolcreaterole FROM pg_roles WHERE rolname = $1",
        role,
    ):
        raise CannotContinue(f"De rol {role} mag in de databank meer dan goed is. Laat een beheerder die rol weghalen.")
    if not is_superuser and not await admin.fetchval("SELECT pg_has_role($1, 'SET')", role):
        await admin.execute(f"GRANT {role} TO CURRENT_USER WITH INHERIT TRUE, SET TRUE")


async def _ensure_database(admin: asyncpg.Connection, database: Database) -> None:
    name, owner = database.name, database.owner
    found = await admin.fetchval("SELECT datdba::regrole::text FROM pg_database WHERE datname = $1", name)
    if found is None:
        # The order of texts may not depend on the computer.
        builtin = admin.get_server_version().major >= 17
        locale = "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'" if builtin else "LOCALE 'C.UTF-8'"
        await admin.execute(f"CREATE DATABASE {name} OWNER {owner} TEMPLATE template0 ENCODING 'UTF8' {locale}")
    elif found != owner:
        await admin.execute(f"ALTER DATABASE {name} OWNER TO {owner}")


async def _ensure_inside(admin_url: str, database: Database) -> None:
    """Schemas and rights, as the owner, so that a login without superuser rights can do the same."""
    users = ", ".join(database.users)
    statements = [
        f"SET ROLE {database.owner}",
        f"REVOKE ALL ON DATABASE {database.name} FROM PUBLIC",
        f"GRANT CONNECT ON DATABASE {database.name} TO {', '.join(database.roles)}",
    ]
    for schema in database.schemas:
        statements += [
            f"CREATE SCHEMA IF NOT EXISTS {schema}",
            f"ALTER SCHEMA {schema} OWNER TO {database.owner}",
            f"REVOKE ALL ON SCHEMA {schema} FROM PUBLIC",
            f"GRANT USAGE ON SCHEMA {schema} TO {users}",
        ]
    connection = await asyncpg.connect(admin_url, database=database.name, timeout=10)
    try:
        async with connection.transaction():
            # IF NOT EXISTS tells about what is there; that is no news.
            await connection.execute("SET LOCAL client_min_messages = warning")
            for statement in statements:
                await connection.execute(statement)
    finally:
        await connection.close()


def scram_verifier(password: str, salt: bytes | None = None) -> str:
    """What PostgreSQL stores for a password (RFC 5803): enough to check a login, not enough to log in.

    Args:
        password: ASCII, for which the preparation of the standard changes nothing.
        salt: 16 bytes; random when left out.
    """
    salt = salt or secrets.token_bytes(16)
    rounds = 4096
    salted = hashlib.pbkdf2_hmac("sha256", password.encode("ascii"), salt, rounds)
    client_key = hmac.digest(salted, b"Client Key", "sha256")
    server_key = hmac.digest(salted, b"Server Key", "sha256")
    stored_key = hashlib.sha256(client_key).digest()
    return f"SCRAM-SHA-256${rounds}:{_text(salt)}${_text(stored_key)}:{_text(server_key)}"


def _text(value: bytes) -> str:
    return b64encode(value).decode()
