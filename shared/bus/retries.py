"""Trying parked events again: the one in front of each key first, then those that waited behind it, in order."""

import asyncio
import logging
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import orjson
import structlog
from sqlalchemy import Row

from shared.bus.consumer import LONGEST_HANDLER_SECONDS, Consumer, Poison, first_time
from shared.bus.doorbell import Doorbell
from shared.bus.envelope import Unreadable
from shared.bus.parking import describe
from shared.bus.transport import Record
from shared.database.engine import Database, is_collision, is_outage
from shared.runtime.clock import Clock

log = structlog.get_logger()

POLL_SECONDS = 0.5
MEND_EVERY_SECONDS = 3600.0
DUE = """
SELECT group_name, key, organisation FROM bus.blocked_key
WHERE next_attempt_at <= $1 AND organisation IS NOT NULL AND group_name = ANY($2) ORDER BY next_attempt_at LIMIT 100
"""
TAKE_KEY = """
SELECT attempts FROM bus.blocked_key WHERE group_name = $1 AND key = $2 AND next_attempt_at <= $3 FOR UPDATE SKIP LOCKED
"""
# Through a function that sees every organisation: a record whose organisation cannot be read may be in front.
FRONT = "SELECT id, state FROM bus.front_of($1, $2)"
PARKED = "SELECT id, event_id, topic, key, headers::text AS headers, value FROM bus.parked_event WHERE id = $1"
UNBLOCK = "DELETE FROM bus.blocked_key WHERE group_name = $1 AND key = $2"
LOCK_KEY = "SELECT attempts FROM bus.blocked_key WHERE group_name = $1 AND key = $2 FOR UPDATE"
NEXT = "UPDATE bus.blocked_key SET attempts = $3, next_attempt_at = $4 WHERE group_name = $1 AND key = $2"
DONE = "DELETE FROM bus.parked_event WHERE id = $1"
FAILED = "UPDATE bus.parked_event SET state = $2, error = $3 WHERE id = $1 AND state = 'waiting' RETURNING id"
# What should never be needed: no key stays blocked without a reason that somebody can see, and nothing waits unseen.
RELEASE_FORGOTTEN = """
UPDATE bus.blocked_key AS k SET next_attempt_at = $1, organisation = coalesce(k.organisation, (
    SELECT p.organisation FROM bus.parked_event AS p WHERE p.group_name = k.group_name AND p.key = k.key
    AND p.state <> 'discarded' AND p.organisation IS NOT NULL LIMIT 1))
WHERE k.next_attempt_at IS NULL AND 'dead' IS DISTINCT FROM (
    SELECT p.state FROM bus.parked_event AS p WHERE p.group_name = k.group_name AND p.key = k.key
    AND p.state <> 'discarded' ORDER BY p.id LIMIT 1)
RETURNING k.key
"""
BLOCK_FORGOTTEN = """
INSERT INTO bus.blocked_key (group_name, key, organisation, attempts, next_attempt_at, blocked_at)
SELECT DISTINCT ON (p.group_name, p.key) p.group_name, p.key, p.organisation, 0, $1::timestamptz, $1::timestamptz
FROM bus.parked_event AS p WHERE p.state <> 'discarded' AND NOT EXISTS (
    SELECT FROM bus.blocked_key AS k WHERE k.group_name = p.group_name AND k.key = p.key)
ORDER BY p.group_name, p.key, p.organisation ON CONFLICT DO NOTHING RETURNING key
"""


@dataclass(slots=True)
class _Front:
    """The parked event that is being tried, once it is known."""

    row: Row[Any] | None = None


class Retries:
    """Works through the parked events of one service, all its groups."""

    def __init__(self, consumers: Mapping[str, Consumer], bus: Database, doorbell: Doorbell, clock: Clock) -> None:
        self._consumers, self._bus, self._doorbell, self._clock = consumers, bus, doorbell, clock

    async def run(self) -> None:
        """Retry what is due until cancelled."""
        listener = self._doorbell.listener("parked")
        mend_at = 0.0
        try:
            while True:
                if time.monotonic() >= mend_at:
                    mend_at = time.monotonic() + MEND_EVERY_SECONDS
                    await self.mend()
                if not await self.retry_due():
                    await listener.wait(POLL_SECONDS)
        finally:
            listener.close()

    async def mend(self) -> int:
        """Put right what should never be wrong: a key that waits for nothing, an event that nothing waits for."""
        async with self._bus.transaction_of_all() as connection:
            now = self._clock.now()
            released = (await connection.exec_driver_sql(RELEASE_FORGOTTEN, (now,))).all()
            blocked = (await connection.exec_driver_sql(BLOCK_FORGOTTEN, (now,))).all()
        if released or blocked:
            log.error("parked events had been forgotten; they go on now", released=len(released), blocked=len(blocked))
        return len(released) + len(blocked)

    async def retry_due(self) -> int:
        """Try every key whose time has come, once; returns how many events were applied or failed again."""
        if not self._consumers:
            return 0
        now = self._clock.now()
        async with self._bus.transaction_of_all() as connection:
            due = (await connection.exec_driver_sql(DUE, (now, list(self._consumers)))).all()
        tried = 0
        for row in due:
            try:
                while await self._try_front(self._consumers[row.group_name], row.key, row.organisation):
                    tried += 1
            except Exception as error:
                if not is_collision(error):
                    raise  # the database is away: nothing was counted against the event
        return tried

    async def _try_front(self, consumer: Consumer, key: str, organisation: UUID) -> bool:
        """Try the event in front of a key. True when one was tried and the key may have more.

        Raises when the database is away or two transactions collide: then nothing is counted against the event.
        """
        front = _Front()
        try:
            return await self._apply_front(consumer, key, organisation, front)
        except Exception as error:
            if front.row is None or is_collision(error) or await is_outage(error, consumer.units.database):
                raise
            await self._count_failure(consumer, key, organisation, front, error)
            return True

    async def _apply_front(self, consumer: Consumer, key: str, organisation: UUID, front: _Front) -> bool:
        """In one transaction: take the key, apply what is in front of it, and let the next one come to the front."""
        async with consumer.units.open(organisation) as unit:
            run = unit.connection.exec_driver_sql
            taken = (await run(TAKE_KEY, (consumer.group, key, unit.now()))).first()
            if taken is None:
                return False
            row = (await run(FRONT, (consumer.group, key))).first()
            if row is None:
                await run(UNBLOCK, (consumer.group, key))
                return False
            if row.state == "dead":
                await run(NEXT, (consumer.group, key, 0, None))
                return False
            row = (await run(PARKED, (row.id,))).one()
            front.row = row
            delivery = consumer.read(Record(row.topic, row.key, row.value, orjson.loads(row.headers)))
            if isinstance(delivery, Poison):
                raise Unreadable(str(delivery.error))
            applied = False
            if delivery is not None:  # else today's code has no use for it any more
                async with asyncio.timeout(LONGEST_HANDLER_SECONDS):
                    if await first_time(unit.connection, consumer.group, organisation, [delivery.envelope.id]):
                        await consumer.apply(unit, delivery)
                        applied = True
            await run(DONE, (row.id,))
            await run(NEXT, (consumer.group, key, 0, unit.now()))
        if applied and delivery is not None:
            consumer.applied(delivery)
        return True

    async def _count_failure(self, consumer: Consumer, key: str, organisation: UUID, front: _Front, error: Exception) -> None:
        """In a transaction of its own, because the one that failed is undone: one attempt more, and when the next one is."""
        async with consumer.units.open(organisation) as unit:
            run = unit.connection.exec_driver_sql
            blocked = (await run(LOCK_KEY, (consumer.group, key))).first()
            if blocked is None or front.row is None:
                return
            attempts = blocked.attempts + 1
            again = None if isinstance(error, Unreadable) else consumer.retry_at(unit.now(), attempts=attempts)
            failed = await run(FAILED, (front.row.id, "waiting" if again else "dead", describe(error)))
            if failed.first() is None:
                return  # another worker had better luck with it in the meantime
            await run(NEXT, (consumer.group, key, attempts, again))
        log.log(
            logging.WARNING if again else logging.ERROR,
            "an event failed again" if again else "an event failed for the last time and is a dead letter",
            group=consumer.group,
            event_id=str(front.row.event_id),
            attempts=attempts,
            error=type(error).__name__,
        )
