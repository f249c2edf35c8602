"""One consistent cut through databases that share no transaction; why it is one is told in decision 39.

For the few milliseconds in which a snapshot is taken in every database, no event is applied and none is stored in the log.
So no snapshot knows an event that the snapshot of its publisher does not know.
"""

import asyncio
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime

import asyncpg

from launcher.errors import CannotContinue
from launcher.house import LOG_DATABASE

LOCK_SECONDS = 5
TRIES = 6
SNAPSHOT = "SELECT pg_export_snapshot() AS name, clock_timestamp() AS taken_at, pg_database_size(current_database()) AS size"
REVISIONS = "SELECT version_num FROM alembic_version ORDER BY version_num"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One database as it was.

    Attributes:
        name: for `pg_dump --snapshot`, good as long as the cut is held.
        taken_at: by the clock of the server, in UTC.
        postgres: major version of the server.
        revisions: the migrations it has.
        size: of the database on disk, in bytes.
    """

    name: str
    taken_at: datetime
    postgres: int
    revisions: list[str]
    size: int


@asynccontextmanager
async def consistent_cut(urls: Mapping[str, str]) -> AsyncIterator[dict[str, Snapshot]]:
    """Hold a snapshot of every database until the block ends.

    Args:
        urls: by database, as the owner of its tables.

    Raises:
        CannotContinue: an event took too long to be applied, again and again.
        OSError, asyncpg.PostgresError: a database does not answer.
    """
    async with AsyncExitStack() as stack:
        readers, holders = await _connect(stack, urls), await _connect(stack, urls)
        for attempt in range(TRIES):
            held = await asyncio.gather(*(_hold(name, holder) for name, holder in holders.items()), return_exceptions=True)
            if not (failed := [error for error in held if isinstance(error, BaseException)]):
                break
            await _let_go(holders.values())
            if not all(isinstance(error, asyncpg.LockNotAvailableError) for error in failed):
                raise failed[0]
            if attempt == TRIES - 1:
                raise CannotContinue("Er komt geen rustig moment voor een kopie: een gebeurtenis blijft te lang bezig.")
        try:
            taken = await asyncio.gather(*(_snapshot(reader) for reader in readers.values()))
        finally:
            await _let_go(holders.values())
        yield dict(zip(readers, taken, strict=True))


async def _connect(stack: AsyncExitStack, urls: Mapping[str, str]) -> dict[str, asyncpg.Connection]:
    found = {}
    for name, url in urls.items():
        # Not `raw.connect`: its server ends a transaction that says nothing for a minute, and a dump may take longer.
        found[name] = await asyncpg.connect(url, timeout=10, server_settings={"application_name": "digibank backup"})
        stack.push_async_callback(found[name].close)
    return found


async def _hold(name: str, holder: asyncpg.Connection) -> None:
    table = "record" if name == LOG_DATABASE else "bus.inbox"
    await holder.execute(f"BEGIN; SET LOCAL lock_timeout = '{LOCK_SECONDS}s'; LOCK TABLE {table} IN SHARE MODE")


async def _let_go(holders: Iterable[asyncpg.Connection]) -> None:
    for holder in holders:
        await holder.execute("ROLLBACK")


async def _snapshot(reader: asyncpg.Connection) -> Snapshot:
    await reader.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
    [row] = await reader.fetch(SNAPSHOT)
    revisions = [found["version_num"] for found in await reader.fetch(REVISIONS)]
    return Snapshot(row["name"], row["taken_at"], reader.get_server_version().major, revisions, row["size"])
