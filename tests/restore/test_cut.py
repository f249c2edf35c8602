"""A cut waits for effects that are being applied, so no database in it knows an event that the cut of its publisher lacks."""

import asyncio
from uuid import uuid4

import asyncpg

from launcher.backup.cut import consistent_cut
from launcher.backup.databases import owners
from shared.runtime.settings import Settings

APPLY = "INSERT INTO bus.inbox (group_name, event_id, organisation) VALUES ('cut', $1, $1)"
RECORD = "INSERT INTO bus.subject (subject, organisation, last_sequence) VALUES ($1, $1, 1)"


async def test_an_event_that_is_being_applied_is_in_the_cut_of_both_or_of_none(settings: Settings) -> None:
    urls, event = owners(settings), uuid4()
    publisher, consumer = await asyncpg.connect(urls["loans"]), await asyncpg.connect(urls["inventory"])
    taken = asyncio.Event()

    async def cut() -> tuple[int, int]:
        """How often the snapshots of publisher and consumer know the event."""
        async with consistent_cut(urls) as snapshots:
            taken.set()
            told = f"SELECT count(*) FROM bus.subject WHERE subject = '{event}'"
            applied = f"SELECT count(*) FROM bus.inbox WHERE event_id = '{event}'"
            return (
                await seen_by(urls["loans"], snapshots["loans"].name, told),
                await seen_by(urls["inventory"], snapshots["inventory"].name, applied),
            )

    try:
        batch = consumer.transaction()
        await batch.start()
        await consumer.execute(APPLY, uuid4())  # a batch that is under way, of something else
        cutting = asyncio.create_task(cut())
        while not await publisher.fetchval("SELECT count(*) FROM pg_locks WHERE mode = 'ShareLock' AND NOT granted"):
            await asyncio.sleep(0.02)
        await publisher.execute(RECORD, event)
        await consumer.execute(APPLY, event)
        assert not taken.is_set()
        await batch.commit()
        assert await cutting == (1, 1)
    finally:
        await publisher.close()
        await consumer.close()


async def seen_by(url: str, snapshot: str, question: str) -> int:
    """What a dump with this snapshot would find."""
    reader = await asyncpg.connect(url)
    try:
        await reader.execute(f"BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET TRANSACTION SNAPSHOT '{snapshot}'")
        return int(await reader.fetchval(question))
    finally:
        await reader.close()
