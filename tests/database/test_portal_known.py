"""The start page and search read a page, however much portal knows: rows touched are counted, as PostgreSQL tells them."""

from collections.abc import AsyncIterator
from datetime import date
from uuid import UUID

import pytest

from services.portal.queries import finding, today
from services.portal.queries.finding import after_prefix
from shared.contracts.vocabulary import DeviceState
from shared.database import raw
from shared.database.engine import Database, driver_of
from shared.runtime.clock import new_id
from shared.runtime.settings import Settings
from tests.database.test_search import count_rows

MANY = 150_000
TABLES = ("known_device", "known_household", "known_request", "known_loan", "known_ticket", "known_visit", "known_learner")
IDS = """
CREATE TEMPORARY TABLE made AS SELECT n, CASE WHEN n % 15 = 0 THEN $1::uuid ELSE $2::uuid END AS organisation,
    ('01900000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid AS id FROM generate_series(1, $3::int) AS n
"""
FILL = """
INSERT INTO known_device SELECT id, organisation, 'T' || lpad(n::text, 6, '0'), 'Lenovo', 'X', CASE WHEN n % 2 = 0 THEN 'ready' ELSE
    'reserved' END, CASE WHEN n % 3000 = 0 THEN id END, 1 FROM made;
INSERT INTO known_household SELECT id, organisation, 'KIWI-' || n FROM made;
INSERT INTO known_request SELECT id, organisation, id, 'work', '2026-01-01', date '2026-01-01' + n % 300,
    n % 2 = 0 AND n % 3000 <> 0 FROM made;
INSERT INTO known_loan SELECT id, organisation, 'running', 1, date '2026-01-01' + n % 300, 1 FROM made;
INSERT INTO known_ticket SELECT id, organisation, n, 'screen', CASE WHEN n % 20 = 0 THEN 'open' ELSE 'closed' END, 1, n % 100 = 0, 1
    FROM made;
INSERT INTO known_visit SELECT id, organisation, id, CASE WHEN n % 9 = 0 THEN date '2026-01-01' + n % 300 END, 1 FROM made;
INSERT INTO known_learner SELECT id, organisation, id, 1, true, n % 10 <> 0 FROM made
"""


@pytest.fixture(scope="module")
async def large(settings: Settings) -> AsyncIterator[tuple[Database, UUID]]:
    """Much of everything of two organisations, and one of them, seen as the application role."""
    ours, theirs = new_id(), new_id()
    owner = await raw.connect(settings.database_url("portal_owner", "portal"), name="test")
    database = Database(settings.database_url("portal_app", "portal"), pool_size=2)
    try:
        await owner.execute(IDS, ours, theirs, MANY)
        await owner.execute(FILL, timeout=300)
        for table in TABLES:
            await owner.execute(f"VACUUM ANALYZE {table}")
        yield database, ours
    finally:
        await database.close()
        for table in TABLES:
            await owner.execute(f"DELETE FROM {table} WHERE organisation = ANY($1)", [ours, theirs], timeout=300)
        await owner.close()


SOME = [UUID(f"01900000-0000-7000-8000-{number:012x}") for number in (15, 30, 45)]
UNTIL = date(2035, 1, 1)
FEW, COUNTED = 400, 10 * today.MOST
STATEMENTS = {
    "who lies ready": (today.RESERVED, (5,), FEW),
    "the line": (today.WAITING, (5,), FEW),
    "how many wait": (today.COUNT_WAITING, (today.MOST,), COUNTED),
    "how many to ask how it goes": (today.COUNT_LOOK_AGAIN, (today.MOST, UNTIL), COUNTED),
    "tickets": (today.TICKETS, (3,), FEW),
    "how many tickets": (today.COUNT_TICKETS, (today.MOST,), COUNTED),
    "how many calls": (today.COUNT_CALLS, (today.MOST,), COUNTED),
    "how many in repair": (today.COUNT_IN_REPAIR, (today.MOST,), COUNTED),
    "visits": (today.VISITS, (3, UNTIL), FEW),
    "how many visits": (today.COUNT_VISITS, (today.MOST, UNTIL), COUNTED),
    "devices by state": (today.COUNT_DEVICES, (today.MOST, [state.value for state in DeviceState]), COUNTED),
    "places": (today.PLACES, (5,), FEW),
    "how many places": (today.COUNT_PLACES, (today.MOST,), COUNTED),
    "find a device": (finding.DEVICES, ("T0300", after_prefix("T0300"), 10), FEW),
    "find a household": (finding.HOUSEHOLDS, ("KIWI-30", after_prefix("KIWI-30"), 10), FEW),
    "find a ticket": (finding.TICKETS, (3000, 10), FEW),
}
OF_HOUSEHOLDS = {"requests": finding.REQUESTS, "visits": finding.VISITS, "places": finding.PLACES}


@pytest.mark.parametrize("name", [*STATEMENTS, *OF_HOUSEHOLDS])
async def test_a_page_reads_a_page(large: tuple[Database, UUID], name: str) -> None:
    database, ours = large
    if name in STATEMENTS:
        statement, rest, most = STATEMENTS[name]
        values: tuple[object, ...] = (ours, *rest)
    else:
        statement, values, most = OF_HOUSEHOLDS[name], (SOME, 10), FEW
    async with database.transaction(ours) as connection:
        driver = await driver_of(connection)
        for mode in ("force_custom_plan", "force_generic_plan"):
            await driver.execute(f"SET LOCAL plan_cache_mode = {mode}")
            [explained] = await driver.fetchval(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", *values)
            touched, kinds = count_rows(explained["Plan"])
            assert "Seq Scan" not in kinds, f"{mode}: {kinds}"
            assert touched < most, f"{mode}: {touched} rows touched: {kinds}"
