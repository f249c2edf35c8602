"""The log transport: an ordered log with an offset per group, in a PostgreSQL database of its own. All one box needs.

A publisher takes its offsets by updating the row of the topic, and holds that row until it commits. So offsets become visible
in the order of their numbers, and a reader that goes on from the last one it saw misses nothing; numbers from a plain sequence
would become visible in the order of the commits.

Of a group, one member reads at a time: the one that holds the group's advisory lock. Others stand by and take over when its
connection ends. That keeps order per key without partitions; a region that needs members side by side runs on Kafka.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from hashlib import sha256

import asyncpg
import orjson
import structlog

from shared.bus.doorbell import Doorbell
from shared.bus.transport import BatchHandler, Published, Record, Subscription, TransportUnavailable
from shared.database import raw
from shared.database.engine import CONNECTION_SETTINGS

log = structlog.get_logger()

BATCH = 500
POLL_SECONDS = 0.5
STANDBY_POLL_SECONDS = 0.5
FIRST_PAUSE_SECONDS = 0.05
LONGEST_PAUSE_SECONDS = 5.0

TAKE_OFFSETS = "UPDATE topic SET next_offset = next_offset + $2 WHERE name = $1 RETURNING id, next_offset"
STORE = """
INSERT INTO record (topic_id, "offset", key, headers, value)
SELECT $1, $2 + position - 1, key, headers, value
FROM unnest($3::text[], $4::json[], $5::bytea[]) WITH ORDINALITY AS new (key, headers, value, position)
"""
JOIN_GROUP = """
INSERT INTO group_offset (group_name, topic_id) SELECT $1, id FROM topic WHERE name = ANY($2) ON CONFLICT DO NOTHING
"""
READ = """
SELECT read.topic_id, topic.name AS topic, next."offset", next.key, next.headers, next.value
FROM group_offset AS read JOIN topic ON topic.id = read.topic_id
CROSS JOIN LATERAL (
    SELECT * FROM record WHERE record.topic_id = read.topic_id AND record."offset" >= read.next_offset
    ORDER BY record."offset" LIMIT $3
) AS next
WHERE read.group_name = $1 AND topic.name = ANY($2) ORDER BY read.topic_id, next."offset"
"""
ACKNOWLEDGE = """
UPDATE group_offset SET next_offset = done.next_offset
FROM unnest($2::smallint[], $3::bigint[]) AS done (topic_id, next_offset)
WHERE group_offset.group_name = $1 AND group_offset.topic_id = done.topic_id
"""
HISTORY = """
SELECT key, headers, value FROM record WHERE topic_id = $1 AND "offset" >= $2 AND "offset" < $3 ORDER BY "offset"
"""
LAG = """
SELECT coalesce(sum(topic.next_offset - coalesce(read.next_offset, 0)), 0)
FROM topic LEFT JOIN group_offset AS read ON read.topic_id = topic.id AND read.group_name = $1 WHERE topic.name = ANY($2)
"""
BEHIND = """
SELECT EXISTS (
    SELECT FROM unnest($2::text[], $3::bigint[]) AS goal (name, "offset") JOIN topic USING (name)
    LEFT JOIN group_offset AS read ON read.topic_id = topic.id AND read.group_name = $1
    WHERE coalesce(read.next_offset, 0) < goal."offset"
)
"""


class LogTransport:
    """Records in PostgreSQL. `url` is the database `bus` as the role `log_app`."""

    def __init__(self, url: str, *, doorbell: Doorbell | None = None) -> None:
        self._url = url
        self._doorbell = doorbell or Doorbell()
        self._pool: asyncpg.Pool | None = None

    async def start(self) -> None:
        """Open connections. Raises `TransportUnavailable`."""
        try:
            self._pool = await asyncpg.create_pool(
                self._url, min_size=1, max_size=3, timeout=5, command_timeout=30, server_settings=CONNECTION_SETTINGS
            )
        except raw.CONNECTION_ERRORS as error:
            raise TransportUnavailable(f"the event log does not answer: {error}") from error

    async def stop(self) -> None:
        """Close connections."""
        if self._pool is not None:
            self._pool.terminate()
            self._pool = None

    @property
    def pool(self) -> asyncpg.Pool:
        """Connections for publishing and for questions. Raises `TransportUnavailable` before `start`."""
        if self._pool is None:
            raise TransportUnavailable("the event log is not started")
        return self._pool

    async def ensure_topics(self, topics: Sequence[str]) -> None:
        """Create the topics that are missing."""
        await self.pool.executemany(
            "INSERT INTO topic (name) SELECT $1 WHERE NOT EXISTS (SELECT FROM topic WHERE name = $1) ON CONFLICT DO NOTHING",
            [(topic,) for topic in topics],
        )

    async def publish(self, records: Sequence[Record]) -> Published:
        """Store all records in one transaction: all are confirmed, or none."""
        by_topic: defaultdict[str, list[Record]] = defaultdict(list)
        for record in records:
            by_topic[record.topic].append(record)
        try:
            async with self.pool.acquire() as connection, connection.transaction():
                for topic in sorted(by_topic):  # always in the same order: two publishers cannot wait for each other
                    new = by_topic[topic]
                    taken = await connection.fetchrow(TAKE_OFFSETS, topic, len(new))
                    if taken is None:
                        raise LookupError(f"there is no topic {topic}")
                    await connection.execute(
                        STORE,
                        taken["id"],
                        taken["next_offset"] - len(new),
                        [record.key for record in new],
                        [orjson.dumps(dict(record.headers)).decode() for record in new],
                        [record.value for record in new],
                    )
        except Exception as error:  # whatever it is: nothing was confirmed
            return Published(confirmed=(), error=error)
        for topic in by_topic:
            self._doorbell.ring(topic)
        return Published(confirmed=range(len(records)))

    def subscribe(self, group: str, topics: Sequence[str], handler: BatchHandler) -> Subscription:
        """One member of a group; it reads when it holds the group's lock."""
        return LogSubscription(self, self._url, self._doorbell, group, tuple(topics), handler)

    async def history(self, topics: Sequence[str]) -> AsyncIterator[Sequence[Record]]:
        """All records up to the end of each topic as it is now, in batches."""
        ends = await self.pool.fetch("SELECT id, name, next_offset FROM topic WHERE name = ANY($1)", list(topics))
        for end in ends:
            for start in range(0, end["next_offset"], BATCH):
                rows = await self.pool.fetch(
                    HISTORY,
                    end["id"],
                    start,
                    min(start + BATCH, end["next_offset"]),
                )
                yield [_record(end["name"], row) for row in rows]


class LogSubscription:
    """A member of a group on the log transport."""

    def __init__(
        self,
        transport: LogTransport,
        url: str,
        doorbell: Doorbell,
        group: str,
        topics: tuple[str, ...],
        handler: BatchHandler,
    ) -> None:
        self._transport, self._url, self._doorbell = transport, url, doorbell
        self._group, self._topics, self._handler = group, list(topics), handler
        self._acknowledged = f"acknowledged {group}"
        self._pause = FIRST_PAUSE_SECONDS

    async def run(self) -> None:
        """See `Subscription.run`. A lost connection is opened again after a growing pause."""
        while True:
            try:
                await self._read_as_member()
            except raw.CONNECTION_ERRORS as error:
                log.warning("the event log is away; trying again", group=self._group, error=repr(error))
                await self._rest()

    async def _read_as_member(self) -> None:
        listener = self._doorbell.listener(*self._topics)
        connection = await raw.connect(self._url, name=self._group)
        try:
            # An acknowledgement that a power cut takes back means the events come again, which the inbox expects.
            await connection.execute("SET synchronous_commit = off")
            while not await connection.fetchval("SELECT pg_try_advisory_lock($1)", _lock_of(self._group)):
                await asyncio.sleep(STANDBY_POLL_SECONDS)
            await connection.execute(JOIN_GROUP, self._group, self._topics)
            while True:
                rows = await connection.fetch(READ, self._group, self._topics, BATCH)
                if not rows:
                    await listener.wait(POLL_SECONDS)
                    continue
                try:
                    await self._handler([_record(row["topic"], row) for row in rows])
                except Exception as error:
                    # The name only: the text of an error may quote what was being stored.
                    log.warning("the handler failed; the same events come again", group=self._group, error=type(error).__name__)
                    await self._rest()
                    continue
                self._pause = FIRST_PAUSE_SECONDS
                ends = {row["topic_id"]: row["offset"] + 1 for row in rows}
                await connection.execute(ACKNOWLEDGE, self._group, list(ends.keys()), list(ends.values()))
                self._doorbell.ring(self._acknowledged)
        finally:
            listener.close()
            connection.terminate()

    async def _rest(self) -> None:
        """Pause, longer each time until a batch succeeds."""
        await asyncio.sleep(self._pause)
        self._pause = min(self._pause * 2, LONGEST_PAUSE_SECONDS)

    async def drain(self) -> None:
        """See `Subscription.drain`."""
        goals = await self._transport.pool.fetch("SELECT name, next_offset FROM topic WHERE name = ANY($1)", self._topics)
        names, offsets = [goal["name"] for goal in goals], [goal["next_offset"] for goal in goals]
        listener = self._doorbell.listener(self._acknowledged)
        try:
            while await self._transport.pool.fetchval(BEHIND, self._group, names, offsets):
                await listener.wait(POLL_SECONDS)
        finally:
            listener.close()

    async def lag(self) -> int:
        """See `Subscription.lag`."""
        return int(await self._transport.pool.fetchval(LAG, self._group, self._topics))


def _record(topic: str, row: asyncpg.Record) -> Record:
    return Record(topic=topic, key=row["key"], value=row["value"], headers=orjson.loads(row["headers"]))


def _lock_of(group: str) -> int:
    """A number for the group, out of so many that no two groups share one."""
    return int.from_bytes(sha256(f"digibank group {group}".encode()).digest()[:8], signed=True)
