"""What inventory knows of helpdesk's tickets, from events alone."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from shared.bus.unit import Unit
from shared.contracts.vocabulary import Symptom
from shared.database.engine import driver_of

# The newest sequence of a ticket is right, so events may come again, and a replay may run beside the living group. Only some
# events tell the number and what it is about.
NOTE = """
INSERT INTO known_ticket AS known (ticket_id, organisation, device_id, number, is_open, sequence, symptom)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (ticket_id) DO UPDATE SET number = coalesce(known.number, $4), symptom = coalesce(known.symptom, $7),
    device_id = CASE WHEN known.sequence < $6 THEN $3 ELSE known.device_id END,
    is_open = CASE WHEN known.sequence < $6 THEN $5 ELSE known.is_open END,
    sequence = greatest(known.sequence, $6)
"""
OPEN = """
SELECT ticket_id, number, symptom FROM known_ticket
WHERE organisation = $1 AND device_id = $2 AND is_open ORDER BY ticket_id LIMIT $3
"""
MOST_OPEN = 20
"""Tickets of one machine that are open at once; a page shows no more."""


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """A ticket without an answer.

    Attributes:
        number: what people call it; None when an old event did not say.
        found: somebody says to have found the machine.
    """

    id: UUID
    number: int | None
    found: bool = False


class KnownTickets:
    """The tickets of the unit's organisation as inventory last heard of them."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def stands(
        self,
        ticket_id: UUID,
        device_id: UUID,
        sequence: int,
        *,
        is_open: bool,
        number: int | None = None,
        symptom: Symptom | None = None,
    ) -> None:
        """Keep whether a ticket waits for its answer; unless something newer is known about it."""
        driver = await driver_of(self._unit.connection)
        await driver.execute(NOTE, ticket_id, self._unit.organisation, device_id, number, is_open, sequence, symptom)

    async def open_of(self, device_id: UUID) -> Sequence[OpenTicket]:
        """The open tickets of a machine, the oldest first."""
        driver = await driver_of(self._unit.connection)
        rows = await driver.fetch(OPEN, self._unit.organisation, device_id, MOST_OPEN)
        return [OpenTicket(row["ticket_id"], row["number"], row["symptom"] == Symptom.FOUND.value) for row in rows]
