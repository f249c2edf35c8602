"""Where failing events wait, and the events of the same key behind them.

A key is blocked for a group as long as it has a row in `bus.blocked_key`. Whoever handles events of a group takes that row's
lock first, so a delivery and a retry of the same key never run at the same time, and nothing overtakes.
"""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid5

import orjson
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.bus.transport import Record
from shared.database.engine import driver_of

UNREADABLE_NAMESPACE = UUID("8a6f3c3e-6a0e-5a3b-9d5e-0b7b2f3f6f01")
LONGEST_ERROR = 2000
LONGEST_KEY = 200
TRIES_TO_BLOCK = 10

BLOCKED = "SELECT key FROM bus.blocked_key WHERE group_name = $1 AND key = ANY($2) ORDER BY key FOR SHARE"
BLOCK = """
INSERT INTO bus.blocked_key (group_name, key, organisation, attempts, next_attempt_at, blocked_at)
VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (group_name, key) DO NOTHING
"""
PARK = """
INSERT INTO bus.parked_event (group_name, key, organisation, event_id, topic, headers, value, state, error, parked_at)
VALUES ($1, $2, $3, $4, $5, $6::json, $7, $8, $9, $10) ON CONFLICT (group_name, event_id) DO NOTHING
"""


def id_of_unreadable(record: Record) -> UUID:
    """A stable id for a record whose own id cannot be trusted, so that it is parked once however often it comes."""
    content = orjson.dumps([record.topic, record.key, sorted(record.headers.items())]).decode() + record.value.hex()
    return uuid5(UNREADABLE_NAMESPACE, content)


def describe(error: BaseException) -> str:
    """An error as it is kept with a parked event: its kind and its first words.

    Of a database error only the kind and the code: its words quote the values that were being stored.
    """
    state = getattr(getattr(error, "orig", error), "sqlstate", None)
    if state is not None or type(error).__module__.startswith(("sqlalchemy", "asyncpg")):
        return f"{type(error).__name__}: {state or 'database error'}"
    return f"{type(error).__name__}: {error}"[:LONGEST_ERROR].replace("\x00", "\ufffd")


def storable_key(key: str) -> str:
    """A key as the database can keep it. Those of events are ids and stay as they are; those of garbage may be anything."""
    if len(key) <= LONGEST_KEY and "\x00" not in key:
        return key
    return "sha256:" + sha256(key.encode()).hexdigest()


async def blocked_keys(connection: AsyncConnection, group: str, keys: Iterable[str]) -> set[str]:
    """Which of these keys are blocked; waits for a retry that is busy with one of them."""
    rows = await (await driver_of(connection)).fetch(BLOCKED, group, sorted(set(keys)))
    return {row["key"] for row in rows}


async def park(
    connection: AsyncConnection,
    group: str,
    record: Record,
    *,
    event_id: UUID,
    organisation: UUID | None,
    now: datetime,
    error: BaseException | None = None,
    retry_at: datetime | None = None,
    attempts: int = 0,
) -> None:
    """Put an event aside, in the transaction on `connection`.

    With an error and `retry_at` it is tried again then; with an error alone it is a dead letter; without an error it waits
    behind what is parked of its key already. Parking the same event twice is parking it once.
    """
    key = storable_key(record.key)
    if error is not None:
        await _block(connection, group, key, (group, key, organisation, attempts, retry_at, now))
    await connection.exec_driver_sql(
        PARK,
        (
            group,
            key,
            organisation,
            event_id,
            record.topic,
            orjson.dumps(dict(record.headers)).decode(),
            record.value,
            "dead" if error is not None and retry_at is None else "waiting",
            describe(error) if error is not None else None,
            now,
        ),
    )


async def _block(connection: AsyncConnection, group: str, key: str, row: tuple[Any, ...]) -> None:
    """Block a key and hold on to that: a retry may be about to unblock it, and then it has to be blocked anew."""
    for _ in range(TRIES_TO_BLOCK):
        await connection.exec_driver_sql(BLOCK, row)
        if await blocked_keys(connection, group, [key]):
            return
    raise LookupError("the key cannot be blocked")
