"""Is it the same on both sides: the shape of each database, and every row of every table."""

import asyncio
from collections.abc import Mapping

from launcher.errors import CannotContinue
from launcher.move.dumping import shape_of
from shared.database import raw

TABLES = """
SELECT format('%I.%I', n.nspname, c.relname) AS name, c.relkind::text AS kind FROM pg_class AS c
JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p', 'S') AND n.nspname IN ('public', 'bus') ORDER BY 1
"""
# A sum does not mind the order in which rows are met; each row counts with all its columns, as text.
ROWS = """
SELECT count(*) AS rows, coalesce(sum(('x' || left(md5(row::text), 16))::bit(64)::bigint::numeric), 0) AS hash FROM {table} AS row
"""
COUNTER = "SELECT last_value AS rows, is_called::int AS hash FROM {table}"
LONGEST_SECONDS = 3600.0

Sums = Mapping[str, tuple[int, int]]
"""Per table how many rows and a hash of all of them; per counter where it is."""


async def sums_of(url: str) -> Sums:
    """What is in a database, as its owner, whom row-level security does not hold back."""
    connection = await raw.connect(url, name="move compares")
    try:
        # Large tables take long, and nobody else waits for this.
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            found = {}
            for table in await connection.fetch(TABLES):
                question = (COUNTER if table["kind"] == "S" else ROWS).format(table=table["name"])
                [row] = await connection.fetch(question, timeout=LONGEST_SECONDS)
                found[table["name"]] = (int(row["rows"]), int(row["hash"]))
            return found
    finally:
        await connection.close()


async def check_same(name: str, here: str, there: str) -> int:
    """Compare a database on both sides; returns how many rows are in it. Raises `CannotContinue` and says which table differs."""
    if await shape_of(here) != await shape_of(there):
        raise CannotContinue(f"De databank {name} kwam anders aan: haar tabellen of rechten verschillen. Er is niets omgezet.")
    ours, theirs = await asyncio.gather(sums_of(here), sums_of(there))
    if differing := sorted(table for table in ours.keys() | theirs.keys() if ours.get(table) != theirs.get(table)):
        raise CannotContinue(f"De databank {name} kwam anders aan: {', '.join(differing)} verschilt. Er is niets omgezet.")
    return sum(rows for table, (rows, _) in ours.items() if not table.endswith("_seq"))
