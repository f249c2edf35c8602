"""The database of one service, opened as one of its roles."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any
from uuid import UUID

import asyncpg
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError, DisconnectionError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import QueuePool

CONNECTION_SETTINGS = {
    "application_name": "digibank",
    # The server lets go of a client that vanished within seconds, and so of its locks. Our side has its own time-outs.
    "tcp_keepalives_idle": "10",
    "tcp_keepalives_interval": "5",
    "tcp_keepalives_count": "3",
    "tcp_user_timeout": "20000",
    "idle_in_transaction_session_timeout": "60000",
    "timezone": "UTC",
    # The queries here are short; compiling them costs more than it wins.
    "jit": "off",
    # Whoever comes last must see what whoever held the lock before left: matching depends on it.
    "default_transaction_isolation": "read committed",
}

STATEMENT_TIMEOUT_SECONDS = 30.0
READ_ONLY = "25006"

DRIVER = "postgresql+asyncpg://"
"""Without an address: asyncpg gets it as it is, `sslmode` and all, which SQLAlchemy would not understand."""


class TransactionLost(Exception):
    """What looked like a commit was a rollback."""


class Database:
    """Connections of one service as one role, usually `_app`, which cannot bypass row-level security."""

    def __init__(self, url: str, *, pool_size: int = 10, name: str = "digibank") -> None:
        self._engine: AsyncEngine = create_async_engine(
            DRIVER,
            pool_size=pool_size,
            max_overflow=0,
            pool_timeout=10,
            pool_recycle=1800,
            hide_parameters=True,
            isolation_level="AUTOCOMMIT",  # see `_transaction`
            connect_args={
                "dsn": url,
                "server_settings": CONNECTION_SETTINGS | {"application_name": name},
                "command_timeout": STATEMENT_TIMEOUT_SECONDS,
                "timeout": 5,
            },
        )
        event.listen(self._engine.sync_engine, "handle_error", _forget_all_connections_after_a_restart)
        event.listen(self._engine.sync_engine, "checkout", _must_be_usable)

    @asynccontextmanager
    async def transaction(self, organisation: UUID) -> AsyncIterator[AsyncConnection]:
        """One transaction that sees and writes the rows of one organisation only. Commits at the end, rolls back on error.

        The setting is local to the transaction: it cannot leak to whoever gets the pooled connection next.
        """
        # Both in one round trip, which cannot carry parameters: hence nothing but the digits of a UUID.
        async with self._transaction(f"BEGIN; SET LOCAL app.organisation = '{UUID(int=organisation.int)}'") as connection:
            yield connection

    @asynccontextmanager
    async def transaction_of_all(self) -> AsyncIterator[AsyncConnection]:
        """One transaction without an organisation: an application role sees nothing in it, a bus role its bus tables."""
        async with self._transaction("BEGIN") as connection:
            yield connection

    @asynccontextmanager
    async def _transaction(self, begin: str) -> AsyncIterator[AsyncConnection]:
        """SQLAlchemy is told that the connection commits by itself; beginning and ending is done here, with fewer messages."""
        async with self._engine.connect() as connection:
            driver = await driver_of(connection)
            try:
                await driver.execute(begin)
                yield connection
                ended = await driver.execute("COMMIT")
            except BaseException:
                await _roll_back(driver)
                raise
        if ended != "COMMIT":
            # After an error that somebody swallowed PostgreSQL answers a COMMIT with a ROLLBACK, and means it.
            raise TransactionLost("a statement in this transaction had failed: nothing of it was stored")

    @property
    def connections(self) -> tuple[int, int]:
        """How many connections are at work in this process, and how many there may be at once."""
        pool = self._engine.pool
        if not isinstance(pool, QueuePool):
            raise TypeError(f"a pool of {type(pool).__name__} is not counted")
        return pool.checkedout(), pool.size()

    async def ping(self) -> None:
        """Ask the database for a sign of life. Raises what the driver raises."""
        async with self._engine.connect() as connection:
            await connection.exec_driver_sql("SELECT 1")

    async def close(self) -> None:
        """Give all connections back."""
        await self._engine.dispose()


async def driver_of(connection: AsyncConnection) -> asyncpg.Connection:
    """The driver's own connection under an open transaction, for statements that are written out in SQL anyway.

    A statement costs the processor a quarter there of what it costs through SQLAlchemy. Its errors are those of asyncpg.
    """
    driver: asyncpg.Connection | None = (await connection.get_raw_connection()).driver_connection
    if driver is None:
        raise asyncpg.InterfaceError("the connection is closed")
    return driver


def is_unavailable(error: BaseException) -> bool:
    """Whether an error means that the database is away, full or shutting down, and not that the work itself is wrong.

    Such work is tried again later as it is; nothing is parked and nobody is blamed.
    """
    if isinstance(error, DBAPIError):
        if error.connection_invalidated or isinstance(error, InterfaceError):
            return True
        state = getattr(error.orig, "sqlstate", None) or getattr(error.orig, "pgcode", None)
        return _means_unavailable(state) or (state is None and isinstance(error, OperationalError))
    if isinstance(error, OSError | TimeoutError | PoolTimeoutError):
        return True
    state = getattr(error, "sqlstate", None)
    if state is not None:
        return _means_unavailable(state)
    return type(error).__module__.startswith("asyncpg") and type(error).__name__ in ("InterfaceError", "InternalClientError")


async def is_outage(error: Exception, database: Database) -> bool:
    """Whether the database is away, rather than one piece of work being wrong or too slow.

    An operating-system error or a time-out may be either, the work's own or the connection's: so ask the database itself.
    """
    if isinstance(error, OSError):
        try:
            await database.ping()
        except Exception:
            return True
        return False
    return is_unavailable(error)


def is_collision(error: BaseException) -> bool:
    """Whether two transactions got in each other's way (deadlock, serialisation): doing it again is the cure."""
    original = error.orig if isinstance(error, DBAPIError) else error
    return getattr(original, "sqlstate", None) in ("40P01", "40001")


def is_duplicate(error: BaseException) -> bool:
    """Whether something is there already that may be there once. Done again, a command sees what the other one stored."""
    original = error.orig if isinstance(error, DBAPIError) else error
    return getattr(original, "sqlstate", None) == "23505"


def is_resting(error: BaseException) -> bool:
    """Whether the database takes no changes for now, and answers everything else: it moves to another place."""
    original = error.orig if isinstance(error, DBAPIError) else error
    return getattr(original, "sqlstate", None) == READ_ONLY


def _means_unavailable(state: str | None) -> bool:
    # 08 connection, 53 resources (disk full, too many connections), 57P01-05 shutdown and crash, 58 system (input/output),
    # 25006 read-only (it rests, or is a standby).
    return state is not None and (state[:2] in ("08", "53", "58") or state[:4] == "57P0" or state == READ_ONLY)


async def _roll_back(driver: asyncpg.Connection) -> None:
    """Undo; a connection that cannot even do that is closed, and the server undoes it."""
    try:
        await driver.execute("ROLLBACK")
    except Exception:
        driver.terminate()
    except BaseException:  # cancelled once more
        driver.terminate()
        raise


def _must_be_usable(connection: Any, _record: Any, _proxy: Any) -> None:
    """Asked of every connection that leaves the pool, without asking the server: is it open, and in no transaction?"""
    driver = connection.driver_connection
    if driver.is_closed() or driver.is_in_transaction():
        raise DisconnectionError("not fit for use")


def _forget_all_connections_after_a_restart(context: Any) -> None:
    """When one connection turns out to be dead the others of the pool are most likely dead as well: open new ones.

    Work that was too slow or was called off says nothing about the others.
    """
    if context.is_disconnect and not isinstance(context.original_exception, TimeoutError | asyncio.CancelledError):
        context.invalidate_pool_on_disconnect = True
