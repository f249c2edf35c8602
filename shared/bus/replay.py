"""Building a projection again from the first event: drop its rows, read all of history."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from shared.bus.consumer import Consumer, Delivery, Poison
from shared.bus.transport import Transport
from shared.database import raw


async def replay_projection(consumer: Consumer, transport: Transport, owner_url: str, tables: Sequence[str]) -> int:
    """Empty the tables of a projection and fill them from history; returns how many events were applied.

    Args:
        consumer: the projection's group; its handlers keep the newest sequence per subject, so a replay may run beside the
            living group: an old event that comes after a newer one changes nothing.
        owner_url: the service's database as its owner, the one role that may empty a table of all organisations.
        tables: the names of the tables that this projection fills, and nothing else does.

    Reactions are never replayed.
    """
    owner = await raw.connect(owner_url, name="replay")
    try:
        await owner.execute(f"TRUNCATE {', '.join(tables)}")
    finally:
        await owner.close()
    applied = 0
    async for records in transport.history(consumer.topics):
        by_organisation: defaultdict[UUID, list[Delivery]] = defaultdict(list)
        for delivery in map(consumer.read, records):
            if delivery is not None and not isinstance(delivery, Poison):
                by_organisation[delivery.envelope.organisation].append(delivery)
        for organisation, deliveries in by_organisation.items():
            async with consumer.units.open(organisation) as unit:
                for delivery in deliveries:
                    await consumer.apply(unit, delivery)
            applied += len(deliveries)
    return applied
