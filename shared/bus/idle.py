"""Working until there is nothing left to do, for tests: every event, retry and job that is due now has had its effect."""

from collections.abc import Sequence

import asyncpg

from shared.bus.errands import Errands
from shared.bus.jobs import Jobs
from shared.bus.relay import Relay
from shared.bus.retries import Retries
from shared.bus.transport import Subscription


class Steps:
    """The bus of some services, one step at a time. The subscriptions are running; relays, retries and jobs are not."""

    def __init__(
        self,
        relays: Sequence[Relay],
        subscriptions: Sequence[Subscription],
        retries: Sequence[Retries],
        jobs: Sequence[Jobs | Errands],
    ) -> None:
        self._relays, self._subscriptions, self._retries, self._jobs = relays, subscriptions, retries, jobs
        self._connections: dict[Relay, asyncpg.Connection] = {}

    async def run_until_idle(self) -> None:
        """Relay, deliver, retry and run jobs, again and again, until a whole round finds nothing to do.

        What is planned for later stays for later: move the clock. Raises the transport's error when it does not take events.
        """
        busy = await self.step()
        while busy:
            relayed = await self._relay()
            if relayed:
                await self._deliver()
            busy = relayed + await self._do_what_is_due()

    async def step(self) -> int:
        """One round of relaying and handling; what it causes may already be under way or wait for the next round.

        Returns how much was found to do.
        """
        relayed = await self._relay()
        await self._deliver()
        return relayed + await self._do_what_is_due()

    def close(self) -> None:
        """Let go of the connections of the relays."""
        for connection in self._connections.values():
            connection.terminate()
        self._connections.clear()

    async def _relay(self) -> int:
        relayed = 0
        for relay in self._relays:
            connection = self._connections.get(relay)
            if connection is None or connection.is_closed():
                connection = self._connections[relay] = await relay.connect()
            relayed += await relay.relay_all(connection)
        return relayed

    async def _deliver(self) -> None:
        for subscription in self._subscriptions:
            await subscription.drain()

    async def _do_what_is_due(self) -> int:
        done = 0
        for retries in self._retries:
            done += await retries.retry_due()
        for jobs in self._jobs:
            done += await jobs.run_due()
        return done
