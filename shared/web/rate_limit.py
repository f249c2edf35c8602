"""How often somebody without a sign-in may try something. Kept in this process only."""

import ipaddress
import time
from collections import OrderedDict, deque

MOST_REMEMBERED = 10_000


class RateLimit:
    """At most `most` tries in `seconds`, per address of whoever tries."""

    def __init__(self, most: int, seconds: float) -> None:
        self._most, self._seconds = most, seconds
        self._tries: OrderedDict[str, deque[float]] = OrderedDict()

    def allows(self, address: str) -> bool:
        """Count a try, and say whether it may go on. The address is not kept longer than it matters."""
        key, now = one_visitor(address), time.monotonic()
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


def one_visitor(address: str) -> str:
    """What counts as one: an IPv4 address, and of IPv6 the first 64 bits. A single connection is given all the addresses that
    begin with these (RFC 4291, section 2.5.1), so whoever guesses could take another one for each try."""
    try:
        read = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(read, ipaddress.IPv4Address):
        return address
    return str(read.ipv4_mapped or int(read) >> 64)
