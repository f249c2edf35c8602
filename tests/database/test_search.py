"""Search under row-level security at a million rows: ranges keep their index, LIKE does not."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import event, text

from services.inventory.domain.device_filter import read_filter
from services.inventory.domain.search import after_prefix, plain, terms_of, words_of
from services.inventory.queries import devices as queries
from services.inventory.queries import finding
from shared.database import raw
from shared.database.engine import Database, driver_of
from shared.runtime.clock import new_id
from shared.runtime.settings import Settings

DEVICES = 250_000
FILL = """
WITH made AS (
    SELECT n, ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid AS id,
           CASE WHEN n % 10 = 0 THEN $1::uuid ELSE $2::uuid END AS organisation
    FROM generate_series(1, $3::int) AS n
), codes AS (
    INSERT INTO public_code (code, organisation) SELECT 'T' || lpad(n::text, 7, '0'), organisation FROM made
), stored AS (
    INSERT INTO device (id, organisation, code, maker, model, serial, chassis, memory_mb, registered_at, status)
    SELECT id, organisation, 'T' || lpad(n::text, 7, '0'), 'Lenovo', 'ThinkPad X' || n % 300, 'SN' || n,
           'laptop', 8192, now(), 'ready' FROM made
)
INSERT INTO search_term (organisation, term, device_id)
SELECT organisation, term, id FROM made CROSS JOIN LATERAL
    unnest(ARRAY['lenovo', 'x' || n % 300, 'sn' || n, 't' || lpad(n::text, 7, '0')]) AS term
"""


@pytest.fixture(scope="module")
async def large(settings: Settings) -> AsyncIterator[tuple[Database, UUID]]:
    """A million search terms of two organisations, and the smaller of the two, seen as the application role."""
    ours, theirs = new_id(), new_id()
    owner = await raw.connect(settings.database_url("inventory_owner", "inventory"), name="test")
    database = Database(settings.database_url("inventory_app", "inventory"), pool_size=2)
    remove = "DELETE FROM {} WHERE organisation = ANY($1)"
    try:
        await owner.execute("ALTER TABLE search_term DROP CONSTRAINT search_term_device_id_fkey")
        await owner.execute("ALTER TABLE device DROP CONSTRAINT device_code_fkey")
        await owner.execute(FILL, ours, theirs, DEVICES, timeout=300)
        for table in ("search_term", "device"):
            await vacuum(owner, table)
        yield database, ours
    finally:
        await database.close()
        for table in ("search_term", "device", "public_code"):
            await owner.execute(remove.format(table), [ours, theirs], timeout=300)
        await owner.execute("ALTER TABLE device ADD CONSTRAINT device_code_fkey FOREIGN KEY (code) REFERENCES public_code")
        await owner.execute(
            "ALTER TABLE search_term ADD CONSTRAINT search_term_device_id_fkey "
            "FOREIGN KEY (device_id) REFERENCES device ON DELETE CASCADE"
        )
        await owner.close()


async def vacuum(owner: Any, table: str) -> None:
    """Until PostgreSQL may read its indexes alone: while anybody else still looks at what was before, it may not."""
    for _attempt in range(20):
        await owner.execute(f"VACUUM ANALYZE {table}")
        if await owner.fetchval("SELECT relallvisible FROM pg_class WHERE oid = $1::text::regclass", table):
            return
        await asyncio.sleep(1)


class NoUnit:
    """What a query needs of a unit."""

    def __init__(self, connection: Any, organisation: UUID) -> None:
        self.connection, self.organisation = connection, organisation


async def rows_read(connection: Any, query: str, **values: Any) -> tuple[int, str]:
    """How many rows a query touched, and its plan, as PostgreSQL tells: a measure that noise does not change."""
    plan = (await connection.execute(text(f"EXPLAIN (ANALYZE, FORMAT JSON) {query}"), values)).scalar_one()[0]["Plan"]
    return count_rows(plan)


def count_rows(plan: dict[str, Any]) -> tuple[int, str]:
    """The rows that the leaves of a plan read, and the kinds of all its nodes."""
    touched, pending, kinds = 0, [plan], []
    while pending:
        node = pending.pop()
        kinds.append(node["Node Type"])
        pending += node.get("Plans", [])
        if not node.get("Plans"):
            touched += int((node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"])
    return touched, ", ".join(kinds)


async def test_a_range_keeps_its_index_where_like_loses_it(large: tuple[Database, UUID]) -> None:
    database, ours = large
    async with database.transaction(ours) as connection:
        by_range, range_plan = await rows_read(
            connection,
            "SELECT device_id FROM search_term WHERE organisation = :o AND term >= :a AND term < :b",
            o=ours, a="sn1234", b=after_prefix("sn1234"),
        )  # fmt: skip
        by_like, like_plan = await rows_read(
            connection, "SELECT device_id FROM search_term WHERE organisation = :o AND term LIKE :a", o=ours, a="sn1234%"
        )
    assert "Seq Scan" not in range_plan
    assert by_range < 200, range_plan
    assert by_like > 100 * by_range, f"LIKE touched {by_like} rows ({like_plan}), a range {by_range}"


@pytest.mark.parametrize("words", ["sn12340", "lenovo sn12340", "sn12340 lenovo x", "lenovo", "lenovo x"])
async def test_search_touches_few_of_a_million_rows(large: tuple[Database, UUID], words: str) -> None:
    """However common the words are."""
    database, ours = large
    async with database.transaction(ours) as connection:
        assert (await connection.scalar(text("SELECT count(*) FROM search_term"))) == 4 * DEVICES / 10
        unit: Any = NoUnit(connection, ours)
        with heard(database) as statements:
            found = await finding.find_devices(unit, read_filter({"q": words}))
        if "sn12340" in words:
            assert {plain(line.code) for line in found.lines} == {"t0012340", "t0123400"}
        else:
            assert len(found.lines) == queries.PAGE
        driver = await driver_of(connection)
        for mode in ("force_custom_plan", "force_generic_plan"):
            await driver.execute(f"SET LOCAL plan_cache_mode = {mode}")
            touched = 0
            for statement, parameters in statements:
                [explained] = await driver.fetchval(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", *parameters)
                rows, kinds = count_rows(explained["Plan"])
                assert not {"device", "search_term"} & scanned(explained["Plan"]), f"{mode}: {kinds}"
                touched += rows
            assert touched < 12 * finding.FEW, f"{mode}: {touched} rows touched"


@contextmanager
def heard(database: Database) -> Iterator[list[tuple[str, tuple[Any, ...]]]]:
    """What is sent meanwhile."""
    statements: list[tuple[str, tuple[Any, ...]]] = []

    def hear(_connection: Any, _cursor: Any, statement: str, parameters: Any, _context: Any, _many: bool) -> None:
        statements.append((statement, tuple(parameters)))

    engine = database._engine.sync_engine
    event.listen(engine, "before_cursor_execute", hear)
    yield statements
    event.remove(engine, "before_cursor_execute", hear)


def scanned(plan: dict[str, Any]) -> set[str]:
    """The tables that a plan reads from end to end."""
    found = {plan["Relation Name"]} if plan["Node Type"] == "Seq Scan" else set()
    return found.union(*(scanned(inner) for inner in plan.get("Plans", ())))


async def test_a_list_page_reads_a_page(large: tuple[Database, UUID]) -> None:
    database, ours = large
    async with database.transaction(ours) as connection:
        touched, plan = await rows_read(
            connection, "SELECT id FROM device WHERE organisation = :o AND status = 'ready' ORDER BY id DESC LIMIT 50", o=ours
        )
    assert "Seq Scan" not in plan
    assert touched <= 60, plan


def test_terms() -> None:
    assert terms_of("KX4-72M", "Hewlett-Packard", "ÉliteBook 840 (G3)", None) == [
        "840", "elitebook", "g3", "hewlett-packard", "kx4-72m", "kx472m",
    ]  # fmt: skip
    assert words_of("  \x00 ") == []
    assert after_prefix("sn") > "sn\uffff"
