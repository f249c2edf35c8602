"""A sign of life of every group: how far behind it is, written where the web side can read it.

Web and workers may run in different processes. A group that stopped says nothing any more; then its last words are old.
"""

import asyncio
from collections.abc import Mapping

import structlog

from shared.bus.transport import Subscription
from shared.database.engine import Database, is_unavailable
from shared.runtime.clock import Clock

log = structlog.get_logger()

EVERY_SECONDS = 15.0
SEEN = """
INSERT INTO bus.group_state (group_name, behind, seen_at) VALUES ($1, $2, $3)
ON CONFLICT (group_name) DO UPDATE SET behind = $2, seen_at = $3
"""


class GroupStates:
    """Watches the groups of one service. `bus` is its database as the bus role."""

    def __init__(self, subscriptions: Mapping[str, Subscription], bus: Database, clock: Clock) -> None:
        self._subscriptions, self._bus, self._clock = subscriptions, bus, clock

    async def run(self) -> None:
        """Look every few seconds until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(EVERY_SECONDS)

    async def look(self) -> None:
        """Write down how far each group is. One of which that cannot be told now keeps what was written before."""
        for group, subscription in self._subscriptions.items():
            try:
                behind = await subscription.lag()
                async with self._bus.transaction_of_all() as connection:
                    await connection.exec_driver_sql(SEEN, (group, behind, self._clock.now()))
            except Exception as error:
                if not (is_unavailable(error) or isinstance(error, ConnectionError)):
                    raise
                log.warning("cannot tell how far a group is", group=group, error=type(error).__name__)
