"""What helpdesk knows of machines that go along during a repair, from events alone."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from shared.bus.unit import Unit
from shared.contracts.vocabulary import LoanerRefusalReason
from shared.database.engine import driver_of


class LoanerState(StrEnum):
    """How far a loaner is. In the order of a repair, so that the later one counts when both were told in the same moment."""

    REFUSED = "refused"
    RESERVED = "reserved"
    DECLINED = "declined"
    ALONG = "along"
    RETURNED = "returned"


THERE = frozenset({LoanerState.RESERVED, LoanerState.ALONG})
"""A machine is kept for the family, or is with it."""


@dataclass(frozen=True, slots=True)
class Loaner:
    """The newest that was said about a loaner for a ticket.

    Attributes:
        code: of the machine; None when there is none or we do not know it yet.
        reason: why there is none.
    """

    state: LoanerState
    device_id: UUID | None
    code: str | None
    reason: LoanerRefusalReason | None


# Inventory speaks about the machine, loans about the loan: sequences of two subjects cannot be compared, so each that speaks has
# its own row with its own sequence, and what was told last counts.
TOLD = """
INSERT INTO known_loaner AS known (ticket_id, subject, organisation, sequence, told_at, state, device_id, reason)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (ticket_id, subject) DO UPDATE SET sequence = $4, told_at = $5, state = $6, device_id = $7, reason = $8
WHERE known.sequence < $4
"""
LAST_TOLD = """
SELECT k.state, k.device_id, d.code, k.reason FROM known_loaner AS k LEFT JOIN known_device AS d USING (device_id)
WHERE k.ticket_id = $1 ORDER BY k.told_at DESC, array_position($2::text[], k.state) DESC LIMIT 1
"""


class KnownLoaners:
    """The loaners of the unit's organisation as helpdesk last heard of them."""

    def __init__(self, unit: Unit) -> None:
        self._unit = unit

    async def told(
        self,
        ticket_id: UUID,
        state: LoanerState,
        *,
        subject: UUID,
        sequence: int,
        at: datetime,
        device_id: UUID | None = None,
        reason: LoanerRefusalReason | None = None,
    ) -> None:
        """Keep what was said about a loaner; unless the same subject said something newer."""
        driver = await driver_of(self._unit.connection)
        said = (state.value, device_id, reason.value if reason else None)
        await driver.execute(TOLD, ticket_id, subject, self._unit.organisation, sequence, at, *said)

    async def of_ticket(self, ticket_id: UUID) -> Loaner | None:
        """What was said last about a loaner for this ticket, or None."""
        driver = await driver_of(self._unit.connection)
        row = await driver.fetchrow(LAST_TOLD, ticket_id, [state.value for state in LoanerState])
        if row is None:
            return None
        reason = LoanerRefusalReason(row["reason"]) if row["reason"] else None
        return Loaner(LoanerState(row["state"]), row["device_id"], row["code"], reason)
