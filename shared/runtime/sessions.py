"""Which sessions are over, as every service hears it from the portal and remembers it."""

import time
from datetime import timedelta
from uuid import UUID

import structlog

from shared.bus.unit import Unit
from shared.contracts.portal import SessionRevoked
from shared.database.engine import Database, driver_of, is_unavailable
from shared.identity.tokens import LIFETIME
from shared.runtime.clock import Clock

log = structlog.get_logger()

LOOK_EVERY_SECONDS = 1.0
REMEMBER = """
INSERT INTO bus.revoked_session (session_id, organisation, revoked_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING
"""
REVOKED = "SELECT session_id FROM bus.revoked_session WHERE revoked_at > $1"


async def remember_revoked(event: SessionRevoked, unit: Unit) -> None:
    """A projection of every service. The other order: nothing comes after the end of a session."""
    await (await driver_of(unit.connection)).execute(REMEMBER, event.session_id, unit.organisation, unit.now())


class RevokedSessions:
    """Asked at every request, so it looks in the database at most once a second.

    Args:
        bus: the service's database as its bus role, which sees sessions of all organisations.
    """

    def __init__(self, bus: Database, clock: Clock, look_every_seconds: float = LOOK_EVERY_SECONDS) -> None:
        self._bus, self._clock, self._look_every = bus, clock, look_every_seconds
        self._known: frozenset[UUID] = frozenset()
        self._looked_at = float("-inf")

    async def contains(self, session: UUID) -> bool:
        """Whether this session is over. With the database away: what was known before."""
        if time.monotonic() - self._looked_at >= self._look_every:
            self._looked_at = time.monotonic()  # first, so that requests at the same moment do not all look
            try:
                async with self._bus.transaction_of_all() as connection:
                    since = self._clock.now() - LIFETIME - timedelta(hours=1)
                    rows = await (await driver_of(connection)).fetch(REVOKED, since)
                self._known = frozenset(row["session_id"] for row in rows)
            except Exception as error:
                if not is_unavailable(error):
                    raise
                log.warning("cannot look which sessions are over", error=type(error).__name__)
        return session in self._known
