"""The time in which somebody is signed in, in one browser or program."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from shared.contracts.portal import SessionRevoked
from shared.domain import Aggregate

LONGEST = timedelta(days=30)
LONGEST_IDLE = timedelta(hours=12)
"""After a working day without a sign of life; as long as a token is good without the portal."""


@dataclass
class Session(Aggregate):
    """One session of one account. All moments are in UTC.

    Attributes:
        renewed_at: the last sign of life; it is asked for about every ten minutes of work.
        ended_at: when somebody ended it; None while nobody did.
    """

    id: UUID
    account_id: UUID
    started_at: datetime
    renewed_at: datetime
    ended_at: datetime | None = None

    def lives(self, now: datetime) -> bool:
        """Whether it goes on."""
        return self.ended_at is None and now < self.started_at + LONGEST and now < self.renewed_at + LONGEST_IDLE

    def renew(self, now: datetime) -> bool:
        """Go on; False when it is over."""
        if not self.lives(now):
            return False
        self.renewed_at = now
        return True

    def end(self, now: datetime) -> None:
        """Be over, everywhere; once is enough. One that ended by itself is told too: its last token may still be good."""
        if self.ended_at is None:
            self.ended_at = now
            self.record(SessionRevoked(session_id=self.id, person_id=self.account_id))
