"""An event that failed for good in one service, as the bus leaves it behind."""

from uuid import UUID

import orjson
from sqlalchemy import text

from shared.bus.parking import park
from shared.bus.transport import Record
from shared.contracts.event import Event
from tests.support.house import House

UNSENT = """
SELECT id, event_id, topic, key, sequence, headers::text AS headers, value::text AS value
FROM bus.outbox ORDER BY id DESC LIMIT 1
"""


async def a_dead_letter(house: House, organisation: UUID, service: str, event: Event) -> int:
    """Let an event of inventory arrive at the projections of a service and fail for good; gives its number."""
    await house.publish("inventory", organisation, event)
    async with house.services["inventory"].units.open(organisation) as unit:
        row = (await unit.connection.execute(text(UNSENT))).one()
    async with house.services["inventory"].bus.transaction_of_all() as connection:  # nobody else is to hear of it
        await connection.execute(text("DELETE FROM bus.outbox WHERE id = :id"), {"id": row.id})
    headers = orjson.loads(row.headers) | {"ce_sequence": str(row.sequence)}
    record = Record(row.topic, row.key, row.value.encode(), headers)
    running = house.services[service]
    async with running.units.open(organisation) as unit:
        await park(
            unit.connection,
            f"{service}.projections",
            record,
            event_id=row.event_id,
            organisation=organisation,
            now=unit.now(),
            error=TimeoutError("tried long enough"),
        )
        number = await unit.connection.scalar(text("SELECT max(id) FROM bus.parked_event WHERE state = 'dead'"))
    assert number is not None
    return int(number)
