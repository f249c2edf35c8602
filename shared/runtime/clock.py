"""Time, injected: domain and bus ask a clock, so that a test can be any moment it likes."""

from datetime import UTC, datetime, timedelta
from typing import Protocol
from uuid import UUID

from uuid_utils.compat import uuid7


class Clock(Protocol):
    """Tells the time."""

    def now(self) -> datetime:
        """This moment, aware, in UTC."""


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """This moment, aware, in UTC."""
        return datetime.now(UTC)


class SetClock:
    """A clock that stands still until it is moved; for tests and for running a past day again."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        """The moment it was set to, in UTC."""
        return self._now

    def move(self, by: timedelta) -> None:
        """Move forward (or back) by a duration."""
        self._now += by


def new_id() -> UUID:
    """A UUIDv7: ids sort by the time they were made, which keeps index pages warm."""
    return uuid7()
