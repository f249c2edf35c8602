"""kill -9 of whatever is chosen, and nothing gentler."""

import asyncio
import os
import random
import signal
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

import psutil

from launcher.house import LOG_DATABASE
from tests.crash.house import DEADLINE_SECONDS, SERVICES, CrashHouse, NeverCameBack
from tests.crash.processes import Child


class Kind(StrEnum):
    """What can be killed."""

    WEB = "web"
    WORKER = "worker"
    RELAY = "relay"
    POSTGRES = "postgres"
    BACKEND = "postgres backend"
    KAFKA = "kafka"


SHARES = {
    "log": {Kind.WEB: 4, Kind.WORKER: 4, Kind.RELAY: 5, Kind.POSTGRES: 4, Kind.BACKEND: 3},
    "kafka": {Kind.WEB: 3, Kind.WORKER: 4, Kind.RELAY: 4, Kind.POSTGRES: 3, Kind.BACKEND: 2, Kind.KAFKA: 4},
}
"""How many of each kind are in twenty kills."""

LONGEST_CATCH_UP_SECONDS = 0.15

HOLDER = """
SELECT a.client_port FROM pg_locks AS l JOIN pg_stat_activity AS a USING (pid)
WHERE l.locktype = 'advisory' AND l.granted AND a.datname = current_database() AND a.application_name = $1
"""
BACKENDS = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"


@dataclass
class Kill:
    """One kill. `at` is when, on the monotonic clock; `recovered_after` in seconds is filled in later."""

    kind: Kind
    whom: str
    at: float
    recovered_after: float | None = None


def plan_kills(count: int, transport: str, rng: random.Random) -> list[Kind]:
    """That many kills in random order; in any twenty planned together every kind has its share."""
    kinds: list[Kind] = []
    while len(kinds) < count:
        twenty = [kind for kind, share in SHARES[transport].items() for _ in range(share)]
        rng.shuffle(twenty)
        kinds += twenty
    return kinds[:count]


class Killer:
    """Kills in one house. What it kills comes back by itself within about a second, as under any supervisor."""

    def __init__(self, house: CrashHouse, rng: random.Random) -> None:
        self._house, self._rng = house, rng
        self._repairs: set[asyncio.Task[None]] = set()

    async def strike(self, kind: Kind) -> Kill:
        """Kill one of a kind, chosen at random; waits until there is one that is up. Raises `NeverCameBack`."""
        try:
            async with asyncio.timeout(DEADLINE_SECONDS):
                while (whom := await self._try(kind)) is None:
                    await asyncio.sleep(0.05)
        except TimeoutError:
            raise NeverCameBack(f"for {DEADLINE_SECONDS:.0f} s there was no {kind.value} that could be killed") from None
        return Kill(kind, whom, asyncio.get_running_loop().time())

    async def wait_for_repairs(self) -> None:
        """Return when everything that is brought back by hand is back. Raises what went wrong with that."""
        await asyncio.gather(*self._repairs)

    async def _try(self, kind: Kind) -> str | None:
        service = self._rng.choice(SERVICES)
        match kind:
            case Kind.WEB:
                web = self._house.children[f"{service} web"]
                return self._kill(web) if await self._pile_up([web]) else None
            case Kind.WORKER | Kind.RELAY:
                return await self._kill_worker(kind, service)
            case Kind.POSTGRES:
                pid = self._house.postgres.pid
                if pid is None or not await self._pile_up(self._house.children.values()):
                    return None
                os.kill(pid, signal.SIGKILL)
                return "postmaster"
            case Kind.BACKEND:
                return await self._kill_backend()
            case Kind.KAFKA:
                return await self._kill_kafka()

    async def _pile_up(self, children: Collection[Child]) -> bool:
        """Let work pile up before processes that stand still, then let go and wait till they are in the midst of it.

        For somebody who has next to nothing to do, the moments in which a crash could do harm are too short to be hit.
        False when one of them is down.
        """
        if any(child.pid is None for child in children):
            return False
        for child in children:
            child.signal(signal.SIGSTOP)
        try:
            await asyncio.sleep(self._rng.uniform(0.2, 1.2))
        finally:
            for child in children:
                child.signal(signal.SIGCONT)
        await asyncio.sleep(self._rng.uniform(0.0, LONGEST_CATCH_UP_SECONDS))
        return True

    def _kill(self, child: Child) -> str | None:
        return child.name if child.kill(back_after=self._rng.uniform(0.1, 1.0)) else None

    async def _kill_worker(self, kind: Kind, service: str) -> str | None:
        workers = [one for one in self._house.children.values() if one.name.startswith(f"{service} worker")]
        victim: Child | None = self._rng.choice(workers)
        if kind is Kind.RELAY:
            victim = await self._holder(service, f"{service} relay")
        elif self._house.broker is None:  # on the log one member of a group reads, on Kafka all of them do
            victim = await self._holder(LOG_DATABASE, f"digibank.{service}.reactions")
        return self._kill(victim) if victim is not None and await self._pile_up(workers) else None

    async def _holder(self, database: str, name: str) -> Child | None:
        """The process whose connection of that name holds an advisory lock: found by the port at its end."""
        connection = await self._house.connect(database)
        try:
            port = await connection.fetchval(HOLDER, name)
        finally:
            connection.terminate()
        for child in self._house.children.values():
            if child.pid is None or port is None:
                continue
            try:
                sockets = psutil.Process(child.pid).net_connections("tcp")
            except psutil.NoSuchProcess:
                continue
            if any(one.laddr and one.laddr.port == port and one.raddr for one in sockets):
                return child
        return None

    async def _kill_backend(self) -> str | None:
        """A single server process; PostgreSQL then throws everybody out and repairs itself."""
        connection = await self._house.connect("postgres")
        try:
            pids: Sequence[int] = [row["pid"] for row in await connection.fetch(BACKENDS)]
        finally:
            connection.terminate()
        if not pids or not await self._pile_up(self._house.children.values()):
            return None
        try:
            os.kill(self._rng.choice(pids), signal.SIGKILL)
        except ProcessLookupError:
            return None
        return "one backend"

    async def _kill_kafka(self) -> str | None:
        broker = self._house.broker
        if broker is None or any(not repair.done() for repair in self._repairs):
            return None
        if not await self._pile_up(self._house.children.values()):
            return None
        await asyncio.to_thread(broker.kill)
        pause = self._rng.uniform(0.1, 1.0)

        async def repair() -> None:
            await asyncio.sleep(pause)
            await asyncio.to_thread(broker.restart)

        self._repairs.add(asyncio.create_task(repair()))
        return "broker"
