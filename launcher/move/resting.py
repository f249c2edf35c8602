"""Databases that rest: every new transaction in them is read-only, so nobody can change anything, however it tries.

PostgreSQL itself refuses, not each of our processes by itself: whoever is forgotten, starts late or comes back after a crash
is refused too. Web sides answer a command with 503 and a page that says so (`shared/web/problems.py`); pages that only look
go on; workers meet what they meet when the database is away, and lose nothing by it.
"""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Sequence
from urllib.parse import urlsplit, urlunsplit

import asyncpg

from launcher.errors import CannotContinue

GRACE_SECONDS = 10.0
"""So long may what is in hand still take; longer than nearly every command. Then it is undone, and its client tries again."""
LOOK_SECONDS = 0.1

SETTING = "default_transaction_read_only"
RESTING = """
SELECT datname FROM pg_db_role_setting JOIN pg_database ON pg_database.oid = setdatabase
WHERE setrole = 0 AND $1 = ANY(setconfig) AND datname = ANY($2)
"""
# Who came before a moment still has the setting of that moment. Autovacuum and the like change nothing that counts.
EARLIER = """
SELECT pid, state FROM pg_stat_activity
WHERE datname = ANY($1) AND backend_start <= $2 AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


@contextlib.asynccontextmanager
async def admin_of(url: str, database: str | None = None) -> AsyncIterator[asyncpg.Connection]:
    """A connection with the login that may do everything. Raises `CannotContinue` when there is no way in."""
    address = urlsplit(url).netloc.rpartition("@")[2]
    try:
        connection = await asyncpg.connect(in_database(url, database), timeout=10)
    except (asyncpg.InvalidPasswordError, asyncpg.InvalidAuthorizationSpecificationError):
        raise CannotContinue(f"De databank op {address} weigert deze gebruikersnaam of dit wachtwoord.") from None
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise CannotContinue(
            f"De databank op {address} is niet te bereiken: {getattr(error, 'strerror', None) or error}."
        ) from None
    try:
        yield connection
    finally:
        await connection.close()


def in_database(url: str, database: str | None) -> str:
    """The same address and login, in another database of that server; None changes nothing."""
    return url if database is None else urlunsplit(urlsplit(url)._replace(path=f"/{database}"))


async def rest(admin: asyncpg.Connection, databases: Sequence[str]) -> None:
    """Let nobody change anything in these databases any more; back when nobody who still could is left."""
    await _change_for_all(admin, databases, f"SET {SETTING} = on")


async def wake(admin: asyncpg.Connection, databases: Sequence[str]) -> None:
    """End the rest. Who was connected meanwhile is sent away, and comes back able to work."""
    await _change_for_all(admin, databases, f"RESET {SETTING}")


async def resting(admin: asyncpg.Connection, databases: Sequence[str]) -> set[str]:
    """Which of these databases rest."""
    return {row["datname"] for row in await admin.fetch(RESTING, f"{SETTING}=on", list(databases))}


async def _change_for_all(admin: asyncpg.Connection, databases: Sequence[str], change: str) -> None:
    for name in databases:
        await admin.execute(f"ALTER DATABASE {name} {change}")
    moment, loop = await admin.fetchval("SELECT clock_timestamp()"), asyncio.get_running_loop()
    until = loop.time() + GRACE_SECONDS
    while earlier := await admin.fetch(EARLIER, list(databases), moment):
        for session in earlier:
            if session["state"] == "idle" or loop.time() > until:
                await admin.execute("SELECT pg_terminate_backend($1)", session["pid"])
        await asyncio.sleep(LOOK_SECONDS)
