"""The port that every event transport fills in: publish a batch, subscribe as a group, read history.

Two adapters exist, `transports/log.py` (PostgreSQL) and `transports/kafka/` (FastStream over aiokafka). One conformance
suite, `tests/bus/`, holds both to the promises written here.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Record:
    """One event as it travels, the same on every transport.

    Attributes:
        topic: what it carries, such as `digibank.inventory.devices`.
        key: the aggregate id as text. Records of one topic and key are delivered in the order they were published.
        value: the payload, JSON in UTF-8.
        headers: the CloudEvents attributes in binary mode: `ce_id`, `ce_type`, `ce_source` and so on, all text.
    """

    topic: str
    key: str
    value: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Published:
    """What came of one call to `publish`.

    Attributes:
        confirmed: indexes, ascending, into the records that were handed over; these are stored for good. For every key it
            is a prefix of that key's records: a later one is never confirmed when an earlier one was not.
        error: why the others were not confirmed, or None when all were. They may still have arrived: publish them again.
    """

    confirmed: Sequence[int]
    error: Exception | None = None


BatchHandler = Callable[[Sequence[Record]], Awaitable[None]]
"""Takes records in order. Returning means all of them are dealt with; raising means none of them may be forgotten."""


class Subscription(Protocol):
    """One member of a consumer group, reading its topics from the beginning of history or from where the group was."""

    async def run(self) -> None:
        """Hand over batches until cancelled.

        A batch is acknowledged after the handler returned. When the handler raises, the same records come again after a
        growing pause and nothing behind them in the same topic and key overtakes them. Lost connections are opened again.
        """

    async def drain(self) -> None:
        """Return once everything that was published before this call is acknowledged by the group. Needs a running member."""

    async def lag(self) -> int:
        """How many stored records the group has not acknowledged yet, over all its topics."""


class Transport(Protocol):
    """Where records are stored in order, for good, and from where groups read them."""

    async def start(self) -> None:
        """Connect. Raises `TransportUnavailable` when that fails."""

    async def stop(self) -> None:
        """Disconnect; what was confirmed stays."""

    async def ensure_topics(self, topics: Sequence[str]) -> None:
        """Create the topics that are missing, kept for ever. Existing ones are left as they are.

        Raises `TopicsDiffer` when one of them is such that events could be lost or come out of order.
        """

    async def publish(self, records: Sequence[Record]) -> Published:
        """Store records in the order given; see `Published`. Never raises for a transport that is away or slow."""

    def subscribe(self, group: str, topics: Sequence[str], handler: BatchHandler) -> Subscription:
        """Become a member of a group. The group shares the work; every group sees everything."""

    def history(self, topics: Sequence[str]) -> AsyncIterator[Sequence[Record]]:
        """All records from the first to the last that is stored now, in order per topic and key, without joining a group."""


class TransportUnavailable(ConnectionError):
    """The event transport could not be reached."""


class TransportRefused(TransportUnavailable):
    """The event transport answered that it will not; asking again changes nothing."""
