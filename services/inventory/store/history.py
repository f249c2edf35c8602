"""What happened to machines, kept for their pages: what people did, what followed from events, what helpdesk told."""

from collections.abc import Sequence
from uuid import UUID

from shared.bus.unit import Unit
from shared.contracts import inventory as told
from shared.contracts.event import Event
from shared.contracts.vocabulary import DeviceState
from shared.database.engine import driver_of

ADD = """
INSERT INTO device_history (id, organisation, device_id, at, kind, actor, detail)
SELECT $1, $2, $3, $4, $5, $6, $7 WHERE EXISTS (SELECT FROM device WHERE id = $3)
"""
ARRIVED = """
INSERT INTO device_history (id, device_id, organisation, at, actor, kind) VALUES ($1, $2, $3, $4, $5, 'register_device')
"""
TOLD = """
INSERT INTO told_history (id, organisation, device_id, at, kind, detail, ticket_id) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (id) DO NOTHING
"""
REACTIONS: dict[type[Event], str] = {
    told.DeviceReserved: "reserved",
    told.LoanerReserved: "loaner_reserved",
    told.DeviceReady: "ready_again",
    told.DeviceGivenOut: "given_out",
    told.DeviceReturned: "returned",
    told.DeviceRetired: "retired_by_repair",
}
"""What is worth a line when it followed from an event of another service."""
MOVES = {
    DeviceState.RETURN_EXPECTED: "return_expected",
    DeviceState.GIVEN_OUT: "back_with_family",
    DeviceState.REPAIRED: "new_drives",
}
"""Which moves are; that it is in repair, the ticket says already."""


async def write_act(unit: Unit, act: str, subject: UUID, actor: UUID | None, detail: str) -> None:
    """A person did this; what it was done to need not be a machine, then nothing is written. `detail` is a closed word or an id."""
    values = (unit.new_id(), unit.organisation, subject, unit.now(), act, actor, detail or None)
    await (await driver_of(unit.connection)).execute(ADD, *values)


async def write_arrivals(unit: Unit, device_ids: Sequence[UUID], actor: UUID) -> None:
    """A person had these machines registered, many at once."""
    values = (unit.organisation, unit.now(), actor)
    await (await driver_of(unit.connection)).executemany(ARRIVED, [(unit.new_id(), one, *values) for one in device_ids])


async def write_reactions(unit: Unit, events: Sequence[Event]) -> None:
    """What followed from an event that is being handled. What a person does has its own line: see `write_act`."""
    if unit.cause is None:
        return
    for event in events:
        kind = MOVES.get(event.status) if isinstance(event, told.DeviceStatusChanged) else REACTIONS.get(type(event))
        if kind is not None:
            await write_act(unit, kind, event.subject, None, "")


class ToldHistory:
    """What helpdesk told about machines. Each event has one line, by its id, so a replay writes the same again."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def add(self, device_id: UUID, kind: str, ticket_id: UUID, detail: str | None = None) -> None:
        """Keep what the event that is being handled says. Raises `ValueError` when none is."""
        cause = self._unit.cause
        if cause is None:
            raise ValueError("no event is being handled")
        driver = await driver_of(self._unit.connection)
        await driver.execute(TOLD, cause.id, self._unit.organisation, device_id, cause.time, kind, detail, ticket_id)
