"""The outbox: events are written in the transaction of the state they belong to, by the service that publishes them."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncConnection

from shared.bus.envelope import Trace, headers_for
from shared.contracts.event import Event
from shared.database.engine import driver_of
from shared.runtime.clock import new_id

# One round trip. The row lock on `bus.subject` makes two transactions that publish about the same aggregate commit one after
# the other, so `sequence` has no gaps and the ids of the outbox rise in the same order. Subjects are locked in sorted order.
RECORD = """
WITH counted AS (
    INSERT INTO bus.subject AS s (subject, organisation, last_sequence)
    SELECT subject, $1::uuid, count(*) FROM unnest($2::uuid[]) AS new (subject) GROUP BY subject ORDER BY subject
    ON CONFLICT (subject) DO UPDATE SET last_sequence = s.last_sequence + excluded.last_sequence
    RETURNING subject, last_sequence
)
INSERT INTO bus.outbox (event_id, organisation, topic, key, sequence, headers, value, recorded_at)
SELECT new.event_id, $1::uuid, new.topic, new.subject::text, counted.last_sequence - new.later, new.headers, new.value, $8
FROM unnest($3::uuid[], $4::text[], $2::uuid[], $5::int[], $6::json[], $7::json[]) WITH ORDINALITY
     AS new (event_id, topic, subject, later, headers, value, position)
JOIN counted USING (subject) ORDER BY new.position
"""


async def record_events(
    connection: AsyncConnection,
    events: Sequence[Event],
    *,
    service: str,
    organisation: UUID,
    time: datetime,
    trace: Trace,
    statement: str = RECORD,
    more: Sequence[object] = (),
) -> list[UUID]:
    """Write events to the outbox in the transaction that is open on `connection`; returns their ids.

    They are delivered if and only if that transaction commits. `statement` is `RECORD`, perhaps with something else to do
    in the same round trip, whose parameters are `more`.
    """
    if not events:
        return []
    ids = [new_id() for _ in events]
    subjects = [event.subject for event in events]
    remaining = Counter(subjects)
    later = []
    for subject in subjects:
        remaining[subject] -= 1
        later.append(remaining[subject])
    headers = [
        orjson.dumps(
            headers_for(event, event_id=event_id, service=service, time=time, organisation=organisation, trace=trace)
        ).decode()
        for event, event_id in zip(events, ids, strict=True)
    ]
    await (await driver_of(connection)).execute(
        statement,
        organisation,
        subjects,
        ids,
        [event.topic for event in events],
        later,
        headers,
        [event.model_dump_json() for event in events],
        time,
        *more,
    )
    return ids
