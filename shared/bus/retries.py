"""Trying parked events again: the one in front of each key first, then those that waited behind it, in order."""

import asyncio
from collections.abc import Mapping
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
from shared.bus.unit import Unit
from shared.database.engine import Database, is_collision

log = structlog.get_logger()

POLL_SECONDS = 0.5
DUE = """
SELECT group_name, key, organisation FROM bus.blocked_key
WHERE next_attempt_at <= $1 AND organisation IS NOT NULL AND group_name = ANY($2) ORDER BY next_attempt_at LIMIT 100
"""
TAKE_KEY = """
SELECT attempts FROM bus.blocked_key WHERE group_name = $1 AND key = $2 AND next_attempt_at <= $3 FOR UPDATE SKIP LOCKED
"""
FRONT = """
SELECT id, event_id, topic, key, headers::text AS headers, value, state FROM bus.parked_event
WHERE group_name = $1 AND key = $2 AND state <> 'discarded' ORDER BY id LIMIT 1
"""
UNBLOCK = "DELETE FROM bus.blocked_key WHERE group_name = $1 AND key = $2"
NEXT = "UPDATE bus.blocked_key SET attempts = $3, next_attempt_at = $4 WHERE group_name = $1 AND key = $2"
DONE = "DELETE FROM bus.parked_event WHERE id = $1"
FAILED = "UPDATE bus.parked_event SET state = $2, error = $3 WHERE id = $1"


class Retries:
    """Works through the parked events of one service, all its groups."""

    def __init__(self, consumers: Mapping[str, Consumer], bus: Database, doorbell: Doorbell) -> None:
        self._consumers, self._bus, self._doorbell = consumers, bus, doorbell

    async def run(self) -> None:
        """Retry what is due until cancelled."""
        listener = self._doorbell.listener("parked")
        try:
            while True:
                if not await self.retry_due():
                    await listener.wait(POLL_SECONDS)
        finally:
            listener.close()

    async def retry_due(self) -> int:
        """Try every key whose time has come, once; returns how many events were applied or failed again."""
        if not self._consumers:
            return 0
        now = next(iter(self._consumers.values())).units.clock.now()
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
        """Try the event in front of a key. True when one was tried and the key may have more."""
        group = consumer.group
        async with consumer.units.open(organisation) as unit:
            run = unit.connection.exec_driver_sql
            taken = (await run(TAKE_KEY, (group, key, unit.now()))).first()
            if taken is None:
                return False
            front = (await run(FRONT, (group, key))).first()
            if front is None:
                await run(UNBLOCK, (group, key))
                return False
            if front.state == "dead":
                await run(NEXT, (group, key, 0, None))
                return False
            error = await self._try(unit, consumer, front)
            if error is None:
                await run(DONE, (front.id,))
                await run(NEXT, (group, key, 0, unit.now()))
                return True
            attempts = taken.attempts + 1
            again = None if isinstance(error, Unreadable) else consumer.retry_at(unit.now(), attempts=attempts)
            await run(FAILED, (front.id, "waiting" if again else "dead", describe(error)))
            await run(NEXT, (group, key, attempts, again))
            if again is None:
                log.error("an event failed for the last time and is a dead letter", group=group, event_id=str(front.event_id))
            return True

    async def _try(self, unit: Unit, consumer: Consumer, front: Row[Any]) -> Exception | None:
        """Apply one parked event within a savepoint; the error when that failed. Raises when the database is away."""
        delivery = consumer.read(Record(front.topic, front.key, front.value, orjson.loads(front.headers)))
        if delivery is None:
            return None  # today's code has no use for it any more
        if isinstance(delivery, Poison):
            return Unreadable(str(delivery.error))
        try:
            async with asyncio.timeout(LONGEST_HANDLER_SECONDS), unit.connection.begin_nested():
                if await first_time(unit.connection, consumer.group, unit.organisation, [delivery.envelope.id]):
                    await consumer.apply(unit, delivery)
        except Exception as error:
            unit.forget()
            if is_collision(error) or await consumer.is_outage(error):
                raise
            return error
        return None
