"""Working until there is nothing left to do, for tests: every event, retry and job that is due now has had its effect."""

from collections.abc import Sequence

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

    async def run_until_idle(self) -> None:
        """Relay, deliver, retry and run jobs, again and again, until a whole round finds nothing to do.

        What is planned for later stays for later: move the clock. Raises the transport's error when it does not take events.
        """
        while await self.step():
            pass

    async def step(self) -> int:
        """One round of relaying and handling; what it causes may already be under way or wait for the next round.

        Returns how much was found to do.
        """
        busy = 0
        for relay in self._relays:
            busy += await relay.relay_all()
        for subscription in self._subscriptions:
            await subscription.drain()
        for retries in self._retries:
            busy += await retries.retry_due()
        for jobs in self._jobs:
            busy += await jobs.run_due()
        return busy
