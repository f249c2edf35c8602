"""Work for later: a row with a time, written in the transaction of the command that wants it, run once that time has come."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.bus.doorbell import Doorbell
from shared.bus.envelope import Trace
from shared.bus.parking import describe
from shared.bus.unit import Unit, Units
from shared.database.engine import Database, is_collision, is_outage
from shared.runtime.clock import new_id

log = structlog.get_logger()

POLL_SECONDS = 1.0
ATTEMPTS = 8
LONGEST_JOB_SECONDS = 60.0
SCHEDULE = """
INSERT INTO bus.job (id, organisation, kind, unique_key, run_at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (organisation, kind, unique_key) DO NOTHING
"""
DUE = """
SELECT id, organisation, kind, unique_key, attempts FROM bus.job
WHERE state = 'waiting' AND run_at <= $1 AND kind <> ALL($2::text[]) ORDER BY run_at LIMIT 100
"""
TAKE = """
SELECT kind, unique_key, attempts FROM bus.job WHERE id = $1 AND state = 'waiting' AND run_at <= $2 FOR UPDATE SKIP LOCKED
"""
FINISH = "UPDATE bus.job SET state = 'done', attempts = attempts + 1 WHERE id = $1"
POSTPONE = """
UPDATE bus.job SET attempts = $2, run_at = $3, state = $4, error = $5 WHERE id = $1 AND state = 'waiting' AND attempts = $2 - 1
"""

DEAD = """
SELECT id, organisation, kind, unique_key, run_at, attempts, error FROM bus.job WHERE state = 'dead' ORDER BY run_at, id LIMIT $1
"""
LOCK_DEAD = "SELECT kind FROM bus.job WHERE id = $1 AND state = 'dead' FOR UPDATE"
RUN_AGAIN = "UPDATE bus.job SET state = 'waiting', attempts = 0, run_at = $2 WHERE id = $1"
GIVE_UP = "UPDATE bus.job SET state = 'done' WHERE id = $1"

JobHandler = Callable[[str, Any], Awaitable[None]]
"""`async def daily_round(unique_key: str, unit: LoansUnit) -> None`; its effects and its end are one transaction."""


class NoSuchDeadJob(LookupError):
    """There is no dead job with that id: it was decided already, or never was."""


@dataclass(frozen=True, slots=True)
class DeadJob:
    """Work for later that failed for good and waits for a person's decision. `run_at` is when it was tried last (UTC)."""

    id: UUID
    organisation: UUID
    kind: str
    unique_key: str
    run_at: datetime
    attempts: int
    error: str | None


async def dead_jobs(connection: AsyncConnection, limit: int) -> Sequence[DeadJob]:
    """Dead jobs that the connection's role may see: those of an organisation, or as the bus role all; the oldest first."""
    return [DeadJob(**row._mapping) for row in (await connection.exec_driver_sql(DEAD, (limit,))).all()]


async def decide_job(connection: AsyncConnection, job: UUID, now: datetime, *, again: bool) -> str:
    """Run a dead job again, with a fresh number of attempts, or let it go for good; gives its kind. Raises `NoSuchDeadJob`."""
    kind = (await connection.exec_driver_sql(LOCK_DEAD, (job,))).scalar_one_or_none()
    if kind is None:
        raise NoSuchDeadJob(job)
    await connection.exec_driver_sql(RUN_AGAIN if again else GIVE_UP, (job, now) if again else (job,))
    return str(kind)


async def schedule(unit: Unit, kind: str, unique_key: str, run_at: datetime) -> None:
    """Have a job run at a moment (UTC), if the transaction commits. A second one of the same kind and key changes nothing."""
    await unit.connection.exec_driver_sql(SCHEDULE, (unit.new_id(), unit.organisation, kind, unique_key, run_at))


class Jobs:
    """Runs the jobs of one service.

    A job that plans the one of tomorrow does so in its own transaction, and that is undone with it when it fails.

    Args:
        bus: its database as the bus role, which finds jobs of all organisations.
        after_failure: what is done when a job fails, by kind, in a transaction of its own and at each failure: a round that fails
            does not take the next along.
        leave: kinds that somebody else runs: what acts outside the database (`errands.py`).
    """

    def __init__(
        self,
        handlers: Mapping[str, JobHandler],
        units: Units[Unit],
        bus: Database,
        doorbell: Doorbell,
        after_failure: Mapping[str, JobHandler] | None = None,
        leave: Collection[str] = (),
    ) -> None:
        self._handlers, self._units, self._bus, self._doorbell, self._leave = handlers, units, bus, doorbell, list(leave)
        self._after_failure = after_failure or {}

    async def run(self) -> None:
        """Run what is due until cancelled."""
        listener = self._doorbell.listener("jobs")
        try:
            while True:
                if not await self.run_due():
                    await listener.wait(POLL_SECONDS)
        finally:
            listener.close()

    async def run_due(self) -> int:
        """Run every job whose time has come, once; returns how many were done."""
        async with self._bus.transaction_of_all() as connection:
            due = (await connection.exec_driver_sql(DUE, (self._units.clock.now(), self._leave))).all()
        done = 0
        for row in due:
            try:
                done += await self._run(row.id, row.organisation)
            except Exception as error:
                if await is_outage(error, self._units.database):
                    raise
                if not is_collision(error):
                    await self._postpone(row.id, row.organisation, row.attempts + 1, error)
                    await self._go_on(row.kind, row.unique_key, row.organisation)
        return done

    async def _run(self, job: UUID, organisation: UUID) -> bool:
        async with asyncio.timeout(LONGEST_JOB_SECONDS), self._units.open(organisation, Trace(new_id())) as unit:
            taken = (await unit.connection.exec_driver_sql(TAKE, (job, unit.now()))).first()
            if taken is None:
                return False  # another worker has it
            await self._handlers[taken.kind](taken.unique_key, unit)
            await unit.flush()
            await unit.connection.exec_driver_sql(FINISH, (job,))
        return True

    async def _postpone(self, job: UUID, organisation: UUID, attempts: int, error: Exception) -> None:
        state = "waiting" if attempts < ATTEMPTS else "dead"
        log.error("a job failed", job_id=str(job), attempts=attempts, state=state, error=type(error).__name__)
        async with self._units.open(organisation) as unit:
            again = unit.now() + timedelta(minutes=2 ** (attempts - 1))
            await unit.connection.exec_driver_sql(POSTPONE, (job, attempts, again, state, describe(error)))

    async def _go_on(self, kind: str, unique_key: str, organisation: UUID) -> None:
        if kind not in self._after_failure:
            return
        try:
            async with self._units.open(organisation, Trace(new_id())) as unit:
                await self._after_failure[kind](unique_key, unit)
        except Exception as error:
            if await is_outage(error, self._units.database):
                raise
            log.error("what follows a failed job failed too", kind=kind, error=type(error).__name__)
