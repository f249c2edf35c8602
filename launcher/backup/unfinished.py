"""Databases that are being put back rest, and say so, until all of it is there: half of a restore is never worked with."""

from collections.abc import Sequence
from enum import StrEnum

import asyncpg

from launcher.errors import CannotContinue
from launcher.move.resting import admin_of, rest, resting, wake

WRITING = {"default_transaction_read_only": "off"}
"""Settings of a connection that may write in a database that rests."""

MARKED = "SELECT datname, shobj_description(oid, 'pg_database') AS mark FROM pg_database WHERE datname = ANY($1)"
IN_USE = """
SELECT DISTINCT datname FROM pg_stat_activity
WHERE datname = ANY($1) AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""


class Lacks(StrEnum):
    """What an unfinished restore still has to do; it is written on each database as its comment."""

    databases = "digibank: being put back"
    events = "digibank: put back, its events not yet"


async def begin(admin_url: str, names: Sequence[str], lacks: Lacks) -> None:
    """Let them rest, because this is lacking. They have to be there."""
    async with admin_of(admin_url) as admin:
        await _write(admin, names, lacks)
        await rest(admin, names)


async def check_events_may_come(admin_url: str, names: Sequence[str]) -> None:
    """Look whether events may be put back for these databases.

    Raises `CannotContinue`: somebody works in them, they are not whole, or they rest for another reason.
    """
    async with admin_of(admin_url) as admin:
        await check_nobody_works(admin, names)
        marks = {row["mark"] for row in await admin.fetch(MARKED, list(names))}
        if Lacks.databases in marks:
            raise CannotContinue("De gegevens zijn nog maar half teruggezet. Zet eerst de hele kopie terug, met --replace.")
        if await resting(admin, names) and Lacks.events not in marks:
            raise CannotContinue("Deze databanken rusten: ze verhuizen, of zijn verhuisd. Zie docs/operations.md")


async def lacks_only_events(admin_url: str, names: Sequence[str]) -> None:
    """Note that the databases themselves are whole."""
    async with admin_of(admin_url) as admin:
        await _write(admin, names, Lacks.events)


async def end(admin_url: str, names: Sequence[str]) -> None:
    """All of it is there: let them be used."""
    async with admin_of(admin_url) as admin:
        await wake(admin, names)
        await _write(admin, names, None)


async def check_nobody_works(admin: asyncpg.Connection, names: Sequence[str]) -> None:
    """Raise `CannotContinue` when somebody is connected to one of these databases."""
    if busy := [row["datname"] for row in await admin.fetch(IN_USE, list(names))]:
        raise CannotContinue(f"Er werkt nog iemand met {', '.join(sorted(busy))}. Stop eerst alle diensten.")


async def _write(admin: asyncpg.Connection, names: Sequence[str], lacks: Lacks | None) -> None:
    async with admin.transaction():  # all of them, or none
        for name in names:
            await admin.execute(f"COMMENT ON DATABASE {name} IS " + ("NULL" if lacks is None else f"'{lacks}'"))
