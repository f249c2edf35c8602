"""How long a failing event waits before it is tried again, and when a person has to look."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class RetryPolicy:
    """Growing pauses, a bounded number of times.

    Attributes:
        attempts: how often it is tried in all, the first delivery included, before it becomes a dead letter.
        first: the pause after the first failure; each next one is `factor` times as long, up to `longest`.
    """

    attempts: int = 8
    first: timedelta = timedelta(seconds=1)
    factor: int = 4
    longest: timedelta = timedelta(minutes=15)

    def pause_after(self, attempts: int) -> timedelta | None:
        """The pause after the given number of failed attempts, or None when a person has to look."""
        if attempts >= self.attempts:
            return None
        return min(self.first * int(self.factor ** (attempts - 1)), self.longest)
