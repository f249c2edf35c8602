"""What a person can do with events that failed for good: look, replay, discard.

The command line sees them all, as the bus role (`DeadLetters`). The pages of an organisation work in a unit as the application
role, which sees its own only. Both decide with the same statements.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import orjson
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.bus.envelope import read_envelope
from shared.bus.parking import BLOCK
from shared.bus.transport import Record
from shared.bus.unit import Unit
from shared.database.engine import Database
from shared.runtime.clock import Clock

COLUMNS = (
    "p.id, p.group_name, p.key, p.organisation, p.event_id, p.topic, p.headers::text AS headers, p.value, p.error, p.parked_at"
)
WAITING_BEHIND = """
(SELECT count(*) FROM bus.parked_event AS b WHERE b.group_name = p.group_name AND b.key = p.key AND b.state = 'waiting')
"""
LIST = f"SELECT {COLUMNS}, {WAITING_BEHIND} AS waiting FROM bus.parked_event AS p WHERE p.state = 'dead' ORDER BY p.id LIMIT $1"  # noqa: S608
OWN = f"""
SELECT {COLUMNS}, {WAITING_BEHIND} AS waiting FROM bus.parked_event AS p
WHERE p.organisation = $1 AND p.state = 'dead' AND p.id > $2 ORDER BY p.id LIMIT $3
"""  # noqa: S608
LOCK = f"SELECT {COLUMNS}, {WAITING_BEHIND} AS waiting FROM bus.parked_event AS p WHERE p.id = $1 AND p.state = 'dead' FOR UPDATE"  # noqa: S608
TRY_AGAIN = "UPDATE bus.parked_event SET state = 'waiting', organisation = coalesce(organisation, $2) WHERE id = $1"
DISCARD = "UPDATE bus.parked_event SET state = 'discarded', decided_at = $2 WHERE id = $1"
NEVER_AGAIN = "INSERT INTO bus.inbox (group_name, event_id, organisation) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING"
RELEASE = """
UPDATE bus.blocked_key SET attempts = 0, next_attempt_at = $3, organisation = coalesce(organisation, $4, (
    SELECT p.organisation FROM bus.parked_event AS p
    WHERE p.group_name = $1 AND p.key = $2 AND p.state <> 'discarded' AND p.organisation IS NOT NULL LIMIT 1))
WHERE group_name = $1 AND key = $2
"""
UNBLOCK_IF_EMPTY = """
DELETE FROM bus.blocked_key AS k WHERE k.group_name = $1 AND k.key = $2 AND NOT EXISTS (
    SELECT FROM bus.parked_event AS p WHERE p.group_name = $1 AND p.key = $2 AND p.state <> 'discarded')
"""


class NoSuchDeadLetter(LookupError):
    """There is no dead letter with that number: it was decided already, or never was."""


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """An event that waits for a person's decision.

    Attributes:
        id: its number within the service.
        waiting: how many later events of the same key wait behind it.
        organisation: None when it could not be read from the record.
    """

    id: int
    group: str
    key: str
    organisation: UUID | None
    event_id: UUID
    topic: str
    headers: dict[str, str]
    value: bytes
    error: str
    parked_at: datetime
    waiting: int


class DeadLetters:
    """The dead letters of one service. `bus` is its database as the bus role."""

    def __init__(self, bus: Database, clock: Clock) -> None:
        self._bus, self._clock = bus, clock

    async def all(self, limit: int = 200) -> Sequence[DeadLetter]:
        """The oldest dead letters first."""
        async with self._bus.transaction_of_all() as connection:
            rows = (await connection.exec_driver_sql(LIST, (limit,))).all()
        return [_letter(row) for row in rows]

    async def get(self, number: int) -> DeadLetter:
        """One dead letter. Raises `NoSuchDeadLetter`."""
        async with self._bus.transaction_of_all() as connection:
            return await get_letter(connection, number)

    async def replay(self, number: int) -> None:
        """See `replay_letter`."""
        async with self._bus.transaction_of_all() as connection:
            await replay_letter(connection, number, self._clock.now())

    async def discard(self, number: int) -> None:
        """See `discard_letter`."""
        async with self._bus.transaction_of_all() as connection:
            await discard_letter(connection, number, self._clock.now())


async def own_letters(unit: Unit, after: int, limit: int) -> Sequence[DeadLetter]:
    """Dead letters of the unit's organisation with a higher number than `after`, the oldest first."""
    rows = (await unit.connection.exec_driver_sql(OWN, (unit.organisation, after, limit))).all()
    return [_letter(row) for row in rows]


async def get_letter(connection: AsyncConnection, number: int) -> DeadLetter:
    """One dead letter that the connection's role may see, locked. Raises `NoSuchDeadLetter`."""
    row = (await connection.exec_driver_sql(LOCK, (number,))).first()
    if row is None:
        raise NoSuchDeadLetter(number)
    return _letter(row)


async def replay_letter(connection: AsyncConnection, number: int, now: datetime) -> DeadLetter:
    """Let it be tried again, first of its key, with a fresh number of attempts.

    Raises:
        NoSuchDeadLetter: it is not there any more.
        Unreadable: it still cannot be read; only discarding remains, or newer software.
    """
    run = connection.exec_driver_sql
    letter = await get_letter(connection, number)
    organisation = read_envelope(Record(letter.topic, letter.key, letter.value, letter.headers)).organisation
    await run(TRY_AGAIN, (number, organisation))
    released = await run(RELEASE, (letter.group, letter.key, now, organisation))
    if not released.rowcount:
        await run(BLOCK, (letter.group, letter.key, organisation, 0, now, now))
    return letter


async def discard_letter(connection: AsyncConnection, number: int, now: datetime) -> DeadLetter:
    """Never apply it; what waits behind it goes on. The row stays as evidence. Raises `NoSuchDeadLetter`."""
    run = connection.exec_driver_sql
    letter = await get_letter(connection, number)
    await run(DISCARD, (number, now))
    if letter.organisation is not None:
        await run(NEVER_AGAIN, (letter.group, letter.event_id, letter.organisation))
    await run(RELEASE, (letter.group, letter.key, now, letter.organisation))
    await run(UNBLOCK_IF_EMPTY, (letter.group, letter.key))
    return letter


def _letter(row: Row[Any]) -> DeadLetter:
    return DeadLetter(
        row.id, row.group_name, row.key, row.organisation, row.event_id, row.topic,
        orjson.loads(row.headers), bytes(row.value), row.error or "", row.parked_at, row.waiting,
    )  # fmt: skip
