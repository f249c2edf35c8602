"""Work for later that acts outside the database, such as sending a message: taken, carried out, and noted, in that order.

A job of `jobs.py` is one transaction with all its effects. What leaves this house cannot be taken back, and must not hold a
transaction while another computer thinks. So an errand is three steps: a transaction that takes it for a while (a lease), the act
itself outside every transaction, and a transaction that notes what came of it.

A process that stops between act and note leaves the errand taken. When the lease is over somebody takes it again, and the act
happens twice: at least once, never exactly once. The act carries the errand's key, so whoever receives it can tell.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol
from uuid import UUID

import structlog

from shared.bus.doorbell import Doorbell
from shared.bus.envelope import Trace
from shared.bus.jobs import POLL_SECONDS
from shared.bus.parking import describe
from shared.bus.unit import Unit, Units
from shared.database.engine import Database, is_collision, is_outage
from shared.runtime.clock import new_id

log = structlog.get_logger()

ATTEMPTS = 5
LONGEST_ACT_SECONDS = 60.0
LEASE = timedelta(minutes=5)
"""Longer than an act with its two transactions can take: while it lasts nobody else takes the errand."""
DUE = """
SELECT id, organisation, kind FROM bus.job WHERE state = 'waiting' AND run_at <= $1 AND kind = ANY($2::text[])
ORDER BY run_at LIMIT 20
"""
TAKE = """
SELECT kind, unique_key, attempts FROM bus.job WHERE id = $1 AND state = 'waiting' AND run_at <= $2 FOR UPDATE SKIP LOCKED
"""
LEAVE_FOR = "UPDATE bus.job SET run_at = $2, attempts = $3 WHERE id = $1"
DONE = "UPDATE bus.job SET state = 'done' WHERE id = $1"
STILL_MINE = "SELECT true FROM bus.job WHERE id = $1 AND state = 'waiting' AND attempts = $2 FOR UPDATE"
FAILED = "UPDATE bus.job SET run_at = $2, error = $3 WHERE id = $1 AND state = 'waiting' AND attempts = $4"
LOCK = "SELECT attempts, run_at FROM bus.job WHERE id = $1 AND state = 'waiting' FOR UPDATE"
POSTPONE = "UPDATE bus.job SET run_at = $2, attempts = $3, state = $4, error = $5 WHERE id = $1"
NOTE_TRIES = 3


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: look again at this moment (UTC). It is no attempt."""

    at: datetime


class NotDone(Exception):
    """The act did not work. `final`: trying again makes no sense. `word` is one of a closed list, kept as why."""

    def __init__(self, word: str, *, final: bool = False) -> None:
        super().__init__(word)
        self.word, self.final = word, final


class Errand(Protocol):
    """One kind of work that acts outside the database."""

    async def prepare(self, key: str, unit: Any) -> Any:
        """Everything that the act needs, read in the transaction that takes it; `Later`, or None when nothing is to be done."""

    async def act(self, key: str, prepared: Any) -> None:
        """Do it, outside every transaction. Raises `NotDone`."""

    async def note(self, key: str, unit: Any) -> None:
        """It was done: write that down. It may have been written down before."""

    async def give_up(self, key: str, unit: Any, word: str | None) -> None:
        """It will not be done by us: see to it that a person does. `word` as in `NotDone`; None when it stopped each time."""

    async def close(self) -> None:
        """Give connections back."""


def pause_after(attempts: int) -> timedelta:
    """How long until the next attempt: one minute, then five times as long each time: about two hours in all."""
    return timedelta(minutes=5 ** (attempts - 1))


class Errands:
    """Carries out the errands of one service. `bus` is its database as the bus role, which finds them of all organisations."""

    def __init__(self, kinds: Mapping[str, Errand], units: Units[Unit], bus: Database, doorbell: Doorbell) -> None:
        self.kinds, self._units, self._bus, self._doorbell = kinds, units, bus, doorbell

    async def run(self) -> None:
        """Carry out what is due until cancelled."""
        listener = self._doorbell.listener("jobs")
        try:
            while True:
                if not await self.run_due():
                    await listener.wait(POLL_SECONDS)
        finally:
            listener.close()

    async def run_due(self) -> int:
        """Look at every errand whose time has come, once; returns how many were taken."""
        async with self._bus.transaction_of_all() as connection:
            due = (await connection.exec_driver_sql(DUE, (self._units.clock.now(), list(self.kinds)))).all()
        taken = 0
        for row in due:
            try:
                taken += await self._run(row.id, row.organisation)
            except Exception as error:
                if await is_outage(error, self._units.database):
                    raise
                if not is_collision(error):
                    await self._postpone(row.id, row.organisation, error)
        return taken

    async def close(self) -> None:
        """Give connections back."""
        for one in self.kinds.values():
            await one.close()

    async def _run(self, job: UUID, organisation: UUID) -> bool:
        trace = Trace(new_id())
        async with self._units.open(organisation, trace) as unit:
            taken = (await unit.connection.exec_driver_sql(TAKE, (job, unit.now()))).first()
            if taken is None:
                return False  # another worker has it
            errand, key, attempts = self.kinds[taken.kind], taken.unique_key, taken.attempts + 1
            if taken.attempts >= ATTEMPTS:  # each time the process stopped under way, or the last failure could not be noted
                await errand.give_up(key, unit, None)
                await unit.connection.exec_driver_sql(DONE, (job,))
                return True
            prepared = await errand.prepare(key, unit)
            if prepared is None:
                await unit.connection.exec_driver_sql(DONE, (job,))
                return True
            if isinstance(prepared, Later):
                await unit.connection.exec_driver_sql(LEAVE_FOR, (job, max(prepared.at, unit.now()), taken.attempts))
                return True
            await unit.connection.exec_driver_sql(LEAVE_FOR, (job, unit.now() + LEASE, attempts))
        failed: NotDone | None = None
        try:
            async with asyncio.timeout(LONGEST_ACT_SECONDS):
                await errand.act(key, prepared)
        except NotDone as error:
            failed = error
        except TimeoutError:
            failed = NotDone("no_answer")
        for tried in range(1, NOTE_TRIES + 1):  # who fails to note it does it again, so a collision is worth another try
            try:
                async with self._units.open(organisation, trace) as unit:
                    await self._end(job, attempts, key, errand, failed, unit)
                break
            except Exception as error:
                if tried == NOTE_TRIES or not is_collision(error):
                    raise
        return True

    async def _end(self, job: UUID, attempts: int, key: str, errand: Errand, failed: NotDone | None, unit: Unit) -> None:
        if failed is None:
            await errand.note(key, unit)  # also when the lease was over: it was done
            await unit.connection.exec_driver_sql(DONE, (job,))
            return
        log.warning("an errand did not work", job_id=str(job), attempts=attempts, why=failed.word, final=failed.final)
        if not (await unit.connection.exec_driver_sql(STILL_MINE, (job, attempts))).first():
            return  # somebody else took it when the lease was over
        if failed.final or attempts >= ATTEMPTS:
            await errand.give_up(key, unit, failed.word)
            await unit.connection.exec_driver_sql(DONE, (job,))
        else:
            again = unit.now() + pause_after(attempts)
            await unit.connection.exec_driver_sql(FAILED, (job, again, failed.word, attempts))

    async def _postpone(self, job: UUID, organisation: UUID, error: Exception) -> None:
        """A mistake of ours. It counts as an attempt, so it is given up in the end; where that fails too a person finds it dead."""
        log.error("an errand failed", job_id=str(job), error=type(error).__name__)
        async with self._units.open(organisation) as unit:
            row = (await unit.connection.exec_driver_sql(LOCK, (job,))).first()
            if row is None:
                return
            attempts = row.attempts + (row.run_at <= unit.now())  # with a lease it was counted when it was taken
            again = unit.now() + pause_after(min(attempts, ATTEMPTS))
            state = "waiting" if attempts <= ATTEMPTS else "dead"
            await unit.connection.exec_driver_sql(POSTPONE, (job, again, attempts, state, describe(error)))
