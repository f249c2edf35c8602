"""The time in which somebody is signed in, in one browser or program."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from shared.contracts.portal import SessionRevoked
from shared.domain import Aggregate

LONGEST = timedelta(days=30)
LONGEST_IDLE = timedelta(hours=12)
"""After a working day without a sign of life; as long as a token is good without the portal."""
LONGEST_IDLE_SHARED = timedelta(minutes=10)
"""On a tablet that others pick up too."""


class DeviceKind(StrEnum):
    """On what somebody is signed in, as far as a browser tells: enough to know one's own again."""

    PHONE = "phone"
    TABLET = "tablet"
    COMPUTER = "computer"
    UNKNOWN = "unknown"


def device_kind(user_agent: str) -> DeviceKind:
    """What a browser says it runs on. An Android tablet is the one that does not say Mobile; an iPad may say it is a computer."""
    if re.search(r"iPad|Tablet|Android(?!.*Mobile)", user_agent):
        return DeviceKind.TABLET
    if re.search(r"iPhone|Mobile", user_agent):
        return DeviceKind.PHONE
    return DeviceKind.COMPUTER if user_agent.startswith("Mozilla/") else DeviceKind.UNKNOWN


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody signs in. `shared`: others use it too, so a session there ends soon."""

    device: DeviceKind = DeviceKind.UNKNOWN
    shared: bool = False


@dataclass
class Session(Aggregate):
    """One session of one account. All moments are in UTC.

    Attributes:
        proved_at: when somebody last showed a password, a passkey or a start code for it; a PIN proves nothing new.
        renewed_at: the last sign of life; it is asked for about every ten minutes of work, on a shared tablet every minute.
        ended_at: when somebody ended it; None while nobody did.
    """

    id: UUID
    account_id: UUID
    started_at: datetime
    renewed_at: datetime
    proved_at: datetime
    place: Place = Place()
    ended_at: datetime | None = None

    def lives(self, now: datetime) -> bool:
        """Whether it goes on."""
        idle = LONGEST_IDLE_SHARED if self.place.shared else LONGEST_IDLE
        return self.ended_at is None and now < self.started_at + LONGEST and now < self.renewed_at + idle

    def renew(self, now: datetime) -> bool:
        """Go on; False when it is over."""
        if not self.lives(now):
            return False
        self.renewed_at = now
        return True

    def share(self, *, shared: bool) -> None:
        """From now on others use this device too, or do not any more."""
        self.place = Place(self.place.device, shared)

    def end(self, now: datetime) -> None:
        """Be over, everywhere; once is enough. One that ended by itself is told too: its last token may still be good."""
        if self.ended_at is None:
            self.ended_at = now
            self.record(SessionRevoked(session_id=self.id, person_id=self.account_id))
