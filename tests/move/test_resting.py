"""Databases that rest, and their copies: what is in hand ends well, then nothing changes, and nothing is sent."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import asyncpg
import pytest

from launcher.errors import CannotContinue
from launcher.house import make_transport
from launcher.move.dumping import copy_database
from launcher.move.resting import rest, resting, wake
from shared.bus.doorbell import Doorbell
from shared.bus.relay import DatabaseRests, Relay
from shared.database.engine import Database, is_resting, is_unavailable
from shared.runtime.clock import SystemClock
from shared.runtime.settings import Settings

NAMES = ["loans"]
WRITE = "INSERT INTO bus.inbox (group_name, event_id, organisation) VALUES ('resting', $1, $2)"
FIND = "SELECT count(*) FROM bus.inbox WHERE group_name = 'resting' AND event_id = $1"


@pytest.fixture
async def admin(settings: Settings) -> AsyncIterator[asyncpg.Connection]:
    connection = await asyncpg.connect(settings.postgres)
    yield connection
    await wake(connection, NAMES)
    await connection.close()


async def test_what_is_in_hand_ends_well_and_then_nothing_changes(settings: Settings, admin: asyncpg.Connection) -> None:
    organisation, event = uuid4(), uuid4()
    database = Database(settings.database_url("loans_app", "loans"))
    try:
        async with database.transaction(organisation) as in_hand:
            falling_asleep = asyncio.create_task(rest(admin, NAMES))
            await asyncio.sleep(0.5)
            assert not falling_asleep.done()
            await in_hand.exec_driver_sql(WRITE, (event, organisation))
        await falling_asleep
        assert await resting(admin, NAMES) == set(NAMES)
        with pytest.raises(Exception, match="read-only transaction") as refused:
            await write_again(database)
        assert is_resting(refused.value)
        assert is_unavailable(refused.value), "workers would hold it against the event"
        async with database.transaction(organisation) as looking:
            assert (await looking.exec_driver_sql(FIND, (event,))).scalar_one() == 1
        await wake(admin, NAMES)
        await write_again(database)
    finally:
        await database.close()


async def test_a_copy_that_fails_says_which_side(settings: Settings) -> None:
    """Into a database that has these tables already, and from one that is not there."""
    loans = settings.database_url("loans_owner", "loans")
    with pytest.raises(CannotContinue, match=r"loans is niet over te zetten: .*already exists"):
        await copy_database(loans, loans, "loans_owner")
    with pytest.raises(CannotContinue, match=r"nowhere is niet te lezen: .*does not exist"):
        await copy_database(settings.database_url("loans_owner", "nowhere"), loans, "loans_owner")


async def write_again(database: Database) -> None:
    """As a client does it: the first time its connection may turn out to be gone."""
    for attempt in range(3):
        organisation = uuid4()
        try:
            async with database.transaction(organisation) as connection:
                await connection.exec_driver_sql(WRITE, (uuid4(), organisation))
            return
        except Exception as error:
            if is_resting(error) or attempt == 2:
                raise


async def test_a_relay_sends_nothing_that_it_cannot_mark(settings: Settings, admin: asyncpg.Connection) -> None:
    url = settings.database_url("loans_bus", "loans")
    relay = Relay("loans", url, make_transport(settings, Doorbell(), client="never started"), Doorbell(), SystemClock())
    await rest(admin, NAMES)
    with pytest.raises(DatabaseRests):
        await relay.connect()
    await wake(admin, NAMES)
    (await relay.connect()).terminate()
