"""All that the log keeps, past every group: read whole, filled anew, positions set. For a move."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import asyncpg
import orjson

from shared.bus.transport import Record
from shared.database import raw

BATCH = 2_000
READ = """
SELECT "offset", key, headers::text AS headers, value, stored_at FROM record
WHERE topic_id = $1 AND "offset" >= $2 ORDER BY "offset" LIMIT $3
"""
POSITIONS = "SELECT group_name, name, group_offset.next_offset FROM group_offset JOIN topic ON topic.id = topic_id"
SET_POSITION = "INSERT INTO group_offset (group_name, topic_id, next_offset) VALUES ($1, $2, $3)"


@dataclass(frozen=True, slots=True)
class Logged:
    """A record in the log: its number within its topic, and when it was stored (UTC)."""

    record: Record
    offset: int
    at: datetime


class LogArchive:
    """The log. Reading may go on while others write; filling is for a log that nobody uses yet.

    `url` is its database as `log_owner`. Every method raises what asyncpg raises; the next one connects again.
    """

    def __init__(self, url: str) -> None:
        self._url = url
        self._open: asyncpg.Connection | None = None

    async def close(self) -> None:
        """Disconnect."""
        if self._open is not None:
            await self._open.close()

    async def _connected(self) -> asyncpg.Connection:
        if self._open is None or self._open.is_closed():
            self._open = await raw.connect(self._url, name="move")
        return self._open

    async def topics(self) -> dict[str, int]:
        """How many records each topic has."""
        connection = await self._connected()
        return {row["name"]: row["next_offset"] for row in await connection.fetch("SELECT name, next_offset FROM topic")}

    async def read(self, topic: str, start: int = 0) -> AsyncIterator[Sequence[Logged]]:
        """The records of a topic from an offset on, in batches, up to the end as it is when that is reached."""
        connection = await self._connected()
        number = await connection.fetchval("SELECT id FROM topic WHERE name = $1", topic)
        while rows := await connection.fetch(READ, number, start, BATCH):
            yield [
                Logged(Record(topic, row["key"], row["value"], orjson.loads(row["headers"])), row["offset"], row["stored_at"])
                for row in rows
            ]
            start = rows[-1]["offset"] + 1

    async def positions(self) -> dict[str, dict[str, int]]:
        """Per group and topic the next offset that it wants."""
        found: dict[str, dict[str, int]] = {}
        for row in await (await self._connected()).fetch(POSITIONS):
            found.setdefault(row["group_name"], {})[row["name"]] = row["next_offset"]
        return found

    async def add_topic(self, topic: str) -> int:
        """Make an empty topic; gives its number, for `fill`."""
        connection = await self._connected()
        return int(await connection.fetchval("INSERT INTO topic (name) VALUES ($1) RETURNING id", topic))

    async def fill(self, number: int, logged: Sequence[Logged]) -> None:
        """Store records under the numbers they bring, which follow on those that are there."""
        if not logged:
            return
        rows = [
            (number, one.offset, one.record.key, orjson.dumps(dict(one.record.headers)).decode(), one.record.value, one.at)
            for one in logged
        ]
        connection = await self._connected()
        async with connection.transaction():
            await connection.copy_records_to_table(
                "record", records=rows, columns=["topic_id", "offset", "key", "headers", "value", "stored_at"]
            )
            await connection.execute("UPDATE topic SET next_offset = $2 WHERE id = $1", number, rows[-1][1] + 1)

    async def set_positions(self, group: str, positions: Mapping[int, int]) -> None:
        """Say what a group wants next, by the number of the topic."""
        await (await self._connected()).executemany(SET_POSITION, [(group, number, offset) for number, offset in positions.items()])
