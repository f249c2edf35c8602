"""What loans knows of people: no table or column of it is left out of the registry, and the registry can be carried out."""

from collections import defaultdict
from collections.abc import AsyncIterator, Mapping

import asyncpg
import pytest

from services.loans.store.personal import LEADS_TO, PERSONAL, Forgetting, Holding
from shared.database import raw
from shared.runtime.settings import Settings

COLUMNS = """
SELECT CASE table_schema WHEN 'public' THEN table_name ELSE table_schema || '.' || table_name END AS table,
       column_name AS column, data_type AS type
FROM information_schema.columns WHERE table_schema NOT IN ('information_schema', 'pg_catalog') AND table_name <> 'alembic_version'
"""
WITHOUT_WORDS = {
    "uuid", "boolean", "smallint", "integer", "bigint", "date", "timestamp with time zone",
}  # fmt: skip
"""Types that hold no word of anybody. Every other type may, those that nobody thought of yet too."""

Columns = Mapping[str, Mapping[str, str]]


@pytest.fixture
async def owner(settings: Settings) -> AsyncIterator[asyncpg.Connection]:
    connection = await raw.connect(settings.database_url("loans_owner", "loans"), name="test")
    yield connection
    await connection.close()


async def columns_of(connection: asyncpg.Connection) -> Columns:
    """Every column of every table, with its type."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for row in await connection.fetch(COLUMNS):
        found[row["table"]][row["column"]] = row["type"]
    return found


def unnamed(columns: Columns, registry: Mapping[str, Holding] = PERSONAL) -> set[str]:
    """Tables, and columns that can hold words, of which the registry says nothing."""
    missing = set(columns) - set(registry)
    for table in set(columns) & set(registry):
        named = {*registry[table].of_person, *registry[table].nobody}
        missing |= {f"{table}.{name}" for name, kind in columns[table].items() if kind not in WITHOUT_WORDS and name not in named}
    return missing


async def test_every_table_and_every_column_with_words_is_named(owner: asyncpg.Connection) -> None:
    assert unnamed(await columns_of(owner)) == set(), "say in services/loans/store/personal.py what of a person is in it"


async def test_what_is_new_is_noticed(owner: asyncpg.Connection) -> None:
    attempt = owner.transaction()
    await attempt.start()
    try:
        await owner.execute("CREATE TABLE neighbour (id uuid)")
        await owner.execute(
            "ALTER TABLE loan ADD COLUMN remark text, ADD COLUMN photo bytea, ADD COLUMN facts jsonb, ADD COLUMN pieces int"
        )
        await owner.execute("ALTER TABLE bus.job ADD COLUMN at_home inet")
        assert unnamed(await columns_of(owner)) == {"neighbour", "loan.remark", "loan.photo", "loan.facts", "bus.job.at_home"}
    finally:
        await attempt.rollback()


async def test_the_registry_names_nothing_that_is_not_there(owner: asyncpg.Connection) -> None:
    columns = await columns_of(owner)
    assert set(PERSONAL) == set(columns)
    for table, holding in PERSONAL.items():
        through = {holding.through} - {None}
        assert {*holding.of_person, *holding.nobody, *holding.clears, *through} <= set(columns[table]), table
        assert not set(holding.of_person) & set(holding.nobody), table


def test_what_is_of_a_person_leads_to_a_household_and_only_the_bus_keeps_codes() -> None:
    for table, holding in PERSONAL.items():
        assert bool(holding.clears) == (holding.forgetting is Forgetting.CLEAR), table
        assert set(holding.clears) <= set(holding.of_person), table
        if table.startswith("bus."):
            assert holding.forgetting is Forgetting.KEEP
            continue
        assert holding.through or not holding.of_person, f"{table} knows something of a person, and of whom is not said"
        steps = [table]
        while steps[-1] != "household" and (column := PERSONAL[steps[-1]].through):
            steps.append(LEADS_TO[column])
            assert len(steps) < 6, steps
        assert not holding.through or steps[-1] == "household", steps


async def test_the_application_may_do_what_the_registry_says(settings: Settings, owner: asyncpg.Connection) -> None:
    """Forgetting is done by the application's own role, so a right that is missing is seen here and not when a family asks."""
    app = await raw.connect(settings.database_url("loans_app", "loans"), name="test")
    try:
        for table, holding in PERSONAL.items():
            for column in holding.clears:
                assert await app.fetchval("SELECT has_column_privilege($1, $2, 'UPDATE')", table, column), f"{table}.{column}"
            if holding.forgetting is Forgetting.DELETE:
                assert await app.fetchval("SELECT has_table_privilege($1, 'DELETE')", table), table
    finally:
        await app.close()
