"""A consumer group that only watches: it notes what is delivered to it, in the order it comes."""

from collections.abc import Sequence
from uuid import UUID

from shared.bus.transport import Record, Subscription, Transport
from tests.crash.evidence import Seen

GROUP = "digibank.crash.witness"


class Witness:
    """Sees everything; `seen` keeps repeats as well."""

    def __init__(self) -> None:
        self.seen: list[Seen] = []

    def subscribe(self, transport: Transport, topics: Sequence[str]) -> Subscription:
        """The witness as a member of its group."""
        return transport.subscribe(GROUP, topics, self._handle)

    async def _handle(self, records: Sequence[Record]) -> None:
        self.seen += map(seen_in, records)


def seen_in(record: Record) -> Seen:
    """A record as the checker compares it. Raises `KeyError` or `ValueError` when it is not one of ours."""
    headers = record.headers
    return Seen(record.topic, record.key, int(headers["ce_sequence"]), UUID(headers["ce_id"]), record.value)
