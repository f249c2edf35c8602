"""What loans knows of helpdesk's tickets, from events alone."""

from datetime import datetime
from uuid import UUID

from shared.bus.unit import Unit
from shared.contracts.helpdesk import TicketClosed, TicketOpened
from shared.database.engine import driver_of

# What a ticket is about is filled in whenever it comes; whether it is open is told by what is newest.
OPENED = """
INSERT INTO known_ticket AS known (ticket_id, organisation, sequence, open, device_id, household_id, symptom, opened_at)
VALUES ($1, $2, $3, true, $4, $5, $6, $7)
ON CONFLICT (ticket_id) DO UPDATE
SET sequence = greatest(known.sequence, $3), open = CASE WHEN known.sequence < $3 THEN true ELSE known.open END,
    device_id = coalesce(known.device_id, $4), household_id = coalesce(known.household_id, $5),
    symptom = coalesce(known.symptom, $6), opened_at = coalesce(known.opened_at, $7)
"""
CLOSED = """
INSERT INTO known_ticket AS known (ticket_id, organisation, sequence, open, device_id, household_id)
VALUES ($1, $2, $3, false, $4, $5)
ON CONFLICT (ticket_id) DO UPDATE SET sequence = $3, open = false WHERE known.sequence < $3
"""


class KnownOthers:
    """Tickets, as loans last heard of them."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def ticket_opened(self, event: TicketOpened, sequence: int, at: datetime) -> None:
        """Somebody asked for help, or did so again."""
        await self._write(
            OPENED,
            event.ticket_id,
            self._unit.organisation,
            sequence,
            event.device_id,
            event.household_id,
            event.symptom.value,
            at,
        )

    async def ticket_closed(self, event: TicketClosed, sequence: int) -> None:
        """There was an answer; unless something newer is known."""
        await self._write(CLOSED, event.ticket_id, self._unit.organisation, sequence, event.device_id, event.household_id)

    async def _write(self, statement: str, subject: UUID, *values: object) -> None:
        await (await driver_of(self._unit.connection)).execute(statement, subject, *values)
