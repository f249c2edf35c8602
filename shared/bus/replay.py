"""Building a projection again from the first event: drop its rows, read all of history."""

from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from typing import Any
from uuid import UUID

from shared.bus.consumer import Consumer, Delivery, Poison
from shared.bus.transport import Transport
from shared.database import raw
from shared.database.engine import is_collision

COLLISIONS_BEFORE_GIVING_UP = 10


async def _nothing(unit: Any) -> None:
    pass


async def replay_projection(
    consumer: Consumer,
    transport: Transport,
    owner_url: str,
    tables: Sequence[str],
    afterwards: Callable[[Any], Awaitable[object]] = _nothing,
) -> int:
    """Empty the tables of a projection and fill them from history; returns how many events were applied.

    Args:
        consumer: the projection's group; its handlers keep the newest sequence per subject, so a replay may run beside the
            living group: an old event that comes after a newer one changes nothing.
        owner_url: the service's database as its owner, the one role that may empty a table of all organisations.
        tables: the names of the tables that this projection fills, and nothing else does.

        afterwards: done once per organisation at the end, for what could not be decided while rows were missing.

    Reactions are never replayed. When this raises, the projection is not whole: do it again.
    """
    owner = await raw.connect(owner_url, name="replay")
    try:
        await owner.execute(f"TRUNCATE {', '.join(tables)}")
    finally:
        await owner.close()
    applied, organisations = 0, set[UUID]()
    async for records in transport.history(consumer.topics):
        by_organisation: defaultdict[UUID, list[Delivery]] = defaultdict(list)
        for delivery in map(consumer.read, records):
            if delivery is not None and not isinstance(delivery, Poison):
                by_organisation[delivery.envelope.organisation].append(delivery)
        for organisation, deliveries in by_organisation.items():
            await _apply(consumer, organisation, deliveries)
            applied += len(deliveries)
            organisations.add(organisation)
    for organisation in organisations:
        async with consumer.units.open(organisation) as unit:
            await afterwards(unit)
    return applied


async def _apply(consumer: Consumer, organisation: UUID, deliveries: Sequence[Delivery]) -> None:
    """One transaction; again when the living group was in its way, which is safe because only what is newer counts."""
    for attempt in range(COLLISIONS_BEFORE_GIVING_UP):
        try:
            async with consumer.units.open(organisation) as unit:
                for delivery in deliveries:
                    await consumer.apply(unit, delivery)
            return
        except Exception as error:
            if not is_collision(error) or attempt == COLLISIONS_BEFORE_GIVING_UP - 1:
                raise
