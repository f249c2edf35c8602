"""How often somebody without a sign-in may try something. Kept in this process only."""

import time
from collections import OrderedDict, deque

MOST_REMEMBERED = 10_000


class RateLimit:
    """At most `most` tries in `seconds`, per key."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most, self._seconds = most, seconds
        self._tries: OrderedDict[str, deque[float]] = OrderedDict()

    def allows(self, key: str) -> bool:
        """Count a try, and say whether it is one too many. The key is not kept longer than it matters."""
        now = time.monotonic()
        tries = self._tries.setdefault(key, deque())
        self._tries.move_to_end(key)
        while tries and tries[0] <= now - self._seconds:
            tries.popleft()
        while len(self._tries) > MOST_REMEMBERED:
            self._tries.popitem(last=False)
        if len(tries) >= self._most:
            return False
        tries.append(now)
        return True
