"""What pages and API can say about machines and tickets, from the events of others."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from services.loans.store.tables import known_device, known_ticket
from shared.bus.unit import Unit
from shared.contracts.vocabulary import DeviceState, Symptom

MOST_TICKETS = 50


@dataclass(frozen=True, slots=True)
class KnownDevice:
    """A machine. `state` is None when nothing told where it is."""

    id: UUID
    code: str
    maker: str
    model: str
    memory_mb: int | None
    state: DeviceState | None


@dataclass(frozen=True, slots=True)
class KnownTicket:
    """A question that has no answer yet. `opened_at` is in UTC."""

    id: UUID
    symptom: Symptom | None
    opened_at: datetime | None


async def get_known_device(unit: Unit, device_id: UUID) -> KnownDevice | None:
    """What is known about a machine, or None when its event did not arrive yet."""
    return (await known_devices(unit, [device_id])).get(device_id)


async def known_devices(unit: Unit, device_ids: Collection[UUID]) -> dict[UUID, KnownDevice]:
    """What is known about these machines, by id; those of which no event arrived yet are missing."""
    query = select(known_device).where(known_device.c.device_id.in_(device_ids), known_device.c.code.is_not(None))
    return {
        row.device_id: KnownDevice(
            row.device_id, row.code, row.maker, row.model, row.memory_mb, DeviceState(row.state) if row.state else None
        )
        for row in await unit.connection.execute(query)
    }


async def open_tickets(unit: Unit, device_ids: Collection[UUID], household_id: UUID | None = None) -> Sequence[KnownTicket]:
    """Questions about these machines or from this household that wait for an answer, the oldest first."""
    about: ColumnElement[bool] = known_ticket.c.device_id.in_(device_ids)
    if household_id is not None:
        about = or_(about, known_ticket.c.household_id == household_id)
    query = select(known_ticket).where(known_ticket.c.open, about).order_by(known_ticket.c.ticket_id).limit(MOST_TICKETS)
    return [
        KnownTicket(row.ticket_id, Symptom(row.symptom) if row.symptom else None, row.opened_at)
        for row in await unit.connection.execute(query)
    ]
