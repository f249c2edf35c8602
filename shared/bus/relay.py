"""The relay: carries what is in the outbox to the transport, in order per key, and marks what the transport confirmed.

One relay per service is active. It holds an advisory lock, and reads and marks on the very connection that holds it: when
that connection is lost, so are the lock and the means to mark. A relay that was slow to notice can at worst publish again
what its successor publishes too; the inbox of every consumer knows those events by id.
"""

import asyncio
from datetime import timedelta
from zlib import crc32

import asyncpg
import orjson
import structlog

from shared.bus.doorbell import Doorbell
from shared.bus.metrics import OUTBOX_RELAYED, RELAY_FAILURES
from shared.bus.transport import Record, Transport
from shared.contracts.rhythm import USUAL
from shared.database import raw
from shared.runtime.clock import Clock

log = structlog.get_logger()

RELAY_LOCK = crc32(b"digibank relay")
BATCH = 500
POLL_SECONDS = 0.5
STANDBY_POLL_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 5.0
KEEP_SENT = timedelta(days=30)
KEEP_ANSWERS = timedelta(days=2)  # an answer may name people: no longer than somebody may still ask again
KEEP_REVOKED = timedelta(days=2)  # longer than any token is good
HOUSEKEEPING_EVERY = timedelta(hours=1)

UNSENT = """
SELECT id, topic, key, sequence, headers, value FROM bus.outbox WHERE sent_at IS NULL ORDER BY id LIMIT $1
"""
MARK = "UPDATE bus.outbox SET sent_at = $2 WHERE id = ANY($1)"
FORGET_SENT = """
DELETE FROM bus.outbox WHERE id IN (SELECT id FROM bus.outbox WHERE sent_at < $1 LIMIT 5000)
"""
FORGET_ANSWERS = """
DELETE FROM bus.answer WHERE (organisation, idempotency_key) IN (
    SELECT organisation, idempotency_key FROM bus.answer WHERE answered_at < $1 LIMIT 5000)
"""
FORGET_JOBS = """
DELETE FROM bus.job WHERE id IN (SELECT id FROM bus.job WHERE state = 'done' AND run_at < $1 LIMIT 5000)
"""

FORGET_REVOKED = """
DELETE FROM bus.revoked_session WHERE session_id IN (SELECT session_id FROM bus.revoked_session WHERE revoked_at < $1 LIMIT 5000)
"""

# Each organisation chooses how many months; see `shared/contracts/rhythm.py`.
FORGET_AUDIT = """
DELETE FROM bus.audit_entry WHERE id IN (
    SELECT e.id FROM bus.audit_entry AS e LEFT JOIN bus.organisation_face AS f USING (organisation)
    WHERE e.at < $1::timestamptz - make_interval(months => coalesce((f.rhythm->>'audit_months')::integer, $2)) LIMIT 5000)
"""


class DatabaseRests(ConnectionError):
    """Nothing can be marked as sent, so nothing is sent."""


class Relay:
    """Carries the outbox of one service. `url` is its database as the `_bus` role."""

    def __init__(self, service: str, url: str, transport: Transport, doorbell: Doorbell, clock: Clock) -> None:
        self.service = service
        RELAY_FAILURES.labels(service)  # at 0 from the start, so that the first one is seen to be one more
        self._url, self._transport, self._doorbell, self._clock = url, transport, doorbell, clock

    async def run(self) -> None:
        """Relay until cancelled. Raises when the database goes away; whoever runs it starts it again."""
        listener = self._doorbell.listener("outbox")
        connection = await self.connect()
        try:
            while not await connection.fetchval("SELECT pg_try_advisory_lock($1)", RELAY_LOCK):
                # Asking again beats waiting inside PostgreSQL, which would hold back vacuum for as long as it waits.
                await asyncio.sleep(STANDBY_POLL_SECONDS)
            log.info("relay active", service=self.service)
            pause, clean_at = 0.0, self._clock.now()
            while True:
                found, error = await self.relay_batch(connection)
                if error is not None:
                    pause = min(max(pause * 2, 0.1), LONGEST_PAUSE_SECONDS)
                    await asyncio.sleep(pause)
                    continue
                pause = 0.0
                if self._clock.now() >= clean_at:
                    clean_at = self._clock.now() + HOUSEKEEPING_EVERY
                    await self.forget_what_is_old(connection)
                if not found:
                    await listener.wait(POLL_SECONDS)
        finally:
            listener.close()
            connection.terminate()

    async def connect(self) -> asyncpg.Connection:
        """A connection as the bus role, for `relay_batch`. Raises `DatabaseRests`."""
        connection = await raw.connect(self._url, name=f"{self.service} relay")
        if await connection.fetchval("SELECT current_setting('default_transaction_read_only')::boolean"):
            connection.terminate()
            # What is published and cannot be marked is published again, and again: to Kafka, which does not rest along.
            raise DatabaseRests(f"the database of {self.service} takes no changes for now")
        # A mark that a power cut takes back means the event is published again, which is harmless: spare the disk a write.
        await connection.execute("SET synchronous_commit = off")
        return connection

    async def relay_batch(self, connection: asyncpg.Connection) -> tuple[int, Exception | None]:
        """Publish and mark the oldest unsent events: how many were found, and why not all of them went, if so."""
        rows = await connection.fetch(UNSENT, BATCH)
        if not rows:
            return 0, None
        records = [
            Record(
                topic=row["topic"],
                key=row["key"],
                value=row["value"].encode(),
                headers=orjson.loads(row["headers"]) | {"ce_sequence": str(row["sequence"])},
            )
            for row in rows
        ]
        published = await self._transport.publish(records)
        if published.confirmed:
            await connection.execute(MARK, [rows[index]["id"] for index in published.confirmed], self._clock.now())
            OUTBOX_RELAYED.labels(self.service).inc(len(published.confirmed))
        if published.error is not None:
            RELAY_FAILURES.labels(self.service).inc()
            log.warning("not everything could be published; trying again", service=self.service, error=repr(published.error))
        return len(rows), published.error

    async def relay_all(self, connection: asyncpg.Connection | None = None) -> int:
        """Publish and mark until the outbox is empty; returns how many. For tests and measurements, without the lock.

        Raises the transport's error when it does not take events.

        Args:
            connection: one that `connect` gave, for whoever comes often.
        """
        used = connection or await self.connect()
        relayed = 0
        try:
            while True:
                found, error = await self.relay_batch(used)
                if error is not None:
                    raise error
                if not found:
                    return relayed
                relayed += found
        finally:
            if connection is None:
                used.terminate()

    async def forget_what_is_old(self, connection: asyncpg.Connection) -> None:
        """Delete outbox rows, jobs and answers a while after they were of use; in small steps."""
        now = self._clock.now()
        old = ((FORGET_SENT, KEEP_SENT), (FORGET_JOBS, KEEP_SENT), (FORGET_ANSWERS, KEEP_ANSWERS), (FORGET_REVOKED, KEEP_REVOKED))
        for statement, keep in old:
            while await connection.execute(statement, now - keep) != "DELETE 0":
                pass
        while await connection.execute(FORGET_AUDIT, now, USUAL.audit_months) != "DELETE 0":
            pass
