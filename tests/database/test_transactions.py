"""A transaction ends as it should, however its block ends, and leaves a connection that is fit for the next."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import asyncpg
import pytest
from sqlalchemy import text

from shared.database import raw
from shared.database.engine import Database, TransactionLost, driver_of
from shared.runtime.clock import new_id
from shared.runtime.settings import Settings

ADD = "INSERT INTO household (id, organisation, code) VALUES ($1, $2, $3)"
COUNT = text("SELECT count(*) FROM household")


@pytest.fixture
async def loans(settings: Settings) -> AsyncIterator[Database]:
    """One connection: whoever comes next gets the one that was used before."""
    database = Database(settings.database_url("loans_app", "loans"), pool_size=1)
    yield database
    await database.close()


async def test_an_error_that_is_swallowed_does_not_pass_for_a_commit(loans: Database) -> None:
    organisation = new_id()
    with pytest.raises(TransactionLost):
        async with loans.transaction(organisation) as connection:
            driver = await driver_of(connection)
            await driver.execute(ADD, new_id(), organisation, "KIWI-1")
            with suppress(asyncpg.PostgresError):
                await driver.execute("SELECT 1 / 0")
    async with loans.transaction(organisation) as connection:
        assert await connection.scalar(COUNT) == 0


async def test_who_is_cancelled_leaves_nothing_behind(loans: Database) -> None:
    organisation, entered = new_id(), asyncio.Event()

    async def work() -> None:
        async with loans.transaction(organisation) as connection:
            await (await driver_of(connection)).execute(ADD, new_id(), organisation, "KIWI-1")
            entered.set()
            await connection.execute(text("SELECT pg_sleep(60)"))

    task = asyncio.create_task(work())
    await asyncio.wait_for(entered.wait(), 10)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    async with loans.transaction_of_all() as connection:
        assert await connection.scalar(text("SELECT current_setting('app.organisation', true)")) in (None, "")
    async with loans.transaction(organisation) as connection:
        assert await connection.scalar(COUNT) == 0


async def test_a_connection_that_the_server_closed_is_replaced_before_anybody_notices(loans: Database, settings: Settings) -> None:
    async with loans.transaction_of_all() as connection:
        driver = await driver_of(connection)
        before = await connection.scalar(text("SELECT pg_backend_pid()"))
    admin = await raw.connect(settings.postgres, name="test")
    try:
        await admin.execute("SELECT pg_terminate_backend($1)", before)
    finally:
        await admin.close()
    async with asyncio.timeout(10):
        while not driver.is_closed():
            await asyncio.sleep(0)
    async with loans.transaction_of_all() as connection:
        assert await connection.scalar(text("SELECT pg_backend_pid()")) != before


async def test_a_connection_that_was_left_in_a_transaction_is_not_used_again(loans: Database) -> None:
    async with loans.transaction(new_id()) as connection:
        driver = await driver_of(connection)
    await driver.execute("BEGIN; SELECT set_config('app.organisation', 'somebody', true)")  # as a fault in this layer would
    async with loans.transaction_of_all() as connection:
        assert await driver_of(connection) is not driver
        assert await connection.scalar(text("SELECT current_setting('app.organisation', true)")) in (None, "")
